#include "unit.h"

#include "strip/page.h"

/* An article, a comment, and an opening of another article behind a gap. */
static const struct {
    const char *text;
    float hint;
} lines[] = {
    {"River floods the lower town", 0},
    {"4 March 2012, 10:45", 0},
    {"The river rose two metres over night, and the lower town of the valley was under water when the cold "
     "and wet morning came, so nobody went out to see what had become of the bridge.",
     0},
    {"Nobody was hurt on the bridge, said the mayor of the lower town, who had spent the night in the school "
     "that stands on the hill above the valley and waits for the morning now.",
     0},
    {"Comments", -1},
    {"Anna, 2012-03-05", 0},
    {"I would like to know why the mayor has not thought of that before.", 0},
    {"Menu", 0},
    {"Search", -.5f},
    {"Tools", 0},
    {"About", 0},
    {"Harbour opens again", 0},
    {"2012-03-07 08:30", 0},
    {"Ships may enter from tomorrow on, a speaker told this newspaper, and all fishermen who had to wait for "
     "weeks were glad about it when they heard the news at home on their radios.",
     0},
};
enum { N = sizeof lines / sizeof *lines, ARTICLE = 2, COMMENT = 6, OTHER = 11, LAST = N - 1 };

static struct al_doc doc;
static struct al_page page;
static float rows[N][AL_N_TEXT_FEATURES];

static void fill(void)
{
    const struct al_table none = {0};
    struct al_view view;
    struct al_cursor cursor;
    al_doc_reset(&doc);
    doc.from = ARTICLEAN_FROM_TEXT;
    for (size_t i = 0; i < N; i++) {
        struct al_block *b;
        assert_int_equal(al_doc_add(&doc, ARTICLEAN_PARAGRAPH, al_str_z(lines[i].text), 0, 0, &b),
                         ARTICLEAN_OK);
        b->hint = lines[i].hint;
    }
    assert_int_equal(al_page_count(&page, &doc), ARTICLEAN_OK);
    assert_int_equal(al_page_view(&page, &doc, &none, &none, &view), ARTICLEAN_OK);
    al_features_begin(&cursor, &view);
    for (size_t i = 0; i < N; i++)
        al_features_row(&cursor, rows[i]);
}

#define IS(block, name, value) assert_float_equal(rows[block][AL_X_##name], value, 1e-4)
#define MORE(a, b, name) assert_true(rows[a][AL_X_##name] > rows[b][AL_X_##name])

static void words_that_prose_shares(void **state)
{
    (void)state;
    fill();
    MORE(ARTICLE, LAST, shared);
    assert_true(rows[ARTICLE][AL_X_shared] < 1);
    IS(ARTICLE + 1, shared_before, rows[ARTICLE][AL_X_shared]);
    IS(ARTICLE, shared_after, rows[ARTICLE + 1][AL_X_shared]);
    IS(0, shared_before, -1);
    IS(LAST, shared_after, -1);
}

static void dates_around(void **state)
{
    (void)state;
    fill();
    IS(ARTICLE, before_date, 1);
    IS(ARTICLE + 1, before_date, 0);
    IS(ARTICLE + 1, before2_date, 1);
    IS(0, after_date, 1);
    IS(0, before_date, -1);
    IS(1, before2_date, -1);
}

static void hints_around(void **state)
{
    (void)state;
    fill();
    IS(COMMENT - 1, label_hint, -1);
    IS(COMMENT - 1, hint_before, -1);
    IS(ARTICLE + 1, hint_after, -1);
    IS(1, hint_next, -1);
    IS(0, hint_next, -1);
    IS(COMMENT, hint_next, -.5);
    IS(ARTICLE, hint_worst, 0);
    IS(ARTICLE, hint_worst_far, -1);
    IS(LAST, hint_worst, -1);
    MORE(LAST, COMMENT, hint_worst_far);
    MORE(LAST, COMMENT, hint_worst_share);
}

static void passages_of_prose(void **state)
{
    (void)state;
    fill();
    IS(ARTICLE, passage_best, 1);
    IS(COMMENT, passage_best, 1);
    IS(COMMENT - 1, passage_best, 1);
    IS(OTHER - 1, passage_best, 0);
    MORE(ARTICLE, LAST, passage_share);
    IS(ARTICLE, passage_number, 0);
    IS(LAST, passage_number, 1);
    IS(0, page_passages, 1.5);
}

static void openings_after_prose(void **state)
{
    (void)state;
    fill();
    IS(ARTICLE, openings, 0);
    IS(ARTICLE, opened_far, -1);
    IS(OTHER, opened_far, 0);
    MORE(OTHER, OTHER - 1, openings);
    MORE(LAST, OTHER, opened_far);
}

static void names_are_told_once(void **state)
{
    (void)state;
    for (int i = 0; i < AL_N_TEXT_FEATURES - AL_X_in_nav; i++) {
        assert_true(*al_dump_infos[i].name && *al_dump_infos[i].text);
        for (int k = 0; k < AL_N_FEATURES; k++)
            assert_string_not_equal(al_dump_infos[i].name, al_feature_infos[k].name);
    }
    assert_true((int)AL_N_TEXT_FEATURES <= (int)AL_N_FEATURES);
}

static int clear(void **state)
{
    (void)state;
    al_page_clear(&page);
    al_doc_clear(&doc);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_that_prose_shares),
        cmocka_unit_test(dates_around),
        cmocka_unit_test(hints_around),
        cmocka_unit_test(passages_of_prose),
        cmocka_unit_test(openings_after_prose),
        cmocka_unit_test(names_are_told_once),
    };
    al_doc_init(&doc, 0);
    return cmocka_run_group_tests(tests, NULL, clear);
}
