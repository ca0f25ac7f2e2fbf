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

static size_t slot_of(const struct al_map *m, uint64_t key)
{
    size_t mask = m->n_slots - 1;
    size_t i = (size_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 20) & mask;
    while (m->keys[i] && m->keys[i] != key)
        i = (i + 1) & mask;
    return i;
}

static enum articlean_status grow(struct al_map *m)
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
        size_t j = slot_of(&bigger, m->keys[i]);
        bigger.keys[j] = m->keys[i];
        bigger.values[j] = m->values[i];
    }
    bigger.n = m->n;
    al_map_clear(m);
    *m = bigger;
    return ARTICLEAN_OK;
}

enum articlean_status al_map_put(struct al_map *m, uint64_t key, uint32_t initial, uint32_t **value,
                                 int *is_new)
{
    if (m->n * 10 >= m->n_slots * 7) {
        enum articlean_status s = grow(m);
        if (s)
            return s;
    }
    key += !key;
    size_t i = slot_of(m, key);
    if (is_new)
        *is_new = !m->keys[i];
    if (!m->keys[i]) {
        m->keys[i] = key;
        m->values[i] = initial;
        m->n++;
    }
    if (value)
        *value = &m->values[i];
    return ARTICLEAN_OK;
}

uint32_t *al_map_get(const struct al_map *m, uint64_t key)
{
    if (!m->n_slots)
        return NULL;
    key += !key;
    size_t i = slot_of(m, key);
    return m->keys[i] ? &m->values[i] : NULL;
}
