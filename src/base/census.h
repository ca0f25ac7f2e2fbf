/* Which keys recur, in one pass and bounded memory: a table of counters in which what recurs survives and
   what was seen once gives way (after Misra and Gries, 1982). Knows hashes only. */
#ifndef AL_BASE_CENSUS_H
#define AL_BASE_CENSUS_H

#include <articlean/status.h>
#include <stddef.h>
#include <stdint.h>

enum { AL_CENSUS_MOST = 255 }; /* counts end there */

struct al_census {
    uint64_t *slots; /* 56 bits of the key, 8 bits of count; 0 is free; owned */
    size_t n_slots;
};

/* `n_slots` is a power of two from 8 on. */
enum articlean_status al_census_init(struct al_census *c, size_t n_slots);
void al_census_clear(struct al_census *c);
/* Counts the key once more. */
void al_census_count(struct al_census *c, uint64_t key);
/* Tells how often the key was counted: never too high, and too low only where the table is crowded. */
unsigned al_census_seen(const struct al_census *c, uint64_t key);

#endif
