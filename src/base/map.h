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
/* Points *value at the value of `key`, adding it as `initial` when new; *is_new may be NULL.
   The pointer lives until the next put. */
enum articlean_status al_map_put(struct al_map *m, uint64_t key, uint32_t initial, uint32_t **value,
                                 int *is_new);
/* Returns the value of `key`, or NULL. */
uint32_t *al_map_get(const struct al_map *m, uint64_t key);

#endif
