#include "match.h"

#include <articlean/corpus.h>

enum { MIN_SHARED = 4 }; /* hashes; fewer may be chance */

/* The two shares are to each other as the sizes of the documents. A later one that is over twice as long
   brings much that is new; one under half as long is an excerpt, and goes only when the earlier has nearly
   all of it. */
static const float MAX_RATIO = 2.2f, CONTAINED = 0.8f;

struct al_overlap al_overlap(const uint32_t a[AL_SKETCH_SIZE], const uint32_t b[AL_SKETCH_SIZE])
{
    uint32_t end =
        a[AL_SKETCH_SIZE - 1] < b[AL_SKETCH_SIZE - 1] ? a[AL_SKETCH_SIZE - 1] : b[AL_SKETCH_SIZE - 1];
    unsigned i = 0, k = 0, n_shared = 0;
    while (i < AL_SKETCH_SIZE && k < AL_SKETCH_SIZE && a[i] <= end && b[k] <= end && a[i] != UINT32_MAX &&
           b[k] != UINT32_MAX) {
        if (a[i] == b[k])
            n_shared++, i++, k++;
        else if (a[i] < b[k])
            i++;
        else
            k++;
    }
    while (i < AL_SKETCH_SIZE && a[i] <= end && a[i] != UINT32_MAX)
        i++;
    while (k < AL_SKETCH_SIZE && b[k] <= end && b[k] != UINT32_MAX)
        k++;
    return (struct al_overlap){.n_shared = n_shared,
                               .of_a = i ? (float)n_shared / (float)i : 0,
                               .of_b = k ? (float)n_shared / (float)k : 0};
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
    if (later->n < ARTICLEAN_SKETCH_MIN || earlier->n < ARTICLEAN_SKETCH_MIN || near >= 1)
        return NULL;
    struct al_overlap o = al_overlap(later->hashes, earlier->hashes);
    *similarity = o.of_a;
    return al_copy_name(al_copy_kind(&o, near));
}

const char *al_copy_name(enum al_copy kind)
{
    static const char *const names[] = {
        [AL_NO_COPY] = NULL, [AL_NEAR] = "near", [AL_CONTAINED] = "contained"};
    return names[kind];
}
