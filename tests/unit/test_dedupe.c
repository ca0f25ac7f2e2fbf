#include "unit.h"

#include "base/alloc.h"
#include "dedupe/dedupe.h"
#include "dedupe/sketch.h"
#include "dedupe/tokens.h"

#include <articlean/options.h>
#include <stdio.h>

static const char LONG[] =
    "The committee met on Tuesday and agreed that the bridge across the river would be "
    "closed to heavy lorries from the first of May until the end of the summer.";

struct fixture {
    struct al_doc doc;
    struct articlean_options options;
};

static void start(struct fixture *f)
{
    al_doc_init(&f->doc, 0);
    articlean_options_init(&f->options);
}

static struct al_block *add(struct fixture *f, enum articlean_kind kind, const char *text)
{
    struct al_block *b;
    assert_int_equal(al_doc_add(&f->doc, kind, al_str_z(text), 0, 0, &b), ARTICLEAN_OK);
    return b;
}

static void run(struct fixture *f)
{
    void *self;
    assert_int_equal(al_dedupe_open(&f->options, &self), ARTICLEAN_OK);
    assert_int_equal(al_dedupe_run(self, &f->doc), ARTICLEAN_OK);
    al_dedupe_close(self);
}

static bool kept(const struct fixture *f, size_t i)
{
    return al_block_kept(&f->doc.blocks[i]);
}

static void later_equal_block_goes(void **state)
{
    (void)state;
    struct fixture f;
    start(&f);
    add(&f, ARTICLEAN_PARAGRAPH, LONG);
    add(&f, ARTICLEAN_PARAGRAPH, "Something else stands between.");
    add(&f, ARTICLEAN_PARAGRAPH, LONG);
    run(&f);
    assert_true(kept(&f, 0) && kept(&f, 1));
    assert_false(kept(&f, 2));
    assert_string_equal(f.doc.blocks[2].why, "dedupe.block");
    assert_int_equal(f.doc.blocks[2].class_of, ARTICLEAN_CLASS_REPEAT);
    assert_int_equal(f.doc.flags[AL_FLAG_REPEATS], 1);
    al_doc_clear(&f.doc);
}

static void short_chrome_recurs_only_in_dumps(void **state)
{
    (void)state;
    for (int is_html = 0; is_html < 2; is_html++) {
        struct fixture f;
        start(&f);
        f.doc.from = is_html ? ARTICLEAN_FROM_HTML : ARTICLEAN_FROM_TEXT;
        for (int i = 0; i < 2; i++) {
            add(&f, ARTICLEAN_PARAGRAPH, "Overview")->hint = -1;
            add(&f, ARTICLEAN_PARAGRAPH, i ? "It is heavy." : "It is light.");
        }
        run(&f);
        assert_int_equal(kept(&f, 2), !is_html);
        al_doc_clear(&f.doc);
    }
}

static void headings_verse_rows_and_speech_recur(void **state)
{
    (void)state;
    struct fixture f;
    start(&f);
    const char *const lines[] = {"Pros",       "It is light.",
                                 "Pros",       "\xE2\x80\x9CYes, of course.\xE2\x80\x9D",
                                 "He paused.", "\xE2\x80\x9CYes, of course.\xE2\x80\x9D"};
    for (size_t i = 0; i < 6; i++)
        add(&f, i % 2 ? ARTICLEAN_PARAGRAPH : ARTICLEAN_HEADING, lines[i]);
    for (int i = 0; i < 2; i++) {
        add(&f, ARTICLEAN_VERSE, LONG);
        add(&f, ARTICLEAN_ROW, LONG);
        add(&f, ARTICLEAN_CODE, LONG);
    }
    run(&f);
    for (size_t i = 0; i < f.doc.n_blocks; i++)
        assert_true(kept(&f, i));
    al_doc_clear(&f.doc);
}

static void adjacent_short_repeat_goes(void **state)
{
    (void)state;
    struct fixture f;
    start(&f);
    add(&f, ARTICLEAN_HEADING, "A headline");
    add(&f, ARTICLEAN_PARAGRAPH, "dropped between")->verdict = ARTICLEAN_DROP;
    add(&f, ARTICLEAN_HEADING, "A  HEADLINE");
    run(&f);
    assert_true(kept(&f, 0));
    assert_false(kept(&f, 2));
    al_doc_clear(&f.doc);
}

static void near_blocks_go_on_request_only(void **state)
{
    (void)state;
    for (int drop = 0; drop < 2; drop++) {
        struct fixture f;
        start(&f);
        f.options.near_blocks = drop;
        add(&f, ARTICLEAN_PARAGRAPH, LONG);
        add(&f, ARTICLEAN_PARAGRAPH,
            "The committee met on Tuesday and agreed that the old bridge across the river would be "
            "closed to heavy lorries from the first of May until the end of summer.");
        run(&f);
        assert_int_equal(f.doc.flags[AL_FLAG_NEAR_REPEATS], 1);
        assert_int_equal(kept(&f, 1), !drop);
        al_doc_clear(&f.doc);
    }
}

static void other_figures_are_no_repeat(void **state)
{
    (void)state;
    struct fixture f;
    start(&f);
    f.options.near_blocks = 1;
    add(&f, ARTICLEAN_PARAGRAPH,
        "In the year 2019 the town counted 4120 people in 1500 households on its soil.");
    add(&f, ARTICLEAN_PARAGRAPH,
        "In the year 2020 the town counted 4177 people in 1533 households on its soil.");
    run(&f);
    assert_true(kept(&f, 1));
    al_doc_clear(&f.doc);
}

/* Fingerprint of a document of one block. */
static uint64_t print_of(const char *text)
{
    struct fixture f;
    start(&f);
    add(&f, ARTICLEAN_PARAGRAPH, text);
    run(&f);
    uint64_t h = f.doc.fingerprint[0];
    al_doc_clear(&f.doc);
    return h;
}

static void fingerprint_ignores_form(void **state)
{
    (void)state;
    uint64_t h = print_of("The \xEF\xAC\x81rst caf\xC3\xA9: don't go!");
    assert_int_equal(h, print_of("the first  \xEF\xBC\xA3"
                                 "af\xC3\xA9 dont go"));
    assert_int_equal(h, print_of("The f\xC2\xADirst c\xD0\xB0"
                                 "f\xC3\xA9, don\xE2\x80\x99t go")); /* Cyrillic a */
    assert_int_not_equal(h, print_of("The first cafe: do go!"));
    /* traditional and simplified Han */
    assert_int_equal(print_of("\xE7\xB6\xB2\xE7\xB5\xA1\xEF\xBC\x8C"), print_of("\xE7\xBD\x91\xE7\xBB\x9C"));
}

static void sketch_keeps_the_lowest(void **state)
{
    (void)state;
    struct al_tokens t;
    struct al_sketcher s;
    struct al_arena arena;
    al_tokens_init(&t);
    al_sketcher_init(&s);
    al_arena_init(&arena, 0);
    struct al_buf text;
    al_buf_init(&text, 0);
    for (unsigned i = 0; i < 5000; i++) {
        char word[16];
        snprintf(word, sizeof word, "%u ", i * 7919u);
        assert_int_equal(al_buf_append_z(&text, word), ARTICLEAN_OK);
    }
    assert_int_equal(al_tokens_next(&t, al_buf_str(&text)), ARTICLEAN_OK);
    assert_int_equal(t.n, 5000);
    assert_int_equal(al_sketcher_add(&s, 0, 0, &t), ARTICLEAN_OK);
    struct al_sketch *k;
    assert_int_equal(al_sketcher_finish(&s, &arena, &k), ARTICLEAN_OK);
    assert_int_equal(k->n_lowest, AL_SKETCH_CANDIDATES);
    assert_int_equal(k->n_shingles, 4999);
    const uint64_t *shingles = al_tokens_shingles(&t);
    size_t below = 0;
    for (size_t i = 0; i < t.n; i++)
        below += shingles[i] && (uint32_t)(shingles[i] >> 32) <= k->lowest[k->n_lowest - 1].hash;
    assert_int_equal(below, AL_SKETCH_CANDIDATES);
    al_buf_clear(&text);
    al_arena_clear(&arena);
    al_sketcher_clear(&s);
    al_tokens_clear(&t);
}

static void every_failed_allocation_is_reported(void **state)
{
    (void)state;
    for (long n = 0;; n++) {
        struct fixture f;
        start(&f);
        f.options.dedupe = ARTICLEAN_DEDUPE_CORPUS;
        add(&f, ARTICLEAN_PARAGRAPH, LONG);
        add(&f, ARTICLEAN_PARAGRAPH, LONG);
        al_alloc_fail_after(n);
        void *self = NULL;
        enum articlean_status s = al_dedupe_open(&f.options, &self);
        if (!s)
            s = al_dedupe_run(self, &f.doc);
        al_alloc_fail_after(-1);
        al_dedupe_close(self);
        al_doc_clear(&f.doc);
        if (!s)
            return;
        assert_int_equal(s, ARTICLEAN_NO_MEMORY);
        assert_true(n < 100);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(later_equal_block_goes),
        cmocka_unit_test(short_chrome_recurs_only_in_dumps),
        cmocka_unit_test(headings_verse_rows_and_speech_recur),
        cmocka_unit_test(adjacent_short_repeat_goes),
        cmocka_unit_test(near_blocks_go_on_request_only),
        cmocka_unit_test(other_figures_are_no_repeat),
        cmocka_unit_test(fingerprint_ignores_form),
        cmocka_unit_test(sketch_keeps_the_lowest),
        cmocka_unit_test(every_failed_allocation_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
