/* A look-alike is a character that hardly belongs where it stands while a common one that it resembles does:
   the cheapest way to cut the characters around it into words gets much cheaper. What one place cannot tell
   the whole document must: spinners replace one character in every so many. */
#include "lookalike.h"

#include "base/try.h"
#include "base/utf8.h"
#include "doc/link.h"
#include "han.h"

#include <limits.h>

enum {
    /* Costs are in steps of 0.3 nats. */
    MIN_GAIN = 20,
    MIN_MARGIN = 5,     /* over the second-best candidate */
    SURE_MARGIN = 3,    /* the same for one that a word or the document backs */
    COMMON_WORD = 26,   /* cost up to which a character may stand alone without backing */
    REACH = 5,          /* characters of context on each side */
    PART = 8000,        /* characters judged together at least, but at the end of a document */
    MIN_FOUND = 4,      /* replacements in a part */
    MIN_KINDS = 3,      /* different ones */
    MIN_ODD = 3,        /* that are odd by themselves: no traditional forms, in no dictionary */
    RARENESS = 500,     /* characters to one replacement */
    KNOWN_PAIR = 8,     /* gain for a neighbour that the document has elsewhere too */
    HABIT = 3,          /* times */
    TRADITIONAL = 12,   /* per cent of telling characters that make a document traditional or mixed */
    MODERN = 8,         /* 的 per 1000 characters of modern prose */
    CLASSICAL = 50,     /* classical particles per 1000 characters of a paragraph */
    DE = 0x7684,        /* 的 */
    DE_DEGREE = 0x5F97, /* 得 */
    MAX_WINDOW = 2 * REACH + 1
};

/* What a replacement costs by how the two are alike. */
static const uint8_t kind_cost[4] = {0, 16, 19, 21};

/* Characters of a document, counted. */
struct census {
    size_t han, traditional, simplified, odd, de;
};

/* One replacement that its place supports. */
struct found {
    uint32_t block, offset, size; /* bytes in the block's text */
    uint16_t from, to;
    bool is_odd; /* not in use otherwise, and no traditional form */
};

/* A character of a block with its place. */
struct at {
    uint16_t cp;
    uint32_t offset;
};

void al_lookalike_init(struct al_lookalike *l)
{
    al_buf_init(&l->found, 0);
    al_buf_init(&l->text, 0);
    al_map_init(&l->pairs);
}

void al_lookalike_clear(struct al_lookalike *l)
{
    al_buf_clear(&l->found);
    al_buf_clear(&l->text);
    al_map_clear(&l->pairs);
}

static void count(struct al_str text, struct census *c)
{
    const unsigned char *p = (const unsigned char *)text.p, *end = p + text.n;
    while (end - p >= 3) {
        if (*p < 0xE4 || *p > 0xE9) {
            p++;
            continue;
        }
        uint32_t cp = (p[0] & 0xFu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
        unsigned flags = al_han_of(cp)->flags;
        c->han++;
        c->traditional += flags & AL_HAN_TRADITIONAL;
        c->simplified += (flags & AL_HAN_SIMPLIFIED) >> 1;
        c->odd += (flags & AL_HAN_ODD) >> 3;
        c->de += cp == DE;
        p += 3;
    }
}

/* The key of two neighbours, never 0. */
static uint64_t pair_key(uint32_t a, uint32_t b)
{
    return (uint64_t)a << 32 | b;
}

/* Counts neighbours: what the document says elsewhere tells what it says here. */
static enum articlean_status learn(struct al_lookalike *l, struct al_str text)
{
    uint32_t last = 0;
    for (const char *p = text.p, *end = p + text.n; p < end;) {
        uint32_t cp, *n;
        p += al_utf8_decode(p, end, &cp);
        if (cp - AL_HAN_FIRST >= AL_HAN_N)
            cp = 0;
        if (cp && last) {
            TRY(al_map_put(&l->pairs, pair_key(last, cp), 0, &n, NULL));
            ++*n;
        }
        last = cp;
    }
    return ARTICLEAN_OK;
}

static uint32_t times(const struct al_lookalike *l, uint32_t a, uint32_t b)
{
    const uint32_t *n = al_map_get(&l->pairs, pair_key(a, b));
    return n ? *n : 0;
}

static bool is_suspect(const struct census *c)
{
    return c->odd >= MIN_ODD && (c->odd + c->traditional) * RARENESS >= c->han &&
           c->traditional * 100 <= (c->traditional + c->simplified) * TRADITIONAL &&
           (c->de + c->odd / 8) * 1000 >= c->han * MODERN;
}

static uint8_t word_cost(const uint16_t *word, size_t n)
{
    if (n == 1)
        return al_han_of(*word)->word;
    uint32_t slot = *al_han_slot(al_han_words, al_han_hash(word, n));
    return slot ? (uint8_t)(slot & 63) : 0;
}

/* Cost of the cheapest cut of a text into words; *alone tells whether character `at` is a word of its own. */
static unsigned cut(const uint16_t *text, size_t n, size_t at, bool *alone)
{
    unsigned best[MAX_WINDOW + 1] = {0};
    uint8_t length[MAX_WINDOW + 1] = {0};
    for (size_t end = 1; end <= n; end++) {
        best[end] = best[end - 1] + word_cost(text + end - 1, 1);
        length[end] = 1;
        for (size_t k = 2; k <= AL_HAN_WORD_MAX && k <= end; k++) {
            unsigned cost = word_cost(text + end - k, k);
            if (cost && best[end - k] + cost < best[end]) {
                best[end] = best[end - k] + cost;
                length[end] = (uint8_t)k;
            }
        }
    }
    for (size_t end = n; end > 0; end -= length[end])
        if (at < end && at >= end - length[end])
            *alone = length[end] == 1;
    return best[n];
}

static bool is_han_like(uint32_t cp)
{
    return cp - AL_HAN_FIRST < AL_HAN_N || (cp < 0xFFFF && al_han_pair_of(cp));
}

static bool is_traditional(uint32_t cp)
{
    return al_han_of(cp)->flags & AL_HAN_TRADITIONAL;
}

static bool is_among(uint32_t cp, const char *set)
{
    char utf8[5] = "";
    al_utf8_encode(cp, utf8);
    return strstr(set, utf8) != NULL;
}

/* 得 stands between a verb and a degree (得很, 得差一点), 的 elsewhere. */
static uint16_t choose_de(const uint16_t *text, size_t n, size_t at)
{
    if (at == 0 || at + 1 >= n || !(al_han_of(text[at - 1])->flags & AL_HAN_VERB))
        return DE;
    bool some = at + 3 < n && text[at + 2] == 0x4E00 && is_among(text[at + 3], "点些");
    return some || is_among(text[at + 1], "最很更太不非较挺越") ? DE_DEGREE : DE;
}

/* What speaks for `to` at `at` in the rest of the document. */
static unsigned support(const struct al_lookalike *l, const uint16_t *text, size_t n, size_t at, uint16_t to)
{
    unsigned gain = 0;
    if (at > 0 && times(l, text[at - 1], to))
        gain += KNOWN_PAIR;
    if (at + 1 < n && times(l, to, text[at + 1]))
        gain += KNOWN_PAIR;
    return gain;
}

/* A look-alike that meets a neighbour again and again, more often than what it may stand for does, is what
   the author writes, a name for instance. */
static bool is_habit(const struct al_lookalike *l, const uint16_t *text, size_t n, size_t at, uint16_t to)
{
    uint32_t left = at > 0 ? times(l, text[at - 1], text[at]) : 0;
    uint32_t right = at + 1 < n ? times(l, text[at], text[at + 1]) : 0;
    return (left >= HABIT && left > times(l, text[at - 1], to)) ||
           (right >= HABIT && right > times(l, to, text[at + 1]));
}

/* A candidate in its place. */
struct choice {
    uint16_t to;
    unsigned cost;
    bool is_sure; /* a word or the document backs it, not its commonness alone */
};

static bool has_candidate(const struct al_han_pair *pair, uint16_t to)
{
    for (size_t i = 0; i < AL_HAN_MAX_CANDIDATES; i++)
        if (pair->to[i] == to)
            return true;
    return false;
}

/* 的 and 得 sound alike and are often taken for each other: what stands for one may stand for both. */
static bool is_any_de(const struct al_han_pair *pair)
{
    return has_candidate(pair, DE) && has_candidate(pair, DE_DEGREE);
}

/* How much less likely candidate i is than the first, which is of the likeliest kind. */
static unsigned cost_of_kind(const struct al_han_pair *pair, size_t i)
{
    if (is_any_de(pair) && (pair->to[i] == DE || pair->to[i] == DE_DEGREE))
        return 0;
    return (unsigned)(kind_cost[pair->kind[i] & 3] - kind_cost[pair->kind[0] & 3]);
}

/* Weighs the candidates of a window's character and gives the best one and the cost of the second. */
static struct choice weigh(const struct al_lookalike *l, const struct al_han_pair *pair, uint16_t *text,
                           size_t n, size_t at, unsigned *second)
{
    struct choice best = {0, UINT_MAX, false};
    *second = UINT_MAX;
    for (size_t i = 0; i < AL_HAN_MAX_CANDIDATES && pair->to[i]; i++) {
        bool alone = true;
        unsigned backing = support(l, text, n, at, pair->to[i]);
        text[at] = pair->to[i];
        struct choice c = {.to = pair->to[i],
                           .cost =
                               cut(text, n, at, &alone) + 2 * KNOWN_PAIR - backing + cost_of_kind(pair, i)};
        c.is_sure = !alone || backing;
        if (c.cost < best.cost) {
            *second = best.cost;
            best = c;
        } else if (c.cost < *second)
            *second = c.cost;
    }
    text[at] = pair->from;
    return best;
}

/* Finds what the look-alike at `at` of a window stands for; 0 when nothing is likely enough. */
static uint16_t resolve(const struct al_lookalike *l, uint16_t *text, size_t n, size_t at)
{
    const struct al_han_pair *pair = al_han_pair_of(text[at]);
    bool alone = true;
    if (!pair)
        return 0;
    unsigned before = cut(text, n, at, &alone) + 2 * KNOWN_PAIR, second;
    if (!alone)
        return 0;
    struct choice best = weigh(l, pair, text, n, at, &second);
    if (best.cost + MIN_GAIN > before || is_habit(l, text, n, at, best.to))
        return 0;
    bool needs_backing = pair->kind[0] == 3 || al_han_of(pair->from)->flags & AL_HAN_USABLE ||
                         (pair->kind[0] && al_han_of(best.to)->word > COMMON_WORD);
    if (needs_backing && !best.is_sure)
        return 0;
    if ((best.to == DE || best.to == DE_DEGREE) && is_any_de(pair))
        return best.to == DE ? choose_de(text, n, at) : best.to;
    return best.cost + (best.is_sure ? SURE_MARGIN : MIN_MARGIN) > second ? 0 : best.to;
}

/* Looks at one character; `text` holds the block's characters from the last break on. */
static enum articlean_status judge(struct al_lookalike *l, uint32_t block, const struct at *text, size_t n,
                                   size_t at)
{
    uint16_t cp = text[at].cp;
    if (is_traditional(cp) &&
        ((at > 0 && is_traditional(text[at - 1].cp)) || (at + 1 < n && is_traditional(text[at + 1].cp))))
        return ARTICLEAN_OK;
    size_t from = at > REACH ? at - REACH : 0, to = n - at > REACH ? at + REACH + 1 : n;
    uint16_t window[MAX_WINDOW];
    for (size_t i = from; i < to; i++)
        window[i - from] = text[i].cp;
    uint16_t meant = resolve(l, window, to - from, at - from);
    if (!meant)
        return ARTICLEAN_OK;
    char utf8[4];
    const struct found f = {.block = block,
                            .offset = text[at].offset,
                            .size = (uint32_t)al_utf8_encode(cp, utf8),
                            .from = cp,
                            .to = meant,
                            .is_odd = cp < AL_HAN_FIRST || al_han_of(cp)->flags & AL_HAN_ODD};
    return al_buf_append(&l->found, &f, sizeof f);
}

static bool is_classical(struct al_str text)
{
    static const char particles[] = "之乎者也矣焉哉兮曰吾汝";
    size_t n_han = 0, n = 0;
    for (const char *p = text.p, *end = p + text.n; end - p >= 3; p++) {
        if ((unsigned char)*p < 0xE4 || (unsigned char)*p > 0xE9)
            continue;
        n_han++;
        for (const char *q = particles; *q; q += 3)
            n += memcmp(p, q, 3) == 0;
        p += 2;
    }
    return n > 2 && n * 1000 >= n_han * CLASSICAL;
}

enum { RUN_MAX = 256 };

/* Judges the suspects of one run of Han characters. */
static enum articlean_status judge_run(struct al_lookalike *l, uint32_t block, const struct at *run, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t cp = run[i].cp;
        unsigned flags = al_han_of(cp)->flags;
        if (flags & (AL_HAN_ODD | AL_HAN_USABLE | AL_HAN_TRADITIONAL) || cp < AL_HAN_FIRST)
            TRY(judge(l, block, run, n, i));
    }
    return ARTICLEAN_OK;
}

static enum articlean_status judge_block(struct al_lookalike *l, uint32_t block, struct al_str text)
{
    if (is_classical(text))
        return ARTICLEAN_OK;
    struct at run[RUN_MAX];
    size_t n = 0;
    for (const char *p = text.p, *end = p + text.n; p < end;) {
        uint32_t cp;
        uint32_t offset = (uint32_t)(p - text.p);
        p += al_utf8_decode(p, end, &cp);
        bool is_part = is_han_like(cp);
        if (is_part)
            run[n++] = (struct at){(uint16_t)cp, offset};
        if (n == RUN_MAX || (n && !is_part)) {
            TRY(judge_run(l, block, run, n));
            n = 0;
        }
    }
    return judge_run(l, block, run, n);
}

/* Whether the replacements that were found are many and various enough for a spun document. */
static bool is_spun(const struct found *found, size_t n, size_t n_han)
{
    size_t n_odd = 0, n_kinds = 0;
    for (size_t i = 0; i < n; i++) {
        n_odd += found[i].is_odd;
        bool is_new = true;
        for (size_t k = 0; k < i && is_new && n_kinds < MIN_KINDS; k++)
            is_new = found[k].from != found[i].from;
        n_kinds += is_new;
    }
    return n >= MIN_FOUND && n_kinds >= MIN_KINDS && n_odd >= MIN_ODD && n * RARENESS >= n_han;
}

/* Rewrites one block with its replacements found[0..n) in order of place. */
static enum articlean_status replace(struct al_lookalike *l, struct al_doc *doc, const struct found *found,
                                     size_t n)
{
    struct al_block *b = &doc->blocks[found->block];
    size_t done = 0;
    l->text.n = 0;
    for (size_t i = 0; i < n; i++) {
        TRY(al_buf_append(&l->text, b->text.p + done, found[i].offset - done));
        char utf8[4];
        size_t size = al_utf8_encode(found[i].to, utf8);
        TRY(al_buf_append(&l->text, utf8, size));
        struct al_change change = {.block = found->block,
                                   .start = b->start,
                                   .end = b->end,
                                   .before = {b->text.p + found[i].offset, found[i].size},
                                   .after = al_arena_dup(&doc->arena, al_str(utf8, size)),
                                   .why = "normalize.lookalike"};
        if (!change.after.p)
            return ARTICLEAN_NO_MEMORY;
        TRY(al_doc_change(doc, &change));
        done = found[i].offset + found[i].size;
    }
    TRY(al_buf_append(&l->text, b->text.p + done, b->text.n - done));
    struct al_str text = al_arena_dup(&doc->arena, al_buf_str(&l->text));
    if (!text.p)
        return ARTICLEAN_NO_MEMORY;
    al_block_set_text(doc, b, text);
    doc->flags[AL_FLAG_LOOKALIKES] += (uint32_t)n;
    return ARTICLEAN_OK;
}

/* Mends the blocks first..end when they are spun. */
static enum articlean_status mend_part(struct al_lookalike *l, struct al_doc *doc, size_t first, size_t end,
                                       const struct census *c)
{
    if (!is_suspect(c))
        return ARTICLEAN_OK;
    l->found.n = 0;
    al_map_reset(&l->pairs);
    for (size_t i = first; i < end; i++)
        TRY(learn(l, doc->blocks[i].text));
    for (size_t i = first; i < end; i++)
        if (doc->blocks[i].kind != ARTICLEAN_CODE)
            TRY(judge_block(l, (uint32_t)i, doc->blocks[i].text));
    const struct found *found = (const struct found *)(const void *)l->found.p;
    size_t n = l->found.n / sizeof *found;
    if (!is_spun(found, n, c->han))
        return ARTICLEAN_OK;
    for (size_t i = 0, k; i < n; i = k) {
        for (k = i + 1; k < n && found[k].block == found[i].block;)
            k++;
        TRY(replace(l, doc, found + i, k - i));
    }
    return ARTICLEAN_OK;
}

enum articlean_status al_lookalike_run(struct al_lookalike *l, struct al_doc *doc)
{
    /* A long document is judged in parts: an anthology is not modern throughout. */
    struct census c = {0};
    size_t first = 0;
    for (size_t i = 0; i < doc->n_blocks; i++) {
        if (doc->blocks[i].kind != ARTICLEAN_CODE)
            count(doc->blocks[i].text, &c);
        if (c.han < PART && i + 1 < doc->n_blocks)
            continue;
        TRY(mend_part(l, doc, first, i + 1, &c));
        first = i + 1;
        c = (struct census){0};
    }
    return ARTICLEAN_OK;
}
