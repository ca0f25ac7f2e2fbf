/* Repeats inside one document: equal blocks, and near ones on request. */
#ifndef AL_DEDUPE_REPEAT_H
#define AL_DEDUPE_REPEAT_H

#include "base/map.h"
#include "doc/doc.h"
#include "tokens.h"

/* What is remembered of a block. */
struct al_repeat_block {
    uint32_t n_shingles;
    uint32_t n_shared; /* with the block at hand; 0 between two looks */
};

/* Memory that is reused from document to document. */
struct al_repeats {
    struct al_map seen;     /* hash of the folded letters to block */
    struct al_map shingles; /* hash to the first block that has it */
    struct al_buf keys;     /* of two blocks with the same letters */
    struct al_repeat_block *blocks;
    size_t cap_blocks;
    size_t before;  /* the kept block just above, SIZE_MAX at the start */
    bool drop_near; /* else near repeats are only counted */
};

void al_repeats_init(struct al_repeats *r, bool drop_near);
void al_repeats_clear(struct al_repeats *r);
/* Begins a document. */
enum articlean_status al_repeats_begin(struct al_repeats *r, const struct al_doc *doc);

/* Compares kept block i, whose tokens are given, with all before it.
   One that equals an earlier block after folding is marked "dedupe.block". Verse, code, rows and lines of
   dialogue are spared; short blocks, which often recur as headings, only go right after their twin.
   One of 60 columns and more that shares most of its shingles with an earlier block of similar size, and has
   no number that is new, is counted in AL_FLAG_NEAR_REPEATS, and marked "dedupe.near-block" when asked for.
 */
enum articlean_status al_repeats_look(struct al_repeats *r, struct al_doc *doc, size_t i,
                                      const struct al_tokens *tokens);

#endif
