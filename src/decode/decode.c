#include "decode.h"

#include "base/alloc.h"
#include "base/try.h"
#include "charset.h"
#include "dump.h"
#include "html.h"

enum { MIN_HTML_BID = 50 };

struct decode {
    struct articlean_options options;
};

enum articlean_status al_decode_open(const struct articlean_options *options, void **self)
{
    if (options->encoding && !al_charset_chosen(options->encoding))
        return ARTICLEAN_BAD_ARGUMENT;
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
    return al_html_bid(doc->text) >= MIN_HTML_BID ? ARTICLEAN_FROM_HTML : ARTICLEAN_FROM_TEXT;
}

/* Block ranges count bytes of the text until here, and bytes of the raw record from here on. */
static void remap_blocks(struct al_doc *doc, const struct al_srcmap *map)
{
    if (!map->n && !map->shift)
        return;
    struct al_srcmap_cursor starts = {0}, ends = {0};
    for (size_t i = 0; i < doc->n_blocks; i++) {
        struct al_block *b = &doc->blocks[i];
        b->start = al_srcmap_raw(map, b->start, &starts);
        b->end = al_srcmap_raw(map, b->end, &ends);
    }
}

static enum articlean_status make_blocks(const struct articlean_options *options, struct al_doc *doc)
{
    doc->wants_links = options->with_links;
    doc->from = page_kind(options, doc);
    if (doc->from == ARTICLEAN_FROM_HTML)
        return al_html_blocks(doc);
    return al_dump_blocks(doc, options->unwrap == ARTICLEAN_UNWRAP_AUTO);
}

enum articlean_status al_decode_run(void *self, struct al_doc *doc)
{
    const struct decode *d = self;
    struct al_charset_guess guess = al_charset_detect(doc->raw, d->options.encoding, doc->charset);
    struct al_decoded decoded = {.text = doc->raw};
    if (!guess.is_text)
        TRY(al_charset_decode_mixed(&doc->arena, guess.name, doc->raw, &decoded));
    if (d->options.decode_errors_fail && decoded.n_replaced)
        return ARTICLEAN_BAD_ENCODING;
    doc->text = decoded.text;
    doc->encoding = guess.name;
    doc->encoding_by = guess.by;
    doc->encoding_confidence = guess.confidence;
    doc->flags[AL_FLAG_REPLACED] += decoded.n_replaced;
    doc->flags[AL_FLAG_MIXED] += decoded.n_mixed_runs;
    TRY(make_blocks(&d->options, doc));
    remap_blocks(doc, &decoded.map);
    return ARTICLEAN_OK;
}

void al_decode_close(void *self)
{
    al_free(self);
}
