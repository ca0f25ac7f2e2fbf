#include "unit.h"

#include "doc/doc.h"
#include "normalize/letters.h"
#include "normalize/lookalike.h"

#include <stdlib.h>

/* Runs the repair over the lines as paragraphs and gives them joined by LF; the caller frees. */
static char *mend(const char *const *lines, size_t n, uint32_t *n_changed)
{
    struct al_lookalike l;
    struct al_doc doc;
    struct al_buf out;
    al_lookalike_init(&l);
    al_doc_init(&doc, 0);
    al_buf_init(&out, 0);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(al_doc_add(&doc, ARTICLEAN_PARAGRAPH, al_str_z(lines[i]), 0, 0, NULL), ARTICLEAN_OK);
    assert_int_equal(al_lookalike_run(&l, &doc), ARTICLEAN_OK);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(al_buf_append_str(&out, doc.blocks[i].text), ARTICLEAN_OK);
        assert_int_equal(al_buf_append_byte(&out, i + 1 < n ? '\n' : '\0'), ARTICLEAN_OK);
    }
    *n_changed = doc.flags[AL_FLAG_LOOKALIKES];
    assert_int_equal(doc.n_changes, *n_changed);
    al_doc_clear(&doc);
    al_lookalike_clear(&l);
    char *text = strdup(out.p);
    al_buf_clear(&out);
    return text;
}

static const char *const plain[] = {
    "我们的工作是帮助客户解决问题，所以每天都要学习新的知识。",
    "他在北京生活了很多年，认识不少朋友，也去过许多地方。",
    "如果你想了解更多的情况，可以到公司的网站上看一看。",
    "这个产品的质量很好，价格也不高，大家都说做得很好。",
};

static const char *const spun[] = {
    "我们嘚工作是帮助愙户解决问题，所鉯每天都要学习新的知识。",
    "他在北京苼活了很多年，认识不少萠友，也去过许多地方。",
    "洳果你想了解更多的情况，可以到公司的網站上看一看。",
    "這个产品的质量很好，价格也不高，大家都说做嘚很好。",
    NULL,
};

static void spun_document_is_mended(void **state)
{
    (void)state;
    uint32_t n;
    char *text = mend(spun, 4, &n);
    char want[1024] = "";
    for (int i = 0; i < 4; i++)
        strcat(strcat(want, i ? "\n" : ""), plain[i]);
    assert_string_equal(text, want);
    assert_true(n >= 8);
    free(text);
}

/* Mends a line among the spun ones. */
static void check_among_spun(const char *line, const char *want)
{
    const char *lines[5];
    memcpy(lines, spun, sizeof lines);
    lines[4] = line;
    uint32_t n;
    char *text = mend(lines, 5, &n);
    assert_string_equal(strrchr(text, '\n') + 1, want);
    free(text);
}

static void spun_document_lends_its_evidence(void **state)
{
    (void)state;
    check_among_spun("这是我们の问题，另①方面也是大家の问题。", "这是我们的问题，另一方面也是大家的问题。");
    check_among_spun("这件事大家嘟知道。", "这件事大家都知道。");
    check_among_spun("他嘟囔着走开了。", "他嘟囔着走开了。");
}

static void what_is_meant_stays_in_a_spun_document(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "鉯色列队赢了，鉯色列队的教练说，鉯色列队很强。", /* a habit */
        "他说“語言學習”很难。",                           /* a quotation */
        "这首歌叫アニメの話，很好听。",                   /* another language */
        "步骤：①打开文件②关闭文件③保存文件。",            /* a list */
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check_among_spun(texts[i], texts[i]);
}

static void text_without_context_stays(void **state)
{
    (void)state;
    static const char *const odd[] = {"鉯莋恏夶苼偅倳洳愙偠喥鋶萠箌囿尛洏噺怹，的鉯莋恏夶苼偅倳洳愙偠喥。"};
    uint32_t n;
    free(mend(odd, 1, &n));
    assert_int_equal(n, 0);
}

static void genuine_documents_stay(void **state)
{
    (void)state;
    static const char *const texts[] = {
        /* one rare character, meant */
        "嘚瑟是北方的一个方言词，意思是得意的样子，我们的老师常说不要嘚瑟。",
        /* traditional */
        "我們的工作是幫助客戶解決問題，所以每天都要學習新的知識。",
        /* quoted traditional forms in a simplified text */
        "“學習”是“学习”的繁体，“網絡”是“网络”的繁体，这样的例子有很多的。",
        "子曰：学而时习之，不亦说乎？有朋自远方来，不亦乐乎？",
        "囚犯在囹圄之中，仂语与茬口都是真正的词，苼是一个旧字。",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        uint32_t n;
        char *text = mend(&texts[i], 1, &n);
        assert_string_equal(text, texts[i]);
        free(text);
    }
    uint32_t n;
    free(mend(plain, 4, &n));
    assert_int_equal(n, 0);
}

static void check_letters(const char *in, const char *want)
{
    struct al_doc doc;
    struct al_buf scratch;
    al_doc_init(&doc, 0);
    al_buf_init(&scratch, 0);
    assert_int_equal(al_doc_add(&doc, ARTICLEAN_PARAGRAPH, al_str_z(in), 0, 0, NULL), ARTICLEAN_OK);
    assert_int_equal(al_letters_run(&scratch, &doc), ARTICLEAN_OK);
    if (!al_str_eq(doc.blocks[0].text, al_str_z(want)))
        fail_msg("got \"%.*s\", want \"%s\"", (int)doc.blocks[0].text.n, doc.blocks[0].text.p, want);
    al_buf_clear(&scratch);
    al_doc_clear(&doc);
}

static void tricked_letters_are_respelled(void **state)
{
    (void)state;
    check_letters("Buy chеap pаins and Ρrоducts todаy", "Buy cheap pains and Products today");
    check_letters("Мoсква и Рoссия, нoвocти", "Москва и Россия, новости");
    check_letters("𝐁𝐮𝐲 𝐭𝐡𝐢𝐬 𝗻𝗶𝗰𝗲 𝘁𝗵𝗶𝗻𝗴", "Buy this nice thing");
    check_letters("ᴛʜɪꜱ ɪꜱ ᴛʜᴇ ʙᴇꜱᴛ", "this ɪꜱ the best");
}

static void genuine_letters_stay(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "One SENSЕ and no more",
        "5 μm, 3 kΩ, ΔT, Δx, αβ, Wi-Fi и IT-отдел, USBшный",
        "𝑥 + 𝑦 = 𝑧 and 𝐀𝐁 are vectors; [ɪˈtæljən] /ʀɪʏ/",
        "Привет, world; Γειά σου, κόσμε",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check_letters(texts[i], texts[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spun_document_is_mended),
        cmocka_unit_test(spun_document_lends_its_evidence),
        cmocka_unit_test(what_is_meant_stays_in_a_spun_document),
        cmocka_unit_test(text_without_context_stays),
        cmocka_unit_test(genuine_documents_stay),
        cmocka_unit_test(tricked_letters_are_respelled),
        cmocka_unit_test(genuine_letters_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
