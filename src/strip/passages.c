#include "passages.h"

#include "base/alloc.h"

enum {
    WORD_BITS = 1 << 15,
    CORE_WORDS = 25,   /* prose of so many words makes the vocabulary */
    GAP = 3,           /* blocks without prose that a passage goes on over */
    OPENING_LEAST = 3, /* words of a headline */
    OPENING_MOST = 25,
    DATE_REACH = 3,  /* blocks from a headline to its date */
    PROSE_REACH = 6, /* and to its prose */
    DATE_WORDS = 20  /* a longer block is no line of a date */
};

static bool has_bit(const uint64_t *bits, uint32_t token)
{
    uint32_t b = token >> 2 & (WORD_BITS - 1);
    return bits[b / 64] >> b % 64 & 1;
}

static void set_bit(uint64_t *bits, uint32_t token)
{
    uint32_t b = token >> 2 & (WORD_BITS - 1);
    bits[b / 64] |= (uint64_t)1 << b % 64;
}

void al_passages_clear(struct al_passages *ps)
{
    al_free(ps->of);
    al_free(ps->once);
    *ps = (struct al_passages){0};
}

static enum articlean_status reserve(struct al_passages *ps, size_t n)
{
    if (!ps->once && !(ps->once = al_malloc(2 * (WORD_BITS / 8))))
        return ARTICLEAN_NO_MEMORY;
    ps->twice = ps->once + WORD_BITS / 64;
    memset(ps->once, 0, 2 * (WORD_BITS / 8));
    if (n > ps->cap) {
        size_t cap = n + n / 2;
        void *p = al_realloc(ps->of, cap * sizeof *ps->of);
        if (!p)
            return ARTICLEAN_NO_MEMORY;
        ps->of = p;
        ps->cap = cap;
    }
    ps->longest = 0;
    ps->n = 0;
    return ARTICLEAN_OK;
}

/* Notes the long words of all prose: first what others used before, then its own. */
static void note_words(struct al_passages *ps, const struct al_facts *facts, const struct al_nearby *y)
{
    for (size_t i = 0; i < y->n; i++) {
        const struct al_fact *f = &facts->of[i];
        const uint32_t *t = facts->tokens + f->first_token;
        if (y->of[i].prose < CORE_WORDS)
            continue;
        for (uint32_t k = 0; k < f->n_tokens; k++)
            if (t[k] & 1 && has_bit(ps->once, t[k]))
                set_bit(ps->twice, t[k]);
        for (uint32_t k = 0; k < f->n_tokens; k++)
            if (t[k] & 1)
                set_bit(ps->once, t[k]);
    }
}

static float shared_words(const struct al_passages *ps, const struct al_facts *facts, const struct al_near *x,
                          const struct al_fact *f)
{
    const uint32_t *t = facts->tokens + f->first_token;
    const uint64_t *bits = x->prose < CORE_WORDS ? ps->once : ps->twice;
    uint32_t n = 0, hits = 0;
    for (uint32_t k = 0; k < f->n_tokens; k++)
        if (t[k] & 1) {
            n++;
            hits += has_bit(bits, t[k]);
        }
    return n ? (float)hits / (float)n : -1;
}

/* Finds the passages: each goes from prose to the last prose that follows it with no wide gap between. */
static void cut(struct al_passages *ps, const struct al_nearby *y)
{
    for (size_t i = 0; i < y->n;) {
        float words = y->of[i].prose;
        size_t end = i + 1;
        for (size_t k = end; words > 0 && k < y->n && k <= end + GAP; k++)
            if (y->of[k].prose > 0) {
                words += y->of[k].prose;
                end = k + 1;
            }
        for (size_t k = i; k < end; k++) {
            ps->of[k].words = words;
            ps->of[k].number = ps->n;
        }
        ps->n += words > 0;
        ps->longest = words > ps->longest ? words : ps->longest;
        i = end;
    }
}

static bool has_date(const struct al_fact *f)
{
    return f->marks & (AL_M_DATE | AL_M_TIME) && f->words <= DATE_WORDS;
}

/* Whether block i looks like the headline of an article: a date and then prose follow soon. */
static bool is_opening(const struct al_facts *facts, const struct al_nearby *y, size_t i)
{
    const struct al_fact *f = &facts->of[i];
    if (f->words < OPENING_LEAST || f->words > OPENING_MOST || f->marks & AL_M_ENDS_STOP || !f->letters ||
        has_date(f))
        return false;
    bool date = false;
    for (size_t k = i + 1; k < y->n && k <= i + PROSE_REACH; k++) {
        if (y->of[k].prose > 0)
            return date;
        date |= k <= i + DATE_REACH && has_date(&facts->of[k]);
    }
    return false;
}

/* What the blocks before each tell it. */
static void go_forth(struct al_passages *ps, const struct al_doc *doc, const struct al_facts *facts,
                     const struct al_nearby *y)
{
    float worst = 0;
    uint32_t worst_at = 0, openings = 0, opened_at = UINT32_MAX;
    for (size_t i = 0; i < y->n; i++) {
        struct al_passage *x = &ps->of[i];
        if (y->of[i].prose_before > 0 && is_opening(facts, y, i)) {
            openings++;
            opened_at = (uint32_t)i;
        }
        x->shared = shared_words(ps, facts, &y->of[i], &facts->of[i]);
        x->worst_hint = worst;
        x->worst_at = worst_at;
        x->openings = openings;
        x->opened_at = opened_at;
        if (y->title_block != UINT32_MAX && i <= y->title_block) {
            worst = 0;
        } else if (doc->blocks[i].hint < worst || (worst < 0 && doc->blocks[i].hint <= worst)) {
            worst = doc->blocks[i].hint;
            worst_at = (uint32_t)i;
        }
    }
}

enum articlean_status al_passages_fill(struct al_passages *ps, const struct al_doc *doc,
                                       const struct al_facts *facts, const struct al_nearby *y)
{
    enum articlean_status s = reserve(ps, y->n);
    if (s)
        return s;
    note_words(ps, facts, y);
    cut(ps, y);
    go_forth(ps, doc, facts, y);
    return ARTICLEAN_OK;
}
