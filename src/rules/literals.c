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

/* A multiplicative hash of four bytes; the top 16 bits index the filter, the top 12 the buckets. */
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
    l->filter[h >> 22] |= UINT64_C(1) << (h >> 16 & 63);
    return ARTICLEAN_OK;
}

static bool stands_at(const struct al_literal *e, const struct al_literal_scan *scan, size_t *start)
{
    if (scan->at < e->window || load4(scan->p + scan->at) != e->four)
        return false;
    *start = scan->at - e->window;
    return e->text.n <= scan->n - *start && memcmp(scan->p + *start, e->text.p, e->text.n) == 0;
}

const struct al_literal *al_literals_next(const struct al_literals *l, struct al_literal_scan *scan,
                                          size_t *start)
{
    for (; scan->at + 4 <= scan->n; scan->at++) {
        if (!scan->chain) {
            uint32_t h = hash4(load4(scan->p + scan->at));
            if (!(l->filter[h >> 22] >> (h >> 16 & 63) & 1))
                continue;
            scan->chain = l->buckets[h >> 20];
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
    return NULL;
}
