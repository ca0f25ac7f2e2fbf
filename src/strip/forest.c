#include "forest.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { LANES = 8, PARTS = AL_FOREST_ROWS / LANES, MOST = INT16_MAX, GROUP = AL_FOREST_GROUP };

/* The walk is made once for each number of parts, with everything it calls. */
#define INLINE __attribute__((always_inline)) static inline

typedef int16_t lanes __attribute__((vector_size(2 * LANES)));

/* One column of all rows of a batch. */
typedef lanes column[PARTS];

_Static_assert((int)LANES == (int)AL_FOREST_CHUNK, "a chunk of a row is turned at once");

#ifdef __SSE2__
static __m128i whole_4(const float *row, const float *middle, const float *step)
{
    __m128 v = _mm_mul_ps(_mm_sub_ps(_mm_load_ps(row), _mm_load_ps(middle)), _mm_load_ps(step));
    return _mm_cvttps_epi32(_mm_min_ps(v, _mm_set1_ps(MOST)));
}

static void bring_down(const float *row, const float *middle, const float *step, int16_t *out)
{
    __m128i v = _mm_packs_epi32(whole_4(row, middle, step), whole_4(row + 4, middle + 4, step + 4));
    _mm_store_si128((__m128i *)out, v);
}

/* The leaves of some rows. */
INLINE lanes leaves_of(const int16_t *leaves, const int16_t *number)
{
    __m128i v = _mm_cvtsi32_si128(leaves[number[0]]);
    v = _mm_insert_epi16(v, leaves[number[1]], 1);
    v = _mm_insert_epi16(v, leaves[number[2]], 2);
    v = _mm_insert_epi16(v, leaves[number[3]], 3);
    v = _mm_insert_epi16(v, leaves[number[4]], 4);
    v = _mm_insert_epi16(v, leaves[number[5]], 5);
    v = _mm_insert_epi16(v, leaves[number[6]], 6);
    v = _mm_insert_epi16(v, leaves[number[7]], 7);
    return (lanes)v;
}
#else
static void bring_down(const float *row, const float *middle, const float *step, int16_t *out)
{
    for (int k = 0; k < AL_FOREST_CHUNK; k++) {
        float v = (row[k] - middle[k]) * step[k];
        v = v < MOST ? v : MOST;
        out[k] = (int16_t)(v > INT16_MIN ? v : INT16_MIN);
    }
}

INLINE lanes leaves_of(const int16_t *leaves, const int16_t *number)
{
    lanes v;
    for (int r = 0; r < LANES; r++)
        v[r] = leaves[number[r]];
    return v;
}
#endif

/* Interleaves the lower halves of two vectors, and the upper ones. */
#define LOWER(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define UPPER(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)

/* Turns some values of as many rows into columns: three rounds that interleave the first half with the
 * second. */
INLINE void turn(const int16_t (*rows)[AL_FOREST_WIDTH], size_t first, column *columns, size_t part)
{
    lanes a[LANES], b[LANES];
#pragma GCC unroll 8
    for (int r = 0; r < LANES; r++)
        memcpy(&a[r], &rows[r][first], sizeof a[r]);
#pragma GCC unroll 8
    for (int round = 1; round < LANES; round *= 2) {
#pragma GCC unroll 8
        for (int r = 0; r < LANES / 2; r++) {
            b[2 * r] = LOWER(a[r], a[r + LANES / 2]);
            b[2 * r + 1] = UPPER(a[r], a[r + LANES / 2]);
        }
        memcpy(a, b, sizeof a);
    }
#pragma GCC unroll 8
    for (int r = 0; r < LANES; r++)
        columns[first + (size_t)r][part] = a[r];
}

INLINE void turn_all(const struct al_forest *f, const struct al_forest_batch *b, size_t parts,
                     column *columns)
{
    for (size_t first = 0; first < f->width; first += AL_FOREST_CHUNK)
        for (size_t part = 0; part < parts; part++)
            turn(b->rows + part * LANES, first, columns, part);
}

/* Writes the numbers of the leaves where the rows come out. */
INLINE void climb(const uint8_t *asked, const int16_t *borders, const column *columns, size_t parts,
                  column leaf)
{
    memset(leaf, 0, parts * sizeof *leaf);
#pragma GCC unroll 8
    for (int k = 0; k < AL_FOREST_DEPTH; k++) {
        const lanes *values = columns[asked[k]];
        lanes border = (lanes){0} + borders[k];
#pragma GCC unroll 8
        for (size_t part = 0; part < parts; part++)
            leaf[part] = leaf[part] + leaf[part] - (values[part] > border);
    }
}

/* Adds GROUP trees. Their sum has 16 bits, which is what the bound of a leaf is for. */
INLINE void add_trees(const struct al_forest *f, size_t t, const column *columns, size_t parts,
                      struct al_forest_batch *b)
{
    column at[GROUP];
#pragma GCC unroll 8
    for (size_t k = 0; k < GROUP; k++)
        climb(f->columns + (t + k) * AL_FOREST_DEPTH, f->borders + (t + k) * AL_FOREST_DEPTH, columns, parts,
              at[k]);
    const int16_t *leaves = f->leaves + (t << AL_FOREST_DEPTH);
    const int16_t *number = (const int16_t *)at;
    for (size_t r = 0; r < parts * LANES; r += LANES) {
        lanes sum = {0};
#pragma GCC unroll 8
        for (size_t k = 0; k < GROUP; k++)
            sum += leaves_of(leaves + (k << AL_FOREST_DEPTH), number + k * AL_FOREST_ROWS + r);
#pragma GCC unroll 8
        for (size_t k = 0; k < LANES; k++)
            b->sum[r + k] += sum[k];
    }
}

/* Walks the first `parts` of a batch through some trees. */
INLINE void walk_parts(const struct al_forest *f, struct al_forest_batch *b, size_t parts, unsigned from,
                       unsigned to)
{
    column columns[AL_FOREST_WIDTH];
    for (size_t r = b->n; r < parts * LANES; r++)
        memset(b->rows[r], 0, sizeof b->rows[r]);
    for (size_t r = b->n; r < parts * LANES; r++)
        b->sum[r] = 0;
    turn_all(f, b, parts, columns);
    for (unsigned t = from; t < to; t += GROUP)
        add_trees(f, t, columns, parts, b);
}

/* Walks a batch through some trees: what a page leaves over is seldom a whole one. */
static void walk(const struct al_forest *f, struct al_forest_batch *b, unsigned from, unsigned to)
{
    if (b->n > 2 * LANES)
        walk_parts(f, b, PARTS, from, to);
    else if (b->n > LANES)
        walk_parts(f, b, 2, from, to);
    else if (b->n)
        walk_parts(f, b, 1, from, to);
}

static void finish_unsure(struct al_forest_walk *w)
{
    struct al_forest_batch *b = &w->unsure;
    walk(w->forest, b, w->forest->n_first, w->forest->n_trees);
    for (unsigned r = 0; r < b->n; r++)
        w->odds[b->at[r]] += (float)b->sum[r] * w->forest->unit;
    b->n = 0;
}

static void move(struct al_forest_batch *from, unsigned r, struct al_forest_batch *to)
{
    memcpy(to->rows[to->n], from->rows[r], sizeof to->rows[0]);
    to->at[to->n] = from->at[r];
    to->sum[to->n++] = from->sum[r];
}

/* Walks the fresh rows through the first trees and lets go of those that are sure then. */
static void finish_fresh(struct al_forest_walk *w)
{
    const struct al_forest *f = w->forest;
    struct al_forest_batch *b = &w->fresh;
    walk(f, b, 0, f->n_first);
    for (unsigned r = 0; r < b->n; r++) {
        if (b->sum[r] < -f->sure || b->sum[r] > f->sure)
            w->odds[b->at[r]] += (float)b->sum[r] * (f->unit * f->scale);
        else
            move(b, r, &w->unsure);
        if (w->unsure.n == AL_FOREST_ROWS)
            finish_unsure(w);
    }
    b->n = 0;
}

void al_forest_begin(struct al_forest_walk *w, const struct al_forest *forest, float *odds)
{
    w->forest = forest;
    w->odds = odds;
    w->n = 0;
    w->fresh.n = w->unsure.n = 0;
}

void al_forest_add(struct al_forest_walk *w, const float *row)
{
    const float *middle = w->forest->middle, *step = w->forest->step;
    struct al_forest_batch *b = &w->fresh;
    int16_t *out = b->rows[b->n];
    for (size_t k = 0, width = w->forest->width; k < width; k += AL_FOREST_CHUNK)
        bring_down(row + k, middle + k, step + k, out + k);
    b->at[b->n] = w->n++;
    b->sum[b->n++] = 0;
    if (b->n == AL_FOREST_ROWS)
        finish_fresh(w);
}

void al_forest_end(struct al_forest_walk *w)
{
    finish_fresh(w);
    finish_unsure(w);
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
