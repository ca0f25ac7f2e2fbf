/* A run of printable ASCII read at once: which of its bytes are letters, digits and so on, as sets of bits.
   The words of most texts are found in these sets with a few operations each. */
#ifndef AL_BASE_ASCII_H
#define AL_BASE_ASCII_H

#include "eight.h"
#include "str.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { AL_RUN_MAX = 48 }; /* bytes; less than 64, so that every set has a bit behind its last */

/* Bit i of each set stands for byte i of the run. */
struct al_ascii_run {
    unsigned n;                /* bytes */
    uint64_t words;            /* letters and digits */
    uint64_t digits, capitals; /* among them */
    uint64_t marks;            /* neither these nor spaces */
    char low[AL_RUN_MAX + 8];  /* the letters in lower case, and the digits; other bytes are not its own */
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

/* Reads sixteen bytes, and writes them in lower case to `low`, which is meant for letters and digits only. */
static inline struct al_sixteen al_sixteen_portable(const char *p, char *low)
{
    uint32_t sets[2][5];
    for (int i = 0; i < 2; i++) {
        uint64_t v = al_eight_load(p + 8 * i), ascii = v & ~AL_EIGHT_HIGH, letters = al_eight_letters(v);
        sets[i][0] = al_eight_bits(letters);
        sets[i][1] = al_eight_bits(al_eight_digits(v));
        sets[i][2] = al_eight_bits(letters & ~(v << 2));
        sets[i][3] = al_eight_bits(al_eight_between(ascii, ' ', ' ') & ~v);
        sets[i][4] = al_eight_bits(al_eight_between(ascii, ' ', '~') & ~v);
        al_eight_store(low + 8 * i, v | AL_EIGHT_ONES * 0x20);
    }
    return (struct al_sixteen){sets[0][0] | sets[1][0] << 8, sets[0][1] | sets[1][1] << 8,
                               sets[0][2] | sets[1][2] << 8, sets[0][3] | sets[1][3] << 8,
                               sets[0][4] | sets[1][4] << 8};
}

#ifdef __SSE2__
static inline uint32_t al_sixteen_between(__m128i v, char low, char high)
{
    __m128i from_low = _mm_sub_epi8(v, _mm_set1_epi8(low));
    __m128i capped = _mm_min_epu8(from_low, _mm_set1_epi8((char)(high - low)));
    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(from_low, capped));
}

/* The same with SSE2, which every x86-64 has. */
static inline struct al_sixteen al_sixteen_sse2(const char *p, char *low)
{
    __m128i v = _mm_loadu_si128((const __m128i *)p), folded = _mm_or_si128(v, _mm_set1_epi8(0x20));
    _mm_storeu_si128((__m128i *)low, folded);
    return (struct al_sixteen){al_sixteen_between(folded, 'a', 'z'), al_sixteen_between(v, '0', '9'),
                               al_sixteen_between(v, 'A', 'Z'), al_sixteen_between(v, ' ', ' '),
                               al_sixteen_between(v, ' ', '~')};
}
#define al_sixteen_read al_sixteen_sse2
#else
#define al_sixteen_read al_sixteen_portable
#endif

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

/* Reads the run at p. It ends before a byte that is no printable ASCII, and before a word that goes on behind
   it: n is 0 when there is nothing but such a word. */
static inline void al_ascii_read(struct al_ascii_run *run, const char *p, const char *end)
{
    uint64_t words = 0, digits = 0, capitals = 0, marks = 0;
    unsigned n = 0, step = 16;
    for (; step == 16 && n < AL_RUN_MAX && p + n < end; n += step) {
        char some[16];
        const char *at = p + n;
        if (end - at < 16)
            at = memcpy(memset(some, 0, sizeof some), at, (size_t)(end - at));
        struct al_sixteen s = al_sixteen_read(at, run->low + n);
        uint32_t rest = ~s.printed & 0xFFFF;
        step = rest ? (unsigned)__builtin_ctz(rest) : 16;
        words |= (uint64_t)(s.letters | s.digits) << n;
        digits |= (uint64_t)s.digits << n;
        capitals |= (uint64_t)s.capitals << n;
        marks |= (uint64_t)(s.letters | s.digits | s.spaces) << n;
    }
    n = al_ascii_trim(words, n, p, end);
    uint64_t all = al_bits_below(n);
    run->n = n;
    run->words = words & all;
    run->digits = digits & all;
    run->capitals = capitals & all;
    run->marks = ~marks & all;
}

#endif
