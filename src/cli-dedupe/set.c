#include "set.h"

#define XXH_INLINE_ALL
#include <stdlib.h>
#include <xxhash.h>

uint64_t hash_of(const char *p, size_t n)
{
    uint64_t h = XXH3_64bits(p, n);
    return h + !h;
}

static bool grow(struct set *s)
{
    struct set bigger = {.n_slots = s->n_slots ? s->n_slots * 2 : 1024};
    bigger.slots = calloc(bigger.n_slots, sizeof *bigger.slots);
    if (!bigger.slots)
        return false;
    for (size_t i = 0; i < s->n_slots; i++)
        if (s->slots[i])
            set_add(&bigger, s->slots[i]);
    free(s->slots);
    *s = bigger;
    return true;
}

bool set_reserve(struct set *s, size_t more)
{
    while ((s->n + more) * 4 > s->n_slots * 3)
        if (!grow(s))
            return false;
    return true;
}

bool set_add(struct set *s, uint64_t hash)
{
    size_t mask = s->n_slots - 1, i = hash & mask;
    for (; s->slots[i]; i = (i + 1) & mask)
        if (s->slots[i] == hash)
            return false;
    s->slots[i] = hash;
    s->n++;
    return true;
}

bool set_has(const struct set *s, uint64_t hash)
{
    if (!s->n_slots)
        return false;
    size_t mask = s->n_slots - 1, i = hash & mask;
    while (s->slots[i] && s->slots[i] != hash)
        i = (i + 1) & mask;
    return s->slots[i] != 0;
}

void set_clear(struct set *s)
{
    free(s->slots);
    *s = (struct set){0};
}
