/* Why a model's verdict is what it is: the facts of a block that tell most, as an id, a class and a note. */
#ifndef AL_STRIP_REASON_H
#define AL_STRIP_REASON_H

#include "features.h"

/* The text of a set of reasons; no set is 0. */
struct al_note {
    uint32_t set;
    const char *text;
};

enum { AL_RECENT_BITS = 6 };

/* Notes of one document: blocks with the same reasons share one string. */
struct al_reasons {
    struct al_map notes; /* set of reasons -> index */
    const char **texts;
    size_t n, cap;
    struct al_note recent[1 << AL_RECENT_BITS]; /* by hash: most blocks have the reasons of another */
    size_t first;                               /* of the blocks whose sets are known */
    uint32_t drop[AL_ROWS], keep[AL_ROWS];      /* reasons against them and for them */
};

void al_reasons_init(struct al_reasons *reasons);
void al_reasons_clear(struct al_reasons *reasons);
/* Sets why, note and class of block i, whose verdict is set. ARTICLEAN_NO_MEMORY. */
enum articlean_status al_reason(struct al_reasons *reasons, const struct al_view *view, struct al_doc *doc,
                                size_t i);

#endif
