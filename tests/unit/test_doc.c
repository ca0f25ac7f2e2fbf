#include "unit.h"

#include "doc/link.h"
#include "unicode/props.h"

#include <stdio.h>

static void key_folds_case_width_and_script(void **state)
{
    (void)state;
    struct al_doc doc;
    al_doc_init(&doc, 0);
    assert_int_equal(al_doc_add(&doc, ARTICLEAN_PARAGRAPH, AL_STR(" ＡＢc  網絡\u200b "), 0, 0, NULL),
                     ARTICLEAN_OK);
    assert_int_equal(al_doc_add(&doc, ARTICLEAN_PARAGRAPH, AL_STR("Two"), 0, 0, NULL), ARTICLEAN_OK);
    assert_int_equal(al_doc_fold(&doc), ARTICLEAN_OK);
    assert_true(al_str_eq(doc.blocks[0].key, AL_STR("abc 网络")));
    assert_true(al_str_eq(doc.blocks[1].key, AL_STR("two")));
    al_doc_clear(&doc);
}

static void final_verdict_stays(void **state)
{
    (void)state;
    struct al_block b = {0};
    al_doc_mark(&b, ARTICLEAN_DROP, "a", ARTICLEAN_CLASS_NAV);
    b.is_final = 1;
    al_doc_mark(&b, ARTICLEAN_KEEP, "b", ARTICLEAN_CLASS_NONE);
    assert_int_equal(b.verdict, ARTICLEAN_DROP);
    assert_string_equal(b.why, "a");
}

static void metadata_is_squeezed_and_first_wins(void **state)
{
    (void)state;
    struct al_doc doc;
    al_doc_init(&doc, 0);
    assert_int_equal(al_doc_set_meta(&doc, ARTICLEAN_META_TITLE, AL_STR("  A \n\t B ")), ARTICLEAN_OK);
    assert_int_equal(al_doc_set_meta(&doc, ARTICLEAN_META_TITLE, AL_STR("C")), ARTICLEAN_OK);
    assert_string_equal(doc.meta[ARTICLEAN_META_TITLE].p, "A B");
    al_doc_clear(&doc);
}

static void properties_tell_scripts_apart(void **state)
{
    (void)state;
    assert_int_equal(al_script('a'), AL_SCRIPT_LATIN);
    assert_int_equal(al_script(0x4E2D), AL_SCRIPT_HAN);
    assert_int_equal(al_script(0x0416), AL_SCRIPT_CYRILLIC);
    assert_true(al_class(0x3002) & AL_C_STOP);
    assert_true(al_class(0x200B) & AL_C_FORMAT);
    assert_true(al_class(0x0301) & AL_C_NFC_SLOW);
    assert_false(al_class(0xE9) & AL_C_NFC_SLOW);
    assert_int_equal(al_fold_cp(0x7DB2), 0x7F51);
}

/* The words under the links of `before`, given as [word], after its text became `after`; parted by bars. */
static const char *moved(const char *before, const char *after)
{
    static struct al_doc doc;
    static struct al_link links[16];
    static char text[4096], out[4096];
    struct al_block *b;
    struct al_link **last;
    size_t n = 0, n_links = 0;
    al_doc_init(&doc, 0);
    assert_int_equal(al_doc_add(&doc, ARTICLEAN_PARAGRAPH, AL_STR(""), 0, 0, &b), ARTICLEAN_OK);
    last = &b->links;
    for (const char *p = before; *p; p++) {
        if (*p == '[') {
            links[n_links] = (struct al_link){.start = (uint32_t)n};
            *last = &links[n_links];
            last = &links[n_links].next;
        } else if (*p == ']') {
            links[n_links++].end = (uint32_t)n;
        } else {
            text[n++] = *p;
        }
    }
    b->text = al_str(text, n);
    al_block_set_text(&doc, b, al_str_z(after));
    out[0] = '\0';
    for (const struct al_link *link = b->links; link; link = link->next) {
        assert_true(link->start < link->end && link->end <= b->text.n);
        snprintf(out + strlen(out), sizeof out - strlen(out), "%.*s|", (int)(link->end - link->start),
                 b->text.p + link->start);
    }
    al_doc_clear(&doc);
    return out;
}

static void links_stay_on_their_words(void **state)
{
    (void)state;
    assert_string_equal(moved("a [b] c [d]", "a b c d"), "b|d|");
    assert_string_equal(moved("a\u200b [b\u200bc] d\u200b [e]", "a bc d e"), "bc|e|");
    assert_string_equal(
        moved("don\u00e2\u20ac\u2122t [we\u00e2\u20ac\u2122ll] go [on]", "don\u2019t we\u2019ll go on"),
        "we\u2019ll|on|");
    assert_string_equal(moved("[网路]上的[新闻]很多", "网络上的新闻很多"), "网络|新闻|");
    assert_string_equal(moved("[e\u0301t\u00e9] puis [hiver]", "\u00e9t\u00e9 puis hiver"),
                        "\u00e9t\u00e9|hiver|");
}

static void links_whose_words_are_cut_go(void **state)
{
    (void)state;
    assert_string_equal(moved("The text ends here. [Read more] or [share]", "The text ends here."), "");
    assert_string_equal(moved("[By A]: the [text] begins", "the text begins"), "text|");
    assert_string_equal(moved("[one] [two]", ""), "");
}

static void a_long_difference_loses_only_what_is_in_it(void **state)
{
    (void)state;
    char before[1024] = "[one] ", after[1024] = "one ";
    for (int i = 0; i < 60; i++) {
        strcat(before, i == 30 ? "[q]" : "abc");
        strcat(after, "xyz");
    }
    strcat(before, " [two]");
    strcat(after, " two");
    assert_string_equal(moved(before, after), "one|two|");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(key_folds_case_width_and_script),
        cmocka_unit_test(final_verdict_stays),
        cmocka_unit_test(metadata_is_squeezed_and_first_wins),
        cmocka_unit_test(properties_tell_scripts_apart),
        cmocka_unit_test(links_stay_on_their_words),
        cmocka_unit_test(links_whose_words_are_cut_go),
        cmocka_unit_test(a_long_difference_loses_only_what_is_in_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
