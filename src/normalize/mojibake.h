/* Repair of text that was decoded in the wrong charset, once or several times. */
#ifndef AL_NORMALIZE_MOJIBAKE_H
#define AL_NORMALIZE_MOJIBAKE_H

#include "base/buf.h"

/* Scratch memory of one thread. */
struct al_mojibake {
    struct al_buf text, next, bytes, piece[2];
};

/* What a repair did. */
struct al_mended {
    struct al_str text; /* in scratch memory until the next call */
    uint32_t n_runs;    /* whole texts or runs repaired, 0: text is the given one */
    uint32_t n_lost;    /* characters that could not be got back, U+FFFD now */
};

/* Allocates nothing. */
void al_mojibake_init(struct al_mojibake *m);
void al_mojibake_clear(struct al_mojibake *m);

/* Undoes UTF-8 that was read in a single-byte charset, in layers, for the whole text or runs of it, and C1
   controls that are characters of windows-1252. A step is taken only when no more is odd after it and the
   bytes are UTF-8. */
enum articlean_status al_mojibake_mend(struct al_mojibake *m, struct al_str text, struct al_mended *out);

#endif
