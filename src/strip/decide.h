/* From probabilities to verdicts: keeps the blocks whose expected F1 is greatest, nothing where even that is
   poor, everything where hardly anything speaks against it, and of equal blocks the first. */
#ifndef AL_STRIP_DECIDE_H
#define AL_STRIP_DECIDE_H

#include "features.h"

/* Decides all blocks without a final verdict from block->score: sets verdict, why, note and class, and the
   document's confidence. Of `options` lean, keep_classes and drop_classes count. ARTICLEAN_NO_MEMORY. */
enum articlean_status al_decide(const struct al_view *view, struct al_doc *doc,
                                const struct articlean_options *options);

#endif
