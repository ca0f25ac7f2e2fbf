#include "page.h"

#include "base/alloc.h"
#include "base/try.h"
#include "second.h"

#include <string.h>

_Static_assert((int)AL_N_FEATURES <= AL_FOREST_WIDTH, "a row is too wide for the forest");

/* Rows on their way to a score. */
struct looker {
    al_column columns[AL_N_FEATURES]; /* the second look has fewer */
    struct al_forest_walk walk;
};

void al_page_clear(struct al_page *page)
{
    al_facts_clear(&page->facts);
    al_nearby_clear(&page->nearby);
    al_boxes_clear(&page->boxes);
    al_free(page->room);
    page->room = NULL;
}

enum articlean_status al_page_count(struct al_page *page, const struct al_doc *doc)
{
    return al_facts_count(&page->facts, doc);
}

enum articlean_status al_page_view(struct al_page *page, const struct al_doc *doc,
                                   const struct al_table *words, const struct al_table *classes,
                                   struct al_view *view)
{
    TRY(al_nearby_fill(&page->nearby, doc, &page->facts, words));
    TRY(al_boxes_fill(&page->boxes, doc, &page->facts, &page->nearby, classes));
    *view = (struct al_view){doc, &page->facts, &page->nearby, &page->boxes};
    return ARTICLEAN_OK;
}

static void first_look(struct looker *l, const struct al_view *view, const struct al_forest *forest,
                       float *odds)
{
    struct al_cursor cursor;
    al_features_begin(&cursor, view);
    al_forest_begin(&l->walk, forest, odds);
    for (unsigned n; (n = al_features_next(&cursor, l->columns)) > 0;)
        al_forest_add(&l->walk, l->columns, n);
    al_forest_end(&l->walk);
}

static void second_look(struct looker *l, struct al_second *second, const struct al_forest *forest,
                        float *odds)
{
    al_forest_begin(&l->walk, forest, odds);
    for (unsigned n; (n = al_second_next(second, l->columns)) > 0;)
        al_forest_add(&l->walk, l->columns, n);
    al_forest_end(&l->walk);
}

enum articlean_status al_page_score(struct al_page *page, const struct al_view *view, struct al_doc *doc,
                                    const struct al_forest *first, const struct al_forest *second)
{
    enum { ALIGNED = _Alignof(struct looker) };
    if (!page->room && !(page->room = al_calloc(1, sizeof(struct looker) + ALIGNED)))
        return ARTICLEAN_NO_MEMORY;
    struct looker *looker = (struct looker *)(((uintptr_t)page->room + ALIGNED - 1) / ALIGNED * ALIGNED);
    float *odds = al_arena_alloc(&doc->arena, (2 * doc->n_blocks + 1) * sizeof *odds);
    if (!odds)
        return ARTICLEAN_NO_MEMORY;
    float *p = odds + doc->n_blocks;
    memset(odds, 0, doc->n_blocks * sizeof *odds);
    first_look(looker, view, first, odds);
    for (size_t i = 0; i < doc->n_blocks; i++)
        p[i] = al_logistic(odds[i]);
    if (second->n_trees) {
        struct al_second look;
        TRY(al_second_begin(&look, view, p, &doc->arena));
        second_look(looker, &look, second, odds);
    }
    for (size_t i = 0; i < doc->n_blocks; i++)
        doc->blocks[i].score = al_logistic(odds[i]);
    return ARTICLEAN_OK;
}
