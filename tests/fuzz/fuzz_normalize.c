/* The stage normalize alone: what it made is UTF-8 and stays as it is when normalised again. */
#include "fuzz.h"

#include "base/utf8.h"
#include "normalize/normalize.h"

#include <string.h>

static void normalize(void *self, struct al_doc *doc, const char *text, size_t size)
{
    size_t valid = al_utf8_valid_prefix(text, size);
    fuzz_check(!al_doc_add(doc, ARTICLEAN_PARAGRAPH, al_str(text, valid), 0, (uint32_t)valid, NULL),
               "a block is added");
    fuzz_check(!al_normalize_run(self, doc), "a document is normalised");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct articlean_options options;
    fuzz_options(&options, &data, &size);
    void *self = NULL;
    struct al_doc doc, again;
    al_doc_init(&doc, 0);
    al_doc_init(&again, 0);
    fuzz_check(!al_normalize_open(&options, &self), "the stage opens");
    normalize(self, &doc, (const char *)data, size);
    struct al_str once = doc.blocks[0].text;
    fuzz_check(al_utf8_valid_prefix(once.p, once.n) == once.n, "text is UTF-8");
    normalize(self, &again, once.p, once.n);
    fuzz_check(al_str_eq(again.blocks[0].text, once), "normalising again changes nothing");
    al_doc_clear(&doc);
    al_doc_clear(&again);
    al_normalize_close(self);
    return 0;
}
