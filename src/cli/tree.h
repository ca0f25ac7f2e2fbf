/* Names below an output directory: directories are made as needed, no two inputs get one name. */
#ifndef CLI_TREE_H
#define CLI_TREE_H

#include "text.h"

#include <stdint.h>

struct tree {
    const char *directory;
    uint64_t *taken; /* hashes of the names given out */
    size_t n, cap;
};

/* Returns the owned path of `name` and makes its directories; NULL when the name was given out before
   (errno EEXIST) or a directory cannot be made (errno tells). */
char *tree_place(struct tree *tree, const char *name);
void tree_clear(struct tree *tree);

#endif
