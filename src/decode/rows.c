#include "rows.h"

#include "base/alloc.h"
#include "base/try.h"
#include "doc/link.h"
#include "tags.h"

enum { MAX_CELL = 400, MAX_ROW = 1200, MAX_BLOCKS_OF_CELL = 4 };

/* Where an element stands; indices of elements, 0 for none. */
struct place {
    uint32_t table, row, cell;
    uint32_t n_rows, n_data; /* of a table: rows of at least two cells, and those that look like data */
    bool has_table;          /* of a row */
};

static bool is_cell(uint16_t tag)
{
    return tag == AL_TAG_TD || tag == AL_TAG_TH;
}

static bool has_tables(const struct al_doc *doc)
{
    for (size_t i = 0; i < doc->n_elems; i++)
        if (doc->elems[i].tag == AL_TAG_TABLE)
            return true;
    return false;
}

static void find_places(const struct al_doc *doc, struct place *places)
{
    for (uint32_t i = 1; i < doc->n_elems; i++) {
        struct place at = places[doc->elems[i].parent];
        uint16_t tag = doc->elems[i].tag;
        if (tag == AL_TAG_TABLE) {
            places[at.row].has_table = true;
            at = (struct place){.table = i};
        } else if (tag == AL_TAG_TR) {
            at = (struct place){.table = at.table, .row = i};
        } else if (is_cell(tag)) {
            at.cell = i;
        }
        at.n_rows = at.n_data = 0;
        at.has_table = false;
        places[i] = at;
    }
}

/* End of the run of blocks from `first` that stand in the same row. */
static size_t end_of_row(const struct al_doc *doc, const struct place *places, size_t first)
{
    uint32_t row = places[doc->blocks[first].elem].row;
    size_t i = first + 1;
    while (row && i < doc->n_blocks && places[doc->blocks[i].elem].row == row)
        i++;
    return i;
}

struct row {
    uint32_t n_cells;
    bool is_data;
};

static struct row look_at_row(const struct al_doc *doc, const struct place *places, size_t first, size_t end)
{
    struct row row = {.is_data = !places[places[doc->blocks[first].elem].row].has_table};
    size_t n_blocks = 0, n_bytes = 0, n_all = 0;
    uint32_t cell = UINT32_MAX;
    for (size_t i = first; i < end; i++) {
        const struct al_block *b = &doc->blocks[i];
        if (places[b->elem].cell != cell) {
            cell = places[b->elem].cell;
            row.n_cells++;
            n_blocks = n_bytes = 0;
        }
        n_bytes += b->text.n;
        n_all += b->text.n;
        row.is_data = row.is_data && ++n_blocks <= MAX_BLOCKS_OF_CELL && n_bytes <= MAX_CELL &&
                      n_all <= MAX_ROW && b->kind != ARTICLEAN_HEADING && b->kind != ARTICLEAN_CODE;
    }
    row.is_data = row.is_data && row.n_cells > 1;
    return row;
}

static void count_rows(const struct al_doc *doc, struct place *places)
{
    for (size_t i = 0, end; i < doc->n_blocks; i = end) {
        end = end_of_row(doc, places, i);
        struct row row = look_at_row(doc, places, i, end);
        if (row.n_cells < 2)
            continue;
        struct place *table = &places[places[doc->blocks[i].elem].table];
        table->n_rows++;
        table->n_data += row.is_data;
    }
}

/* Moves a list of links behind another one; their text begins at byte `at` now. */
static void append_links(struct al_link **to, struct al_link *links, size_t at)
{
    while (*to)
        to = &(*to)->next;
    *to = links;
    for (; links; links = links->next) {
        links->start += (uint32_t)at;
        links->end += (uint32_t)at;
    }
}

/* Joins blocks [first, end) into *out, which may be the first of them. */
static enum articlean_status join(struct al_doc *doc, const struct place *places, size_t first, size_t end,
                                  struct al_block *out)
{
    struct al_block b = doc->blocks[first];
    struct al_buf text;
    al_buf_init(&text, 0);
    enum articlean_status status = al_buf_append_str(&text, b.text);
    for (size_t i = first + 1; i < end && !status; i++) {
        const struct al_block *next = &doc->blocks[i];
        bool is_same = places[next->elem].cell == places[doc->blocks[i - 1].elem].cell;
        status = al_buf_append_z(&text, is_same ? " " : " | ");
        append_links(&b.links, next->links, text.n);
        if (!status)
            status = al_buf_append_str(&text, next->text);
        b.flags &= next->flags;
        b.link_bytes += next->link_bytes;
        b.n_links = (uint16_t)(b.n_links + next->n_links);
        b.n_bold_bytes = (uint16_t)(b.n_bold_bytes + next->n_bold_bytes);
        b.n_images = (uint8_t)(b.n_images + next->n_images);
    }
    b.end = doc->blocks[end - 1].end;
    b.elem = places[b.elem].row;
    b.kind = ARTICLEAN_ROW;
    b.level = 0;
    if (!status) {
        b.text = al_arena_dup(&doc->arena, al_buf_str(&text));
        status = b.text.p ? ARTICLEAN_OK : ARTICLEAN_NO_MEMORY;
    }
    al_buf_clear(&text);
    *out = b;
    return status;
}

static enum articlean_status join_rows(struct al_doc *doc, const struct place *places)
{
    size_t n = 0;
    for (size_t i = 0, end; i < doc->n_blocks; i = end) {
        end = end_of_row(doc, places, i);
        const struct place *table = &places[places[doc->blocks[i].elem].table];
        bool is_data = table->n_data >= 2 && table->n_data * 10 >= table->n_rows * 7;
        if (is_data && look_at_row(doc, places, i, end).is_data) {
            TRY(join(doc, places, i, end, &doc->blocks[n]));
            n++;
            continue;
        }
        while (i < end)
            doc->blocks[n++] = doc->blocks[i++];
    }
    doc->n_blocks = n;
    return ARTICLEAN_OK;
}

enum articlean_status al_rows_join(struct al_doc *doc)
{
    if (!has_tables(doc))
        return ARTICLEAN_OK;
    struct place *places = al_calloc(doc->n_elems, sizeof *places);
    if (!places)
        return ARTICLEAN_NO_MEMORY;
    find_places(doc, places);
    count_rows(doc, places);
    enum articlean_status status = join_rows(doc, places);
    al_free(places);
    return status;
}
