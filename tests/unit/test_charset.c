/* Detection, the prescan, mixed pages, the way back to raw offsets. All texts are written for these tests. */
#include "base/alloc.h"
#include "decode/charset.h"
#include "decode/decode.h"
#include "unit.h"

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>

static const char zh[] = "春天到了，公园里的桃花都开了。孩子们在草地上放风筝，老人坐在长椅上聊天。";
static const char zht[] = "春天到了，公園裡的桃花都開了。孩子們在草地上放風箏，老人坐在長椅上聊天。";
static const char ja[] = "春になると、公園の桜がきれいに咲きます。子どもたちは芝生の上で遊んでいます。";
static const char ko[] = "봄이 오면 공원의 벚꽃이 예쁘게 핀다. 아이들은 잔디밭에서 뛰어논다.";
static const char ru[] = "Весной в парке цветут яблони. Дети играют на траве, а старики сидят на скамейках.";
static const char el[] = "Την άνοιξη ανθίζουν τα δέντρα στο πάρκο. Τα παιδιά παίζουν στο γρασίδι.";
static const char fr[] =
    "Au printemps, les cerisiers fleurissent près du château. Les élèves mangent à l’ombre.";
static const char pl[] =
    "Wiosną w parku kwitną drzewa. Dzieci bawią się na trawie, a starsi siedzą na ławkach.";
static const char tr[] =
    "İlkbaharda parkta ağaçlar çiçek açar. Çocuklar çimlerin üstünde oynuyor, yaşlılar oturuyor.";
static const char he[] = "באביב פורחים העצים בפארק. הילדים משחקים על הדשא והזקנים יושבים על הספסלים.";
static const char th[] = "ในฤดูใบไม้ผลิดอกไม้บานในสวนสาธารณะ เด็ก ๆ เล่นอยู่บนสนามหญ้า";

/* UTF-8 in another encoding, by the C library; out holds 512 bytes. */
static struct al_str encode(const char *text, const char *to, char *out)
{
    iconv_t cd = iconv_open(to, "UTF-8");
    assert_true(cd != (iconv_t)-1);
    char *in = (char *)(uintptr_t)text, *o = out;
    size_t in_left = strlen(text), out_left = 512;
    assert_true(iconv(cd, &in, &in_left, &o, &out_left) != (size_t)-1);
    iconv(cd, NULL, NULL, &o, &out_left);
    iconv_close(cd);
    return al_str(out, (size_t)(o - out));
}

static void statistics_name_the_encoding(void **state)
{
    static const struct {
        const char *text, *to, *name, *by;
    } cases[] = {
        {zh, "GB18030", "gb18030", "statistics"},
        {zht, "BIG5-HKSCS", "big5", "statistics"},
        {ja, "EUC-JP", "euc-jp", "statistics"},
        {ja, "CP932", "shift_jis", "statistics"},
        {ko, "UHC", "euc-kr", "statistics"},
        {ru, "CP1251", "windows-1251", "statistics"},
        {ru, "KOI8-R", "koi8-r", "statistics"},
        {ru, "CP866", "ibm866", "statistics"},
        {ru, "ISO-8859-5", "iso-8859-5", "statistics"},
        {el, "CP1253", "windows-1253", "statistics"},
        {fr, "CP1252", "windows-1252", "statistics"},
        {pl, "ISO-8859-2", "iso-8859-2", "statistics"},
        {pl, "CP1250", "windows-1250", "statistics"},
        {tr, "CP1254", "windows-1254", "statistics"},
        {he, "CP1255", "windows-1255", "statistics"},
        {th, "TIS-620", "windows-874", "statistics"},
        {ja, "ISO-2022-JP", "iso-2022-jp", "escape"},
        {ja, "UTF-16LE", "utf-16le", "nulls"},
        {fr, "UTF-16BE", "utf-16be", "nulls"},
        {ru, "UTF-32LE", "utf-32le", "nulls"},
        {zh, "UTF-8", "utf-8", "utf-8"},
        {fr, "UTF-8", "utf-8", "utf-8"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char raw[512];
        struct al_charset_guess g = al_charset_detect(encode(cases[i].text, cases[i].to, raw), NULL, NULL);
        if (strcmp(g.name, cases[i].name) != 0 || strcmp(g.by, cases[i].by) != 0)
            fail_msg("%s: %s by %s", cases[i].to, g.name, g.by);
        assert_true(g.confidence > 0.5f && g.confidence <= 1);
    }
}

static void short_chinese_is_chinese(void **state)
{
    (void)state;
    struct al_charset_guess g = al_charset_detect(AL_STR("\xD6\xD0\xCE\xC4"), NULL, NULL); /* 中文 */
    assert_string_equal(g.name, "gb18030");
    g = al_charset_detect(AL_STR("\xC1\xAA\xCD\xA8"), NULL,
                          NULL); /* 联通, the bytes that once passed for UTF-8 */
    assert_string_equal(g.name, "gb18030");
}

static void what_decides(void **state)
{
    static const struct {
        const char *raw, *override, *header, *name, *by;
    } cases[] = {
        {"plain", NULL, NULL, "utf-8", "ascii"},
        {"plain", "latin1", "gbk", "windows-1252", "option"},
        {"plain", "iso-2022-kr", NULL, "iso-2022-kr", "option"},
        {"plain", NULL, "gbk", "gbk", "header"},
        {"plain", NULL, "no-such", "utf-8", "ascii"},
        {"\xEF\xBB\xBFplain", NULL, "gbk", "utf-8", "bom"},
        {"\xFF\xFEp", NULL, NULL, "utf-16le", "bom"},
        {"<meta charset=sjis>", NULL, NULL, "shift_jis", "meta"},
        {"<meta charset=utf-16>", NULL, NULL, "utf-8", "meta"},
        {"<?xml version='1.0' encoding='koi8-r'?>", NULL, NULL, "koi8-r", "xml"},
        /* A declaration that the bytes belie. */
        {"<meta charset=gbk>caf\xC3\xA9 \xE4\xB8\xAD", NULL, NULL, "utf-8", "utf-8"},
        {"~{VPND~} is Chinese", NULL, NULL, "hz-gb-2312", "escape"},
        {"\x1B$)C\x0E\x31\x21", NULL, NULL, "iso-2022-kr", "escape"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct al_charset_guess g =
            al_charset_detect(al_str_z(cases[i].raw), cases[i].override, cases[i].header);
        if (strcmp(g.name, cases[i].name) != 0 || strcmp(g.by, cases[i].by) != 0)
            fail_msg("case %zu: %s by %s", i, g.name, g.by);
    }
}

static void declaration_settles_what_is_open(void **state)
{
    (void)state;
    char raw[600] = "<meta charset=iso-8859-15>";
    size_t n = strlen(raw);
    struct al_str text = encode("déjà vu à Orléans", "ISO-8859-15", raw + n);
    assert_string_equal(al_charset_detect(text, NULL, NULL).name, "windows-1252");
    struct al_charset_guess g = al_charset_detect(al_str(raw, n + text.n), NULL, NULL);
    assert_string_equal(g.name, "iso-8859-15");
    assert_string_equal(g.by, "meta");
    n = (size_t)sprintf(raw, "<meta charset=iso-8859-1>");
    text = encode(ru, "CP1251", raw + n);
    g = al_charset_detect(al_str(raw, n + text.n), NULL, NULL);
    assert_string_equal(g.name, "windows-1251");
    assert_string_equal(g.by, "statistics");
}

static void prescan_reads_like_the_standard(void **state)
{
    static const struct {
        const char *raw, *name;
    } cases[] = {
        {"<meta charset='iso8859-2'>", "iso-8859-2"},
        {"<META\nCHARSET = \"iso8859-2\" >", "iso-8859-2"},
        {"<metacharset=iso8859-2>", NULL},
        {"<meta http-equiv=Content-Type content='text/html; charset=iso8859-2'>", "iso-8859-2"},
        {"<meta content=\"text/html;charset='iso8859-2'\" http-equiv=content-type>", "iso-8859-2"},
        {"<meta content='text/html; charset=iso8859-2'>", NULL},
        {"<meta http-equiv=refresh content='1; charset=iso8859-2'>", NULL},
        {"<meta name=x charset=iso8859-2>", "iso-8859-2"},
        {"<!-- <meta charset=gbk> --><meta charset=big5>", "big5"},
        {"<!--><meta charset=big5>", "big5"},
        {"<a title='<meta charset=gbk>'><meta charset=big5>", "big5"},
        {"<! <meta charset=gbk> <meta charset=big5>", "big5"},
        {"</x y='<meta charset=gbk>'><meta/charset=big5>", "big5"},
        {"<meta charset=nonsense><meta charset=big5>", "big5"},
        {"<meta charset=x-user-defined>", "windows-1252"},
        {"<meta charset=utf-7>", NULL},
        {"<meta charset", NULL},
        {"<meta charset=", NULL},
        {"<meta charset='big5", NULL},
        {"<meta charset=big5", NULL},
        {"<?xml encoding = 'big5' ?>", "big5"},
        {" <?xml encoding='big5'?>", NULL},
        {"<?xml encoding='big 5'?>", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *by, *name = al_charset_prescan(al_str_z(cases[i].raw), &by);
        if (!name != !cases[i].name || (name && strcmp(name, cases[i].name) != 0))
            fail_msg("%s: %s", cases[i].raw, name ? name : "none");
    }
}

static void mixed_pages_are_decoded_by_run(void **state)
{
    static const struct {
        const char *name, *raw, *text;
        unsigned n_runs, n_replaced;
    } cases[] = {
        {"utf-8", "中文 caf\xE9, it\x92s \xE6\x96\x87", "中文 café, it’s 文", 2, 0},
        {"utf-8", "中文<b>\xB9\xFA\xB1\xEA\xB1\xE0\xC2\xEB</b>中文", "中文<b>国标编码</b>中文", 1, 0},
        {"utf-8", "中文\xE4\xB8 cut\xC3 here", "中文� cut� here", 0, 2},
        {"utf-8", "中文\xFF\xFE\xFD", "中文���", 0, 3},
        {"gb18030", "\xD6\xD0\xCE\xC4<p>评论内容</p>\xD6\xD0", "中文<p>评论内容</p>中", 1, 0},
        {"gb18030", "\xD6\xD0\xCE\xC4\n\xC1\xAA\xCD\xA8\n", "中文\n联通\n", 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct al_arena arena;
        struct al_decoded d;
        al_arena_init(&arena, 0);
        assert_int_equal(al_charset_decode_mixed(&arena, cases[i].name, al_str_z(cases[i].raw), &d),
                         ARTICLEAN_OK);
        if (!al_str_eq(d.text, al_str_z(cases[i].text)) || d.n_mixed_runs != cases[i].n_runs ||
            d.n_replaced != cases[i].n_replaced)
            fail_msg("case %zu: %.*s, %u runs, %u replaced", i, (int)d.text.n, d.text.p, d.n_mixed_runs,
                     d.n_replaced);
        al_arena_clear(&arena);
    }
}

/* Every border between two characters of the text leads back to the border in the raw bytes. */
static void check_map(const char *name, struct al_str raw)
{
    struct al_arena arena;
    struct al_decoded d;
    al_arena_init(&arena, 0);
    assert_int_equal(al_charset_decode_mixed(&arena, name, raw, &d), ARTICLEAN_OK);
    struct al_srcmap_cursor forward = {0};
    const struct al_encoding *e = al_encoding_by_name(name);
    struct al_transcoder t;
    assert_int_equal(al_transcoder_init(&t, e, raw), ARTICLEAN_OK);
    uint32_t at = 0;
    char one[1 + AL_TRANSCODE_SLACK];
    while (t.p < t.end) {
        uint32_t want = (uint32_t)((const char *)t.p - raw.p);
        struct al_srcmap_cursor fresh = {0};
        if (al_srcmap_raw(&d.map, at, &forward) != want || al_srcmap_raw(&d.map, at, &fresh) != want)
            fail_msg("%s: text %u is raw %u", name, at, want);
        at += (uint32_t)al_transcode(&t, one, 1);
    }
    assert_int_equal(at, d.text.n);
    assert_int_equal(al_srcmap_raw(&d.map, at, &forward), raw.n);
    assert_int_equal(al_srcmap_raw(&d.map, at + 9, &forward), raw.n);
    al_arena_clear(&arena);
}

static void offsets_lead_back(void **state)
{
    (void)state;
    static const struct {
        const char *text, *to, *name;
    } cases[] = {{zh, "GB18030", "gb18030"},   {ja, "CP932", "shift_jis"}, {fr, "CP1252", "windows-1252"},
                 {ru, "UTF-16LE", "utf-16le"}, {ko, "UHC", "euc-kr"},      {zht, "BIG5-HKSCS", "big5"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char raw[512], *many = malloc(512 * 60);
        struct al_str one = encode(cases[i].text, cases[i].to, raw);
        size_t n = 0;
        for (; n + one.n < 512 * 60; n += one.n)
            memcpy(many + n, one.p, one.n);
        check_map(cases[i].name, al_str(many, n));
        free(many);
    }
}

static void marks_shift_the_view(void **state)
{
    (void)state;
    struct al_str raw = AL_STR("\xEF\xBB\xBFtext");
    struct al_decoded d;
    assert_int_equal(al_charset_decode(NULL, "utf-8", raw, &d), ARTICLEAN_OK);
    assert_ptr_equal(d.text.p, raw.p + 3); /* not copied */
    struct al_srcmap_cursor c = {0};
    assert_int_equal(al_srcmap_raw(&d.map, 0, &c), 3);
    assert_int_equal(al_srcmap_raw(&d.map, 4, &c), 7);
}

static void ascii_is_not_copied(void **state)
{
    (void)state;
    struct al_str raw = AL_STR("only ASCII");
    struct al_decoded d;
    assert_int_equal(al_charset_decode(NULL, "gb18030", raw, &d), ARTICLEAN_OK);
    assert_ptr_equal(d.text.p, raw.p);
}

static void memory_may_end(void **state)
{
    (void)state;
    char raw[512];
    struct al_str text = encode(zh, "GB18030", raw);
    for (long n = 0;; n++) {
        struct al_arena arena;
        struct al_decoded d;
        al_arena_init(&arena, 0);
        al_alloc_fail_after(n);
        enum articlean_status s = al_charset_decode_mixed(&arena, "gb18030", text, &d);
        al_alloc_fail_after(-1);
        al_arena_clear(&arena);
        if (!s)
            return;
        assert_int_equal(s, ARTICLEAN_NO_MEMORY);
    }
}

/* Decoders that need iconv, and one of our own beyond the standard. */
static void further_encodings(void **state)
{
    (void)state;
    static const struct {
        const char *name, *raw, *text;
    } cases[] = {{"johab", "\xD0\x65\x8B\x69", "한글"},
                 {"euc-tw", "\xC4\xE3\xC5\xC6", "中文"},
                 {"viscii", "Vi\xAEt", "Việt"},
                 {"iso-2022-kr", "\x1B$)C\x0E\x47\x51\x0F", "한"},
                 {"hz-gb-2312", "a~~b~{VPND~}c", "a~b中文c"},
                 {"ibm855", "\xA7", "Д"},
                 {"mac-centraleurope", "\x88", "ą"},
                 {"ibm037", "\xC1\x40\x81", "A a"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct al_arena arena;
        struct al_decoded d;
        al_arena_init(&arena, 0);
        assert_int_equal(al_charset_decode(&arena, cases[i].name, al_str_z(cases[i].raw), &d), ARTICLEAN_OK);
        if (!al_str_eq(d.text, al_str_z(cases[i].text)))
            fail_msg("%s: %.*s", cases[i].name, (int)d.text.n, d.text.p);
        al_arena_clear(&arena);
    }
}

static void a_stage_wants_a_label(void **state)
{
    (void)state;
    struct articlean_options options;
    void *stage;
    articlean_options_init(&options);
    options.encoding = "no-such-label";
    assert_int_equal(al_decode_open(&options, &stage), ARTICLEAN_BAD_ARGUMENT);
    options.encoding = "GB2312";
    assert_int_equal(al_decode_open(&options, &stage), ARTICLEAN_OK);
    al_decode_close(stage);
}

/* A document in another encoding: its blocks point at the raw bytes, bad bytes are counted or refused. */
static void the_stage_decodes_and_maps(void **state)
{
    (void)state;
    struct articlean_options options;
    struct al_doc doc;
    void *stage;
    char raw[512];
    struct al_str text = encode("春天到了。\n\n公园里的花都开了，孩子们在放风筝。\n", "GB18030", raw);
    raw[text.n++] = '\xFF';
    articlean_options_init(&options);
    al_doc_init(&doc, 0);
    doc.raw = text;
    doc.name = "";
    assert_int_equal(al_decode_open(&options, &stage), ARTICLEAN_OK);
    assert_int_equal(al_decode_run(stage, &doc), ARTICLEAN_OK);
    assert_string_equal(doc.encoding, "gb18030");
    assert_int_equal(doc.flags[AL_FLAG_REPLACED], 1);
    assert_true(doc.n_blocks >= 2);
    assert_int_equal(doc.blocks[0].start, 0);
    assert_in_range(doc.blocks[0].end, 10, 12);
    assert_int_equal(doc.blocks[1].start, 12);
    al_decode_close(stage);
    al_doc_reset(&doc);
    doc.raw = text;
    doc.name = "";
    options.decode_errors_fail = 1;
    assert_int_equal(al_decode_open(&options, &stage), ARTICLEAN_OK);
    assert_int_equal(al_decode_run(stage, &doc), ARTICLEAN_BAD_ENCODING);
    al_decode_close(stage);
    al_doc_clear(&doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statistics_name_the_encoding),
        cmocka_unit_test(short_chinese_is_chinese),
        cmocka_unit_test(what_decides),
        cmocka_unit_test(declaration_settles_what_is_open),
        cmocka_unit_test(prescan_reads_like_the_standard),
        cmocka_unit_test(mixed_pages_are_decoded_by_run),
        cmocka_unit_test(offsets_lead_back),
        cmocka_unit_test(marks_shift_the_view),
        cmocka_unit_test(ascii_is_not_copied),
        cmocka_unit_test(memory_may_end),
        cmocka_unit_test(further_encodings),
        cmocka_unit_test(a_stage_wants_a_label),
        cmocka_unit_test(the_stage_decodes_and_maps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
