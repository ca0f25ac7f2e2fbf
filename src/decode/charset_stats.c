#include "charset_stats.h"

#include "charset_cost.h"

#include <math.h>
#include <stddef.h>

enum {
    MAX_CANDIDATES = 320,
    DECLARED = 15 * AL_NAT, /* what a declaration is worth */
    HOPELESS = 45 * AL_NAT, /* so far behind the best a candidate is given up */
    FIRST_BYTES = 48,       /* of the sample, read by all */
    MIN_EBCDIC = 48,
    TAIL_BYTES = 64 * 1024,
    TAIL_COUNT = 3 /* occurrences of a byte outside the sample that count */
};

/* One way to read the sample. */
struct candidate {
    const char *encoding;            /* canonical name */
    const struct al_reading *single; /* or NULL */
    const struct al_cjk_reading *cjk;
    size_t from; /* place in the sample */
    int cost;
};

struct contest {
    struct al_charset_sample sample;
    struct candidate candidates[MAX_CANDIDATES];
    size_t n;
};

/* The candidates' name for an encoding that decodes alike. */
static const char *contest_name(const struct al_encoding *e)
{
    if (!e)
        return "";
    if (e->kind == AL_ENC_GB18030)
        return "gb18030";
    return strcmp(e->name, "iso-8859-8-i") == 0 ? "iso-8859-8" : e->name;
}

static void enter(struct contest *c, const struct candidate *candidate, const char *declared)
{
    if (c->n == MAX_CANDIDATES)
        return;
    c->candidates[c->n] = *candidate;
    if (*declared && strcmp(candidate->encoding, declared) == 0)
        c->candidates[c->n].cost -= DECLARED;
    c->n++;
}

static int lowest_cost(const struct contest *c)
{
    int best = c->candidates[0].cost;
    for (size_t i = 1; i < c->n; i++)
        if (c->candidates[i].cost < best)
            best = c->candidates[i].cost;
    return best;
}

/* All candidates read up to `to`; those that fall far behind leave. */
static void read_on(struct contest *c, size_t to)
{
    for (size_t i = 0; i < c->n; i++) {
        struct candidate *k = &c->candidates[i];
        if (k->from < to)
            k->cost += k->single ? al_cost_single(k->single, &c->sample, &k->from, to)
                                 : al_cost_cjk(k->cjk, &c->sample, &k->from, to);
    }
    int limit = lowest_cost(c) + HOPELESS;
    size_t n = 0;
    for (size_t i = 0; i < c->n; i++)
        if (c->candidates[i].cost <= limit)
            c->candidates[n++] = c->candidates[i];
    c->n = n;
}

/* Bytes outside the sample still tell code pages apart: holes and characters that no article has. */
static void read_tail(struct contest *c, struct al_str raw)
{
    uint32_t counts[256] = {0};
    size_t n = raw.n < TAIL_BYTES ? raw.n : TAIL_BYTES;
    for (size_t i = 0; i < n; i++)
        counts[(unsigned char)raw.p[i]]++;
    for (size_t i = 0; i < c->sample.n; i++)
        if (counts[c->sample.bytes[i]])
            counts[c->sample.bytes[i]]--;
    for (size_t i = 0; i < c->n; i++) {
        struct candidate *k = &c->candidates[i];
        for (unsigned b = 0x80; k->single && b < 256; b++)
            k->cost += k->single->emission[b] * (int)(counts[b] < TAIL_COUNT ? counts[b] : TAIL_COUNT);
    }
}

/* Whether blanks are what they are in EBCDIC, and what ASCII has for blanks, signs and digits is hardly
   there. The ideographic space of Big5 is A1 40. */
static bool is_ebcdic(struct al_str raw)
{
    size_t n = raw.n < AL_SAMPLE_BYTES ? raw.n : AL_SAMPLE_BYTES, blanks = 0, wide_blanks = 0, ascii = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char b = (unsigned char)raw.p[i];
        blanks += b == 0x40;
        wide_blanks += b == 0x40 && i && (unsigned char)raw.p[i - 1] == 0xA1;
        ascii += b >= 0x20 && b < 0x40;
    }
    return n >= MIN_EBCDIC && blanks > n / 20 && ascii <= n / 25 && wide_blanks * 4 <= blanks;
}

static void enter_all(struct contest *c, struct al_str raw, const char *declared)
{
    bool ebcdic = is_ebcdic(raw);
    if (ebcdic)
        al_charset_sample_head(raw, &c->sample);
    else
        al_charset_sample(raw, &c->sample);
    for (unsigned i = 0; i < al_n_readings; i++) {
        const struct al_reading *r = &al_readings[i];
        if (r->is_ebcdic == ebcdic)
            enter(c, &(struct candidate){r->encoding, r, NULL, 0, r->prior}, declared);
    }
    for (unsigned i = 0; i < al_n_cjk_readings && !ebcdic; i++) {
        const struct al_cjk_reading *r = &al_cjk_readings[i];
        enter(c, &(struct candidate){r->encoding, NULL, r, 0, r->prior}, declared);
    }
}

/* Whether two candidates make the same text of the sample: the same language at the same cost. */
static bool reads_alike(const struct candidate *a, const struct candidate *b)
{
    return a->single && b->single && a->single->costs == b->single->costs &&
           a->cost - a->single->prior == b->cost - b->single->prior;
}

/* How far the best candidate with another text is behind, at most HOPELESS. */
static int margin(const struct contest *c, const struct candidate *best)
{
    int least = HOPELESS;
    for (size_t i = 0; i < c->n; i++) {
        const struct candidate *k = &c->candidates[i];
        bool is_other = strcmp(k->encoding, best->encoding) != 0 && !reads_alike(k, best);
        if (is_other && k->cost - best->cost < least)
            least = k->cost - best->cost;
    }
    return least;
}

const struct al_encoding *al_charset_stats(struct al_str raw, const struct al_encoding *declared,
                                           float *confidence)
{
    struct contest c;
    const char *declared_name = contest_name(declared);
    c.n = 0;
    enter_all(&c, raw, declared_name);
    for (size_t to = FIRST_BYTES; to < c.sample.n; to *= 2)
        read_on(&c, to);
    read_on(&c, c.sample.n);
    read_tail(&c, raw);
    const struct candidate *best = &c.candidates[0];
    for (size_t i = 1; i < c.n; i++)
        if (c.candidates[i].cost < best->cost)
            best = &c.candidates[i];
    *confidence = 1 / (1 + expf(-(float)margin(&c, best) / (4 * AL_NAT)));
    return strcmp(best->encoding, declared_name) == 0 ? declared : al_encoding_by_name(best->encoding);
}
