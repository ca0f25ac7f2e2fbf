/* What escaping leaves behind when it is done twice or undone once too little: entities, JSON escapes,
   ampersands; and the pinyin that mirror sites put behind characters. */
#ifndef AL_NORMALIZE_DEBRIS_H
#define AL_NORMALIZE_DEBRIS_H

#include "base/buf.h"
#include "doc/doc.h"

/* Appends `text` with entities, runs of ampersands and JSON escapes resolved; *n grows by the places changed.
   Leaves a text alone that is about them: quoted entities, markup, paths, a single "\n". */
enum articlean_status al_debris_unescape(struct al_buf *out, struct al_str text, uint32_t *n);

/* Removes pinyin in brackets behind traditional characters of a simplified document, 系統(tǒng), and gives
   the characters their simplified form; acts only when the document shows it several times. */
enum articlean_status al_debris_pinyin(struct al_buf *scratch, struct al_doc *doc);

#endif
