#include "unit.h"

#include "strip/page.h"

#include <math.h>

/* A page with all that features tell apart. In HTML: elements 0 root, 1 main, 2 nav, 3 ul, 4..6 li of it, 7
   p's article, 8 p, 9 p, 10 footer. */
static const struct spec {
    const char *text;
    uint8_t kind, level, indent, blank_before;
    uint32_t elem, flags, link_bytes;
    uint16_t links, bold;
    float hint;
} specs[] = {
    {"River floods town - The Daily Example", ARTICLEAN_PARAGRAPH, 0, 0, 0, 1, 0, 0, 0, 0, 0},
    {"Home", ARTICLEAN_ITEM, 1, 2, 1, 4, AL_F_IN_NAV | AL_F_IN_LIST, 4, 1, 0, 0},
    {"Sport", ARTICLEAN_ITEM, 1, 2, 0, 5, AL_F_IN_NAV | AL_F_IN_LIST, 5, 1, 0, 0},
    {"Home", ARTICLEAN_ITEM, 1, 2, 0, 6, AL_F_IN_NAV | AL_F_IN_LIST, 4, 1, 0, 0},
    {"River floods town", ARTICLEAN_HEADING, 1, 0, 1, 7, AL_F_IN_HEADING | AL_F_IN_MAIN, 0, 0, 17, 0},
    {"2012-03-04 10:45", ARTICLEAN_PARAGRAPH, 0, 0, 1, 7, AL_F_IN_MAIN, 0, 0, 0, -1},
    {"The river rose two metres over night, and the lower town of the valley was under water when the cold "
     "and "
     "wet morning came, so nobody went out to see what had become of the bridge.",
     ARTICLEAN_PARAGRAPH, 0, 0, 1, 8, AL_F_IN_MAIN, 0, 0, 0, 0},
    {"nobody was hurt, said the mayor of the lower town. Why?", ARTICLEAN_PARAGRAPH, 0, 0, 1, 9, AL_F_IN_MAIN,
     0, 0, 0, 0},
    {"Tickets: only $20!", ARTICLEAN_PARAGRAPH, 0, 0, 1, 10, AL_F_IN_FOOTER, 0, 0, 0, 0},
    {"(c) 2012 www.example.org | about:", ARTICLEAN_PARAGRAPH, 0, 0, 2, 10, AL_F_IN_FOOTER, 0, 0, 0, 0},
    {"[12]", ARTICLEAN_PARAGRAPH, 0, 0, 0, 10, AL_F_IN_FOOTER, 0, 0, 0, 0},
    {"\"今天天气很好，明天也好。\" And more...", ARTICLEAN_PARAGRAPH, 0, 0, 0, 10, AL_F_IN_FOOTER, 0, 0, 0,
     0},
};
enum { N = sizeof specs / sizeof *specs };

static const struct {
    uint32_t parent;
    uint16_t tag, depth;
    const char *names;
} elems[] = {
    {0, 1, 0, ""},     {0, 2, 1, ""},     {0, 3, 1, "menu"}, {2, 4, 2, ""},
    {3, 5, 3, "item"}, {3, 5, 3, "item"}, {3, 5, 3, "item"}, {1, 6, 2, "story"},
    {7, 7, 3, ""},     {7, 7, 3, ""},     {0, 8, 1, "foot"},
};

static struct al_doc doc;
static struct al_page page;
static float rows[N][AL_N_FEATURES];
static uint16_t word_checks[1 << 10], class_checks[1 << 8];
static int8_t word_scores_of[1 << 10], class_scores_of[1 << 8];

static void put(uint16_t *checks, int8_t *scores, unsigned bits, uint32_t key, int8_t score)
{
    checks[key & ((1u << bits) - 1)] = (uint16_t)(key >> 16);
    scores[key & ((1u << bits) - 1)] = score;
}

static void fill(bool html)
{
    al_doc_reset(&doc);
    doc.from = html ? ARTICLEAN_FROM_HTML : ARTICLEAN_FROM_TEXT;
    for (size_t i = 0; html && i < sizeof elems / sizeof *elems; i++) {
        struct al_elem e = {.parent = elems[i].parent,
                            .tag = elems[i].tag,
                            .depth = elems[i].depth,
                            .names = al_str_z(elems[i].names),
                            .path = elems[i].tag};
        uint32_t at;
        assert_int_equal(al_doc_add_elem(&doc, &e, &at), ARTICLEAN_OK);
    }
    if (html)
        assert_int_equal(al_doc_add_pair(&doc, AL_STR("title"), AL_STR("River floods town")), ARTICLEAN_OK);
    if (html)
        assert_int_equal(al_doc_add_pair(&doc, AL_STR("og:type"), AL_STR("article")), ARTICLEAN_OK);
    for (size_t i = 0; i < N; i++) {
        const struct spec *s = &specs[i];
        struct al_block *b;
        assert_int_equal(al_doc_add(&doc, (enum articlean_kind)s->kind, al_str_z(s->text), 0, 0, &b),
                         ARTICLEAN_OK);
        b->level = s->level;
        b->indent = s->indent;
        b->blank_before = s->blank_before;
        b->hint = s->hint;
        if (!html)
            continue;
        b->elem = s->elem;
        b->flags = s->flags;
        b->link_bytes = s->link_bytes;
        b->n_links = s->links;
        b->n_bold_bytes = s->bold;
    }
    struct al_view view;
    struct al_cursor cursor;
    const struct al_table w = {word_checks, word_scores_of, 10}, c = {class_checks, class_scores_of, 8};
    assert_int_equal(al_page_count(&page, &doc), ARTICLEAN_OK);
    /* "home" speaks against a block, as a word and as a label; "menu" as a class. */
    uint32_t home = page.facts.tokens[page.facts.of[1].first_token], menu[AL_MAX_NAMES];
    put(word_checks, word_scores_of, 10, al_score_key(home, AL_WORD), -64);
    put(word_checks, word_scores_of, 10, al_score_key(home, AL_LABEL), -32);
    assert_int_equal(al_class_tokens(AL_STR("menu"), menu), 1);
    put(class_checks, class_scores_of, 8, al_score_key(menu[0], AL_CLASS_NEAR), -96);
    assert_int_equal(al_page_view(&page, &doc, &w, &c, &view), ARTICLEAN_OK);
    al_column columns[AL_N_FEATURES] = {{0}};
    al_features_begin(&cursor, &view);
    assert_int_equal(al_features_next(&cursor, columns), N);
    for (size_t i = 0; i < N; i++)
        for (size_t k = 0; k < AL_N_FEATURES; k++)
            rows[i][k] = columns[k][i];
    assert_int_equal(al_features_next(&cursor, columns), 0);
}

#define IS(block, name, value) assert_float_equal(rows[block][AL_X_##name], value, 1e-4)
#define SET(block, name) assert_true(rows[block][AL_X_##name] == 1)
#define UNSET(block, name) assert_true(rows[block][AL_X_##name] == 0)
#define MORE(a, b, name) assert_true(rows[a][AL_X_##name] > rows[b][AL_X_##name])

static void text_of_the_block(void **state)
{
    (void)state;
    fill(false);
    IS(1, log_words, 1);
    IS(1, log_chars, 2.25);
    MORE(11, 6, wide);
    IS(7, stops, 1.5);
    IS(7, commas, 1);
    SET(6, ends_stop);
    UNSET(1, ends_stop);
    SET(9, ends_colon);
    SET(7, ends_question);
    SET(11, ends_dots);
    SET(7, starts_lower);
    SET(5, starts_digit);
    SET(10, starts_bracket);
    SET(11, quoted);
    SET(5, date);
    SET(5, time);
    SET(9, url);
    SET(9, rights);
    SET(8, price);
    SET(10, number);
    MORE(5, 6, digits);
    MORE(1, 6, upper);
    IS(4, caps, 1.f / 3);
    IS(1, word_length, 4);
    MORE(10, 6, punct);
    IS(9, separators, 1);
}

static void form_of_the_block(void **state)
{
    (void)state;
    fill(true);
    IS(1, link, 1);
    IS(1, links, 1);
    IS(4, bold, 1);
    IS(1, kind, ARTICLEAN_ITEM);
    IS(4, level, 1);
    IS(1, indent, 2);
    IS(9, blank_before, 2);
    IS(8, blank_after, 2);
    IS(1, repeats, 1);
    SET(1, is_first);
    UNSET(3, is_first);
    IS(5, hint, -1);
}

static void title_and_vocabulary(void **state)
{
    (void)state;
    fill(true);
    IS(4, title_in, 1);
    IS(4, title_cover, 1);
    IS(4, head_in, 1);
    IS(4, head_cover, 1);
    IS(1, title_in, 0);
    MORE(7, 8, core);
    MORE(7, 8, core_long);
    IS(4, since_title, 0);
    MORE(6, 0, since_title);
}

static void word_scores(void **state)
{
    (void)state;
    fill(false);
    IS(1, word_sum, -2);
    IS(1, word_min, -2);
    IS(1, word_max, 0);
    IS(1, score, -2);
    IS(2, label_sum, -1);
    IS(2, label_min, -1);
    IS(2, label_far, 1);
    IS(2, score_before, -2);
    IS(2, score_after, -2);
    IS(1, score_near, -4.f / 4);
    IS(11, score_wide, -2.f / 9);
    IS(0, worst_next, -2);
    IS(2, whole, 0);
}

static void place_on_the_page(void **state)
{
    (void)state;
    fill(false);
    IS(6, position, 6.f / N);
    IS(1, from_start, 1);
    IS(N - 2, to_end, 1);
    MORE(7, 6, words_before);
    IS(6, prose_before, 0);
    IS(N - 1, prose_after, 0);
    IS(7, since_prose, 0);
    IS(5, to_prose, 0);
    SET(6, in_stretch);
    UNSET(1, in_stretch);
    MORE(1, 6, off_stretch);
    MORE(7, 5, dates_since);
    MORE(1, 6, run_short);
    IS(6, worst, 0);
}

static void neighbours_and_windows(void **state)
{
    (void)state;
    fill(false);
    IS(0, before_words, -1);
    IS(2, before_words, 1);
    IS(7, before_prose, 1);
    IS(7, before_stop, 1);
    IS(2, before_kind, ARTICLEAN_ITEM);
    IS(2, before_caps, 1);
    IS(5, after_prose, 1);
    IS(5, after_stop, 1);
    IS(N - 1, after_words, -1);
    IS(8, before2_prose, 1);
    IS(4, after2_prose, 1);
    MORE(6, 1, prose_2);
    MORE(6, 0, words_2);
    MORE(6, 1, stop_2);
}

static void page_as_a_whole(void **state)
{
    (void)state;
    fill(false);
    for (size_t i = 1; i < N; i++)
        assert_memory_equal(&rows[i][AL_X_page_blocks], &rows[0][AL_X_page_blocks],
                            sizeof(float) * (AL_X_in_nav - AL_X_page_blocks));
    IS(0, page_headings, 1.f / N);
    IS(0, page_level_1, 1);
    IS(0, page_dates, 1.f / N);
    IS(0, page_prices, 1.f / N);
    IS(0, page_questions, 1.f / N);
    IS(0, page_hints, -1.f / N);
}

static void elements_around(void **state)
{
    (void)state;
    fill(true);
    SET(1, in_nav);
    SET(1, in_list);
    SET(6, in_main);
    SET(8, in_footer);
    SET(4, in_heading);
    UNSET(6, in_nav);
    IS(6, tag, 7);
    IS(6, parent_tag, 6);
    IS(6, depth, 3);
    IS(7, parted, 1);
    IS(8, parted, 1);
    IS(1, class_sum, -3);
    IS(1, class_near_sum, -3);
    IS(1, class_near_min, -3);
    IS(0, class_after, -3);
    IS(4, class_before, -3);
    IS(6, box0_blocks, 1);
    IS(6, box1_prose, 1);
    SET(6, in_best);
    SET(6, in_60);
    SET(7, in_90);
    UNSET(1, in_best);
    IS(6, from_90, 0);
    MORE(1, 6, repeat_n);
    IS(1, path_n, 2);
    IS(1, repeat_link, 1);
    SET(0, page_og_article);
}

static void prose_without_spaces_and_stops(void **state)
{
    (void)state;
    struct al_view view;
    struct al_block *b;
    const struct al_table none = {0};
    al_doc_reset(&doc);
    doc.from = ARTICLEAN_FROM_TEXT;
    assert_int_equal(al_doc_add(&doc, ARTICLEAN_PARAGRAPH,
                                AL_STR("ชาวบ้านช่วยกันซ่อมสะพานไม้และทาสีเรือนแพเก่าให้สดใสเหมือนวันวานอีกครั้งหนึ่ง"), 0, 0,
                                &b),
                     ARTICLEAN_OK);
    assert_int_equal(al_doc_add(&doc, ARTICLEAN_PARAGRAPH, AL_STR("เข้าสู่ระบบ"), 0, 0, &b), ARTICLEAN_OK);
    assert_int_equal(al_page_count(&page, &doc), ARTICLEAN_OK);
    assert_int_equal(al_page_view(&page, &doc, &none, &none, &view), ARTICLEAN_OK);
    assert_true(view.nearby->prose[0] > 0);
    assert_true(view.nearby->prose[1] == 0);
}

static void names_are_unique_and_told(void **state)
{
    (void)state;
    for (int i = 0; i < AL_N_FEATURES; i++) {
        assert_true(*al_feature_infos[i].name);
        for (int k = 0; k < i; k++)
            assert_string_not_equal(al_feature_infos[i].name, al_feature_infos[k].name);
    }
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
        cmocka_unit_test(text_of_the_block),
        cmocka_unit_test(form_of_the_block),
        cmocka_unit_test(title_and_vocabulary),
        cmocka_unit_test(word_scores),
        cmocka_unit_test(place_on_the_page),
        cmocka_unit_test(neighbours_and_windows),
        cmocka_unit_test(page_as_a_whole),
        cmocka_unit_test(elements_around),
        cmocka_unit_test(prose_without_spaces_and_stops),
        cmocka_unit_test(names_are_unique_and_told),
    };
    al_doc_init(&doc, 0);
    return cmocka_run_group_tests(tests, NULL, clear);
}
