#include "writer.h"

#include "unicode/sentence.h"

enum { PROSE_BYTES = 60 };

static bool is_prose(const struct al_block *b)
{
    return b->text.n >= PROSE_BYTES && al_ends_sentence(b->text);
}

bool al_is_tight(const struct al_block *a, const struct al_block *b)
{
    bool same = a->kind == b->kind;
    if (same && (a->kind == ARTICLEAN_ROW || a->kind == ARTICLEAN_CODE))
        return true;
    bool item = same && a->kind == ARTICLEAN_ITEM;
    bool line = b == a + 1 && b->joint == AL_JOINT_LINE;
    /* Items of whole sentences are set apart like paragraphs: read again, the text shows no other kind. */
    return (item || line) && !(is_prose(a) && is_prose(b));
}

const struct al_block *al_next_kept(const struct al_doc *doc, const struct al_block *b)
{
    const struct al_block *end = doc->blocks + doc->n_blocks;
    while (b < end && (!al_block_kept(b) || !b->text.n))
        b++;
    return b < end ? b : NULL;
}

/* Whether every border is tight: read again, such a text would show no paragraphs, so it is set apart. */
static bool is_all_tight(const struct al_doc *doc)
{
    const struct al_block *last = al_next_kept(doc, doc->blocks);
    for (const struct al_block *b; last && (b = al_next_kept(doc, last + 1)); last = b) {
        if (last->kind == ARTICLEAN_CODE || last->kind == ARTICLEAN_VERSE || !al_is_tight(last, b))
            return false;
    }
    return true;
}

static void write_border(struct al_out *out, const struct al_block *a, const struct al_block *b, bool loose)
{
    if (b == a + 1 && b->joint == AL_JOINT_SPACE)
        al_out_z(out, " ");
    else if (b == a + 1 && b->joint == AL_JOINT_NONE)
        return;
    else if (a->kind == ARTICLEAN_CODE && b->kind == ARTICLEAN_CODE)
        al_out_repeat(out, '\n', 1 + (size_t)(b == a + 1 ? b->blank_before : 0));
    else
        al_out_z(out, !loose && al_is_tight(a, b) ? "\n" : "\n\n");
}

void al_out_kept(struct al_out *out, const struct al_doc *doc)
{
    if (!doc->n_blocks)
        return;
    bool loose = is_all_tight(doc);
    const struct al_block *last = NULL;
    for (const struct al_block *b = doc->blocks; (b = al_next_kept(doc, b)); last = b, b++) {
        if (last)
            write_border(out, last, b, loose);
        al_out_str(out, b->text);
    }
}

void al_out_text(struct al_out *out, const struct al_doc *doc)
{
    al_out_front_matter(out, doc);
    al_out_kept(out, doc);
    if (!articlean_document_is_empty(doc))
        al_out_z(out, "\n");
}
