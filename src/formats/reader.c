#include <articlean/reader.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/try.h"

struct articlean_reader {
    struct articlean_options options;
    articlean_record_fn *on_record;
    void *context;
    struct al_buf name, url, data;
    bool has_url;
    uint32_t part;
    uint64_t offset;
};

enum articlean_status articlean_reader_new(const struct articlean_options *options,
                                           articlean_record_fn *on_record, void *context,
                                           struct articlean_reader **out)
{
    if (!on_record || !out)
        return ARTICLEAN_BAD_ARGUMENT;
    struct articlean_reader *r = al_calloc(1, sizeof *r);
    if (!r)
        return ARTICLEAN_NO_MEMORY;
    if (options)
        r->options = *options;
    else
        articlean_options_init(&r->options);
    r->on_record = on_record;
    r->context = context;
    al_buf_init(&r->name, 0);
    al_buf_init(&r->url, 0);
    al_buf_init(&r->data, 0);
    *out = r;
    return ARTICLEAN_OK;
}

enum articlean_status articlean_reader_begin(struct articlean_reader *r, const char *name, const char *url)
{
    r->name.n = r->url.n = r->data.n = 0;
    r->part = 0;
    r->offset = 0;
    r->has_url = url != NULL;
    TRY(al_buf_append(&r->name, name ? name : "", name ? strlen(name) + 1 : 1));
    if (url)
        TRY(al_buf_append(&r->url, url, strlen(url) + 1));
    return ARTICLEAN_OK;
}

static enum articlean_status hand_out(struct articlean_reader *r, size_t n, bool last)
{
    struct articlean_record record = {.data = n ? r->data.p : NULL,
                                      .size = n,
                                      .name = r->name.p,
                                      .offset = r->offset,
                                      .part = r->part++,
                                      .is_last_part = last,
                                      .from = r->options.from,
                                      .url = r->has_url ? r->url.p : NULL};
    enum articlean_status s = r->on_record(&record, r->context);
    al_buf_consume(&r->data, n);
    r->offset += n;
    return s;
}

enum articlean_status articlean_reader_feed(struct articlean_reader *r, const void *data, size_t size)
{
    TRY(al_buf_append(&r->data, data, size));
    while (r->data.n > r->options.max_input) {
        size_t cut = (size_t)r->options.max_input;
        const char *nl = memrchr(r->data.p, '\n', cut);
        TRY(hand_out(r, nl ? (size_t)(nl - r->data.p) + 1 : cut, false));
    }
    return ARTICLEAN_OK;
}

enum articlean_status articlean_reader_end(struct articlean_reader *r)
{
    return hand_out(r, r->data.n, true);
}

void articlean_reader_free(struct articlean_reader *r)
{
    if (!r)
        return;
    al_buf_clear(&r->name);
    al_buf_clear(&r->url);
    al_buf_clear(&r->data);
    al_free(r);
}
