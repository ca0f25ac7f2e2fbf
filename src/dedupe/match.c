#include "match.h"

#include <articlean/corpus.h>

enum { MIN_SHARED = 4 }; /* hashes; fewer may be chance */

/* The two shares are to each other as the sizes of the documents. A later one that is over twice as long
   brings much that is new; one under half as long is an excerpt, and goes only when the earlier has nearly
   all of it. */
static const float MAX_RATIO = 2.2f, CONTAINED = 0.8f;

/* Highest value of the sample; that of a document with fewer hashes is the whole document. */
static uint32_t end_of(const struct articlean_hashes *h, unsigned shift)
{
    return h->n == AL_SKETCH_SIZE ? (uint32_t)h->value[AL_SKETCH_SIZE - 1] >> shift : UINT32_MAX;
}

static unsigned n_up_to(const struct articlean_hashes *h, unsigned shift, uint32_t end)
{
    unsigned n = h->n < AL_SKETCH_SIZE ? h->n : AL_SKETCH_SIZE;
    while (n && (uint32_t)h->value[n - 1] >> shift > end)
        n--;
    return n;
}

struct al_overlap al_overlap(const struct articlean_hashes *a, const struct articlean_hashes *b)
{
    unsigned of_a = 0, of_b = 0; /* bits that only one of them has */
    if (al_hashes_shift(a) < al_hashes_shift(b))
        of_a = al_hashes_shift(b) - al_hashes_shift(a);
    else
        of_b = al_hashes_shift(a) - al_hashes_shift(b);
    uint32_t end_a = end_of(a, of_a), end_b = end_of(b, of_b), end = end_a < end_b ? end_a : end_b;
    unsigned n_a = n_up_to(a, of_a, end), n_b = n_up_to(b, of_b, end), n_shared = 0;
    for (unsigned i = 0, k = 0; i < n_a && k < n_b;) {
        int x = a->value[i] >> of_a, y = b->value[k] >> of_b;
        n_shared += x == y;
        i += x <= y;
        k += y <= x;
    }
    return (struct al_overlap){.n_shared = n_shared,
                               .of_a = n_a ? (float)n_shared / (float)n_a : 0,
                               .of_b = n_b ? (float)n_shared / (float)n_b : 0};
}

enum al_copy al_copy_kind(const struct al_overlap *o, float near)
{
    float more = o->of_a > o->of_b ? o->of_a : o->of_b;
    if (o->n_shared < MIN_SHARED || more == 0)
        return AL_NO_COPY;
    if (more >= near && o->of_a >= o->of_b / MAX_RATIO && o->of_a <= o->of_b * MAX_RATIO)
        return AL_NEAR;
    return o->of_a >= CONTAINED ? AL_CONTAINED : AL_NO_COPY;
}

const char *articlean_sketch_compare(const struct articlean_sketch *later,
                                     const struct articlean_sketch *earlier, float near, float *similarity)
{
    *similarity = 1;
    if (later->fingerprint == earlier->fingerprint)
        return "exact";
    if (later->hashes.n < ARTICLEAN_SKETCH_MIN || earlier->hashes.n < ARTICLEAN_SKETCH_MIN || near >= 1)
        return NULL;
    struct al_overlap o = al_overlap(&later->hashes, &earlier->hashes);
    *similarity = o.of_a;
    return al_copy_name(al_copy_kind(&o, near));
}

const char *al_copy_name(enum al_copy kind)
{
    static const char *const names[] = {
        [AL_NO_COPY] = NULL, [AL_NEAR] = "near", [AL_CONTAINED] = "contained"};
    return names[kind];
}
