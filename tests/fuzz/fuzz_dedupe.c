/* The stage dedupe alone, over blocks of any kind: the first of equal blocks stays, others need a reason. */
#include "blocks.h"
#include "dedupe/dedupe.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct articlean_options options;
    fuzz_options(&options, &data, &size);
    void *self = NULL;
    struct al_doc doc;
    al_doc_init(&doc, 0);
    fuzz_blocks(&doc, data, size, false);
    fuzz_check(!al_dedupe_open(&options, &self), "the stage opens");
    fuzz_check(!al_dedupe_run(self, &doc), "repeats are found");
    for (size_t i = 0; i < doc.n_blocks; i++) {
        const struct al_block *b = &doc.blocks[i];
        if (b->verdict != ARTICLEAN_DROP)
            continue;
        fuzz_check(i > 0 && b->why[0], "a repeat comes later and has a reason");
    }
    al_doc_clear(&doc);
    al_dedupe_close(self);
    return 0;
}
