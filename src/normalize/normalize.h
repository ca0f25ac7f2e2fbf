/* The stage normalize: block text to NFC, mended and without invisible characters. */
#ifndef AL_NORMALIZE_NORMALIZE_H
#define AL_NORMALIZE_NORMALIZE_H

#include "doc/doc.h"

enum articlean_status al_normalize_open(const struct articlean_options *options, void **self);
enum articlean_status al_normalize_run(void *self, struct al_doc *doc);
void al_normalize_close(void *self);

#endif
