/* Undoes spelling tricks with letters: Cyrillic and Greek ones inside Latin words and the reverse,
   mathematical and small-capital letters in place of plain ones. */
#ifndef AL_NORMALIZE_LETTERS_H
#define AL_NORMALIZE_LETTERS_H

#include "base/buf.h"
#include "doc/doc.h"

/* Rewrites words of `doc` that are spelled so, each block as a change "normalize.letters". Acts only when the
   document has several such words. `scratch` is any buffer. */
enum articlean_status al_letters_run(struct al_buf *scratch, struct al_doc *doc);

#endif
