#include "hidden.h"

#include "base/alloc.h"

/* In place of an element's bytes: it turned out not to be hidden. */
#define SHOWN UINT64_MAX

static bool hides_anything(const struct al_doc *doc)
{
    for (size_t i = 0; i < doc->n_elems; i++)
        if (doc->elems[i].is_hidden)
            return true;
    return false;
}

/* Sets bytes[i] to the text outside links in element i and all it holds. */
static void count_text(const struct al_doc *doc, uint64_t *bytes)
{
    for (size_t i = 0; i < doc->n_blocks; i++)
        bytes[doc->blocks[i].elem] += doc->blocks[i].text.n - doc->blocks[i].link_bytes;
    for (size_t i = doc->n_elems; i-- > 1;)
        bytes[doc->elems[i].parent] += bytes[i];
}

enum articlean_status al_hidden_review(struct al_doc *doc)
{
    if (!hides_anything(doc))
        return ARTICLEAN_OK;
    uint64_t *bytes = al_calloc(doc->n_elems, sizeof *bytes);
    if (!bytes)
        return ARTICLEAN_NO_MEMORY;
    count_text(doc, bytes);
    for (size_t i = 1; i < doc->n_elems; i++) {
        struct al_elem *e = &doc->elems[i];
        bool is_shown = e->is_hidden ? bytes[i] && bytes[i] * 2 >= bytes[0] : bytes[e->parent] == SHOWN;
        if (!is_shown)
            continue;
        e->is_hidden = false;
        e->flags &= ~(uint32_t)AL_F_HIDDEN;
        bytes[i] = SHOWN;
    }
    for (size_t i = 0; i < doc->n_blocks; i++)
        if (bytes[doc->blocks[i].elem] == SHOWN)
            doc->blocks[i].flags &= ~(uint32_t)AL_F_HIDDEN;
    al_free(bytes);
    return ARTICLEAN_OK;
}
