#include "unit.h"

#include "base/alloc.h"
#include "doc/doc.h"
#include "strip/ruling.h"

#include <articlean/articlean.h>
#include <stdio.h>
#include <string.h>

static const char pack[] =
    "rule t.en.drop\nclass nav\naction drop\nwords menu | tools | search\n"
    "hit menu\nmiss menus\n\n"
    "rule t.en.tail\nclass related\naction end\nzone tail\nwords related\n"
    "hit related\nmiss x\n\n"
    "rule t.en.cut\nclass share\naction cut\nscope end\nneed share this\n"
    "re [ (]*share this\\)?\nhit A. (Share this) => A.\nmiss share this x\n\n"
    "rule t.en.front\nclass ad\naction cut\nscope start\nneed sponsored:\n"
    "re sponsored: ?\nhit Sponsored: A. => A.\nmiss x sponsored: y\n\n"
    "rule t.en.by\nclass byline\naction meta\nneed written on\n"
    "re written on (?<date>.+)\nhit Written on 12 May 2014\nmiss x\n\n"
    "rule t.en.filed\nclass byline\naction meta\nzone head\nneed filed in\n"
    "re filed in .+\nhit Filed in 2014\nmiss x\n\n"
    "rule t.en.hint\nclass ad\naction hint -1.5\nscope block\nneed bargain\nre bargain\n"
    "hit a bargain\nmiss x\n\n"
    "rule t.en.keep\nclass heading\naction keep\nneed tools\nre tools\nhit tools\nmiss x\n\n"
    "rule t.en.host\nclass ad\naction drop\nhost example.org\nwords gnu\nhit gnu\nmiss x\n\n"
    "rule t.en.long\nclass legal\naction drop\nscope start\nneed notice:\nre notice:\n"
    "hit notice: a\nmiss x\n";

static const char prose[] =
    "The ship was late, and the men of the harbour waited for it with their lamps until the "
    "morning came and the fog went out to sea with the tide, slowly, as it does in May.";

struct fixture {
    struct articlean_options options;
    struct articlean_rules *rules;
    struct al_ruling *ruling;
    struct al_doc doc;
};

static void start(struct fixture *f)
{
    assert_int_equal(articlean_rules_new(0, &f->rules), ARTICLEAN_OK);
    assert_int_equal(articlean_rules_add(f->rules, "t", pack, strlen(pack), NULL, NULL), ARTICLEAN_OK);
    articlean_options_init(&f->options);
    f->options.rules = f->rules;
    al_doc_init(&f->doc, 0);
}

static void stop(struct fixture *f)
{
    al_ruling_close(f->ruling);
    articlean_rules_free(f->rules);
    al_doc_clear(&f->doc);
}

/* Makes one block a line of `page`, whose bytes are the raw input, and runs the rules. */
static void run(struct fixture *f, const char *page)
{
    f->doc.raw = al_str_z(page);
    for (const char *p = page; *p;) {
        size_t n = strcspn(p, "\n");
        assert_int_equal(al_doc_add(&f->doc, ARTICLEAN_PARAGRAPH, al_str(p, n), (uint32_t)(p - page),
                                    (uint32_t)(p + n - page), NULL),
                         ARTICLEAN_OK);
        p += n + (p[n] == '\n');
    }
    assert_int_equal(al_ruling_open(&f->options, &f->ruling), ARTICLEAN_OK);
    assert_int_equal(al_ruling_run(f->ruling, &f->doc), ARTICLEAN_OK);
}

static void expect(const struct fixture *f, size_t i, enum articlean_verdict verdict, const char *why)
{
    assert_true(i < f->doc.n_blocks);
    assert_int_equal(f->doc.blocks[i].verdict, verdict);
    assert_string_equal(f->doc.blocks[i].why, why);
}

static void drops_are_final_and_named(void **state)
{
    (void)state;
    struct fixture f;
    start(&f);
    run(&f, "Menu\nThe menu\n• Search »");
    expect(&f, 0, ARTICLEAN_DROP, "t.en.drop");
    assert_int_equal(f.doc.blocks[0].is_final, 1);
    assert_int_equal(f.doc.blocks[0].class_of, ARTICLEAN_CLASS_NAV);
    expect(&f, 1, ARTICLEAN_UNDECIDED, "");
    expect(&f, 2, ARTICLEAN_DROP, "t.en.drop");
    stop(&f);
}

static void melted_menus_go(void **state)
{
    (void)state;
    struct fixture f;
    start(&f);
    run(&f, "Menu Search Menu\nMenu | Search\nMenu Search\nMenu Search harbour");
    expect(&f, 0, ARTICLEAN_DROP, "t.en.drop");
    expect(&f, 1, ARTICLEAN_DROP, "t.en.drop");
    expect(&f, 2, ARTICLEAN_UNDECIDED, "");
    expect(&f, 3, ARTICLEAN_UNDECIDED, "");
    stop(&f);
}

static void keep_beats_drop(void **state)
{
    (void)state;
    struct fixture f;
    start(&f);
    run(&f, "Tools");
    expect(&f, 0, ARTICLEAN_KEEP, "t.en.keep");
    assert_int_equal(f.doc.blocks[0].is_final, 1);
    stop(&f);
}

static void classes_the_user_keeps_stay(void **state)
{
    (void)state;
    struct fixture f;
    start(&f);
    f.options.keep_classes = 1u << ARTICLEAN_CLASS_NAV | 1u << ARTICLEAN_CLASS_SHARE;
    run(&f, "Menu\nIt rained. (Share this)");
    expect(&f, 0, ARTICLEAN_KEEP, "option.keep");
    assert_int_equal(f.doc.n_changes, 0);
    stop(&f);
}

static void cuts_are_recorded_to_the_byte(void **state)
{
    (void)state;
    struct fixture f;
    start(&f);
    const char *page = "It rained in  Ürün.  (Share This)\nSponsored: It snowed.\nShare this";
    run(&f, page);
    assert_int_equal(f.doc.n_changes, 2);
    const struct al_change *tail = &f.doc.changes[0], *head = &f.doc.changes[1];
    assert_true(al_str_eq(f.doc.blocks[0].text, AL_STR("It rained in  Ürün.")));
    assert_true(al_str_eq(f.doc.blocks[0].key, AL_STR("it rained in ürün.")));
    assert_string_equal(tail->why, "t.en.cut");
    assert_int_equal(tail->after.n, 0);
    assert_int_equal(tail->end - tail->start, tail->before.n);
    assert_memory_equal(page + tail->start, tail->before.p, tail->before.n);
    assert_true(al_str_ends(tail->before, AL_STR("(Share This)")));
    assert_true(al_str_eq(f.doc.blocks[1].text, AL_STR("It snowed.")));
    assert_int_equal(head->start, strlen("It rained in  Ürün.  (Share This)\n"));
    assert_string_equal(head->why, "t.en.front");
    /* Nothing would be left: the block goes as a whole. */
    expect(&f, 2, ARTICLEAN_DROP, "t.en.cut");
    stop(&f);
}

static void metadata_is_harvested_but_not_from_lists(void **state)
{
    (void)state;
    struct fixture f;
    start(&f);
    run(&f, "Written on 12 May 2014\nWritten on a\nWritten on b\nWritten on c\nWritten on d");
    assert_string_equal(f.doc.meta[ARTICLEAN_META_DATE].p, "2014-05-12");
    expect(&f, 0, ARTICLEAN_DROP, "t.en.by");
    expect(&f, 3, ARTICLEAN_DROP, "t.en.by");
    expect(&f, 4, ARTICLEAN_UNDECIDED, "");
    assert_true(f.doc.blocks[4].hint < 0);
    stop(&f);
}

static void hints_only_add_up(void **state)
{
    (void)state;
    struct fixture f;
    start(&f);
    run(&f, "What a bargain it was");
    expect(&f, 0, ARTICLEAN_UNDECIDED, "");
    assert_true(f.doc.blocks[0].hint == -1.5f);
    assert_int_equal(f.doc.blocks[0].hint_class, ARTICLEAN_CLASS_AD);
    stop(&f);
}

static void the_end_takes_what_follows(void **state)
{
    (void)state;
    char page[2000];
    for (int lean = ARTICLEAN_BALANCED; lean <= ARTICLEAN_RECALL; lean++) {
        struct fixture f;
        start(&f);
        f.options.lean = (enum articlean_lean)lean;
        snprintf(page, sizeof page, "Related\n%s\n%s\nRelated\nAnother ship\n%s", prose, prose, prose);
        run(&f, page);
        expect(&f, 0, ARTICLEAN_UNDECIDED, ""); /* no tail here */
        expect(&f, 3, ARTICLEAN_DROP, "t.en.tail");
        assert_int_equal(f.doc.blocks[4].is_final, 0);
        assert_int_equal(f.doc.blocks[4].verdict,
                         lean == ARTICLEAN_RECALL ? ARTICLEAN_UNDECIDED : ARTICLEAN_DROP);
        assert_int_equal(f.doc.blocks[5].verdict,
                         lean == ARTICLEAN_PRECISION ? ARTICLEAN_DROP : ARTICLEAN_UNDECIDED);
        stop(&f);
    }
}

static void hosts_select_rules(void **state)
{
    (void)state;
    static const struct {
        const char *host;
        enum articlean_verdict verdict;
    } cases[] = {{"example.org", ARTICLEAN_DROP},
                 {"www.example.org", ARTICLEAN_DROP},
                 {"notexample.org", ARTICLEAN_UNDECIDED},
                 {"", ARTICLEAN_UNDECIDED}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture f;
        start(&f);
        assert_int_equal(al_doc_set_meta(&f.doc, ARTICLEAN_META_HOSTNAME, al_str_z(cases[i].host)),
                         ARTICLEAN_OK);
        run(&f, "gnu");
        assert_int_equal(f.doc.blocks[0].verdict, cases[i].verdict);
        stop(&f);
    }
}

static void long_blocks_need_a_rule_that_says_long(void **state)
{
    (void)state;
    struct fixture f;
    char page[600];
    start(&f);
    snprintf(page, sizeof page, "Notice: short.\nNotice: %s %s", prose, prose);
    run(&f, page);
    expect(&f, 0, ARTICLEAN_DROP, "t.en.long");
    expect(&f, 1, ARTICLEAN_UNDECIDED, "");
    stop(&f);
}

static void lines_between_dropped_ones_go_before_prose(void **state)
{
    (void)state;
    struct fixture f;
    char page[600];
    start(&f);
    snprintf(page, sizeof page, "Menu\nHats\nSearch\nHats\n%s\nMenu\nHats\nMenu", prose);
    run(&f, page);
    expect(&f, 1, ARTICLEAN_DROP, "zone.any.enclosed");
    assert_int_equal(f.doc.blocks[1].is_final, 0);
    expect(&f, 3, ARTICLEAN_UNDECIDED, "");
    expect(&f, 6, ARTICLEAN_UNDECIDED, "");
    stop(&f);
}

/* A line that the chrome before it kept out of the head of the page. */
static void zones_are_those_of_what_is_kept(void **state)
{
    (void)state;
    struct fixture f;
    char page[1200];
    start(&f);
    assert_true(snprintf(page, sizeof page, "%s\nFiled in 2014\n%s\n%s\nFiled in 2015", prose, prose, prose) >
                0);
    run(&f, page);
    expect(&f, 1, ARTICLEAN_UNDECIDED, "");
    assert_int_equal(al_ruling_again(f.ruling, &f.doc), ARTICLEAN_OK);
    expect(&f, 1, ARTICLEAN_UNDECIDED, "");
    al_doc_reset(&f.doc);
    al_ruling_close(f.ruling);
    run(&f, page);
    al_doc_mark(&f.doc.blocks[0], ARTICLEAN_DROP, "model", ARTICLEAN_CLASS_NAV);
    assert_int_equal(al_ruling_again(f.ruling, &f.doc), ARTICLEAN_OK);
    expect(&f, 1, ARTICLEAN_DROP, "t.en.filed");
    expect(&f, 4, ARTICLEAN_UNDECIDED, "");
    assert_int_equal(f.doc.blocks[1].is_final, 1);
    stop(&f);
}

static void failing_memory_leaks_nothing(void **state)
{
    (void)state;
    for (long n = 0; n < 2000; n++) {
        struct fixture f = {.ruling = NULL};
        start(&f);
        const char *page = "Menu\nIt rained. Share this\nWritten on 12 May 2014";
        assert_int_equal(al_doc_add(&f.doc, ARTICLEAN_PARAGRAPH, al_str(page, 4), 0, 4, NULL), ARTICLEAN_OK);
        assert_int_equal(al_doc_add(&f.doc, ARTICLEAN_PARAGRAPH, al_str(page + 5, 21), 5, 26, NULL),
                         ARTICLEAN_OK);
        assert_int_equal(al_doc_add(&f.doc, ARTICLEAN_PARAGRAPH, al_str_z(page + 27), 27, 49, NULL),
                         ARTICLEAN_OK);
        al_alloc_fail_after(n);
        enum articlean_status s = al_ruling_open(&f.options, &f.ruling);
        if (!s)
            s = al_ruling_run(f.ruling, &f.doc);
        al_alloc_fail_after(-1);
        stop(&f);
        if (!s)
            return;
        assert_int_equal(s, ARTICLEAN_NO_MEMORY);
    }
    fail_msg("never came through");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drops_are_final_and_named),
        cmocka_unit_test(melted_menus_go),
        cmocka_unit_test(keep_beats_drop),
        cmocka_unit_test(classes_the_user_keeps_stay),
        cmocka_unit_test(cuts_are_recorded_to_the_byte),
        cmocka_unit_test(metadata_is_harvested_but_not_from_lists),
        cmocka_unit_test(hints_only_add_up),
        cmocka_unit_test(the_end_takes_what_follows),
        cmocka_unit_test(hosts_select_rules),
        cmocka_unit_test(long_blocks_need_a_rule_that_says_long),
        cmocka_unit_test(lines_between_dropped_ones_go_before_prose),
        cmocka_unit_test(zones_are_those_of_what_is_kept),
        cmocka_unit_test(failing_memory_leaks_nothing),
    };
    return cmocka_run_group_tests_name("ruling", tests, NULL, NULL);
}
