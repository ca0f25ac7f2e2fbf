#include <articlean/articlean.h>

#include "base/alloc.h"
#include "base/try.h"
#include "pipeline.h"
#include "rules/rules.h"

#define XXH_INLINE_ALL
#include <stdio.h>
#include <xxhash.h>

struct articlean_cleaner {
    struct articlean_options options;
    struct al_pipeline pipeline;
    struct al_doc doc;
};

const char *articlean_version(void)
{
    return ARTICLEAN_VERSION;
}

const char *articlean_strerror(enum articlean_status status)
{
    switch (status) {
    case ARTICLEAN_OK:
        return "success";
    case ARTICLEAN_NO_MEMORY:
        return "out of memory";
    case ARTICLEAN_LIMIT:
        return "over a limit";
    case ARTICLEAN_BAD_ARGUMENT:
        return "bad argument";
    case ARTICLEAN_BAD_RULE:
        return "bad rule";
    case ARTICLEAN_BAD_ENCODING:
        return "bytes that cannot be decoded";
    case ARTICLEAN_BAD_FORMAT:
        return "damaged container";
    case ARTICLEAN_IO:
        return "input or output failed";
    case ARTICLEAN_STOPPED:
        return "stopped by the caller";
    case ARTICLEAN_INTERNAL:
        break;
    }
    return "internal error";
}

void articlean_options_init(struct articlean_options *o)
{
    *o = (struct articlean_options){
        .from = ARTICLEAN_FROM_AUTO,
        .text_field = "text",
        .id_field = "id",
        .url_field = "url",
        .max_input = 8u << 20,
        .stages = ARTICLEAN_ALL_STAGES,
        .lean = ARTICLEAN_BALANCED,
        .mojibake = 1,
        .lookalikes = 1,
        .dedupe = ARTICLEAN_DEDUPE_DOCUMENT,
        .near = 0.38f,
    };
}

enum articlean_status articlean_cleaner_new(const struct articlean_options *options,
                                            struct articlean_cleaner **out)
{
    if (!out)
        return ARTICLEAN_BAD_ARGUMENT;
    struct articlean_cleaner *c = al_calloc(1, sizeof *c);
    if (!c)
        return ARTICLEAN_NO_MEMORY;
    if (options)
        c->options = *options;
    else
        articlean_options_init(&c->options);
    enum articlean_status s = al_pipeline_open(&c->pipeline, &c->options);
    if (s) {
        al_free(c);
        return s;
    }
    al_doc_init(&c->doc, (size_t)c->options.max_memory);
    *out = c;
    return ARTICLEAN_OK;
}

/* Copies a string of the record, which ends with the callback, to the arena. */
static enum articlean_status keep(struct al_doc *doc, const char *from, const char **to)
{
    if (!from)
        return ARTICLEAN_OK;
    *to = al_arena_dup(&doc->arena, al_str_z(from)).p;
    return *to ? ARTICLEAN_OK : ARTICLEAN_NO_MEMORY;
}

static enum articlean_status take_record(struct al_doc *doc, const struct articlean_record *r)
{
    doc->raw = al_str(r->size ? r->data : "", r->size);
    doc->offset = r->offset;
    doc->part = r->part;
    doc->is_last_part = r->is_last_part;
    doc->from = r->from;
    if (r->part || !r->is_last_part)
        doc->flags[AL_FLAG_WINDOW] = 1;
    if (r->error)
        doc->flags[AL_FLAG_TRUNCATED] = 1;
    TRY(keep(doc, r->name ? r->name : "", &doc->name));
    TRY(keep(doc, r->url, &doc->url));
    TRY(keep(doc, r->charset, &doc->charset));
    TRY(keep(doc, r->date, &doc->crawl_date));
    TRY(keep(doc, r->json, &doc->json));
    TRY(keep(doc, r->error, &doc->error));
    if (r->id)
        return keep(doc, r->id, &doc->id);
    XXH128_hash_t h = XXH3_128bits(doc->raw.p, doc->raw.n);
    char id[64];
    snprintf(id, sizeof id, "xxh3:%016llx%016llx", (unsigned long long)h.high64, (unsigned long long)h.low64);
    return keep(doc, id, &doc->id);
}

enum articlean_status articlean_clean(struct articlean_cleaner *c, const struct articlean_record *record,
                                      struct articlean_document **out)
{
    if (!c || !record || !out || record->size > UINT32_MAX / 2)
        return ARTICLEAN_BAD_ARGUMENT;
    al_doc_reset(&c->doc);
    TRY(take_record(&c->doc, record));
    const char *names = c->options.stages & ARTICLEAN_STRIP ? al_rules_names(c->options.rules) : "";
    c->doc.rules = *names ? names : NULL;
    TRY(al_pipeline_run(&c->pipeline, &c->doc));
    *out = &c->doc;
    return ARTICLEAN_OK;
}

void articlean_cleaner_free(struct articlean_cleaner *c)
{
    if (!c)
        return;
    al_pipeline_close(&c->pipeline);
    al_doc_clear(&c->doc);
    al_free(c);
}

enum articlean_status articlean_clean_bytes(const struct articlean_options *options, const char *name,
                                            const void *data, size_t size, enum articlean_to to,
                                            articlean_sink_fn *sink, void *context)
{
    struct articlean_cleaner *cleaner;
    TRY(articlean_cleaner_new(options, &cleaner));
    struct articlean_record record = {.data = data, .size = size, .name = name, .is_last_part = 1};
    if (options)
        record.from = options->from;
    struct articlean_document *document;
    enum articlean_status s = articlean_clean(cleaner, &record, &document);
    if (!s)
        s = articlean_write(document, to, 0, sink, context);
    articlean_cleaner_free(cleaner);
    return s;
}

size_t articlean_document_n_blocks(const struct articlean_document *doc)
{
    return doc->n_blocks;
}

enum articlean_status articlean_document_block(const struct articlean_document *doc, size_t i,
                                               struct articlean_block *out)
{
    if (!out || i >= doc->n_blocks)
        return ARTICLEAN_BAD_ARGUMENT;
    const struct al_block *b = &doc->blocks[i];
    *out = (struct articlean_block){.text = b->text.p,
                                    .size = b->text.n,
                                    .start = b->start,
                                    .end = b->end,
                                    .kind = (enum articlean_kind)b->kind,
                                    .level = b->level,
                                    .verdict = (enum articlean_verdict)b->verdict,
                                    .why = b->why,
                                    .class_of = (enum articlean_class)b->class_of,
                                    .score = b->score,
                                    .note = b->note};
    return ARTICLEAN_OK;
}

size_t articlean_document_n_changes(const struct articlean_document *doc)
{
    return doc->n_changes;
}

enum articlean_status articlean_document_change(const struct articlean_document *doc, size_t i,
                                                struct articlean_change *out)
{
    if (!out || i >= doc->n_changes)
        return ARTICLEAN_BAD_ARGUMENT;
    const struct al_change *c = &doc->changes[i];
    *out = (struct articlean_change){.block = c->block,
                                     .start = c->start,
                                     .end = c->end,
                                     .before = c->before.p,
                                     .before_size = c->before.n,
                                     .after = c->after.p,
                                     .after_size = c->after.n,
                                     .why = c->why};
    return ARTICLEAN_OK;
}

const char *articlean_document_meta(const struct articlean_document *doc, enum articlean_meta key)
{
    return (unsigned)key < ARTICLEAN_N_META ? doc->meta[key].p : NULL;
}

const char *articlean_document_encoding(const struct articlean_document *doc, const char **by,
                                        float *confidence)
{
    if (by)
        *by = doc->encoding_by;
    if (confidence)
        *confidence = doc->encoding_confidence;
    return doc->encoding;
}

float articlean_document_confidence(const struct articlean_document *doc)
{
    return doc->confidence;
}

int articlean_document_is_empty(const struct articlean_document *doc)
{
    for (size_t i = 0; i < doc->n_blocks; i++)
        if (al_block_kept(&doc->blocks[i]) && doc->blocks[i].text.n)
            return 0;
    return 1;
}

const char *articlean_document_duplicate_of(const struct articlean_document *doc)
{
    return doc->duplicate_of;
}

const char *articlean_document_duplicate(const struct articlean_document *doc, const char **kind,
                                         float *similarity)
{
    if (kind)
        *kind = doc->duplicate_kind;
    if (similarity)
        *similarity = doc->similarity;
    return doc->duplicate_of;
}

const char *articlean_document_id(const struct articlean_document *doc)
{
    return doc->id;
}
