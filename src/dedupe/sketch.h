/* What a document leaves behind for the comparison with others: its lowest shingle hashes and the blocks they
   come from. */
#ifndef AL_DEDUPE_SKETCH_H
#define AL_DEDUPE_SKETCH_H

#include "base/arena.h"
#include "segment.h"
#include "tokens.h"

/* Candidates kept per document, more than are compared in the end: those of chrome fall away. */
enum { AL_SKETCH_CANDIDATES = 128 };

/* A shingle hash (its upper 32 bits) and a block that has it. */
struct al_fingerprint {
    uint32_t hash, block;
};

/* A short block, which may turn out to be chrome of many documents. */
struct al_short_block {
    uint64_t key;
    uint32_t block, n_shingles;
};

struct al_sketch {
    struct al_fingerprint *lowest; /* ascending by hash, then block */
    size_t n_lowest;
    struct al_short_block *shorts; /* in document order */
    size_t n_shorts;
    uint64_t n_shingles; /* of all blocks, repeated ones counted again */
    uint64_t exact;      /* what documents with the same text have in common, set by the stage */
};

/* Collects the lowest hashes of one document: all below a limit, which falls when there are too many. */
struct al_sketcher {
    uint64_t found[AL_SKETCH_CANDIDATES * 8]; /* hash << 32 | block */
    size_t n;
    uint32_t limit; /* hashes above cannot be among the lowest any more */
    struct al_buf shorts;
    uint64_t n_shingles;
};

void al_sketcher_init(struct al_sketcher *s);
void al_sketcher_clear(struct al_sketcher *s);
void al_sketcher_reset(struct al_sketcher *s);
/* Takes the shingles of a block; `key` is the hash of a short block's folded text, 0 for a long one. */
enum articlean_status al_sketcher_add(struct al_sketcher *s, uint32_t block, uint64_t key,
                                      struct al_tokens *tokens);
/* Writes the sketch to the arena. */
enum articlean_status al_sketcher_finish(struct al_sketcher *s, struct al_arena *arena,
                                         struct al_sketch **out);

/* Fills what is compared: the lowest hashes that are not only of chrome. `is_chrome` tells it of a short
   block's key. */
void al_sketch_choose(const struct al_sketch *k, bool (*is_chrome)(const void *context, uint64_t key),
                      const void *context, struct articlean_sketch *out);
/* Sets the keys of a sketch that was packed from the same text before. */
void al_sketch_keys(const struct al_sketch *k, struct articlean_sketch *sketch);

#endif
