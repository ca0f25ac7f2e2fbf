/* Two short token sequences compared in order. */
#ifndef AL_DEDUPE_ALIGN_H
#define AL_DEDUPE_ALIGN_H

#include "tokens.h"

enum { AL_ALIGN_MAX = 1024 }; /* tokens of a sequence; the work is at most the product of both lengths */

/* What the later of two texts has of the earlier one. */
struct al_alignment {
    size_t n_common;      /* length of their longest common subsequence in tokens */
    size_t n_new_numbers; /* tokens with a digit that stand nowhere in the earlier one */
};

/* Both sequences must have from 1 to AL_ALIGN_MAX tokens. */
struct al_alignment al_align(const struct al_tokens *later, const struct al_tokens *earlier);

#endif
