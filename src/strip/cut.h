/* The probability from which on the blocks of a page are kept: where the F-measure of what is kept is
   expected to be greatest. Knows numbers only. */
#ifndef AL_STRIP_CUT_H
#define AL_STRIP_CUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct al_cut {
    float from, expected; /* probability; F-measure of the blocks that have at least that */
};

/* Finds it for n blocks with probabilities p and sizes in tokens, each right or wrong for itself. `beta`
   weighs recall. {2, 0} keeps nothing. */
struct al_cut al_best_cut(const float *p, const uint32_t *size, size_t n, float beta);
/* The same for F1 where doubtful blocks are partly right or wrong together, as comments or teasers behind an
   article are: then a heap of them that is likelier chrome than content goes. `together` is how much of the
   doubt is shared, 0..1. */
struct al_cut al_joint_cut(const float *p, const uint32_t *size, size_t n, float together);
/* Whether a good part of what is expected to be content stands in one stretch that is nearly sure. */
bool al_has_body(const float *p, const uint32_t *size, size_t n);

#endif
