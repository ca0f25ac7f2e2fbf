/* A set of 64-bit hashes in 256 tables that grow one at a time: 8 bytes a slot, 70 to 84 in a hundred slots
   in use, so that an entry takes 9.5 to 11.5 bytes, growing included. */
#ifndef DEDUPE_SET_H
#define DEDUPE_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct table {
    uint64_t *slots; /* 0 is free */
    size_t n, n_slots;
};

struct set {
    struct table tables[256];
};

/* Makes room for `more` entries that have the top byte of `hash`; false when memory ends. */
bool set_reserve(struct set *s, uint64_t hash, size_t more);
/* Adds a hash and tells whether it is new. Room must have been made. */
bool set_add(struct set *s, uint64_t hash);
bool set_has(const struct set *s, uint64_t hash);
void set_clear(struct set *s);

/* Where a hash belongs: its middle bits as a share of the slots. */
static inline size_t set_slot(const struct table *t, uint64_t hash)
{
    return (size_t)((hash >> 24 & UINT32_MAX) * t->n_slots >> 32);
}

/* Brings the slot of a hash that will be asked for soon into the cache. */
static inline void set_prefetch(const struct set *s, uint64_t hash)
{
    const struct table *t = &s->tables[hash >> 56];
    __builtin_prefetch(&t->slots[set_slot(t, hash)]);
}

/* The 64-bit hash of a string, never 0. */
uint64_t hash_of(const char *p, size_t n);

#endif
