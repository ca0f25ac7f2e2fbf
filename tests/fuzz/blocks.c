#include "blocks.h"

#include "base/utf8.h"
#include "fuzz.h"

static void add_elem(struct al_doc *doc, struct al_block *b, uint32_t facts)
{
    struct al_elem elem = {.parent = doc->n_elems ? facts % (uint32_t)doc->n_elems : 0,
                           .tag = (uint16_t)(facts % 100),
                           .flags = b->flags,
                           .names = {"entry content", 13},
                           .path = facts % 7};
    if (doc->n_elems)
        elem.depth = (uint16_t)(doc->elems[elem.parent].depth + 1);
    fuzz_check(!al_doc_add_elem(doc, &elem, &b->elem), "an element is added");
}

void fuzz_blocks(struct al_doc *doc, const uint8_t *data, size_t size, bool html)
{
    const char *p = (const char *)data, *end = p + size;
    doc->raw = doc->text = al_str(p, size);
    doc->from = html ? ARTICLEAN_FROM_HTML : ARTICLEAN_FROM_TEXT;
    doc->name = doc->id = "fuzz";
    doc->encoding = doc->encoding_by = "utf-8";
    while (p < end) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        const char *stop = nl ? nl : end;
        uint32_t facts = 0;
        memcpy(&facts, p, stop - p < 4 ? (size_t)(stop - p) : 4);
        size_t n = al_utf8_valid_prefix(p, (size_t)(stop - p));
        struct al_block *b;
        fuzz_check(!al_doc_add(doc, (enum articlean_kind)(facts % (ARTICLEAN_VERSE + 1)), al_str(p, n),
                               (uint32_t)(p - doc->raw.p), (uint32_t)(stop - doc->raw.p), &b),
                   "a block is added");
        b->blank_before = facts >> 5 & 1;
        b->joint = facts >> 6 & 3;
        b->level = facts >> 8 & 7;
        if (html) {
            b->flags = facts * 2654435761u;
            b->link_bytes = facts >> 3 & 1 ? (uint32_t)n : 0;
            b->n_links = b->link_bytes > 0;
            add_elem(doc, b, facts);
        }
        p = nl ? nl + 1 : end;
    }
}
