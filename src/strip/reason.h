/* Why a model's verdict is what it is: the facts of a block that tell most, as an id, a class and a note. */
#ifndef AL_STRIP_REASON_H
#define AL_STRIP_REASON_H

#include "features.h"

/* Notes of one document: blocks with the same reasons share one string. */
struct al_reasons {
    struct al_map notes; /* set of reasons -> index */
    const char **texts;
    size_t n, cap;
};

void al_reasons_init(struct al_reasons *reasons);
void al_reasons_clear(struct al_reasons *reasons);
/* Sets why, note and class of block i, whose verdict is set. ARTICLEAN_NO_MEMORY. */
enum articlean_status al_reason(struct al_reasons *reasons, const struct al_view *view, struct al_doc *doc,
                                size_t i);

#endif
