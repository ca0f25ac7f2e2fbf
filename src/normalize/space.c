#include "space.h"

#include "base/ascii.h"
#include "base/try.h"
#include "base/utf8.h"
#include "unicode/props.h"

#include <utf8proc.h>

enum {
    ZWNJ = 0x200C,
    ZWJ = 0x200D,
    BLACK_FLAG = 0x1F3F4,
    TAG_FIRST = 0xE0020,
    TAG_LAST = 0xE007E,
    TAG_END = 0xE007F
};

static unsigned seen_of_ascii(unsigned char c, unsigned char before, enum al_layout layout)
{
    switch (c) {
    case ' ':
        return before == ' ' && layout != AL_LAYOUT_CODE ? AL_SEEN_SPACE : 0;
    case '\t':
        return layout != AL_LAYOUT_CODE ? AL_SEEN_SPACE : 0;
    case '\n':
        return layout == AL_LAYOUT_PROSE || before == ' ' ? AL_SEEN_SPACE : 0;
    case '&':
        return AL_SEEN_AMPERSAND;
    case '\\':
        return AL_SEEN_BACKSLASH;
    default:
        return c < ' ' || c == 0x7F ? AL_SEEN_SPACE | AL_SEEN_INVISIBLE : 0;
    }
}

/* Eight bytes, the first one lowest. */
static uint64_t load8(const unsigned char *p)
{
    uint64_t x;
    memcpy(&x, p, 8);
    return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? __builtin_bswap64(x) : x;
}

#ifdef __SSE2__
/* How many of sixteen bytes need no look, from those on that were looked at before: printable ASCII, no & and
   no \, no two spaces in a row unless `may_indent`. */
static unsigned plain_sixteen(__m128i v, unsigned n_passed, unsigned char before, bool may_indent)
{
    __m128i sign =
        _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('&')), _mm_cmpeq_epi8(v, _mm_set1_epi8('\\')));
    uint32_t other = (~al_sixteen_between(v, ' ', '~') | al_sixteen_bits(sign)) >> n_passed;
    if (!may_indent) {
        uint32_t spaces = al_sixteen_bits(_mm_cmpeq_epi8(v, _mm_set1_epi8(' '))) >> n_passed;
        other |= spaces & (spaces << 1 | (before == ' '));
    }
    return (unsigned)__builtin_ctz(other); /* the bits behind the sixteen are set */
}

/* The last sixteen bytes of a text, or all of it and NUL bytes behind. */
static __m128i last_sixteen(const unsigned char *start, const unsigned char *end)
{
    size_t n = (size_t)(end - start);
    if (n >= 16)
        return _mm_loadu_si128((const __m128i *)(end - 16));
    uint64_t first = n < 8 ? al_eight_load_some((const char *)start, n) : load8(start);
    uint64_t second = n > 8 ? load8(end - 8) >> 8 * (16 - n) : 0;
    return _mm_set_epi64x((long long)second, (long long)first);
}

/* The bytes at p that need no look. */
static size_t plain_prefix(const unsigned char *start, const unsigned char *p, const unsigned char *end,
                           unsigned char before, bool may_indent)
{
    const unsigned char *q = p;
    while (end - q >= 16) {
        unsigned n = plain_sixteen(_mm_loadu_si128((const __m128i *)q), 0, before, may_indent);
        q += n;
        if (n < 16)
            return (size_t)(q - p);
        before = q[-1];
    }
    if (q == end)
        return (size_t)(q - p);
    unsigned n_passed = (unsigned)(end - start >= 16 ? 16 - (end - q) : q - start);
    return (size_t)(q - p) + plain_sixteen(last_sixteen(start, end), n_passed, before, may_indent);
}
#else
#define BYTES(c) (UINT64_C(0x0101010101010101) * (c))

/* The high bit of the first byte of `x` that is zero, and maybe of later ones. */
static uint64_t zero_bytes(uint64_t x)
{
    return (x - BYTES(1)) & ~x;
}

/* The same of eight, from the first on. A borrow may mark a byte after one that is marked rightly: it is
   looked at for nothing. */
static unsigned plain_bytes(uint64_t x, unsigned char before, bool may_indent)
{
    uint64_t other = x | ((x - BYTES(' ')) & ~x) | zero_bytes(x ^ BYTES(0x7F)) | zero_bytes(x ^ BYTES('&')) |
                     zero_bytes(x ^ BYTES('\\'));
    if (!may_indent) {
        uint64_t spaces = zero_bytes(x ^ BYTES(' ')) & BYTES(0x80);
        other |= spaces & (spaces << 8 | (before == ' ' ? 0x80 : 0));
    }
    other &= BYTES(0x80);
    return other ? (unsigned)__builtin_ctzll(other) / 8 : 8;
}

/* The bytes at p that need no look; reads before p when fewer than eight are left of a longer text. */
static size_t plain_prefix(const unsigned char *start, const unsigned char *p, const unsigned char *end,
                           unsigned char before, bool may_indent)
{
    const unsigned char *q = p;
    while (end - q >= 8) {
        unsigned n = plain_bytes(load8(q), before, may_indent);
        q += n;
        if (n < 8)
            return (size_t)(q - p);
        before = q[-1];
    }
    size_t left = (size_t)(end - q);
    if (!left || end - start < 8)
        return (size_t)(q - p);
    uint64_t x = load8(end - 8) >> (64 - 8 * left) | BYTES('a') << (8 * left);
    unsigned n = plain_bytes(x, before, may_indent);
    return (size_t)(q - p) + (n < left ? n : left);
}
#endif

static unsigned seen_of_wide(uint32_t cp)
{
    uint32_t bits = al_class(cp);
    unsigned seen = 0;
    if (bits & (AL_C_SPACE | AL_C_CONTROL | AL_C_FORMAT | AL_C_NONCHAR | AL_C_NFC_SLOW)) {
        if (bits & AL_C_SPACE)
            seen |= AL_SEEN_SPACE;
        if (bits & (AL_C_CONTROL | AL_C_FORMAT | AL_C_NONCHAR))
            seen |= AL_SEEN_INVISIBLE;
        if (bits & AL_C_NFC_SLOW)
            seen |= AL_SEEN_NFC;
    }
    if (cp >= 0xFB00)
        seen |= AL_SEEN_COMPAT;
    if (cp == 0x3164 || cp == 0xFFA0)
        seen |= AL_SEEN_SPACE;
    if (cp == 0xFFFC)
        seen |= AL_SEEN_INVISIBLE;
    return seen;
}

/* Whether the two bytes at p are one of U+00C0..U+017F, U+0388..U+047F. */
static bool is_plain_pair(const unsigned char *p)
{
    bool is_lead = (*p >= 0xC3 && *p <= 0xC5) || (*p >= 0xCF && *p <= 0xD1) || (*p == 0xCE && p[1] >= 0x88);
    return is_lead && p[1] >= 0x80;
}

unsigned al_space_scan(struct al_str text, enum al_layout layout)
{
    const unsigned char *p = (const unsigned char *)text.p, *end = p + text.n;
    unsigned seen = 0;
    unsigned char before = ' ';
    while (p < end) {
        size_t n_plain =
            plain_prefix((const unsigned char *)text.p, p, end, before, layout == AL_LAYOUT_CODE);
        if (n_plain) {
            p += n_plain;
            before = p[-1];
        }
        if (p == end)
            break;
        unsigned char c = *p;
        if (c < 0x80) {
            seen |= seen_of_ascii(c, before, layout);
            before = c == '\t' || (c == '\n' && layout != AL_LAYOUT_CODE) ? ' ' : c;
            p++;
            continue;
        }
        before = c;
        seen |= AL_SEEN_WIDE;
        /* U+4000..U+9FFF, most of Hangul, letters of Latin, Greek and Cyrillic need no look. */
        while (end - p >= 3 && ((*p >= 0xE4 && *p <= 0xE9) || *p == 0xEB || *p == 0xEC))
            p += 3;
        while (end - p >= 2 && is_plain_pair(p))
            p += 2;
        if (end - p >= 2 && *p == ' ' && p[1] >= 0x80) { /* as between most words of such letters */
            before = ' ';
            p++;
            continue;
        }
        if (p == end || *p < 0x80)
            continue;
        uint32_t cp;
        p += al_utf8_decode((const char *)p, (const char *)end, &cp);
        seen |= seen_of_wide(cp);
    }
    if (text.n && before == ' ')
        seen |= AL_SEEN_SPACE;
    return seen;
}

/* Format characters that show or that the script is written with. */
static bool is_written(uint32_t cp)
{
    return (cp >= 0x600 && cp <= 0x605) || cp == 0x6DD || cp == 0x70F || cp == 0x890 || cp == 0x891 ||
           cp == 0x8E2 || cp == 0x180E || cp == 0x110BD || cp == 0x110CD ||
           (cp >= 0x13430 && cp <= 0x1343F) || (cp >= 0x1BCA0 && cp <= 0x1BCA3) ||
           (cp >= 0x1D173 && cp <= 0x1D17A);
}

/* A joiner after `cp` has a meaning: the scripts that join or stack letters. */
static bool joins(uint32_t cp)
{
    switch (al_script(cp)) {
    case AL_SCRIPT_ARABIC:
    case AL_SCRIPT_INDIC:
    case AL_SCRIPT_KHMER:
    case AL_SCRIPT_MYANMAR:
        return true;
    case AL_SCRIPT_OTHER:
        return al_class(cp) & AL_C_LETTER;
    default:
        return cp >= 0x10A00 && (al_class(cp) & AL_C_MARK);
    }
}

static bool is_emoji_part(uint32_t cp)
{
    return cp == 0xFE0F || (cp >= 0x1F3FB && cp <= 0x1F3FF) || cp == 0x20E3 ||
           (cp >= 0x2000 && (al_class(cp) & AL_C_SYMBOL));
}

struct clean {
    struct al_buf *out;
    size_t start; /* of this text in out */
    enum al_layout layout;
    unsigned folds;
    uint32_t last; /* code point written last, 0 at the start */
    bool joining;  /* the last letter or one of its marks joins; their order does not matter */
    bool space, line_end;
    uint32_t *n_invisible;
};

/* True when the tags from p on, after a black flag, are the code of a region's flag. */
static bool is_flag(const char *p, const char *end)
{
    for (int n = 0; p < end && n < 8; n++) {
        uint32_t cp;
        p += al_utf8_decode(p, end, &cp);
        if (cp == TAG_END)
            return n >= 3;
        if (cp < TAG_FIRST || cp > TAG_LAST)
            return false;
    }
    return false;
}

/* Whether the invisible `cp`, whose next code points start at p, is needed. */
static bool is_needed(const struct clean *c, uint32_t cp, const char *p, const char *end)
{
    uint32_t next = 0;
    if (cp == ZWJ || cp == ZWNJ) {
        if (p < end)
            al_utf8_decode(p, end, &next);
        if (c->joining)
            return true;
        return cp == ZWJ && is_emoji_part(c->last) && is_emoji_part(next);
    }
    if (cp >= TAG_FIRST && cp <= TAG_END) {
        if (c->last == BLACK_FLAG)
            return is_flag(p - 4, end);
        return c->last >= TAG_FIRST && c->last <= TAG_LAST;
    }
    return is_written(cp);
}

static void put(struct clean *c, uint32_t cp)
{
    if (c->space && c->out->n > c->start)
        c->out->p[c->out->n++] = c->line_end && c->layout == AL_LAYOUT_LINES ? '\n' : ' ';
    c->space = c->line_end = false;
    c->out->n += al_utf8_encode(cp, c->out->p + c->out->n);
    c->last = cp;
    if (cp != ZWJ && cp != ZWNJ)
        c->joining = joins(cp) || (c->joining && al_class(cp) & AL_C_MARK);
}

/* No line of code ends in blanks. */
static void trim_blanks(struct clean *c)
{
    const char *o = c->out->p;
    while (c->out->n > c->start && (o[c->out->n - 1] == ' ' || o[c->out->n - 1] == '\t'))
        c->out->n--;
}

static void put_space(struct clean *c, uint32_t cp, const char *p, const char *end)
{
    bool is_end = cp == '\n' || cp == '\r' || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
    if (c->layout == AL_LAYOUT_CODE) {
        if (cp == '\r' && p < end && *p == '\n')
            return;
        if (is_end)
            trim_blanks(c);
        c->out->p[c->out->n++] = is_end ? '\n' : cp == '\t' ? '\t' : ' ';
    } else {
        c->space = true;
        c->line_end |= is_end;
    }
    c->last = ' ';
    c->joining = false;
}

/* Replaces a full-width, half-width or ligature form; returns the code points written to `to`. */
static size_t fold_compat(unsigned folds, uint32_t cp, int32_t to[8])
{
    bool ligature = cp >= 0xFB00 && cp <= 0xFB06;
    bool width = (cp >= 0xFF01 && cp <= 0xFF5E) || (cp >= 0xFF61 && cp <= 0xFF9F);
    if (!((ligature && folds & AL_FOLD_LIGATURES) || (width && folds & AL_FOLD_WIDTH)))
        return 0;
    int boundary = 0;
    utf8proc_ssize_t n =
        utf8proc_decompose_char((utf8proc_int32_t)cp, to, 8, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &boundary);
    return n > 0 && n <= 8 ? (size_t)n : 0;
}

static void put_visible(struct clean *c, uint32_t cp)
{
    int32_t to[8];
    size_t n = c->folds && cp >= 0xFB00 ? fold_compat(c->folds, cp, to) : 0;
    if (!n)
        put(c, cp);
    for (size_t i = 0; i < n; i++)
        put(c, (uint32_t)to[i]);
}

enum articlean_status al_space_clean(struct al_buf *out, struct al_str text, enum al_layout layout,
                                     unsigned folds, uint32_t *n_invisible)
{
    /* Only a bad byte grows, to three. */
    TRY(al_buf_reserve(out, al_utf8_valid_prefix(text.p, text.n) == text.n ? text.n : text.n * 3));
    struct clean c = {
        .out = out, .start = out->n, .layout = layout, .folds = folds, .n_invisible = n_invisible};
    for (const char *p = text.p, *end = p + text.n; p < end;) {
        uint32_t cp;
        p += al_utf8_decode(p, end, &cp);
        uint32_t bits = al_class(cp);
        if ((bits & AL_C_SPACE) || cp == 0x3164 || cp == 0xFFA0)
            put_space(&c, cp, p, end);
        else if ((bits & (AL_C_CONTROL | AL_C_FORMAT | AL_C_NONCHAR) || cp == 0xFFFC) &&
                 !is_needed(&c, cp, p, end))
            ++*n_invisible;
        else
            put_visible(&c, cp);
    }
    if (layout == AL_LAYOUT_CODE)
        trim_blanks(&c);
    return ARTICLEAN_OK;
}
