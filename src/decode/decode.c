#include "decode.h"

#include "base/alloc.h"
#include "base/try.h"
#include "dump.h"
#include "html.h"

enum { MIN_HTML_BID = 50 };

/* Weak until the tokenizer is built in: then no document is HTML. */
int al_html_bid(struct al_str text) __attribute__((weak));
enum articlean_status al_html_blocks(struct al_doc *doc) __attribute__((weak));

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

static bool is_page(enum articlean_from from)
{
    return from == ARTICLEAN_FROM_TEXT || from == ARTICLEAN_FROM_HTML || from == ARTICLEAN_FROM_MARKDOWN;
}

/* What the user says, else what the container says, else what the text looks like. */
static enum articlean_from page_kind(const struct articlean_options *options, const struct al_doc *doc)
{
    if (is_page(options->from))
        return options->from;
    if (is_page(doc->from))
        return doc->from;
    return al_html_bid && al_html_bid(doc->text) >= MIN_HTML_BID ? ARTICLEAN_FROM_HTML : ARTICLEAN_FROM_TEXT;
}

enum articlean_status al_decode_run(void *self, struct al_doc *doc)
{
    const struct decode *d = self;
    doc->text = doc->raw;
    doc->encoding = "utf-8";
    doc->encoding_by = "utf-8";
    doc->encoding_confidence = 1;
    doc->from = page_kind(&d->options, doc);
    if (doc->from == ARTICLEAN_FROM_HTML && al_html_blocks)
        return al_html_blocks(doc);
    return al_dump_blocks(doc, d->options.unwrap == ARTICLEAN_UNWRAP_AUTO);
}

void al_decode_close(void *self)
{
    al_free(self);
}
