/* HTML to blocks. A page's blocks are compared as lines: letter of the kind, level if any, text. */
#include "unit.h"

#include "base/alloc.h"
#include "decode/html.h"
#include "decode/links.h"

#include <stdio.h>

static struct al_doc doc;

static void read_page(struct al_str page)
{
    al_doc_reset(&doc);
    doc.text = page;
    assert_int_equal(al_html_blocks(&doc), ARTICLEAN_OK);
}

static const char *lines(void)
{
    static char out[8192];
    size_t n = 0;
    out[0] = '\0';
    for (size_t i = 0; i < doc.n_blocks; i++) {
        const struct al_block *b = &doc.blocks[i];
        n += (size_t)snprintf(out + n, sizeof out - n, "%s%c", i ? "\n" : "", "PHIRCQTV"[b->kind]);
        if (b->level)
            n += (size_t)snprintf(out + n, sizeof out - n, "%d", b->level);
        n += (size_t)snprintf(out + n, sizeof out - n, " %.*s", (int)b->text.n, b->text.p);
    }
    return out;
}

static void check(const char *page, const char *wanted)
{
    read_page(al_str_z(page));
    assert_string_equal(lines(), wanted);
    for (size_t i = 0; i < doc.n_blocks; i++) {
        assert_true(doc.blocks[i].start < doc.blocks[i].end || doc.blocks[i].flags & AL_F_FROM_SCRIPT);
        assert_true(doc.blocks[i].end <= doc.text.n);
        assert_true(i == 0 || doc.blocks[i - 1].end <= doc.blocks[i].start);
        assert_true(doc.blocks[i].elem < doc.n_elems);
    }
}

static uint32_t flags(size_t i)
{
    assert_true(i < doc.n_blocks);
    return doc.blocks[i].flags;
}

static const struct al_elem *elem(size_t i)
{
    assert_true(i < doc.n_blocks);
    return &doc.elems[doc.blocks[i].elem];
}

static bool pair_is(const char *name, const char *value)
{
    return al_str_eq(al_doc_pair(&doc, name), al_str_z(value));
}

static void inline_markup_makes_no_block(void **state)
{
    (void)state;
    check("<p>one <b>two</b> <a href=x>three</a>\n <i>four</i>five", "P one two three fourfive");
    assert_int_equal(doc.blocks[0].link_bytes, 5);
    assert_int_equal(doc.blocks[0].n_links, 1);
    assert_int_equal(doc.blocks[0].n_bold_bytes, 3);
    check("a<div>b</div>c<section>d", "P a\nP b\nP c\nP d");
    check("<a href=x><div>a</div><div>b</div></a>c", "P a\nP b\nP c");
    assert_true(flags(0) & AL_F_IN_LINK && flags(1) & AL_F_IN_LINK && !(flags(2) & AL_F_IN_LINK));
    check("<p><a>one<a>two</a> <b>three", "P onetwo three");
    assert_int_equal(doc.blocks[0].link_bytes, 6);
    check("<a>one</a><a>two</a><i><a>three</a></i>four<a>five", "P one two threefourfive");
    assert_int_equal(doc.blocks[0].link_bytes, 15);
}

static void white_space_and_references(void **state)
{
    (void)state;
    check(" \n a&nbsp;&nbsp;b \xE3\x80\x80 c&#x2003;d &amp;lt; &copy;\xC2\xA9 \r\n",
          "P a b c d &lt; \xC2\xA9\xC2\xA9");
    assert_int_equal(doc.blocks[0].start, 3);
    check("<p>&nbsp;</p><p> \xC2\xA0&#160;</p>", "");
    assert_int_equal(doc.n_elems, 0);
    read_page(al_str("a\0b\0", 4));
    assert_string_equal(lines(), "P ab");
}

static void implied_end_tags(void **state)
{
    (void)state;
    check("<p>a<p>b<div>c</div>d", "P a\nP b\nP c\nP d");
    check("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>e", "I1 a\nI1 b\nI2 c\nI1 d\nP e");
    check("<dl><dt>a<dd>b<dt>c</dl>", "I1 a\nI1 b\nI1 c");
    check("<ul><li><p>a<p>b<div>c</div>d<br>e<li><p>f</ul>", "I1 a\nP b\nI1 c\nI1 d\nI1 e\nI1 f");
    check("<div role=heading>a</div><h4 role=heading>b</h4>", "H2 a\nH4 b");
    check("<h2>a<h3>b</h3>c", "H2 a\nH3 b\nP c");
    check("<table><tr><td><p>a<td>b<tr><td>c</table>d", "P a\nP b\nP c\nP d");
    check("a</p>b</x>c</i>d</br>e", "P a\nP b\nP cd\nP e");
}

static void line_breaks(void **state)
{
    (void)state;
    check("<p>a<br>b<br><br/>\n<br>c<p>d", "P a\nP b\nP c\nP d");
    assert_false(flags(0) & AL_F_AFTER_BR);
    assert_true(flags(1) & AL_F_AFTER_BR);
    assert_int_equal(doc.blocks[1].blank_before, 0);
    assert_true(flags(2) & AL_F_AFTER_BR);
    assert_int_equal(doc.blocks[2].blank_before, 2);
    assert_false(flags(3) & AL_F_AFTER_BR);
}

static void preformatted_text(void **state)
{
    (void)state;
    check("<pre>\n\n  a\n\tb &lt;  c\n\n</pre>d", "C   a\n\tb <  c\nP d");
    check("<pre>a<br>b<div>c</div><span>d</span></pre>", "C a\nb\nc\nd");
    check("<xmp><b>a</b>\n</xmp>b<plaintext>c</plaintext>", "C <b>a</b>\nP b\nC c</plaintext>");
    check("<pre><code>a\n</code></pre>", "C a");
    check("<pre>a<p>b  c<table><tr><td>d</table>e<ul><li>f</ul>", "C a\nP b c\nP d\nC e\nf");
}

static void rows_of_data_tables(void **state)
{
    (void)state;
    check("<table><caption>x</caption><tr><th>a<th>b<tr><td>c <td><a href=x>d</a><br>e<tr><td "
          "colspan=2>f</table>",
          "T x\nR a | b\nR c | d e\nP f");
    assert_int_equal(doc.blocks[2].n_links, 1);
    assert_true(flags(2) & AL_F_IN_TABLE);
    check("<table><tr><td>a<td>b</table>", "P a\nP b");
    check("<table><tr><td>menu<td><h1>a</h1><p>b</p><tr><td>x<td><h2>c</h2></table>",
          "P menu\nH1 a\nP b\nP x\nH2 c");
    check("<table><tr><td>a<td>b<table><tr><td>1<td>2<tr><td>3<td>4</table><tr><td>c<td>d</table>",
          "P a\nP b\nR 1 | 2\nR 3 | 4\nP c\nP d");
}

static void what_is_no_text_is_left_out(void **state)
{
    (void)state;
    check("a<script>b<!--<script></script>c</script><style>d</style><!-- e -->f", "P af");
    check("a<template><p>b</template><iframe>c</iframe><textarea>d</textarea><object>e</object>f",
          "P a\nP f");
    check("a<select><option>b<p>c</select>d<select><option>e<input>f", "P a\nP d\nP ef");
    check("a <svg><title>b</title><text>c</text><![CDATA[d>e]]></svg> <math><mi>f</mi></math> g", "P a g");
    check("<svg><text>a</text><p>b</svg>c", "P bc");
    check("a<svg/>b<svg><foreignObject><p>c</p></foreignObject><g/></svg>d", "P abd");
    check("<ruby>\xE6\xBC\xA2<rp>(</rp><rt>kan</rt><rp>)</rp>\xE5\xAD\x97<rt>ji</ruby>.",
          "P \xE6\xBC\xA2\xE5\xAD\x97.");
}

static void nothing_swallows_the_rest(void **state)
{
    (void)state;
    check("a<template>b", "P a\nP b");
    check("a<svg>b<title>c<style>d<textarea>e", "P abcd\nP e");
    check("a<p title=\"x>b<p>c", "P a\nP b\nP c");
}

static void noscript_and_hidden_are_flagged(void **state)
{
    (void)state;
    check("<h1>visible heading</h1><noscript><p>a</noscript><div hidden>b</div><p style='color:red; DISPLAY "
          ": none'>c<p "
          "style='display:block'>d"
          "<p aria-hidden=true>e<p>f <span style=visibility:hidden>g</span> h<p aria-hidden=false>i",
          "H1 visible heading\nP a\nP b\nP c\nP d\nP e\nP f\nP g\nP h\nP i");
    const char hidden[] = "0011010100";
    assert_true(flags(1) & AL_F_IN_NOSCRIPT && !(flags(2) & AL_F_IN_NOSCRIPT));
    for (size_t i = 0; i < doc.n_blocks; i++)
        assert_int_equal((flags(i) & AL_F_HIDDEN) != 0, hidden[i] == '1');
}

static void a_hidden_page_is_not_hidden(void **state)
{
    (void)state;
    check("<p>a<div hidden><p>the page<div hidden>b</div></div><p hidden>c", "P a\nP the page\nP b\nP c");
    assert_true(!(flags(1) & AL_F_HIDDEN) && flags(2) & flags(3) & AL_F_HIDDEN);
    assert_false(elem(1)->flags & AL_F_HIDDEN);
}

static void unshown_text_leaves_its_line(void **state)
{
    (void)state;
    check("<p>a <noscript><img src=x></noscript>b<noscript><i>c</i></noscript>d", "P a b\nP c\nP d");
    assert_true(flags(1) & AL_F_IN_NOSCRIPT && !((flags(0) | flags(2)) & AL_F_IN_NOSCRIPT));
    check("<p>long text <span hidden><div>x</div></span>y", "P long text\nP x\nP y");
    assert_true(flags(1) & AL_F_HIDDEN && !(flags(0) & AL_F_HIDDEN));
    check("<p>a <span hidden><svg><text>x</text></svg> </span>b", "P a b");
    check("<p>aaa <i>bbb <span hidden>c <u>d</u></span> e</i> f", "P aaa bbb\nP c d\nP e f");
    assert_true(flags(1) & AL_F_HIDDEN && !((flags(0) | flags(2)) & AL_F_HIDDEN));
    check("<p>a <span aria-hidden=true>b</span> c<p><span aria-hidden=true>d</span>", "P a b c\nP d");
    assert_true(!(flags(0) & AL_F_HIDDEN) && flags(1) & AL_F_HIDDEN);
    check("<a href=x>a<div>b</a>c</div>", "P a\nP bc");
    assert_int_equal(doc.blocks[1].link_bytes, 1);
}

static void flags_are_inherited(void **state)
{
    (void)state;
    check("<nav>a</nav><article><blockquote><p>b</blockquote><figure><figcaption>c</figcaption></figure></"
          "article>"
          "<div role=navigation>d</div><button>e</button><div class=postComments>f</div><div "
          "class=commentary>g</div>",
          "P a\nQ b\nT c\nP d\nP e\nP f\nP g");
    assert_int_equal(flags(0), AL_F_IN_NAV);
    assert_int_equal(flags(1), AL_F_IN_ARTICLE | AL_F_IN_QUOTE);
    assert_int_equal(flags(2), AL_F_IN_ARTICLE | AL_F_IN_FIGURE | AL_F_IN_CAPTION);
    assert_int_equal(flags(3), AL_F_ROLE_NAV);
    assert_int_equal(flags(4), AL_F_IN_BUTTON);
    assert_int_equal(flags(5), AL_F_IN_COMMENT);
    assert_int_equal(flags(6), 0);
}

static void elements_have_names_and_paths(void **state)
{
    (void)state;
    check("<body class=page><div id=x class='a  b&amp;c' itemprop=articleBody><p>a<p>b<p class=z>c<span "
          "class=in>d</span>",
          "P a\nP b\nP cd");
    assert_true(al_str_eq(doc.elems[0].names, AL_STR("page")));
    const struct al_elem *div = &doc.elems[elem(0)->parent];
    assert_true(al_str_eq(div->names, AL_STR("a b&c x articleBody")));
    assert_int_equal(div->depth, 1);
    assert_int_equal(div->parent, 0);
    assert_true(div->flags & AL_F_BODY_PROP && flags(2) & AL_F_BODY_PROP);
    assert_int_not_equal(doc.blocks[0].elem, doc.blocks[1].elem);
    assert_true(elem(0)->path == elem(1)->path);
    assert_true(elem(0)->path != elem(2)->path);
    assert_true(al_str_eq(doc.blocks[2].names, AL_STR("in")));
}

static void like_elements_share_their_names(void **state)
{
    (void)state;
    check("<p class='a  b'>1<p class='a b'>2<div class='a b'>3</div><p class='a c'>4<p class='comments'>5"
          "<p id=comments>6",
          "P 1\nP 2\nP 3\nP 4\nP 5\nP 6");
    assert_true(elem(0)->like == elem(1)->like && elem(0)->names.p == elem(1)->names.p);
    assert_true(elem(2)->like != elem(0)->like && al_str_eq(elem(2)->names, elem(0)->names));
    assert_true(elem(3)->like != elem(0)->like && al_str_eq(elem(3)->names, AL_STR("a c")));
    assert_true(elem(4)->like == elem(5)->like && flags(4) & flags(5) & AL_F_IN_COMMENT);
}

static void facts_of_the_head(void **state)
{
    (void)state;
    check("<html lang=zh-CN><title> A &amp;\nB </title><meta NAME=Author content='C &quot;D&quot;'>"
          "<meta property=og:title content=E><meta name=empty content=''><link rel=Canonical href=/f>"
          "<script type='application/ld+json'>{\"a\":\"</b>\"}</script><svg><title>no</title></svg><time "
          "datetime=2020>",
          "");
    assert_true(pair_is("lang", "zh-CN"));
    assert_true(pair_is("title", "A &\nB"));
    assert_true(pair_is("author", "C \"D\""));
    assert_true(pair_is("og:title", "E"));
    assert_true(pair_is("canonical", "/f"));
    assert_true(pair_is("ld+json", "{\"a\":\"</b>\"}"));
    assert_true(pair_is("time", "2020"));
    assert_int_equal(doc.n_pairs, 7);
}

#define WORDS                                                                                                \
    "Twelve small words of prose make one long line that nobody would call a label, and they end with a "    \
    "stop. "

static void page_state_when_the_page_is_empty(void **state)
{
    (void)state;
    const char *page =
        "<div>Loading</div><script "
        "type='application/ld+json'>{\"@graph\":[{\"headline\":\"Head\",\"articleBody\":\"" WORDS "\\n" WORDS
        "\\nlast\",\"url\":\"" WORDS "\"}]}</script><p>end";
    check(page, "P Loading\nH1 Head\nP Twelve small words of prose make one long line that nobody would call "
                "a label, and "
                "they end with a stop.\nP last\nP end");
    assert_true(flags(1) & AL_F_FROM_SCRIPT && flags(3) & AL_F_FROM_SCRIPT);
    assert_false((flags(0) | flags(4)) & AL_F_FROM_SCRIPT);
    check("<script>window.__STATE__ = {\"a\":{\"body\":\"<p>" WORDS
          "<\\/p><ul><li>item<\\/ul>\"},\"b\":\"" WORDS "\",\"c\":\"x{y:1;z=2};" WORDS "\"};</script>",
          "P Twelve small words of prose make one long line that nobody would call a label, and they end "
          "with a stop.\n"
          "I1 item");
    check("<div "
          "data-preloaded='{&quot;topic&quot;:&quot;{\\&quot;posts\\&quot;:[{\\&quot;cooked\\&quot;:\\&quot;&"
          "lt;p&gt;hi"
          "&lt;/"
          "p&gt;\\&quot;},{\\&quot;padding\\&quot;:\\&quot;"
          "01234567890123456789012345678901234567890123456789012345678901234567890123456789\\&quot;}]"
          "}&quot;}'>",
          "P hi");
}

static void page_state_inside_a_block(void **state)
{
    (void)state;
    check("<p>a<script>x={\"body\":\"<p>" WORDS "</p><p>" WORDS "!</p>\"}</script>b<p>c",
          "P ab\nP Twelve small words of prose make one long line that nobody would call a label, and they "
          "end with a "
          "stop.\nP Twelve small words of prose make one long line that nobody would call a label, and they "
          "end with a "
          "stop. !\nP c");
    assert_int_equal(doc.blocks[1].start, doc.blocks[0].end);
}

static void page_state_is_left_out_when_the_page_has_text(void **state)
{
    (void)state;
    char page[4096] = "";
    for (int i = 0; i < 12; i++)
        strcat(page, "<p>" WORDS "</p>");
    strcat(page, "<script type='application/ld+json'>{\"articleBody\":\"another " WORDS WORDS "\"}</script>");
    read_page(al_str_z(page));
    assert_int_equal(doc.n_blocks, 12);
}

static void text_at_any_depth_is_kept(void **state)
{
    (void)state;
    enum { DEPTH = 100000 };
    static char page[DEPTH * 5 + 64];
    for (int i = 0; i < DEPTH; i++)
        memcpy(page + 5 * i, "<div>", 5);
    strcpy(page + 5 * DEPTH, "<p>deep</p></div>x");
    check(page, "P deep\nP x");
}

static void tags_alone_take_no_memory(void **state)
{
    (void)state;
    static char page[300000];
    for (size_t i = 0; i < sizeof page / 3; i++)
        memcpy(page + 3 * i, "<p>", 3);
    read_page(al_str(page, sizeof page));
    assert_int_equal(doc.n_blocks + doc.n_elems, 0);
    assert_int_equal(doc.arena.used, 0);
}

static void bids(void **state)
{
    (void)state;
    assert_int_equal(al_html_bid(AL_STR("\xEF\xBB\xBF <!doctype html><p>")), 100);
    assert_true(al_html_bid(AL_STR("<!-- x --><html><body>")) >= 90);
    assert_true(al_html_bid(AL_STR("<p>some</p><p>text</p>")) >= 60);
    assert_true(al_html_bid(AL_STR("Some <b>text</b> and <a href='/x'>a link</a><br>")) >= 50);
    assert_true(al_html_bid(AL_STR(
                    "The <table> element is explained here in many words, and so is <tr>, before "
                    "somebody closes it with </table> at last; nothing of this is markup, it is talk.")) <
                50);
    assert_true(al_html_bid(AL_STR("Just text, 1 < 2 and a > b.")) < 10);
    assert_true(al_html_bid(AL_STR("Text with one <br> tag")) < 50);
    assert_true(al_html_bid(AL_STR("# Title\n\nSome <b>bold</b> word.")) < 50);
    assert_int_equal(al_html_bid(AL_STR("")), 0);
}

static void blocks_beyond_count_are_gathered(void **state)
{
    (void)state;
    struct al_buf page;
    al_buf_init(&page, 0);
    for (int i = 0; i < 100000; i++)
        assert_int_equal(al_buf_append_z(&page, "<p>word"), ARTICLEAN_OK);
    read_page(al_buf_str(&page));
    assert_true(doc.n_blocks < 30000);
    size_t n = 0;
    for (size_t i = 0; i < doc.n_blocks; i++)
        for (const char *p = doc.blocks[i].text.p, *end = p + doc.blocks[i].text.n; p < end; p += 5, n++)
            assert_memory_equal(p, "word ", p + 5 <= end ? 5 : 4);
    assert_int_equal(n, 100000);
    al_buf_clear(&page);
}

static void failing_memory_is_reported(void **state)
{
    (void)state;
    const char *page =
        "<title>a</title><meta name=b content=c><base href=/f><div class=x><p>d<span class=y>e</span><a "
        "href=g>"
        "<table><tr><td>1<td>2<tr><td>3<td>4</table><script>x={\"body\":\"<p>" WORDS WORDS "</p>\"}</script>";
    enum articlean_status status = ARTICLEAN_NO_MEMORY;
    long n = 0;
    for (; status != ARTICLEAN_OK; n++) {
        assert_true(n < 1000);
        al_doc_clear(&doc);
        al_doc_init(&doc, 0);
        doc.text = al_str_z(page);
        doc.url = "https://example.org/";
        doc.wants_links = true;
        al_alloc_fail_after(n);
        status = al_html_blocks(&doc);
        al_alloc_fail_after(-1);
        assert_true(status == ARTICLEAN_OK || status == ARTICLEAN_NO_MEMORY);
    }
    assert_true(n > 5);
    assert_int_equal(doc.n_blocks, 4);
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

/* The links of all blocks of a page at `url`, one a line. */
static const char *links_of(const char *url, const char *page)
{
    static char out[4096];
    out[0] = '\0';
    al_doc_reset(&doc);
    doc.text = al_str_z(page);
    doc.url = url;
    doc.wants_links = true;
    assert_int_equal(al_html_blocks(&doc), ARTICLEAN_OK);
    for (size_t i = 0; i < doc.n_blocks; i++)
        for (const struct al_link *link = doc.blocks[i].links; link; link = link->next) {
            const struct al_block *b = &doc.blocks[i];
            assert_true(link->start < link->end && link->end <= b->text.n);
            snprintf(out + strlen(out), sizeof out - strlen(out), "%.*s: %.*s\n",
                     (int)(link->end - link->start), b->text.p + link->start, (int)link->href.n,
                     link->href.p);
        }
    return out;
}

static void links_are_noted_with_their_words(void **state)
{
    (void)state;
    assert_string_equal(links_of(NULL, "<p>a <a href='b.html?x&amp;y'> b <b>c</b>  d </a>e <a href=c>f</a>"),
                        "b c d: b.html?x&y\nf: c\n");
    assert_string_equal(links_of(NULL, "<a href=x><h2>Head</h2><p>text</a> more"), "Head: x\ntext: x\n");
    assert_string_equal(links_of(NULL, "<p><a href=x>one <a href=y>two</a> three"), "one: x\ntwo: y\n");
    assert_string_equal(
        links_of(NULL, "<p><a href=javascript:f()>a</a> <a href='#f'>b</a> <a>c</a> <a href=data:,x>d</a> "
                       "<a href=' ma\nilto:q '>e</a> <a href=''>f</a> <a href=HTTPS://H/>g</a>"),
        "e: mailto:q\ng: HTTPS://H/\n");
    assert_string_equal(links_of(NULL, "<pre><a href=x>code</a></pre>"), "");
    assert_string_equal(
        links_of(NULL, "<table><tr><td>a<td><a href=1>b</a><tr><td><a href=2>c</a> d<td>e</table>"),
        "b: 1\nc: 2\n");
}

static void addresses_are_resolved(void **state)
{
    (void)state;
    static const char page[] =
        "<p><a href=c>1</a><a href=/c>2</a><a href=//c/d>3</a><a href='?c'>4</a><a href='#c'>5</a>"
        "<a href=../../../c/./d/../e>6</a><a href=http://x/>7</a><a href=..>8</a>";
    assert_string_equal(links_of("https://h.org/a/b?q#f", page),
                        "1: https://h.org/a/c\n2: https://h.org/c\n3: https://c/d\n4: https://h.org/a/b?c\n"
                        "5: https://h.org/a/b?q#c\n6: https://h.org/c/e\n7: http://x/\n8: https://h.org/\n");
    assert_string_equal(links_of("http://h", "<p><a href=c>1</a> <a href='?c'>2</a> <a href='#c'>3</a>"),
                        "1: http://h/c\n2: http://h/?c\n3: http://h#c\n");
    assert_string_equal(links_of("http://h/a/", "<base href=../b/><base href=/c/><p><a href=d>1</a>"),
                        "1: http://h/b/d\n");
    assert_string_equal(links_of("file:///x", "<p><a href=d>1</a>"), "1: d\n");
}

/* However many links there are, they take no more room than the page. */
static void addresses_have_a_bound(void **state)
{
    (void)state;
    struct al_buf page;
    char url[2000] = "https://example.org/";
    memset(url + 20, 'x', 1900);
    al_buf_init(&page, 0);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(al_buf_append_z(&page, "<a href='#a'>b</a>\n"), ARTICLEAN_OK);
    al_doc_reset(&doc);
    doc.text = al_buf_str(&page);
    doc.url = url;
    doc.wants_links = true;
    assert_int_equal(al_html_blocks(&doc), ARTICLEAN_OK);
    size_t n = 0;
    for (const struct al_link *link = doc.blocks[0].links; link; link = link->next)
        n += link->href.n;
    assert_true(n > 64 * 1024 - 2000 && n <= page.n + 64 * 1024);
    al_buf_clear(&page);
}

/* Time is looked at inside a page, not only after it. */
static void reading_stops_when_time_is_over(void **state)
{
    (void)state;
    struct al_buf page;
    al_buf_init(&page, 0);
    for (int i = 0; i < 10000; i++)
        assert_int_equal(al_buf_append_z(&page, "<p>A line of text."), ARTICLEAN_OK);
    al_doc_reset(&doc);
    doc.text = al_buf_str(&page);
    doc.deadline = 1;
    assert_int_equal(al_html_blocks(&doc), ARTICLEAN_LIMIT);
    assert_in_range(doc.n_blocks, 0, 9000);
    al_buf_clear(&page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reading_stops_when_time_is_over),
        cmocka_unit_test(links_are_noted_with_their_words),
        cmocka_unit_test(addresses_are_resolved),
        cmocka_unit_test(addresses_have_a_bound),
        cmocka_unit_test(inline_markup_makes_no_block),
        cmocka_unit_test(white_space_and_references),
        cmocka_unit_test(implied_end_tags),
        cmocka_unit_test(line_breaks),
        cmocka_unit_test(preformatted_text),
        cmocka_unit_test(rows_of_data_tables),
        cmocka_unit_test(what_is_no_text_is_left_out),
        cmocka_unit_test(nothing_swallows_the_rest),
        cmocka_unit_test(noscript_and_hidden_are_flagged),
        cmocka_unit_test(a_hidden_page_is_not_hidden),
        cmocka_unit_test(unshown_text_leaves_its_line),
        cmocka_unit_test(flags_are_inherited),
        cmocka_unit_test(elements_have_names_and_paths),
        cmocka_unit_test(like_elements_share_their_names),
        cmocka_unit_test(facts_of_the_head),
        cmocka_unit_test(page_state_when_the_page_is_empty),
        cmocka_unit_test(page_state_inside_a_block),
        cmocka_unit_test(page_state_is_left_out_when_the_page_has_text),
        cmocka_unit_test(text_at_any_depth_is_kept),
        cmocka_unit_test(tags_alone_take_no_memory),
        cmocka_unit_test(blocks_beyond_count_are_gathered),
        cmocka_unit_test(bids),
        cmocka_unit_test(failing_memory_is_reported),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
