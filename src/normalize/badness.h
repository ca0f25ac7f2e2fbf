/* How much a text looks like UTF-8 that was read in another charset. */
#ifndef AL_NORMALIZE_BADNESS_H
#define AL_NORMALIZE_BADNESS_H

#include "base/str.h"

#include <stdint.h>

/* What a quick look found. */
struct al_badness {
    size_t n;         /* places with characters in odd company, counted up to the asked number */
    size_t first;     /* offset of the first one, bytes */
    size_t latin_run; /* longest run of Latin-1 characters over U+00A0, code points */
};

/* Looks at `text` (UTF-8) until `max` odd places are found, or at all of it for 0 but then counts only the
   first place; U+FFFD counts as odd only if `count_lost`. */
struct al_badness al_badness(struct al_str text, size_t max, bool count_lost);

#endif
