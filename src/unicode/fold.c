#include "fold.h"

#include "base/ascii.h"
#include "base/try.h"
#include "base/utf8.h"
#include "props.h"

#ifdef __SSE2__
enum { AT_ONCE = 16 };

/* Folds n bytes, at most sixteen, as far as they are printable ASCII with single spaces between; `*space`
   tells whether one comes before them and is set to whether they end with one. Returns how far. */
static inline unsigned fold_some(char *out, const char *p, unsigned n, bool *space)
{
    __m128i v = n < 16 ? al_sixteen_load_some(p, n) : _mm_loadu_si128((const __m128i *)p);
    __m128i is_capital = al_sixteen_in(v, 'A', 'Z');
    _mm_storeu_si128((__m128i *)out, _mm_or_si128(v, _mm_and_si128(is_capital, _mm_set1_epi8(0x20))));
    uint32_t spaces = al_sixteen_bits(_mm_cmpeq_epi8(v, _mm_set1_epi8(' ')));
    uint32_t others = ~al_sixteen_between(v, ' ', '~') | (spaces & (spaces << 1 | *space));
    *space = spaces >> 15;
    return (unsigned)__builtin_ctz(others | 0x10000);
}
#else
enum { AT_ONCE = 8 };

/* The same of at most eight bytes. */
static inline unsigned fold_some(char *out, const char *p, unsigned n, bool *space)
{
    uint64_t v = al_eight_load_most(p, n), ascii = v & ~AL_EIGHT_HIGH;
    uint64_t spaces = al_eight_between(ascii, ' ', ' ') & ~v;
    uint64_t behind = al_eight_after(spaces) | (*space ? al_eight_first(1) : 0);
    uint64_t printed = al_eight_between(ascii, ' ', '~') & ~v & ~(spaces & behind);
    al_eight_store(out, al_eight_lower(ascii));
    *space = n == 8 && p[7] == ' ';
    return al_eight_before(~printed & AL_EIGHT_HIGH);
}
#endif

/* Folds a text from p on, no space, as far as it is printable ASCII with single spaces between; returns how
   far. Writes up to fifteen bytes more. */
static size_t fold_printed(char *out, const char *p, const char *end)
{
    const char *const start = p;
    bool space = false;
    for (unsigned n; end - p >= AT_ONCE; p += AT_ONCE, out += AT_ONCE)
        if ((n = fold_some(out, p, AT_ONCE, &space)) < AT_ONCE)
            return (size_t)(p - start) + n;
    return (size_t)(p - start) + (p < end ? fold_some(out, p, (unsigned)(end - p), &space) : 0);
}

enum articlean_status al_fold(struct al_buf *out, struct al_str text)
{
    /* A folded code point is at most one byte longer than its source. */
    TRY(al_buf_reserve(out, text.n * 2 + 16));
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
            size_t n = fold_printed(o, p, end);
            p += n;
            space = p[-1] == ' ';
            o += n - space;
            continue;
        }
        p = al_utf8_next(p, end, &cp);
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
