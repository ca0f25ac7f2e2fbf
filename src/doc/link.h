/* The links inside a block's text, and how they stay on their words while stages change the text. */
#ifndef AL_DOC_LINK_H
#define AL_DOC_LINK_H

#include "doc.h"

/* One link; a block has a list of them, ascending and apart. */
struct al_link {
    uint32_t start, end; /* bytes of the block's text */
    struct al_str href;  /* UTF-8; absolute where the address of the page is known; arena */
    struct al_link *next;
};

/* Gives a block another text, which must live as long as the document. Its links move with the words they
   stand on; one whose words have gone goes, too. */
void al_block_set_text(struct al_doc *doc, struct al_block *block, struct al_str text);

#endif
