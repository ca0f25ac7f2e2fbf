/* A look-alike is a character that hardly belongs where it stands while a common one that it resembles does.
   How well a character suits its place is told by the two characters before and after it (shares of pairs and
   triples of characters) and by what the document says elsewhere; a candidate must suit it much better, and
   better than its rivals. Spinners have tables: what a look-alike stands for in one place speaks for the same
   in another. What one place cannot tell the whole document must: spinners replace one character in every so
   many, and only a document with enough certain replacements is changed at all. */
#define XXH_INLINE_ALL
#include "lookalike.h"

#include "base/try.h"
#include "base/utf8.h"
#include "doc/link.h"
#include "han.h"

enum {
    /* Weights are in tenths of a nat. */
    COST = 3, /* of a step of al_han.cost */
    GAIN = 8, /* of a step of gain or likeness */
    SIMPLIFIED_FORM = 80,
    STRANGERS = 18,     /* off, for neighbours that are not known as such */
    KNOWN_PAIR = 32,    /* for a neighbour that the document has elsewhere too */
    VOTE = 40,          /* most that one place gives a candidate elsewhere */
    VOTES = 60,         /* most that a candidate gets */
    LEAD = 30,          /* over 的 that 得 and 地 need */
    MARGIN = 120,       /* most that the distance to the second-best candidate counts */
    CERTAIN = 240,      /* evidence that counts for the document */
    LIKELY = 235,       /* evidence that is enough in a spun document */
    SELDOM = 50,        /* cost below which a character may be meant: each step asks for more evidence */
    FOREIGN = 130,      /* more is asked of a letter of another script or a number in a circle */
    PART = 8000,        /* characters judged together at least, but at the end of a document */
    MIN_FOUND = 4,      /* certain replacements in a part */
    MIN_KINDS = 3,      /* different ones */
    MIN_ODD = 2,        /* that are odd by themselves: no traditional forms, in no dictionary */
    MIN_SUM = 7,        /* of both, for odd ones tell more */
    RARENESS = 500,     /* characters to one replacement */
    DENSE = 3,          /* characters to one odd one at least, or there is no context to trust */
    HABIT = 3,          /* times */
    TRADITIONAL = 12,   /* per cent of telling characters that make a document traditional or mixed */
    MODERN = 8,         /* 的 per 1000 characters of modern prose */
    CLASSICAL = 50,     /* classical particles per 1000 characters of a paragraph */
    DE = 0x7684,        /* 的 */
    DE_DEGREE = 0x5F97, /* 得 */
    DE_MANNER = 0x5730, /* 地 */
    IN_RHYTHM = 20,     /* less evidence is asked where replacements keep a distance */
    LONG_GAP = 512,     /* code points */
    RUN_MAX = 256
};

/* Characters of a document, counted. */
struct census {
    size_t han, traditional, simplified, odd, de;
};

/* A character that may be a look-alike, in its place. */
struct suspect {
    uint32_t block, offset, place; /* offset: bytes in the block's text; place: code points in the part */
    uint16_t from;
    bool is_habit;
    int16_t own,
        of[AL_HAN_MAX_CANDIDATES]; /* how well it and its candidates suit the place, tenths of a nat */
    bool takes_degree;             /* 得 rather than 的 */
};

/* One replacement that its place supports. */
struct found {
    uint32_t block, offset, place; /* as in struct suspect */
    uint16_t from, to;
    int evidence;
};

/* Han characters in a row. */
struct run {
    uint16_t cp[RUN_MAX];
    uint32_t offset[RUN_MAX]; /* bytes in the block's text */
    size_t n;
    uint32_t place;         /* of what follows it, code points in the part */
    uint16_t before, after; /* signs of its neighbours, 0: none */
};

void al_lookalike_init(struct al_lookalike *l)
{
    al_buf_init(&l->suspects, 0);
    al_buf_init(&l->found, 0);
    al_buf_init(&l->text, 0);
    al_map_init(&l->pairs);
    al_map_init(&l->votes);
}

void al_lookalike_clear(struct al_lookalike *l)
{
    al_buf_clear(&l->suspects);
    al_buf_clear(&l->found);
    al_buf_clear(&l->text);
    al_map_clear(&l->pairs);
    al_map_clear(&l->votes);
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

/* What a neighbour counts as: any digit or letter of ASCII like all of them, a space like none. */
static uint16_t sign_of(uint32_t cp)
{
    bool is_digit = cp >= '0' && cp <= '9', is_letter = (cp | 32) >= 'a' && (cp | 32) <= 'z';
    return is_digit ? '0' : is_letter ? 'a' : cp <= ' ' || cp > UINT16_MAX ? 0 : (uint16_t)cp;
}

/* Counts neighbours: what the document says elsewhere tells what it says here. */
static enum articlean_status learn(struct al_lookalike *l, struct al_str text)
{
    uint32_t last = 0;
    for (const char *p = text.p, *end = p + text.n; p < end;) {
        uint32_t cp, *n;
        p += al_utf8_decode(p, end, &cp);
        cp = sign_of(cp);
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
    return c->odd >= MIN_ODD && c->odd + c->traditional >= MIN_FOUND && c->odd * DENSE <= c->han &&
           (c->odd + c->traditional) * RARENESS >= c->han &&
           c->traditional * 100 <= (c->traditional + c->simplified) * TRADITIONAL &&
           (c->de + c->odd / 8) * 1000 >= c->han * MODERN;
}

static int pair_gain(const uint16_t *pair)
{
    unsigned gain = al_han_gain(pair, 2);
    return gain ? (int)(GAIN * gain) : -STRANGERS;
}

/* How well the character at `at` of a run suits the place: what depends on it of the cost of the run. */
static int suits(const uint16_t *cp, size_t n, size_t at)
{
    int sum = -COST * al_han_of(cp[at])->cost;
    if (at > 0)
        sum += pair_gain(cp + at - 1);
    if (at + 1 < n)
        sum += pair_gain(cp + at);
    for (size_t i = at < 2 ? 2 : at; i < n && i <= at + 2; i++)
        sum += (int)(GAIN * al_han_gain(cp + i - 2, 3));
    return sum;
}

static bool is_han_like(uint32_t cp)
{
    return cp - AL_HAN_FIRST < AL_HAN_N || (cp < 0xFFFF && al_han_pair_of(cp));
}

/* Kana or bopomofo. */
static bool is_kana(uint16_t cp)
{
    return cp >= 0x3041 && cp <= 0x312F;
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
static bool takes_degree(const uint16_t *cp, size_t n, size_t at)
{
    if (at == 0 || at + 1 >= n || !(al_han_of(cp[at - 1])->flags & AL_HAN_VERB))
        return false;
    bool some = at + 3 < n && cp[at + 2] == 0x4E00 && is_among(cp[at + 3], "点些");
    return some || is_among(cp[at + 1], "最很更太不非较挺越");
}

static uint16_t left_of(const struct run *r, size_t at)
{
    return at > 0 ? r->cp[at - 1] : r->before;
}

static uint16_t right_of(const struct run *r, size_t at)
{
    return at + 1 < r->n ? r->cp[at + 1] : r->after;
}

/* A look-alike that meets a neighbour again and again, more often than what it may stand for does, is what
   the author writes, a name for instance. */
static bool is_habit(const struct al_lookalike *l, const struct run *r, size_t at, uint16_t to)
{
    uint32_t left = at > 0 ? times(l, r->cp[at - 1], r->cp[at]) : 0;
    uint32_t right = at + 1 < r->n ? times(l, r->cp[at], r->cp[at + 1]) : 0;
    return (left >= HABIT && left > times(l, left_of(r, at), to)) ||
           (right >= HABIT && right > times(l, to, right_of(r, at)));
}

static uint16_t candidate(const struct al_han_pair *pair, size_t i)
{
    return al_han_targets[pair->to[i] >> 4];
}

static bool is_de(uint16_t cp)
{
    return cp == DE || cp == DE_DEGREE || cp == DE_MANNER;
}

/* 的, 得 and 地 sound alike and are taken for each other: what resembles one resembles all. */
static int likeness(const struct al_han_pair *pair, size_t i)
{
    unsigned steps = pair->to[i] & 15u;
    for (size_t k = 0; k < AL_HAN_MAX_CANDIDATES && pair->to[k] && is_de(candidate(pair, i)); k++)
        if (is_de(candidate(pair, k)) && (pair->to[k] & 15u) > steps)
            steps = pair->to[k] & 15u;
    return steps > AL_HAN_MAX_LIKENESS ? SIMPLIFIED_FORM : (int)(GAIN * steps);
}

/* What speaks for `to` at `at` in the rest of the document. */
static int support(const struct al_lookalike *l, const struct run *r, size_t at, uint16_t to)
{
    uint16_t left = left_of(r, at), right = right_of(r, at);
    return (left && times(l, left, to) ? KNOWN_PAIR : 0) + (right && times(l, to, right) ? KNOWN_PAIR : 0);
}

/* How well a look-alike itself suits its place; a traditional character is rare where it strays. */
static int suits_itself(const struct run *r, size_t at)
{
    int rarity = is_traditional(r->cp[at]) ? AL_HAN_UNKNOWN - al_han_of(r->cp[at])->cost : 0;
    return suits(r->cp, r->n, at) - COST * rarity;
}

/* Both neighbours are known as such. */
static bool is_at_home(const struct run *r, size_t at)
{
    return at > 0 && at + 1 < r->n && al_han_gain(r->cp + at - 1, 2) && al_han_gain(r->cp + at, 2);
}

/* Weighs what the look-alike at `at` of a run may stand for. */
static enum articlean_status weigh(struct al_lookalike *l, uint32_t block, struct run *r, size_t at)
{
    uint16_t cp = r->cp[at];
    const struct al_han_pair *pair = al_han_pair_of(cp);
    if (!pair || is_at_home(r, at))
        return ARTICLEAN_OK;
    struct suspect s = {.block = block,
                        .offset = r->offset[at],
                        .place = r->place - (uint32_t)(r->n - at),
                        .from = cp,
                        .own = (int16_t)suits_itself(r, at),
                        .takes_degree = takes_degree(r->cp, r->n, at)};
    int best = INT16_MIN;
    uint16_t likeliest = 0;
    for (size_t i = 0; i < AL_HAN_MAX_CANDIDATES && pair->to[i]; i++) {
        r->cp[at] = candidate(pair, i);
        int sum = suits(r->cp, r->n, at) + likeness(pair, i) + support(l, r, at, r->cp[at]);
        s.of[i] = (int16_t)sum;
        if (sum > best) {
            best = sum;
            likeliest = r->cp[at];
        }
    }
    r->cp[at] = cp;
    s.is_habit = is_habit(l, r, at, likeliest);
    for (size_t i = 0; i < AL_HAN_MAX_CANDIDATES && pair->to[i]; i++)
        if (best - s.of[i] < VOTE) {
            uint32_t *votes;
            TRY(al_map_put(&l->votes, pair_key(cp, candidate(pair, i)), 0, &votes, NULL));
            *votes += (uint32_t)(VOTE - (best - s.of[i]));
        }
    return al_buf_append(&l->suspects, &s, sizeof s);
}

/* What the other places of a look-alike say for a candidate that is `behind` the best one here. */
static int votes_for(const struct al_lookalike *l, uint16_t from, uint16_t to, int behind)
{
    const uint32_t *votes = al_map_get(&l->votes, pair_key(from, to));
    int others = (int)(votes && *votes < INT32_MAX ? *votes : 0) - (behind < VOTE ? VOTE - behind : 0);
    return others < 0 ? 0 : others / 2 < VOTES ? others / 2 : VOTES;
}

/* Chooses the likeliest candidate; its evidence is how much better it suits the place than the look-alike and
   than its rivals; 的, 得 and 地 are none of each other. */
static struct found choose(const struct al_lookalike *l, const struct suspect *s)
{
    const struct al_han_pair *pair = al_han_pair_of(s->from);
    int top = INT16_MIN, best = INT16_MIN, second = INT16_MIN;
    struct found f = {s->block, s->offset, s->place, s->from, 0, 0};
    int de = INT16_MIN;
    bool has_degree = false;
    for (size_t i = 0; i < AL_HAN_MAX_CANDIDATES && pair->to[i]; i++)
        top = s->of[i] > top ? s->of[i] : top;
    for (size_t i = 0; i < AL_HAN_MAX_CANDIDATES && pair->to[i]; i++) {
        uint16_t to = candidate(pair, i);
        int sum = s->of[i] + (is_de(to) ? 0 : votes_for(l, s->from, to, top - s->of[i]));
        de = to == DE ? sum : de;
        has_degree |= to == DE_DEGREE;
        bool rivals = !(is_de(to) && is_de(f.to));
        if (sum > best) {
            second = rivals ? best : second;
            best = sum;
            f.to = to;
        } else if (rivals && sum > second)
            second = sum;
    }
    if (is_de(f.to) && best - de < LEAD)
        f.to = has_degree && s->takes_degree ? DE_DEGREE : DE;
    f.evidence = best - s->own + (best - second < MARGIN ? best - second : MARGIN);
    return f;
}

/* Whether a character is odd by itself. */
static bool is_odd(uint16_t cp)
{
    return cp < AL_HAN_FIRST || al_han_of(cp)->flags & AL_HAN_ODD;
}

/* In genuine text, too: kana, numbers in circles. */
static bool is_foreign(uint16_t cp)
{
    return is_kana(cp) || (cp >= 0x2460 && cp <= 0x2473);
}

/* The evidence that a look-alike needs beyond that of an odd one. */
static int doubt(uint16_t cp)
{
    if (is_foreign(cp))
        return FOREIGN;
    const struct al_han *han = al_han_of(cp);
    return han->flags & AL_HAN_USABLE && han->cost < SELDOM ? GAIN * (SELDOM - han->cost) : 0;
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

/* A traditional character or a kana among such is a quotation. */
static bool is_quoted(const struct run *r, size_t at)
{
    uint16_t left = left_of(r, at), right = right_of(r, at);
    if (is_kana(r->cp[at]))
        return is_kana(left) || is_kana(right);
    return is_traditional(r->cp[at]) && (is_traditional(left) || is_traditional(right));
}

static enum articlean_status weigh_run(struct al_lookalike *l, uint32_t block, struct run *r)
{
    for (size_t i = 0; i < r->n; i++) {
        unsigned flags = al_han_of(r->cp[i])->flags;
        bool may_be = flags & (AL_HAN_ODD | AL_HAN_USABLE | AL_HAN_TRADITIONAL) || r->cp[i] < AL_HAN_FIRST;
        if (may_be && !is_quoted(r, i))
            TRY(weigh(l, block, r, i));
    }
    r->n = 0;
    return ARTICLEAN_OK;
}

static enum articlean_status weigh_block(struct al_lookalike *l, uint32_t block, struct al_str text,
                                         struct run *r)
{
    if (is_classical(text))
        return ARTICLEAN_OK;
    r->before = r->after = 0;
    for (const char *p = text.p, *end = p + text.n; p < end;) {
        uint32_t cp;
        uint32_t offset = (uint32_t)(p - text.p);
        p += al_utf8_decode(p, end, &cp);
        if (is_han_like(cp)) {
            r->cp[r->n] = (uint16_t)cp;
            r->offset[r->n++] = offset;
            r->place++;
            if (r->n < RUN_MAX && p < end)
                continue;
        } else
            r->after = sign_of(cp);
        TRY(weigh_run(l, block, r));
        r->place += !is_han_like(cp);
        r->before = sign_of(cp);
        r->after = 0;
    }
    r->place++;
    return ARTICLEAN_OK;
}

/* The distance that certain replacements keep from one another, code points; 0 when they keep none. Spinners
   that replace one character in so many keep at least half of their usual distance. */
static uint32_t distance_kept(const struct found *found, size_t n)
{
    uint32_t gaps[LONG_GAP] = {0}, n_gaps = 0, sum = 0, median = 0, last = UINT32_MAX;
    for (size_t i = 0; i < n; i++) {
        if (found[i].evidence < CERTAIN)
            continue;
        uint32_t gap = found[i].place - last;
        if (last != UINT32_MAX) {
            gaps[gap < LONG_GAP ? gap : LONG_GAP - 1]++;
            n_gaps++;
        }
        last = found[i].place;
    }
    while (n_gaps >= MIN_FOUND && (sum += gaps[median]) * 2 < n_gaps)
        median++;
    for (uint32_t k = sum = 0; k < median / 2; k++)
        sum += gaps[k];
    return sum * 10 <= n_gaps ? median / 2 : 0;
}

/* Keeps the replacements that are certain, and the likely ones if they are where the spinner would replace.
 */
static size_t keep_likely(struct found *found, size_t n)
{
    uint32_t distance = distance_kept(found, n), last = UINT32_MAX;
    size_t n_kept = 0, next = 0;
    for (size_t i = 0; i < n; i++) {
        bool is_certain = found[i].evidence >= CERTAIN;
        for (next = next > i ? next : i; next < n && found[next].evidence < CERTAIN;)
            next++;
        bool is_near = (last != UINT32_MAX && found[i].place - last < distance) ||
                       (next < n && found[next].place - found[i].place < distance);
        int least = distance ? LIKELY - IN_RHYTHM : LIKELY;
        if (is_certain)
            last = found[i].place;
        if (is_certain || (!is_near && found[i].evidence >= least))
            found[n_kept++] = found[i];
    }
    return n_kept;
}

/* Counts of certain replacements. */
struct tally {
    size_t n, n_odd, n_kinds;
    uint16_t kinds[MIN_KINDS];
};

static void tally(struct tally *t, uint16_t from)
{
    bool is_new = t->n_kinds < MIN_KINDS;
    for (size_t k = 0; k < t->n_kinds; k++)
        is_new &= t->kinds[k] != from;
    if (is_new)
        t->kinds[t->n_kinds++] = from;
    t->n_odd += is_odd(from);
    t->n++;
}

/* Turns the suspects of a part into replacements when those that are certain are many and various enough for
   a spun document. */
static enum articlean_status convict(struct al_lookalike *l, size_t n_han)
{
    const struct suspect *suspects = (const struct suspect *)(const void *)l->suspects.p;
    struct tally t = {0};
    l->found.n = 0;
    for (size_t i = 0; i < l->suspects.n / sizeof *suspects; i++) {
        const struct suspect *s = &suspects[i];
        if (s->is_habit)
            continue;
        struct found f = choose(l, s);
        f.evidence -= doubt(s->from);
        if (f.evidence >= CERTAIN && !is_foreign(s->from))
            tally(&t, s->from);
        if (f.evidence >= LIKELY - IN_RHYTHM)
            TRY(al_buf_append(&l->found, &f, sizeof f));
    }
    if (t.n < MIN_FOUND || t.n_kinds < MIN_KINDS || t.n_odd < MIN_ODD || t.n + t.n_odd < MIN_SUM ||
        t.n * RARENESS < n_han)
        l->found.n = 0;
    struct found *found = (struct found *)(void *)l->found.p;
    l->found.n = keep_likely(found, l->found.n / sizeof *found) * sizeof *found;
    return ARTICLEAN_OK;
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
        char utf8[4], before[4];
        size_t size = al_utf8_encode(found[i].to, utf8), n_before = al_utf8_encode(found[i].from, before);
        TRY(al_buf_append(&l->text, utf8, size));
        struct al_change change = {.block = found->block,
                                   .start = b->start,
                                   .end = b->end,
                                   .before = {b->text.p + found[i].offset, n_before},
                                   .after = al_arena_dup(&doc->arena, al_str(utf8, size)),
                                   .why = "normalize.lookalike"};
        if (!change.after.p)
            return ARTICLEAN_NO_MEMORY;
        TRY(al_doc_change(doc, &change));
        done = found[i].offset + n_before;
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
    l->suspects.n = 0;
    al_map_reset(&l->pairs);
    al_map_reset(&l->votes);
    for (size_t i = first; i < end; i++)
        TRY(learn(l, doc->blocks[i].text));
    struct run r = {.n = 0};
    for (size_t i = first; i < end; i++)
        if (doc->blocks[i].kind != ARTICLEAN_CODE)
            TRY(weigh_block(l, (uint32_t)i, doc->blocks[i].text, &r));
    TRY(convict(l, c->han));
    const struct found *found = (const struct found *)(const void *)l->found.p;
    size_t n = l->found.n / sizeof *found;
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
