#include "page.h"

#include "base/try.h"
#include "second.h"

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

static void first_look(const struct al_view *view, const struct al_forest *forest, float *odds, float *p)
{
    struct al_cursor cursor;
    float rows[AL_FOREST_ROWS][AL_N_FEATURES];
    al_features_begin(&cursor, view);
    for (size_t i = 0, n, all = view->doc->n_blocks; i < all; i += n) {
        n = all - i < AL_FOREST_ROWS ? all - i : AL_FOREST_ROWS;
        for (size_t r = 0; r < n; r++)
            al_features_row(&cursor, rows[r]);
        al_forest_score(forest, rows[0], AL_N_FEATURES, n, odds + i);
        for (size_t r = 0; r < n; r++)
            p[i + r] = al_logistic(odds[i + r]);
    }
}

static void second_look(struct al_second *second, const struct al_forest *forest, float *odds)
{
    float rows[AL_FOREST_ROWS][AL_N_SECOND], more[AL_FOREST_ROWS];
    for (size_t i = 0, n, all = second->view.doc->n_blocks; i < all; i += n) {
        n = all - i < AL_FOREST_ROWS ? all - i : AL_FOREST_ROWS;
        for (size_t r = 0; r < n; r++)
            al_second_row(second, i + r, rows[r]);
        al_forest_score(forest, rows[0], AL_N_SECOND, n, more);
        for (size_t r = 0; r < n; r++)
            odds[i + r] += more[r];
    }
}

enum articlean_status al_page_score(const struct al_view *view, struct al_doc *doc,
                                    const struct al_forest *first, const struct al_forest *second)
{
    float *odds = al_arena_alloc(&doc->arena, (2 * doc->n_blocks + 1) * sizeof *odds),
          *p = odds + doc->n_blocks;
    if (!odds)
        return ARTICLEAN_NO_MEMORY;
    first_look(view, first, odds, p);
    if (second->n_trees) {
        struct al_second look;
        TRY(al_second_begin(&look, view, p, &doc->arena));
        second_look(&look, second, odds);
    }
    for (size_t i = 0; i < doc->n_blocks; i++)
        doc->blocks[i].score = al_logistic(odds[i]);
    return ARTICLEAN_OK;
}
