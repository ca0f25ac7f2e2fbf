#include "unit.h"

#include "strip/cut.h"
#include "strip/decide.h"
#include "strip/page.h"

#include <articlean/articlean.h>

static void the_cut_maximises_expected_f(void **state)
{
    (void)state;
    const float p[] = {.9f, .8f, .3f, .1f};
    const uint32_t size[] = {100, 100, 100, 100};
    /* 2 * 170 / (200 + 210) = .829 beats 2 * 200 / (300 + 210) = .784 and 2 * 90 / (100 + 210) */
    struct al_cut cut = al_best_cut(p, size, 4, 1);
    assert_float_equal(cut.expected, .829, .001);
    assert_true(cut.from <= .8f && cut.from > .3f);
    assert_true(al_best_cut(p, size, 4, 2).from < .3f);
    assert_true(al_best_cut(p, size, 4, .1f).from > .8f);
    assert_true(al_best_cut(p, size, 0, 1).from > 1);
}

static void a_doubtful_heap_goes_as_one(void **state)
{
    (void)state;
    /* an article and five times as much that is likelier chrome: each block for itself would pay */
    const float p[] = {.95f, .95f, .42f, .42f};
    const uint32_t size[] = {100, 100, 500, 500};
    assert_true(al_best_cut(p, size, 4, 1).from < .42f);
    assert_true(al_joint_cut(p, size, 4, .8f).from > .42f);
    assert_true(al_joint_cut(p, size, 4, 0).from < .42f); /* nothing shared */
    const float likely[] = {.95f, .95f, .7f, .7f};
    assert_true(al_joint_cut(likely, size, 4, .8f).from < .7f);
    assert_true(al_joint_cut(p, size, 0, .8f).from > 1);
}

static void a_body_is_a_stretch_that_is_sure(void **state)
{
    (void)state;
    const float article[] = {.1f, .9f, .9f, .2f}, thread[] = {.65f, .7f, .65f, .7f},
                none[] = {.1f, .2f, .1f, .2f};
    const uint32_t size[] = {100, 100, 100, 100};
    assert_true(al_has_body(article, size, 4));
    assert_false(al_has_body(thread, size, 4));
    assert_false(al_has_body(none, size, 4));
    assert_false(al_has_body(article, size, 0));
}

static const char *const lines[] = {
    "Home | News | Sport",
    "The river rose two metres over night, and the lower town was under water when the morning came.",
    "Nobody was hurt, said the mayor, who had spent the night in the school that stands on the hill.",
    "Subscribe to our newsletter",
};
enum { N = 4 };

struct fixture {
    struct al_doc doc;
    struct al_page page;
    struct al_view view;
    struct articlean_options options;
};

static void begin_with(struct fixture *x, const char *const *text, const float *p)
{
    const struct al_table none = {0};
    *x = (struct fixture){0};
    al_doc_init(&x->doc, 0);
    x->doc.from = ARTICLEAN_FROM_TEXT;
    articlean_options_init(&x->options);
    for (int i = 0; i < N; i++)
        assert_int_equal(al_doc_add(&x->doc, ARTICLEAN_PARAGRAPH, al_str_z(text[i]), 0, 0, NULL),
                         ARTICLEAN_OK);
    assert_int_equal(al_page_count(&x->page, &x->doc), ARTICLEAN_OK);
    assert_int_equal(al_page_view(&x->page, &x->doc, &none, &none, &x->view), ARTICLEAN_OK);
    for (int i = 0; i < N; i++)
        x->doc.blocks[i].score = p[i];
}

static void begin(struct fixture *x, const float *p)
{
    begin_with(x, lines, p);
}

static void end(struct fixture *x)
{
    al_page_clear(&x->page);
    al_doc_clear(&x->doc);
}

static void verdicts_have_reasons(void **state)
{
    (void)state;
    struct fixture x;
    begin(&x, (float[]){.05f, .8f, .8f, .05f});
    x.doc.blocks[0].hint = -1;
    assert_int_equal(al_decide(&x.view, &x.doc, &x.options), ARTICLEAN_OK);
    for (int i = 0; i < N; i++) {
        assert_int_equal(x.doc.blocks[i].verdict, i == 1 || i == 2 ? ARTICLEAN_KEEP : ARTICLEAN_DROP);
        assert_true(*x.doc.blocks[i].why && *x.doc.blocks[i].note);
    }
    assert_true(x.doc.confidence > .8f && x.doc.confidence < 1);
    assert_string_equal(x.doc.blocks[3].why, "strip.after");
    end(&x);
}

static void posts_of_a_thread_stay(void **state)
{
    (void)state;
    for (int heads = 1; heads <= 2; heads++) {
        struct fixture x;
        begin(&x, (float[]){.9f, .95f, .25f, .05f});
        x.doc.blocks[1].hint = -1;
        for (int i = 0; i < heads; i++) {
            struct al_block *head = &x.doc.blocks[i ? 3 : 1];
            al_doc_mark(head, ARTICLEAN_DROP, "forum.en.post", ARTICLEAN_CLASS_BYLINE);
            head->is_final = 1;
        }
        assert_int_equal(al_decide(&x.view, &x.doc, &x.options), ARTICLEAN_OK);
        assert_int_equal(x.doc.blocks[2].verdict, heads == 2 ? ARTICLEAN_KEEP : ARTICLEAN_DROP);
        end(&x);
    }
}

static void an_article_goes_on_behind_a_form(void **state)
{
    (void)state;
    const char *const text[N] = {lines[1], lines[2], lines[3],
                                 "The ferry runs again on Monday, and the mayor "
                                 "has promised that the school will be dry by then."};
    for (int is_list = 0; is_list < 2; is_list++) {
        struct fixture x;
        begin_with(&x, text, (float[]){.95f, .95f, .1f, .35f});
        x.doc.blocks[2].hint = -1;
        al_doc_mark(&x.doc.blocks[2], ARTICLEAN_DROP, "rule.drop",
                    is_list ? ARTICLEAN_CLASS_RELATED : ARTICLEAN_CLASS_AD);
        x.doc.blocks[2].is_final = 1;
        assert_int_equal(al_decide(&x.view, &x.doc, &x.options), ARTICLEAN_OK);
        assert_int_equal(x.doc.blocks[3].verdict, is_list ? ARTICLEAN_DROP : ARTICLEAN_KEEP);
        end(&x);
    }
}

static void nothing_is_kept_of_a_page_without_article(void **state)
{
    (void)state;
    struct fixture x;
    begin(&x, (float[]){.05f, .05f, .05f, .05f});
    x.doc.blocks[0].hint = -1;
    assert_int_equal(al_decide(&x.view, &x.doc, &x.options), ARTICLEAN_OK);
    for (int i = 0; i < N; i++)
        assert_int_equal(x.doc.blocks[i].verdict, ARTICLEAN_DROP);
    end(&x);
}

static void what_nobody_knows_is_kept(void **state)
{
    (void)state;
    struct fixture x;
    begin(&x, (float[]){.05f, .05f, .05f, .05f});
    assert_int_equal(al_decide(&x.view, &x.doc, &x.options), ARTICLEAN_OK);
    for (int i = 0; i < N; i++)
        assert_int_equal(x.doc.blocks[i].verdict, ARTICLEAN_KEEP);
    end(&x);
}

static void a_clean_page_is_kept_whole(void **state)
{
    (void)state;
    struct fixture x;
    begin(&x, (float[]){.3f, .99f, .99f, .95f});
    assert_int_equal(al_decide(&x.view, &x.doc, &x.options), ARTICLEAN_OK);
    for (int i = 0; i < N; i++)
        assert_int_equal(x.doc.blocks[i].verdict, ARTICLEAN_KEEP);
    end(&x);
}

static void final_verdicts_stand(void **state)
{
    (void)state;
    struct fixture x;
    begin(&x, (float[]){.05f, .9f, .9f, .05f});
    al_doc_mark(&x.doc.blocks[0], ARTICLEAN_KEEP, "rule.keep", ARTICLEAN_CLASS_NONE);
    x.doc.blocks[0].is_final = 1;
    al_doc_mark(&x.doc.blocks[1], ARTICLEAN_DROP, "rule.drop", ARTICLEAN_CLASS_AD);
    x.doc.blocks[1].is_final = 1;
    al_doc_mark(&x.doc.blocks[2], ARTICLEAN_DROP, "rule.guess", ARTICLEAN_CLASS_AD);
    assert_int_equal(al_decide(&x.view, &x.doc, &x.options), ARTICLEAN_OK);
    assert_int_equal(x.doc.blocks[0].verdict, ARTICLEAN_KEEP);
    assert_string_equal(x.doc.blocks[1].why, "rule.drop");
    assert_int_equal(x.doc.blocks[2].verdict, ARTICLEAN_KEEP);
    end(&x);
}

static void classes_can_be_kept_and_dropped(void **state)
{
    (void)state;
    struct fixture x;
    begin(&x, (float[]){.05f, .9f, .9f, .05f});
    x.doc.blocks[1].kind = ARTICLEAN_QUOTE;
    x.doc.blocks[3].hint = -2;
    x.doc.blocks[3].hint_class = ARTICLEAN_CLASS_AD;
    x.options.drop_classes = 1u << ARTICLEAN_CLASS_QUOTE;
    x.options.keep_classes = 1u << ARTICLEAN_CLASS_AD;
    assert_int_equal(al_decide(&x.view, &x.doc, &x.options), ARTICLEAN_OK);
    assert_int_equal(x.doc.blocks[1].verdict, ARTICLEAN_DROP);
    assert_int_equal(x.doc.blocks[3].verdict, ARTICLEAN_KEEP);
    end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cut_maximises_expected_f),
        cmocka_unit_test(a_doubtful_heap_goes_as_one),
        cmocka_unit_test(a_body_is_a_stretch_that_is_sure),
        cmocka_unit_test(verdicts_have_reasons),
        cmocka_unit_test(posts_of_a_thread_stay),
        cmocka_unit_test(an_article_goes_on_behind_a_form),
        cmocka_unit_test(nothing_is_kept_of_a_page_without_article),
        cmocka_unit_test(what_nobody_knows_is_kept),
        cmocka_unit_test(a_clean_page_is_kept_whole),
        cmocka_unit_test(final_verdicts_stand),
        cmocka_unit_test(classes_can_be_kept_and_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
