/* The text of an index's MANIFEST: which files make up the last commit, and by which rules they were made. */
#ifndef AL_DEDUPE_MANIFEST_H
#define AL_DEDUPE_MANIFEST_H

#include "base/buf.h"

#include <stdbool.h>

/* A file as the manifest names it. */
struct al_manifest_file {
    uint64_t file; /* number in its name */
    uint64_t first, n;
    uint64_t bytes, checksum;
};

struct al_manifest {
    struct al_buf segments;        /* of struct al_manifest_file, oldest first */
    struct al_manifest_file state; /* file 0 when there is none */
};

/* What segments of different programs must agree on to be compared. */
#define AL_MANIFEST_PARAMETERS "fold=1 words=2 characters=3 hash=xxh3 sketch=63x16 keys=8"

void al_manifest_init(struct al_manifest *m);
void al_manifest_clear(struct al_manifest *m);
enum articlean_status al_manifest_write(const struct al_manifest *m, struct al_buf *out);
/* ARTICLEAN_BAD_FORMAT when the text is not whole; *other_parameters tells that it is, but made by other
 * rules. */
enum articlean_status al_manifest_parse(struct al_manifest *m, struct al_str text, bool *other_parameters);

#endif
