/* The stage dedupe: repeats inside the document, and the fingerprint of the kept text. */
#ifndef AL_DEDUPE_DEDUPE_H
#define AL_DEDUPE_DEDUPE_H

#include "doc/doc.h"

enum articlean_status al_dedupe_open(const struct articlean_options *options, void **self);
enum articlean_status al_dedupe_run(void *self, struct al_doc *doc);
void al_dedupe_close(void *self);

#endif
