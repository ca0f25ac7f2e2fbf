/* A run of printable ASCII read at once: which of its bytes are letters, digits and so on, as sets of bits.
   The words of most texts are found in these sets with a few operations each. */
#ifndef AL_BASE_ASCII_H
#define AL_BASE_ASCII_H

#include "eight.h"
#include "str.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { AL_RUN_MAX = 63 }; /* bytes; less than 64, so that every set has a bit behind its last */

/* Bit i of each set stands for byte i of the run. */
struct al_ascii_run {
    unsigned n;                /* bytes */
    uint64_t words;            /* letters and digits */
    uint64_t digits, capitals; /* among them */
    uint64_t marks;            /* neither these nor spaces */
    char low[64 + 16];         /* the letters in lower case, and the digits; other bytes are not its own */
};

/* What the bytes of sixteen are, the same way. */
struct al_sixteen {
    uint32_t letters, digits, capitals, spaces, printed;
};

/* The marked bytes of eight as bits, the first one lowest. */
static inline uint32_t al_eight_bits(uint64_t mask)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return (uint32_t)((mask >> 7) * UINT64_C(0x8040201008040201) >> 56);
#else
    return (uint32_t)((mask >> 7) * UINT64_C(0x0102040810204080) >> 56);
#endif
}

/* Reads sixteen bytes, given as two times eight, and writes them in lower case to `low`, which is meant for
   letters and digits only. DEL counts as printed. */
static inline struct al_sixteen al_sixteen_portable(uint64_t first, uint64_t second, char *low)
{
    const uint64_t eights[2] = {first, second};
    struct al_sixteen s = {0};
    for (int i = 0; i < 2; i++) {
        uint64_t v = eights[i], letters = al_eight_letters(v);
        s.letters |= al_eight_bits(letters) << 8 * i;
        s.digits |= al_eight_bits(al_eight_digits(v)) << 8 * i;
        s.capitals |= al_eight_bits(letters & ~(v << 2)) << 8 * i;
        s.spaces |= al_eight_bits(al_eight_spaces(v)) << 8 * i;
        s.printed |= al_eight_bits(al_eight_between(v & ~AL_EIGHT_HIGH, ' ', 0x7F) & ~v) << 8 * i;
        al_eight_store(low + 8 * i, v | AL_EIGHT_ONES * 0x20);
    }
    return s;
}

#ifdef __SSE2__
static inline uint32_t al_sixteen_bits(__m128i mask)
{
    return (uint32_t)_mm_movemask_epi8(mask);
}

/* Marks the bytes from `low` to `high`. */
static inline __m128i al_sixteen_in(__m128i v, char low, char high)
{
    __m128i from_least = _mm_add_epi8(v, _mm_set1_epi8((char)(-128 - low)));
    return _mm_cmplt_epi8(from_least, _mm_set1_epi8((char)(-128 + high - low + 1)));
}

static inline uint32_t al_sixteen_between(__m128i v, char low, char high)
{
    return al_sixteen_bits(al_sixteen_in(v, low, high));
}

/* The n < 16 bytes at p, followed by NUL bytes. */
static inline __m128i al_sixteen_load_some(const char *p, unsigned n)
{
    uint64_t second = n > 8 ? al_eight_last_of(p + n, n - 8) : 0;
    return _mm_set_epi64x((long long)second, (long long)al_eight_load_most(p, n));
}

/* The same with SSE2, which every x86-64 has. */
static inline struct al_sixteen al_sixteen_sse2(__m128i v, char *low)
{
    __m128i folded = _mm_or_si128(v, _mm_set1_epi8(0x20));
    uint32_t letters = al_sixteen_between(folded, 'a', 'z');
    _mm_storeu_si128((__m128i *)low, folded);
    return (struct al_sixteen){.letters = letters,
                               .digits = al_sixteen_between(v, '0', '9'),
                               .capitals = letters & ~al_sixteen_bits(_mm_slli_epi16(v, 2)),
                               .spaces = al_sixteen_bits(_mm_cmpeq_epi8(v, _mm_set1_epi8(' '))),
                               .printed = al_sixteen_bits(_mm_cmpgt_epi8(v, _mm_set1_epi8(0x1F)))};
}
#endif

/* Reads the sixteen bytes at p. */
static inline struct al_sixteen al_sixteen_read(const char *p, char *low)
{
#ifdef __SSE2__
    return al_sixteen_sse2(_mm_loadu_si128((const __m128i *)p), low);
#else
    return al_sixteen_portable(al_eight_load(p), al_eight_load(p + 8), low);
#endif
}

/* Reads the n < 16 bytes at p; NUL bytes follow. */
static inline struct al_sixteen al_sixteen_read_some(const char *p, unsigned n, char *low)
{
#ifdef __SSE2__
    return al_sixteen_sse2(al_sixteen_load_some(p, n), low);
#else
    return al_sixteen_portable(al_eight_load_most(p, n), n > 8 ? al_eight_last_of(p + n, n - 8) : 0, low);
#endif
}

/* The lowest n < 64 bits. */
static inline uint64_t al_bits_below(unsigned n)
{
    return (UINT64_C(1) << n) - 1;
}

static inline unsigned al_bits_lowest(uint64_t set)
{
    return (unsigned)__builtin_ctzll(set);
}

static inline unsigned al_bits_highest(uint64_t set)
{
    return 63 - (unsigned)__builtin_clzll(set);
}

static inline unsigned al_bits_count(uint64_t set)
{
    set -= set >> 1 & UINT64_C(0x5555555555555555);
    set = (set & UINT64_C(0x3333333333333333)) + (set >> 2 & UINT64_C(0x3333333333333333));
    return (unsigned)(((set + (set >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F)) * AL_EIGHT_ONES >> 56);
}

/* The words of a run, in their order: bits of their first bytes, and of those behind them. */
struct al_ascii_words {
    uint64_t starts, ends;
};

static inline struct al_ascii_words al_ascii_words(uint64_t words)
{
    return (struct al_ascii_words){words & ~(words << 1), ~words & words << 1};
}

/* Goes on to the next word. */
static inline void al_ascii_words_next(struct al_ascii_words *w)
{
    w->starts &= w->starts - 1;
    w->ends &= w->ends - 1;
}

/* Takes a word from the end of a run when it goes on behind it. */
static inline unsigned al_ascii_trim(uint64_t words, unsigned n, const char *p, const char *end)
{
    if (!n || p + n == end || !(words >> (n - 1) & 1))
        return n;
    unsigned char next = (unsigned char)p[n];
    if (next < 0x80 && !al_ascii_alpha(next) && !al_ascii_digit(next))
        return n;
    uint64_t others = ~words & al_bits_below(n);
    return others ? al_bits_highest(others) + 1 : 0;
}

/* Reads the run at p < end. It ends before a byte that is no printable ASCII, and before a word that goes on
   behind it: n is 0 when there is nothing but such a word. */
static inline void al_ascii_read(struct al_ascii_run *run, const char *p, const char *end)
{
    uint64_t words = 0, digits = 0, capitals = 0, others = 0;
    size_t left = (size_t)(end - p);
    unsigned n = 0, step;
    do {
        struct al_sixteen s = left - n >= 16
                                  ? al_sixteen_read(p + n, run->low + n)
                                  : al_sixteen_read_some(p + n, (unsigned)(left - n), run->low + n);
        uint64_t in_words = s.letters | s.digits;
        words |= in_words << n;
        digits |= (uint64_t)s.digits << n;
        capitals |= (uint64_t)s.capitals << n;
        others |= (in_words | s.spaces) << n;
        step = (unsigned)__builtin_ctz(~s.printed | 0x10000);
        n += step;
    } while (step == 16 && n < 64 && n < left);
    n = al_ascii_trim(words, n < AL_RUN_MAX ? n : AL_RUN_MAX, p, end);
    uint64_t all = al_bits_below(n);
    run->n = n;
    run->words = words & all;
    run->digits = digits & all;
    run->capitals = capitals & all;
    run->marks = ~others & all;
}

#endif
