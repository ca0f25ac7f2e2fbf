#include "dump.h"

#include "base/try.h"
#include "base/utf8.h"
#include "dump_line.h"
#include "dump_wrap.h"
#include "unicode/props.h"

enum { MAX_DEPTH = 16 };

struct dump {
    struct al_doc *doc;
    struct al_dump_wrap wrap;
    struct al_buf paragraph;  /* text of the open paragraph once it has more than one line */
    struct al_dump_line line; /* last line of the open paragraph */
    uint32_t start;           /* of the open paragraph */
    struct al_str text;       /* of its first line */
    bool is_open, is_item;
    unsigned blank, first_indent;
    uint16_t depths[MAX_DEPTH]; /* indents of the open lists */
    unsigned n_depths;
    unsigned cells; /* of the last block when it could be a table row, else 0 */
};

static uint8_t cap_byte(unsigned n)
{
    return (uint8_t)(n > UINT8_MAX ? UINT8_MAX : n);
}

/* Depth of a list item: one more than the open lists that are indented less. */
static unsigned list_depth(struct dump *d, unsigned indent)
{
    while (d->n_depths && d->depths[d->n_depths - 1] >= indent)
        d->n_depths--;
    if (d->n_depths < MAX_DEPTH)
        d->depths[d->n_depths++] = (uint16_t)indent;
    return d->n_depths;
}

/* Counts the cells of a line written as `a | b`; 0 when it has a single one. */
static unsigned count_cells(struct al_str text)
{
    unsigned cells = 1;
    const char *p = text.p, *end = p + text.n;
    while ((p = memchr(p, '|', (size_t)(end - p)))) {
        cells += p > text.p && p[-1] == ' ' && p + 1 < end && p[1] == ' ';
        p++;
    }
    return cells > 1 ? cells : 0;
}

/* Two neighbouring lines of as many cells make rows; a single one is more often a menu. */
static void mark_row(struct dump *d, struct al_block *b)
{
    unsigned cells = b->kind == ARTICLEAN_ITEM ? 0 : count_cells(b->text);
    if (cells && cells == d->cells && b > d->doc->blocks) {
        b->kind = ARTICLEAN_ROW;
        b[-1].kind = ARTICLEAN_ROW;
    }
    d->cells = cells;
}

/* What text browsers print for an image without a text: "[image]", "[     ]". */
static bool is_placeholder(struct al_str text)
{
    if (text.n < 3 || text.p[0] != '[' || text.p[text.n - 1] != ']')
        return false;
    struct al_str inner = al_str_trim(al_str(text.p + 1, text.n - 2));
    return !inner.n || al_str_eq_nocase(inner, AL_STR("image")) || al_str_eq_nocase(inner, AL_STR("img"));
}

static enum articlean_status close_paragraph(struct dump *d)
{
    if (!d->is_open)
        return ARTICLEAN_OK;
    d->is_open = false;
    struct al_str text = d->text;
    if (d->paragraph.n) {
        text = al_arena_dup(&d->doc->arena, al_buf_str(&d->paragraph));
        if (!text.p)
            return ARTICLEAN_NO_MEMORY;
        d->paragraph.n = 0;
    }
    struct al_block *b;
    TRY(al_doc_add(d->doc, d->is_item ? ARTICLEAN_ITEM : ARTICLEAN_PARAGRAPH, text, d->start, d->line.end,
                   &b));
    b->indent = cap_byte(d->first_indent);
    b->blank_before = cap_byte(d->blank);
    if (d->is_item)
        b->level = cap_byte(list_depth(d, d->first_indent));
    else if (!d->first_indent)
        d->n_depths = 0;
    b->n_images = is_placeholder(text);
    mark_row(d, b);
    d->blank = 0;
    return ARTICLEAN_OK;
}

static enum articlean_status add_line(struct dump *d, const struct al_dump_line *line)
{
    if (d->is_open && al_dump_wrap_joins(&d->wrap, &d->line, line)) {
        if (!d->paragraph.n)
            TRY(al_buf_append_str(&d->paragraph, d->text));
        TRY(al_dump_wrap_append(&d->wrap, &d->paragraph, line->text, d->doc->text));
        d->doc->flags[AL_FLAG_UNWRAPPED]++;
        d->line = *line;
        return ARTICLEAN_OK;
    }
    TRY(close_paragraph(d));
    if (!line->text.n) {
        d->blank++;
        return ARTICLEAN_OK;
    }
    d->is_open = true;
    d->line = *line;
    d->start = line->start;
    d->text = line->text;
    d->is_item = line->column != line->indent;
    d->first_indent = line->indent;
    return ARTICLEAN_OK;
}

static enum articlean_status add_lines(struct dump *d)
{
    struct al_dump_lines lines;
    struct al_dump_line line;
    al_dump_lines_init(&lines, d->doc->text);
    while (al_dump_lines_next(&lines, &line))
        TRY(add_line(d, &line));
    return close_paragraph(d);
}

enum articlean_status al_dump_blocks(struct al_doc *doc, bool unwrap)
{
    struct dump d = {.doc = doc};
    al_buf_init(&d.paragraph, 0);
    al_map_init(&d.wrap.words);
    if (unwrap)
        al_dump_wrap_measure(&d.wrap, doc->text);
    enum articlean_status s = add_lines(&d);
    al_buf_clear(&d.paragraph);
    al_dump_wrap_clear(&d.wrap);
    return s;
}
