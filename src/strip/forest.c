#include "forest.h"

#include <string.h>

/* Rows still under way: where each begins and what it has. */
struct batch {
    const float *row[AL_FOREST_ROWS];
    uint8_t at[AL_FOREST_ROWS]; /* index of the row in the call */
    float sum[AL_FOREST_ROWS];
    size_t n;
};

static void add_tree(const struct al_forest *f, unsigned t, struct batch *b)
{
    size_t n_inner = ((size_t)1 << f->depth) - 1;
    const float *threshold = f->thresholds + t * n_inner;
    const uint8_t *feature = f->features + t * n_inner;
    const float *leaf = f->leaves + t * (n_inner + 1);
    uint32_t node[AL_FOREST_ROWS] = {0};
    for (unsigned level = 0; level < f->depth; level++)
        for (size_t r = 0; r < b->n; r++) {
            uint32_t k = node[r];
            node[r] = 2 * k + 1 + !(b->row[r][feature[k]] < threshold[k]);
        }
    for (size_t r = 0; r < b->n; r++)
        b->sum[r] += leaf[node[r] - n_inner];
}

/* Lets go of the rows that are sure. */
static void settle(const struct al_forest *f, struct batch *b, float *out)
{
    size_t left = 0;
    for (size_t r = 0; r < b->n; r++) {
        out[b->at[r]] = b->sum[r] * f->scale;
        if (b->sum[r] < -f->sure || b->sum[r] > f->sure)
            continue;
        b->row[left] = b->row[r];
        b->at[left] = b->at[r];
        b->sum[left++] = b->sum[r];
    }
    b->n = left;
}

void al_forest_score(const struct al_forest *f, const float *rows, size_t width, size_t n, float *out)
{
    struct batch b = {.n = n};
    for (size_t r = 0; r < n; r++) {
        b.row[r] = rows + r * width;
        b.at[r] = (uint8_t)r;
    }
    for (unsigned t = 0; t < f->n_trees && b.n; t++) {
        if (f->n_first && t == f->n_first)
            settle(f, &b, out);
        add_tree(f, t, &b);
    }
    for (size_t r = 0; r < b.n; r++)
        out[b.at[r]] = b.sum[r];
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
