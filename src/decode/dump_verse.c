#include "dump_verse.h"

#include "dump_line.h"

enum {
    MIN_STANZAS = 2,
    MIN_LINES = 2,    /* of a stanza */
    MAX_LINES = 32,   /* of a stanza */
    MIN_COLUMNS = 9,  /* of a line, on average: menus and tables have shorter ones */
    MAX_COLUMNS = 64, /* of any line */
    MAX_OTHERS = 5    /* of so many lines one more than the title may stand outside of the stanzas */
};

static bool is_line(const struct al_block *b)
{
    return b->kind == ARTICLEAN_PARAGRAPH && al_dump_width(b->text, MAX_COLUMNS + 1) <= MAX_COLUMNS;
}

/* Returns the blocks of the stanza that block i begins, 0 when it begins none. */
static size_t stanza_at(const struct al_doc *doc, size_t i)
{
    size_t n = 0;
    uint64_t width = 0;
    while (i + n < doc->n_blocks && (!n || doc->blocks[i + n].joint == AL_JOINT_LINE)) {
        if (!is_line(&doc->blocks[i + n]) || n == MAX_LINES)
            return 0;
        width += al_dump_width(doc->blocks[i + n].text, MAX_COLUMNS);
        n++;
    }
    if (n < MIN_LINES || width < n * MIN_COLUMNS)
        return 0;
    return n;
}

void al_dump_mark_verse(struct al_doc *doc)
{
    size_t stanzas = 0, lines = 0, others = 0, n;
    for (size_t i = 0; i < doc->n_blocks; i += n ? n : 1) {
        n = stanza_at(doc, i);
        lines += n;
        stanzas += n > 0;
        others += !n;
        /* Most pages are told by their first blocks. */
        if (others > lines / MAX_OTHERS + 8)
            return;
    }
    if (stanzas < MIN_STANZAS || others > 1 + lines / MAX_OTHERS)
        return;
    for (size_t i = 0; i < doc->n_blocks; i += n ? n : 1) {
        n = stanza_at(doc, i);
        for (size_t k = 0; k < n; k++)
            doc->blocks[i + k].kind = ARTICLEAN_VERSE;
    }
}
