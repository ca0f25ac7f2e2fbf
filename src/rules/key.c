#include "key.h"

#include "base/utf8.h"
#include "unicode/props.h"

enum { LEAD = 1, TRAIL = 2, BOTH = 3 };

/* Marks that stand before or after the words of a line without being part of them. */
static const struct mark {
    uint32_t cp;
    uint8_t where;
} marks[] = {
    {0xA9, LEAD},   {0xAB, BOTH},    {0xB7, BOTH},    {0xBB, BOTH},    {0xD7, BOTH},    {0x2013, BOTH},
    {0x2014, BOTH}, {0x2022, BOTH},  {0x2026, TRAIL}, {0x2039, BOTH},  {0x203A, BOTH},  {0x203B, LEAD},
    {0x2190, BOTH}, {0x2191, BOTH},  {0x2192, BOTH},  {0x2193, BOTH},  {0x21D2, BOTH},  {0x25A0, LEAD},
    {0x25A1, LEAD}, {0x25AA, LEAD},  {0x25AB, LEAD},  {0x25B2, BOTH},  {0x25B3, BOTH},  {0x25B6, BOTH},
    {0x25B8, BOTH}, {0x25BA, BOTH},  {0x25BC, BOTH},  {0x25BD, BOTH},  {0x25BE, TRAIL}, {0x25C6, LEAD},
    {0x25C7, LEAD}, {0x25CB, LEAD},  {0x25CF, LEAD},  {0x2605, LEAD},  {0x2606, LEAD},  {0x260E, LEAD},
    {0x2630, LEAD}, {0x2706, LEAD},  {0x2709, LEAD},  {0x2713, BOTH},  {0x2714, LEAD},  {0x3002, TRAIL},
    {0x30FB, BOTH}, {0xFE0F, TRAIL}, {0xFF65, BOTH},  {0x1F4DE, LEAD},
};

static unsigned mark_of(uint32_t cp)
{
    static const uint8_t ascii[128] = {
        [' '] = BOTH, ['-'] = BOTH, ['|'] = BOTH, ['/'] = BOTH, ['>'] = BOTH,  ['+'] = BOTH,
        [':'] = BOTH, ['.'] = BOTH, [','] = BOTH, [';'] = BOTH, ['!'] = BOTH,  ['?'] = BOTH,
        ['_'] = BOTH, ['*'] = LEAD, ['#'] = LEAD, ['~'] = LEAD, ['\\'] = BOTH, ['='] = LEAD};
    if (cp < 0x80)
        return ascii[cp];
    if (al_class(cp) & AL_C_LETTER)
        return 0;
    size_t low = 0, high = sizeof marks / sizeof *marks;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (marks[middle].cp == cp)
            return marks[middle].where;
        if (marks[middle].cp < cp)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

struct al_str al_key_trim(struct al_str key)
{
    uint32_t cp;
    if (key.n && al_key_is_solid(key.p[0]) && al_key_is_solid(key.p[key.n - 1]))
        return key;
    while (key.n) {
        size_t n = al_utf8_decode(key.p, key.p + key.n, &cp);
        if (!(mark_of(cp) & LEAD))
            break;
        key.p += n, key.n -= n;
    }
    while (key.n) {
        const char *last = al_utf8_prev(key.p, key.p + key.n);
        al_utf8_decode(last, key.p + key.n, &cp);
        if (!(mark_of(cp) & TRAIL))
            break;
        key.n = (size_t)(last - key.p);
    }
    return key;
}

/* The closing bracket of an opening one, 0 for other code points. */
static uint32_t closing(uint32_t cp)
{
    switch (cp) {
    case '(':
        return ')';
    case '[':
        return ']';
    case '<':
        return '>';
    case 0x3010: /* 【 */
        return 0x3011;
    case 0x3014: /* 〔 */
        return 0x3015;
    default:
        return 0;
    }
}

struct al_str al_key_core(struct al_str key)
{
    return al_key_unbracket(al_key_trim(key));
}

struct al_str al_key_unbracket(struct al_str key)
{
    if (key.n < 3 || al_key_is_solid(key.p[0]))
        return key;
    uint32_t first, last;
    size_t n = al_utf8_decode(key.p, key.p + key.n, &first);
    uint32_t close = closing(first);
    const char *tail = al_utf8_prev(key.p, key.p + key.n);
    al_utf8_decode(tail, key.p + key.n, &last);
    struct al_str inner = al_str(key.p + n, tail > key.p + n ? (size_t)(tail - key.p) - n : 0);
    if (!close || last != close || !inner.n || memmem(inner.p, inner.n, key.p, n))
        return key;
    return al_key_trim(inner);
}

unsigned al_key_weight(struct al_str key, unsigned enough)
{
    unsigned halves = 0;
    for (const char *p = key.p, *end = key.p + key.n; p < end && halves <= enough * 2;) {
        unsigned char lead = (unsigned char)*p;
        if (lead < 0x80 && end - p > 1 && (unsigned char)p[1] < 0x80) {
            size_t left = (size_t)(end - p), wanted = enough - halves / 2 + 1;
            size_t n = al_ascii_prefix(p, left < wanted ? left : wanted);
            halves += (unsigned)n * 2;
            p += n;
            continue;
        }
        uint32_t cp;
        p = al_utf8_next(p, end, &cp);
        halves += 2;
        if (lead < 0xE0) /* Han, kana and Hangul take three bytes and more */
            continue;
        const struct al_props *props = al_props(cp);
        halves += props->bits & AL_C_WIDE ? 3 : props->script == AL_SCRIPT_HANGUL ? 2 : 0;
    }
    return halves / 2;
}

bool al_key_border_wide(struct al_str key, size_t at)
{
    uint32_t before, after;
    al_utf8_decode(al_utf8_prev(key.p, key.p + at), key.p + key.n, &before);
    al_utf8_decode(key.p + at, key.p + key.n, &after);
    uint32_t a = al_class(before), b = al_class(after);
    uint32_t solid = AL_C_LETTER | AL_C_DIGIT, loose = AL_C_WIDE | AL_C_UNSPACED;
    return !(a & solid) || !(b & solid) || (a | b) & loose;
}
