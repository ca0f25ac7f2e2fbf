/* The stage strip: facts, rules and model to a verdict for each block, and metadata. */
#ifndef AL_STRIP_STRIP_H
#define AL_STRIP_STRIP_H

#include "doc/doc.h"

enum articlean_status al_strip_open(const struct articlean_options *options, void **self);
enum articlean_status al_strip_run(void *self, struct al_doc *doc);
void al_strip_close(void *self);

#endif
