#include "dedupe.h"

enum articlean_status al_dedupe_open(const struct articlean_options *options, void **self)
{
    (void)options;
    *self = NULL;
    return ARTICLEAN_OK;
}

enum articlean_status al_dedupe_run(void *self, struct al_doc *doc)
{
    (void)self;
    (void)doc;
    return ARTICLEAN_OK;
}

void al_dedupe_close(void *self)
{
    (void)self;
}
