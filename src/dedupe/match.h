/* Sketches compared: how much of each of two documents the other one has. */
#ifndef AL_DEDUPE_MATCH_H
#define AL_DEDUPE_MATCH_H

#include "segment.h"

/* Estimates from two sketches; shares are 0..1. */
struct al_overlap {
    unsigned n_shared; /* hashes both sketches have */
    float of_a, of_b;  /* share of each that the other has */
};

/* The lowest hashes are a fair sample of the shingles up to the highest of them; where one sample reaches
   higher than the other, only what lies below the lower end is compared (bottom-k sketches; Beyer et al.,
   SIGMOD 2007), with the bits that both have. */
struct al_overlap al_overlap(const struct articlean_hashes *a, const struct articlean_hashes *b);

enum al_copy { AL_NO_COPY, AL_NEAR, AL_CONTAINED };

/* Tells what a later document `a` is to an earlier one: a near copy when one of the shares reaches `near` and
   the sizes are alike. Edits take from both shares, a quotation leaves both low, an addition only one of
   them. */
enum al_copy al_copy_kind(const struct al_overlap *o, float near);
/* Public name of a kind of copy, NULL for none. */
const char *al_copy_name(enum al_copy kind);

#endif
