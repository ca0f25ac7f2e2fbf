#include "course.h"

enum { WORD_BITS = 1 << 14, INDENT_MOST = 15 };

static const float likely_from = .5f;

/* Where a token's bit is; none is set for a short word. */
static inline uint32_t word_of(uint32_t token)
{
    return token >> 8 & (WORD_BITS / 64 - 1);
}

static inline uint64_t bit_of(uint32_t token)
{
    return (uint64_t)(token & 1) << (token >> 2 & 63);
}

/* Notes the long words of one likely block: first those that are known, then all. */
static void note_words(struct al_course *c, const struct al_facts *facts, const struct al_fact *f)
{
    const uint32_t *t = facts->tokens + f->first_token;
    for (uint32_t k = 0; k < f->n_tokens; k++)
        c->twice[word_of(t[k])] |= c->once[word_of(t[k])] & bit_of(t[k]);
    for (uint32_t k = 0; k < f->n_tokens; k++)
        c->once[word_of(t[k])] |= bit_of(t[k]);
}

float al_course_words(const struct al_course *c, const struct al_facts *facts, size_t i, float p)
{
    const struct al_fact *f = &facts->of[i];
    const uint32_t *t = facts->tokens + f->first_token;
    const uint64_t *bits = p >= likely_from ? c->twice : c->once;
    uint32_t n = 0, hits = 0;
    for (uint32_t k = 0; k < f->n_tokens; k++) {
        n += t[k] & 1;
        hits += (bits[word_of(t[k])] & bit_of(t[k])) != 0;
    }
    return n ? (float)hits / (float)n : -1;
}

/* Blocks of a dump look alike when kind, indent and shape are the same. */
static uint32_t like_of(const struct al_view *v, size_t i)
{
    const struct al_block *b = &v->doc->blocks[i];
    uint32_t indent = b->indent < INDENT_MOST ? b->indent : INDENT_MOST;
    uint32_t hash = (v->nearby->shape[i] * 16u + indent) * 16u + b->kind;
    return (hash * 0x9E3779B1u) >> 22;
}

static void find_likes(struct al_course *c, const struct al_view *v)
{
    for (size_t i = 0; i < c->n; i++) {
        c->like[i] = (uint16_t)like_of(v, i);
        c->likes[c->like[i]] = (struct al_mass){0, 0};
    }
}

/* What follows from the blocks before each. */
static void go_forth(struct al_course *c, const struct al_view *v, const float *p, const double *weight,
                     float cut)
{
    double kept_p = 0, kept_w = 0;
    float prose = -1, worst = 1;
    for (size_t i = 0; i < c->n; i++) {
        double w = weight[i], mass = p[i] * w;
        c->kept_p[i] = kept_p;
        c->kept_w[i] = kept_w;
        c->prose_before[i] = prose;
        c->worst_since[i] = worst;
        c->likes[c->like[i]].p += mass;
        c->likes[c->like[i]].w += w;
        if (p[i] >= cut) {
            kept_p += mass;
            kept_w += w;
        }
        if (p[i] >= likely_from)
            note_words(c, v->facts, &v->facts->of[i]);
        worst = p[i] < worst ? p[i] : worst;
        if (v->nearby->prose[i] > 0) {
            prose = p[i];
            worst = p[i] >= likely_from ? 1 : worst;
        }
    }
    c->kept_p[c->n] = kept_p;
    c->kept_w[c->n] = kept_w;
}

static void go_back(struct al_course *c, const struct al_view *v, const float *p)
{
    float prose = -1;
    for (size_t i = c->n; i-- > 0;) {
        c->prose_after[i] = prose;
        prose = v->nearby->prose[i] > 0 ? p[i] : prose;
    }
}

/* The stretch of highest sum of p above half the best F1 (Kadane), which is what a block must have to pay. */
static void find_best(struct al_course *c, const float *p, const double *weight, float pays)
{
    double run = 0, best = 0, heaviest = -1;
    for (size_t i = 0, from = 0; i < c->n; i++) {
        if (run <= 0) {
            run = 0;
            from = i;
        }
        run += (p[i] - pays) * weight[i];
        if (run > best) {
            best = run;
            c->best = from;
            c->best_end = i + 1;
        }
    }
    for (size_t i = c->best; i < c->best_end; i++) {
        double mass = p[i] * weight[i];
        c->in_best.p += mass;
        c->in_best.w += weight[i];
        if (mass > heaviest) {
            heaviest = mass;
            c->heart = i;
        }
    }
}

static float mean_of_three(const struct al_course *c, const float *p, size_t i)
{
    float before = i ? p[i - 1] : p[i], after = i + 1 < c->n ? p[i + 1] : p[i];
    return (before + p[i] + after) / 3;
}

/* Walks from the heart to both ends. */
static void leave_heart(struct al_course *c, const float *p, const double *weight)
{
    for (int step = 1; step >= -1; step -= 2) {
        double chrome = 0;
        float dip = 1;
        for (size_t i = c->heart; i < c->n; i += (size_t)step) {
            c->chrome[i] = chrome;
            c->dip[i] = dip;
            float mean = mean_of_three(c, p, i);
            dip = mean < dip ? mean : dip;
            chrome += (1 - p[i]) * weight[i];
        }
    }
}

static bool make_columns(struct al_course *c, struct al_arena *arena)
{
    return (c->kept_p = al_column_new(arena, c->n, sizeof *c->kept_p)) &&
           (c->kept_w = al_column_new(arena, c->n, sizeof *c->kept_w)) &&
           (c->chrome = al_column_new(arena, c->n, sizeof *c->chrome)) &&
           (c->dip = al_column_new(arena, c->n, sizeof *c->dip)) &&
           (c->prose_before = al_column_new(arena, c->n, sizeof *c->prose_before)) &&
           (c->prose_after = al_column_new(arena, c->n, sizeof *c->prose_after)) &&
           (c->worst_since = al_column_new(arena, c->n, sizeof *c->worst_since)) &&
           (c->like = al_column_new(arena, c->n, sizeof *c->like));
}

enum articlean_status al_course_fill(struct al_course *c, const struct al_view *v, const float *p,
                                     const double *weight, float cut, struct al_arena *arena)
{
    *c = (struct al_course){.n = v->doc->n_blocks};
    c->likes = al_arena_alloc(arena, AL_LIKES * sizeof *c->likes);
    c->once = al_arena_zalloc(arena, 2 * (WORD_BITS / 8));
    if (!c->likes || !c->once || !make_columns(c, arena))
        return ARTICLEAN_NO_MEMORY;
    c->twice = c->once + WORD_BITS / 64;
    find_likes(c, v);
    go_forth(c, v, p, weight, cut);
    go_back(c, v, p);
    find_best(c, p, weight, cut);
    leave_heart(c, p, weight);
    return ARTICLEAN_OK;
}
