/* A sketch as text: its hashes in base 64, six digits each, which keeps the order of their values. */
#ifndef DEDUPE_SKETCH_TEXT_H
#define DEDUPE_SKETCH_TEXT_H

#include <articlean/articlean.h>
#include <stdbool.h>

enum { HASH_DIGITS = 6, SKETCH_TEXT = ARTICLEAN_SKETCH_HASHES * HASH_DIGITS + 1 };

void sketch_write(const struct articlean_sketch *k, char out[SKETCH_TEXT]);
/* Reads the hashes; the fingerprint is set to 0. False when the text is not a sketch. */
bool sketch_read(const char *text, struct articlean_sketch *k);

#endif
