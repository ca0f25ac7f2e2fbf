/* The type that flows: one document as blocks, with everything the stages tell each other about it.
   Knows no stage, no rule and no format. */
#ifndef AL_DOC_DOC_H
#define AL_DOC_DOC_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/str.h"

#include <articlean/document.h>
#include <articlean/options.h>
#include <articlean/status.h>
#include <stdbool.h>
#include <stdint.h>

/* Facts of a block that the decoder sees and the text no longer shows; AL_F_IN_* are inherited from open
 * elements. */
enum {
    AL_F_IN_NAV = 1 << 0,
    AL_F_IN_HEADER = 1 << 1,
    AL_F_IN_FOOTER = 1 << 2,
    AL_F_IN_ASIDE = 1 << 3,
    AL_F_IN_MAIN = 1 << 4,
    AL_F_IN_ARTICLE = 1 << 5,
    AL_F_IN_FORM = 1 << 6,
    AL_F_IN_TABLE = 1 << 7,
    AL_F_IN_LIST = 1 << 8,
    AL_F_IN_FIGURE = 1 << 9,
    AL_F_IN_QUOTE = 1 << 10,
    AL_F_IN_PRE = 1 << 11,
    AL_F_IN_HEADING = 1 << 12,
    AL_F_IN_BUTTON = 1 << 13,
    AL_F_IN_NOSCRIPT = 1 << 14,
    AL_F_HIDDEN = 1 << 15, /* hidden, aria-hidden, display:none */
    AL_F_ROLE_NAV = 1 << 16,
    AL_F_ROLE_MAIN = 1 << 17,
    AL_F_ROLE_BANNER = 1 << 18,
    AL_F_ROLE_FOOT = 1 << 19,
    AL_F_ROLE_SIDE = 1 << 20,
    AL_F_IN_DIALOG = 1 << 21,
    AL_F_BODY_PROP = 1 << 22, /* itemprop articleBody, text, description */
    AL_F_IN_ITEM = 1 << 23,
    AL_F_IN_CELL = 1 << 24,
    AL_F_IN_CAPTION = 1 << 25,
    AL_F_IN_LINK = 1 << 26,
    AL_F_IN_COMMENT = 1 << 27, /* a class or id says comment */
    AL_F_IN_SECTION = 1 << 28,
    AL_F_IN_SUMMARY = 1 << 29,  /* summary, details */
    AL_F_FROM_SCRIPT = 1 << 30, /* text of page state or JSON-LD, not of the visible page */
    AL_F_AFTER_BR = 1u << 31    /* begun by <br> */
};

/* An open element as it was when its blocks were made. Index 0 is the root, its parent is 0; parents come
   before their children. Only elements that are no inline markup and hold a block get an entry. */
struct al_elem {
    uint32_t parent;     /* index */
    uint16_t tag;        /* enum al_tag of decode, opaque here; equal tags have equal numbers */
    uint16_t depth;      /* 0 for the root */
    uint32_t flags;      /* AL_F_* that its blocks inherit */
    bool is_hidden;      /* by its own attributes */
    bool is_comment;     /* its own names say so */
    struct al_str names; /* class, id, role, itemprop and like values, separated by one space; in the arena */
    uint32_t like; /* index of the first element with this tag and these names; al_doc_add_elem() sets it */
    uint64_t path; /* hash of tag and class of this element and all its ancestors */
};

/* How a block hangs on the one before it in the source. */
enum al_joint {
    AL_JOINT_PARAGRAPH, /* set apart from the block before it */
    AL_JOINT_LINE,      /* begins a line of the same stanza, list or address */
    AL_JOINT_SPACE,     /* cut out of the same line, after white space */
    AL_JOINT_NONE       /* cut out of the same line, nothing between */
};

struct al_link;

/* What became of a block and who said so. */
struct al_block {
    struct al_str text;  /* what will be printed; in the arena or in doc->text */
    struct al_str key;   /* folded text, set by al_doc_fold(); empty before */
    struct al_str names; /* classes and ids of the inline elements around its text, as in al_elem; arena */
    uint32_t start, end; /* byte range in the raw record window, end after the last byte */
    uint32_t elem;       /* index into doc->elems, 0 for text dumps */
    uint32_t flags;      /* AL_F_* */
    uint32_t link_bytes; /* bytes of `text` inside links */
    uint16_t n_links, n_bold_bytes;
    uint8_t kind;         /* enum articlean_kind */
    uint8_t level;        /* heading 1..6, list depth from 1 */
    uint8_t indent;       /* columns before the first character in a text dump */
    uint8_t blank_before; /* empty lines before it in a text dump; <br> beyond the first */
    uint8_t verdict;      /* enum articlean_verdict */
    uint8_t class_of;     /* enum articlean_class of the reason */
    uint8_t is_final;     /* a verdict that later steps must not change */
    uint8_t n_images;
    uint8_t joint;         /* enum al_joint */
    uint8_t hint_class;    /* enum articlean_class of the strongest hint of a rule */
    uint8_t n_elsewhere;   /* other pages of the site that have the block; 0 unless they were counted */
    float hint;            /* sum of the weights of rules that only hint; below 0 speaks against the block */
    float score;           /* 0..1, -1 before a model ran */
    const char *why;       /* rule id or reason, static or living as long as the rules; "" while undecided */
    const char *note;      /* arena; "" */
    struct al_link *links; /* link.h; arena; NULL when there are none or nobody asked for them */
};

/* A repair inside a block (text replaced) or a cut from it (empty after). */
struct al_change {
    uint32_t block;
    uint32_t start, end;         /* byte range in the raw record window */
    struct al_str before, after; /* arena */
    const char *why;
};

/* A name and its value as found in HTML head or page state: "title", "og:title", "description", "ld+json",
   "lang", "canonical", ... */
struct al_pair {
    struct al_str name, value; /* arena; UTF-8 */
};

/* Counters that become the record's flags. */
enum al_flag {
    AL_FLAG_REPLACED,   /* U+FFFD made by the decoder */
    AL_FLAG_MIXED,      /* runs decoded in another charset than the page */
    AL_FLAG_MOJIBAKE,   /* runs repaired */
    AL_FLAG_LOST,       /* characters that mojibake destroyed for good */
    AL_FLAG_LOOKALIKES, /* characters repaired */
    AL_FLAG_PINYIN,
    AL_FLAG_INVISIBLE, /* invisible and control characters removed */
    AL_FLAG_ENTITIES,  /* entities that were escaped twice, and other escape debris */
    AL_FLAG_UNWRAPPED, /* lines joined */
    AL_FLAG_REPEATS,   /* blocks dropped as repeats */
    AL_FLAG_NEAR_REPEATS,
    AL_FLAG_WINDOW,    /* the document was cleaned in windows */
    AL_FLAG_TRUNCATED, /* the container broke off */
    AL_N_FLAGS
};

struct al_sketch;

struct articlean_document {
    struct al_arena arena; /* all that hangs on this document */

    /* From the container; strings in the arena, NULL when unknown. */
    const char *name, *id, *url, *charset, *crawl_date, *json, *error;
    const char *rules; /* names of the rule packs in force; NULL when none are */
    uint64_t offset;   /* of the record in its input */
    uint32_t part;
    bool is_last_part;
    bool wants_links;         /* decode notes the links of blocks */
    int64_t deadline;         /* al_now_ms() at which its time is over; 0: no limit */
    size_t n_unwatched;       /* bytes of work since al_doc_watch() looked at the clock */
    uint32_t n_link_steps;    /* spent by al_block_set_text() */
    enum articlean_from from; /* after decode: TEXT, HTML or MARKDOWN */
    struct al_str raw;        /* borrowed from the record */

    /* decode */
    struct al_str
        text; /* the whole window as UTF-8: raw itself where it was UTF-8 already, else in the arena */
    const char *encoding, *encoding_by;
    float encoding_confidence;

    struct al_block *blocks; /* owned, grows by al_doc_add */
    size_t n_blocks, cap_blocks;
    struct al_elem *elems; /* owned, grows by al_doc_add_elem */
    size_t n_elems, cap_elems;
    struct al_map kinds; /* hash of tag and names -> the first such element */
    struct al_change *changes;
    size_t n_changes, cap_changes;
    struct al_pair *pairs;
    size_t n_pairs, cap_pairs;
    struct al_buf keys; /* all keys, each followed by LF; block->key points into it */

    struct al_str meta[ARTICLEAN_N_META]; /* arena, terminated; p NULL when unknown */
    uint32_t flags[AL_N_FLAGS];
    float confidence;         /* estimated F1 of the kept text */
    unsigned n_site_pages;    /* pages of the same site, 0 unless they were counted */
    uint64_t fingerprint[2];  /* of the folded kept text, by dedupe */
    struct al_sketch *sketch; /* arena, dedupe's own; NULL when none */
    const char *duplicate_of; /* arena */
    float similarity;
    const char *duplicate_kind; /* static: "exact", "near", "contained" */
};

#define al_doc articlean_document

/* Prepares an empty document; `max_memory` bytes for its arena, 0 for no cap. Allocates nothing. */
void al_doc_init(struct al_doc *doc, size_t max_memory);
/* Makes it empty again, keeping memory for reuse. */
void al_doc_reset(struct al_doc *doc);
void al_doc_clear(struct al_doc *doc);

/* Appends a block with score -1 and empty reason; *out points at it until the next add. */
enum articlean_status al_doc_add(struct al_doc *doc, enum articlean_kind kind, struct al_str text,
                                 uint32_t start, uint32_t end, struct al_block **out);
/* Appends an element; *index is its number. Its names are copied to the arena, once for all alike. */
enum articlean_status al_doc_add_elem(struct al_doc *doc, const struct al_elem *elem, uint32_t *index);
/* Appends a name with its value, both copied to the arena. */
enum articlean_status al_doc_add_pair(struct al_doc *doc, struct al_str name, struct al_str value);
/* Returns the first value of `name`, {NULL, 0} when there is none. */
struct al_str al_doc_pair(const struct al_doc *doc, const char *name);
/* Records a change; strings must live as long as the document. */
enum articlean_status al_doc_change(struct al_doc *doc, const struct al_change *change);

/* Milliseconds of a clock that only goes on. */
int64_t al_now_ms(void);
enum articlean_status al_doc_look_at_clock(struct al_doc *doc);
/* To be called in long loops with the bytes just worked on: ARTICLEAN_LIMIT when the document's time is over.
 */
static inline enum articlean_status al_doc_watch(struct al_doc *doc, size_t bytes)
{
    enum { PORTION = 64 * 1024 };
    doc->n_unwatched += bytes;
    return doc->deadline && doc->n_unwatched >= PORTION ? al_doc_look_at_clock(doc) : ARTICLEAN_OK;
}

/* Marks a block unless its verdict is final. `why` must be static or live as long as the rules. */
void al_doc_mark(struct al_block *block, enum articlean_verdict verdict, const char *why,
                 enum articlean_class class_of);

/* Sets metadata from bytes (copied, white space squeezed, capped at 4 KiB) unless it is set already. */
enum articlean_status al_doc_set_meta(struct al_doc *doc, enum articlean_meta key, struct al_str value);

/* Makes the keys of all blocks anew, one LF after each. */
enum articlean_status al_doc_fold(struct al_doc *doc);

static inline bool al_block_kept(const struct al_block *b)
{
    return b->verdict != ARTICLEAN_DROP;
}

#endif
