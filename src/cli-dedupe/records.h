/* JSONL in: one document a line. */
#ifndef DEDUPE_RECORDS_H
#define DEDUPE_RECORDS_H

#include "step.h"

#include <articlean/articlean.h>

struct record {
    const char *line; /* as it came, with its end */
    size_t size;
    const char *
        id; /* control characters and '%' written as %XX, so that it fits a column; NULL when there is none */
    const char *text;
    size_t text_size;
};

/* Called for each record; returns DONE to go on. All memory ends with the call. */
typedef int record_fn(const struct record *record, void *context);

/* Reads records from standard input. One without an id or a text is named on standard error, makes the status
   PARTIAL, and is handed on with id NULL only when `all` is set. */
int each_record(const struct settings *s, int all, record_fn *call, void *context);

/* Calls for each document as a cleaner with corpus sketches sees the text; `id` as in struct record. */
typedef int document_fn(const char *id, const struct articlean_document *document, void *context);
int each_document(const struct settings *s, document_fn *call, void *context);

#endif
