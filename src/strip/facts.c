#include "facts.h"

#include "base/alloc.h"
#include "base/ascii.h"
#include "base/hash.h"
#include "base/try.h"
#include "base/utf8.h"
#include "unicode/props.h"

enum {
    WORD_BYTES = 32,  /* of a word that are hashed */
    TAIL_BYTES = 96,  /* tokens that begin so near the end are hashed even behind AL_HEAD_TOKENS */
    LONG_LETTERS = 4, /* from so many letters on a word tells a topic, in most languages */
    DATE_GROUPS = 3
};

/* One block under the scan. */
struct scan {
    struct al_fact *f;
    uint32_t *tokens; /* room for AL_MAX_TOKENS */
    uint32_t n_tail;  /* tokens behind the first AL_HEAD_TOKENS */
    const char *begin, *end;
    uint32_t previous_wide;  /* folded, 0 when the last character was none */
    uint32_t groups;         /* groups of digits joined so far */
    uint32_t last, last_but; /* last two significant code points */
    uint32_t closed;         /* last one that is no closing quote or bracket */
    uint32_t closed_bits;
};

static bool wants_token(const struct scan *s, const char *at)
{
    return s->f->n_tokens < AL_HEAD_TOKENS || s->end - at <= TAIL_BYTES;
}

/* The first tokens in their order, then a ring of the last ones. */
static void add_token(struct scan *s, uint32_t hash)
{
    struct al_fact *f = s->f;
    if (f->n_tokens < AL_HEAD_TOKENS) {
        s->tokens[f->n_tokens++] = hash;
        return;
    }
    s->tokens[AL_HEAD_TOKENS + s->n_tail++ % AL_TAIL_TOKENS] = hash;
    if (f->n_tokens < AL_MAX_TOKENS)
        f->n_tokens++;
}

static void add_number(struct scan *s)
{
    uint32_t n = s->f->n_tokens;
    if (!n || s->tokens[n - 1] != AL_TOKEN_NUMBER)
        add_token(s, AL_TOKEN_NUMBER);
}

/* The token of a folded word or a pair of characters. */
static inline uint32_t token_of(const char *p, size_t n, bool is_long)
{
    return ((uint32_t)al_hash_word(p, n) & ~3u) | (is_long ? 1u : 0u);
}

static uint16_t add_capped(uint16_t a, uint32_t b)
{
    return (uint16_t)(b < (uint32_t)UINT16_MAX - a ? a + b : UINT16_MAX);
}

/* One run of letters and digits. */
struct word {
    uint32_t letters, digits, upper, chars;
    uint32_t last, last_but; /* code points; 0 when there is none */
    uint32_t n;              /* bytes of its folded beginning */
    bool first_upper;
};

/* Counts the word that begins at `begin`; `low` is its folded beginning. */
static inline void add_word(struct scan *s, const struct word *w, const char *low, const char *begin)
{
    struct al_fact *f = s->f;
    s->last_but = w->chars > 1 ? w->last_but : w->chars ? s->last : s->last_but;
    s->last = s->closed = w->chars ? w->last : s->last;
    s->closed_bits = 0;
    s->previous_wide = 0;
    f->chars += w->chars;
    f->letters += w->letters;
    f->digits += w->digits;
    f->upper += w->upper;
    f->size++;
    f->words += 1;
    f->caps = (uint16_t)(f->caps + (w->first_upper && f->caps < UINT16_MAX));
    bool number = w->digits && w->digits >= w->letters;
    if (!number && f->own_words < UINT16_MAX)
        f->own_words++;
    if (!wants_token(s, begin))
        return;
    if (!number)
        add_token(s, token_of(low, w->n, w->letters >= LONG_LETTERS));
    else
        add_number(s);
}

/* Scans a word of any length and of any script with spaces; returns its end. */
static const char *scan_word(struct scan *s, const char *begin)
{
    const uint32_t solid = AL_C_LETTER | AL_C_MARK | AL_C_DIGIT | AL_C_FORMAT;
    char low[WORD_BYTES + 4];
    struct word w = {0};
    const char *p = begin;
    while (p < s->end) {
        uint32_t cp;
        const char *next = al_utf8_next(p, s->end, &cp);
        const struct al_props *props = al_props(cp);
        uint32_t bits = props->bits;
        if (!(bits & solid) || bits & (AL_C_WIDE | AL_C_UNSPACED))
            break;
        w.letters += bits / AL_C_LETTER & 1;
        w.digits += bits / AL_C_DIGIT & 1;
        w.upper += bits / AL_C_UPPER & 1;
        if (!w.chars++)
            w.first_upper = bits & AL_C_UPPER;
        if (w.n < WORD_BYTES)
            w.n += (uint32_t)al_utf8_encode((uint32_t)((int32_t)cp + props->fold), low + w.n);
        w.last_but = w.last;
        w.last = cp;
        p = next;
    }
    add_word(s, &w, low, begin);
    return p;
}

/* A character of a script that has no spaces: a token is a pair of them. */
static void scan_unspaced(struct scan *s, const char *at, uint32_t cp, const struct al_props *props)
{
    struct al_fact *f = s->f;
    uint32_t folded = (uint32_t)((int32_t)cp + props->fold);
    bool wide = (props->bits & AL_C_WIDE) != 0;
    f->words += wide ? 1 / 1.6f : .2f;
    f->size++;
    f->wide += wide;
    f->letters++;
    if (s->previous_wide) {
        uint32_t pair[2] = {s->previous_wide, folded};
        if (wants_token(s, at))
            add_token(s, token_of((const char *)pair, sizeof pair, true));
    }
    s->previous_wide = folded;
}

static uint32_t code_point_at(const struct scan *s, const char *p)
{
    uint32_t cp = 0;
    if (p < s->end)
        al_utf8_decode(p, s->end, &cp);
    return cp;
}

static bool is_digit(uint32_t cp)
{
    return cp < 0x80 ? al_ascii_digit((unsigned char)cp) : (al_class(cp) & AL_C_DIGIT) != 0;
}

/* Dates, times, prices, addresses and rights, told by a mark and the characters beside it. */
static void scan_mark(struct scan *s, uint32_t cp, uint32_t after, const char *next)
{
    struct al_fact *f = s->f;
    switch (cp) {
    case ':':
        if (is_digit(s->last) && is_digit(after))
            f->marks |= AL_M_TIME;
        else if (after == '/' && next + 1 < s->end && next[1] == '/')
            f->marks |= AL_M_URL;
        break;
    case '-':
    case '/':
    case '.':
    case 0x5E74: /* 年 */
    case 0x6708: /* 月 */
        if (is_digit(s->last) && (is_digit(after) || after == ' ') && ++s->groups >= DATE_GROUPS - 1)
            f->marks |= AL_M_DATE;
        if (cp == '.' && s->last == 'w' && s->last_but == 'w')
            f->marks |= AL_M_URL;
        return;
    case '@':
        if (s->last > ' ' && after > ' ')
            f->marks |= AL_M_URL;
        break;
    case 0xA9:
    case 0xAE:
        f->marks |= AL_M_RIGHTS;
        break;
    case ')':
        if (s->last_but == '(' && (s->last == 'c' || s->last == 'C'))
            f->marks |= AL_M_RIGHTS;
        break;
    case '$':
    case 0xA3:
    case 0xA5:
    case 0x20AC:
    case 0x20B9:
    case 0x20A9:
    case 0xFFE5:
        if (is_digit(after) || is_digit(s->last) || after == ' ')
            f->marks |= AL_M_PRICE;
        break;
    default:
        break;
    }
    s->groups = 0;
}

/* Marks that set the entries of a menu or a path apart. */
static bool is_wide_separator(uint32_t cp)
{
    switch (cp) {
    case 0xAB:
    case 0xBB:
    case 0xB7:
    case 0x203A:
    case 0x2022:
    case 0x2192:
    case 0x2502:
    case 0x2503:
    case 0xFF5C:
        return true;
    default:
        return false;
    }
}

static inline bool is_separator(uint32_t cp)
{
    return cp < 0x80 ? cp == '|' || cp == '>' : is_wide_separator(cp);
}

/* Whether a full stop with `after` behind it ends a sentence: in a spaced script only before white space, a
   closing mark or the end. */
static bool ends_sentence(uint32_t cp, uint32_t after)
{
    return cp > 0x7F || !after || (al_class(after) & (AL_C_SPACE | AL_C_CLOSE | AL_C_WIDE)) != 0;
}

/* Whether a mark tells something together with the characters beside it. */
static inline bool is_telling(uint32_t cp)
{
    enum { FIRST = '$', LAST = '@' };
    const uint32_t telling = 1u << ('$' - FIRST) | 1u << (')' - FIRST) | 1u << ('-' - FIRST) |
                             1u << ('.' - FIRST) | 1u << ('/' - FIRST) | 1u << (':' - FIRST) |
                             1u << ('@' - FIRST);
    return cp >= 0x80 || (cp >= FIRST && cp <= LAST && telling >> (cp - FIRST) & 1);
}

/* Counts a mark whose characters before it are known. */
static inline void count_mark(struct scan *s, uint32_t cp, uint32_t bits, const char *next)
{
    struct al_fact *f = s->f;
    bool telling = is_telling(cp);
    uint32_t after = telling || bits & AL_C_STOP ? code_point_at(s, next) : 0;
    f->punct += (bits & (AL_C_PUNCT | AL_C_SYMBOL)) != 0;
    if (bits & AL_C_COMMA)
        f->commas = add_capped(f->commas, 1);
    if (bits & AL_C_STOP && ends_sentence(cp, after))
        f->stops = add_capped(f->stops, 1);
    if (is_separator(cp))
        f->separators = add_capped(f->separators, 1);
    if (telling)
        scan_mark(s, cp, after, next);
    else
        s->groups = 0;
}

static void scan_other(struct scan *s, uint32_t cp, uint32_t bits, const char *next)
{
    s->f->chars++;
    count_mark(s, cp, bits, next);
    if (!(bits & AL_C_CLOSE)) {
        s->closed = cp;
        s->closed_bits = bits;
    }
    s->last_but = s->last;
    s->last = cp;
}

/* Sets the last two significant characters to the last two of `passed`, bytes of the run at p; to those
   before the run where there are less. */
static void pass(struct scan *s, const char *p, uint64_t passed, uint32_t last, uint32_t last_but)
{
    s->last = last;
    s->last_but = last_but;
    if (!passed)
        return;
    unsigned at = al_bits_highest(passed);
    passed &= al_bits_below(at);
    s->last = (unsigned char)p[at];
    s->last_but = passed ? (unsigned char)p[al_bits_highest(passed)] : last;
}

/* Counts the marks of the run at p; `solid` is all of it but the spaces. */
static void scan_run_marks(struct scan *s, const struct al_ascii_run *run, const char *p, uint64_t solid)
{
    uint32_t last = s->last, last_but = s->last_but;
    for (uint64_t marks = run->marks; marks; marks &= marks - 1) {
        unsigned at = al_bits_lowest(marks);
        unsigned char c = (unsigned char)p[at];
        if (is_telling(c))
            pass(s, p, solid & al_bits_below(at), last, last_but);
        s->f->chars++;
        count_mark(s, c, al_ascii_class[c], p + at + 1);
    }
    pass(s, p, solid, last, last_but);
    while (solid) {
        unsigned at = al_bits_highest(solid);
        uint32_t bits = run->words >> at & 1 ? 0 : al_ascii_class[(unsigned char)p[at]];
        if (!(bits & AL_C_CLOSE)) {
            s->closed = (unsigned char)p[at];
            s->closed_bits = bits;
            return;
        }
        solid &= al_bits_below(at);
    }
}

/* Counts words that are told by their letters; `own` of them are no numbers. */
static void count_words(struct al_fact *f, uint32_t words, uint32_t own, uint32_t chars, uint32_t digits)
{
    f->chars += chars;
    f->letters += chars - digits;
    f->digits += digits;
    f->size += words;
    f->words += (float)words;
    f->own_words = add_capped(f->own_words, own);
}

/* The bits of a set that has few. */
static uint32_t count_few(uint64_t set)
{
    uint32_t n = 0;
    for (; set; set &= set - 1)
        n++;
    return n;
}

/* The token of n letters and digits of a run, from byte `at` on. */
static inline uint32_t run_token(const struct al_ascii_run *run, size_t at, size_t n, size_t n_letters)
{
    return token_of(run->low + at, n < WORD_BYTES ? n : WORD_BYTES, n_letters >= LONG_LETTERS);
}

/* Adds those tokens of a run that are wanted, and counts its words. */
static void add_run_tokens(struct scan *s, const struct al_ascii_run *run, const char *p,
                           struct al_ascii_words w)
{
    uint32_t words = 0, numbers = 0, chars = 0, digits = 0;
    for (; w.starts; al_ascii_words_next(&w), words++) {
        unsigned at = al_bits_lowest(w.starts), n = al_bits_lowest(w.ends) - at;
        uint32_t n_digits = count_few(run->digits >> at & al_bits_below(n));
        bool number = n_digits && n_digits * 2 >= n;
        numbers += number;
        chars += n;
        digits += n_digits;
        if (!wants_token(s, p + at))
            continue;
        if (number)
            add_number(s);
        else
            add_token(s, run_token(run, at, n, n - n_digits));
    }
    count_words(s->f, words, words - numbers, chars, digits);
}

/* The same for a run without digits. */
static void add_plain_tokens(struct scan *s, const struct al_ascii_run *run, const char *p,
                             struct al_ascii_words w)
{
    struct al_fact *f = s->f;
    uint32_t *const first = s->tokens + f->n_tokens, *t = first;
    uint32_t *const end = f->n_tokens < AL_HEAD_TOKENS ? s->tokens + AL_HEAD_TOKENS : first;
    size_t letters = 0;
    for (; w.starts && t < end; al_ascii_words_next(&w)) {
        size_t at = al_bits_lowest(w.starts), n = al_bits_lowest(w.ends) - at;
        *t++ = run_token(run, at, n, n);
        letters += n;
    }
    uint32_t words = (uint32_t)(t - first);
    f->n_tokens = (uint16_t)(f->n_tokens + words);
    if (w.starts) {
        words += al_bits_count(w.starts);
        letters = al_bits_count(run->words);
    }
    for (; w.starts && s->end - (p + run->n) <= TAIL_BYTES; al_ascii_words_next(&w)) {
        size_t at = al_bits_lowest(w.starts), n = al_bits_lowest(w.ends) - at;
        if (s->end - (p + at) <= TAIL_BYTES)
            add_token(s, run_token(run, at, n, n));
    }
    count_words(f, words, words, (uint32_t)letters, 0);
}

/* Scans the run of ASCII at p; returns its end, p itself when there is none. */
static const char *scan_run(struct scan *s, const char *p)
{
    struct al_fact *f = s->f;
    struct al_ascii_run run;
    al_ascii_read(&run, p, s->end);
    struct al_ascii_words words = al_ascii_words(run.words);
    if (!words.starts)
        return p;
    if (run.digits)
        add_run_tokens(s, &run, p, words);
    else
        add_plain_tokens(s, &run, p, words);
    if (run.capitals) {
        f->upper += count_few(run.capitals);
        f->caps = add_capped(f->caps, count_few(run.capitals & words.starts));
    }
    s->previous_wide = 0;
    scan_run_marks(s, &run, p, run.words | run.marks);
    return p + run.n;
}

static void scan_text(struct scan *s)
{
    for (const char *p = s->begin; p < s->end;) {
        unsigned char c = (unsigned char)*p;
        uint32_t cp = c;
        if (al_ascii_alpha(c) || al_ascii_digit(c)) {
            const char *after = scan_run(s, p);
            p = after > p ? after : scan_word(s, p);
            continue;
        }
        if (c == ' ') {
            s->previous_wide = 0;
            p++;
            continue;
        }
        const char *next = al_utf8_next(p, s->end, &cp);
        const struct al_props *props = al_props(cp);
        if (props->bits & (AL_C_WIDE | AL_C_UNSPACED) && props->bits & (AL_C_LETTER | AL_C_MARK)) {
            if (cp == 0x5E74 || cp == 0x6708)
                scan_mark(s, cp, code_point_at(s, next), next);
            scan_unspaced(s, p, cp, props);
            s->f->chars++;
            s->last_but = s->last;
            s->last = s->closed = cp;
            s->closed_bits = 0;
        } else if (props->bits & (AL_C_LETTER | AL_C_DIGIT | AL_C_MARK)) {
            const char *after = scan_word(s, p);
            p = after > p ? after : next;
            continue;
        } else if (props->bits & AL_C_SPACE) {
            s->previous_wide = 0;
        } else if (!(props->bits & AL_C_FORMAT)) {
            s->previous_wide = 0;
            scan_other(s, cp, props->bits, next);
        }
        p = next;
    }
}

/* Marks that depend on the first and the last characters. */
static void mark_ends(struct scan *s)
{
    struct al_fact *f = s->f;
    uint32_t first = code_point_at(s, s->begin);
    uint32_t bits = al_class(first);
    if (bits & AL_C_LETTER && !(bits & AL_C_UPPER) && al_script(first) <= AL_SCRIPT_ARMENIAN)
        f->marks |= AL_M_STARTS_LOWER;
    if (bits & AL_C_DIGIT)
        f->marks |= AL_M_STARTS_DIGIT;
    if (first == '[' || first == '(' || first == 0x3010 || first == 0xFF08)
        f->marks |= AL_M_STARTS_BRACKET;
    if (first == '"' || first == 0x201C || first == 0xAB || first == 0x300C || first == '-' ||
        first == 0x2013 || first == 0x2014)
        f->marks |= AL_M_QUOTED;
    bool dots = s->closed == 0x2026 || (s->last == '.' && s->last_but == '.');
    if (dots)
        f->marks |= AL_M_ENDS_DOTS;
    else if (s->closed_bits & AL_C_STOP)
        f->marks |= AL_M_ENDS_STOP;
    if (s->closed == ':' || s->closed == 0xFF1A)
        f->marks |= AL_M_ENDS_COLON;
    if (s->closed == '?' || s->closed == 0xFF1F || s->closed == 0x61F || s->closed == 0x37E)
        f->marks |= AL_M_ENDS_QUESTION;
    if (f->digits && f->letters == 0)
        f->marks |= AL_M_NUMBER;
}

static enum articlean_status reserve(struct al_facts *facts, size_t n_blocks)
{
    if (n_blocks > facts->cap) {
        size_t cap = n_blocks + n_blocks / 2;
        void *p = al_realloc(facts->of, cap * sizeof *facts->of);
        if (!p)
            return ARTICLEAN_NO_MEMORY;
        facts->of = p;
        facts->cap = cap;
    }
    return ARTICLEAN_OK;
}

static enum articlean_status reserve_tokens(struct al_facts *facts)
{
    if (facts->cap_tokens - facts->n_tokens >= AL_MAX_TOKENS)
        return ARTICLEAN_OK;
    size_t cap = facts->cap_tokens * 3 / 2 + 4096;
    void *p = al_realloc(facts->tokens, cap * sizeof *facts->tokens);
    if (!p)
        return ARTICLEAN_NO_MEMORY;
    facts->tokens = p;
    facts->cap_tokens = cap;
    return ARTICLEAN_OK;
}

void al_facts_clear(struct al_facts *facts)
{
    al_free(facts->of);
    al_free(facts->tokens);
    al_map_clear(&facts->equal);
    *facts = (struct al_facts){0};
}

static enum articlean_status count_text(struct al_facts *facts, struct al_fact *f, struct al_str text)
{
    TRY(reserve_tokens(facts));
    struct scan s = {
        .f = f, .tokens = facts->tokens + facts->n_tokens, .begin = text.p, .end = text.p + text.n};
    f->first_token = (uint32_t)facts->n_tokens;
    scan_text(&s);
    mark_ends(&s);
    facts->n_tokens += f->n_tokens;
    return ARTICLEAN_OK;
}

enum articlean_status al_facts_count(struct al_facts *facts, const struct al_doc *doc)
{
    TRY(reserve(facts, doc->n_blocks));
    facts->n = doc->n_blocks;
    facts->n_tokens = 0;
    al_map_reset(&facts->equal);
    for (size_t i = 0; i < doc->n_blocks; i++) {
        struct al_str text = doc->blocks[i].text;
        struct al_fact *f = &facts->of[i];
        uint32_t *first;
        int is_new;
        TRY(al_map_put(&facts->equal, al_hash_word(text.p, text.n), (uint32_t)i, &first, &is_new));
        if (!is_new) {
            *f = facts->of[*first];
            continue;
        }
        *f = (struct al_fact){.first = (uint32_t)i};
        TRY(count_text(facts, f, text));
    }
    return ARTICLEAN_OK;
}
