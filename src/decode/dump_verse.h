/* Verse in a text dump: short lines that stand in stanzas. */
#ifndef AL_DECODE_DUMP_VERSE_H
#define AL_DECODE_DUMP_VERSE_H

#include "doc/doc.h"

/* Makes the paragraphs of a document VERSE whose lines stand in stanzas, if nearly all of it does. The joints
   of the blocks must be set. */
void al_dump_mark_verse(struct al_doc *doc);

#endif
