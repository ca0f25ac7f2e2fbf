#include "dump_code.h"

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
    if (starts_any(text, strong, sizeof strong / sizeof *strong))
        return STRONG;
    if (text.n > 2 && text.p[0] == '<' && al_ascii_alpha((unsigned char)text.p[1]))
        return memchr(text.p, '>', text.n) ? STRONG : 1;
    size_t name = 0;
    while (name < text.n && (is_name(text.p[name]) || text.p[name] == '.'))
        name++;
    if (name && name + 3 < text.n && memcmp(text.p + name, " = ", 3) == 0)
        return STRONG;
    return text.p[0] == '#' || text.p[0] == '<';
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

/* Signs between other characters, each kind counted once. */
static unsigned points_inside(struct al_str text)
{
    static const char pairs[][3] = {
        "()", "->", "=>", "::",  "==", "!=",  "&&", "||",  "+=", "</", "/>",  "${",
        "$(", "])", "})", "\":", "':", "=\"", "='", "\\n", "[]", "({", "(\"", "('"};
    uint32_t found = 0, call = 1u << 24, option = 1u << 25, snake = 1u << 26, input = 1u << 27,
             equal = 1u << 28;
    for (size_t i = 1; i + 1 < text.n; i++) {
        const char *p = text.p + i;
        if (is_name(*p) || (*p == ' ' && p[1] != '-' && p[1] != '<' && p[1] != '='))
            continue;
        bool is_before_word = is_name(p[1]) || p[1] == ' '; /* as most signs are */
        for (uint32_t k = 0; (!is_before_word || *p == '\\') && k < sizeof pairs / sizeof *pairs; k++)
            if (*p == pairs[k][0] && p[1] == pairs[k][1])
                found |= 1u << k;
        if (*p == '(' && is_name(p[-1]) && p[1] != 's')
            found |= call;
        if (*p == '_' && is_name(p[-1]) && is_name(p[1]))
            found |= snake;
        if (*p != ' ' || i + 2 >= text.n)
            continue;
        if (p[1] == '-' && (al_ascii_alpha((unsigned char)p[2]) || p[2] == '-'))
            found |= option;
        if (p[2] == ' ')
            found |= p[1] == '<' ? input : p[1] == '=' ? equal : 0;
    }
    unsigned points = 0;
    for (; found; found &= found - 1)
        points++;
    return points < 3 ? points : 3;
}

static unsigned count_words(struct al_str text)
{
    unsigned words = 1;
    for (size_t i = 1; i < text.n; i++)
        words += text.p[i] != ' ' && text.p[i - 1] == ' ';
    return words;
}

/* The plus before a line that a patch adds reads like a bullet. */
static bool is_item(const struct al_dump_line *line, const char *base)
{
    const char *p = base + line->start;
    while (*p == ' ' || *p == '\t')
        p++;
    return line->hang || (line->column != line->indent && *p != '+');
}

struct reading {
    unsigned points;
    bool stops; /* prose or a list item: no run of code goes over it */
};

static struct reading read_line(const struct al_dump_line *line, const char *base)
{
    struct al_str text = line->text;
    text.n = text.n < MAX_LINE ? text.n : MAX_LINE;
    unsigned start = points_of_start(text), words = count_words(text);
    bool prose =
        start < STRONG && ((words >= PROSE_WORDS && al_ends_sentence(line->text)) || words >= LONG_WORDS);
    struct reading r = {start + points_of_end(text) + points_inside(text), prose || is_item(line, base)};
    r.stops |= r.points == 0 && (unsigned char)text.p[0] >= 0x80;
    return r;
}

/* Reads the run that begins with `first`; true when it is code. *end is set to where its last line with a
   sign ends. */
static bool read_run(const struct al_dump_line *first, struct al_dump_lines after, uint32_t *end)
{
    struct al_dump_line line = *first;
    unsigned points = 0, lines = 0, plain = 0, blank = 0, signed_lines = 0, signed_points = 0;
    do {
        if (!line.text.n) {
            if (++blank > MAX_BLANK || !signed_lines)
                break;
            continue;
        }
        blank = 0;
        struct reading r = read_line(&line, after.base);
        if (r.stops || (!r.points && ++plain > MAX_PLAIN))
            break;
        lines++;
        points += r.points ? r.points : line.indent > first->indent;
        if (!r.points)
            continue;
        plain = 0;
        signed_lines = lines;
        signed_points = points;
        *end = line.end;
    } while (al_dump_lines_next(&after, &line));
    bool many = signed_lines > 1 && signed_points >= MIN_POINTS;
    bool lone = signed_lines == 1 && signed_points >= LONE_POINTS && first->indent >= MIN_INDENT;
    return signed_points >= signed_lines && (many || lone);
}

bool al_dump_code_has(struct al_dump_code *code, const struct al_dump_line *line,
                      const struct al_dump_lines *after)
{
    if (line->end <= code->end)
        return true;
    if (!line->text.n || line->start < code->settled)
        return false;
    struct reading r = read_line(line, after->base);
    if (r.stops)
        return false;
    uint32_t end = line->end;
    bool found = read_run(line, *after, &end);
    code->settled = end;
    code->end = found ? end : code->end;
    return found;
}
