/* A set of 64-bit hashes in one growing table; 8 bytes an entry, at most three quarters full. */
#ifndef DEDUPE_SET_H
#define DEDUPE_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct set {
    uint64_t *slots; /* 0 is free */
    size_t n, n_slots;
};

/* Makes room for `more` entries; false when memory ends. */
bool set_reserve(struct set *s, size_t more);
/* Adds a hash and tells whether it is new. Room must have been made. */
bool set_add(struct set *s, uint64_t hash);
bool set_has(const struct set *s, uint64_t hash);
void set_clear(struct set *s);
/* Brings the slot of a hash that will be asked for soon into the cache. */
static inline void set_prefetch(const struct set *s, uint64_t hash)
{
    __builtin_prefetch(&s->slots[hash & (s->n_slots - 1)]);
}

/* The 64-bit hash of a string, never 0. */
uint64_t hash_of(const char *p, size_t n);

#endif
