#include "key.h"

#include "base/utf8.h"
#include "unicode/props.h"

static bool is_one_of(uint32_t cp, const char *set)
{
    for (const char *p = set, *end = set + strlen(set); p < end;) {
        uint32_t c;
        p += al_utf8_decode(p, end, &c);
        if (c == cp)
            return true;
    }
    return false;
}

static bool is_lead(uint32_t cp)
{
    return is_one_of(cp, " -–—|/>*#~=+:.,;!?_•·●○◆◇■□▪▫★☆※→⇒►▶▸▲△▼▽←↑↓›»‹«✓✔☰×©✉☎✆📞\\");
}

static bool is_trail(uint32_t cp)
{
    return is_one_of(cp, " -–—|/>*#~=+:.,;!?_•·…。、→⇒►▶▸▲△▼▽▾←↑↓›»‹«×+✓\\") || cp == 0xFE0F;
}

struct al_str al_key_trim(struct al_str key)
{
    uint32_t cp;
    while (key.n) {
        size_t n = al_utf8_decode(key.p, key.p + key.n, &cp);
        if (!is_lead(cp))
            break;
        key.p += n, key.n -= n;
    }
    while (key.n) {
        const char *last = al_utf8_prev(key.p, key.p + key.n);
        al_utf8_decode(last, key.p + key.n, &cp);
        if (!is_trail(cp))
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
    key = al_key_trim(key);
    if (key.n < 3)
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
    for (const char *p = key.p, *end = p + key.n; p < end && halves <= enough * 2;) {
        uint32_t cp;
        p += al_utf8_decode(p, end, &cp);
        halves += al_class(cp) & AL_C_WIDE ? 5 : 2;
    }
    return halves / 2;
}
