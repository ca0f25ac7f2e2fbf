#include "fold.h"

#include "base/try.h"
#include "base/utf8.h"
#include "props.h"

enum articlean_status al_fold(struct al_buf *out, struct al_str text)
{
    /* A folded code point is at most one byte longer than its source. */
    TRY(al_buf_reserve(out, text.n * 2 + 4));
    char *const start = out->p + out->n;
    char *o = start;
    bool space = false;
    for (const char *p = text.p, *end = p + text.n; p < end;) {
        unsigned char c = (unsigned char)*p;
        uint32_t cp;
        if (c < 0x80) {
            p++;
            if (c <= ' ' || c == 0x7F) {
                space |= al_ascii_space(c);
                continue;
            }
            if (space && o > start)
                *o++ = ' ';
            space = false;
            *o++ = (char)al_ascii_lower(c);
            continue;
        }
        p += al_utf8_decode(p, end, &cp);
        const struct al_props *props = al_props(cp);
        if (props->bits & (AL_C_FORMAT | AL_C_CONTROL | AL_C_NONCHAR))
            continue;
        if (props->bits & AL_C_SPACE) {
            space = true;
            continue;
        }
        if (space && o > start)
            *o++ = ' ';
        space = false;
        o += al_utf8_encode((uint32_t)((int32_t)cp + props->fold), o);
    }
    out->n += (size_t)(o - start);
    return ARTICLEAN_OK;
}

size_t al_fold_source(struct al_str text, size_t at)
{
    size_t made = 0;
    bool space = false;
    const char *p = text.p, *end = p + text.n;
    while (p < end) {
        uint32_t cp;
        const char *here = p;
        p += al_utf8_decode(p, end, &cp);
        const struct al_props *props = al_props(cp);
        if (props->bits & AL_C_SPACE)
            space = true;
        if (props->bits & (AL_C_SPACE | AL_C_FORMAT | AL_C_CONTROL | AL_C_NONCHAR))
            continue;
        char out[4];
        made += space && made;
        space = false;
        if (made >= at)
            return (size_t)(here - text.p);
        made += al_utf8_encode((uint32_t)((int32_t)cp + props->fold), out);
        if (made > at)
            return (size_t)(here - text.p);
    }
    return text.n;
}
