/* The whole lines that rules list, by hash, behind filters of their ends: nearly all lines of a page end at
   one test. Knows no rules. */
#ifndef AL_RULES_LINES_H
#define AL_RULES_LINES_H

#include "base/map.h"
#include "base/str.h"

enum { AL_LINE_FILTER_BITS = 16 };

struct al_lines {
    struct al_map map;                                /* hash of a line: its value */
    uint64_t wholes[(1 << AL_LINE_FILTER_BITS) / 64]; /* bits by the first and last bytes and the length */
    /* bits by the first four bytes, or fewer of shorter lines, and by the last */
    uint64_t edges[2][(1 << AL_LINE_FILTER_BITS) / 64];
    unsigned short_sizes; /* bit n: there are lines of n bytes, n below four */
};

void al_lines_init(struct al_lines *l);
void al_lines_clear(struct al_lines *l);
/* Adds a line. *value points to its value, `initial` when it is new (*is_new), until the next addition. */
enum articlean_status al_lines_put(struct al_lines *l, struct al_str line, uint32_t initial, uint32_t **value,
                                   int *is_new);
/* Returns the value of a line, or NULL. */
const uint32_t *al_lines_get(const struct al_lines *l, struct al_str line);
/* False when no text that begins with one line and ends with another can be `text`. */
bool al_lines_may_join(const struct al_lines *l, struct al_str text);
/* False when no line is a beginning of `text`. */
bool al_lines_may_begin(const struct al_lines *l, struct al_str text);

#endif
