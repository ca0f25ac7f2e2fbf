/* Globs in gitignore style: `*` and `?` stop at slashes, `**` does not, a pattern with a slash inside is
   anchored, a slash at the end asks for a directory, a leading `!` takes back. */
#ifndef CLI_GLOB_H
#define CLI_GLOB_H

#include "text.h"

/* Whether one pattern (without `!`) matches a path that is relative to the root of the walk. Time grows with
   the product of both lengths, whatever the pattern. */
bool glob_match(const char *pattern, const char *path, bool is_directory);

/* What the last pattern that matches says: 1 listed, -1 taken back by `!`, 0 when none matches. */
int globs_find(const struct names *patterns, const char *path, bool is_directory);

#endif
