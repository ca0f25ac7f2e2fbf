#include "forest.h"

#include <string.h>

static float tree_value(const struct al_node *node, const float *row)
{
    while (node->feature != AL_LEAF)
        node += row[node->feature] < node->value ? 1 : node->right;
    return node->value;
}

static float add_trees(const struct al_forest *f, const float *row, unsigned from, unsigned to)
{
    float sum = 0;
    for (unsigned t = from; t < to; t++)
        sum += tree_value(f->nodes + f->roots[t], row);
    return sum;
}

float al_forest_score(const struct al_forest *f, const float *row)
{
    unsigned first = f->n_first && f->n_first < f->n_trees ? f->n_first : 0;
    float sum = f->base + add_trees(f, row, 0, first);
    if (first && (sum < -f->sure || sum > f->sure))
        return sum;
    return sum + add_trees(f, row, first, f->n_trees);
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
