#include "decode.h"

#include "base/alloc.h"
#include "base/try.h"
#include "dump.h"

struct decode {
    struct articlean_options options;
};

enum articlean_status al_decode_open(const struct articlean_options *options, void **self)
{
    struct decode *d = al_malloc(sizeof *d);
    if (!d)
        return ARTICLEAN_NO_MEMORY;
    d->options = *options;
    *self = d;
    return ARTICLEAN_OK;
}

enum articlean_status al_decode_run(void *self, struct al_doc *doc)
{
    const struct decode *d = self;
    doc->text = doc->raw;
    doc->encoding = "utf-8";
    doc->encoding_by = "utf-8";
    doc->encoding_confidence = 1;
    doc->from = ARTICLEAN_FROM_TEXT;
    return al_dump_blocks(doc, d->options.unwrap == ARTICLEAN_UNWRAP_AUTO);
}

void al_decode_close(void *self)
{
    al_free(self);
}
