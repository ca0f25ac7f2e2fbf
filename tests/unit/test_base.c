#include "unit.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/utf8.h"

static void buffer_meets_its_cap(void **state)
{
    (void)state;
    struct al_buf b;
    al_buf_init(&b, 5);
    assert_int_equal(al_buf_append(&b, "abc", 3), ARTICLEAN_OK);
    assert_int_equal(al_buf_append(&b, "def", 3), ARTICLEAN_LIMIT);
    assert_int_equal(b.n, 3);
    al_buf_consume(&b, 2);
    assert_int_equal(b.n, 1);
    assert_int_equal(b.p[0], 'c');
    al_buf_clear(&b);
}

static void arena_aligns_and_limits(void **state)
{
    (void)state;
    struct al_arena a;
    al_arena_init(&a, 100000);
    char *first = al_arena_alloc(&a, 3);
    char *second = al_arena_alloc(&a, 3);
    assert_true(second - first >= 8);
    assert_int_equal((uintptr_t)second % 16, 0);
    assert_null(al_arena_alloc(&a, 200000));
    assert_non_null(al_arena_alloc(&a, 50000));
    al_arena_reset(&a);
    assert_int_equal(a.used, 0);
    al_arena_clear(&a);
}

static void map_finds_what_was_put(void **state)
{
    (void)state;
    struct al_map m;
    al_map_init(&m);
    assert_null(al_map_get(&m, 7));
    for (uint64_t k = 0; k < 1000; k++) {
        int is_new;
        assert_int_equal(al_map_put(&m, k * 77, (uint32_t)k, NULL, &is_new), ARTICLEAN_OK);
        assert_true(is_new);
    }
    for (uint64_t k = 0; k < 1000; k++)
        assert_int_equal(*al_map_get(&m, k * 77), k);
    assert_null(al_map_get(&m, 78));
    al_map_clear(&m);
}

static void allocation_fails_on_demand(void **state)
{
    (void)state;
    al_alloc_fail_after(1);
    void *p = al_malloc(1);
    assert_non_null(p);
    assert_null(al_malloc(1));
    assert_int_equal(al_alloc_count(), 2);
    al_alloc_fail_after(-1);
    al_free(p);
}

/* Valid prefix and decoding must agree on every sequence of up to three bytes that begins with a lead byte.
 */
static void utf8_agrees_with_itself(void **state)
{
    (void)state;
    for (unsigned a = 0; a < 256; a++)
        for (unsigned b = 0; b < 256; b++)
            for (unsigned c = 0; c < 256; c += 7) {
                char s[4] = {(char)a, (char)b, (char)c, 'x'};
                uint32_t cp;
                size_t n = al_utf8_decode(s, s + 4, &cp);
                size_t valid = al_utf8_valid_prefix(s, n);
                if (valid == n && cp != AL_REPLACEMENT) {
                    char back[4];
                    assert_int_equal(al_utf8_encode(cp, back), n);
                    assert_memory_equal(back, s, n);
                } else {
                    assert_int_equal(cp, AL_REPLACEMENT);
                }
            }
}

/* A long run of three-byte characters is validated by words: one odd character in every place of it. */
static void utf8_runs_hide_nothing(void **state)
{
    (void)state;
    for (size_t at = 0; at < 16; at++)
        for (uint32_t i = 0; i < 1 << 16; i++) {
            char run[48];
            for (size_t k = 0; k < sizeof run; k += 3)
                memcpy(run + k, "\xE4\xB8\xAD", 3);
            char *odd = run + 3 * at;
            odd[0] = (char)(0xE0 | i >> 12);
            odd[1] = (char)(i >> 4);
            odd[2] = (char)(0x7E + (i & 3) + (i & 4 ? 0x40 : 0));
            uint32_t cp;
            bool is_good = al_utf8_decode(odd, odd + 3, &cp) == 3;
            assert_int_equal(al_utf8_valid_prefix(run, sizeof run), is_good ? sizeof run : 3 * at);
        }
}

static void utf8_replaces_maximal_subparts(void **state)
{
    (void)state;
    const char s[] = "\xF0\x9F\x98\xE4\xB8\x80";
    uint32_t cp;
    assert_int_equal(al_utf8_decode(s, s + 6, &cp), 3);
    assert_int_equal(cp, AL_REPLACEMENT);
    assert_int_equal(al_utf8_decode(s + 3, s + 6, &cp), 3);
    assert_int_equal(cp, 0x4E00);
    assert_int_equal(al_utf8_decode("\xED\xA0\x80", s + 3, &cp), 1);
    assert_int_equal(al_utf8_open_tail("ab\xE4\xB8", 4), 2);
    assert_int_equal(al_utf8_open_tail("ab\xE4\xB8\x80", 5), 0);
    assert_int_equal(al_utf8_open_tail("\xED\xA0", 2), 0);
}

static void utf8_next_is_decode_where_text_is_well_formed(void **state)
{
    (void)state;
    for (uint32_t cp = 1; cp <= 0x10FFFF; cp++) {
        char s[8] = "";
        uint32_t by_next, by_decode;
        size_t n = al_utf8_encode(cp, s);
        for (size_t room = n; room < sizeof s; room++)
            assert_int_equal(al_utf8_next(s, s + room, &by_next) - s, n);
        assert_int_equal(al_utf8_decode(s, s + n, &by_decode), n);
        assert_int_equal(by_next, by_decode);
    }
    /* What is cut off does not lead behind the end. */
    uint32_t cp;
    for (int lead = 0x80; lead < 0x100; lead++)
        for (size_t room = 1; room < 4; room++) {
            const char s[4] = {(char)lead, (char)0x80, (char)0x80, (char)0x80};
            assert_true(al_utf8_next(s, s + room, &cp) <= s + room);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buffer_meets_its_cap),
        cmocka_unit_test(arena_aligns_and_limits),
        cmocka_unit_test(map_finds_what_was_put),
        cmocka_unit_test(allocation_fails_on_demand),
        cmocka_unit_test(utf8_agrees_with_itself),
        cmocka_unit_test(utf8_replaces_maximal_subparts),
        cmocka_unit_test(utf8_runs_hide_nothing),
        cmocka_unit_test(utf8_next_is_decode_where_text_is_well_formed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
