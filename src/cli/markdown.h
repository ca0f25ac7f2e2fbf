/* Mending Markdown in place: what the document drops or repairs is done to the source, and every other byte
   stays. Front matter, code, tables, links and HTML are never touched. */
#ifndef CLI_MARKDOWN_H
#define CLI_MARKDOWN_H

#include "stats.h"

#include <articlean/articlean.h>

/* Appends the mended source and counts what was done. Blocks that hold a link or a protected line stay even
   when the document drops them; a repair is made where its place is certain. */
void markdown_mend(const struct articlean_record *record, const struct articlean_document *document,
                   struct text *out, struct tally *tally);

#endif
