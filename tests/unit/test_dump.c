#include "unit.h"

#include "decode/dump.h"

static struct al_doc doc;

static const char *block(size_t i)
{
    static char text[4096];
    assert_true(i < doc.n_blocks);
    assert_true(doc.blocks[i].text.n < sizeof text);
    memcpy(text, doc.blocks[i].text.p, doc.blocks[i].text.n);
    text[doc.blocks[i].text.n] = '\0';
    return text;
}

static void read_dump(const char *text, size_t n, bool unwrap)
{
    al_doc_reset(&doc);
    doc.text = al_str(text, n);
    assert_int_equal(al_dump_blocks(&doc, unwrap), ARTICLEAN_OK);
}

static void read_z(const char *text)
{
    read_dump(text, strlen(text), true);
}

static int set_up(void **state)
{
    (void)state;
    al_doc_init(&doc, 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    al_doc_clear(&doc);
    return 0;
}

static void every_line_end_ends_a_line(void **state)
{
    (void)state;
    read_z("a\nb\r\nc\rd\fe\vf\xC2\x85g\xE2\x80\xA8h\xE2\x80\xA9i");
    assert_int_equal(doc.n_blocks, 9);
    assert_string_equal(block(8), "i");
    for (size_t i = 0; i + 1 < doc.n_blocks; i++) {
        assert_int_equal(doc.blocks[i].end, doc.blocks[i + 1].start);
        assert_int_equal(doc.blocks[i].blank_before, 0);
    }
    assert_int_equal(doc.blocks[1].end - doc.blocks[1].start, 3);
}

static void lines_are_views_with_indent_and_blank_lines(void **state)
{
    (void)state;
    const char *text = "Title\n\n \t\n    Text of it  \n\xE3\x80\x80\xE3\x80\x80\xE4\xB8\x80\n";
    read_z(text);
    assert_int_equal(doc.n_blocks, 3);
    assert_ptr_equal(doc.blocks[0].text.p, text);
    assert_int_equal(doc.blocks[1].blank_before, 2);
    assert_int_equal(doc.blocks[1].indent, 4);
    assert_string_equal(block(1), "Text of it");
    assert_int_equal(doc.blocks[2].indent, 4);
}

static void bullets_nest_by_indent(void **state)
{
    (void)state;
    read_z(
        "  \xE2\x80\xA2 one\n      \xE2\x96\xA1 two\n  \xE2\x80\xA2 three\n          \xE2\x98\x86 four\nend");
    static const int levels[] = {1, 2, 1, 2, 0};
    assert_int_equal(doc.n_blocks, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(doc.blocks[i].level, levels[i]);
        assert_int_equal(doc.blocks[i].kind, levels[i] ? ARTICLEAN_ITEM : ARTICLEAN_PARAGRAPH);
    }
    assert_string_equal(block(1), "two");
}

static void rows_need_a_neighbour(void **state)
{
    (void)state;
    read_z("Home | About | Contact\ntext\nName | Age\nAnn | 7\n");
    assert_int_equal(doc.blocks[0].kind, ARTICLEAN_PARAGRAPH);
    assert_int_equal(doc.blocks[2].kind, ARTICLEAN_ROW);
    assert_int_equal(doc.blocks[3].kind, ARTICLEAN_ROW);
}

static const char wrapped[] = "   The harbour of the old town was empty when the ferry came in that night,\n"
                              "   and nobody but the keeper of the small light at the end of the pier saw\n"
                              "   how slowly it turned before the wind carried the sound of its en-\n"
                              "   gines over the water and up to the houses behind the long market hall.\n"
                              "\n"
                              "     * A list item that is long enough to be wrapped by the program which\n"
                              "       wrote it into this file so that two lines of it have to be joined.\n"
                              "     * Short item\n"
                              "\n"
                              "   Its engines had been built in a yard far away, and the well-worn, well-\n"
                              "   known plates on them told the year, the number and the name of the man\n"
                              "   who had signed for them on a cold morning long before the keeper came to\n"
                              "   live in the tower.\n"
                              "   Short line\n"
                              "   Another one\n";

static void wrapped_lines_are_joined(void **state)
{
    (void)state;
    read_z(wrapped);
    assert_int_equal(doc.n_blocks, 6);
    assert_non_null(strstr(block(0), "came in that night, and nobody"));
    assert_non_null(strstr(block(0), "sound of its engines over"));
    assert_string_equal(block(1),
                        "A list item that is long enough to be wrapped by the program which wrote it "
                        "into this file so that two lines of it have to be joined.");
    assert_string_equal(block(2), "Short item");
    assert_non_null(strstr(block(3), "well-worn, well-known plates"));
    assert_string_equal(block(4), "Short line");
    assert_int_equal(doc.flags[AL_FLAG_UNWRAPPED], 7);
    assert_int_equal(doc.blocks[5].end, strlen(wrapped));
    read_dump(wrapped, strlen(wrapped), false);
    assert_int_equal(doc.n_blocks, 13);
    assert_int_equal(doc.flags[AL_FLAG_UNWRAPPED], 0);
}

static void wrapped_chinese_is_joined_without_spaces(void **state)
{
    (void)state;
    char text[2048] = "";
    for (int line = 0; line < 6; line++) {
        for (int i = 0; i < 30; i++)
            strcat(text, line == 5 && i > 9 ? "" : "\xE4\xB8\x80");
        strcat(text, "\n");
    }
    read_z(text);
    assert_int_equal(doc.n_blocks, 1);
    assert_null(strchr(block(0), ' '));
    assert_int_equal(doc.blocks[0].text.n, 160 * 3);
}

static void verse_is_not_joined(void **state)
{
    (void)state;
    read_z("The river turns beneath the mill, the heron waits, the air is still,\n"
           "And all the reeds lean down to hear what nobody has said this year.\n"
           "A boat lies empty on the sand,\n"
           "The oars are in another's hand,\n"
           "And those who rowed are far from land.\n"
           "\n"
           "The miller's daughter shuts the gate and tells the water it is late,\n"
           "The water goes the way it went,\n"
           "Not knowing what the evening meant.\n");
    assert_int_equal(doc.n_blocks, 8);
    assert_int_equal(doc.flags[AL_FLAG_UNWRAPPED], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_end_ends_a_line),
        cmocka_unit_test(lines_are_views_with_indent_and_blank_lines),
        cmocka_unit_test(bullets_nest_by_indent),
        cmocka_unit_test(rows_need_a_neighbour),
        cmocka_unit_test(wrapped_lines_are_joined),
        cmocka_unit_test(wrapped_chinese_is_joined_without_spaces),
        cmocka_unit_test(verse_is_not_joined),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
