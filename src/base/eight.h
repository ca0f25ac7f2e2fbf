/* Eight bytes of text at a time, in the bits of one integer: portable, and a fraction of the work of a loop
   over bytes. A mask has the highest bit of each byte that is meant. */
#ifndef AL_BASE_EIGHT_H
#define AL_BASE_EIGHT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define AL_EIGHT_ONES UINT64_C(0x0101010101010101)
#define AL_EIGHT_HIGH UINT64_C(0x8080808080808080)

/* The eight bytes at p, which need not be aligned. */
static inline uint64_t al_eight_load(const char *p)
{
    uint64_t v;
    memcpy(&v, p, 8);
    return v;
}

/* The n < 8 bytes at p, followed by NUL bytes. */
static inline uint64_t al_eight_load_some(const char *p, size_t n)
{
    uint64_t v = 0;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    const unsigned char *u = (const unsigned char *)p;
    if (n >= 4) {
        uint32_t first, last; /* they may overlap */
        memcpy(&first, p, 4);
        memcpy(&last, p + n - 4, 4);
        return first | (uint64_t)last << 8 * (n - 4);
    }
    if (n)
        v = u[0] | (uint64_t)u[n >> 1] << 8 * (n >> 1) | (uint64_t)u[n - 1] << 8 * (n - 1);
#else
    memcpy(&v, p, n);
#endif
    return v;
}

/* The first eight of the n bytes at p, followed by NUL bytes where n is less. */
static inline uint64_t al_eight_load_most(const char *p, size_t n)
{
    return n < 8 ? al_eight_load_some(p, n) : al_eight_load(p);
}

/* The eight bytes at p, NUL bytes from `end` on. */
static inline uint64_t al_eight_until(const char *p, const char *end)
{
    return al_eight_load_most(p, (size_t)(end - p));
}

/* The n bytes before `end`, 0 < n <= 8, followed by NUL bytes; reads the eight bytes before `end`. */
static inline uint64_t al_eight_last_of(const char *end, unsigned n)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return al_eight_load(end - 8) << (64 - 8 * n);
#else
    return al_eight_load(end - 8) >> (64 - 8 * n);
#endif
}

static inline void al_eight_store(char *p, uint64_t v)
{
    memcpy(p, &v, 8);
}

/* Marks the bytes from `low` to `high`, where all bytes of v and both bounds are ASCII. */
static inline uint64_t al_eight_between(uint64_t v, unsigned low, unsigned high)
{
    return (v + AL_EIGHT_ONES * (0x80 - low)) & ~(v + AL_EIGHT_ONES * (0x7F - high)) & AL_EIGHT_HIGH;
}

/* The bytes as digits of a number, the first one highest. */
static inline uint64_t al_eight_number(uint64_t v)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return v;
#else
    return __builtin_bswap64(v);
#endif
}

/* How many bytes come before the first that is marked, 8 when none is. */
static inline unsigned al_eight_before(uint64_t mask)
{
    if (!mask)
        return 8;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return (unsigned)__builtin_clzll(mask) / 8;
#else
    return (unsigned)__builtin_ctzll(mask) / 8;
#endif
}

/* All bits of the first n <= 8 bytes. */
static inline uint64_t al_eight_first(unsigned n)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return n < 8 ? ~(~UINT64_C(0) >> 8 * n) : ~UINT64_C(0);
#else
    return n < 8 ? (UINT64_C(1) << 8 * n) - 1 : ~UINT64_C(0);
#endif
}

/* Marks the bytes that come right after a marked one. */
static inline uint64_t al_eight_after(uint64_t mask)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return mask >> 8;
#else
    return mask << 8;
#endif
}

/* Marks the first byte when the last one is marked: what comes right after it is the first of the next eight.
 */
static inline uint64_t al_eight_last(uint64_t mask)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return mask << 56;
#else
    return mask >> 56;
#endif
}

/* The marks but for the first one; there is one. */
static inline uint64_t al_eight_but_first(uint64_t mask)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return mask & ~(UINT64_C(1) << 63 >> __builtin_clzll(mask));
#else
    return mask & (mask - 1);
#endif
}

/* How many bytes are marked. */
static inline unsigned al_eight_count(uint64_t mask)
{
    return (unsigned)((mask >> 7) * AL_EIGHT_ONES >> 56);
}

/* Marks the letters of ASCII, of any case. */
static inline uint64_t al_eight_letters(uint64_t v)
{
    return al_eight_between((v & ~AL_EIGHT_HIGH) | AL_EIGHT_ONES * 0x20, 'a', 'z') & ~v;
}

/* Marks the digits of ASCII. */
static inline uint64_t al_eight_digits(uint64_t v)
{
    return al_eight_between(v & ~AL_EIGHT_HIGH, '0', '9') & ~v;
}

/* Marks the spaces. */
static inline uint64_t al_eight_spaces(uint64_t v)
{
    return al_eight_between(v & ~AL_EIGHT_HIGH, ' ', ' ') & ~v;
}

/* ASCII letters in lower case; all bytes of v are ASCII. */
static inline uint64_t al_eight_lower(uint64_t v)
{
    return v | al_eight_between(v, 'A', 'Z') >> 2;
}

#endif
