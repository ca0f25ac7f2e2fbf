/* Evaluates boosted trees of a generated table: 8 bytes a node, the left child next to its parent. */
#ifndef AL_STRIP_FOREST_H
#define AL_STRIP_FOREST_H

#include <stdint.h>

enum { AL_LEAF = 0xFFFF };

struct al_node {
    float value;      /* goes left when the feature is below it; of a leaf: what the tree says */
    uint16_t feature; /* column of the row, AL_LEAF */
    uint16_t right;   /* nodes from this one to its right child */
};

struct al_forest {
    const struct al_node *nodes;
    const uint32_t *roots; /* index of each tree's first node */
    unsigned n_trees;
    unsigned n_first; /* trees after which a block that is sure enough is let go; 0: never */
    float sure;       /* log odds that are so, on both sides */
    float base;       /* log odds before the first tree */
};

/* The log odds that the trees give a row. */
float al_forest_score(const struct al_forest *forest, const float *row);
/* Log odds to a probability, the same bits on every machine. */
float al_logistic(float log_odds);

#endif
