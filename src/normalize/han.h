/* What is known of Han characters and Chinese text: costs, use, company, look-alikes. The tables are compiled
   from the text files beside tables/makehan.c by it at build time. */
#ifndef AL_NORMALIZE_HAN_H
#define AL_NORMALIZE_HAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <xxhash.h>

enum {
    AL_HAN_FIRST = 0x4E00,
    AL_HAN_N = 0x5200,
    AL_HAN_UNKNOWN = 63, /* cost of what is not in a table */
    AL_HAN_GRAM_MAX = 3, /* characters */
    AL_HAN_GRAM_BITS = 18,
    AL_HAN_N_GRAMS = 1 << AL_HAN_GRAM_BITS, /* slots */
    AL_HAN_MAX_CANDIDATES = 8,
    AL_HAN_MAX_LIKENESS = 14 /* 15: the simplified form, always first */
};

/* Bits of al_han.flags. */
enum {
    AL_HAN_TRADITIONAL = 1, /* in traditional text only */
    AL_HAN_SIMPLIFIED = 2,  /* in simplified text only */
    AL_HAN_VERB = 4,
    AL_HAN_ODD = 8,    /* a look-alike that no simplified text uses otherwise: not in GB 2312 */
    AL_HAN_USABLE = 16 /* a look-alike that may be meant, too */
};

struct al_han {
    uint8_t cost; /* -ln(probability) in steps of 0.3 */
    uint8_t flags;
};

/* A character or symbol and what it may stand for: index in al_han_targets << 4 | likeness in steps of 0.8
   nats, 0: no more. */
struct al_han_pair {
    uint16_t from, to[AL_HAN_MAX_CANDIDATES];
};

extern const struct al_han al_han[AL_HAN_N];
extern const struct al_han_pair al_han_pairs[]; /* by `from` */
extern const size_t al_han_n_pairs;
extern const uint16_t al_han_targets[];
/* Open addressing from the upper bits of the hash: 12 lower bits of the hash and 4 bits of gain; 0: free. */
extern const uint16_t al_han_grams[AL_HAN_N_GRAMS];

static inline const struct al_han *al_han_of(uint32_t cp)
{
    static const struct al_han none = {AL_HAN_UNKNOWN, 0};
    return cp - AL_HAN_FIRST < AL_HAN_N ? &al_han[cp - AL_HAN_FIRST] : &none;
}

/* The slot where two or three characters in a row are or belong. */
static inline size_t al_han_slot(const uint16_t *slots, const uint16_t *gram, size_t n)
{
    uint64_t hash = XXH3_64bits(gram, n * sizeof *gram);
    size_t i = (size_t)(hash >> (64 - AL_HAN_GRAM_BITS));
    while (slots[i] && slots[i] >> 4 != (hash & 0xFFF))
        i = (i + 1) % AL_HAN_N_GRAMS;
    return i;
}

/* Returns how much likelier the last of two or three characters is after the others, in steps of 0.8 nats; 0
   when nothing is known. */
static inline unsigned al_han_gain(const uint16_t *gram, size_t n)
{
    return al_han_grams[al_han_slot(al_han_grams, gram, n)] & 15u;
}

/* Returns the pair of a code point, NULL when it is no look-alike. */
static inline const struct al_han_pair *al_han_pair_of(uint32_t cp)
{
    size_t low = 0, high = al_han_n_pairs;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (al_han_pairs[mid].from < cp)
            low = mid + 1;
        else
            high = mid;
    }
    return low < al_han_n_pairs && al_han_pairs[low].from == cp ? &al_han_pairs[low] : NULL;
}

/* Returns the simplified form of a traditional character, 0 when it has none of its own. */
static inline uint16_t al_han_simplified(uint32_t cp)
{
    const struct al_han_pair *pair = al_han_of(cp)->flags & AL_HAN_TRADITIONAL ? al_han_pair_of(cp) : NULL;
    uint16_t first = pair ? pair->to[0] : 0;
    return (first & 15) > AL_HAN_MAX_LIKENESS ? al_han_targets[first >> 4] : 0;
}

#endif
