#include "literals.h"

#include "base/alloc.h"
#include "base/try.h"

void al_literals_init(struct al_literals *l)
{
    *l = (struct al_literals){.entries = NULL};
}

void al_literals_clear(struct al_literals *l)
{
    al_free(l->entries);
    al_free(l->windows);
    al_literals_init(l);
}

static inline uint32_t load4(const char *p)
{
    uint32_t v;
    memcpy(&v, p, 4);
    return v;
}

/* The first three of four bytes as loaded, at the top of the word. */
static inline uint32_t three_of(uint32_t four)
{
    const uint32_t one = 1;
    return *(const char *)&one ? four << 8 : four & ~UINT32_C(0xFF);
}

static inline uint32_t hash(uint32_t word)
{
    return word * UINT32_C(0x9E3779B1);
}

static inline uint32_t filter_of(uint32_t four)
{
    return hash(three_of(four)) >> (32 - AL_LITERAL_FILTER_BITS);
}

/* The bucket of a window: of four bytes, or of three with three_of(). */
static inline uint32_t bucket_of(uint32_t word)
{
    return hash(word) >> (32 - AL_LITERAL_BUCKET_BITS);
}

/* Four bytes of a text from `offset`, zeros for what lies behind its end. */
static uint32_t four_at(struct al_str text, size_t offset)
{
    char four[4] = {0};
    if (offset + 4 <= text.n)
        return load4(text.p + offset);
    memcpy(four, text.p + offset, text.n - offset);
    return load4(four);
}

/* How rare a byte is in folded text, in bits and roughly: letters by their frequency in English. */
static int rarity(unsigned char c)
{
    static const uint8_t letters[26] = {3, 5, 5, 4, 3, 5, 5, 4, 3, 9, 7, 4, 5,
                                        3, 3, 5, 9, 3, 3, 3, 5, 6, 5, 8, 5, 9};
    if (c >= 0x80)
        return c >= 0xE0 ? 2 : c >= 0xC0 ? 4 : 6;
    return c >= 'a' && c <= 'z' ? letters[c - 'a'] : c == ' ' ? 3 : al_ascii_digit(c) ? 6 : 8;
}

#define BIT(c) (UINT32_C(1) << ((c)&31))

/* Is the pair more frequent than its letters say? By the most frequent pairs of English; a blank counts as
   the byte before `a`. */
static bool is_common(char first, char second)
{
    static const uint32_t after[32] = {
        [0] = BIT('t') | BIT('a') | BIT('o') | BIT('s') | BIT('w') | BIT('c') | BIT('b') | BIT('i'),
        ['a' & 31] = BIT('n') | BIT('t') | BIT('l') | BIT('r') | BIT('s'),
        ['c' & 31] = BIT('o') | BIT('h') | BIT('e') | BIT('t'),
        ['d' & 31] = BIT(' ') | BIT('e'),
        ['e' & 31] = BIT(' ') | BIT('r') | BIT('n') | BIT('s') | BIT('d') | BIT('a') | BIT('v'),
        ['f' & 31] = BIT(' ') | BIT('o'),
        ['g' & 31] = BIT(' ') | BIT('e'),
        ['h' & 31] = BIT('e') | BIT('a') | BIT('i'),
        ['i' & 31] = BIT('n') | BIT('t') | BIT('s') | BIT('o') | BIT('c'),
        ['l' & 31] = BIT('l') | BIT('e') | BIT('i') | BIT('y'),
        ['m' & 31] = BIT('e') | BIT('o'),
        ['n' & 31] = BIT(' ') | BIT('d') | BIT('g') | BIT('t'),
        ['o' & 31] = BIT('n') | BIT('r') | BIT('u') | BIT('f'),
        ['p' & 31] = BIT('r') | BIT('e'),
        ['r' & 31] = BIT('e') | BIT('i') | BIT(' '),
        ['s' & 31] = BIT(' ') | BIT('t') | BIT('e'),
        ['t' & 31] = BIT('h') | BIT('i') | BIT('e') | BIT('o') | BIT(' '),
        ['u' & 31] = BIT('r') | BIT('s'),
        ['v' & 31] = BIT('e'),
        ['w' & 31] = BIT('i') | BIT('h') | BIT('a'),
        ['y' & 31] = BIT('o') | BIT(' '),
    };
    bool are_letters = (first == ' ' || (first >= 'a' && first <= 'z')) &&
                       (second == ' ' || (second >= 'a' && second <= 'z'));
    return are_letters && after[first & 31] & BIT(second);
}

/* The bit of a fourth byte. */
static inline unsigned bit_of(char c)
{
    return (unsigned char)c & 31;
}

/* The bit of a byte of a literal alone, all bits for what lies outside of it. */
static uint32_t set_of(struct al_str text, size_t i)
{
    return i < text.n ? UINT32_C(1) << bit_of(text.p[i]) : UINT32_MAX;
}

enum { LOOK = 64 }; /* bytes of a literal that are looked at: among so many there is a good pair */

/* How rare the bytes of a literal are, each by itself and after the one before it. */
struct rarities {
    int8_t alone[LOOK], after[LOOK];
};

/* What a window of four bytes is worth: bits of its bytes, less what looking through its bucket costs. */
static int worth(const struct al_literals *l, const struct rarities *r, struct al_str text, size_t offset)
{
    int bits = r->alone[offset] + r->after[offset + 1] + r->after[offset + 2] + r->after[offset + 3];
    return bits - 3 * l->loads[bucket_of(load4(text.p + offset))];
}

/* The offset of the better pair of windows side by side; of four bytes there is but one. */
static size_t best_pair(const struct al_literals *l, struct al_str text)
{
    struct rarities r;
    text.n = text.n < LOOK ? text.n : LOOK;
    for (size_t i = 0; i < text.n; i++) {
        r.alone[i] = (int8_t)rarity((unsigned char)text.p[i]);
        r.after[i] = (int8_t)(r.alone[i] - (i && is_common(text.p[i - 1], text.p[i]) ? 2 : 0));
    }
    size_t best = 0;
    int most = INT32_MIN, before = worth(l, &r, text, 0);
    for (size_t i = 1; i + 4 <= text.n; i++) {
        int now = worth(l, &r, text, i), pair = now < before ? now : before;
        if (pair > most) {
            most = pair;
            best = i - 1;
        }
        before = now;
    }
    return best;
}

static enum articlean_status add_window(struct al_literals *l, size_t offset)
{
    TRY(al_grow((void **)&l->windows, l->n_windows, &l->cap_windows, sizeof *l->windows));
    struct al_str text = l->entries[l->n].text;
    bool is_short = text.n - offset < 4;
    uint32_t four = four_at(text, offset);
    uint32_t bucket = bucket_of(is_short ? three_of(four) : four);
    uint32_t *head = is_short ? &l->shorts[bucket] : &l->buckets[bucket];
    l->windows[l->n_windows] =
        (struct al_literal_window){(uint32_t)l->n, (uint32_t)offset, load4(text.p), *head};
    *head = (uint32_t)++l->n_windows;
    l->loads[bucket] = (uint8_t)(l->loads[bucket] + (l->loads[bucket] < UINT8_MAX && !is_short));
    uint32_t slot = filter_of(four);
    l->filter[slot] |= set_of(text, offset + 3);
    l->fifths[slot] |= set_of(text, offset + 4);
    l->before[slot] |= set_of(text, offset - 1);
    return ARTICLEAN_OK;
}

enum articlean_status al_literals_add(struct al_literals *l, struct al_str text, uint32_t value)
{
    if (text.n < AL_LITERAL_MIN)
        return ARTICLEAN_BAD_ARGUMENT;
    TRY(al_grow((void **)&l->entries, l->n, &l->cap, sizeof *l->entries));
    l->entries[l->n] = (struct al_literal){text, value};
    size_t offset = best_pair(l, text);
    TRY(add_window(l, offset));
    TRY(add_window(l, offset + 1));
    l->n++;
    return ARTICLEAN_OK;
}

/* Whether the literal of a window that was found stands there as a whole. */
static bool stands(const struct al_literals *l, const struct al_literal_window *w,
                   const struct al_literal_scan *scan)
{
    size_t start = scan->at - w->offset; /* beyond the end when it would lie before the beginning */
    if (start > scan->n - AL_LITERAL_MIN || load4(scan->p + start) != w->head)
        return false;
    struct al_str text = l->entries[w->literal].text;
    return text.n <= scan->n - start && memcmp(scan->p + start, text.p, text.n) == 0;
}

/* Whether the bytes beside a window that passes the filter are those of a literal. */
static inline bool fits_beside(const struct al_literals *l, const struct al_literal_scan *scan, size_t at)
{
    const char *p = scan->p + at;
    if (at == 0 || scan->n - at < 5)
        return true;
    uint32_t slot = filter_of(load4(p));
    return l->fifths[slot] >> bit_of(p[4]) & l->before[slot] >> bit_of(p[-1]) & 1;
}

static inline bool passes(const struct al_literals *l, const char *p)
{
    return l->filter[filter_of(load4(p))] >> bit_of(p[3]) & 1;
}

/* The next even position from `at` whose window passes the filter; one less than three bytes before the end
   when none does. */
static size_t next_window(const struct al_literals *l, const struct al_literal_scan *scan, size_t at)
{
    const char *p = scan->p;
    for (; at + 10 <= scan->n; at += 8) {
        if (passes(l, p + at))
            return at;
        if (passes(l, p + at + 2))
            return at + 2;
        if (passes(l, p + at + 4))
            return at + 4;
        if (passes(l, p + at + 6))
            return at + 6;
    }
    while (at + 4 <= scan->n && !passes(l, p + at))
        at += 2;
    return at;
}

const struct al_literal *al_literals_next(const struct al_literals *l, struct al_literal_scan *scan,
                                          size_t *start)
{
    for (;;) {
        while (scan->chain) {
            const struct al_literal_window *w = &l->windows[scan->chain - 1];
            scan->chain = w->next;
            if (stands(l, w, scan)) {
                *start = scan->at - w->offset;
                return &l->entries[w->literal];
            }
        }
        if (scan->shorts) {
            scan->chain = scan->shorts;
            scan->shorts = 0;
            continue;
        }
        size_t at = scan->is_open ? scan->at : (size_t)-2;
        do
            at = next_window(l, scan, at + 2);
        while (at + 3 <= scan->n && !fits_beside(l, scan, at));
        scan->at = at;
        scan->is_open = true;
        if (at + 3 > scan->n || scan->n < AL_LITERAL_MIN)
            return NULL;
        uint32_t four = four_at(al_str(scan->p, scan->n), scan->at);
        scan->chain = l->buckets[bucket_of(four)];
        scan->shorts = l->shorts[bucket_of(three_of(four))];
    }
}
