/* The segments of one corpus: files of an index directory that lasts between runs, or nameless temporary
   files. A directory holds LOCK, MANIFEST, and the segment and state files that the manifest names. Files are
   written once; the manifest is replaced whole, so that a process killed at any moment leaves the index as of
   the last commit. One writer (flock on LOCK), any number of readers without a lock. */
#ifndef AL_DEDUPE_INDEX_H
#define AL_DEDUPE_INDEX_H

#include "doc/report.h"
#include "segment.h"

struct al_index {
    int dir; /* descriptor of the directory, -1 when there is none */
    int lock;
    bool read_only;
    struct al_segment *segments; /* oldest first, without gaps */
    uint64_t *files;             /* number in the file name of each, 0 for a temporary file */
    size_t n_segments, cap_segments;
    size_t n_fixed; /* of a read-only index: never merged */
    uint64_t next_file, state_file;
    void *state; /* the owner's, saved with each commit and loaded on opening; not owned */
    size_t state_size;
    struct al_reporter reporter;
};

/* Opens the index at `path`, which a writer creates when it is missing; NULL gives an empty temporary one.
   `state` of `state_size` bytes is filled from the last commit. All troubles are reported.
   ARTICLEAN_IO (also when another writer is at work), ARTICLEAN_BAD_FORMAT (damaged, or other parameters),
   ARTICLEAN_NO_MEMORY. */
enum articlean_status al_index_open(struct al_index *x, const char *path, bool read_only, void *state,
                                    size_t state_size, const struct al_reporter *reporter);
/* Closes without a commit. */
void al_index_close(struct al_index *x);

uint64_t al_index_count(const struct al_index *x);
/* Writes the segment, which must follow the last one, and merges when many of a size have gathered. */
enum articlean_status al_index_append(struct al_index *x, const struct al_segment *segment);
/* Makes what was appended last: writes state and manifest, then removes files that are no longer named. Does
   nothing for a temporary or read-only index. */
enum articlean_status al_index_commit(struct al_index *x);

#endif
