/* An immutable run of remembered documents as sorted arrays: in memory, or mapped from a file of its own
   format. Knows neither how segments are found nor how they follow each other. */
#ifndef AL_DEDUPE_SEGMENT_H
#define AL_DEDUPE_SEGMENT_H

#include <articlean/corpus.h>
#include <articlean/status.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    AL_SKETCH_SIZE = ARTICLEAN_SKETCH_HASHES, /* hashes in 128 bytes a document */
    AL_SKETCH_KEYS = ARTICLEAN_SKETCH_KEYS,   /* by which a document is found; 8 bytes each */
    AL_MAX_POSTINGS = 64 /* documents of one segment under a hash; more make it useless */
};

struct al_segment {
    uint64_t first, n; /* number of the first document, how many */
    uint64_t n_postings;
    const uint64_t *exact;         /* fingerprints, ascending, then by number */
    const uint32_t *exact_numbers; /* their documents, counted from `first` */
    const uint64_t *postings;      /* hash << 32 | document counted from `first`, ascending */
    const struct articlean_hashes *sketches;
    const uint64_t *names; /* n + 1 offsets into name_bytes */
    const char *name_bytes;
    void *map; /* the whole file, NULL when in memory */
    size_t map_size;
    uint64_t checksum; /* of the file's content */
};

/* Bits that the hashes lack; no more than pack() may cut off, whatever a damaged file says. */
static inline unsigned al_hashes_shift(const struct articlean_hashes *h)
{
    return h->shift < 16 ? h->shift : 16;
}

/* Writes the segments, which must follow each other without a gap, as one file at the start of `fd`, and
   syncs it. ARTICLEAN_IO with errno, ARTICLEAN_NO_MEMORY. */
enum articlean_status al_segment_write(int fd, const struct al_segment *segments, size_t n);

/* Maps a segment file. Its header and size are checked: ARTICLEAN_BAD_FORMAT. */
enum articlean_status al_segment_map(int fd, struct al_segment *out);
void al_segment_unmap(struct al_segment *s);
/* Reads all of a mapped segment and tells whether its checksum and the order of its arrays are right. */
bool al_segment_is_sound(const struct al_segment *s);

/* Name of document i, counted from `first`; "" when the file is damaged there. */
const char *al_segment_name(const struct al_segment *s, uint64_t i);
/* Points at the postings of `hash`; *n is their number. */
const uint64_t *al_segment_postings(const struct al_segment *s, uint32_t hash, size_t *n);
/* Finds the first document with this fingerprint, counted from `first`. */
bool al_segment_exact(const struct al_segment *s, uint64_t fingerprint, uint32_t *number);

#endif
