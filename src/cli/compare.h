/* A file against its cleaned content: is it changed, what changed, and rewriting it safely. */
#ifndef CLI_COMPARE_H
#define CLI_COMPARE_H

#include "options.h"
#include "stats.h"

#include <sys/stat.h>

struct comparison {
    const char *path, *name;
    const struct stat *st; /* of the file when it was read */
    const char *old;
    size_t old_size;
    const char *new;
    size_t new_size;
    const struct tally *tally; /* what happened on the way */
};

bool is_changed(const struct comparison *comparison);
/* Appends what --check or --diff print. */
void show_change(const struct settings *settings, const struct comparison *comparison, struct text *out);
/* Replaces the file; false when it could not, which was told. */
bool rewrite(const struct settings *settings, const struct comparison *comparison);

#endif
