#include "compose.h"

#include "base/alloc.h"
#include "base/try.h"
#include "base/utf8.h"
#include "unicode/props.h"

#include <utf8proc.h>

/* No canonical decomposition of a code point is longer (the longest has four). */
enum { MAX_PARTS = 8 };
/* Bytes of a starter with its marks; a longer one is no text and is left alone, which bounds the memory. */
enum { SPAN_MAX = 4096 };

void al_compose_init(struct al_compose *c)
{
    *c = (struct al_compose){0};
}

void al_compose_clear(struct al_compose *c)
{
    al_free(c->cps);
    *c = (struct al_compose){0};
}

static unsigned combining_class(int32_t cp)
{
    return (unsigned)utf8proc_get_property(cp)->combining_class;
}

/* Room for two arrays of `n` code points: the span and the scratch of its sorting. */
static enum articlean_status reserve(struct al_compose *c, size_t n)
{
    if (n <= c->cap)
        return ARTICLEAN_OK;
    if (n > SIZE_MAX / (4 * sizeof *c->cps))
        return ARTICLEAN_LIMIT;
    size_t want = n + n / 2;
    int32_t *p = al_realloc(c->cps, 2 * want * sizeof *p);
    if (!p)
        return ARTICLEAN_NO_MEMORY;
    c->cps = p;
    c->cap = want;
    return ARTICLEAN_OK;
}

/* Stable counting sort by combining class: the library's own sorting takes quadratic time on long runs. */
static void sort_marks(int32_t *cps, size_t n, int32_t *scratch)
{
    size_t at[257] = {0};
    for (size_t i = 0; i < n; i++)
        at[combining_class(cps[i]) + 1]++;
    for (size_t k = 1; k < 257; k++)
        at[k] += at[k - 1];
    for (size_t i = 0; i < n; i++)
        scratch[at[combining_class(cps[i])]++] = cps[i];
    memcpy(cps, scratch, n * sizeof *cps);
}

static void reorder(int32_t *cps, size_t n, int32_t *scratch)
{
    for (size_t i = 0; i < n;) {
        size_t start = i;
        bool sorted = true;
        for (unsigned last = 0, k; i < n && (k = combining_class(cps[i])) != 0; i++, last = k)
            sorted &= k >= last;
        if (!sorted)
            sort_marks(cps + start, i - start, scratch);
        i += i == start;
    }
}

/* Appends the NFC of a span that begins with a starter or at the start of the text. */
static enum articlean_status compose_span(struct al_compose *c, struct al_buf *out, struct al_str span)
{
    TRY(reserve(c, span.n * 4 + MAX_PARTS));
    size_t n = 0;
    for (const char *p = span.p, *end = p + span.n; p < end;) {
        uint32_t cp;
        p += al_utf8_decode(p, end, &cp);
        int boundary = 0;
        utf8proc_ssize_t k = utf8proc_decompose_char((utf8proc_int32_t)cp, c->cps + n, MAX_PARTS,
                                                     UTF8PROC_DECOMPOSE, &boundary);
        if (k < 0 || k > MAX_PARTS)
            return ARTICLEAN_INTERNAL;
        n += (size_t)k;
    }
    reorder(c->cps, n, c->cps + c->cap);
    utf8proc_ssize_t m =
        utf8proc_normalize_utf32(c->cps, (utf8proc_ssize_t)n, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    if (m < 0)
        return ARTICLEAN_INTERNAL;
    TRY(al_buf_reserve(out, (size_t)m * 4));
    for (utf8proc_ssize_t i = 0; i < m; i++)
        out->n += al_utf8_encode((uint32_t)c->cps[i], out->p + out->n);
    return ARTICLEAN_OK;
}

/* Length of the span at p that has to be looked at as a whole: one code point and the slow ones after it.
 *needed tells whether NFC could change it. */
static size_t span_at(const char *p, const char *end, bool *needed)
{
    uint32_t cp;
    const char *q = p + al_utf8_decode(p, end, &cp);
    bool join = al_class(cp) & AL_C_NFC_JOIN;
    unsigned last = al_class(cp) & AL_C_NFC_SLOW ? combining_class((int32_t)cp) : 0;
    while (q < end) {
        size_t n = al_utf8_decode(q, end, &cp);
        uint32_t bits = al_class(cp);
        if (!(bits & AL_C_NFC_SLOW))
            break;
        unsigned k = combining_class((int32_t)cp);
        join |= (bits & AL_C_NFC_JOIN) || (k && k < last);
        last = k;
        q += n;
    }
    *needed = join && q - p <= SPAN_MAX;
    return (size_t)(q - p);
}

enum articlean_status al_compose_nfc(struct al_compose *c, struct al_buf *out, struct al_str text,
                                     bool *changed)
{
    const char *done = text.p, *end = text.p + text.n;
    for (const char *p = text.p; p < end;) {
        bool needed;
        struct al_str span = {p, span_at(p, end, &needed)};
        p += span.n;
        if (!needed)
            continue;
        TRY(al_buf_append(out, done, (size_t)(span.p - done)));
        size_t before = out->n;
        TRY(compose_span(c, out, span));
        *changed |= !al_str_eq(span, al_str(out->p + before, out->n - before));
        done = p;
    }
    return al_buf_append(out, done, (size_t)(end - done));
}
