/* HTML to blocks: ranges ascend inside the text, elements have parents before them, the counts fit the text;
   valid UTF-8 in gives valid UTF-8 out. */
#include "fuzz.h"

#include "base/utf8.h"
#include "decode/html.h"
#include "doc/link.h"

static void check_links(const struct al_block *b)
{
    uint32_t last = 0;
    for (const struct al_link *link = b->links; link; link = link->next) {
        fuzz_check(link->start >= last && link->start < link->end && link->end <= b->text.n,
                   "links ascend in the text");
        fuzz_check(link->href.n, "a link has an address");
        last = link->end;
    }
}

static void check_document(const struct al_doc *doc, int is_valid)
{
    uint32_t last = 0;
    for (size_t i = 0; i < doc->n_blocks; i++) {
        const struct al_block *b = &doc->blocks[i];
        fuzz_check(b->start >= last && b->end >= b->start && b->end <= doc->text.n,
                   "ranges ascend in the text");
        fuzz_check(b->text.n && b->link_bytes <= b->text.n, "a block has text, and links lie in it");
        fuzz_check(b->elem < doc->n_elems, "a block has an element");
        fuzz_check(!is_valid || al_utf8_valid_prefix(b->text.p, b->text.n) == b->text.n, "text is UTF-8");
        check_links(b);
        last = b->end;
    }
    for (size_t i = 1; i < doc->n_elems; i++)
        fuzz_check(doc->elems[i].parent < i, "parents come first");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct al_doc doc;
    al_doc_init(&doc, 0);
    doc.text = al_str((const char *)data, size);
    doc.url = "https://example.org/a/b?c#d";
    doc.wants_links = true;
    int bid = al_html_bid(doc.text);
    fuzz_check(bid >= 0 && bid <= 100, "a bid is a percentage");
    fuzz_check(!al_html_blocks(&doc), "any text gives blocks");
    check_document(&doc, al_utf8_valid_prefix(doc.text.p, size) == size);
    al_doc_clear(&doc);
    return 0;
}
