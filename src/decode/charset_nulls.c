#include "charset_nulls.h"

#include "base/utf8.h"
#include "charset_transcode.h"
#include "unicode/props.h"

enum { SAMPLE = 4096 }; /* bytes */

/* How well the sample reads in one encoding: the share of characters that texts are made of, and how many
   changes of the high byte it takes, for in text neighbours are of one script. */
static float plausibility(struct al_str sample, const char *name)
{
    struct al_transcoder t;
    char text[SAMPLE * 2 + AL_TRANSCODE_SLACK];
    if (al_transcoder_init(&t, al_encoding_by_name(name), sample))
        return 0;
    const char *p = text, *end = text + al_transcode(&t, text, sizeof text - AL_TRANSCODE_SLACK);
    size_t n = 0, bad = t.n_replaced, common = 0;
    for (uint32_t cp; p < end; n++) {
        p += al_utf8_decode(p, end, &cp);
        uint32_t c = al_class(cp);
        bool is_control = (c & AL_C_CONTROL) || cp == 0 || (c & (AL_C_NONCHAR | AL_C_PRIVATE));
        bad += is_control || !c || cp == AL_REPLACEMENT;
        common += (cp >= 0x20 && cp < 0x7F) || cp == '\n' || cp == '\r' || cp == '\t' ||
                  (cp >= 0x3000 && cp < 0x3100) || (cp >= 0xFF00 && cp < 0xFF60);
    }
    if (!n || bad * 20 > n)
        return 0;
    return (float)common / (float)n;
}

bool al_charset_nulls(struct al_str raw, const char **name, float *confidence)
{
    static const char *const names[] = {"utf-32le", "utf-32be", "utf-16le", "utf-16be"};
    struct al_str sample = al_str(raw.p, (raw.n < SAMPLE ? raw.n : SAMPLE) & ~(size_t)3);
    if (!sample.n && raw.n >= 2)
        sample.n = 2;
    if (sample.n < 2 || !memchr(sample.p, 0, sample.n))
        return false;
    float best = 0.03f;
    *name = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        float p = i < 2 && sample.n < 4 ? 0 : plausibility(sample, names[i]);
        if (p > best) {
            best = p;
            *name = names[i];
        }
    }
    *confidence = 0.9f;
    return *name != NULL;
}
