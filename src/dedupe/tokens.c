#include "tokens.h"

#include "base/alloc.h"
#include "base/ascii.h"
#include "base/hash.h"
#include "base/try.h"
#include "base/utf8.h"
#include "unicode/props.h"

enum { WORD_SHINGLE = 2, CHAR_SHINGLE = 3, FOLD_MAX = 6, TEXT_MAX = (1 << 30) - 1 };

void al_tokens_init(struct al_tokens *t)
{
    *t = (struct al_tokens){0};
    al_buf_init(&t->text, TEXT_MAX);
}

void al_tokens_clear(struct al_tokens *t)
{
    al_buf_clear(&t->text);
    al_free(t->items);
    al_free(t->shingles);
    al_tokens_init(t);
}

static enum articlean_status reserve(struct al_tokens *t, size_t n)
{
    if (t->cap >= n)
        return ARTICLEAN_OK;
    struct al_token *items = al_realloc(t->items, n * sizeof *items);
    if (!items)
        return ARTICLEAN_NO_MEMORY;
    t->items = items;
    uint64_t *shingles = al_realloc(t->shingles, n * sizeof *shingles);
    if (!shingles)
        return ARTICLEAN_NO_MEMORY;
    t->shingles = shingles;
    t->cap = n;
    return ARTICLEAN_OK;
}

/* Latin letter that a Cyrillic or Greek lower-case letter is drawn like, else the code point itself. */
static uint32_t skeleton(uint32_t cp)
{
    static const struct {
        uint16_t from;
        char to;
    } drawn[] = {{0x3B1, 'a'}, {0x3B3, 'y'}, {0x3B5, 'e'}, {0x3B9, 'i'}, {0x3BA, 'k'}, {0x3BD, 'v'},
                 {0x3BF, 'o'}, {0x3C1, 'p'}, {0x3C5, 'u'}, {0x3C7, 'x'}, {0x430, 'a'}, {0x432, 'b'},
                 {0x433, 'r'}, {0x435, 'e'}, {0x43A, 'k'}, {0x43C, 'm'}, {0x43D, 'h'}, {0x43E, 'o'},
                 {0x440, 'p'}, {0x441, 'c'}, {0x442, 't'}, {0x443, 'y'}, {0x445, 'x'}, {0x44C, 'b'},
                 {0x455, 's'}, {0x456, 'i'}, {0x458, 'j'}, {0x501, 'd'}, {0x51B, 'q'}, {0x51D, 'w'}};
    for (size_t i = 0; i < sizeof drawn / sizeof *drawn; i++)
        if (drawn[i].from == cp)
            return (unsigned char)drawn[i].to;
    return cp;
}

/* A word that mixes Latin with Cyrillic or Greek is written anew with Latin letters only. */
static size_t unmix(char *start, size_t n)
{
    char *o = start;
    for (const char *p = start, *end = start + n; p < end;) {
        uint32_t cp;
        p += al_utf8_decode(p, end, &cp);
        o += al_utf8_encode(skeleton(cp), o);
    }
    return (size_t)(o - start);
}

enum { SAW_LATIN = 1, SAW_OTHER = 2, SAW_DIGIT = 4 };

/* The writer of one text: where the open word began and what scripts it has. */
struct run {
    char *text;            /* folded */
    struct al_token *next; /* where the next token goes */
    uint32_t n;            /* bytes of the folded text */
    uint32_t word;         /* where the open word starts, NO_WORD between words */
    unsigned saw;
};

enum { NO_WORD = UINT32_MAX };

static void close_word(struct run *r)
{
    if (r->word == NO_WORD)
        return;
    if ((r->saw & (SAW_LATIN | SAW_OTHER)) == (SAW_LATIN | SAW_OTHER))
        r->n = r->word + (uint32_t)unmix(r->text + r->word, r->n - r->word);
    *r->next++ = (struct al_token){.start = r->word, .end = r->n, .has_digit = (r->saw & SAW_DIGIT) != 0};
    r->word = NO_WORD;
}

static void open_word(struct run *r)
{
    if (r->word != NO_WORD)
        return;
    r->word = r->n;
    r->saw = 0;
}

/* Encodes most of Han, kana and Thai without a call. */
static inline uint32_t put_cp(char *o, uint32_t cp)
{
    if (cp < 0x800 || cp > 0xFFFF)
        return (uint32_t)al_utf8_encode(cp, o);
    o[0] = (char)(0xE0 | cp >> 12);
    o[1] = (char)(0x80 | (cp >> 6 & 0x3F));
    o[2] = (char)(0x80 | (cp & 0x3F));
    return 3;
}

static void put_char(struct run *r, uint32_t cp)
{
    uint32_t start = r->n;
    if (r->word != NO_WORD) {
        close_word(r);
        start = r->n;
    }
    r->n += put_cp(r->text + start, cp);
    *r->next++ = (struct al_token){.start = start, .end = r->n, .is_char = 1};
}

/* Letters of a Latin ligature, NULL for any other code point. */
static const char *ligature(uint32_t cp)
{
    static const char *const letters[] = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"};
    return cp >= 0xFB00 && cp <= 0xFB06 ? letters[cp - 0xFB00] : NULL;
}

static void put_letter(struct run *r, uint32_t cp, const struct al_props *props)
{
    open_word(r);
    if (props->bits & AL_C_DIGIT)
        r->saw |= SAW_DIGIT;
    r->saw |= props->script == AL_SCRIPT_LATIN                                          ? SAW_LATIN
              : props->script == AL_SCRIPT_CYRILLIC || props->script == AL_SCRIPT_GREEK ? SAW_OTHER
                                                                                        : 0;
    const char *letters = ligature(cp);
    if (letters)
        while (*letters)
            r->text[r->n++] = *letters++;
    else
        r->n += (uint32_t)al_utf8_encode((uint32_t)((int32_t)cp + props->fold), r->text + r->n);
}

static void put_other(struct run *r, uint32_t cp)
{
    const struct al_props *props = al_props(cp);
    if (props->bits & (AL_C_FORMAT | AL_C_MARK | AL_C_CONTROL | AL_C_NONCHAR) || cp == 0x2019 || cp == 0xFF07)
        return;
    if (props->bits & (AL_C_WIDE | AL_C_UNSPACED))
        put_char(r, (uint32_t)((int32_t)cp + props->fold));
    else if (props->bits & (AL_C_LETTER | AL_C_DIGIT | AL_C_NUMBER))
        put_letter(r, cp, props);
    else
        close_word(r);
}

/* Lower-case letter or digit of ASCII, 0 what ends a word, 1 what is skipped inside one. */
static const char ascii_fold[128] = {
    ['\''] = 1,  ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6',
    ['7'] = '7', ['8'] = '8', ['9'] = '9', ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd', ['E'] = 'e',
    ['F'] = 'f', ['G'] = 'g', ['H'] = 'h', ['I'] = 'i', ['J'] = 'j', ['K'] = 'k', ['L'] = 'l', ['M'] = 'm',
    ['N'] = 'n', ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q', ['R'] = 'r', ['S'] = 's', ['T'] = 't', ['U'] = 'u',
    ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y', ['Z'] = 'z', ['a'] = 'a', ['b'] = 'b', ['c'] = 'c',
    ['d'] = 'd', ['e'] = 'e', ['f'] = 'f', ['g'] = 'g', ['h'] = 'h', ['i'] = 'i', ['j'] = 'j', ['k'] = 'k',
    ['l'] = 'l', ['m'] = 'm', ['n'] = 'n', ['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r', ['s'] = 's',
    ['t'] = 't', ['u'] = 'u', ['v'] = 'v', ['w'] = 'w', ['x'] = 'x', ['y'] = 'y', ['z'] = 'z'};

/* Whether nothing but what is skipped inside a word stands from p to `end`. */
static bool is_skipped(const char *p, const char *end)
{
    while (p < end && *p == '\'')
        p++;
    return p == end;
}

/* Writes n letters and digits of ASCII of a run, from byte `at` on, and up to seven bytes more. */
static inline void put_run_word(char *o, const struct al_ascii_run *run, size_t at, size_t n)
{
    al_eight_store(o, al_eight_load(run->low + at));
    for (size_t k = 8; k < n; k += 8)
        al_eight_store(o + k, al_eight_load(run->low + at + k));
}

/* The bytes behind words of the run at p where these may go on: apostrophes, and what is behind the run. */
static uint64_t joints_of(const struct al_ascii_run *run, const char *p)
{
    uint64_t joints = UINT64_C(1) << run->n;
    for (uint64_t marks = run->words << 1 & run->marks; marks; marks &= marks - 1)
        if (p[al_bits_lowest(marks)] == '\'')
            joints |= marks & -marks;
    return joints;
}

/* Makes tokens of words up to the first that may go on behind it. */
static void put_whole_words(struct run *r, const struct al_ascii_run *run, struct al_ascii_words *rest,
                            uint64_t joints)
{
    struct al_token *next = r->next;
    char *const text = r->text;
    struct al_ascii_words w = *rest;
    uint32_t o = r->n;
    for (; w.starts; al_ascii_words_next(&w)) {
        size_t at = al_bits_lowest(w.starts), end = al_bits_lowest(w.ends), n = end - at;
        if (joints >> end & 1)
            break;
        put_run_word(text + o, run, at, n);
        bool has_digit = run->digits && run->digits >> at & al_bits_below((unsigned)n);
        *next++ = (struct al_token){.start = o, .end = o + (uint32_t)n, .has_digit = has_digit};
        o += (uint32_t)n;
    }
    *rest = w;
    r->next = next;
    r->n = o;
}

/* Puts the next word behind the open one, if there is one, and leaves it open when it may go on. */
static void put_part(struct run *r, const struct al_ascii_run *run, struct al_ascii_words *rest,
                     uint64_t joints)
{
    unsigned at = al_bits_lowest(rest->starts), end = al_bits_lowest(rest->ends), n = end - at;
    uint64_t digits = run->digits >> at & al_bits_below(n);
    open_word(r);
    put_run_word(r->text + r->n, run, at, n);
    r->n += n;
    r->saw |= (digits ? SAW_DIGIT : 0) | (digits == al_bits_below(n) ? 0 : SAW_LATIN);
    if (!(joints >> end & 1))
        close_word(r);
    al_ascii_words_next(rest);
}

/* Folds the run of ASCII at p; returns its end, p itself when there is none. A word that neither began before
   it nor may go on behind it is a token at once. */
static const char *fold_ascii(struct run *r, const char *p, const char *end)
{
    struct al_ascii_run run;
    al_ascii_read(&run, p, end);
    const uint64_t joints = joints_of(&run, p);
    struct al_ascii_words rest = al_ascii_words(run.words);
    const char *last = p; /* behind the last part of a word that may go on */
    for (;;) {
        if (r->word != NO_WORD && !is_skipped(last, p + (rest.starts ? al_bits_lowest(rest.starts) : run.n)))
            close_word(r);
        if (r->word == NO_WORD)
            put_whole_words(r, &run, &rest, joints);
        if (!rest.starts)
            return p + run.n;
        last = p + al_bits_lowest(rest.ends);
        put_part(r, &run, &rest, joints);
    }
}

/* Folds the letters and digits of ASCII at p. */
static const char *fold_long(struct run *r, const char *p, const char *end)
{
    open_word(r);
    for (char f; p < end && (unsigned char)*p < 0x80 && (f = ascii_fold[(unsigned char)*p]) > 1; p++) {
        r->saw |= f > '9' ? SAW_LATIN : SAW_DIGIT;
        r->text[r->n++] = f;
    }
    return p;
}

static void fold(struct run *r, struct al_str text)
{
    for (const char *p = text.p, *end = p + text.n; p < end;) {
        unsigned char c = (unsigned char)*p;
        if (c >= 0x80) {
            uint32_t cp;
            p = al_utf8_next(p, end, &cp);
            put_other(r, cp);
            continue;
        }
        char f = ascii_fold[c];
        const char *after = f > 1 ? fold_ascii(r, p, end) : p;
        if (after > p) {
            p = after;
            continue;
        }
        if (f > 1) {
            p = fold_long(r, p, end);
            continue;
        }
        p++;
        if (!f)
            close_word(r);
    }
    close_word(r);
}

enum articlean_status al_tokens_next(struct al_tokens *t, struct al_str text)
{
    t->n = 0;
    t->text.n = 0;
    t->has_shingles = false;
    /* A byte gives at most one token and three folded bytes. */
    TRY(reserve(t, text.n + 1));
    TRY(al_buf_reserve(&t->text, text.n * 3 + FOLD_MAX));
    struct run r = {.text = t->text.p, .next = t->items, .word = NO_WORD};
    fold(&r, text);
    t->n = (size_t)(r.next - t->items);
    t->text.n = r.n;
    return ARTICLEAN_OK;
}

const uint64_t *al_tokens_shingles(struct al_tokens *t)
{
    const char *text = t->text.p;
    const struct al_token *items = t->items;
    uint64_t *shingles = t->shingles;
    if (t->has_shingles)
        return shingles;
    t->has_shingles = true;
    for (size_t i = 0, n = t->n; i < n; i++) {
        size_t before = items[i].is_char ? CHAR_SHINGLE - 1 : WORD_SHINGLE - 1;
        shingles[i] = 0;
        if (i < before)
            continue;
        uint32_t start = items[i - before].start;
        uint64_t h = al_hash_word(text + start, items[i].end - start);
        shingles[i] = h + !h;
    }
    return shingles;
}
