/* What is known of Han characters and Chinese words: costs, use, look-alikes. The tables are compiled from
   the text files beside tables/makehan.c by it at build time. */
#ifndef AL_NORMALIZE_HAN_H
#define AL_NORMALIZE_HAN_H

#include <stddef.h>
#include <stdint.h>
#include <xxhash.h>

enum {
    AL_HAN_FIRST = 0x4E00,
    AL_HAN_N = 0x5200,
    AL_HAN_UNKNOWN = 63,      /* cost of what is not in a table */
    AL_HAN_WORD_MAX = 4,      /* characters */
    AL_HAN_N_SLOTS = 1 << 16, /* of the table of words */
    AL_HAN_MAX_CANDIDATES = 6
};

/* Bits of al_han.flags. */
enum {
    AL_HAN_TRADITIONAL = 1, /* in traditional text only */
    AL_HAN_SIMPLIFIED = 2,  /* in simplified text only */
    AL_HAN_VERB = 4,
    AL_HAN_ODD = 8,    /* a look-alike that no simplified text uses otherwise: not in GB 2312 */
    AL_HAN_USABLE = 16 /* a look-alike that may be meant, too */
};

/* Costs are -ln(probability) in steps of 0.3. */
struct al_han {
    uint8_t cost; /* anywhere in a text */
    uint8_t word; /* as a word of one character */
    uint8_t flags;
};

/* A character or symbol and what it may stand for, likeliest first; `kind` 0 variant, 1 part and sound, 2
   part, 3 sound. */
struct al_han_pair {
    uint16_t from;
    uint16_t to[AL_HAN_MAX_CANDIDATES]; /* 0: no more */
    uint8_t kind[AL_HAN_MAX_CANDIDATES];
};

extern const struct al_han al_han[AL_HAN_N];
extern const struct al_han_pair al_han_pairs[]; /* by `from` */
extern const size_t al_han_n_pairs;
/* Open addressing from the upper 16 bits of the hash: 26 bits of the hash and 6 bits of cost; 0: free. */
extern const uint32_t al_han_words[AL_HAN_N_SLOTS];

static inline const struct al_han *al_han_of(uint32_t cp)
{
    static const struct al_han none = {AL_HAN_UNKNOWN, AL_HAN_UNKNOWN, 0};
    return cp - AL_HAN_FIRST < AL_HAN_N ? &al_han[cp - AL_HAN_FIRST] : &none;
}

static inline uint64_t al_han_hash(const uint16_t *word, size_t n)
{
    return XXH3_64bits(word, n * sizeof *word);
}

/* The slot where a word is or belongs. */
static inline const uint32_t *al_han_slot(const uint32_t *slots, uint64_t hash)
{
    size_t i = (size_t)(hash >> 48);
    while (slots[i] && slots[i] >> 6 != (hash & 0x3FFFFFF))
        i = (i + 1) % AL_HAN_N_SLOTS;
    return &slots[i];
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

#endif
