/* A page for the browser: what was kept, changed and removed, with the reason on hover. One file, no network.
 */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "stats.h"

#include <articlean/articlean.h>

void report_head(struct text *out);
/* Appends one document. */
void report_document(const struct articlean_record *record, const struct articlean_document *document,
                     struct text *out);
/* Appends the counts by rule and the end of the page. */
void report_tail(const struct tally *tally, struct text *out);

#endif
