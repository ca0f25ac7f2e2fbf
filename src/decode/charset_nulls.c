#include "charset_nulls.h"

#include "base/utf8.h"
#include "charset_cost.h"
#include "charset_transcode.h"
#include "unicode/props.h"

enum {
    SAMPLE = 4096,         /* bytes */
    SMALL_SAMPLE = 128,    /* enough without zero bytes */
    MIN_CHARACTERS = 8,    /* without a single ASCII character, so many of other text */
    MEAN_COST = 8 * AL_NAT /* at this cost or less on the average */
};

/* What a sample holds when it is read in one encoding. */
struct reading {
    size_t n, bad, common; /* characters; those that no text has; those that most texts have */
    int cost;              /* of the likeliest East Asian language */
};

static bool is_impossible(uint32_t cp)
{
    uint32_t c = al_class(cp);
    return !cp || !c || cp == AL_REPLACEMENT || c & (AL_C_CONTROL | AL_C_NONCHAR | AL_C_PRIVATE);
}

static bool is_common(uint32_t cp)
{
    return (cp >= 0x20 && cp < 0x7F) || cp == '\n' || cp == '\r' || cp == '\t' ||
           (cp >= 0x3000 && cp < 0x3100) || (cp >= 0xFF00 && cp < 0xFF60);
}

static struct reading read_as(struct al_str sample, const char *name)
{
    struct al_transcoder t;
    char text[SAMPLE * 2 + AL_TRANSCODE_SLACK];
    struct reading r = {0};
    int costs[4] = {0};
    if (al_transcoder_init(&t, al_encoding_by_name(name), sample))
        return r;
    const char *p = text, *end = text + al_transcode(&t, text, sizeof text - AL_TRANSCODE_SLACK);
    for (uint32_t cp; p < end; r.n++) {
        p += al_utf8_decode(p, end, &cp);
        r.bad += is_impossible(cp);
        r.common += is_common(cp);
        for (int i = 0; i < 4; i++)
            costs[i] += al_cost_character(cp, (enum al_cjk_language)i);
    }
    r.cost = costs[0];
    for (int i = 1; i < 4; i++)
        if (costs[i] < r.cost)
            r.cost = costs[i];
    return r;
}

/* How well the sample reads, 0 for not at all. With zero bytes in it the share of common characters tells;
   without, it must be fluent Chinese, Japanese or Korean. */
static float plausibility(const struct reading *r, bool has_nulls)
{
    if (!r->n || r->bad * 20 > r->n)
        return 0;
    if (!has_nulls && (r->bad || r->n < MIN_CHARACTERS || r->cost > (int)r->n * MEAN_COST))
        return 0;
    return (float)(r->common + !has_nulls) / (float)r->n;
}

bool al_charset_nulls(struct al_str raw, const char **name, float *confidence)
{
    static const char *const names[] = {"utf-32le", "utf-32be", "utf-16le", "utf-16be"};
    struct al_str sample = al_str(raw.p, raw.n < SAMPLE ? raw.n & ~(size_t)1 : SAMPLE);
    bool has_nulls = sample.n && memchr(sample.p, 0, sample.n);
    float best = has_nulls ? 0.03f : 0;
    if (!has_nulls && sample.n > SMALL_SAMPLE)
        sample.n = SMALL_SAMPLE;
    *name = NULL;
    for (size_t i = has_nulls ? 0 : 2; i < sizeof names / sizeof *names; i++) {
        struct reading r = read_as(sample, names[i]);
        float p = plausibility(&r, has_nulls);
        if (p > best) {
            best = p;
            *name = names[i];
        }
    }
    *confidence = 0.9f;
    return *name != NULL;
}
