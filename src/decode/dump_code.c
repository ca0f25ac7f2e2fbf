#include "dump_code.h"

#include "base/ascii.h"
#include "unicode/sentence.h"

enum {
    MAX_PLAIN = 3,   /* neighbouring lines of a run without any sign of code */
    MAX_BLANK = 2,   /* empty lines within a run */
    PROSE_WORDS = 8, /* of a sentence */
    LONG_WORDS = 15, /* of a line that is prose though no sentence ends it */
    MIN_POINTS = 4,  /* of a run of several lines */
    LONE_POINTS = 2, /* of a single line, which must be indented */
    MIN_INDENT = 2,  /* of that line, columns */
    MAX_LINE = 400,  /* bytes that are looked at */
    STRONG = 2       /* points of a sign that prose hardly has */
};

static bool is_name(char c)
{
    return al_ascii_alpha((unsigned char)c) || al_ascii_digit((unsigned char)c) || c == '_';
}

static bool starts_any(struct al_str text, const char *const *starts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (al_str_starts(text, al_str_z(starts[i])))
            return true;
    return false;
}

/* Prompts, comments, tags, directives. */
static unsigned points_of_start(struct al_str text)
{
    static const char *const strong[] = {"}",  "//", "/*",   "#!",       "$ ", ">>> ",
                                         "</", "<?", "<!--", "#include", "@@ "};
    if (is_name(text.p[0]))
        return 0;
    if (starts_any(text, strong, sizeof strong / sizeof *strong))
        return STRONG;
    if (text.n > 2 && text.p[0] == '<' && al_ascii_alpha((unsigned char)text.p[1]))
        return memchr(text.p, '>', text.n) ? STRONG : 1;
    return text.p[0] == '#' || text.p[0] == '<';
}

/* A name and what it is to be. */
static bool is_assignment(struct al_str text)
{
    size_t name = 0;
    while (name < text.n && (is_name(text.p[name]) || text.p[name] == '.'))
        name++;
    return name && name + 3 < text.n && memcmp(text.p + name, " = ", 3) == 0;
}

static unsigned points_of_end(struct al_str text)
{
    char last = text.p[text.n - 1], before = text.n > 1 ? text.p[text.n - 2] : 0;
    if (last == '{' || last == '}' || last == '\\' || (last == '|' && before == ' ') ||
        (last == '&' && before == '&'))
        return STRONG;
    if (last == ';' || (last == ',' && before && strchr(")]}'\"", before)))
        return before && strchr(")]}'\"", before) ? STRONG : 1;
    return 0;
}

/* The sign that two characters make, as a bit; 0 when they make none. */
static uint32_t sign_at(const char *p)
{
    static const char signs[][3] = {
        "()", "->", "=>", "::",  "==", "!=",  "&&", "||",  "+=", "</", "/>",  "${",
        "$(", "])", "})", "\":", "':", "=\"", "='", "\\n", "[]", "({", "(\"", "('"};
    for (uint32_t k = 0; k < sizeof signs / sizeof *signs; k++)
        if (p[0] == signs[k][0] && p[1] == signs[k][1])
            return 1u << k;
    return 0;
}

enum { CALL = 1 << 24, OPTION = 1 << 25, INPUT = 1 << 26, EQUAL = 1 << 27 };

/* The same for two characters after a space. */
static uint32_t spaced_sign_at(const char *p)
{
    if (*p == '-')
        return al_ascii_alpha((unsigned char)p[1]) || p[1] == '-' ? OPTION : 0;
    return p[1] != ' ' ? 0 : *p == '<' ? INPUT : *p == '=' ? EQUAL : 0;
}

/* The signs that the mark at p makes with the characters beside it. */
static uint32_t signs_of(const char *p)
{
    uint32_t found = p[-1] == ' ' ? spaced_sign_at(p) : 0;
    bool is_before_word = is_name(p[1]) || p[1] == ' '; /* as most marks are */
    if (!is_before_word || *p == '\\')
        found |= sign_at(p);
    if (*p == '(' && is_name(p[-1]) && p[1] != 's')
        found |= CALL;
    return found;
}

/* Whether a sign may begin with a mark; the most frequent ones begin none. */
static bool begins_sign(char c)
{
    return c != ',' && c != '.' && c != ';' && c != '?';
}

/* The signs between other characters. `end` is that of the document. */
static uint32_t signs_inside(struct al_str text, const char *end)
{
    uint32_t found = 0;
    for (size_t at = 0; at < text.n; at += 16) {
        const char *p = text.p + at;
        char low[16];
        struct al_sixteen s =
            end - p >= 16 ? al_sixteen_read(p, low) : al_sixteen_read_some(p, (unsigned)(text.n - at), low);
        uint32_t marks = s.printed & ~(s.letters | s.digits | s.spaces);
        for (; marks; marks &= marks - 1) {
            size_t i = at + al_bits_lowest(marks);
            if (i + 1 >= text.n) /* those behind the text too */
                break;
            if (i > 0 && begins_sign(text.p[i]))
                found |= signs_of(text.p + i);
        }
    }
    return found;
}

/* Counts the words of a line, at most LONG_WORDS: they begin after spaces. */
static unsigned count_words(struct al_str text)
{
    unsigned words = 1;
    uint64_t carry = 0;
    for (const char *p = text.p, *end = p + text.n; p < end && words < LONG_WORDS; p += 8) {
        uint64_t spaces = al_eight_spaces(al_eight_until(p, end));
        uint64_t behind = al_eight_after(spaces) | carry;
        if (end - p < 8)
            behind &= al_eight_first((unsigned)(end - p));
        words += al_eight_count(behind & ~spaces);
        carry = al_eight_last(spaces);
    }
    return words < LONG_WORDS ? words : LONG_WORDS;
}

/* The plus before a line that a patch adds reads like a bullet. */
static bool is_item(const struct al_dump_line *line, const char *base)
{
    const char *p = base + line->start;
    while (*p == ' ' || *p == '\t')
        p++;
    return line->hang || (line->column != line->indent && *p != '+');
}

static bool is_prose(struct al_str text)
{
    unsigned words = count_words(al_str(text.p, text.n < MAX_LINE ? text.n : MAX_LINE));
    return words >= LONG_WORDS || (words >= PROSE_WORDS && al_ends_sentence(text));
}

/* Prose and list items stop a run; prose without any sign is not told from other lines as yet. */
static void read_line(struct al_dump_reading *r, struct al_str document)
{
    struct al_str text = r->line.text;
    text.n = text.n < MAX_LINE ? text.n : MAX_LINE;
    r->is_read = r->is_judged = r->stops = true;
    if (is_item(&r->line, document.p))
        return;
    uint32_t signs = signs_inside(text, document.p + document.n);
    unsigned start = signs & EQUAL && is_assignment(text) ? STRONG : points_of_start(text);
    unsigned inside = signs ? al_bits_count(signs) : 0;
    r->points = start + points_of_end(text) + (inside < 3 ? inside : 3);
    if (r->points) {
        r->stops = start < STRONG && is_prose(r->line.text);
    } else {
        r->stops = (unsigned char)text.p[0] >= 0x80;
        r->is_judged = r->stops;
    }
}

static bool stops(struct al_dump_reading *r)
{
    if (!r->is_judged)
        r->stops = is_prose(r->line.text);
    r->is_judged = true;
    return r->stops;
}

/* Takes a line in; false at the end of the text. */
static bool fill(struct al_dump_reading *r, struct al_dump_lines *lines)
{
    r->is_read = false;
    return al_dump_lines_next(lines, &r->line);
}

/* The line that stands k < AL_DUMP_AHEAD lines after the next one, NULL behind the end of the text. */
static struct al_dump_reading *peek(struct al_dump_code *code, size_t k)
{
    struct al_dump_reading *r = &code->queue[(code->first + k) % AL_DUMP_AHEAD];
    if (k == code->n && !fill(r, &code->lines))
        return NULL;
    code->n += k == code->n;
    return r;
}

static void want_read(struct al_dump_reading *r, const struct al_dump_code *code)
{
    if (!r->is_read)
        read_line(r, code->lines.text);
}

/* Reads the run that begins with the next line; true when it is code. *end is set to where its last line with
   a sign ends. */
static bool read_run(struct al_dump_code *code, uint32_t *end)
{
    unsigned points = 0, lines = 0, plain = 0, blank = 0, signed_lines = 0, signed_points = 0;
    struct al_dump_lines far; /* what the queue has no room for */
    struct al_dump_reading last, *r;
    unsigned indent = peek(code, 0)->line.indent;
    for (size_t k = 0;; k++) {
        if (k == AL_DUMP_AHEAD)
            far = code->lines;
        r = k < AL_DUMP_AHEAD ? peek(code, k) : fill(&last, &far) ? &last : NULL;
        if (!r)
            break;
        if (!r->line.text.n) {
            if (++blank > MAX_BLANK || !signed_lines)
                break;
            continue;
        }
        blank = 0;
        want_read(r, code);
        if (stops(r) || (!r->points && ++plain > MAX_PLAIN))
            break;
        lines++;
        points += r->points ? r->points : r->line.indent > indent;
        if (!r->points)
            continue;
        plain = 0;
        signed_lines = lines;
        signed_points = points;
        *end = r->line.end;
    }
    bool many = signed_lines > 1 && signed_points >= MIN_POINTS;
    bool lone = signed_lines == 1 && signed_points >= LONE_POINTS && indent >= MIN_INDENT;
    return signed_points >= signed_lines && (many || lone);
}

/* Whether a sign comes soon enough for the next line, which has none, to begin a run. Lines are passed over
   as far as none of them can. */
static bool leads_to_sign(struct al_dump_code *code)
{
    size_t k = 1, n_passed = 0;
    for (; k < AL_DUMP_AHEAD && !n_passed; k++) {
        struct al_dump_reading *r = peek(code, k);
        bool is_text = r && r->line.text.n;
        if (is_text)
            want_read(r, code);
        if (!is_text || r->stops)
            n_passed = k;
        else if (r->points && k <= MAX_PLAIN)
            return true;
        else if (r->points)
            n_passed = k - MAX_PLAIN;
    }
    code->settled = peek(code, (n_passed ? n_passed : k - MAX_PLAIN) - 1)->line.end;
    return false;
}

/* Whether the next line belongs to a run of code. */
static bool is_code(struct al_dump_code *code)
{
    struct al_dump_reading *r = peek(code, 0);
    if (r->line.end <= code->end)
        return true;
    if (!r->line.text.n || r->line.start < code->settled)
        return false;
    want_read(r, code);
    if (r->stops || (!r->points && !leads_to_sign(code)))
        return false;
    uint32_t end = r->line.end;
    bool found = read_run(code, &end);
    code->settled = end;
    code->end = found ? end : code->end;
    return found;
}

void al_dump_code_init(struct al_dump_code *code, struct al_dump_lines lines)
{
    *code = (struct al_dump_code){.lines = lines};
}

bool al_dump_code_next(struct al_dump_code *code, struct al_dump_line *line, bool *has_code)
{
    const struct al_dump_reading *r = peek(code, 0);
    if (!r)
        return false;
    *line = r->line;
    *has_code = is_code(code);
    code->first = (code->first + 1) % AL_DUMP_AHEAD;
    code->n--;
    return true;
}
