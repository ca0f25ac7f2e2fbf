#include "census.h"

#include "alloc.h"

enum { WAYS = 8, COUNT_BITS = 8, COUNT_MASK = AL_CENSUS_MOST };

enum articlean_status al_census_init(struct al_census *c, size_t n_slots)
{
    c->slots = al_calloc(n_slots, sizeof *c->slots);
    c->n_slots = n_slots;
    return c->slots ? ARTICLEAN_OK : ARTICLEAN_NO_MEMORY;
}

void al_census_clear(struct al_census *c)
{
    al_free(c->slots);
    *c = (struct al_census){0};
}

static uint64_t *bucket(const struct al_census *c, uint64_t key)
{
    return c->slots + (key >> COUNT_BITS) % (c->n_slots / WAYS) * WAYS;
}

void al_census_count(struct al_census *c, uint64_t key)
{
    uint64_t *b = bucket(c, key), *least = b;
    for (int i = 0; i < WAYS; i++) {
        if ((b[i] ^ key) >> COUNT_BITS == 0 && b[i]) {
            b[i] += (b[i] & COUNT_MASK) < COUNT_MASK;
            return;
        }
        if ((b[i] & COUNT_MASK) < (*least & COUNT_MASK))
            least = &b[i];
    }
    if ((*least & COUNT_MASK) > 1)
        --*least;
    else
        *least = (key & ~(uint64_t)COUNT_MASK) | 1;
}

unsigned al_census_seen(const struct al_census *c, uint64_t key)
{
    const uint64_t *b = bucket(c, key);
    for (int i = 0; i < WAYS; i++)
        if ((b[i] ^ key) >> COUNT_BITS == 0)
            return b[i] & COUNT_MASK;
    return 0;
}
