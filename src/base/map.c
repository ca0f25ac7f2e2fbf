#include "map.h"

#include "alloc.h"

#include <string.h>

enum {
    FIRST_SLOTS = 64,
    SPARSE = 8 /* slots for each entry are more than enough */
};

void al_map_init(struct al_map *m)
{
    *m = (struct al_map){0};
}

void al_map_clear(struct al_map *m)
{
    al_free(m->keys);
    al_free(m->values);
    al_map_init(m);
}

void al_map_reset(struct al_map *m)
{
    /* The slots that one large text needed are not swept for each small one. */
    while (m->n_slots > FIRST_SLOTS && m->n_slots / SPARSE > m->n)
        m->n_slots /= 2;
    if (m->n_slots)
        memset(m->keys, 0, m->n_slots * sizeof *m->keys);
    m->n = 0;
}

enum articlean_status al_map_grow(struct al_map *m)
{
    struct al_map bigger = {.n_slots = m->n_slots ? m->n_slots * 2 : FIRST_SLOTS};
    bigger.keys = al_calloc(bigger.n_slots, sizeof *bigger.keys);
    bigger.values = al_malloc(bigger.n_slots * sizeof *bigger.values);
    if (!bigger.keys || !bigger.values) {
        al_map_clear(&bigger);
        return ARTICLEAN_NO_MEMORY;
    }
    for (size_t i = 0; i < m->n_slots; i++) {
        if (!m->keys[i])
            continue;
        size_t j = al_map_slot(&bigger, m->keys[i]);
        bigger.keys[j] = m->keys[i];
        bigger.values[j] = m->values[i];
    }
    bigger.n = m->n;
    al_map_clear(m);
    *m = bigger;
    return ARTICLEAN_OK;
}
