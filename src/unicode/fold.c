#include "fold.h"

#include "base/eight.h"
#include "base/try.h"
#include "base/utf8.h"
#include "props.h"

/* Folds the eight bytes at p as far as they are printable ASCII with single spaces between; returns how far.
 */
static size_t fold_eight(char *out, const char *p)
{
    uint64_t v = al_eight_load(p), ascii = v & ~AL_EIGHT_HIGH, spaces = al_eight_between(ascii, ' ', ' ');
    uint64_t printed = al_eight_between(ascii, ' ', '~') & ~v & ~(spaces & al_eight_after(spaces));
    al_eight_store(out, al_eight_lower(ascii));
    return al_eight_before(~printed & AL_EIGHT_HIGH);
}

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
            if (c <= ' ' || c == 0x7F) {
                space |= al_ascii_space(c);
                p++;
                continue;
            }
            if (space && o > start)
                *o++ = ' ';
            size_t n = 1;
            if (end - p >= 8)
                n = fold_eight(o, p);
            else
                *o = (char)al_ascii_lower(c);
            p += n;
            space = p[-1] == ' ';
            o += n - space;
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
