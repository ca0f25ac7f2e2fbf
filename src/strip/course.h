/* How probability runs along a page: where its densest stretch lies, what stands between a block and the
   heart of that, the vocabulary of what is likely kept, and blocks that look alike in a text dump. */
#ifndef AL_STRIP_COURSE_H
#define AL_STRIP_COURSE_H

#include "features.h"

/* Sums of p times weight and of weights. */
struct al_mass {
    double p, w;
};

enum { AL_LIKES = 1 << 10 };

/* Columns of a page: one value a block. */
struct al_course {
    double *kept_p, *kept_w; /* sums as in al_mass over the blocks before each that would be kept; [n]: all */
    double *chrome;          /* expected words of chrome between it and the heart */
    float *dip;              /* least mean of three between it and the heart, 1 for none */
    float *prose_before;     /* p of the nearest prose before it, -1 for none */
    float *prose_after;      /* after it */
    float *worst_since;      /* least p since the nearest likely prose before it, 1 for none */
    uint16_t *like;          /* group of blocks that look alike */
    size_t n;
    size_t best, best_end, heart; /* the stretch of highest gain, end after the last; its weightiest block */
    struct al_mass in_best;
    struct al_mass *likes;  /* AL_LIKES groups; nothing of those that no block is in */
    uint64_t *once, *twice; /* bits: hashes of words that one likely block uses, that two do */
};

/* Fills everything from a probability and a weight a block; `cut`: from which on a block would be kept.
   Memory is the arena's. ARTICLEAN_NO_MEMORY. */
enum articlean_status al_course_fill(struct al_course *course, const struct al_view *view, const float *p,
                                     const double *weight, float cut, struct al_arena *arena);
/* Share of block i's long words that other likely blocks use, -1 when it has none. */
float al_course_words(const struct al_course *course, const struct al_facts *facts, size_t i, float p);

#endif
