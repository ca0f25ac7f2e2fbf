/* The documents that later ones are compared with: the newest in a table of bounded size, older ones in
   immutable segments that are mapped, not loaded. Knows names, fingerprints and sketches, no document. */
#ifndef AL_DEDUPE_STORE_H
#define AL_DEDUPE_STORE_H

#include "base/buf.h"
#include "base/map.h"
#include "index.h"
#include "segment.h"

/* The newest documents, not yet in a segment. */
struct al_table {
    uint64_t *exact; /* fingerprint of each */
    struct articlean_hashes *sketches;
    uint64_t *names;          /* n + 1 offsets into name_bytes */
    struct al_buf name_bytes; /* terminated strings */
    size_t n, cap;
    struct al_map by_exact;
    uint64_t *postings; /* open addressing by hash: hash << 32 | document + 1; 0 is free */
    size_t n_postings, n_slots;
};

struct al_store {
    struct al_index *index; /* where segments live; borrowed */
    struct al_table table;
    uint64_t first;     /* number of the table's first document */
    size_t max_table;   /* documents */
    struct al_buf hits; /* scratch of al_store_find_near */
};

/* A document that shares low hashes with the one at hand. */
struct al_candidate {
    uint64_t number;
    uint64_t n_shared;
};

void al_store_init(struct al_store *s, struct al_index *index, size_t max_table);
void al_store_clear(struct al_store *s);

/* Remembers a document under the next number; a full table is flushed first. */
enum articlean_status al_store_add(struct al_store *s, const char *name,
                                   const struct articlean_sketch *sketch);
/* Moves the table to a segment of the index. The caller commits the index. */
enum articlean_status al_store_flush(struct al_store *s);

/* Finds the first document with this fingerprint. */
bool al_store_find_exact(const struct al_store *s, uint64_t fingerprint, uint64_t *number);
/* Finds the documents that share one of the `n_keys` keys, ascending by number; the list lives until the next
   call. A hash that more than AL_MAX_POSTINGS documents of a segment have is passed over. */
enum articlean_status al_store_find_near(struct al_store *s, const uint32_t *keys, size_t n_keys,
                                         const struct al_candidate **out, size_t *n);
const struct articlean_hashes *al_store_sketch(const struct al_store *s, uint64_t number);
const char *al_store_name(const struct al_store *s, uint64_t number);

#endif
