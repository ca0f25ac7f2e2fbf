/* Repeats inside one document: equal blocks, and near ones on request. */
#ifndef AL_DEDUPE_REPEAT_H
#define AL_DEDUPE_REPEAT_H

#include "base/map.h"
#include "doc/doc.h"
#include "tokens.h"

/* Memory that is reused from document to document. */
struct al_repeats {
    struct al_map seen;     /* hash of the folded letters to block */
    struct al_map shingles; /* hash to the first block that has it */
    struct al_buf keys;     /* of two blocks with the same letters */
    struct al_tokens twin;  /* of the earlier block that is aligned */
    struct al_buf selected; /* uint64_t: shingles of the block at hand, then the blocks that have them, too */
    uint32_t *n_shared;     /* shingles that each block has of the one at hand; all 0 between two looks */
    size_t cap_shared;
    size_t work_left; /* token pairs that may still be aligned in this document */
    size_t before;    /* the kept block just above, SIZE_MAX at the start */
    bool drop_near;   /* else near repeats are only counted */
};

void al_repeats_init(struct al_repeats *r, bool drop_near);
void al_repeats_clear(struct al_repeats *r);
/* Begins a document. */
enum articlean_status al_repeats_begin(struct al_repeats *r, const struct al_doc *doc);

/* Compares kept block i, whose tokens are given, with all before it.
   One that equals an earlier block after folding (a long one: in its letters and numbers) is marked
   "dedupe.block". Verse, code, rows and lines of dialogue are spared; short blocks, which often recur as
   headings, only go right after their twin. One of 60 columns and more is aligned with the earlier block that
   shares most of its shingles: when four in five of its tokens (of few, six in seven) stand there in order,
   and no number is new but for a typing error, it is counted in AL_FLAG_NEAR_REPEATS, and marked
   "dedupe.near-block" when asked for. Blocks of more than AL_ALIGN_MAX tokens are not compared so. */
enum articlean_status al_repeats_look(struct al_repeats *r, struct al_doc *doc, size_t i,
                                      struct al_tokens *tokens);

#endif
