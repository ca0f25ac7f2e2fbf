#include "decide.h"

#include "base/alloc.h"
#include "base/try.h"

enum {
    BUCKETS = 1024,  /* of probability */
    REPEAT_SIZE = 8, /* tokens; of equal blocks so long only the first is kept */
};

static const float floor_of_f = .15f;   /* expected F1 under which nothing is kept */
static const float share_of_like = .3f; /* how far a block is drawn to the mean of its like */

static const float betas[] = {[ARTICLEAN_BALANCED] = 1, [ARTICLEAN_PRECISION] = .5f, [ARTICLEAN_RECALL] = 2};

static unsigned bucket_of(float p)
{
    int b = (int)(p * BUCKETS);
    return b < 0 ? 0 : b >= BUCKETS ? BUCKETS - 1 : (unsigned)b;
}

struct al_cut al_best_cut(const float *p, const uint32_t *size, size_t n, float beta)
{
    double found[BUCKETS] = {0}, taken[BUCKETS] = {0}, all = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned b = bucket_of(p[i]);
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

/* Draws each block to the mean of the blocks of the same path of tags and names: a list is one thing. */
static enum articlean_status blend(const struct al_view *v, float *p)
{
    const struct al_doc *doc = v->doc;
    if (!v->boxes->n)
        return ARTICLEAN_OK;
    double *sums = al_calloc(v->boxes->n_groups + 1, 2 * sizeof *sums);
    if (!sums)
        return ARTICLEAN_NO_MEMORY;
    for (size_t i = 0; i < doc->n_blocks; i++) {
        double *s = sums + 2 * (size_t)v->boxes->of[doc->blocks[i].elem].path;
        double w = v->facts->of[i].words + .3;
        s[0] += w * p[i];
        s[1] += w;
    }
    for (size_t i = 0; i < doc->n_blocks; i++) {
        const double *s = sums + 2 * (size_t)v->boxes->of[doc->blocks[i].elem].path;
        p[i] = (1 - share_of_like) * p[i] + share_of_like * (float)(s[0] / s[1]);
    }
    al_free(sums);
    return ARTICLEAN_OK;
}

/* The probabilities the decision is made with: a rule's verdict is certain. */
static void take_verdicts(const struct al_doc *doc, float *p)
{
    for (size_t i = 0; i < doc->n_blocks; i++)
        if (doc->blocks[i].verdict == ARTICLEAN_KEEP)
            p[i] = 1;
        else if (doc->blocks[i].verdict == ARTICLEAN_DROP)
            p[i] = 0;
}

static enum articlean_status drop_repeats(const struct al_view *v)
{
    struct al_map seen;
    al_map_init(&seen);
    enum articlean_status s = ARTICLEAN_OK;
    for (size_t i = 0; i < v->doc->n_blocks && !s; i++) {
        struct al_block *b = &v->doc->blocks[i];
        if (b->verdict != ARTICLEAN_KEEP || v->nearby->of[i].repeats < 2 ||
            v->facts->of[i].size < REPEAT_SIZE || b->kind == ARTICLEAN_CODE || b->kind == ARTICLEAN_ROW ||
            b->kind == ARTICLEAN_VERSE)
            continue;
        int is_new;
        s = al_map_put(&seen, v->facts->of[i].hash, 1, NULL, &is_new);
        if (!s && !is_new)
            al_doc_mark(b, ARTICLEAN_DROP, "strip.repeat", ARTICLEAN_CLASS_REPEAT);
    }
    al_map_clear(&seen);
    return s;
}

static enum articlean_status decide(const struct al_view *v, enum articlean_lean lean, float *p,
                                    uint32_t *size)
{
    struct al_doc *doc = (struct al_doc *)v->doc;
    for (size_t i = 0; i < doc->n_blocks; i++) {
        p[i] = doc->blocks[i].score;
        size[i] = v->facts->of[i].size;
    }
    TRY(blend(v, p));
    take_verdicts(doc, p);
    struct al_cut cut = al_best_cut(p, size, doc->n_blocks, betas[lean]);
    doc->confidence = al_best_cut(p, size, doc->n_blocks, 1).expected;
    if (doc->confidence < floor_of_f)
        cut.from = 2;
    for (size_t i = 0; i < doc->n_blocks; i++) {
        struct al_block *b = &doc->blocks[i];
        b->score = p[i];
        if (b->verdict != ARTICLEAN_UNDECIDED)
            continue;
        bool keep = p[i] >= cut.from;
        al_doc_mark(b, keep ? ARTICLEAN_KEEP : ARTICLEAN_DROP, "strip.model", ARTICLEAN_CLASS_NONE);
    }
    return drop_repeats(v);
}

enum articlean_status al_decide(const struct al_view *v, enum articlean_lean lean)
{
    size_t n = v->doc->n_blocks;
    float *p = al_malloc((n + 1) * (sizeof(float) + sizeof(uint32_t)));
    if (!p)
        return ARTICLEAN_NO_MEMORY;
    enum articlean_status s = decide(v, lean, p, (uint32_t *)(p + n));
    al_free(p);
    return s;
}
