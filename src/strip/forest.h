/* Evaluates boosted trees of a generated table. The trees are symmetric: all nodes of a level ask the same,
   so that a level is one comparison of many rows at once and the answers are the number of the leaf. Rows are
   first brought down to 16 bits a value; leaves are integers, so sums are the same on every machine. */
#ifndef AL_STRIP_FOREST_H
#define AL_STRIP_FOREST_H

#include <stddef.h>
#include <stdint.h>

enum {
    AL_FOREST_ROWS = 32,   /* rows that walk the trees side by side */
    AL_FOREST_WIDTH = 256, /* most values of a row */
    AL_FOREST_CHUNK = 8,   /* values that are brought down together: a row has a multiple of them */
    AL_FOREST_DEPTH = 6,
    AL_FOREST_GROUP = 8 /* trees added together: a forest and its first trees are a multiple of them */
};

/* A value becomes (value - middle) * step, cut to 16 bits, without what is behind the point. */
struct al_forest {
    const float *middle, *step; /* `width` of them, aligned to 16 bytes */
    size_t width;               /* columns that are asked lie before this; a multiple of AL_FOREST_CHUNK */
    const uint8_t *columns; /* AL_FOREST_DEPTH a tree; the first is the highest bit of the leaf's number */
    const int16_t *borders; /* the bit is 1 when the value is above */
    const int16_t *leaves;  /* 2^AL_FOREST_DEPTH a tree, in units; -4096..4095 */
    float unit;             /* log odds; a power of 2 */
    unsigned n_trees;
    unsigned n_first; /* trees after which a row that is sure enough is let go */
    int32_t sure;     /* units that are so, on both sides */
    float scale;      /* and what all trees would make of one of these */
};

/* Rows on their way through the trees. */
struct al_forest_batch {
    _Alignas(32) int16_t rows[AL_FOREST_ROWS][AL_FOREST_WIDTH];
    size_t at[AL_FOREST_ROWS]; /* which row of all this is */
    int32_t sum[AL_FOREST_ROWS];
    unsigned n;
};

struct al_forest_walk {
    const struct al_forest *forest;
    float *odds;
    size_t n;                             /* rows so far */
    struct al_forest_batch fresh, unsure; /* before the first trees, and after them */
};

/* Begins to walk rows through the trees; the log odds of the k-th are added to odds[k] at al_forest_end() at
   the latest. */
void al_forest_begin(struct al_forest_walk *walk, const struct al_forest *forest, float *odds);
/* Adds a row, aligned to 16 bytes. */
void al_forest_add(struct al_forest_walk *walk, const float *row);
void al_forest_end(struct al_forest_walk *walk);
/* Log odds to a probability, the same bits on every machine. */
float al_logistic(float log_odds);

#endif
