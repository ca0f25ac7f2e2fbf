/* The stage strip alone, over blocks of any facts: every block gets a verdict and a reason, scores are
 * shares. */
#include "blocks.h"
#include "fuzz.h"
#include "strip/strip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct articlean_options options;
    bool html = size && data[0] & 1;
    fuzz_options(&options, &data, &size);
    void *self = NULL;
    struct al_doc doc;
    al_doc_init(&doc, 0);
    fuzz_blocks(&doc, data, size, html);
    fuzz_check(!al_strip_open(&options, &self), "the stage opens");
    fuzz_check(!al_strip_run(self, &doc), "a document is stripped");
    for (size_t i = 0; i < doc.n_blocks; i++) {
        const struct al_block *b = &doc.blocks[i];
        fuzz_check(b->verdict != ARTICLEAN_DROP || b->why[0], "a dropped block has a reason");
        fuzz_check(b->score == -1 || (b->score >= 0 && b->score <= 1), "a score is a share");
    }
    fuzz_check(doc.confidence >= 0 && doc.confidence <= 1, "the confidence is a share");
    al_doc_clear(&doc);
    al_strip_close(self);
    return 0;
}
