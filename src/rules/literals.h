/* Finds every occurrence of many literals in one pass over a buffer: a filter of hashed four-byte windows,
   then comparison. Literals are bytes; knows no rules.

   On rule-like literals this scans faster than an Aho-Corasick automaton and needs no tables of megabytes:
   each literal is found by its most telling four bytes (for CJK the end of the first and the whole second
   character), so that nearly all positions end at one test of the filter. */
#ifndef AL_RULES_LITERALS_H
#define AL_RULES_LITERALS_H

#include "base/str.h"

#include <articlean/status.h>
#include <stdint.h>

enum { AL_LITERAL_MIN = 4 }; /* bytes */

struct al_literal {
    struct al_str text; /* borrowed */
    uint32_t value;
    uint32_t four;  /* its window's bytes as loaded */
    uint32_t next;  /* entry of the same bucket + 1, 0 for none */
    uint8_t window; /* offset of its four bytes */
};

struct al_literals {
    uint8_t filter[1 << 14];   /* 1 by hash of a window */
    uint32_t buckets[1 << 12]; /* entry + 1 */
    struct al_literal *entries;
    size_t n, cap;
};

/* State of a scan over [p, p + n); refers to the buffer. */
struct al_literal_scan {
    const char *p;
    size_t n, at;
    uint32_t chain; /* entry + 1 to look at next for the window at `at` */
};

void al_literals_init(struct al_literals *l);
void al_literals_clear(struct al_literals *l);
/* Adds a literal of at least AL_LITERAL_MIN bytes, none of them LF; the bytes must outlive `l`. */
enum articlean_status al_literals_add(struct al_literals *l, struct al_str text, uint32_t value);
/* Finds the next occurrence; windows come in order of position. Returns NULL at the end. */
const struct al_literal *al_literals_next(const struct al_literals *l, struct al_literal_scan *scan,
                                          size_t *start);

#endif
