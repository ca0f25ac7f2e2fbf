/* The stage decode: raw bytes of a record to UTF-8 and to blocks. */
#ifndef AL_DECODE_DECODE_H
#define AL_DECODE_DECODE_H

#include "doc/doc.h"

/* ARTICLEAN_NO_MEMORY; ARTICLEAN_BAD_ARGUMENT when options->encoding is no label of an encoding. */
enum articlean_status al_decode_open(const struct articlean_options *options, void **self);
/* Sets encoding, text, from, blocks, elems and pairs of a document whose raw bytes are set. */
enum articlean_status al_decode_run(void *self, struct al_doc *doc);
void al_decode_close(void *self);

#endif
