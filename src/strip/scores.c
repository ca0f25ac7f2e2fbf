#include "scores.h"

#include "base/eight.h"
#include "base/hash.h"

enum {
    FIRST_WORDS = 10,
    LAST_WORDS = 4,
    WHOLE_WORDS = 6, /* a block of at most so many tokens is known as a whole, too */
    FIRST_PAIRS = 5,
    NAME_BYTES = 32
};

static uint32_t pair_of(uint32_t a, uint32_t b)
{
    return a * 0x2C1B3C6Du + (b ^ b >> 13);
}

static inline void each_word(const struct al_facts *facts, size_t i, al_token_fn *fn, void *context)
{
    const struct al_fact *f = &facts->of[i];
    const uint32_t *t = facts->tokens + f->first_token;
    uint32_t n = f->n_tokens, first = n < FIRST_WORDS ? n : FIRST_WORDS;
    for (uint32_t k = 0; k < first; k++)
        fn(al_score_key(t[k], AL_WORD), AL_WORD, context);
    for (uint32_t k = n > first + LAST_WORDS ? n - LAST_WORDS : first; k < n; k++)
        fn(al_score_key(t[k], AL_WORD), AL_WORD, context);
    for (uint32_t k = 1; k < n && k <= FIRST_PAIRS; k++)
        fn(al_score_key(pair_of(t[k - 1], t[k]), AL_PAIR), AL_PAIR, context);
    if (n > FIRST_PAIRS + 1)
        fn(al_score_key(pair_of(t[n - 2], t[n - 1]), AL_PAIR), AL_PAIR, context);
    if (n && n <= WHOLE_WORDS)
        fn(al_score_key((uint32_t)al_hash(t, n * sizeof *t), AL_WHOLE), AL_WHOLE, context);
}

static inline void each_label_word(const struct al_facts *facts, size_t i, al_token_fn *fn, void *context)
{
    const struct al_fact *f = &facts->of[i];
    const uint32_t *t = facts->tokens + f->first_token;
    for (uint32_t k = 0; k < f->n_tokens && k < FIRST_WORDS; k++)
        fn(al_score_key(t[k], AL_LABEL), AL_LABEL, context);
}

void al_words_each(const struct al_facts *facts, size_t i, uint32_t label, al_token_fn *fn, void *context)
{
    each_word(facts, i, fn, context);
    if (label != UINT32_MAX)
        each_label_word(facts, label, fn, context);
}

struct sum {
    const struct al_table *table;
    struct al_score level[AL_N_LEVELS];
};

static inline void add(struct al_score *s, float v)
{
    s->sum += v;
    s->max = v > s->max ? v : s->max;
    s->min = v < s->min ? v : s->min;
}

static void add_key(uint32_t key, enum al_level level, void *context)
{
    struct sum *sum = context;
    float v;
    if (al_table_find(sum->table, key, &v))
        add(&sum->level[level], v);
}

void al_words_score(const struct al_facts *facts, size_t i, const struct al_table *table,
                    struct al_word_score *out)
{
    struct sum sum = {.table = table};
    each_word(facts, i, add_key, &sum);
    out->word = sum.level[AL_WORD];
    out->pair = sum.level[AL_PAIR];
    out->whole = sum.level[AL_WHOLE].sum;
}

void al_label_score(const struct al_facts *facts, size_t i, const struct al_table *table,
                    struct al_score *out)
{
    struct sum sum = {.table = table};
    each_label_word(facts, i, add_key, &sum);
    *out = sum.level[AL_LABEL];
}

/* The first bytes of a name in lower case, each run of digits as one '#'; returns how many. */
static size_t fold_digits(struct al_str s, char low[NAME_BYTES])
{
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < NAME_BYTES; i++) {
        unsigned char c = al_ascii_lower((unsigned char)s.p[i]);
        if (!al_ascii_digit(c))
            low[n++] = (char)c;
        else if (!n || low[n - 1] != '#')
            low[n++] = '#';
    }
    return n;
}

/* Hashes one name or part. */
static uint32_t name_hash(struct al_str s)
{
    char low[NAME_BYTES];
    size_t n = s.n < NAME_BYTES ? s.n : NAME_BYTES;
    uint64_t digits = 0;
    for (size_t i = 0; i < n; i += 8) {
        uint64_t v = al_eight_until(s.p + i, s.p + n);
        digits |= al_eight_digits(v);
        al_eight_store(low + i, v | al_eight_letters(v) >> 2);
    }
    if (digits)
        n = fold_digits(s, low);
    return (uint32_t)al_hash(low, n);
}

static void put_name(uint32_t out[AL_MAX_NAMES], size_t *n, struct al_str s)
{
    if (!s.n || *n == AL_MAX_NAMES)
        return;
    uint32_t hash = name_hash(s);
    for (size_t i = 0; i < *n; i++)
        if (out[i] == hash)
            return;
    out[(*n)++] = hash;
}

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

/* Puts the parts of a name; one that is no less than the name has been put. */
static void put_parts(uint32_t out[AL_MAX_NAMES], size_t *n, struct al_str name)
{
    size_t from = 0, i = 0;
    bool is_whole = true;
    for (; i < name.n; i++) {
        char c = name.p[i];
        if (is_small(c))
            continue;
        bool mark = c == '-' || c == '_' || c == ':';
        bool hump = c >= 'A' && c <= 'Z' && i > from && is_small(name.p[i - 1]);
        if (!mark && !hump)
            continue;
        put_name(out, n, al_str(name.p + from, i - from));
        from = mark ? i + 1 : i;
        is_whole = false;
    }
    if (!is_whole)
        put_name(out, n, al_str(name.p + from, i - from));
}

size_t al_class_tokens(struct al_str names, uint32_t out[AL_MAX_NAMES])
{
    size_t n = 0;
    for (size_t i = 0; i < names.n && n < AL_MAX_NAMES;) {
        size_t j = i;
        while (j < names.n && names.p[j] != ' ')
            j++;
        struct al_str name = al_str(names.p + i, j - i);
        put_name(out, &n, name);
        put_parts(out, &n, name);
        i = j + 1;
    }
    return n;
}

void al_names_look_up(struct al_str names, const struct al_table *table, struct al_names_score *out)
{
    uint32_t tokens[AL_MAX_NAMES];
    size_t n = table->bits ? al_class_tokens(names, tokens) : 0;
    out->own = out->near = (struct al_score){0};
    out->n_far = 0;
    for (size_t i = 0; i < n; i++) {
        float v;
        if (al_table_find(table, al_score_key(tokens[i], AL_CLASS_OWN), &v))
            add(&out->own, v);
        if (al_table_find(table, al_score_key(tokens[i], AL_CLASS_NEAR), &v))
            add(&out->near, v);
        if (al_table_find(table, al_score_key(tokens[i], AL_CLASS_FAR), &v))
            out->far[out->n_far++] = v;
    }
}

void al_class_score(const struct al_names_score *names, const struct al_class_score *parent,
                    struct al_class_score *out)
{
    out->own = names->own;
    out->near = names->near;
    out->far = parent ? parent->far : (struct al_score){0};
    for (uint32_t i = 0; i < names->n_far; i++)
        add(&out->far, names->far[i]);
}

struct al_score al_score_join(struct al_score a, struct al_score b)
{
    return (struct al_score){a.sum + b.sum, a.max > b.max ? a.max : b.max, a.min < b.min ? a.min : b.min};
}
