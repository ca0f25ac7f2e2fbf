/* Evaluates boosted trees of a generated table. All trees have the same depth and no holes, so that a walk
   has no branch to guess, and many rows walk a tree side by side. */
#ifndef AL_STRIP_FOREST_H
#define AL_STRIP_FOREST_H

#include <stddef.h>
#include <stdint.h>

/* A tree of depth d has 2^d - 1 inner nodes, level by level, and 2^d leaves. At a node a row goes right when
   its feature is not below the threshold. */
struct al_forest {
    const float *thresholds; /* one an inner node, tree after tree */
    const uint8_t *features; /* columns of the row */
    const float *leaves;     /* log odds */
    unsigned depth;          /* 1..8 */
    unsigned n_trees;
    unsigned n_first; /* trees after which a row that is sure enough is let go; 0: never */
    float sure;       /* log odds that are so, on both sides */
    float scale;      /* and what all trees would make of one of these */
};

enum { AL_FOREST_ROWS = 16 }; /* most rows of one call */

/* Writes the log odds that the trees give each of n rows of `width` values. */
void al_forest_score(const struct al_forest *forest, const float *rows, size_t width, size_t n, float *out);
/* Log odds to a probability, the same bits on every machine. */
float al_logistic(float log_odds);

#endif
