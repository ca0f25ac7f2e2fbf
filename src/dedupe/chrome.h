/* Which short blocks many documents share, in one pass and bounded memory: a table of counters in which what
   recurs survives and what was seen once gives way (after Misra and Gries, 1982). Knows hashes only. */
#ifndef AL_DEDUPE_CHROME_H
#define AL_DEDUPE_CHROME_H

#include <articlean/status.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A block seen in so many documents is chrome. */
enum { AL_CHROME_MIN = 2, AL_CHROME_SLOTS = 1 << 18 };

struct al_chrome {
    uint64_t *slots; /* 56 bits of the key, 8 bits of count; 0 is free; owned */
};

enum articlean_status al_chrome_init(struct al_chrome *c);
void al_chrome_clear(struct al_chrome *c);
/* Counts one document that has the block. */
void al_chrome_count(struct al_chrome *c, uint64_t key);
/* Tells whether the block was counted AL_CHROME_MIN times or more. */
bool al_chrome_is(const struct al_chrome *c, uint64_t key);

#endif
