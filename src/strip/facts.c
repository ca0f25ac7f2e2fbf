#include "facts.h"

#include "base/alloc.h"
#include "base/eight.h"
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

static uint32_t hash_bytes(const char *p, size_t n, bool is_long)
{
    return ((uint32_t)al_hash(p, n) & ~3u) | (is_long ? 1u : 0u);
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
        add_token(s, hash_bytes(low, w->n, w->letters >= LONG_LETTERS));
    else if (!f->n_tokens || s->tokens[f->n_tokens - 1] != AL_TOKEN_NUMBER)
        add_token(s, AL_TOKEN_NUMBER);
}

/* A word of any length and of any script with spaces. */
static const char *scan_long_word(struct scan *s, const char *begin)
{
    char low[WORD_BYTES + 4];
    struct word w = {0};
    const char *p = begin;
    while (p < s->end) {
        uint32_t cp;
        size_t step = al_utf8_decode(p, s->end, &cp);
        const struct al_props *props = al_props(cp);
        if (!(props->bits & (AL_C_LETTER | AL_C_MARK | AL_C_DIGIT | AL_C_FORMAT)) ||
            (props->bits & (AL_C_WIDE | AL_C_UNSPACED)))
            break;
        w.letters += (props->bits & AL_C_LETTER) != 0;
        w.digits += (props->bits & AL_C_DIGIT) != 0;
        w.upper += (props->bits & AL_C_UPPER) != 0;
        w.first_upper |= !w.chars && (props->bits & AL_C_UPPER);
        if (w.n < WORD_BYTES)
            w.n += (uint32_t)al_utf8_encode((uint32_t)((int32_t)cp + props->fold), low + w.n);
        w.last_but = w.last;
        w.last = cp;
        w.chars++;
        p += step;
    }
    add_word(s, &w, low, begin);
    return p;
}

/* Scans the word that begins at p with a letter or digit of ASCII; returns its end. Most words are ASCII and
   of less than 16 letters: their bytes are told eight at a time. */
static const char *scan_word(struct scan *s, const char *p)
{
    char low[2 * 8];
    struct word w = {.first_upper = *p >= 'A' && *p <= 'Z'};
    uint32_t n;
    do {
        const char *at = p + w.chars;
        uint64_t v = al_eight_until(at, s->end), letters = al_eight_letters(v);
        n = al_eight_before((letters | al_eight_digits(v)) ^ AL_EIGHT_HIGH);
        letters &= al_eight_first(n);
        w.letters += al_eight_count(letters);
        w.upper += al_eight_count(letters & ~(v << 2));
        al_eight_store(low + w.chars, v | AL_EIGHT_ONES * 0x20); /* digits have that bit, too */
        w.chars += n;
    } while (n == 8 && w.chars == 8);
    const char *end = p + w.chars;
    if (w.chars == 16 || (end < s->end && (unsigned char)*end >= 0x80))
        return scan_long_word(s, p);
    w.n = w.chars;
    w.digits = w.chars - w.letters;
    w.last = (unsigned char)end[-1];
    w.last_but = (unsigned char)end[-1 - (w.chars > 1)];
    add_word(s, &w, low, p);
    return end;
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
            add_token(s, hash_bytes((const char *)pair, sizeof pair, true));
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
static bool is_separator(uint32_t cp)
{
    switch (cp) {
    case '|':
    case '>':
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

/* Whether a full stop with `after` behind it ends a sentence: in a spaced script only before white space, a
   closing mark or the end. */
static bool ends_sentence(uint32_t cp, uint32_t after)
{
    return cp > 0x7F || !after || (al_class(after) & (AL_C_SPACE | AL_C_CLOSE | AL_C_WIDE)) != 0;
}

static void scan_other(struct scan *s, uint32_t cp, uint32_t bits, const char *next)
{
    struct al_fact *f = s->f;
    uint32_t after = code_point_at(s, next);
    f->chars++;
    f->punct += (bits & (AL_C_PUNCT | AL_C_SYMBOL)) != 0;
    if (bits & AL_C_STOP && f->stops < UINT16_MAX && ends_sentence(cp, after))
        f->stops++;
    if (bits & AL_C_COMMA && f->commas < UINT16_MAX)
        f->commas++;
    if (f->separators < UINT16_MAX && is_separator(cp))
        f->separators++;
    scan_mark(s, cp, after, next);
    if (!(bits & AL_C_CLOSE)) {
        s->closed = cp;
        s->closed_bits = bits;
    }
    s->last_but = s->last;
    s->last = cp;
}

static void scan_text(struct scan *s)
{
    for (const char *p = s->begin; p < s->end;) {
        unsigned char c = (unsigned char)*p;
        uint32_t cp = c;
        if (al_ascii_alpha(c) || al_ascii_digit(c)) {
            p = scan_word(s, p);
            continue;
        }
        if (c == ' ') {
            s->previous_wide = 0;
            p++;
            continue;
        }
        size_t step = c < 0x80 ? 1 : al_utf8_decode(p, s->end, &cp);
        const struct al_props *props = al_props(cp);
        if (props->bits & (AL_C_WIDE | AL_C_UNSPACED) && props->bits & (AL_C_LETTER | AL_C_MARK)) {
            if (cp == 0x5E74 || cp == 0x6708)
                scan_mark(s, cp, code_point_at(s, p + step), p + step);
            scan_unspaced(s, p, cp, props);
            s->f->chars++;
            s->last_but = s->last;
            s->last = s->closed = cp;
            s->closed_bits = 0;
        } else if (props->bits & (AL_C_LETTER | AL_C_DIGIT | AL_C_MARK)) {
            const char *after = scan_long_word(s, p);
            p = after > p ? after : p + step;
            continue;
        } else if (props->bits & AL_C_SPACE) {
            s->previous_wide = 0;
        } else if (!(props->bits & AL_C_FORMAT)) {
            s->previous_wide = 0;
            scan_other(s, cp, props->bits, p + step);
        }
        p += step;
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
    *facts = (struct al_facts){0};
}

enum articlean_status al_facts_count(struct al_facts *facts, const struct al_doc *doc)
{
    TRY(reserve(facts, doc->n_blocks));
    facts->n = doc->n_blocks;
    facts->n_tokens = 0;
    for (size_t i = 0; i < doc->n_blocks; i++) {
        struct al_str text = doc->blocks[i].text;
        TRY(reserve_tokens(facts));
        struct al_fact *f = &facts->of[i];
        *f = (struct al_fact){.hash = al_hash(text.p, text.n), .first_token = (uint32_t)facts->n_tokens};
        struct scan s = {
            .f = f, .tokens = facts->tokens + facts->n_tokens, .begin = text.p, .end = text.p + text.n};
        scan_text(&s);
        mark_ends(&s);
        facts->n_tokens += f->n_tokens;
    }
    return ARTICLEAN_OK;
}
