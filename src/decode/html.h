/* HTML to blocks: a streaming tokenizer and a flat stack of open elements; no tree, no recursion. */
#ifndef AL_DECODE_HTML_H
#define AL_DECODE_HTML_H

#include "doc/doc.h"

/* How sure it is that this is HTML: 0 not at all .. 100. Reads a prefix only. */
int al_html_bid(struct al_str text);

/* Adds blocks, elements and pairs of doc->text to doc. Block ranges are offsets into doc->text. */
enum articlean_status al_html_blocks(struct al_doc *doc);

#endif
