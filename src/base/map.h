/* A hash map from 64-bit hash to 32-bit value, open addressing. Equal hashes count as equal keys. */
#ifndef AL_BASE_MAP_H
#define AL_BASE_MAP_H

#include <articlean/status.h>
#include <stddef.h>
#include <stdint.h>

struct al_map {
    uint64_t *keys; /* 0: free slot */
    uint32_t *values;
    size_t n, n_slots; /* n_slots is 0 or a power of two; there may be room for more */
};

/* Prepares an empty map without allocating. */
void al_map_init(struct al_map *m);
/* Frees the memory; the map stays usable. */
void al_map_clear(struct al_map *m);
/* Forgets the entries and keeps the memory; a table that was nearly empty gets fewer slots. */
void al_map_reset(struct al_map *m);
/* Makes room for one more entry. */
enum articlean_status al_map_grow(struct al_map *m);

/* The slot that has `key` or that it would get; there is a free one. */
static inline size_t al_map_slot(const struct al_map *m, uint64_t key)
{
    size_t mask = m->n_slots - 1;
    size_t i = (size_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 20) & mask;
    while (m->keys[i] && m->keys[i] != key)
        i = (i + 1) & mask;
    return i;
}

/* Points *value at the value of `key`, adding it as `initial` when new; value and is_new may be NULL.
   The pointer lives until the next put. */
static inline enum articlean_status al_map_put(struct al_map *m, uint64_t key, uint32_t initial,
                                               uint32_t **value, int *is_new)
{
    if (m->n * 10 >= m->n_slots * 7) {
        enum articlean_status s = al_map_grow(m);
        if (s)
            return s;
    }
    key += !key;
    size_t i = al_map_slot(m, key);
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

/* Returns the value of `key`, or NULL. */
static inline uint32_t *al_map_get(const struct al_map *m, uint64_t key)
{
    if (!m->n_slots)
        return NULL;
    key += !key;
    size_t i = al_map_slot(m, key);
    return m->keys[i] ? &m->values[i] : NULL;
}

#endif
