#include "unit.h"

#include "strip/page.h"
#include "strip/second.h"

static const char *const lines[] = {
    "Contents",
    "The river rose two metres over night, and the lower town was under water when the morning came.",
    "Nobody was hurt, said the mayor, who had spent the night in the school that stands on the hill.",
    "Tickets",
    "Subscribe",
};
enum { N = 5 };

static struct al_doc doc;
static struct al_page page;
static struct al_second second;
static float rows[N][AL_N_SECOND];
static float hints[N];

/* A page whose blocks 0, 3 and 4 share an element in HTML, and 1 and 2 another one. */
static void look(bool html, const float *p)
{
    const struct al_table none = {0};
    struct al_view view;
    al_doc_reset(&doc);
    doc.from = html ? ARTICLEAN_FROM_HTML : ARTICLEAN_FROM_TEXT;
    for (uint32_t e = 0; html && e < 3; e++) {
        struct al_elem elem = {.tag = (uint16_t)e, .depth = e > 0, .path = e, .names = AL_STR("")};
        uint32_t at;
        assert_int_equal(al_doc_add_elem(&doc, &elem, &at), ARTICLEAN_OK);
    }
    for (int i = 0; i < N; i++) {
        struct al_block *b;
        assert_int_equal(al_doc_add(&doc, ARTICLEAN_PARAGRAPH, al_str_z(lines[i]), 0, 0, &b), ARTICLEAN_OK);
        b->hint = hints[i];
        b->elem = html ? (i == 1 || i == 2 ? 2 : 1) : 0;
    }
    assert_int_equal(al_page_count(&page, &doc), ARTICLEAN_OK);
    assert_int_equal(al_page_view(&page, &doc, &none, &none, &view), ARTICLEAN_OK);
    assert_int_equal(al_second_begin(&second, &view, p, &doc.arena), ARTICLEAN_OK);
    al_column columns[AL_N_SECOND];
    assert_int_equal(al_second_next(&second, columns), N);
    for (size_t i = 0; i < N; i++)
        for (size_t k = 0; k < AL_N_SECOND; k++)
            rows[i][k] = columns[k][i];
    assert_int_equal(al_second_next(&second, columns), 0);
}

#define IS(block, name, value) assert_float_equal(rows[block][AL_Y_##name], value, 1e-3)

static const float probabilities[N] = {.1f, .9f, .8f, .2f, .4f};

static void neighbours_and_means(void **state)
{
    (void)state;
    look(false, probabilities);
    IS(2, p, .8);
    IS(2, before_1, .9);
    IS(2, before_2, .1);
    IS(2, before_3, -1);
    IS(2, after_1, .2);
    IS(2, after_2, .4);
    IS(2, after_3, -1);
    assert_true(rows[1][AL_Y_mean_2] > rows[4][AL_Y_mean_2]);
    IS(0, mean_6, rows[0][AL_Y_page_mean]);
    IS(0, mean_20, rows[0][AL_Y_page_mean]);
}

static void shares_of_the_page(void **state)
{
    (void)state;
    look(false, probabilities);
    IS(0, mass_before, 0);
    IS(N - 1, mass_after, 0);
    assert_true(rows[2][AL_Y_mass_before] > .4f && rows[2][AL_Y_mass_before] < .6f);
    assert_true(rows[0][AL_Y_page_mass] > 4);
    assert_true(rows[0][AL_Y_page_cut] > .4f && rows[0][AL_Y_page_cut] <= .8f);
    assert_true(rows[0][AL_Y_page_expected] > .8f);
}

static void runs_and_distances(void **state)
{
    (void)state;
    look(false, probabilities);
    IS(1, run, 1.5);
    IS(2, run, 1.5);
    IS(3, run, 0);
    IS(0, to_kept, 0);
    IS(2, since_kept, 0);
    IS(4, since_kept, 1);
    assert_true(rows[4][AL_Y_to_kept] > 5);
    IS(1, label, .1);
    IS(0, label, -1);
}

static void facts_of_the_block(void **state)
{
    (void)state;
    look(false, probabilities);
    IS(1, prose, 1);
    IS(0, prose, 0);
    IS(1, ends_stop, 1);
    IS(0, log_words, 1);
    IS(0, link, 0);
    IS(0, kind, ARTICLEAN_PARAGRAPH);
    IS(1, position, 1.f / N);
    assert_true(rows[1][AL_Y_core_long] >= 0);
    IS(0, path, -1);
    IS(0, box, -1);
}

static void like_blocks_of_html(void **state)
{
    (void)state;
    look(true, probabilities);
    assert_true(rows[1][AL_Y_path] > .84f && rows[1][AL_Y_path] < .86f);
    IS(2, shape, rows[1][AL_Y_path]);
    IS(0, path, .7 / 3);
    IS(1, box, rows[1][AL_Y_page_mean]);
    IS(1, repeat, -1);
}

static void means_of_one_side(void **state)
{
    (void)state;
    look(false, probabilities);
    IS(1, before_6, .1);
    IS(1, before_20, .1);
    IS(0, before_6, -1);
    IS(N - 1, after_20, -1);
    IS(N - 2, after_6, .4);
    assert_true(rows[0][AL_Y_after_6] > .7f);
}

static void what_would_be_kept_on_each_side(void **state)
{
    (void)state;
    look(false, probabilities);
    IS(1, kept_before, 0);
    IS(1, good_before, -1);
    IS(2, good_before, .9);
    assert_true(rows[1][AL_Y_good_after] > .7f);
    assert_true(rows[1][AL_Y_kept_after] > .4f && rows[1][AL_Y_kept_after] < .6f);
    IS(N - 1, good_after, -1);
    IS(1, prose_before, -1);
    IS(2, prose_before, .9);
    IS(0, prose_after, .9);
    IS(2, prose_after, -1);
    IS(1, worst_since, .1);
    IS(2, worst_since, 1);
    IS(4, worst_since, .2);
}

static void the_stretch_and_the_way_to_its_heart(void **state)
{
    (void)state;
    look(false, probabilities);
    IS(1, in_best, 1);
    IS(2, in_best, 1);
    IS(3, in_best, 0);
    IS(0, off_best, -1);
    IS(4, off_best, 1.5);
    assert_true(rows[0][AL_Y_best_share] > .9f && rows[0][AL_Y_best_mean] > .8f);
    IS(1, chrome_between, 0);
    assert_true(rows[4][AL_Y_chrome_between] > rows[2][AL_Y_chrome_between]);
    assert_true(rows[4][AL_Y_dip] < .5f && rows[2][AL_Y_dip] > .5f);
}

static void words_of_what_is_likely(void **state)
{
    (void)state;
    look(false, probabilities);
    assert_true(rows[2][AL_Y_likely_words] > 0 && rows[2][AL_Y_likely_words] < 1);
    IS(4, likely_words, 0);
}

static void like_blocks_of_a_dump(void **state)
{
    (void)state;
    look(false, probabilities);
    IS(3, like, (.1 + .4) / 2);
    IS(1, like, .8);
}

static void hints_at_neighbours(void **state)
{
    (void)state;
    hints[0] = -1;
    hints[3] = -.5f;
    look(false, probabilities);
    IS(1, hint_before, -1);
    IS(1, label_hint, -1);
    IS(2, hint_after, -.5);
    IS(3, hint, -.5);
    IS(N - 1, hint_after, 0);
    hints[0] = hints[3] = 0;
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
        cmocka_unit_test(neighbours_and_means),
        cmocka_unit_test(shares_of_the_page),
        cmocka_unit_test(runs_and_distances),
        cmocka_unit_test(facts_of_the_block),
        cmocka_unit_test(like_blocks_of_html),
        cmocka_unit_test(means_of_one_side),
        cmocka_unit_test(what_would_be_kept_on_each_side),
        cmocka_unit_test(the_stretch_and_the_way_to_its_heart),
        cmocka_unit_test(words_of_what_is_likely),
        cmocka_unit_test(like_blocks_of_a_dump),
        cmocka_unit_test(hints_at_neighbours),
    };
    al_doc_init(&doc, 0);
    return cmocka_run_group_tests(tests, NULL, clear);
}
