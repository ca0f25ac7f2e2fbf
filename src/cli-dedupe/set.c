#include "set.h"

#define XXH_INLINE_ALL
#include <stdlib.h>
#include <xxhash.h>

uint64_t hash_of(const char *p, size_t n)
{
    uint64_t h = XXH3_64bits(p, n);
    return h + !h;
}

/* Points at the slot that holds the hash or is free for it. */
static uint64_t *find(const struct table *t, uint64_t hash)
{
    size_t i = set_slot(t, hash);
    while (t->slots[i] && t->slots[i] != hash)
        i = i + 1 < t->n_slots ? i + 1 : 0;
    return &t->slots[i];
}

static bool grow(struct table *t)
{
    struct table bigger = {.n = t->n, .n_slots = t->n_slots + t->n_slots / 5 + 64};
    bigger.slots = bigger.n_slots < UINT32_MAX ? calloc(bigger.n_slots, sizeof *bigger.slots) : NULL;
    if (!bigger.slots)
        return false;
    for (size_t i = 0; i < t->n_slots; i++)
        if (t->slots[i])
            *find(&bigger, t->slots[i]) = t->slots[i];
    free(t->slots);
    *t = bigger;
    return true;
}

bool set_reserve(struct set *s, uint64_t hash, size_t more)
{
    struct table *t = &s->tables[hash >> 56];
    while ((t->n + more) * 100 > t->n_slots * 84)
        if (!grow(t))
            return false;
    return true;
}

bool set_add(struct set *s, uint64_t hash)
{
    struct table *t = &s->tables[hash >> 56];
    uint64_t *slot = find(t, hash);
    bool is_new = !*slot;
    *slot = hash;
    t->n += is_new;
    return is_new;
}

bool set_has(const struct set *s, uint64_t hash)
{
    const struct table *t = &s->tables[hash >> 56];
    return t->n_slots && *find(t, hash);
}

void set_clear(struct set *s)
{
    for (size_t i = 0; i < sizeof s->tables / sizeof *s->tables; i++)
        free(s->tables[i].slots);
    *s = (struct set){0};
}
