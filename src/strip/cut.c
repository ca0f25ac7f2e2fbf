#include "cut.h"

enum {
    BUCKETS = 1024, /* of probability */
    STEPS = 64      /* the same where blocks stand together */
};

static const float body_pays = .6f, body_mean = .8f, body_share = .3f;

static unsigned bucket_of(float p, unsigned buckets)
{
    int b = (int)(p * (float)buckets);
    return b < 0 ? 0 : (unsigned)b >= buckets ? buckets - 1 : (unsigned)b;
}

struct al_cut al_best_cut(const float *p, const uint32_t *size, size_t n, float beta)
{
    double found[BUCKETS] = {0}, taken[BUCKETS] = {0}, all = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned b = bucket_of(p[i], BUCKETS);
        found[b] += (double)p[i] * size[i];
        taken[b] += size[i];
        all += (double)p[i] * size[i];
    }
    struct al_cut best = {2, 0};
    double hits = 0, kept = 0, b2 = (double)beta * beta;
    for (int b = BUCKETS - 1; b >= 0; b--) {
        if (taken[b] <= 0)
            continue;
        hits += found[b];
        kept += taken[b];
        float value = (float)((1 + b2) * hits / (kept + b2 * all));
        if (value > best.expected)
            best = (struct al_cut){(float)b / BUCKETS, value};
    }
    return best;
}

/* Expected F1 of keeping `kept` tokens, all that is likelier than some step, when what is content is all that
   is likelier than a chance of 0..1. content[b]: tokens of that when the chance lies within step b. */
static double shared_f1(const double *content, double kept)
{
    double sum = 0, f1[STEPS];
    for (int b = 0; b < STEPS; b++)
        f1[b] = 2 * (kept < content[b] ? kept : content[b]) / (kept + content[b]);
    for (int b = 0; b < STEPS; b++)
        sum += f1[b];
    return sum / STEPS;
}

struct al_cut al_joint_cut(const float *p, const uint32_t *size, size_t n, float together)
{
    double hits[STEPS + 1] = {0}, at_least[STEPS + 1] = {0}, content[STEPS];
    struct al_cut best = {2, 0};
    for (size_t i = 0; i < n; i++) {
        unsigned b = bucket_of(p[i], STEPS);
        hits[b] += (double)p[i] * size[i];
        at_least[b] += size[i];
    }
    for (int b = STEPS - 1; b >= 0; b--) {
        hits[b] += hits[b + 1];
        at_least[b] += at_least[b + 1];
        content[b] = (at_least[b] + at_least[b + 1]) / 2;
    }
    for (int b = STEPS - 1; b >= 0; b--) {
        if (at_least[b] <= at_least[b + 1])
            continue;
        double alone = 2 * hits[b] / (at_least[b] + hits[0]);
        float value = (float)((1 - together) * alone + together * shared_f1(content, at_least[b]));
        if (value > best.expected)
            best = (struct al_cut){(float)b / STEPS, value};
    }
    return best;
}

bool al_has_body(const float *p, const uint32_t *size, size_t n)
{
    double run = 0, hits = 0, taken = 0, all = 0;
    struct {
        double gain, hits, taken;
    } best = {0, 0, 0};
    for (size_t i = 0; i < n; i++) {
        if (run <= 0)
            run = hits = taken = 0;
        run += (p[i] - body_pays) * (float)size[i];
        hits += (double)p[i] * size[i];
        taken += size[i];
        all += (double)p[i] * size[i];
        if (run > best.gain) {
            best.gain = run;
            best.hits = hits;
            best.taken = taken;
        }
    }
    return best.gain > 0 && best.hits >= body_mean * best.taken && best.hits >= body_share * all;
}
