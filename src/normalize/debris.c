#include "debris.h"

#include "base/try.h"
#include "base/utf8.h"
#include "doc/link.h"
#include "han.h"
#include "unicode/props.h"

enum {
    MIN_ESCAPES = 2,   /* JSON escapes that make a text one of JSON */
    MIN_PINYIN = 3,    /* annotations in a document */
    MAX_SYLLABLE = 6,  /* letters */
    MIN_AMPERSANDS = 3 /* in a row */
};

static const struct {
    const char *name;
    uint32_t cp;
} entities[] = {
    {"amp", '&'},      {"quot", '"'},      {"apos", '\''},    {"nbsp", 0xA0},     {"shy", 0xAD},
    {"ldquo", 0x201C}, {"rdquo", 0x201D},  {"lsquo", 0x2018}, {"rsquo", 0x2019},  {"mdash", 0x2014},
    {"ndash", 0x2013}, {"hellip", 0x2026}, {"middot", 0xB7},  {"bull", 0x2022},   {"copy", 0xA9},
    {"reg", 0xAE},     {"trade", 0x2122},  {"times", 0xD7},   {"laquo", 0xAB},    {"raquo", 0xBB},
    {"euro", 0x20AC},  {"ensp", 0x2002},   {"emsp", 0x2003},  {"thinsp", 0x2009}, {"deg", 0xB0},
};

/* Value of a character reference's digits at p, 0 when they are none or no character of text. */
static uint32_t number_at(const char *p, const char *end, size_t *size)
{
    const char *q = p;
    bool hex = q < end && (*q == 'x' || *q == 'X');
    uint32_t v = 0;
    for (q += hex; q < end && q - p < 8 && *q != ';'; q++) {
        unsigned char c = al_ascii_lower((unsigned char)*q);
        unsigned digit = al_ascii_digit(c) ? c - 0u - '0' : hex && c >= 'a' && c <= 'f' ? c - 'a' + 10u : 99;
        if (digit == 99)
            return 0;
        v = v * (hex ? 16 : 10) + digit;
    }
    if (q == end || *q != ';' || v < ' ' || v > 0x10FFFF || (v >= 0xD800 && v <= 0xDFFF))
        return 0;
    *size = (size_t)(q + 1 - p);
    return v;
}

/* Code point of the entity at p ('&'), 0 when there is none; *size is its length in bytes. */
static uint32_t entity_at(const char *p, const char *end, size_t *size)
{
    const char *q = p + 1;
    /* "&amp;amp;nbsp;" was escaped several times. */
    while (end - q >= 4 && (memcmp(q, "amp;", 4) == 0 || memcmp(q, "#38;", 4) == 0))
        q += 4;
    size_t n;
    uint32_t cp = q < end && *q == '#' ? number_at(q + 1, end, &n) : 0;
    if (cp) {
        *size = (size_t)(q + 1 - p) + n;
        return cp;
    }
    for (size_t i = 1; i < sizeof entities / sizeof *entities && q < end; i++) {
        if (*entities[i].name != *q)
            continue;
        n = strlen(entities[i].name);
        if ((size_t)(end - q) > n && memcmp(q, entities[i].name, n) == 0 && q[n] == ';') {
            *size = (size_t)(q - p) + n + 1;
            return entities[i].cp;
        }
    }
    *size = (size_t)(q - p);
    return q > p + 1 ? '&' : 0;
}

static bool is_quote_byte(char c)
{
    return c == '"' || c == '\'' || c == '`' || c == '(' || c == ')';
}

/* What begins a tag behind `<`; letters that look like Latin ones may become these. */
static bool begins_tag(const char *p, const char *end)
{
    if ((unsigned char)*p < 0x80)
        return al_ascii_alpha((unsigned char)*p) || *p == '/' || *p == '!';
    uint32_t cp;
    al_utf8_decode(p, end, &cp);
    return al_script(cp) == AL_SCRIPT_CYRILLIC || al_script(cp) == AL_SCRIPT_GREEK;
}

/* A text about markup: tags, an escaped tag, or an entity between quotation marks. */
static bool is_about_markup(struct al_str text)
{
    const char *end = text.p + text.n;
    for (const char *p = text.p; p < end; p++) {
        if (*p == '<' && end - p > 2 && begins_tag(p + 1, end))
            return true;
        if (*p != '&')
            continue;
        if (end - p >= 4 && (memcmp(p, "&lt;", 4) == 0 || memcmp(p, "&gt;", 4) == 0))
            return true;
        size_t n;
        if (p > text.p && entity_at(p, end, &n) && p + n < end) {
            bool wide = (unsigned char)p[-1] >= 0x80 && (unsigned char)p[n] >= 0x80;
            uint32_t before, after;
            al_utf8_decode(al_utf8_prev(text.p, p), end, &before);
            al_utf8_decode(p + n, end, &after);
            if ((is_quote_byte(p[-1]) && is_quote_byte(p[n])) ||
                (wide && al_class(before) & AL_C_PUNCT && al_class(after) & AL_C_CLOSE))
                return true;
        }
    }
    return false;
}

/* Value of \uXXXX at p, 0 when there is none. */
static uint32_t unicode_escape_at(const char *p, const char *end)
{
    if (end - p < 6 || p[0] != '\\' || p[1] != 'u')
        return 0;
    uint32_t v = 0;
    for (int i = 2; i < 6; i++) {
        unsigned char c = al_ascii_lower((unsigned char)p[i]);
        if (!al_ascii_digit(c) && (c < 'a' || c > 'f'))
            return 0;
        v = v * 16 + (al_ascii_digit(c) ? c - 0u - '0' : c - 'a' + 10u);
    }
    return v;
}

/* A "\n" that was a line end: after text, before the next sentence or another escape. */
static bool is_line_escape(const char *start, const char *p, const char *end)
{
    if (end - p < 2 || p[0] != '\\' || (p[1] != 'n' && p[1] != 'r' && p[1] != 't') || p == start)
        return false;
    unsigned char before = (unsigned char)p[-1], after = p + 2 < end ? (unsigned char)p[2] : '\\';
    bool ends = memchr(".!?,;:)\"", before, 8) || before >= 0x80 || al_ascii_alpha(before) ||
                (before == 'n' || before == 'r');
    bool begins = after == '\\' || after >= 0x80 || (after >= 'A' && after <= 'Z') || after == ' ';
    return ends && begins && before != '\\' && !(before == ':' && after != '\\');
}

static size_t count_escapes(struct al_str text)
{
    size_t n = 0;
    const char *end = text.p + text.n;
    for (const char *p = text.p; (p = memchr(p, '\\', (size_t)(end - p))) != NULL; p++)
        n += unicode_escape_at(p, end) >= 0x80 || is_line_escape(text.p, p, end);
    return n;
}

/* Code point of the JSON escape at p, 0 when there is none. */
static uint32_t escape_at(const char *start, const char *p, const char *end, size_t *size)
{
    uint32_t v = unicode_escape_at(p, end);
    *size = 6;
    if (v >= 0xD800 && v <= 0xDBFF) {
        uint32_t low = unicode_escape_at(p + 6, end);
        if (low < 0xDC00 || low > 0xDFFF)
            return 0;
        *size = 12;
        return 0x10000 + ((v - 0xD800) << 10 | (low - 0xDC00));
    }
    if (v)
        return v >= 0xDC00 && v <= 0xDFFF ? 0 : v;
    *size = 2;
    if (is_line_escape(start, p, end))
        return ' ';
    return end - p >= 2 && (p[1] == '"' || p[1] == '/') ? (uint32_t)(unsigned char)p[1] : 0;
}

/* Length of a run of ampersands at p that is debris, else 0. */
static size_t ampersands_at(const char *p, const char *end)
{
    size_t n = 0;
    while (p + n < end && p[n] == '&')
        n++;
    return n >= MIN_AMPERSANDS ? n : 0;
}

enum articlean_status al_debris_unescape(struct al_buf *out, struct al_str text, uint32_t *n)
{
    const char *end = text.p + text.n;
    bool has_entities = memchr(text.p, '&', text.n) && !is_about_markup(text);
    bool is_json = memchr(text.p, '\\', text.n) && count_escapes(text) >= MIN_ESCAPES;
    if (!has_entities && !is_json)
        return al_buf_append_str(out, text);
    TRY(al_buf_reserve(out, text.n));
    for (const char *p = text.p; p < end;) {
        size_t size = 0;
        uint32_t cp = 0;
        if (*p == '&' && has_entities) {
            size = ampersands_at(p, end);
            cp = size ? ' ' : entity_at(p, end, &size);
        } else if (*p == '\\' && is_json) {
            cp = escape_at(text.p, p, end, &size);
        }
        if (cp) {
            out->n += al_utf8_encode(cp, out->p + out->n);
            ++*n;
            p += size;
        } else {
            out->p[out->n++] = *p++;
        }
    }
    return ARTICLEAN_OK;
}

/* Length of a bracketed toneful syllable at p, "(tǒng)", else 0. */
static size_t pinyin_at(const char *p, const char *end)
{
    uint32_t cp;
    if (p == end)
        return 0;
    const char *q = p + al_utf8_decode(p, end, &cp);
    if (cp != '(' && cp != 0xFF08)
        return 0;
    int n_letters = 0, n_tones = 0;
    while (q < end && n_letters <= MAX_SYLLABLE) {
        q += al_utf8_decode(q, end, &cp);
        if (cp == ')' || cp == 0xFF09)
            return n_tones == 1 && n_letters >= 1 ? (size_t)(q - p) : 0;
        bool tone = cp >= 0xE0 && cp <= 0x1DC && al_script(cp) == AL_SCRIPT_LATIN;
        if (!tone && !(cp >= 'a' && cp <= 'z'))
            return 0;
        n_tones += tone && cp != 0xFC;
        n_letters++;
    }
    return 0;
}

struct annotations {
    size_t n, n_traditional; /* all, and those behind traditional characters */
};

/* The character before an annotation at p: its simplified form, 0 when it is none. */
static uint32_t simplified_before(const char *start, const char *p, const char *end)
{
    uint32_t cp;
    if (p == start)
        return 0;
    al_utf8_decode(al_utf8_prev(start, p), end, &cp);
    return al_han_simplified(cp);
}

static void count_pinyin(struct al_str text, struct annotations *a)
{
    const char *end = text.p + text.n;
    if (al_ascii_prefix(text.p, text.n) == text.n)
        return;
    for (const char *p = text.p; p < end;) {
        size_t n = *p == '(' || (unsigned char)*p == 0xEF ? pinyin_at(p, end) : 0;
        if (n) {
            a->n++;
            a->n_traditional += simplified_before(text.p, p, end) != 0;
        }
        p += n ? n : 1;
    }
}

static enum articlean_status strip_pinyin(struct al_buf *out, struct al_doc *doc, struct al_block *b)
{
    const char *start = b->text.p, *end = start + b->text.n, *done = start;
    out->n = 0;
    uint32_t n_stripped = 0;
    for (const char *p = start; p < end;) {
        size_t n = *p == '(' || (unsigned char)*p == 0xEF ? pinyin_at(p, end) : 0;
        uint32_t cp = n ? simplified_before(start, p, end) : 0;
        if (!cp) {
            p += n ? n : 1;
            continue;
        }
        TRY(al_buf_append(out, done, (size_t)(al_utf8_prev(start, p) - done)));
        char utf8[4];
        TRY(al_buf_append(out, utf8, al_utf8_encode(cp, utf8)));
        p += n;
        done = p;
        n_stripped++;
    }
    if (!n_stripped)
        return ARTICLEAN_OK;
    TRY(al_buf_append(out, done, (size_t)(end - done)));
    struct al_change change = {.block = (uint32_t)(b - doc->blocks),
                               .start = b->start,
                               .end = b->end,
                               .before = b->text,
                               .after = al_arena_dup(&doc->arena, al_buf_str(out)),
                               .why = "normalize.pinyin"};
    if (!change.after.p)
        return ARTICLEAN_NO_MEMORY;
    al_block_set_text(doc, b, change.after);
    doc->flags[AL_FLAG_PINYIN] += n_stripped;
    return al_doc_change(doc, &change);
}

enum articlean_status al_debris_pinyin(struct al_buf *scratch, struct al_doc *doc)
{
    struct annotations a = {0};
    for (size_t i = 0; i < doc->n_blocks; i++)
        count_pinyin(doc->blocks[i].text, &a);
    if (a.n_traditional < MIN_PINYIN || a.n_traditional * 2 < a.n)
        return ARTICLEAN_OK;
    for (size_t i = 0; i < doc->n_blocks; i++)
        if (doc->blocks[i].kind != ARTICLEAN_CODE)
            TRY(strip_pinyin(scratch, doc, &doc->blocks[i]));
    return ARTICLEAN_OK;
}
