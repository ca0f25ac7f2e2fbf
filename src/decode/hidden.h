/* Elements that are marked as hidden and hold the page: scripts show them later, or a dialog covers them. */
#ifndef AL_DECODE_HIDDEN_H
#define AL_DECODE_HIDDEN_H

#include "doc/doc.h"

/* Takes AL_F_HIDDEN from the blocks of each hidden element that holds half of the text outside links, or
   more; what is hidden once more inside stays hidden. */
enum articlean_status al_hidden_review(struct al_doc *doc);

#endif
