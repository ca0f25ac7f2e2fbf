/* Undoes the replacement of Chinese characters by look-alikes where a document shows it. */
#ifndef AL_NORMALIZE_LOOKALIKE_H
#define AL_NORMALIZE_LOOKALIKE_H

#include "base/map.h"
#include "doc/doc.h"

/* Scratch memory of one thread. */
struct al_lookalike {
    struct al_buf suspects, found; /* of structs of lookalike.c */
    struct al_buf text;
    struct al_map pairs; /* of neighbours in the document, with their number */
    struct al_map votes; /* for pairs of a look-alike and a candidate, tenths of a nat */
};

/* Allocates nothing. */
void al_lookalike_init(struct al_lookalike *l);
void al_lookalike_clear(struct al_lookalike *l);

/* Replaces look-alikes in the blocks of `doc`, each as a change "normalize.lookalike". Touches nothing unless
   the document is modern simplified prose and shows several replacements of several kinds. */
enum articlean_status al_lookalike_run(struct al_lookalike *l, struct al_doc *doc);

#endif
