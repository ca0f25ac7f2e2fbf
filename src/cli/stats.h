/* Counts of a run: documents, bytes, blocks, and how often each rule spoke. */
#ifndef CLI_STATS_H
#define CLI_STATS_H

#include "text.h"

#include <articlean/articlean.h>

/* What one reason did. */
struct reason {
    char *why;         /* owned */
    const char *given; /* what stood for it last in a document; compared only */
    uint64_t dropped;  /* blocks */
    uint64_t changed;  /* places in kept blocks */
    uint64_t bytes;    /* of text dropped, or of text before the change */
};

struct tally {
    uint64_t documents, empty, failed, duplicates, blocks, kept, dropped, changes, bytes_in, bytes_out;
    struct reason *reasons; /* in the order of their first appearance */
    size_t n, cap;
};

/* Counts a document; bytes are the caller's. */
void tally_document(struct tally *tally, const struct articlean_document *document);
/* Counts one block that was removed, or one place that was changed, for the reason `why`. */
void tally_reason(struct tally *tally, const char *why, bool is_change, size_t bytes);
/* Adds `from` to `to`. */
void tally_add(struct tally *to, const struct tally *from);
void tally_clear(struct tally *tally);

/* Appends the table for people, the most frequent reason first. */
void tally_table(const struct tally *tally, struct text *out);
/* Appends one JSON object and LF. */
void tally_json(const struct tally *tally, struct text *out);
/* Appends "12 blocks removed (rule, rule, ...), 3 places changed (rule)"; `most` reasons of each are named.
 */
void tally_sentence(const struct tally *tally, size_t most, struct text *out);

#endif
