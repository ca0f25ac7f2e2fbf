#include "writer.h"

/* Items, rows, code and verse of one run stay together; all else is set apart by an empty line. */
static bool is_tight(const struct al_block *a, const struct al_block *b)
{
    if (a->kind != b->kind)
        return false;
    return a->kind == ARTICLEAN_ITEM || a->kind == ARTICLEAN_ROW || a->kind == ARTICLEAN_CODE ||
           a->kind == ARTICLEAN_VERSE;
}

void al_out_text(struct al_out *out, const struct al_doc *doc)
{
    const struct al_block *last = NULL;
    for (size_t i = 0; i < doc->n_blocks; i++) {
        const struct al_block *b = &doc->blocks[i];
        if (!al_block_kept(b) || !b->text.n)
            continue;
        if (last)
            al_out_z(out, is_tight(last, b) ? "\n" : "\n\n");
        al_out_str(out, b->text);
        last = b;
    }
    if (last)
        al_out_z(out, "\n");
}
