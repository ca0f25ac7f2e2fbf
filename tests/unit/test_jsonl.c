#include "records.h"

static struct records read_z(const char *text)
{
    return read_all(text, strlen(text), default_options());
}

static void lines_become_records(void **state)
{
    (void)state;
    const char *text =
        "\xEF\xBB\xBF{\"id\": \"a\", \"text\": \"One\\ntwo \\u4e00\", \"url\": \"http://a.example/\"}\r\n"
        "\n"
        "{ \"score\": 1.10, \"id\": 12345678901234, \"text\": \"<p>x</p>\", \"tags\": [1,{\"a\":2}] }";
    struct records all = read_z(text);
    assert_int_equal(all.n, 2);
    assert_int_equal(all.n_reports, 0);
    assert_string_equal(all.list[0].data, "One\ntwo \xE4\xB8\x80");
    assert_string_equal(all.list[0].id, "a");
    assert_string_equal(all.list[0].url, "http://a.example/");
    assert_string_equal(all.list[1].id, "12345678901234");
    assert_string_equal(all.list[1].url, "");
    assert_int_equal(all.list[1].offset, strstr(text, "{ \"sc") - text);
    assert_string_equal(all.list[1].json, strstr(text, "{ \"sc"));
    free_records(&all);
}

static void keys_can_be_named(void **state)
{
    (void)state;
    struct articlean_options options = default_options();
    options.text_field = "body";
    options.id_field = "key";
    options.url_field = "link";
    const char *text = "{\"text\":\"no\",\"body\":\"yes\",\"key\":\"k\",\"link\":\"l\"}\n";
    struct records all = read_all(text, strlen(text), options);
    assert_string_equal(all.list[0].data, "yes");
    assert_string_equal(all.list[0].id, "k");
    assert_string_equal(all.list[0].url, "l");
    free_records(&all);
}

static void bad_lines_keep_their_place(void **state)
{
    (void)state;
    const char *text =
        "{\"text\":\"one\"}\n{\"text\":\"broken}\n[1]\n{\"text\":7,\"id\":\"x\"}\n{\"text\":\"a\"} b\n"
        "{\"text\":\"two\"}\n";
    struct records all = read_z(text);
    assert_int_equal(all.n, 6);
    assert_int_equal(all.n_reports, 4);
    assert_string_equal(all.list[0].data, "one");
    for (size_t i = 1; i < 5; i++) {
        assert_true(all.list[i].error[0]);
        assert_int_equal(all.list[i].index, i);
    }
    assert_string_equal(all.list[3].id, "x");
    assert_string_equal(all.list[5].data, "two");
    assert_int_equal(all.last_line, 5);
    free_records(&all);
}

static void deep_nesting_is_refused(void **state)
{
    (void)state;
    struct text t = {0};
    put_z(&t, "{\"text\":\"one\"}\n{\"a\":");
    for (int i = 0; i < 1000000; i++)
        put_z(&t, "[");
    put_z(&t, "\n{\"text\":\"two\"}\n");
    struct records all = read_records(t.p, t.n, 4096, default_options());
    assert_int_equal(all.n, 3);
    assert_true(all.list[1].error[0]);
    assert_string_equal(all.list[2].data, "two");
    free_records(&all);
    free_text(&t);
}

static void bytes_that_are_no_utf8_are_mended(void **state)
{
    (void)state;
    struct records all = read_z("{\"text\":\"a\xFF\xE4\xB8z\"}\n");
    assert_int_equal(all.n, 1);
    assert_int_equal(all.n_reports, 0);
    assert_int_equal(all.n_repairs, 1);
    assert_string_equal(all.list[0].data, "a\xEF\xBF\xBD\xEF\xBF\xBDz");
    free_records(&all);
}

static void long_lines_are_passed_over(void **state)
{
    (void)state;
    struct text t = {0};
    put_z(&t, "{\"text\":\"one\"}\n{\"text\":\"");
    for (int i = 0; i < 20000; i++)
        put_z(&t, "x");
    put_z(&t, "\"}\n{\"text\":\"two\"}\n");
    struct articlean_options options = default_options();
    options.max_input = 4096;
    struct records all = read_all(t.p, t.n, options);
    assert_int_equal(all.n, 3);
    assert_string_equal(all.list[1].error, "too long");
    assert_string_equal(all.list[2].data, "two");
    free_records(&all);
    free_text(&t);
}

static void long_texts_come_in_windows(void **state)
{
    (void)state;
    struct text t = {0};
    put_z(&t, "{\"id\":\"i\",\"text\":\"");
    for (int i = 0; i < 1000; i++)
        put_z(&t, "ten bytes\\n");
    put_z(&t, "\"}\n");
    struct articlean_options options = default_options();
    options.max_input = 4096;
    struct records all = read_all(t.p, t.n, options);
    assert_int_equal(all.n, 3);
    assert_int_equal(all.list[0].size + all.list[1].size + all.list[2].size, 10000);
    assert_string_equal(all.list[2].id, "i");
    assert_int_equal(all.list[2].is_last, 1);
    free_records(&all);
    free_text(&t);
}

static void what_only_looks_like_it_is_plain(void **state)
{
    (void)state;
    struct records all = read_z("{ braces } open this text\nand \"that\" is all\n");
    assert_int_equal(all.n, 1);
    assert_null(all.list[0].json);
    assert_int_equal(all.list[0].size, 44);
    free_records(&all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_become_records),
        cmocka_unit_test(keys_can_be_named),
        cmocka_unit_test(bad_lines_keep_their_place),
        cmocka_unit_test(deep_nesting_is_refused),
        cmocka_unit_test(bytes_that_are_no_utf8_are_mended),
        cmocka_unit_test(long_lines_are_passed_over),
        cmocka_unit_test(long_texts_come_in_windows),
        cmocka_unit_test(what_only_looks_like_it_is_plain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
