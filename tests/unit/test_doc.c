#include "unit.h"

#include "doc/doc.h"
#include "unicode/props.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(key_folds_case_width_and_script),
        cmocka_unit_test(final_verdict_stays),
        cmocka_unit_test(metadata_is_squeezed_and_first_wins),
        cmocka_unit_test(properties_tell_scripts_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
