#include "unit.h"

#include "base/alloc.h"
#include "doc/doc.h"
#include "rules/key.h"
#include "rules/literals.h"
#include "rules/match.h"

#include <articlean/articlean.h>
#include <stdio.h>
#include <string.h>

static char last_report[600];

static void remember(const struct articlean_report *report, void *context)
{
    (void)context;
    snprintf(last_report, sizeof last_report, "%s:%d:%d: %s", report->name, (int)report->line,
             (int)report->column, report->text);
}

static void show(const struct articlean_report *report, void *context)
{
    (void)context;
    print_error("%s:%d: %s\n", report->name, (int)report->line, report->text);
}

static void every_rule_against_its_examples(void **state)
{
    (void)state;
    struct articlean_rules *rules;
    size_t n_run = 0, n_failed = 1;
    assert_int_equal(articlean_rules_new(1, &rules), ARTICLEAN_OK);
    assert_true(articlean_rules_count(rules) > 0);
    assert_int_equal(articlean_rules_test(rules, show, NULL, &n_run, &n_failed), ARTICLEAN_OK);
    assert_true(n_run >= 2 * articlean_rules_count(rules));
    assert_int_equal(n_failed, 0);
    articlean_rules_free(rules);
}

static enum articlean_status add(struct articlean_rules *rules, const char *text)
{
    last_report[0] = '\0';
    return articlean_rules_add(rules, "user.rules", text, strlen(text), remember, NULL);
}

static void expect_error(const char *text, const char *message)
{
    struct articlean_rules *rules;
    assert_int_equal(articlean_rules_new(0, &rules), ARTICLEAN_OK);
    assert_int_equal(add(rules, text), ARTICLEAN_BAD_RULE);
    assert_int_equal(articlean_rules_count(rules), 0);
    if (!strstr(last_report, message))
        fail_msg("\"%s\" does not say \"%s\"", last_report, message);
    articlean_rules_free(rules);
}

static void errors_name_place_and_remedy(void **state)
{
    (void)state;
    expect_error("rule Bad\n", "user.rules:1:6: \"Bad\": an id is family.language.name");
    expect_error("colour red\n", "user.rules:1:1: \"colour\": a line begins with rule");
    expect_error("class nav\n", "user.rules:1:1: \"class\": outside of a rule");
    expect_error("rule a.b.c\nclass navy\n", "user.rules:2:7: \"navy\": no such class");
    expect_error("rule a.b.c\naction hint\n", "user.rules:2:8: \"hint\": a hint needs a weight");
    expect_error("rule a.b.c\naction hint 11\n", "not a number in range");
    expect_error("rule a.b.c\nneed by\n", "user.rules:2:6: \"by\": shorter than four ASCII");
    expect_error("rule a.b.c\nre [Aa]b\n", "user.rules:2:5: \"A\": keys are in lower case");
    expect_error("rule a.b.c\nclass nav\naction drop\nwords home\nhit home\n",
                 "user.rules:1:1: \"a.b.c\": a rule without its examples");
    expect_error("rule a.b.c\nclass nav\naction drop\nre home\nhit home\nmiss x\n",
                 "a pattern needs a literal");
    expect_error("rule a.b.c\nclass nav\naction drop\nneed home\nre home(\nhit home\nmiss x\n",
                 "the pattern is wrong before");
    expect_error("rule a.b.c\nclass nav\naction cut\nneed home\nre home\nhit home\nmiss x\n",
                 "a cut needs scope start or end");
}

static void ids_are_unique(void **state)
{
    (void)state;
    const char *rule = "rule my.en.word\nclass nav\naction drop\nwords gnu\nhit GNU\nmiss gnus\n";
    struct articlean_rules *rules;
    assert_int_equal(articlean_rules_new(0, &rules), ARTICLEAN_OK);
    assert_int_equal(add(rules, rule), ARTICLEAN_OK);
    assert_int_equal(add(rules, rule), ARTICLEAN_BAD_RULE);
    assert_non_null(strstr(last_report, "used already in user.rules, line 1"));
    assert_int_equal(articlean_rules_count(rules), 1);
    articlean_rules_free(rules);
}

static void examples_that_fail_are_reported(void **state)
{
    (void)state;
    struct articlean_rules *rules;
    size_t n_run, n_failed;
    assert_int_equal(articlean_rules_new(0, &rules), ARTICLEAN_OK);
    assert_int_equal(add(rules, "rule my.en.cut\nclass nav\naction cut\nscope end\nneed read more\n"
                                "re read more\nhit Text. Read more => Text\nhit Text\nmiss x read more\n"),
                     ARTICLEAN_OK);
    assert_int_equal(articlean_rules_test(rules, remember, NULL, &n_run, &n_failed), ARTICLEAN_OK);
    assert_int_equal(n_run, 3);
    assert_int_equal(n_failed, 3);
    assert_string_equal(last_report, "user.rules:9:1: my.en.cut: matches its miss: \"x read more\"");
    articlean_rules_free(rules);
}

static void cores_lose_bullets_and_closing_marks(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"• home »", "home"},   {"[ 首页 ]", "首页"}, {"tags (5)", "tags (5)"},
        {"(编辑:a)", "编辑:a"}, {"...", ""},          {"read more...", "read more"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct al_str core = al_key_core(al_str_z(pairs[i][0]));
        assert_true(al_str_eq(core, al_str_z(pairs[i][1])));
    }
    assert_int_equal(al_key_weight(al_str_z("ab"), 100), 2);
    assert_int_equal(al_key_weight(al_str_z("首页"), 100), 5);
}

static void literals_are_found_wherever_they_stand(void **state)
{
    (void)state;
    static const char *const texts[] = {"abcd", "abcde", "bcdef", "责任编辑", "编辑"};
    const char *buffer = "xabcdefg 责任编辑 abcd";
    static const char *const expected[] = {"abcd", "abcde", "bcdef", "责任编辑", "编辑", "abcd"};
    struct al_literals l;
    al_literals_init(&l);
    for (uint32_t i = 0; i < 5; i++)
        assert_int_equal(al_literals_add(&l, al_str_z(texts[i]), i), ARTICLEAN_OK);
    assert_int_equal(al_literals_add(&l, AL_STR("abc"), 9), ARTICLEAN_BAD_ARGUMENT);
    struct al_literal_scan scan = {.p = buffer, .n = strlen(buffer)};
    unsigned seen[5] = {0}, n = 0;
    size_t start;
    for (const struct al_literal *e; (e = al_literals_next(&l, &scan, &start)); n++) {
        assert_memory_equal(buffer + start, e->text.p, e->text.n);
        seen[e->value]++;
    }
    assert_int_equal(n, sizeof expected / sizeof *expected);
    assert_int_equal(seen[0], 2);
    assert_int_equal(seen[4], 1);
    al_literals_clear(&l);
}

static void literals_are_found_at_every_offset_and_to_the_last_byte(void **state)
{
    (void)state;
    static const char *const texts[] = {"2014", "july", "read more", "the the", "編集部"};
    struct al_literals l;
    al_literals_init(&l);
    for (uint32_t i = 0; i < 5; i++)
        assert_int_equal(al_literals_add(&l, al_str_z(texts[i]), i), ARTICLEAN_OK);
    for (uint32_t i = 0; i < 5; i++)
        for (unsigned before = 0; before < 9; before++)
            for (unsigned after = 0; after < 9; after++) {
                char buffer[64];
                int n = snprintf(buffer, sizeof buffer, "%.*s%s%.*s", (int)before, "........", texts[i],
                                 (int)after, "........");
                struct al_literal_scan scan = {.p = buffer, .n = (size_t)n};
                size_t start;
                const struct al_literal *e = al_literals_next(&l, &scan, &start);
                assert_non_null(e);
                assert_int_equal(e->value, i);
                assert_int_equal(start, before < 8 ? before : 8);
                assert_null(al_literals_next(&l, &scan, &start));
            }
    al_literals_clear(&l);
}

static void failing_memory_leaks_nothing(void **state)
{
    (void)state;
    const char *pack = "rule a.b.c\nclass nav\naction drop\nneed home\nre home\nhit home\nmiss x\n"
                       "\nrule a.b.d\nclass nav\naction drop\nwords one | two\nhit one\nmiss x\n";
    for (long n = 0; n < 2000; n++) {
        struct articlean_rules *rules = NULL;
        size_t run, failed;
        al_alloc_fail_after(n);
        enum articlean_status s = articlean_rules_new(0, &rules);
        if (!s)
            s = articlean_rules_add(rules, "x", pack, strlen(pack), NULL, NULL);
        if (!s)
            s = articlean_rules_test(rules, NULL, NULL, &run, &failed);
        al_alloc_fail_after(-1);
        articlean_rules_free(rules);
        if (!s)
            return;
        assert_int_equal(s, ARTICLEAN_NO_MEMORY);
    }
    fail_msg("never came through");
}

struct count {
    struct al_matcher *matcher;
    unsigned n;
};

static enum articlean_status count_hit(const struct al_candidate *c, void *context)
{
    struct count *count = context;
    struct al_hit hit;
    bool is_hit = false;
    enum articlean_status s = al_matcher_confirm(count->matcher, c, &hit, &is_hit);
    count->n += is_hit;
    return s;
}

static void a_hit_does_not_depend_on_earlier_uses(void **state)
{
    (void)state;
    /* 400 turns of a group, more than the interpreter may nest. */
    char line[1300] = "";
    for (int i = 0; i < 400; i++)
        strcat(line, "ab ");
    strcat(line, "home");
    struct articlean_rules *rules;
    struct al_matcher *matcher;
    struct al_doc doc;
    assert_int_equal(articlean_rules_new(0, &rules), ARTICLEAN_OK);
    assert_int_equal(add(rules, "rule a.b.c\nclass nav\naction drop\nneed home\nre (?:[a-z]+ )+home\n"
                                "hit ab home\nmiss x\n"),
                     ARTICLEAN_OK);
    assert_int_equal(al_matcher_new(rules, &matcher), ARTICLEAN_OK);
    al_doc_init(&doc, 0);
    assert_int_equal(al_doc_add(&doc, ARTICLEAN_PARAGRAPH, al_str_z(line), 0, (uint32_t)strlen(line), NULL),
                     ARTICLEAN_OK);
    assert_int_equal(al_doc_fold(&doc), ARTICLEAN_OK);
    struct count count = {matcher, 0};
    for (int i = 0; i < 140; i++)
        assert_int_equal(al_matcher_run(matcher, &doc, al_str("", 0), count_hit, &count), ARTICLEAN_OK);
    assert_true(count.n == 0 || count.n == 140); /* 0 where there is no machine code */
    al_doc_clear(&doc);
    al_matcher_free(matcher);
    articlean_rules_free(rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_against_its_examples),
        cmocka_unit_test(errors_name_place_and_remedy),
        cmocka_unit_test(ids_are_unique),
        cmocka_unit_test(examples_that_fail_are_reported),
        cmocka_unit_test(cores_lose_bullets_and_closing_marks),
        cmocka_unit_test(literals_are_found_wherever_they_stand),
        cmocka_unit_test(literals_are_found_at_every_offset_and_to_the_last_byte),
        cmocka_unit_test(failing_memory_leaks_nothing),
        cmocka_unit_test(a_hit_does_not_depend_on_earlier_uses),
    };
    return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}
