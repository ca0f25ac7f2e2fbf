/* Globs of the program against what gitignore(5) says. */
#include "unit.h"

#include "../../src/cli/glob.h"

#include <stdlib.h>
#include <string.h>

/* The library's memory door is not the program's; text.c needs a way to end that is never taken here. */
_Noreturn void die(int status, const char *format, ...);
_Noreturn void die(int status, const char *format, ...)
{
    (void)status;
    (void)format;
    abort();
}

static void matches(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *path;
        int is_directory, is_match;
    } cases[] = {
        {"foo", "foo", 0, 1},
        {"foo", "bar", 0, 0},
        {"foo", "a/b/foo", 0, 1},
        {"foo", "foo/a", 0, 0},
        {"/foo", "foo", 0, 1},
        {"/foo", "a/foo", 0, 0},
        {"a/b", "a/b", 0, 1},
        {"a/b", "x/a/b", 0, 0},
        {"foo/", "foo", 1, 1},
        {"foo/", "foo", 0, 0},
        {"foo/", "x/foo", 1, 1},
        {"*.c", "x.c", 0, 1},
        {"*.c", "d/x.c", 0, 1},
        {"*.c", ".c", 0, 1},
        {"d/*.c", "d/e/x.c", 0, 0},
        {"d/*.c", "d/x.c", 0, 1},
        {"**/x", "x", 0, 1},
        {"**/x", "a/x", 0, 1},
        {"**/x", "a/b/x", 0, 1},
        {"**/x", "ax", 0, 0},
        {"a/**/b", "a/b", 0, 1},
        {"a/**/b", "a/x/b", 0, 1},
        {"a/**/b", "a/x/y/b", 0, 1},
        {"a/**/b", "a/xb", 0, 0},
        {"a/**/b", "ab", 0, 0},
        {"a/**", "a/x/y", 0, 1},
        {"a/**", "a", 1, 0},
        {"a/**", "ab/x", 0, 0},
        {"**", "a/b/c", 0, 1},
        {"a**b", "axxb", 0, 1},
        {"a**b/c", "ax/yb/c", 0, 0},
        {"?", "x", 0, 1},
        {"?", "xy", 0, 0},
        {"a?c", "a/c", 0, 0},
        {"/a?c", "a/c", 0, 0},
        {"[abc]x", "bx", 0, 1},
        {"[!abc]x", "bx", 0, 0},
        {"[^abc]x", "dx", 0, 1},
        {"[a-c]x", "bx", 0, 1},
        {"[a-c]x", "dx", 0, 0},
        {"[]]", "]", 0, 1},
        {"[!]]", "]", 0, 0},
        {"[a-]", "-", 0, 1},
        {"[[:digit:]]x", "7x", 0, 1},
        {"[[:digit:]]x", "ax", 0, 0},
        {"[[:alpha:]_]", "_", 0, 1},
        {"a[/]b", "a/b", 0, 0},
        {"/a[!x]b", "a/b", 0, 0},
        {"[\\]]", "]", 0, 1},
        {"\\*", "*", 0, 1},
        {"\\*", "x", 0, 0},
        {"\\!x", "!x", 0, 1},
        {"[", "[", 0, 1},
        {"[a", "[a", 0, 1},
        {"", "x", 0, 0},
        {"*", "x", 0, 1},
        {"*", ".x", 0, 1},
        {"**/*.md", "a/b.md", 0, 1},
        {"x/**/*.md", "x/b.md", 0, 1},
        {"a*b*c", "a_b_c", 0, 1},
        {"a*b*c", "a_c_b", 0, 0},
        {"***", "abc", 0, 1},
        {"/**/x/", "a/b/x", 1, 1},
        {"\xE4\xB8\xAD*", "\xE4\xB8\xAD\xE6\x96\x87", 0, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (glob_match(cases[i].pattern, cases[i].path, cases[i].is_directory) != cases[i].is_match)
            fail_msg("'%s' and '%s': not %d", cases[i].pattern, cases[i].path, cases[i].is_match);
}

static void last_match_decides(void **state)
{
    (void)state;
    char all[] = "*.txt", back[] = "!keep.txt", again[] = "/keep.txt";
    char *patterns[] = {all, back, again};
    struct names names = {patterns, 3, 3};
    assert_int_equal(globs_find(&names, "a/b.txt", false), 1);
    assert_int_equal(globs_find(&names, "a/keep.txt", false), -1);
    assert_int_equal(globs_find(&names, "keep.txt", false), 1);
    assert_int_equal(globs_find(&names, "a/b.md", false), 0);
}

/* A pattern that sends a backtracking matcher into exponential time. */
static void hostile_pattern_is_quick(void **state)
{
    (void)state;
    char pattern[201], path[4001];
    for (size_t i = 0; i < 200; i += 2)
        memcpy(pattern + i, "*a", 2);
    pattern[200] = 0;
    memset(path, 'a', 4000);
    path[3999] = 'b';
    path[4000] = 0;
    assert_false(glob_match(pattern, path, false));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(matches), cmocka_unit_test(last_match_decides),
                                       cmocka_unit_test(hostile_pattern_is_quick)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
