/* The stage decode alone: blocks of UTF-8 with ranges in order, whatever the bytes and the charset named for
 * them. */
#include "fuzz.h"

#include "base/utf8.h"
#include "decode/decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct articlean_options options;
    fuzz_options(&options, &data, &size);
    void *self = NULL;
    struct al_doc doc;
    al_doc_init(&doc, 0);
    doc.raw = al_str((const char *)data, size);
    doc.from = options.from;
    fuzz_check(!al_decode_open(&options, &self), "the stage opens");
    enum articlean_status s = al_decode_run(self, &doc);
    fuzz_check(!s || (s == ARTICLEAN_BAD_ENCODING && options.decode_errors_fail), "any bytes are decoded");
    uint32_t end = 0;
    for (size_t i = 0; !s && i < doc.n_blocks; i++) {
        const struct al_block *b = &doc.blocks[i];
        fuzz_check(al_utf8_valid_prefix(b->text.p, b->text.n) == b->text.n, "text is UTF-8");
        fuzz_check(b->start >= end && b->end >= b->start && b->end <= size, "ranges are in order");
        fuzz_check(b->elem == 0 || b->elem < doc.n_elems, "the element exists");
        end = b->end;
    }
    al_doc_clear(&doc);
    al_decode_close(self);
    return 0;
}
