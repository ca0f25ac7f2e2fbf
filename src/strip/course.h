/* How probability runs along a page: where its densest stretch lies, what stands between a block and the
   heart of that, the vocabulary of what is likely kept, and blocks that look alike in a text dump. */
#ifndef AL_STRIP_COURSE_H
#define AL_STRIP_COURSE_H

#include "features.h"

/* Sums of p times weight and of weights. */
struct al_mass {
    double p, w;
};

/* One block on the course. */
struct al_pace {
    struct al_mass kept; /* over the blocks before it that would be kept */
    float prose_before;  /* p of the nearest prose before it, -1 for none */
    float prose_after;   /* after it */
    float worst_since;   /* least p since the nearest likely prose before it, 1 for none */
    float dip;           /* least mean of three between it and the heart, 1 for none */
    double chrome;       /* expected words of chrome between it and the heart */
    uint32_t like;       /* group of blocks that look alike */
};

enum { AL_LIKES = 1 << 10 };

struct al_course {
    struct al_pace *of; /* n + 1: the last one holds the sums over all */
    size_t n;
    size_t best, best_end, heart; /* the stretch of highest gain, end after the last; its weightiest block */
    struct al_mass in_best;
    struct al_mass *likes;  /* AL_LIKES groups */
    uint64_t *once, *twice; /* bits: hashes of words that one likely block uses, that two do */
};

/* Fills everything from a probability a block; `cut`: from which on a block would be kept. Memory is the
   arena's. ARTICLEAN_NO_MEMORY. */
enum articlean_status al_course_fill(struct al_course *course, const struct al_view *view, const float *p,
                                     float cut, struct al_arena *arena);
/* What a block weighs in means of p: its words, at most 60. */
double al_course_weight(const struct al_fact *fact);
/* Share of block i's long words that other likely blocks use, -1 when it has none. */
float al_course_words(const struct al_course *course, const struct al_facts *facts, size_t i, float p);

#endif
