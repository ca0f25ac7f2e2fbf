/* HTML to blocks: a tokenizer and a flat stack of open elements; no tree, no recursion.

   A block is the text between two tags that are no inline markup, or <br>. Left out is what never shows as
   text: scripts, styles, SVG, MathML, templates, form controls, fallback of embedded media, the reading of
   ruby (the base text stays). Kept and flagged is what may show: <noscript>, buttons, hidden elements;
   and page state, if the page itself has little text. */
#ifndef AL_DECODE_HTML_H
#define AL_DECODE_HTML_H

#include "doc/doc.h"

/* How sure it is that this is HTML: 0 not at all .. 100. Reads a prefix only. */
int al_html_bid(struct al_str text);

/* Adds blocks, elements and pairs of doc->text to doc. Block ranges are offsets into doc->text, ascending and
   disjoint. White space in a block is collapsed, but in code. Pairs: "title", "lang", "canonical", "ld+json"
   (each script as it stands), "time" (datetime of <time>), and the content of <meta> under its name, property
   or itemprop in lower case. ARTICLEAN_NO_MEMORY or ARTICLEAN_LIMIT only. */
enum articlean_status al_html_blocks(struct al_doc *doc);

/* As al_html_blocks() for a piece of a page: without its page state. */
enum articlean_status al_html_fragment(struct al_doc *doc);

#endif
