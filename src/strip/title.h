/* Which line of a page that lost its HTML is the headline: the one before the prose whose words the prose
   takes up. Needs no language. */
#ifndef AL_STRIP_TITLE_H
#define AL_STRIP_TITLE_H

#include "base/map.h"
#include "doc/doc.h"

/* Finds the headline of a folded document whose verdicts are known, kept or dropped by a model, never a line
   that a rule dropped. `words` is scratch memory. *title is NULL when no line convinces. */
enum articlean_status al_title_find(struct al_doc *doc, struct al_map *words, struct al_block **title);

#endif
