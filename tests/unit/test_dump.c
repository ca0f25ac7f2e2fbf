#include "unit.h"

#include "decode/dump.h"

#include <stdio.h>

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

static void markdown_marks_become_kinds(void **state)
{
    (void)state;
    read_z("# The title\n\nSome **bold** and *soft* words, a [link](http://a.example/b_c_d) and\n"
           "`a*b*c` in snake_case_name.\n\n## Part \\[two\\]\n\n> Quoted\n\n- one\n- two\n\n"
           "```c\nint x;\n\n    return *p;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
           "![image](http://a.example/x.png)\n\nUnder\n=====\n");
    static const struct {
        int kind, level;
        const char *text;
    } want[] = {
        {ARTICLEAN_HEADING, 1, "The title"},
        {ARTICLEAN_PARAGRAPH, 0, "Some bold and soft words, a link and"},
        {ARTICLEAN_PARAGRAPH, 0, "a*b*c in snake_case_name."},
        {ARTICLEAN_HEADING, 2, "Part [two]"},
        {ARTICLEAN_QUOTE, 0, "Quoted"},
        {ARTICLEAN_ITEM, 1, "one"},
        {ARTICLEAN_ITEM, 1, "two"},
        {ARTICLEAN_CODE, 0, "int x;\n\n    return *p;"},
        {ARTICLEAN_ROW, 0, "a | b"},
        {ARTICLEAN_ROW, 0, "1 | 2"},
        {ARTICLEAN_HEADING, 1, "Under"},
    };
    assert_int_equal(doc.from, ARTICLEAN_FROM_MARKDOWN);
    assert_int_equal(doc.n_blocks, sizeof want / sizeof *want);
    for (size_t i = 0; i < doc.n_blocks; i++) {
        assert_string_equal(block(i), want[i].text);
        assert_int_equal(doc.blocks[i].kind, want[i].kind);
        assert_int_equal(doc.blocks[i].level, want[i].level);
    }
    assert_int_equal(doc.blocks[1].link_bytes, 4);
    assert_int_equal(doc.blocks[1].n_links, 1);
}

static void marks_outside_markdown_stay(void **state)
{
    (void)state;
    read_z("# apt install foo\nmake\n# ./run **x**\nA [b] and a*b*c.\n");
    assert_int_equal(doc.from, ARTICLEAN_FROM_AUTO);
    assert_string_equal(block(0), "# apt install foo");
    assert_string_equal(block(3), "A [b] and a*b*c.");
}

/* Marks that never close must not make the scan look through the whole paragraph again and again. */
static void open_marks_cost_linear_time(void **state)
{
    (void)state;
    static char text[1 << 20];
    static const char *const units[] = {"[", "*a ", "[a](", "x```y``", "![", "_a **b "};
    for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
        size_t n = 0;
        for (size_t k = strlen(units[u]); n + k < sizeof text; n += k)
            memcpy(text + n, units[u], k);
        al_doc_reset(&doc);
        doc.from = ARTICLEAN_FROM_MARKDOWN;
        doc.text = al_str(text, n);
        assert_int_equal(al_dump_blocks(&doc, true), ARTICLEAN_OK);
        assert_int_equal(doc.n_blocks, 1);
    }
}

static void page_in_one_line_is_cut(void **state)
{
    (void)state;
    char text[8192] = "Home | News | Contact  ";
    size_t head = strlen(text);
    for (int i = 0; i < 20; i++)
        strcat(text, "This sentence is long enough to stand alone as one of the pieces of this page, yes 3.5 "
                     "times so. ");
    strcat(text, "\n");
    read_z(text);
    assert_int_equal(doc.n_blocks, 23);
    assert_string_equal(block(0), "Home |");
    assert_string_equal(block(2), "Contact");
    assert_int_equal(doc.blocks[0].joint, AL_JOINT_PARAGRAPH);
    assert_int_equal(doc.blocks[3].joint, AL_JOINT_SPACE);
    assert_int_equal(doc.blocks[3].start, head);
    for (size_t i = 1; i < doc.n_blocks; i++)
        assert_int_equal(doc.blocks[i].start, doc.blocks[i - 1].end);
    assert_int_equal(doc.blocks[22].end, strlen(text));
}

static void lines_of_a_stanza_are_joined_loosely(void **state)
{
    (void)state;
    read_z("Title\n\nred\nblue\n\nEnd");
    static const int joints[] = {AL_JOINT_PARAGRAPH, AL_JOINT_PARAGRAPH, AL_JOINT_LINE, AL_JOINT_PARAGRAPH};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(doc.blocks[i].joint, joints[i]);
    read_z("Title\nred\nblue\nEnd");
    assert_int_equal(doc.blocks[2].joint, AL_JOINT_PARAGRAPH);
}

static void link_numbers_of_lynx_are_taken_off(void **state)
{
    (void)state;
    const char *text =
        "   [1]Home\n   [2][3]About us\n\n   A [4]word of year [2020] and note[45].\n\nReferences\n\n"
        "   Visible links:\n   1. http://a.example/\n   2. http://a.example/b\n   3. mailto:x@a.example\n"
        "   4. http://a.example/c\n";
    read_z(text);
    assert_int_equal(doc.n_blocks, 3);
    assert_string_equal(block(0), "Home");
    assert_string_equal(block(1), "About us");
    assert_int_equal(doc.blocks[1].n_links, 2);
    assert_string_equal(block(2), "A word of year [2020] and note[45].");
    read_z("A [1]word\n\nReferences\n\n 1. Miller: A book\n and what else was read\n");
    assert_int_equal(doc.n_blocks, 4);
    assert_string_equal(block(0), "A [1]word");
}

static void menu_is_cut_off_a_page_in_one_line(void **state)
{
    (void)state;
    read_z("Home | News | Sport | Login The bench stood by the north window, because the light does not move "
           "there "
           "and he could tell the hour by the noise of the carts, as his father had done before him. "
           "Nobody was watching when he put the watch into the drawer and turned the key in the lock twice "
           "over. "
           "Share this page \xC2\xA9 2018 The Gazette. All rights reserved.\n");
    assert_int_equal(doc.n_blocks, 8);
    assert_string_equal(block(3), "Login");
    assert_int_equal(doc.blocks[4].joint, AL_JOINT_SPACE);
    assert_string_equal(block(6), "Share this page");
}

static void code_keeps_its_lines_in_one_block(void **state)
{
    (void)state;
    read_z("Print the sum of all numbers:\n\n  total = 0\n  for n in numbers:\n    total += n\n\n\n  "
           "print(total)\n\n"
           "That is the end of it.\n");
    assert_int_equal(doc.n_blocks, 3);
    assert_int_equal(doc.blocks[1].kind, ARTICLEAN_CODE);
    assert_string_equal(block(1), "  total = 0\n  for n in numbers:\n    total += n\n\n\n  print(total)");
    read_z("    lonely = 1\n\nText\n\nlonely = 1\n");
    assert_int_equal(doc.blocks[0].kind, ARTICLEAN_CODE);
    assert_int_equal(doc.blocks[2].kind, ARTICLEAN_PARAGRAPH);
}

static void stanzas_of_short_lines_are_verse(void **state)
{
    (void)state;
    read_z("The Weir\n\nAll night the water reads aloud\nits one long line of stones,\n\n"
           "and nobody has told it yet\nits one long line of stones.\n");
    assert_int_equal(doc.n_blocks, 5);
    assert_int_equal(doc.blocks[0].kind, ARTICLEAN_PARAGRAPH);
    assert_int_equal(doc.blocks[4].kind, ARTICLEAN_VERSE);
    assert_int_equal(doc.blocks[4].joint, AL_JOINT_LINE);
    read_z("Home\nNews\n\nMail\nShop\n");
    assert_int_equal(doc.blocks[3].kind, ARTICLEAN_PARAGRAPH);
}

static void prose_lists_and_verse_are_no_code(void **state)
{
    (void)state;
    read_z("  Home | News\n  About (us)\n\n  • call print() first\n  • call exit() last\n\n"
           "The river ran;\nthe river slept;\n\n"
           "Call print() and exit() -> in that order, as the manual says.\n");
    for (size_t i = 0; i < doc.n_blocks; i++)
        assert_int_not_equal(doc.blocks[i].kind, ARTICLEAN_CODE);
}

static void indent_is_code_where_blocks_are_set_apart(void **state)
{
    (void)state;
    read_z("Mix the two:\n\nstart here\n    then here\n\n    and there\n\nStir well.\n\nLet it rest.\n");
    assert_int_equal(doc.n_blocks, 4);
    assert_int_equal(doc.blocks[1].kind, ARTICLEAN_CODE);
    assert_string_equal(block(1), "start here\n    then here\n\n    and there");
    /* A list that a browser drew, and lines that nothing sets apart. */
    read_z("Mix the two:\n\n  • start here\n    then here\n\nStir well.\n\nLet it rest.\n");
    assert_int_not_equal(doc.blocks[1].kind, ARTICLEAN_CODE);
    read_z("Mix the two:\nstart here\n    then here\nStir well.\nLet it rest.\n");
    for (size_t i = 0; i < doc.n_blocks; i++)
        assert_int_not_equal(doc.blocks[i].kind, ARTICLEAN_CODE);
}

/* Time is looked at inside a page, not only after it. */
static void reading_stops_when_time_is_over(void **state)
{
    (void)state;
    struct al_buf page;
    al_buf_init(&page, 0);
    for (int i = 0; i < 10000; i++)
        assert_int_equal(al_buf_append_z(&page, "A line of text.\n"), ARTICLEAN_OK);
    al_doc_reset(&doc);
    doc.text = al_buf_str(&page);
    doc.deadline = 1;
    assert_int_equal(al_dump_blocks(&doc, true), ARTICLEAN_LIMIT);
    assert_in_range(doc.n_blocks, 0, 9000);
    al_buf_clear(&page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reading_stops_when_time_is_over),
        cmocka_unit_test(every_line_end_ends_a_line),
        cmocka_unit_test(lines_are_views_with_indent_and_blank_lines),
        cmocka_unit_test(bullets_nest_by_indent),
        cmocka_unit_test(rows_need_a_neighbour),
        cmocka_unit_test(wrapped_lines_are_joined),
        cmocka_unit_test(wrapped_chinese_is_joined_without_spaces),
        cmocka_unit_test(verse_is_not_joined),
        cmocka_unit_test(markdown_marks_become_kinds),
        cmocka_unit_test(marks_outside_markdown_stay),
        cmocka_unit_test(open_marks_cost_linear_time),
        cmocka_unit_test(page_in_one_line_is_cut),
        cmocka_unit_test(link_numbers_of_lynx_are_taken_off),
        cmocka_unit_test(lines_of_a_stanza_are_joined_loosely),
        cmocka_unit_test(menu_is_cut_off_a_page_in_one_line),
        cmocka_unit_test(code_keeps_its_lines_in_one_block),
        cmocka_unit_test(stanzas_of_short_lines_are_verse),
        cmocka_unit_test(prose_lists_and_verse_are_no_code),
        cmocka_unit_test(indent_is_code_where_blocks_are_set_apart),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
