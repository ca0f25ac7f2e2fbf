#include "entities.h"

#include "base/str.h"
#include "base/utf8.h"

/* What numbers 0x80..0x9F mean: windows-1252, 0 where the number stands for itself. */
static const uint16_t c1[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

static int digit_value(unsigned char c, unsigned base)
{
    if (al_ascii_digit(c))
        return c - '0';
    c = al_ascii_lower(c);
    return base == 16 && c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static uint32_t number_meaning(uint32_t value)
{
    if (value == 0 || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000))
        return AL_REPLACEMENT;
    if (value >= 0x80 && value < 0xA0 && c1[value - 0x80])
        return c1[value - 0x80];
    return value;
}

/* `p` stands after "&#". Returns where the reference ends, NULL when it has no digits. */
static const char *decode_number(const char *p, const char *end, uint32_t *cp)
{
    unsigned base = 10;
    if (p < end && (*p == 'x' || *p == 'X')) {
        base = 16;
        p++;
    }
    const char *digits = p;
    uint32_t value = 0;
    for (int d; p < end && (d = digit_value((unsigned char)*p, base)) >= 0; p++)
        value = value > 0x10FFFF ? value : value * base + (unsigned)d;
    if (p == digits)
        return NULL;
    *cp = number_meaning(value);
    return p < end && *p == ';' ? p + 1 : p;
}

/* First entry in [lo, hi) whose byte number `i` is at least `c`; names that end before count as smaller. */
static uint32_t lower_bound(uint32_t lo, uint32_t hi, uint32_t i, int c)
{
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        const struct al_entity *e = &al_entities[mid];
        int got = i < e->n ? (unsigned char)al_entity_names[e->name + i] : -1;
        if (got < c)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* The longest name that the text at p begins with, NULL when there is none. */
static const struct al_entity *longest_name(const char *p, const char *end)
{
    const struct al_entity *found = NULL;
    uint32_t lo = 0, hi = al_n_entities;
    for (uint32_t i = 0; p + i < end; i++) {
        unsigned char c = (unsigned char)p[i];
        lo = lower_bound(lo, hi, i, c);
        hi = lower_bound(lo, hi, i, c + 1);
        if (lo == hi)
            break;
        if (al_entities[lo].n == i + 1)
            found = &al_entities[lo];
    }
    return found;
}

size_t al_entity_decode(const char *p, const char *end, bool in_attribute, uint32_t cp[2])
{
    cp[1] = 0;
    const char *q = p + 1;
    if (q < end && *q == '#') {
        const char *after = decode_number(q + 1, end, &cp[0]);
        return after ? (size_t)(after - p) : 0;
    }
    if (q == end || !(al_ascii_alpha((unsigned char)*q)))
        return 0;
    const struct al_entity *e = longest_name(q, end);
    if (!e)
        return 0;
    const char *after = q + e->n;
    if (in_attribute && after[-1] != ';' && after < end &&
        (*after == '=' || al_ascii_alpha((unsigned char)*after) || al_ascii_digit((unsigned char)*after)))
        return 0;
    cp[0] = e->cp[0];
    cp[1] = e->cp[1];
    return (size_t)(after - p);
}
