#include "unit.h"

#include "base/alloc.h"
#include "doc/link.h"

#include <articlean/articlean.h>
#include <json-c/json.h>
#include <stdlib.h>

static struct al_doc doc;
static struct al_buf out;

static enum articlean_status collect(const void *data, size_t size, void *context)
{
    return al_buf_append(context, data, size);
}

static int set_up(void **state)
{
    (void)state;
    al_doc_init(&doc, 0);
    al_buf_init(&out, 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    al_doc_clear(&doc);
    al_buf_clear(&out);
    return 0;
}

static void begin(const char *raw)
{
    al_doc_reset(&doc);
    doc.raw = doc.text = al_str_z(raw);
    doc.name = "page.txt";
    doc.id = "id-1";
    doc.encoding = doc.encoding_by = "utf-8";
    doc.is_last_part = true;
}

static struct al_block *add(enum articlean_kind kind, const char *text)
{
    struct al_block *b;
    const char *at = strstr(doc.raw.p, text);
    uint32_t start = at ? (uint32_t)(at - doc.raw.p) : 0;
    assert_int_equal(
        al_doc_add(&doc, kind, al_str_z(text), start, start + (at ? (uint32_t)strlen(text) : 0), &b),
        ARTICLEAN_OK);
    b->verdict = ARTICLEAN_KEEP;
    return b;
}

static const char *write_doc(const struct articlean_document *d, enum articlean_to to, unsigned flags)
{
    out.n = 0;
    assert_int_equal(articlean_write(d, to, flags, collect, &out), ARTICLEAN_OK);
    assert_int_equal(al_buf_append_byte(&out, '\0'), ARTICLEAN_OK);
    return out.p;
}

static void text_keeps_lists_tight_and_prose_apart(void **state)
{
    (void)state;
    begin("");
    add(ARTICLEAN_HEADING, "Head");
    add(ARTICLEAN_PARAGRAPH, "Prose.");
    add(ARTICLEAN_ITEM, "one");
    add(ARTICLEAN_ITEM, "two");
    add(ARTICLEAN_PARAGRAPH, "gone")->verdict = ARTICLEAN_DROP;
    add(ARTICLEAN_CODE, "  x = 1");
    add(ARTICLEAN_CODE, "y = 2")->blank_before = 1;
    add(ARTICLEAN_PARAGRAPH, "Cut");
    add(ARTICLEAN_PARAGRAPH, "here.")->joint = AL_JOINT_SPACE;
    add(ARTICLEAN_PARAGRAPH, "line")->joint = AL_JOINT_LINE;
    assert_string_equal(write_doc(&doc, ARTICLEAN_TO_TEXT, 0),
                        "Head\n\nProse.\n\none\ntwo\n\n  x = 1\n\ny = 2\n\nCut here.\nline\n");
}

static void nothing_kept_gives_nothing(void **state)
{
    (void)state;
    begin("");
    assert_string_equal(write_doc(&doc, ARTICLEAN_TO_TEXT, 0), "");
    add(ARTICLEAN_PARAGRAPH, "gone")->verdict = ARTICLEAN_DROP;
    assert_string_equal(write_doc(&doc, ARTICLEAN_TO_TEXT, 0), "");
    assert_string_equal(write_doc(&doc, ARTICLEAN_TO_MARKDOWN, 0), "");
}

static void markdown_shows_kinds_and_escapes(void **state)
{
    (void)state;
    begin("");
    add(ARTICLEAN_HEADING, "Head *one*")->level = 2;
    add(ARTICLEAN_PARAGRAPH, "# no heading, a_b but _c_, a < b, <b>, &amp; `x` \\");
    add(ARTICLEAN_PARAGRAPH, "1. no list");
    add(ARTICLEAN_ITEM, "one")->level = 1;
    add(ARTICLEAN_ITEM, "- two")->level = 2;
    add(ARTICLEAN_ITEM, "3. three")->level = 1;
    add(ARTICLEAN_ROW, "a | b");
    add(ARTICLEAN_ROW, "1 | *2*");
    add(ARTICLEAN_CODE, "if (x)");
    add(ARTICLEAN_CODE, "    ```");
    add(ARTICLEAN_QUOTE, "said\n- so");
    add(ARTICLEAN_VERSE, "red");
    add(ARTICLEAN_VERSE, "blue")->joint = AL_JOINT_LINE;
    assert_string_equal(write_doc(&doc, ARTICLEAN_TO_MARKDOWN, 0),
                        "## Head \\*one\\*\n\n"
                        "\\# no heading, a_b but \\_c\\_, a < b, \\<b>, \\&amp; \\`x\\` \\\\\n\n"
                        "1\\. no list\n\n"
                        "- one\n  - \\- two\n3. three\n\n"
                        "| a | b |\n| --- | --- |\n| 1 | \\*2\\* |\n\n"
                        "````\nif (x)\n    ```\n````\n\n"
                        "> said\n> \\- so\n\n"
                        "red\\\nblue\n");
}

static void markdown_shows_links(void **state)
{
    (void)state;
    begin("");
    struct al_link second = {.start = 9, .end = 12, .href = AL_STR("mailto:a@example.org")};
    struct al_link first = {.start = 4, .end = 8, .href = AL_STR("/a b?(c)|_d*"), .next = &second};
    struct al_link number = {.end = 6, .href = AL_STR("/1")};
    struct al_link cells = {.start = 2, .end = 8, .href = AL_STR("/2")};
    add(ARTICLEAN_PARAGRAPH, "wow!two*[b]#")->links = &first;
    add(ARTICLEAN_ITEM, "1. one")->links = &number;
    add(ARTICLEAN_ROW, "a | b | c")->links = &cells;
    add(ARTICLEAN_HEADING, "C #")->level = 1;
    add(ARTICLEAN_HEADING, "C#")->level = 1;
    assert_string_equal(write_doc(&doc, ARTICLEAN_TO_MARKDOWN, 0),
                        "wow\\![two\\*](/a%20b?%28c%29%7C_d*)\\[[b\\]#](mailto:a@example.org)\n\n"
                        "- [1. one](/1)\n\n"
                        "| a | [b](/2) | c |\n| --- | --- | --- |\n\n"
                        "# C \\#\n\n# C#\n");
    assert_string_equal(write_doc(&doc, ARTICLEAN_TO_TEXT, 0),
                        "wow!two*[b]#\n\n1. one\n\na | b | c\n\nC #\n\nC#\n");
}

static void markdown_names_the_language_of_code(void **state)
{
    (void)state;
    begin("");
    uint32_t wrapper, pre, other;
    assert_int_equal(al_doc_add_elem(&doc, &(struct al_elem){.names = AL_STR("")}, &wrapper), ARTICLEAN_OK);
    assert_int_equal(
        al_doc_add_elem(&doc, &(struct al_elem){.names = AL_STR("highlight highlight-source-c++")}, &wrapper),
        ARTICLEAN_OK);
    assert_int_equal(
        al_doc_add_elem(&doc, &(struct al_elem){.parent = wrapper, .names = AL_STR("code")}, &pre),
        ARTICLEAN_OK);
    assert_int_equal(al_doc_add_elem(&doc, &(struct al_elem){.names = AL_STR("lang-none")}, &other),
                     ARTICLEAN_OK);
    add(ARTICLEAN_CODE, "a;")->elem = pre;
    add(ARTICLEAN_CODE, "b;")->elem = pre;
    struct al_block *b = add(ARTICLEAN_CODE, "c");
    b->elem = other;
    b = add(ARTICLEAN_CODE, "d");
    b->elem = wrapper;
    b->names = AL_STR("hljs language-py`x");
    assert_string_equal(write_doc(&doc, ARTICLEAN_TO_MARKDOWN, 0),
                        "```c++\na;\nb;\n```\n\n```\nc\n```\n\n```py\nd\n```\n");
}

static void front_matter_holds_what_is_known(void **state)
{
    (void)state;
    begin("");
    assert_int_equal(al_doc_set_meta(&doc, ARTICLEAN_META_TITLE, AL_STR("A \"b\"")), ARTICLEAN_OK);
    assert_int_equal(al_doc_set_meta(&doc, ARTICLEAN_META_DATE, AL_STR("2020-01-02")), ARTICLEAN_OK);
    add(ARTICLEAN_PARAGRAPH, "Text.");
    assert_string_equal(write_doc(&doc, ARTICLEAN_TO_TEXT, ARTICLEAN_WITH_METADATA),
                        "---\ntitle: \"A \\\"b\\\"\"\ndate: \"2020-01-02\"\n---\n\nText.\n");
    assert_string_equal(write_doc(&doc, ARTICLEAN_TO_TEXT, 0), "Text.\n");
}

static void record_has_fixed_order_and_own_keys(void **state)
{
    (void)state;
    begin("Text\nbye");
    add(ARTICLEAN_PARAGRAPH, "Text");
    struct al_block *b = add(ARTICLEAN_PARAGRAPH, "bye");
    al_doc_mark(b, ARTICLEAN_DROP, "nav.en.bye", ARTICLEAN_CLASS_NAV);
    doc.url = "http://a.example/";
    doc.flags[AL_FLAG_LOOKALIKES] = 26;
    doc.flags[AL_FLAG_TRUNCATED] = 1;
    doc.fingerprint[1] = 0xABC;
    doc.encoding_confidence = 0.5f;
    doc.json = "{\"id\":1, \"text\" : \"Text\", \"score\": 1.10 "
               ",\"x\\\"y\":[{\"a\":\"}\"}],\"metadata\":{\"k\": null,"
               "\"score\":2}}";
    assert_string_equal(
        write_doc(&doc, ARTICLEAN_TO_JSONL, ARTICLEAN_WITH_REMOVED),
        "{\"id\":\"id-1\",\"text\":\"Text\",\"source\":\"page.txt\",\"url\":\"http://a.example/\","
        "\"metadata\":{\"k\":null,\"score\":2,\"x\\\"y\":[{\"a\":\"}\"}]},"
        "\"articlean\":{\"version\":\"" ARTICLEAN_VERSION "\",\"encoding\":{\"name\":\"utf-8\","
        "\"confidence\":0.5000,\"by\":\"utf-8\"},\"chars_in\":8,\"chars_out\":4,\"confidence\":0.0000,"
        "\"flags\":[\"lookalikes:26\",\"truncated\"],\"fingerprint\":\"00000000000000000000000000000abc\","
        "\"removed\":[{\"start\":5,\"end\":8,\"stage\":\"strip\",\"rule\":\"nav.en.bye\"}]}}\n");
}

static void strings_are_valid_json_and_utf8(void **state)
{
    (void)state;
    begin("");
    doc.name = "a\xFF\n\x01\"\\\xE4\xB8";
    add(ARTICLEAN_PARAGRAPH, "tab\there \"quoted\" \\ \x7F \xE4\xB8\x80");
    const char *line = write_doc(&doc, ARTICLEAN_TO_JSONL, 0);
    json_object *object = json_tokener_parse(line), *value;
    assert_non_null(object);
    assert_true(json_object_object_get_ex(object, "text", &value));
    assert_string_equal(json_object_get_string(value), "tab\there \"quoted\" \\ \x7F \xE4\xB8\x80");
    assert_true(json_object_object_get_ex(object, "source", &value));
    assert_string_equal(json_object_get_string(value), "a\xEF\xBF\xBD\n\x01\"\\\xEF\xBF\xBD");
    json_object_put(object);
}

static void explanation_neutralises_and_clips(void **state)
{
    (void)state;
    begin("evil");
    struct al_block *b = add(ARTICLEAN_PARAGRAPH, "evil");
    b->text = AL_STR("a\x1B[31m\xE2\x80\xAEz "
                     "\xE4\xB8\x80\xE4\xB8\x80\xE4\xB8\x80\xE4\xB8\x80\xE4\xB8\x80\xE4\xB8\x80\xE4\xB8\x80"
                     "\xE4\xB8\x80\xE4\xB8\x80\xE4\xB8\x80\xE4\xB8\x80\xE4\xB8\x80\xE4\xB8\x80\xE4\xB8\x80"
                     "\xE4\xB8\x80\xE4\xB8\x80\xE4\xB8\x80\xE4\xB8\x80\xE4\xB8\x80\xE4\xB8\x80\xE4\xB8\x80"
                     "\xE4\xB8\x80\xE4\xB8\x80\xE4\xB8\x80\xE4\xB8\x80\xE4\xB8\x80\xE4\xB8\x80\xE4\xB8\x80");
    struct al_change change = {
        .block = 0, .before = AL_STR("x"), .after = AL_STR("y"), .why = "normalize.test"};
    assert_int_equal(al_doc_change(&doc, &change), ARTICLEAN_OK);
    const char *text = write_doc(&doc, ARTICLEAN_TO_EXPLAIN, 0);
    assert_null(strchr(text, '\x1B'));
    assert_non_null(strstr(text, "a?[31m?z \xE4\xB8\x80"));
    assert_non_null(strstr(text, "\xE2\x80\xA6"));
    assert_non_null(strstr(text, "~ normalize.test: \"x\" -> \"y\""));
    assert_non_null(strchr(write_doc(&doc, ARTICLEAN_TO_EXPLAIN, ARTICLEAN_WITH_COLOR), '\x1B'));
}

/* Reads the ranges of an explanation: they must touch, from 0 to the size. */
static void check_ranges(const char *lines, int64_t size)
{
    int64_t at = 0;
    for (char *line = strtok((char *)(uintptr_t)lines, "\n"); line; line = strtok(NULL, "\n")) {
        json_object *object = json_tokener_parse(line), *start, *end;
        assert_non_null(object);
        if (json_object_object_get_ex(object, "start", &start)) {
            assert_true(json_object_object_get_ex(object, "end", &end));
            assert_int_equal(json_object_get_int64(start), at);
            assert_true(json_object_get_int64(end) >= at);
            at = json_object_get_int64(end);
        }
        json_object_put(object);
    }
    assert_int_equal(at, size);
}

static const char *const pages[] = {
    "",
    "\n\n",
    "Title\n\n  \xE2\x80\xA2 Home\n  \xE2\x80\xA2 Login\n\nA paragraph of text, long enough to be "
    "read.\n\n\n",
    "\xEF\xBB\xBFText with a mark at its start.\r\n\r\n\xFF\xFE bad bytes\r\n",
    "# Head\n\nSome **bold** text and a [link](http://a.example/).\n\n```\ncode\n```\n",
    "<!DOCTYPE html><title>T</title><nav><a href=x>Home</a></nav><p>One <b>two</b> three &amp; four.</p>"
    "<ul><li>a<ul><li>b</li></ul>c</li></ul><table><tr><td>x<td>y</table><script>z()</script>",
    "<p>unclosed <div>nested <p>text",
};

static void every_byte_is_accounted_for(void **state)
{
    (void)state;
    struct articlean_cleaner *cleaner;
    assert_int_equal(articlean_cleaner_new(NULL, &cleaner), ARTICLEAN_OK);
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct articlean_record record = {.data = pages[i], .size = strlen(pages[i]), .is_last_part = 1};
        struct articlean_document *document;
        assert_int_equal(articlean_clean(cleaner, &record, &document), ARTICLEAN_OK);
        check_ranges(write_doc(document, ARTICLEAN_TO_EXPLAIN_JSONL, 0), (int64_t)record.size);
    }
    articlean_cleaner_free(cleaner);
}

static void ranges_out_of_order_are_put_in_order(void **state)
{
    (void)state;
    begin("one two three four");
    add(ARTICLEAN_PARAGRAPH, "three");
    add(ARTICLEAN_PARAGRAPH, "one");
    add(ARTICLEAN_PARAGRAPH, "one two");
    check_ranges(write_doc(&doc, ARTICLEAN_TO_EXPLAIN_JSONL, 0), 18);
}

static void removed_text_is_saved_with_its_reason(void **state)
{
    (void)state;
    begin("stay\ngo away");
    add(ARTICLEAN_PARAGRAPH, "stay");
    al_doc_mark(add(ARTICLEAN_PARAGRAPH, "go away"), ARTICLEAN_DROP, "dedupe.repeat", ARTICLEAN_CLASS_REPEAT);
    struct al_change cut = {
        .block = 0, .start = 2, .end = 4, .before = AL_STR("ay"), .after = AL_STR(""), .why = "tail.en.x"};
    assert_int_equal(al_doc_change(&doc, &cut), ARTICLEAN_OK);
    assert_string_equal(
        write_doc(&doc, ARTICLEAN_TO_REMOVED, 0),
        "{\"id\":\"id-1\",\"start\":2,\"end\":4,\"stage\":\"strip\",\"rule\":\"tail.en.x\","
        "\"text\":\"ay\"}\n"
        "{\"id\":\"id-1\",\"start\":5,\"end\":12,\"stage\":\"dedupe\",\"rule\":\"dedupe.repeat\","
        "\"text\":\"go away\"}\n");
}

static enum articlean_status refuse(const void *data, size_t size, void *context)
{
    (void)data;
    (void)size;
    (void)context;
    return ARTICLEAN_IO;
}

static void failures_come_back(void **state)
{
    (void)state;
    begin("Text");
    add(ARTICLEAN_PARAGRAPH, "Text");
    struct al_change change = {.why = "x"};
    assert_int_equal(al_doc_change(&doc, &change), ARTICLEAN_OK);
    doc.json = "{\"a\":1}";
    for (int to = ARTICLEAN_TO_TEXT; to < ARTICLEAN_TO_REMOVED; to++)
        assert_int_equal(articlean_write(&doc, (enum articlean_to)to, 0, refuse, NULL), ARTICLEAN_IO);
    assert_int_equal(articlean_write(&doc, (enum articlean_to)99, 0, refuse, NULL), ARTICLEAN_BAD_ARGUMENT);
    out.n = 0;
    assert_int_equal(al_buf_reserve(&out, 65536), ARTICLEAN_OK);
    for (int to = ARTICLEAN_TO_JSONL; to <= ARTICLEAN_TO_REMOVED; to++) {
        al_alloc_fail_after(0);
        assert_int_equal(articlean_write(&doc, (enum articlean_to)to, ARTICLEAN_WITH_REMOVED, collect, &out),
                         ARTICLEAN_NO_MEMORY);
        al_alloc_fail_after(-1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_keeps_lists_tight_and_prose_apart),
        cmocka_unit_test(nothing_kept_gives_nothing),
        cmocka_unit_test(markdown_shows_kinds_and_escapes),
        cmocka_unit_test(markdown_shows_links),
        cmocka_unit_test(markdown_names_the_language_of_code),
        cmocka_unit_test(front_matter_holds_what_is_known),
        cmocka_unit_test(record_has_fixed_order_and_own_keys),
        cmocka_unit_test(strings_are_valid_json_and_utf8),
        cmocka_unit_test(explanation_neutralises_and_clips),
        cmocka_unit_test(every_byte_is_accounted_for),
        cmocka_unit_test(ranges_out_of_order_are_put_in_order),
        cmocka_unit_test(removed_text_is_saved_with_its_reason),
        cmocka_unit_test(failures_come_back),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
