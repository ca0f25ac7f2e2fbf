/* A cleaned document, read only: blocks with verdicts and reasons, metadata, and the writers. */
#ifndef ARTICLEAN_DOCUMENT_H
#define ARTICLEAN_DOCUMENT_H

#include <stddef.h>
#include <stdint.h>

#include <articlean/options.h>
#include <articlean/reader.h>

struct articlean_document;

enum articlean_kind {
    ARTICLEAN_PARAGRAPH,
    ARTICLEAN_HEADING,
    ARTICLEAN_ITEM,
    ARTICLEAN_ROW,
    ARTICLEAN_CODE,
    ARTICLEAN_QUOTE,
    ARTICLEAN_CAPTION,
    ARTICLEAN_VERSE
};

enum articlean_verdict { ARTICLEAN_UNDECIDED, ARTICLEAN_KEEP, ARTICLEAN_DROP };

/* One block as articlean_document_block() shows it; all memory is the document's. */
struct articlean_block {
    const char *text;    /* UTF-8, not terminated; what is or would be printed */
    size_t size;         /* bytes */
    uint64_t start, end; /* byte range in the raw record */
    enum articlean_kind kind;
    int level; /* heading 1..6, list depth, 0 otherwise */
    enum articlean_verdict verdict;
    const char *why;               /* rule id or stage reason; "" while undecided */
    enum articlean_class class_of; /* class of the reason */
    float score;                   /* 0..1 that the block belongs to the article; -1 when no model ran */
    const char *note;              /* the main facts behind a model's verdict, "" when none */
};

/* A change inside a kept block, or a cut from it (empty `after`). */
struct articlean_change {
    size_t block;
    uint64_t start, end; /* byte range in the raw record, the whole block's when not known finer */
    const char *before;
    size_t before_size;
    const char *after;
    size_t after_size;
    const char *why;
};

enum articlean_meta {
    ARTICLEAN_META_TITLE,
    ARTICLEAN_META_AUTHOR,
    ARTICLEAN_META_DATE, /* ISO 8601 when it could be read, else as found */
    ARTICLEAN_META_SOURCE,
    ARTICLEAN_META_SITENAME,
    ARTICLEAN_META_HOSTNAME,
    ARTICLEAN_META_URL,
    ARTICLEAN_META_LANGUAGE, /* BCP 47 */
    ARTICLEAN_META_DESCRIPTION,
    ARTICLEAN_META_KEYWORDS,
    ARTICLEAN_META_ORIGINAL_TITLE,
    ARTICLEAN_N_META
};

/* Returns the number of blocks, dropped ones included; they are in the order of the page. */
ARTICLEAN_API size_t articlean_document_n_blocks(const struct articlean_document *document);
/* Fills *block for 0 <= i < n_blocks; ARTICLEAN_BAD_ARGUMENT otherwise. */
ARTICLEAN_API enum articlean_status articlean_document_block(const struct articlean_document *document,
                                                             size_t i, struct articlean_block *block);
/* Returns the number of changes inside blocks. */
ARTICLEAN_API size_t articlean_document_n_changes(const struct articlean_document *document);
/* Fills *change for 0 <= i < n_changes, its memory is the document's; ARTICLEAN_BAD_ARGUMENT otherwise. */
ARTICLEAN_API enum articlean_status articlean_document_change(const struct articlean_document *document,
                                                              size_t i, struct articlean_change *change);
/* Returns a terminated UTF-8 string of the document, or NULL when not known. */
ARTICLEAN_API const char *articlean_document_meta(const struct articlean_document *document,
                                                  enum articlean_meta key);
/* Returns the name of the encoding ("gb18030"); *by is what decided ("bom", "meta", "utf-8", "statistics",
   ...), *confidence 0..1. Either pointer may be NULL. */
ARTICLEAN_API const char *articlean_document_encoding(const struct articlean_document *document,
                                                      const char **by, float *confidence);
/* Estimated share of agreement with the true article, 0..1. */
ARTICLEAN_API float articlean_document_confidence(const struct articlean_document *document);
/* Nonzero when nothing is kept. */
ARTICLEAN_API int articlean_document_is_empty(const struct articlean_document *document);
/* Id of the document that this one copies, NULL when it is not a known copy. */
ARTICLEAN_API const char *articlean_document_duplicate_of(const struct articlean_document *document);
/* The same with the kind of copy ("exact", "near", "contained"; else NULL) and the estimated share of this
   document that the other one has, 0..1. Either pointer may be NULL. */
ARTICLEAN_API const char *articlean_document_duplicate(const struct articlean_document *document,
                                                       const char **kind, float *similarity);
/* Id as written in records: the container's, or "xxh3:" and 32 hexadecimal digits of the raw bytes. */
ARTICLEAN_API const char *articlean_document_id(const struct articlean_document *document);

/* Receives output in portions of `size` bytes; returns ARTICLEAN_OK to go on. */
typedef enum articlean_status articlean_sink_fn(const void *data, size_t size, void *context);

enum articlean_to {
    ARTICLEAN_TO_TEXT,
    ARTICLEAN_TO_MARKDOWN,
    ARTICLEAN_TO_JSONL,         /* one record, one line */
    ARTICLEAN_TO_EXPLAIN,       /* each block with verdict, reason, score, byte range; for people */
    ARTICLEAN_TO_EXPLAIN_JSONL, /* the same, one object a line */
    ARTICLEAN_TO_REMOVED        /* removed ranges with their text, one object a line */
};

/* Bits for articlean_write. */
enum {
    ARTICLEAN_WITH_METADATA = 1, /* front matter before text and Markdown */
    ARTICLEAN_WITH_REMOVED = 2,  /* "removed" ranges in the JSONL record */
    ARTICLEAN_WITH_COLOR = 4     /* terminal colours in TO_EXPLAIN */
};

/* Writes the document in a format. Gives what the sink gave, or ARTICLEAN_NO_MEMORY. */
ARTICLEAN_API enum articlean_status articlean_write(const struct articlean_document *document,
                                                    enum articlean_to to, unsigned flags,
                                                    articlean_sink_fn *sink, void *context);

#endif
