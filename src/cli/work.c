#include "work.h"

#include "markdown.h"
#include "message.h"
#include "report.h"

#include <stdlib.h>
#include <string.h>

struct worker {
    const struct settings *settings;
    struct articlean_cleaner *cleaner;
    struct job *job; /* whose reports come in */
};

bool is_comparing(const struct settings *s)
{
    return s->check || s->diff || s->in_place;
}

static void take_report(const struct articlean_report *report, void *context)
{
    struct worker *w = context;
    message_add(&w->job->notes, report);
    int status = message_status(report);
    if (status > w->job->status)
        w->job->status = status;
    w->job->is_repaired |= report->level == ARTICLEAN_REPAIRED;
}

struct worker *worker_new(const struct settings *settings)
{
    struct worker *w = check_alloc(calloc(1, sizeof *w));
    w->settings = settings;
    struct articlean_options options = settings->lib;
    options.report = take_report;
    options.report_context = w;
    enum articlean_status s = articlean_cleaner_new(&options, &w->cleaner);
    if (s == ARTICLEAN_BAD_ARGUMENT && options.encoding)
        die(EXIT_USAGE,
            "--encoding does not know '%s'; use a label of browsers, such as utf-8, gb18030 or big5",
            options.encoding);
    if (s)
        die(s == ARTICLEAN_BAD_ARGUMENT ? EXIT_USAGE : EXIT_INTERNAL, "cannot start: %s",
            articlean_strerror(s));
    return w;
}

void record_failure(struct job *job, const char *why)
{
    const struct articlean_record *r = &job->record;
    struct articlean_report report = {ARTICLEAN_ERROR, r->name ? r->name : "", r->offset, 0, 0, why};
    message_add(&job->notes, &report);
    job->status = EXIT_PARTIAL;
    job->is_failed_record = true;
}

struct articlean_document *worker_clean(struct worker *w, struct job *job)
{
    struct articlean_document *document = NULL;
    w->job = job;
    enum articlean_status s = articlean_clean(w->cleaner, &job->record, &document);
    if (s) {
        /* A document that met its own cap is told as one, though the library only sees that memory ended. */
        bool is_limit = s == ARTICLEAN_LIMIT || (s == ARTICLEAN_NO_MEMORY && w->settings->lib.max_memory);
        record_failure(job, is_limit ? "over --timeout or --max-memory, left out" : articlean_strerror(s));
        if (!is_limit && (s == ARTICLEAN_INTERNAL || s == ARTICLEAN_NO_MEMORY))
            job->status = EXIT_INTERNAL;
        return NULL;
    }
    if (job->record.error) { /* the reader has told of it */
        job->status = job->status > EXIT_PARTIAL ? job->status : EXIT_PARTIAL;
        job->is_failed_record = true;
    }
    return document;
}

static enum articlean_status to_text(const void *data, size_t size, void *context)
{
    text_add(context, data, size);
    return ARTICLEAN_OK;
}

static unsigned flags_of(const struct settings *s)
{
    /* A header in a file that is cleaned again would be taken for its text. */
    return (s->with_metadata && !is_comparing(s) ? ARTICLEAN_WITH_METADATA : 0u) |
           (s->with_removed ? ARTICLEAN_WITH_REMOVED : 0u) |
           (s->color == WHEN_ALWAYS ? ARTICLEAN_WITH_COLOR : 0u);
}

static void write_as(struct job *job, const struct articlean_document *document, enum articlean_to to,
                     unsigned flags, struct text *out)
{
    enum articlean_status s = articlean_write(document, to, flags, to_text, out);
    if (s) {
        record_failure(job, articlean_strerror(s));
        job->status = EXIT_INTERNAL;
    }
}

/* With JSON lines a failed record keeps its place, so that counts add up. */
static void write_failure(const struct settings *settings, struct job *job)
{
    const struct articlean_record *r = &job->record;
    const char *id = r->id ? r->id : "", *name = r->name ? r->name : "";
    if (settings->to != ARTICLEAN_TO_JSONL || settings->explain)
        return;
    text_z(&job->out, "{\"id\":");
    text_json(&job->out, id, strlen(id));
    text_z(&job->out, ",\"source\":");
    text_json(&job->out, name, strlen(name));
    text_f(&job->out, ",\"error\":\"record at byte %llu failed\"}\n", (unsigned long long)r->offset);
}

static enum articlean_to form_of(const struct settings *s)
{
    return s->explain == 1   ? ARTICLEAN_TO_EXPLAIN
           : s->explain == 2 ? ARTICLEAN_TO_EXPLAIN_JSONL
                             : (enum articlean_to)s->to;
}

/* Markdown source in place is mended rather than written anew. Other encodings than UTF-8 have no place for
   repairs of characters. */
static void write_mended(struct job *job, const struct articlean_document *document)
{
    const struct articlean_record *r = &job->record;
    const char *encoding = articlean_document_encoding(document, NULL, NULL);
    job->is_mended = true;
    if (encoding && strcmp(encoding, "utf-8") && strcmp(encoding, "us-ascii")) {
        struct articlean_report report = {
            ARTICLEAN_UNSUPPORTED,
            r->name,
            0,
            0,
            0,
            "left alone: Markdown that is not UTF-8; --to=markdown converts it"};
        message_add(&job->notes, &report);
        job->status = EXIT_FINDING;
        text_add(&job->out, r->data, r->size);
    } else if (r->part || !r->is_last_part) {
        text_add(&job->out, r->data, r->size); /* constructs may cross the border of windows */
    } else {
        markdown_mend(r, document, &job->out, &job->tally);
    }
    job->tally.documents++;
}

void worker_write(struct worker *w, struct job *job, struct articlean_document *document)
{
    const struct settings *s = w->settings;
    job->tally.bytes_in += job->record.size;
    if (!document) {
        job->tally.documents++;
        job->tally.failed++;
        write_failure(s, job);
        return;
    }
    job->tally.failed += job->is_failed_record;
    bool is_mended = is_comparing(s) && job->record.from == ARTICLEAN_FROM_MARKDOWN;
    if (is_mended)
        write_mended(job, document);
    else
        tally_document(&job->tally, document);
    job->is_empty = articlean_document_is_empty(document) && !articlean_document_duplicate_of(document);
    job->confidence = articlean_document_confidence(document);
    if (!is_mended)
        write_as(job, document, form_of(s), flags_of(s), &job->out);
    if (s->removed)
        write_as(job, document, ARTICLEAN_TO_REMOVED, 0, &job->removed);
    if (s->report)
        report_document(&job->record, document, &job->fragment);
    job->tally.bytes_out += job->out.n;
}

void worker_free(struct worker *w)
{
    if (w)
        articlean_cleaner_free(w->cleaner);
    free(w);
}
