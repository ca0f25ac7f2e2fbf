#include "forest.h"

#include "base/cpu.h"

#include <string.h>

enum { PART = AL_ROWS, GROUP = AL_FOREST_GROUP, LANES = 8, MOST = INT16_MAX };

/* The walk is made once for each depth, with everything it calls. */
#define INLINE __attribute__((always_inline)) static inline

typedef int16_t lanes __attribute__((vector_size(2 * LANES)));

static void bring_down(const struct al_forest *f, const al_column *rows, struct al_forest_batch *b)
{
    for (size_t k = 0; k < f->width; k++)
        for (int r = 0; r < PART; r++) {
            float v = (rows[k][r] - f->middle[k]) * f->step[k];
            v = v < MOST ? v : MOST;
            b->values[k][b->n + (unsigned)r] = (int16_t)(v > INT16_MIN ? v : INT16_MIN);
        }
}

/* Writes the numbers of the leaves where some rows come out. */
INLINE void climb(const uint16_t *asked, const int16_t *borders, unsigned depth, const void *rows,
                  lanes leaf[PART / LANES])
{
    memset(leaf, 0, PART * sizeof(int16_t));
#pragma GCC unroll 8
    for (unsigned k = 0; k < depth; k++) {
        const lanes *values = (const lanes *)((const char *)rows + asked[k]);
        lanes border = (lanes){0} + borders[k];
#pragma GCC unroll 8
        for (size_t v = 0; v < PART / LANES; v++)
            leaf[v] = leaf[v] + leaf[v] - (values[v] < border);
    }
}

INLINE void add_trees(const struct al_forest *f, struct al_forest_batch *b, size_t first, unsigned depth,
                      unsigned from, unsigned to)
{
    lanes leaf[PART / LANES];
    const int16_t *number = (const int16_t *)leaf;
    for (unsigned t = from; t < to; t++) {
        const uint8_t *low = f->leaves + ((size_t)t << (depth + 1)), *high = low + (1u << depth);
        climb(f->columns + t * depth, f->borders + t * depth, depth, &b->values[0][first], leaf);
        for (size_t r = 0; r < PART; r++)
            b->sum[first + r] += low[number[r]] + (int8_t)high[number[r]] * 256;
    }
}

static void walk(const struct al_forest *f, struct al_forest_batch *b, unsigned parts, unsigned from,
                 unsigned to)
{
    for (size_t first = 0; first < parts * PART; first += PART)
        if (f->depth == AL_FOREST_DEPTH)
            add_trees(f, b, first, AL_FOREST_DEPTH, from, to);
        else
            add_trees(f, b, first, f->depth, from, to);
}

static void choose(const struct al_forest *f, const int16_t (*from)[AL_FOREST_ROOM], const uint8_t *chosen,
                   unsigned n, struct al_forest_batch *to)
{
    for (size_t k = 0; k < f->width; k++)
        for (unsigned r = 0; r < n; r++)
            to->values[k][to->n + r] = from[k][chosen[r]];
}

const struct al_forest_way al_forest_plain = {bring_down, walk, choose};

const struct al_forest_way *al_forest_best_way(void)
{
#ifdef __x86_64__
    if (al_cpu_has_avx2())
        return &al_forest_avx2;
#endif
    return &al_forest_plain;
}

/* The n first rows are through. */
static void finish_unsure(struct al_forest_walk *w, unsigned n)
{
    struct al_forest_batch *b = &w->unsure;
    unsigned parts = (n + PART - 1) / PART, rest = b->n - n;
    for (unsigned r = n; r < parts * PART; r++)
        b->sum[r] = 0;
    w->way->walk(w->forest, b, parts, w->forest->n_first, w->forest->n_trees);
    for (unsigned r = 0; r < n; r++)
        w->odds[b->at[r]] += (float)b->sum[r] * w->forest->unit;
    if (rest)
        for (size_t k = 0; k < w->forest->width; k++)
            memcpy(b->values[k], b->values[k] + n, PART * sizeof b->values[k][0]);
    memcpy(b->sum, b->sum + n, rest * sizeof b->sum[0]);
    memcpy(b->at, b->at + n, rest * sizeof b->at[0]);
    b->n = rest;
}

/* Lets go of those of some fresh rows that are sure. */
static void settle(struct al_forest_walk *w, unsigned from, unsigned end)
{
    const struct al_forest *f = w->forest;
    const struct al_forest_batch *b = &w->fresh;
    struct al_forest_batch *to = &w->unsure;
    uint8_t chosen[PART];
    unsigned n = 0;
    for (unsigned r = from; r < end; r++) {
        if (b->sum[r] < -f->sure || b->sum[r] > f->sure) {
            w->odds[b->at[r]] += (float)b->sum[r] * (f->unit * f->scale);
            continue;
        }
        to->at[to->n + n] = b->at[r];
        to->sum[to->n + n] = b->sum[r];
        chosen[n++] = (uint8_t)(r - from);
    }
    if (n)
        w->way->choose(f, (const int16_t(*)[AL_FOREST_ROOM]) & b->values[0][from], chosen, n, to);
    to->n += n;
}

/* Walks the fresh rows through the first trees. */
static void finish_fresh(struct al_forest_walk *w)
{
    struct al_forest_batch *b = &w->fresh;
    w->way->walk(w->forest, b, (b->n + PART - 1) / PART, 0, w->forest->n_first);
    for (unsigned from = 0; from < b->n; from += PART) {
        settle(w, from, from + PART < b->n ? from + PART : b->n);
        if (w->unsure.n >= AL_FOREST_BATCH)
            finish_unsure(w, AL_FOREST_BATCH);
    }
    b->n = 0;
}

void al_forest_begin(struct al_forest_walk *w, const struct al_forest *forest, float *odds)
{
    w->forest = forest;
    w->way = al_forest_best_way();
    w->odds = odds;
    w->n = 0;
    w->fresh.n = w->unsure.n = 0;
}

void al_forest_add(struct al_forest_walk *w, const al_column *rows, unsigned n)
{
    struct al_forest_batch *b = &w->fresh;
    w->way->bring_down(w->forest, rows, b);
    for (unsigned r = 0; r < PART; r++) {
        b->at[b->n + r] = w->n + r;
        b->sum[b->n + r] = 0;
    }
    b->n += n;
    w->n += n;
    if (b->n == AL_FOREST_BATCH)
        finish_fresh(w);
}

void al_forest_end(struct al_forest_walk *w)
{
    finish_fresh(w);
    finish_unsure(w, w->unsure.n);
}

/* 2^x for -100 < x < 100: the exponent by its bits, the rest by a cubic. */
static float power_of_2(float x)
{
    int32_t whole = (int32_t)x - (x < 0);
    float part = x - (float)whole;
    float rest = 1 + part * (0.6951f + part * (0.2276f + part * 0.0773f));
    uint32_t bits = (uint32_t)(whole + 127) << 23;
    float scale;
    memcpy(&scale, &bits, sizeof scale);
    return rest * scale;
}

float al_logistic(float log_odds)
{
    float x = log_odds * 1.442695f;
    x = x < -40 ? -40 : x > 40 ? 40 : x;
    return 1 / (1 + power_of_2(-x));
}
