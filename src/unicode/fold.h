/* Text to matching key: what rules and dedupe compare. The printed text never comes from here. */
#ifndef AL_UNICODE_FOLD_H
#define AL_UNICODE_FOLD_H

#include "base/buf.h"

/* Appends the key of `text` (UTF-8) to `out`: lower case, usual width, simplified Han, runs of white space to
   one space and none at the ends, format and control characters left out. */
enum articlean_status al_fold(struct al_buf *out, struct al_str text);

/* Returns the offset in `text` of the character that gave byte `at` of its key; text.n when `at` is the key's
   length or more. White space before that character is skipped. */
size_t al_fold_source(struct al_str text, size_t at);

#endif
