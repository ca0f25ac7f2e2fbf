#include "lines.h"

#include "base/hash.h"
#include "base/try.h"

enum { END = 4 }; /* bytes of a line that a filter of its ends knows */

void al_lines_init(struct al_lines *l)
{
    *l = (struct al_lines){.short_sizes = 0};
    al_map_init(&l->map);
}

void al_lines_clear(struct al_lines *l)
{
    al_map_clear(&l->map);
    al_lines_init(l);
}

static uint32_t load(const char *p, size_t n)
{
    uint32_t v = 0;
    if (n >= END)
        memcpy(&v, p, END);
    else
        memcpy(&v, p, n);
    return v;
}

/* Where bits of two words stand in a filter. */
static uint32_t place_of(uint32_t a, uint32_t b)
{
    return (a * UINT32_C(0x9E3779B1) + b * UINT32_C(0x85EBCA77)) >> (32 - AL_LINE_FILTER_BITS);
}

static bool has(const uint64_t *bits, uint32_t place)
{
    return bits[place >> 6] >> (place & 63) & 1;
}

static void set(uint64_t *bits, uint32_t place)
{
    bits[place >> 6] |= UINT64_C(1) << (place & 63);
}

enum edge { HEAD, TAIL };

/* The first or last n <= END bytes of a line, and how many they are. */
static uint32_t edge_of(struct al_str line, size_t n, enum edge edge)
{
    return place_of(load(edge == HEAD ? line.p : line.p + line.n - n, n), (uint32_t)n);
}

static uint32_t whole_of(struct al_str line)
{
    size_t n = line.n < END ? line.n : END;
    return place_of(load(line.p, n) ^ (uint32_t)line.n, load(line.p + line.n - n, n));
}

enum articlean_status al_lines_put(struct al_lines *l, struct al_str line, uint32_t initial, uint32_t **value,
                                   int *is_new)
{
    size_t n = line.n < END ? line.n : END;
    TRY(al_map_put(&l->map, al_hash(line.p, line.n), initial, value, is_new));
    set(l->wholes, whole_of(line));
    set(l->edges[HEAD], edge_of(line, n, HEAD));
    set(l->edges[TAIL], edge_of(line, n, TAIL));
    if (n < END)
        l->short_sizes |= 1u << n;
    return ARTICLEAN_OK;
}

const uint32_t *al_lines_get(const struct al_lines *l, struct al_str line)
{
    return has(l->wholes, whole_of(line)) ? al_map_get(&l->map, al_hash(line.p, line.n)) : NULL;
}

/* False when no line has such an edge as the text. */
static bool may_have(const struct al_lines *l, struct al_str text, enum edge edge)
{
    const uint64_t *filter = l->edges[edge];
    if (text.n >= END && has(filter, edge_of(text, END, edge)))
        return true;
    for (size_t n = 1; n < END && n <= text.n && l->short_sizes >> n; n++)
        if (l->short_sizes >> n & 1 && has(filter, edge_of(text, n, edge)))
            return true;
    return false;
}

bool al_lines_may_begin(const struct al_lines *l, struct al_str text)
{
    return may_have(l, text, HEAD);
}

bool al_lines_may_join(const struct al_lines *l, struct al_str text)
{
    return may_have(l, text, HEAD) && may_have(l, text, TAIL);
}
