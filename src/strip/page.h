/* All that is counted about one page, and its scores by a model; memory is kept from one page to the next. */
#ifndef AL_STRIP_PAGE_H
#define AL_STRIP_PAGE_H

#include "features.h"
#include "model.h"

struct al_page {
    struct al_facts facts;
    struct al_nearby nearby;
    struct al_boxes boxes;
    void *room; /* for rows on their way to a score */
};

void al_page_clear(struct al_page *page);
/* Counts the facts of all blocks. */
enum articlean_status al_page_count(struct al_page *page, const struct al_doc *doc);
/* Adds what needs the tables of scores; *view refers to page and doc. Wants al_page_count() before. */
enum articlean_status al_page_view(struct al_page *page, const struct al_doc *doc,
                                   const struct al_table *words, const struct al_table *classes,
                                   struct al_view *view);
/* Sets block->score of all blocks: by `first`, then by `second`, which also knows the scores of the others.
   Wants al_page_view() before. Scratch memory is the document's arena. */
enum articlean_status al_page_score(struct al_page *page, const struct al_view *view, struct al_doc *doc,
                                    const struct al_forest *first, const struct al_forest *second);

#endif
