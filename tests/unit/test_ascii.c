/* Text told many bytes at a time must be told as it is byte by byte. */
#include "unit.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "unicode/fold.h"
#include "unicode/props.h"

enum { TEXTS = 20000, MOST = 80 };

static uint32_t chance = 1;

static unsigned draw(unsigned n)
{
    chance = chance * 1664525 + 1013904223;
    return (chance >> 8) % n;
}

/* Words, spaces, marks, and now and then a byte that is none of these. */
static size_t draw_text(char *out)
{
    static const char common[] = "abcxyzABCXYZ0189      '.,-@[`{/:~";
    static const char rare[] = "\t\n\x1f\x7f\x80\xc3\xff";
    size_t n = draw(MOST);
    for (size_t i = 0; i < n; i++)
        out[i] = draw(40) ? common[draw(sizeof common - 1)] : rare[draw(sizeof rare)];
    return n;
}

static bool is_word(char c)
{
    return al_ascii_alpha((unsigned char)c) || al_ascii_digit((unsigned char)c);
}

static void sixteen_are_the_same_by_any_code(void **state)
{
    (void)state;
    for (unsigned c = 0; c < 256; c++) {
        char in[16], low[2][16];
        for (unsigned i = 0; i < 16; i++)
            in[i] = (char)(c + i * 17);
        struct al_sixteen a = al_sixteen_portable(al_eight_load(in), al_eight_load(in + 8), low[0]);
        struct al_sixteen b = al_sixteen_read(in, low[1]);
        assert_memory_equal(&a, &b, sizeof a);
        assert_memory_equal(low[0], low[1], 16);
    }
}

static void some_are_read_as_sixteen_with_nul_behind(void **state)
{
    (void)state;
    char in[16], low[2][16];
    for (unsigned i = 0; i < 16; i++)
        in[i] = (char)('0' + 7 * i);
    for (unsigned n = 0; n < 16; n++) {
        char padded[16] = {0};
        memcpy(padded, in, n);
        struct al_sixteen a = al_sixteen_read_some(in, n, low[0]), b = al_sixteen_read(padded, low[1]);
        assert_memory_equal(&a, &b, sizeof a);
        assert_memory_equal(low[0], low[1], 16);
    }
}

static void check_run(const char *text, size_t n)
{
    struct al_ascii_run run;
    if (!n)
        return;
    al_ascii_read(&run, text, text + n);
    assert_true(run.n <= n && run.n <= AL_RUN_MAX);
    for (unsigned i = 0; i < 64; i++) {
        char c = i < run.n ? text[i] : ' ';
        assert_true(c >= ' ');
        assert_int_equal(run.words >> i & 1, is_word(c));
        assert_int_equal(run.digits >> i & 1, al_ascii_digit((unsigned char)c));
        assert_int_equal(run.capitals >> i & 1, c >= 'A' && c <= 'Z');
        assert_int_equal(run.marks >> i & 1, !is_word(c) && c != ' ');
        if (is_word(c))
            assert_int_equal(run.low[i], al_ascii_lower((unsigned char)c));
    }
    /* It ends for a reason: no word is cut, and what could be read was. */
    if (run.n && run.n < n && is_word(text[run.n - 1]))
        assert_true(!is_word(text[run.n]) && (unsigned char)text[run.n] < 0x80);
    if (run.n < n && run.n < AL_RUN_MAX - 16)
        assert_true(is_word(text[run.n]) || text[run.n] < ' ');
}

static void runs_are_what_bytes_are(void **state)
{
    (void)state;
    char text[MOST];
    for (int i = 0; i < TEXTS; i++)
        check_run(text, draw_text(text));
}

/* al_fold for text of ASCII, byte by byte. */
static size_t fold_bytes(char *out, const char *text, size_t n)
{
    size_t made = 0;
    bool space = false;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c <= ' ' || c == 0x7F) {
            space |= al_ascii_space(c);
            continue;
        }
        if (space && made)
            out[made++] = ' ';
        space = false;
        out[made++] = (char)al_ascii_lower(c);
    }
    return made;
}

static void keys_are_folded_as_bytes_are(void **state)
{
    (void)state;
    struct al_buf key;
    al_buf_init(&key, 0);
    for (int i = 0; i < TEXTS; i++) {
        char text[MOST], want[MOST];
        size_t n = draw_text(text);
        for (size_t k = 0; k < n; k++)
            text[k] = (char)(text[k] & 0x7F);
        key.n = 0;
        assert_int_equal(al_fold(&key, al_str(text, n)), ARTICLEAN_OK);
        assert_int_equal(key.n, fold_bytes(want, text, n));
        assert_memory_equal(key.p ? key.p : "", want, key.n);
    }
    al_buf_clear(&key);
}

static void classes_of_ascii_are_those_of_all(void **state)
{
    (void)state;
    for (uint32_t cp = 0; cp < 128; cp++)
        assert_int_equal(al_ascii_class[cp], al_class(cp));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sixteen_are_the_same_by_any_code),
        cmocka_unit_test(some_are_read_as_sixteen_with_nul_behind),
        cmocka_unit_test(runs_are_what_bytes_are),
        cmocka_unit_test(keys_are_folded_as_bytes_are),
        cmocka_unit_test(classes_of_ascii_are_those_of_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
