#include "strip.h"

#include "base/alloc.h"
#include "base/try.h"
#include "ruling.h"

struct strip {
    struct al_ruling *ruling;
};

enum articlean_status al_strip_open(const struct articlean_options *options, void **self)
{
    struct strip *s = al_calloc(1, sizeof *s);
    if (!s)
        return ARTICLEAN_NO_MEMORY;
    enum articlean_status status = al_ruling_open(options, &s->ruling);
    if (status) {
        al_strip_close(s);
        return status;
    }
    *self = s;
    return ARTICLEAN_OK;
}

enum articlean_status al_strip_run(void *self, struct al_doc *doc)
{
    struct strip *s = self;
    return al_ruling_run(s->ruling, doc);
}

void al_strip_close(void *self)
{
    struct strip *s = self;
    if (!s)
        return;
    al_ruling_close(s->ruling);
    al_free(s);
}
