/* Text that lost its HTML to blocks: WET, w3m, lynx, html2text, copy and paste; one line or hard-wrapped. */
#ifndef AL_DECODE_DUMP_H
#define AL_DECODE_DUMP_H

#include "doc/doc.h"

/* Adds the blocks of doc->text to doc. Block ranges are offsets into doc->text. `unwrap` joins hard-wrapped
   lines where the document shows that it was wrapped. */
enum articlean_status al_dump_blocks(struct al_doc *doc, bool unwrap);

#endif
