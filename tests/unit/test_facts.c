#include "unit.h"

#include "base/hash.h"
#include "strip/facts.h"

static struct al_facts facts;

/* The facts of one block; the last call's are gone. */
static const struct al_fact *of(const char *text)
{
    struct al_block block = {.text = al_str_z(text)};
    struct al_doc doc = {.blocks = &block, .n_blocks = 1};
    assert_int_equal(al_facts_count(&facts, &doc), ARTICLEAN_OK);
    return &facts.of[0];
}

static void counts_words_and_capitals(void **state)
{
    (void)state;
    const struct al_fact *f = of("The Quick brown fox, aged 3, WON.");
    assert_int_equal(f->own_words, 6);
    assert_int_equal(f->size, 7);
    assert_float_equal(f->words, 7, 1e-6);
    assert_int_equal(f->caps, 3);
    assert_int_equal(f->upper, 5);
    assert_int_equal(f->digits, 1);
    assert_int_equal(f->commas, 2);
    assert_int_equal(f->stops, 1);
    assert_int_equal(f->wide, 0);
}

static void a_wide_character_is_a_token(void **state)
{
    (void)state;
    const struct al_fact *f = of("今天天气很好。");
    assert_int_equal(f->wide, 6);
    assert_int_equal(f->size, 6);
    assert_float_equal(f->words, 6 / 1.6, 1e-4);
    assert_int_equal(f->n_tokens, 5);
    assert_int_equal(f->stops, 1);
    assert_true(f->marks & AL_M_ENDS_STOP);
}

static void every_script_ends_its_sentences(void **state)
{
    (void)state;
    const char *const texts[] = {"He came.", "He said \"no.\"", "هل جاء؟",
                                 "वह आया।",  "来た。",          "彼は「来た。」"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_true(of(texts[i])->marks & AL_M_ENDS_STOP);
    assert_false(of("Read more...")->marks & AL_M_ENDS_STOP);
    assert_true(of("Read more...")->marks & AL_M_ENDS_DOTS);
    assert_true(of("等等…")->marks & AL_M_ENDS_DOTS);
    assert_int_equal(of("version 2.5 of x.y")->stops, 0);
}

static void marks_tell_dates_prices_and_addresses(void **state)
{
    (void)state;
    assert_true(of("on 2012-03-04 at noon")->marks & AL_M_DATE);
    assert_true(of("2012年3月4日")->marks & AL_M_DATE);
    assert_false(of("3-4 of them")->marks & AL_M_DATE);
    assert_true(of("at 10:45 today")->marks & AL_M_TIME);
    assert_false(of("note: 45")->marks & AL_M_TIME);
    assert_true(of("see http://example.org/")->marks & AL_M_URL);
    assert_true(of("www.example.org")->marks & AL_M_URL);
    assert_true(of("me@example.org")->marks & AL_M_URL);
    assert_true(of("© Somebody")->marks & AL_M_RIGHTS);
    assert_true(of("(c) 2012")->marks & AL_M_RIGHTS);
    assert_true(of("only $20")->marks & AL_M_PRICE);
    assert_true(of("20 € each")->marks & AL_M_PRICE);
    assert_true(of("1,234")->marks & AL_M_NUMBER);
    assert_false(of("1,234 km")->marks & AL_M_NUMBER);
}

static void first_and_last_characters_are_told(void **state)
{
    (void)state;
    assert_true(of("and so on")->marks & AL_M_STARTS_LOWER);
    assert_false(of("And so on")->marks & AL_M_STARTS_LOWER);
    assert_false(of("今天")->marks & AL_M_STARTS_LOWER);
    assert_true(of("7 ways")->marks & AL_M_STARTS_DIGIT);
    assert_true(of("[image]")->marks & AL_M_STARTS_BRACKET);
    assert_true(of("\"Yes\"")->marks & AL_M_QUOTED);
    assert_true(of("Sizes:")->marks & AL_M_ENDS_COLON);
    assert_true(of("尺寸：")->marks & AL_M_ENDS_COLON);
    assert_true(of("Why?")->marks & AL_M_ENDS_QUESTION);
    assert_int_equal(of("A | B | C")->separators, 2);
}

static void tokens_fold_case_and_numbers(void **state)
{
    (void)state;
    uint32_t a = of("Straße")->first_token, hash = facts.tokens[a];
    assert_int_equal(facts.tokens[of("STRAßE")->first_token], hash);
    assert_int_equal(facts.tokens[of("12 34")->first_token], AL_TOKEN_NUMBER);
    assert_int_equal(of("12 34")->n_tokens, 1);
}

static void long_blocks_keep_head_and_tail(void **state)
{
    (void)state;
    char text[2000] = "";
    for (int i = 0; i < 300; i++)
        strcat(text, i == 299 ? "last" : i % 2 ? "a " : "b ");
    const struct al_fact *f = of(text);
    assert_int_equal(f->n_tokens, AL_MAX_TOKENS);
    uint32_t last = facts.tokens[of("last")->first_token];
    f = of(text);
    int found = 0;
    for (int i = AL_HEAD_TOKENS; i < AL_MAX_TOKENS; i++)
        found += facts.tokens[f->first_token + (uint32_t)i] == last;
    assert_int_equal(found, 1);
}

static int clear(void **state)
{
    (void)state;
    al_facts_clear(&facts);
    return 0;
}

/* Tables are trained on these tokens. */
static void long_words_are_hashed_by_their_beginning(void **state)
{
    (void)state;
    uint32_t a = facts.tokens[of("abcdefghijklmnopqrstuvwxyzabcdefgh")->first_token];
    uint32_t b = facts.tokens[of("abcdefghijklmnopqrstuvwxyzabcdefXY")->first_token];
    assert_int_equal(a, b);
    assert_int_equal(a & ~3u, (uint32_t)al_hash("abcdefghijklmnopqrstuvwxyzabcdef", 32) & ~3u);
    /* Characters are not cut: eleven of three bytes. */
    static const char georgian[] = "ააააააააააა";
    a = facts.tokens[of("აააააააააააბ")->first_token];
    assert_int_equal(a & ~3u, (uint32_t)al_hash(georgian, 33) & ~3u);
}

static void equal_blocks_share_facts_and_tokens(void **state)
{
    (void)state;
    struct al_block blocks[] = {
        {.text = AL_STR("Read more")}, {.text = AL_STR("Read on")}, {.text = AL_STR("Read more")}};
    struct al_doc doc = {.blocks = blocks, .n_blocks = 3};
    assert_int_equal(al_facts_count(&facts, &doc), ARTICLEAN_OK);
    assert_int_equal(facts.of[1].first, 1);
    assert_memory_equal(&facts.of[2], &facts.of[0], sizeof *facts.of);
    assert_int_equal(facts.n_tokens, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_words_and_capitals),
        cmocka_unit_test(a_wide_character_is_a_token),
        cmocka_unit_test(every_script_ends_its_sentences),
        cmocka_unit_test(marks_tell_dates_prices_and_addresses),
        cmocka_unit_test(first_and_last_characters_are_told),
        cmocka_unit_test(tokens_fold_case_and_numbers),
        cmocka_unit_test(long_blocks_keep_head_and_tail),
        cmocka_unit_test(long_words_are_hashed_by_their_beginning),
        cmocka_unit_test(equal_blocks_share_facts_and_tokens),
    };
    return cmocka_run_group_tests(tests, NULL, clear);
}
