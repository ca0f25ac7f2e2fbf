/* Head and tail of a page, told by the weight of prose before a block. Knows no rule. */
#ifndef AL_STRIP_ZONE_H
#define AL_STRIP_ZONE_H

#include "doc/doc.h"

struct al_zones {
    uint32_t *before; /* arena: weight of prose before each block */
    uint32_t total;   /* weight of all prose of the page */
    uint32_t dropped; /* of it, in blocks before the one at hand that turned out to be no article; kept by the
                         caller */
};

/* Weighs the blocks of a folded document. */
enum articlean_status al_zones_make(struct al_doc *doc, struct al_zones *zones);

/* Does block i, the one at hand, lie in the zone (enum al_zone)? The head ends when a tenth of the prose has
   passed; the tail begins after half of it and at least 300 letters. A page without prose has neither. */
bool al_zones_has(const struct al_zones *zones, unsigned zone, size_t i);

/* A block of this weight with a stop or comma counts as prose. */
enum { AL_PROSE_WEIGHT = 100 };

/* The function below for a key of so many bytes. */
uint32_t al_long_prose_weight(const struct al_block *b);

/* Weight (al_key_weight) of a block when it reads as prose, else 0. */
static inline uint32_t al_prose_weight(const struct al_block *b)
{
    return b->key.n < AL_PROSE_WEIGHT ? 0 : al_long_prose_weight(b);
}

#endif
