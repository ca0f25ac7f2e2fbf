#include "literals.h"

#include "base/alloc.h"
#include "base/try.h"

void al_literals_init(struct al_literals *l)
{
    *l = (struct al_literals){.entries = NULL};
}

void al_literals_clear(struct al_literals *l)
{
    al_free(l->entries);
    al_literals_init(l);
}

static inline uint32_t load4(const char *p)
{
    uint32_t v;
    memcpy(&v, p, 4);
    return v;
}

/* A multiplicative hash of four bytes; the top 14 bits index the filter, the top 12 the buckets. */
static inline uint32_t hash4(uint32_t four)
{
    return four * UINT32_C(0x9E3779B1);
}

/* In UTF-8 of three bytes a character the first byte says next to nothing: begin late. */
static uint8_t best_window(struct al_str text)
{
    return (unsigned char)text.p[0] >= 0xE0 && text.n >= 6 ? 2 : 0;
}

enum articlean_status al_literals_add(struct al_literals *l, struct al_str text, uint32_t value)
{
    if (text.n < AL_LITERAL_MIN)
        return ARTICLEAN_BAD_ARGUMENT;
    TRY(al_grow((void **)&l->entries, l->n, &l->cap, sizeof *l->entries));
    uint8_t window = best_window(text);
    uint32_t four = load4(text.p + window), h = hash4(four);
    uint32_t *bucket = &l->buckets[h >> 20];
    l->entries[l->n] = (struct al_literal){text, value, four, *bucket, window};
    *bucket = (uint32_t)++l->n;
    l->filter[h >> 18] = 1;
    return ARTICLEAN_OK;
}

static bool stands_at(const struct al_literal *e, const struct al_literal_scan *scan, size_t *start)
{
    if (scan->at < e->window || load4(scan->p + scan->at) != e->four)
        return false;
    *start = scan->at - e->window;
    return e->text.n <= scan->n - *start && memcmp(scan->p + *start, e->text.p, e->text.n) == 0;
}

static inline unsigned passes(const struct al_literals *l, const char *p)
{
    return l->filter[hash4(load4(p)) >> 18];
}

/* The next position whose window passes the filter; one less than four bytes before the end when none does.
 */
static size_t next_window(const struct al_literals *l, const struct al_literal_scan *scan)
{
    size_t at = scan->at;
    const char *p = scan->p;
    while (at + 7 <= scan->n &&
           !(passes(l, p + at) | passes(l, p + at + 1) | passes(l, p + at + 2) | passes(l, p + at + 3)))
        at += 4;
    while (at + 4 <= scan->n && !passes(l, p + at))
        at++;
    return at;
}

const struct al_literal *al_literals_next(const struct al_literals *l, struct al_literal_scan *scan,
                                          size_t *start)
{
    for (;; scan->at++) {
        if (!scan->chain) {
            scan->at = next_window(l, scan);
            if (scan->at + 4 > scan->n)
                return NULL;
            scan->chain = l->buckets[hash4(load4(scan->p + scan->at)) >> 20];
        }
        while (scan->chain) {
            const struct al_literal *e = &l->entries[scan->chain - 1];
            scan->chain = e->next;
            if (stands_at(e, scan, start)) {
                /* The chain may be at its end: then the next call must not look at this window again. */
                if (!scan->chain)
                    scan->at++;
                return e;
            }
        }
    }
}
