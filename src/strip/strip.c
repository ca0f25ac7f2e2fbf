#include "strip.h"

enum articlean_status al_strip_open(const struct articlean_options *options, void **self)
{
    (void)options;
    *self = NULL;
    return ARTICLEAN_OK;
}

enum articlean_status al_strip_run(void *self, struct al_doc *doc)
{
    (void)self;
    (void)doc;
    return ARTICLEAN_OK;
}

void al_strip_close(void *self)
{
    (void)self;
}
