#include "page.h"

#include "base/try.h"

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

void al_page_score(const struct al_view *view, struct al_doc *doc, const struct al_forest *forest)
{
    struct al_cursor cursor;
    float rows[AL_FOREST_ROWS][AL_N_FEATURES], odds[AL_FOREST_ROWS];
    al_features_begin(&cursor, view);
    for (size_t i = 0; i < doc->n_blocks;) {
        size_t n = doc->n_blocks - i < AL_FOREST_ROWS ? doc->n_blocks - i : AL_FOREST_ROWS;
        for (size_t r = 0; r < n; r++)
            al_features_row(&cursor, rows[r]);
        al_forest_score(forest, rows[0], AL_N_FEATURES, n, odds);
        for (size_t r = 0; r < n; r++)
            doc->blocks[i++].score = al_logistic(odds[r]);
    }
}
