/* Tokens of HTML, written as text: {text} <name attr=value> </name> !comment! ?doctype? */
#include "unit.h"

#include "decode/entities.h"
#include "decode/tags.h"
#include "decode/tokenizer.h"

static void add(struct al_buf *out, const char *z)
{
    assert_int_equal(al_buf_append_z(out, z), ARTICLEAN_OK);
}

static void add_decoded(struct al_buf *out, const char *before, struct al_str raw, unsigned reading,
                        const char *after)
{
    add(out, before);
    assert_int_equal(al_token_decode(out, raw, reading), ARTICLEAN_OK);
    add(out, after);
}

static void add_tag(struct al_buf *out, struct al_tokenizer *t, const struct al_token *token)
{
    size_t before = out->n;
    bool is_self_closing;
    struct al_attribute a;
    add_decoded(out, token->kind == AL_TOKEN_END ? "</" : "<", token->data, AL_READ_LOWER, "");
    while (al_tokenizer_attribute(t, &a)) {
        add_decoded(out, " ", a.name, AL_READ_LOWER, "");
        if (a.value.p)
            add_decoded(out, "=", a.value, AL_READ_REFERENCES | AL_READ_ATTRIBUTE, "");
    }
    if (!al_tokenizer_tag_ends(t, &is_self_closing))
        out->n = before;
    else
        add(out, is_self_closing ? " />" : ">");
}

static void check_as(const char *input, size_t n, enum al_mode mode, const char *last, bool mends,
                     const char *wanted)
{
    struct al_tokenizer t;
    struct al_token token;
    struct al_buf out;
    al_buf_init(&out, 0);
    al_tokenizer_init(&t, al_str(input, n));
    t.mode = mode;
    t.last_start = al_str_z(last);
    t.mends = mends;
    for (al_tokenizer_next(&t, &token); token.kind != AL_TOKEN_NONE; al_tokenizer_next(&t, &token)) {
        if (token.kind == AL_TOKEN_TEXT)
            add_decoded(&out, "{", token.data, al_token_reading(&token), "}");
        else if (token.kind == AL_TOKEN_COMMENT)
            add_decoded(&out, "!", token.data, 0, "!");
        else if (token.kind == AL_TOKEN_DOCTYPE)
            add_decoded(&out, "?", token.data, 0, "?");
        else
            add_tag(&out, &t, &token);
    }
    assert_int_equal(al_buf_append_byte(&out, '\0'), ARTICLEAN_OK);
    assert_string_equal(out.p, wanted);
    al_buf_clear(&out);
}

static void check(const char *input, const char *wanted)
{
    check_as(input, strlen(input), AL_MODE_DATA, "", false, wanted);
}

static void check_raw(enum al_mode mode, const char *last, const char *input, const char *wanted)
{
    check_as(input, strlen(input), mode, last, false, wanted);
}

static void tags(void **state)
{
    (void)state;
    check("<P>one</P >", "<p>{one}</p>");
    check("<a href=x/y title='a>b' ID = \"q\">", "<a href=x/y title=a>b id=q>");
    check("<br/><br / ><i a=b/>", "<br /><br><i a=b/>");
    check("<a b=c/ d>", "<a b=c/ d>");
    check("<a =b==c d\"e=f>", "<a =b==c d\"e=f>");
    check("<a b=>x<c d= e='f'g>", "<a b=>{x}<c d=e='f'g>");
    check("<a b='c'd=e/f>", "<a b=c d=e/f>");
    check("<a\tb\nc\fd\re>", "<a b c d e>");
    check("a<b", "{a}");
    check("a<b c='>", "{a}");
    check("</>a</b", "{a}");
}

static void text(void **state)
{
    (void)state;
    check("1 < 2 <3 <", "{1 < 2 <3 <}");
    check("a</", "{a</}");
    check("a\r\nb\rc", "{a\nb\nc}");
    check_as("a\0b", 3, AL_MODE_RCDATA, "", false,
             "{a\xEF\xBF\xBD"
             "b}");
}

static void references(void **state)
{
    (void)state;
    check("&lt;&LT&ltx;&notin;&notit;", "{<<<x;\xE2\x88\x89\xC2\xACit;}");
    check("&#65;&#x42;&#X43&#0;&#128;&#xD800;&#99999999999;",
          "{ABC\xEF\xBF\xBD\xE2\x82\xAC\xEF\xBF\xBD\xEF\xBF\xBD}");
    check("& &; &# &#x &nonsense; &", "{& &; &# &#x &nonsense; &}");
    check("&acE;", "{\xE2\x88\xBE\xCC\xB3}");
    check("<a b='&copy=1&copy;&copyx&copy'>", "<a b=&copy=1\xC2\xA9&copyx\xC2\xA9>");
}

static void comments(void **state)
{
    (void)state;
    check("<!--a-->b<!---->c<!-->d<!--->e", "!a!{b}!!{c}!!{d}!!{e}");
    check("<!--a--!>b<!--a-- >c-->", "!a!{b}!a-- >c!");
    check("<!--a", "!a!");
    check("<!--a--", "!a!");
    check("<!--a-->--><!-->-->", "!a!{-->}!!{-->}");
    check("<?php a ?>b<!x>c</ d>e<!", "!?php a ?!{b}!x!{c}! d!{e}!!");
    check("<!DocType html SYSTEM 'x'>", "?DocType html SYSTEM 'x'?");
}

static void raw_text(void **state)
{
    (void)state;
    check_raw(AL_MODE_RCDATA, "title", "a &amp; <b></b></title>&amp;", "{a & <b></b>}</title>{&}");
    check_raw(AL_MODE_RAWTEXT, "style", "a &amp; </styled></STYLE >b", "{a &amp; </styled>}</style>{b}");
    check_raw(AL_MODE_RAWTEXT, "style", "</style", "{</style}");
    check_raw(AL_MODE_PLAINTEXT, "plaintext", "a</plaintext>&amp;", "{a</plaintext>&amp;}");
    check_raw(AL_MODE_CDATA, "svg", "a<b>]]]>c<d>", "{a<b>]}{c}<d>");
    check_raw(AL_MODE_CDATA, "svg", "a]]", "{a]]}");
}

static void scripts(void **state)
{
    (void)state;
    check_raw(AL_MODE_SCRIPT, "script", "a<b></script>c", "{a<b>}</script>{c}");
    check_raw(AL_MODE_SCRIPT, "script", "<!--<script></script>-->x</script>c",
              "{<!--<script></script>-->x}</script>{c}");
    check_raw(AL_MODE_SCRIPT, "script", "<!--</script>c", "{<!--}</script>{c}");
    check_raw(AL_MODE_SCRIPT, "script", "<!--<script></script></script>c",
              "{<!--<script></script>}</script>{c}");
    check_raw(AL_MODE_SCRIPT, "script", "<!--><script></script>c", "{<!--><script>}</script>{c}");
    check_raw(AL_MODE_SCRIPT, "script", "<!--<scripts></script>c", "{<!--<scripts>}</script>{c}");
    check_raw(AL_MODE_SCRIPT, "script", "<!--<script --></script>c", "{<!--<script -->}</script>{c}");
}

static void cdata_only_in_foreign_content(void **state)
{
    (void)state;
    struct al_tokenizer t;
    struct al_token token;
    check("<![CDATA[a]]>b", "![CDATA[a]]!{b}");
    al_tokenizer_init(&t, AL_STR("<![CDATA[a>b]]>"));
    t.is_foreign = true;
    al_tokenizer_next(&t, &token);
    assert_int_equal(token.kind, AL_TOKEN_TEXT);
    assert_true(al_str_eq(token.data, AL_STR("a>b")));
}

static void broken_tags_are_mended_on_request(void **state)
{
    (void)state;
    const char *page = "<p>a<b c=\">d<i e='f'>g";
    check(page, "<p>{a}");
    check_as(page, strlen(page), AL_MODE_DATA, "", true, "<p>{a}<b>{d}<i e=f>{g}");
    check_as("a<b", 3, AL_MODE_DATA, "", true, "{a}");
}

static void attributes_may_stay_unread(void **state)
{
    (void)state;
    struct al_tokenizer t;
    struct al_token token;
    al_tokenizer_init(&t, AL_STR("<a b='>' c>d"));
    al_tokenizer_next(&t, &token);
    al_tokenizer_next(&t, &token);
    assert_int_equal(token.kind, AL_TOKEN_TEXT);
    assert_true(al_str_eq(token.data, AL_STR("d")));
}

static void every_known_tag_has_its_number(void **state)
{
    (void)state;
    for (uint16_t i = 1; i < AL_N_TAGS; i++)
        assert_int_equal(al_tag_number(al_tag_name(i)), i);
    assert_int_equal(al_tag_number(AL_STR("BlockQuote")), AL_TAG_BLOCKQUOTE);
    assert_int_equal(al_tag_number(AL_STR("MY-Part")), al_tag_number(AL_STR("my-part")));
    assert_true(al_tag_number(AL_STR("my-part")) >= AL_TAG_UNKNOWN);
    assert_true(al_tag_properties(al_tag_number(AL_STR("o:p"))) & AL_T_INLINE);
    assert_int_equal(al_tag_properties(al_tag_number(AL_STR("my-part"))), 0);
}

static void every_named_reference_is_found(void **state)
{
    (void)state;
    assert_int_equal(al_n_entities, 2231);
    for (uint32_t i = 0; i < al_n_entities; i++) {
        const struct al_entity *e = &al_entities[i];
        char page[64] = "&";
        uint32_t cp[2];
        memcpy(page + 1, al_entity_names + e->name, e->n);
        assert_int_equal(al_entity_decode(page, page + 1 + e->n, false, cp), e->n + 1u);
        assert_int_equal(cp[0], e->cp[0]);
        assert_int_equal(cp[1], e->cp[1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tags),
        cmocka_unit_test(text),
        cmocka_unit_test(references),
        cmocka_unit_test(comments),
        cmocka_unit_test(raw_text),
        cmocka_unit_test(scripts),
        cmocka_unit_test(cdata_only_in_foreign_content),
        cmocka_unit_test(broken_tags_are_mended_on_request),
        cmocka_unit_test(attributes_may_stay_unread),
        cmocka_unit_test(every_known_tag_has_its_number),
        cmocka_unit_test(every_named_reference_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
