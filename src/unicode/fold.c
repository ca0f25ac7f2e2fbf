#include "fold.h"

#include "base/ascii.h"
#include "base/try.h"
#include "base/utf8.h"
#include "props.h"

/* Folds eight bytes as far as they are printable ASCII with single spaces between; returns how far. */
static unsigned fold_eight(char *out, uint64_t v, bool space)
{
    uint64_t ascii = v & ~AL_EIGHT_HIGH, spaces = al_eight_between(ascii, ' ', ' ') & ~v;
    uint64_t behind = al_eight_after(spaces) | (space ? al_eight_first(1) : 0);
    uint64_t printed = al_eight_between(ascii, ' ', '~') & ~v & ~(spaces & behind);
    al_eight_store(out, al_eight_lower(ascii));
    return al_eight_before(~printed & AL_EIGHT_HIGH);
}

#ifdef __SSE2__
/* Folds sixteen bytes, the same way. */
static unsigned fold_sixteen(char *out, const char *p, bool space)
{
    __m128i v = _mm_loadu_si128((const __m128i *)p), from_a = _mm_sub_epi8(v, _mm_set1_epi8('A'));
    __m128i is_capital = _mm_cmpeq_epi8(from_a, _mm_min_epu8(from_a, _mm_set1_epi8('Z' - 'A')));
    _mm_storeu_si128((__m128i *)out, _mm_or_si128(v, _mm_and_si128(is_capital, _mm_set1_epi8(0x20))));
    uint32_t spaces = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8(' ')));
    uint32_t others = ~al_sixteen_between(v, ' ', '~') | (spaces & (spaces << 1 | space));
    return (unsigned)__builtin_ctz(others | 0x10000);
}
#endif

/* Folds a text of at least eight bytes from p on, no space, as far as it is printable ASCII with single
   spaces between; returns how far. Writes up to fifteen bytes more. */
static size_t fold_printed(char *out, const char *p, const char *end)
{
    size_t n = 0, left = (size_t)(end - p);
#ifdef __SSE2__
    for (unsigned step = 16; left - n >= 16; n += step) {
        step = fold_sixteen(out + n, p + n, n && p[n - 1] == ' ');
        if (step < 16)
            return n + step;
    }
#endif
    while (n < left) {
        unsigned some = left - n < 8 ? (unsigned)(left - n) : 8;
        uint64_t v = some < 8 ? al_eight_last_of(end, some) : al_eight_load(p + n);
        unsigned step = fold_eight(out + n, v, n && p[n - 1] == ' ');
        n += step;
        if (step < some)
            break;
    }
    return n;
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
            size_t n = 1;
            if (text.n >= 8)
                n = fold_printed(o, p, end);
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
