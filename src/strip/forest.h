/* Evaluates boosted trees of a generated table. The trees are symmetric: all nodes of a level ask the same,
   so that a level is one comparison of many rows at once and the answers are the number of the leaf. Rows
   come in columns and are first brought down to 16 bits a value; leaves are integers, so sums are the same on
   every machine. */
#ifndef AL_STRIP_FOREST_H
#define AL_STRIP_FOREST_H

#include "columns.h"

#include <stddef.h>
#include <stdint.h>

enum {
    AL_FOREST_BATCH = 2 * AL_ROWS, /* rows that walk the trees side by side */
    AL_FOREST_ROOM = 3 * AL_ROWS,  /* rows of a batch while it is filled */
    AL_FOREST_WIDTH = 256,         /* most values of a row */
    AL_FOREST_DEPTH = 6,           /* most levels of a tree */
    AL_FOREST_GROUP = 8 /* trees added together: a forest and its first trees are a multiple of them */
};

/* A value becomes (value - middle) * step, cut to 16 bits, without what is behind the point. */
struct al_forest {
    const float *middle, *step; /* `width` of them */
    size_t width;               /* columns that are asked lie before this */
    const uint16_t *columns;    /* `depth` a tree; the first is the highest bit of the leaf's number */
    const int16_t *borders;     /* the bit is 1 when the value is below */
    const uint8_t *leaves; /* 2^depth low bytes a tree and then as many high ones, in units; -4096..4095 */
    float unit;            /* log odds; a power of 2 */
    unsigned depth;        /* 4 or 6 */
    unsigned n_trees;
    unsigned n_first; /* trees after which a row that is sure enough is let go */
    int32_t sure;     /* units that are so, on both sides */
    float scale;      /* and what all trees would make of one of these */
};

/* Where column k begins in a batch, in bytes: what al_forest.columns has of it. */
#define AL_FOREST_COLUMN(k) ((k)*AL_FOREST_ROOM * sizeof(int16_t))

/* Rows on their way through the trees, in columns. */
struct al_forest_batch {
    _Alignas(32) int16_t values[AL_FOREST_WIDTH][AL_FOREST_ROOM];
    _Alignas(32) int32_t sum[AL_FOREST_ROOM];
    size_t at[AL_FOREST_ROOM]; /* which row of all this is */
    unsigned n;
};

/* The work on many rows at once, in one of the ways that a machine may know. All give the same. */
struct al_forest_way {
    /* Brings AL_ROWS rows down to 16 bits, behind the rows of the batch. */
    void (*bring_down)(const struct al_forest *forest, const al_column *rows, struct al_forest_batch *batch);
    /* Adds the trees from..to-1 to the sums of the first `parts` times AL_ROWS rows. */
    void (*walk)(const struct al_forest *forest, struct al_forest_batch *batch, unsigned parts, unsigned from,
                 unsigned to);
    /* Copies the values of n of AL_ROWS rows of a batch, `chosen` in ascending order, behind the rows of
       `to`. */
    void (*choose)(const struct al_forest *forest, const int16_t (*from)[AL_FOREST_ROOM],
                   const uint8_t *chosen, unsigned n, struct al_forest_batch *to);
};
extern const struct al_forest_way al_forest_plain;
#ifdef __x86_64__
extern const struct al_forest_way al_forest_avx2;
#endif
/* The fastest one here. */
const struct al_forest_way *al_forest_best_way(void);

struct al_forest_walk {
    const struct al_forest *forest;
    const struct al_forest_way *way;
    float *odds;
    size_t n;                             /* rows so far */
    struct al_forest_batch fresh, unsure; /* before the first trees, and after them */
};

/* Begins to walk rows through the trees; the log odds of the k-th are added to odds[k] at al_forest_end() at
   the latest. */
void al_forest_begin(struct al_forest_walk *walk, const struct al_forest *forest, float *odds);
/* Adds n rows, the first n of each column: AL_ROWS, but for the last time. */
void al_forest_add(struct al_forest_walk *walk, const al_column *rows, unsigned n);
void al_forest_end(struct al_forest_walk *walk);
/* Log odds to a probability, the same bits on every machine. */
float al_logistic(float log_odds);

#endif
