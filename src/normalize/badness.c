/* Which neighbours speak for mojibake follows the badness heuristic of ftfy 6.3 (Robyn Speer, Apache-2.0),
   found by its author on a corpus of real mojibake; a few more sequences are added. */
#include "badness.h"

#include "base/utf8.h"
#include "bytes.h"

#include <uchar.h>

enum {
    ANY_ACCENTED = AL_B_LOWER_ACCENTED | AL_B_UPPER_ACCENTED,
    ODD_SYMBOL = AL_B_BOX | AL_B_START | AL_B_END | AL_B_CURRENCY | AL_B_NUMERIC | AL_B_LAW,
    EDGE = AL_B_C1 | AL_B_BAD | AL_B_START | AL_B_END | AL_B_CURRENCY,
    MAX_RULE = 4
};

/* A place of a rule: characters of these classes, or one of the set. */
struct place {
    uint32_t classes;
    const char16_t *set;
};

static const struct place rules[][MAX_RULE] = {
    {{ANY_ACCENTED | ODD_SYMBOL | AL_B_BAD, NULL}, {AL_B_BAD, NULL}},
    {{AL_B_LOWER | AL_B_UPPER, NULL}, {AL_B_LOWER_COMMON | AL_B_UPPER_COMMON, NULL}, {AL_B_BAD, NULL}},
    {{AL_B_BAD, NULL}, {ANY_ACCENTED | ODD_SYMBOL, NULL}},
    {{AL_B_LOWER_ACCENTED | AL_B_LOWER_COMMON | AL_B_BOX | AL_B_END | AL_B_CURRENCY | AL_B_NUMERIC, NULL},
     {AL_B_UPPER_ACCENTED, NULL}},
    {{AL_B_BOX | AL_B_END | AL_B_CURRENCY | AL_B_NUMERIC, NULL}, {AL_B_LOWER_ACCENTED, NULL}},
    {{AL_B_LOWER_ACCENTED | AL_B_BOX | AL_B_END, NULL}, {AL_B_CURRENCY, NULL}},
    {{AL_B_SPACE, NULL}, {AL_B_UPPER_ACCENTED, NULL}, {AL_B_CURRENCY, NULL}},
    {{AL_B_UPPER_ACCENTED | AL_B_BOX, NULL}, {AL_B_NUMERIC | AL_B_LAW, u"°"}},
    {{ANY_ACCENTED | AL_B_BOX | AL_B_CURRENCY | AL_B_END, NULL}, {AL_B_START, NULL}, {AL_B_NUMERIC, NULL}},
    {{ANY_ACCENTED | AL_B_CURRENCY | AL_B_NUMERIC | AL_B_BOX | AL_B_LAW, NULL},
     {AL_B_END, NULL},
     {AL_B_START, NULL}},
    {{AL_B_CURRENCY | AL_B_NUMERIC | AL_B_BOX, NULL}, {AL_B_START, NULL}},
    {{AL_B_LOWER, NULL}, {AL_B_UPPER_ACCENTED, NULL}, {AL_B_START | AL_B_CURRENCY, NULL}},
    {{AL_B_BOX, NULL}, {AL_B_KAOMOJI | AL_B_END, NULL}},
    {{ANY_ACCENTED | AL_B_CURRENCY | AL_B_NUMERIC | AL_B_START | AL_B_END | AL_B_LAW, NULL},
     {AL_B_BOX, NULL}},
    {{ANY_ACCENTED, NULL}, {AL_B_START | AL_B_END, NULL}, {AL_B_WORD, NULL}},
    /* windows-1252 */
    {{0, u"ÂÃÎÐ"}, {AL_B_START | AL_B_END, u"€œŠš¢£Ÿž\u00a0\u00ad°·–—´"}},
    {{0, u"×"}, {0, u"²³"}},
    {{0, u"ØÙ"},
     {AL_B_COMMON | AL_B_CURRENCY | AL_B_BAD | AL_B_NUMERIC | AL_B_START, u"ŸŠ®°»"},
     {0, u"ØÙ"},
     {AL_B_COMMON | AL_B_CURRENCY | AL_B_BAD | AL_B_NUMERIC | AL_B_START, u"ŸŠ®°»"}},
    {{0, u"ØÙ"},
     {AL_B_SPACE, NULL},
     {0, u"ØÙ"},
     {AL_B_COMMON | AL_B_CURRENCY | AL_B_BAD | AL_B_NUMERIC | AL_B_START, u"ŸŠ®°»"}},
    {{0, u"à"}, {0, u"²µ¹¼½¾"}},
    {{0, u"Œœ"}, {ANY_ACCENTED | ODD_SYMBOL | AL_B_BAD | AL_B_COMMON, NULL}},
    /* Mac Roman */
    {{0, u"√"}, {0, u"±∂†≠®™´≤≥¥µø"}},
    {{AL_B_LOWER, NULL}, {AL_B_LOWER, NULL}, {0, u"√"}, {0, u"π∫"}},
    {{0, u"≈"}, {0, u"°¢"}},
    {{0, u"‚"}, {0, u"Ä"}, {0, u"ìîïòôúùû†°¢π"}},
    {{0, u"‚"}, {0, u"âó"}, {0, u"àä°ê"}},
    /* windows-1251 */
    {{0, u"в"}, {0, u"Ђ"}},
    {{0, u"ВГРС"}, {EDGE, u"°µ"}, {0, u"ВГРС"}},
    {{AL_B_LOWER | AL_B_UPPER, NULL},
     {0, u"ВГРС"},
     {EDGE, u"°µ"},
     {AL_B_LOWER | AL_B_UPPER | AL_B_SPACE, NULL}},
    {{0, u"Г"}, {0, u"ў"}, {0, u"В"}, {0, u"Ђ"}},
    /* windows-1253, windows-1257 */
    {{0, u"β"}, {0, u"€"}, {0, u"™\u00a0Ά\u00ad®°"}},
    {{0, u"ΒΓΞΟ"}, {EDGE, u"°"}, {0, u"ΒΓΞΟ"}},
    {{0, u"ā"}, {0, u"€"}},
};

static bool set_has(const char16_t *set, uint32_t cp)
{
    while (*set && *set != cp)
        set++;
    return *set;
}

/* The classes that may come second after a character of `classes`; what keeps clean text from a closer look.
 */
static uint32_t odd_seconds(uint32_t classes)
{
    uint32_t next = 0;
    if (classes & (AL_B_LOWER | AL_B_UPPER))
        next |= AL_B_LOWER_COMMON | AL_B_UPPER_COMMON | (classes & AL_B_LOWER ? AL_B_UPPER_ACCENTED : 0);
    if (classes & AL_B_SPACE)
        next |= AL_B_UPPER_ACCENTED;
    if (classes & AL_B_FIRST)
        next |= AL_B_SECOND | AL_B_START | AL_B_END | EDGE | AL_B_COMMON;
    if (classes & (ANY_ACCENTED | ODD_SYMBOL | AL_B_BAD))
        next |= AL_B_BAD | ODD_SYMBOL | ANY_ACCENTED | AL_B_KAOMOJI;
    if (classes & AL_B_LOWER_COMMON)
        next |= AL_B_UPPER_ACCENTED;
    return next;
}

/* The characters from one place on, as far as a rule can see. */
struct view {
    uint32_t cp[MAX_RULE], classes[MAX_RULE];
    int n;
};

static bool matches(const struct place *rule, const struct view *v)
{
    for (int i = 0; i < MAX_RULE && (rule[i].classes || rule[i].set); i++)
        if (i == v->n ||
            (!(v->classes[i] & rule[i].classes) && !(rule[i].set && set_has(rule[i].set, v->cp[i]))))
            return false;
    return true;
}

static bool is_odd_at(const char *p, const char *end)
{
    struct view v = {.n = 0};
    while (v.n < MAX_RULE && p < end) {
        p += al_utf8_decode(p, end, &v.cp[v.n]);
        v.classes[v.n] = al_bytes_class_of(v.cp[v.n]);
        v.n++;
    }
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (matches(rules[i], &v))
            return true;
    return false;
}

/* A capital A with tilde or circumflex that swallowed the space after it: at the start, or after a small
   letter, or after one that a space follows. A circumflex between a stop and a quotation mark is one too. */
static bool is_lone_lead(const char *start, const char *p, const char *end)
{
    const char *next = p + 2;
    if (next < end && *next == ' ') {
        if (p == start)
            return true;
        const char *q = p - 1;
        if (*q == ' ' && q > start)
            q--;
        if (al_bytes_class_of((unsigned char)*q) & AL_B_LOWER)
            return true;
    }
    if ((unsigned char)p[1] != 0x82 || p == start || next == end)
        return false;
    uint32_t before, after;
    al_utf8_decode(al_utf8_prev(start, p), end, &before);
    al_utf8_decode(next, end, &after);
    bool opens = (before < 0x80 && memchr(".,?!", (int)before, 4)) ||
                 al_bytes_class_of(before) & (AL_B_LOWER | AL_B_END);
    return opens && (after == ' ' || al_bytes_class_of(after) & (AL_B_START | AL_B_END));
}

/* Length of a code point that no rule knows: Han, kana, Hangul, full-width forms, Indic ..., anything over
   U+FFFF; else 0. */
static size_t unknown_length(const unsigned char *p, size_t left)
{
    unsigned char lead = p[0];
    size_t n = lead >= 0xE3 && lead <= 0xEE                                 ? 3
               : lead == 0xEF && left > 1 && (p[1] == 0xBC || p[1] == 0xBD) ? 3
               : lead >= 0xF0                                               ? 4
               : lead == 0xE0 || lead == 0xE1                               ? 3
               : lead >= 0xD4 && lead <= 0xDF                               ? 2
                                                                            : 0;
    return n <= left ? n : left;
}

/* A plain Greek or Cyrillic letter: two of them in a row are never odd. */
static bool is_plain_letter(const unsigned char *p)
{
    return (p[0] == 0xD0 && p[1] >= 0x90) || (p[0] == 0xD1 && p[1] <= 0x8F) ||
           (p[0] == 0xCE && p[1] >= 0x91) || (p[0] == 0xCF && p[1] <= 0x8E);
}

struct look {
    const char *start, *end, *last; /* last: where the code point before began */
    uint32_t classes;               /* of the code point before */
    bool count_lost, count_all;
    size_t run;
    struct al_badness found;
};

static bool is_odd(const struct look *l, const char *p, uint32_t cp, uint32_t classes)
{
    bool odd = classes & AL_B_C1;
    if (classes && l->classes && (classes & odd_seconds(l->classes)))
        odd |= is_odd_at(l->last, l->end);
    if (cp == 0xC2 || cp == 0xC3)
        odd |= is_lone_lead(l->start, p, l->end);
    if (cp == 0x221A && p - l->start >= 2 && !((unsigned char)(p[-1] | p[-2]) & 0x80))
        odd |= is_odd_at(p - 2, l->end);
    if ((cp == 0xD8 || cp == 0xD9) && l->end - p > 2 && p[2] == ' ')
        odd |= is_odd_at(p, l->end);
    return odd;
}

static void look_at(struct look *l, const char *p, uint32_t cp)
{
    uint32_t classes = cp == AL_REPLACEMENT && !l->count_lost ? 0 : al_bytes_class_of(cp);
    if ((l->count_all || !l->found.n) && is_odd(l, p, cp, classes) && l->found.n++ == 0)
        l->found.first = (size_t)(p - l->start);
    l->last = p;
    l->classes = classes;
    l->run = cp >= 0xA0 && cp <= 0xFF ? l->run + 1 : 0;
    if (l->run > l->found.latin_run)
        l->found.latin_run = l->run;
}

struct al_badness al_badness(struct al_str text, size_t max, bool count_lost)
{
    const char *p = text.p, *end = p + text.n;
    struct look l = {.start = p, .end = end, .count_lost = count_lost, .count_all = max != 0};
    while (p < end && (!max || l.found.n < max)) {
        unsigned char c = (unsigned char)*p;
        if (c < 0x80) {
            uint64_t x;
            while (end - p >= 8 && (memcpy(&x, p, 8), !(x & UINT64_C(0x8080808080808080))))
                p += 8;
            while (p < end && (unsigned char)*p < 0x80)
                p++;
            l.last = p - 1;
            l.classes = al_bytes_class_of((unsigned char)p[-1]);
            l.run = 0;
            continue;
        }
        size_t n = unknown_length((const unsigned char *)p, (size_t)(end - p));
        if (n) {
            p += n;
            l.classes = 0;
            l.run = 0;
            continue;
        }
        uint32_t cp;
        n = al_utf8_decode(p, end, &cp);
        look_at(&l, p, cp);
        p += n;
        if (n == 2 && is_plain_letter((const unsigned char *)p - 2)) {
            const char *word = p;
            while (end - p >= 2 && is_plain_letter((const unsigned char *)p))
                p += 2;
            if (p > word) {
                l.last = p - 2;
                al_utf8_decode(l.last, end, &cp);
                l.classes = al_bytes_class_of(cp);
            }
        }
    }
    return l.found;
}
