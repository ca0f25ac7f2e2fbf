#include "align.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { BITS = 64, WORDS = (AL_ALIGN_MAX + BITS - 1) / BITS, LISTS = 256 };

/* The tokens of a text in lists by their hash; links are numbers of tokens + 1. */
struct places {
    uint32_t hashes[AL_ALIGN_MAX];
    uint16_t first[LISTS], next[AL_ALIGN_MAX];
};

static uint32_t token_hash(const struct al_tokens *t, size_t i)
{
    return (uint32_t)XXH3_64bits(t->text.p + t->items[i].start, t->items[i].end - t->items[i].start);
}

static void list_places(struct places *p, const struct al_tokens *t)
{
    memset(p->first, 0, sizeof p->first);
    for (size_t i = 0; i < t->n; i++) {
        p->hashes[i] = token_hash(t, i);
        p->next[i] = p->first[p->hashes[i] % LISTS];
        p->first[p->hashes[i] % LISTS] = (uint16_t)(i + 1);
    }
}

/* Flips the bits of the tokens with this hash; tells whether there are any. */
static bool flip_places(const struct places *p, uint32_t hash, uint64_t *places)
{
    bool any = false;
    for (size_t i = p->first[hash % LISTS]; i; i = p->next[i - 1])
        if (p->hashes[i - 1] == hash) {
            places[(i - 1) / BITS] ^= UINT64_C(1) << (i - 1) % BITS;
            any = true;
        }
    return any;
}

/* Takes the next token of the later text, which stands at `places` of the earlier one. In `row` the bit of
   each token is 0 where the common length with the earlier text grows by one. */
static void step(uint64_t *row, const uint64_t *places, size_t n_words)
{
    uint64_t carry = 0;
    for (size_t w = 0; w < n_words; w++) {
        uint64_t here = row[w] & places[w], sum = row[w] + here, with_carry = sum + carry;
        carry = (sum < here) | (with_carry < carry);
        row[w] = with_carry | (row[w] & ~places[w]);
    }
}

/* The common length by bits: Crochemore, Iliopoulos, Pinzon and Reid, A fast and practical bit-vector
   algorithm for the longest common subsequence problem, 2001. */
struct al_alignment al_align(const struct al_tokens *later, const struct al_tokens *earlier)
{
    struct places p;
    uint64_t row[WORDS], places[WORDS] = {0};
    struct al_alignment a = {0};
    size_t n_words = (earlier->n + BITS - 1) / BITS;
    list_places(&p, earlier);
    memset(row, 0xFF, sizeof row);
    for (size_t i = 0; i < later->n; i++) {
        uint32_t hash = token_hash(later, i);
        if (flip_places(&p, hash, places)) {
            step(row, places, n_words);
            flip_places(&p, hash, places);
        } else {
            a.n_new_numbers += later->items[i].has_digit;
        }
    }
    for (size_t k = 0; k < earlier->n; k++)
        a.n_common += !(row[k / BITS] >> k % BITS & 1);
    return a;
}
