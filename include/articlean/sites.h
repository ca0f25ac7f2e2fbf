/* What the pages of a site have in common: lines that recur there are evidence that they are no article text.
   Two passes: clean each page with options.stages = ARTICLEAN_DECODE | ARTICLEAN_NORMALIZE and add it, then
   set options.sites and clean again. The site of a page is the host of its URL, else the directory of its
   name. */
#ifndef ARTICLEAN_SITES_H
#define ARTICLEAN_SITES_H

#include <articlean/document.h>

struct articlean_sites;

/* Creates an empty count of at most 8 MiB, however many pages are added. ARTICLEAN_NO_MEMORY,
   ARTICLEAN_BAD_ARGUMENT. */
ARTICLEAN_API enum articlean_status articlean_sites_new(struct articlean_sites **out);

/* Counts the blocks of one page, from one thread at a time and in the same order for the same result. A page
   most of whose prose was seen before is a copy, and does not count; of a page that comes in windows only the
   first does, for they are no neighbours of each other. ARTICLEAN_NO_MEMORY. */
ARTICLEAN_API enum articlean_status articlean_sites_add(struct articlean_sites *sites,
                                                        const struct articlean_document *document);

/* Frees the count; NULL is fine. */
ARTICLEAN_API void articlean_sites_free(struct articlean_sites *sites);

#endif
