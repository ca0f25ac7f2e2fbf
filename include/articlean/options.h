/* Everything that steers a cleaner or a reader. Plain data; set defaults with articlean_options_init(). */
#ifndef ARTICLEAN_OPTIONS_H
#define ARTICLEAN_OPTIONS_H

#include <stddef.h>
#include <stdint.h>

#include <articlean/report.h>
#include <articlean/status.h>

enum articlean_from {
    ARTICLEAN_FROM_AUTO,
    ARTICLEAN_FROM_TEXT, /* text that lost its HTML */
    ARTICLEAN_FROM_HTML,
    ARTICLEAN_FROM_MARKDOWN,
    ARTICLEAN_FROM_WARC,
    ARTICLEAN_FROM_WET,
    ARTICLEAN_FROM_JSONL
};

enum articlean_lean { ARTICLEAN_BALANCED, ARTICLEAN_PRECISION, ARTICLEAN_RECALL };

/* Bits of options.stages. */
enum {
    ARTICLEAN_DECODE = 1,
    ARTICLEAN_NORMALIZE = 2,
    ARTICLEAN_STRIP = 4,
    ARTICLEAN_DEDUPE = 8,
    ARTICLEAN_ALL_STAGES = 15
};

enum articlean_unwrap { ARTICLEAN_UNWRAP_AUTO, ARTICLEAN_UNWRAP_NEVER };

enum articlean_dedupe { ARTICLEAN_DEDUPE_NONE, ARTICLEAN_DEDUPE_DOCUMENT, ARTICLEAN_DEDUPE_CORPUS };

struct articlean_rules; /* rules.h */

struct articlean_options {
    /* input */
    enum articlean_from from;
    const char *encoding;   /* charset label that overrides detection; NULL detects */
    int decode_errors_fail; /* nonzero: a document with undecodable bytes is an error, not repaired */
    enum articlean_unwrap unwrap;
    int with_links;         /* nonzero: links of HTML are noted, for Markdown output */
    const char *text_field; /* JSONL keys; defaults "text", "id", "url" */
    const char *id_field;
    const char *url_field;
    uint64_t max_input;  /* bytes of one document held at a time; a larger one is cleaned in windows */
    uint64_t max_memory; /* bytes the arena of one document may take; 0: no cap but max_input's own */
    unsigned timeout_ms; /* milliseconds for one document; 0: no limit */

    /* cleaning */
    unsigned stages; /* ARTICLEAN_DECODE | ...; decode always runs */
    enum articlean_lean lean;
    int mojibake;          /* nonzero: repair double decoding */
    int lookalikes;        /* nonzero: undo look-alike substitution where the document shows it */
    int fold_width;        /* nonzero: full-width ASCII and half-width kana to their usual width */
    int fold_ligatures;    /* nonzero: ligatures U+FB00..U+FB06 to letters */
    int near_blocks;       /* nonzero: near repeats of blocks in a document are dropped too */
    uint32_t keep_classes; /* bits 1 << enum articlean_class: never dropped for that reason */
    uint32_t drop_classes; /* bits: dropped though they would be kept */
    enum articlean_dedupe dedupe;
    float near; /* share of content, 0..1, from which a document is a copy of an earlier one; 1: only exact */
    const char *index;   /* directory that remembers documents between runs; NULL: this run only */
    int index_read_only; /* nonzero: compare with the index, never change it */

    /* what the pages of a site have in common, see sites.h; borrowed, must outlive the cleaner; may be NULL
     */
    const struct articlean_sites *sites;

    /* rules; borrowed, must outlive the cleaner. NULL: the built-in packs. */
    const struct articlean_rules *rules;

    /* messages; may be NULL */
    articlean_report_fn *report;
    void *report_context;
};

/* Kinds of content for keep_classes and drop_classes, and the class of a removed block's reason. */
enum articlean_class {
    ARTICLEAN_CLASS_NONE,
    ARTICLEAN_CLASS_TITLE,
    ARTICLEAN_CLASS_HEADING,
    ARTICLEAN_CLASS_LIST,
    ARTICLEAN_CLASS_TABLE,
    ARTICLEAN_CLASS_CODE,
    ARTICLEAN_CLASS_QUOTE,
    ARTICLEAN_CLASS_CAPTION,
    ARTICLEAN_CLASS_BYLINE,
    ARTICLEAN_CLASS_NAV,
    ARTICLEAN_CLASS_SHARE,
    ARTICLEAN_CLASS_COMMENT,
    ARTICLEAN_CLASS_RELATED,
    ARTICLEAN_CLASS_AD,
    ARTICLEAN_CLASS_COOKIE,
    ARTICLEAN_CLASS_LEGAL,
    ARTICLEAN_CLASS_CONTACT,
    ARTICLEAN_CLASS_APP,
    ARTICLEAN_CLASS_PAGINATION,
    ARTICLEAN_CLASS_TAGS,
    ARTICLEAN_CLASS_REPEAT,
    ARTICLEAN_N_CLASSES
};

/* Returns the lower-case name of a class ("nav"), NULL when out of range. */
ARTICLEAN_API const char *articlean_class_name(enum articlean_class c);

/* Fills `options` with the documented defaults; cannot fail. */
ARTICLEAN_API void articlean_options_init(struct articlean_options *options);

#endif
