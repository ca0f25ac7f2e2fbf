#include "course.h"

enum { WORD_BITS = 1 << 14, WEIGHT_MOST = 60, INDENT_MOST = 15 };

static const float likely_from = .5f;

double al_course_weight(const struct al_fact *f)
{
    return (f->words < WEIGHT_MOST ? f->words : WEIGHT_MOST) + .3;
}

static bool set_bit(uint64_t *bits, uint32_t token)
{
    uint32_t b = token >> 2 & (WORD_BITS - 1);
    bool had = bits[b / 64] >> b % 64 & 1;
    bits[b / 64] |= (uint64_t)1 << b % 64;
    return had;
}

static bool has_bit(const uint64_t *bits, uint32_t token)
{
    uint32_t b = token >> 2 & (WORD_BITS - 1);
    return bits[b / 64] >> b % 64 & 1;
}

/* Notes the long words of one likely block: first those that are known, then all. */
static void note_words(struct al_course *c, const struct al_facts *facts, const struct al_fact *f)
{
    const uint32_t *t = facts->tokens + f->first_token;
    for (uint32_t k = 0; k < f->n_tokens; k++)
        if (t[k] & 1 && has_bit(c->once, t[k]))
            set_bit(c->twice, t[k]);
    for (uint32_t k = 0; k < f->n_tokens; k++)
        if (t[k] & 1)
            set_bit(c->once, t[k]);
}

float al_course_words(const struct al_course *c, const struct al_facts *facts, size_t i, float p)
{
    const struct al_fact *f = &facts->of[i];
    const uint32_t *t = facts->tokens + f->first_token;
    const uint64_t *bits = p >= likely_from ? c->twice : c->once;
    uint32_t n = 0, hits = 0;
    for (uint32_t k = 0; k < f->n_tokens; k++)
        if (t[k] & 1) {
            n++;
            hits += has_bit(bits, t[k]);
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

/* What follows from the blocks before each. */
static void go_forth(struct al_course *c, const struct al_view *v, const float *p, float cut)
{
    struct al_mass kept = {0};
    float prose = -1, worst = 1;
    for (size_t i = 0; i < c->n; i++) {
        double w = al_course_weight(&v->facts->of[i]);
        struct al_pace *x = &c->of[i];
        *x = (struct al_pace){
            .kept = kept, .prose_before = prose, .worst_since = worst, .like = like_of(v, i)};
        c->likes[x->like].p += p[i] * w;
        c->likes[x->like].w += w;
        if (p[i] >= cut) {
            kept.p += p[i] * w;
            kept.w += w;
        }
        if (p[i] >= likely_from)
            note_words(c, v->facts, &v->facts->of[i]);
        worst = p[i] < worst ? p[i] : worst;
        if (v->nearby->prose[i] > 0) {
            prose = p[i];
            worst = p[i] >= likely_from ? 1 : worst;
        }
    }
    c->of[c->n] = (struct al_pace){.kept = kept};
}

static void go_back(struct al_course *c, const struct al_view *v, const float *p)
{
    float prose = -1;
    for (size_t i = c->n; i-- > 0;) {
        c->of[i].prose_after = prose;
        if (v->nearby->prose[i] > 0)
            prose = p[i];
    }
}

/* The stretch of highest sum of p above half the best F1 (Kadane), which is what a block must have to pay. */
static void find_best(struct al_course *c, const struct al_view *v, const float *p, float pays)
{
    double run = 0, best = 0, heaviest = -1;
    for (size_t i = 0, from = 0; i < c->n; i++) {
        double w = al_course_weight(&v->facts->of[i]);
        if (run <= 0) {
            run = 0;
            from = i;
        }
        run += (p[i] - pays) * w;
        if (run > best) {
            best = run;
            c->best = from;
            c->best_end = i + 1;
        }
    }
    for (size_t i = c->best; i < c->best_end; i++) {
        double w = al_course_weight(&v->facts->of[i]);
        c->in_best.p += p[i] * w;
        c->in_best.w += w;
        if (p[i] * w > heaviest) {
            heaviest = p[i] * w;
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
static void leave_heart(struct al_course *c, const struct al_view *v, const float *p)
{
    for (int step = 1; step >= -1; step -= 2) {
        double chrome = 0;
        float dip = 1;
        for (size_t i = c->heart; i < c->n; i += (size_t)step) {
            struct al_pace *x = &c->of[i];
            x->chrome = chrome;
            x->dip = dip;
            float mean = mean_of_three(c, p, i);
            dip = mean < dip ? mean : dip;
            chrome += (1 - p[i]) * al_course_weight(&v->facts->of[i]);
        }
    }
}

enum articlean_status al_course_fill(struct al_course *c, const struct al_view *v, const float *p, float cut,
                                     struct al_arena *arena)
{
    size_t n = v->doc->n_blocks;
    *c = (struct al_course){.n = n};
    c->of = al_arena_alloc(arena, (n + 1) * sizeof *c->of);
    c->likes = al_arena_zalloc(arena, AL_LIKES * sizeof *c->likes);
    c->once = al_arena_zalloc(arena, 2 * (WORD_BITS / 8));
    if (!c->of || !c->likes || !c->once)
        return ARTICLEAN_NO_MEMORY;
    c->twice = c->once + WORD_BITS / 64;
    go_forth(c, v, p, cut);
    go_back(c, v, p);
    find_best(c, v, p, cut);
    leave_heart(c, v, p);
    return ARTICLEAN_OK;
}
