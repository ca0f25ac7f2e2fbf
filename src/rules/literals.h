/* Finds every occurrence of many literals in one pass over a buffer: a filter of hashed four-byte windows,
   then comparison. Literals are bytes; knows no rules.

   Only every second position is looked at, so a literal has two windows side by side, one of which must lie
   at such a position. They are its rarest, and among equals those that the fewest literals share: nearly all
   positions end at one test of the filter, most others at the bytes beside the window, and ten literals cost
   what a thousand do. */
#ifndef AL_RULES_LITERALS_H
#define AL_RULES_LITERALS_H

#include "base/str.h"

#include <articlean/status.h>
#include <stdint.h>

enum {
    AL_LITERAL_MIN = 4, /* bytes */
    AL_LITERAL_FILTER_BITS = 13,
    AL_LITERAL_BUCKET_BITS = 12
};

struct al_literal {
    struct al_str text; /* borrowed */
    uint32_t value;
};

/* Four bytes of a literal, or the last three of one of four: a short window. */
struct al_literal_window {
    uint32_t literal, offset;
    uint32_t head; /* the literal's first four bytes as loaded */
    uint32_t next; /* window of the same bucket + 1, 0 for none */
};

struct al_literals {
    /* by hash of three bytes: bits by the fourth byte, and for a second look by the fifth and by the one
     * before */
    uint32_t filter[1 << AL_LITERAL_FILTER_BITS];
    uint32_t fifths[1 << AL_LITERAL_FILTER_BITS];
    uint32_t before[1 << AL_LITERAL_FILTER_BITS];
    uint32_t buckets[1 << AL_LITERAL_BUCKET_BITS]; /* by hash of four bytes: window + 1 */
    uint32_t shorts[1 << AL_LITERAL_BUCKET_BITS];  /* by hash of three bytes: short window + 1 */
    uint8_t loads[1 << AL_LITERAL_BUCKET_BITS];    /* windows in buckets[], counted up to 255 */
    struct al_literal *entries;
    size_t n, cap;
    struct al_literal_window *windows;
    size_t n_windows, cap_windows;
};

/* State of a scan over [p, p + n); refers to the buffer. */
struct al_literal_scan {
    const char *p;
    size_t n, at;
    uint32_t chain;  /* window + 1 to look at next for the position `at` */
    uint32_t shorts; /* the same, of those to look at when the chain is at its end */
    bool is_open;    /* `at` has been looked at */
};

void al_literals_init(struct al_literals *l);
void al_literals_clear(struct al_literals *l);
/* Adds a literal of at least AL_LITERAL_MIN bytes, none of them LF; the bytes must outlive `l`. */
enum articlean_status al_literals_add(struct al_literals *l, struct al_str text, uint32_t value);
/* Finds the next occurrence; where an occurrence lies is out of order by less than a literal's length.
   Returns NULL at the end. */
const struct al_literal *al_literals_next(const struct al_literals *l, struct al_literal_scan *scan,
                                          size_t *start);

#endif
