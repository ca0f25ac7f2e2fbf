#include "page.h"

#include "base/try.h"
#include "second.h"

#include <string.h>

_Static_assert((int)AL_N_FEATURES <= AL_FOREST_WIDTH, "a row is too wide for the forest");

void al_page_clear(struct al_page *page)
{
    al_facts_clear(&page->facts);
    al_nearby_clear(&page->nearby);
    al_boxes_clear(&page->boxes);
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

/* Columns that a document lacks stay 0. */
static void first_look(const struct al_view *view, const struct al_forest *forest, float *odds)
{
    struct al_cursor cursor;
    struct al_forest_walk walk;
    _Alignas(16) float row[AL_FOREST_WIDTH] = {0};
    al_features_begin(&cursor, view);
    al_forest_begin(&walk, forest, odds);
    for (size_t i = 0; i < view->doc->n_blocks; i++) {
        al_features_row(&cursor, row);
        al_forest_add(&walk, row);
    }
    al_forest_end(&walk);
}

static void second_look(struct al_second *second, const struct al_forest *forest, float *odds)
{
    struct al_forest_walk walk;
    _Alignas(16) float row[AL_FOREST_WIDTH] = {0};
    al_forest_begin(&walk, forest, odds);
    for (size_t i = 0; i < second->view.doc->n_blocks; i++) {
        al_second_row(second, i, row);
        al_forest_add(&walk, row);
    }
    al_forest_end(&walk);
}

enum articlean_status al_page_score(const struct al_view *view, struct al_doc *doc,
                                    const struct al_forest *first, const struct al_forest *second)
{
    float *odds = al_arena_alloc(&doc->arena, (2 * doc->n_blocks + 1) * sizeof *odds);
    if (!odds)
        return ARTICLEAN_NO_MEMORY;
    float *p = odds + doc->n_blocks;
    memset(odds, 0, doc->n_blocks * sizeof *odds);
    first_look(view, first, odds);
    for (size_t i = 0; i < doc->n_blocks; i++)
        p[i] = al_logistic(odds[i]);
    if (second->n_trees) {
        struct al_second look;
        TRY(al_second_begin(&look, view, p, &doc->arena));
        second_look(&look, second, odds);
    }
    for (size_t i = 0; i < doc->n_blocks; i++)
        doc->blocks[i].score = al_logistic(odds[i]);
    return ARTICLEAN_OK;
}
