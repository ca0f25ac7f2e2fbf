/* Hashes as text in base 64: one digit for the bits they lack, three for each hash. */
#ifndef DEDUPE_SKETCH_TEXT_H
#define DEDUPE_SKETCH_TEXT_H

#include <articlean/articlean.h>
#include <stdbool.h>

enum { HASH_DIGITS = 3, SKETCH_TEXT = ARTICLEAN_SKETCH_HASHES * HASH_DIGITS + 2 };

void sketch_write(const struct articlean_hashes *h, char out[SKETCH_TEXT]);
/* False when the text is not one of sketch_write(). */
bool sketch_read(const char *text, struct articlean_hashes *h);

#endif
