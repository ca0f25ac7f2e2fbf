#include "dump_markdown.h"

#include "base/try.h"
#include "base/utf8.h"
#include "unicode/props.h"

/* How far a closing mark is looked for: the scan stays linear whatever the line holds. */
enum { MAX_SPAN = 2048 };

/* The level of `# heading`, 0 for other lines. */
static int heading_level(struct al_str text)
{
    size_t n = 0;
    while (n < text.n && n < 7 && text.p[n] == '#')
        n++;
    return n && n < 7 && n + 1 < text.n && text.p[n] == ' ' ? (int)n : 0;
}

/* Bytes of a code fence at the start, 0 when there is none. */
static size_t fence_length(struct al_str text)
{
    size_t n = 0;
    if (!text.n || (text.p[0] != '`' && text.p[0] != '~'))
        return 0;
    while (n < text.n && text.p[n] == text.p[0])
        n++;
    bool closed = text.p[0] == '`' && memchr(text.p + n, '`', text.n - n);
    return n >= 3 && !closed ? n : 0;
}

struct clues {
    unsigned n_headings, n_hashes, n_fences, n_links, n_bold;
};

static void count_pairs(struct clues *c, struct al_str text)
{
    const char *end = text.p + text.n;
    for (const char *p = text.p; (p = al_find_pair(p, end, ']', '(')); p += 2)
        c->n_links += p + 2 < end && (p[2] == '/' || p[2] == '#' || p[2] == 'h' || p[2] == '<');
    const char *bold = al_find_pair(text.p, end, '*', '*');
    c->n_bold += bold && al_find_pair(bold + 2, end, '*', '*');
}

/* Most texts have no links or bold words at all. */
static bool has_pair(struct al_str text)
{
    const char *end = text.p + text.n;
    return al_find_pair(text.p, end, ']', '(') || al_find_pair(text.p, end, '*', '*');
}

bool al_markdown_detect(struct al_dump_lines lines)
{
    struct clues c = {0};
    struct al_dump_line line;
    bool blank = true, heading = false, has_pairs = has_pair(lines.text);
    while (al_dump_lines_next(&lines, &line)) {
        bool empty = !line.text.n;
        c.n_headings += empty && heading;
        heading = !empty && blank && line.column <= 3 && heading_level(line.text);
        blank = empty;
        if (empty)
            continue;
        if (line.text.p[0] == '#')
            c.n_hashes += heading_level(line.text) > 0;
        c.n_fences += fence_length(line.text) > 0;
        if (has_pairs)
            count_pairs(&c, line.text);
    }
    /* A comment of a shell script begins like a heading, but it is followed by a command. */
    bool headings = c.n_headings && c.n_headings * 2 > c.n_hashes;
    unsigned points = (headings ? 1 + (c.n_headings > 1) : 0) + (c.n_links > 0) + (c.n_links > 2) +
                      (c.n_bold > 0) + (c.n_fences > 1 ? 1 + (c.n_fences % 2 == 0) : 0);
    return points >= 3;
}

/* A line of three or more of one of - * _ = and spaces: a rule, or the line under a heading. */
static bool is_rule(struct al_str text)
{
    size_t n = 0;
    if (!text.n || !strchr("-*_=", text.p[0]))
        return false;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] != text.p[0] && text.p[i] != ' ')
            return false;
        n += text.p[i] == text.p[0];
    }
    return n >= 3;
}

/* The line under the head of a table: only - : | and spaces, with a bar. */
static bool is_table_rule(struct al_str text)
{
    bool bar = false, dash = false;
    for (size_t i = 0; i < text.n; i++) {
        if (!strchr("-:| ", text.p[i]) || !text.p[i])
            return false;
        bar |= text.p[i] == '|';
        dash |= text.p[i] == '-';
    }
    return bar && dash;
}

/* `raw` without its first `columns` columns of white space. */
static struct al_str unindent(struct al_str raw, unsigned columns)
{
    unsigned column = 0;
    while (raw.n && column < columns && (raw.p[0] == ' ' || raw.p[0] == '\t')) {
        column += raw.p[0] == '\t' ? 4 - column % 4 : 1;
        raw.p++;
        raw.n--;
    }
    return raw;
}

static bool in_fence(struct al_markdown *md, struct al_dump_line *line, struct al_str raw,
                     enum al_markdown_line *kind)
{
    size_t n = fence_length(line->text);
    if (md->fence) {
        bool closes = n >= md->fence_length && n == line->text.n && line->text.p[0] == md->fence;
        md->fence = closes ? 0 : md->fence;
        line->text = raw;
        *kind = closes ? AL_MD_MARKUP : AL_MD_CODE;
        return true;
    }
    if (!n)
        return false;
    md->fence = line->text.p[0];
    md->fence_length = n;
    *kind = AL_MD_MARKUP;
    return true;
}

/* Takes the outer bars off `| a | b |`. */
static bool take_row(struct al_str *text)
{
    struct al_str s = *text;
    if (s.n < 3 || s.p[0] != '|' || s.p[s.n - 1] != '|')
        return false;
    *text = al_str_trim(al_str(s.p + 1, s.n - 2));
    return true;
}

static enum al_markdown_line take_line(struct al_markdown *md, struct al_dump_line *line, struct al_str raw,
                                       bool blank_before, bool in_list, int *level)
{
    enum al_markdown_line kind;
    if (in_fence(md, line, raw, &kind))
        return kind;
    bool bullet = line->indent != line->column;
    if (line->text.n && line->indent >= 4 && !in_list &&
        (md->is_code_indented || (blank_before && !bullet))) {
        md->is_code_indented = true;
        line->text = unindent(raw, 4);
        return AL_MD_CODE;
    }
    md->is_code_indented = md->is_code_indented && !line->text.n;
    if (bullet)
        return AL_MD_TEXT;
    *level = heading_level(line->text);
    if (*level) {
        struct al_str s = al_str_trim(al_str(line->text.p + *level, line->text.n - (size_t)*level));
        size_t n = s.n;
        while (n && s.p[n - 1] == '#')
            n--;
        /* Only marks set apart close a heading. */
        s.n = !n || s.p[n - 1] == ' ' ? n : s.n;
        line->text = al_str_trim(s);
        return AL_MD_HEADING;
    }
    if (is_rule(line->text) || is_table_rule(line->text))
        return AL_MD_MARKUP;
    if (take_row(&line->text))
        return AL_MD_ROW;
    if (line->text.n && line->text.p[0] == '>') {
        while (line->text.n && (line->text.p[0] == '>' || line->text.p[0] == ' '))
            line->text.p++, line->text.n--;
        return AL_MD_QUOTE;
    }
    return AL_MD_TEXT;
}

enum al_markdown_line al_markdown_line(struct al_markdown *md, struct al_dump_line *line, struct al_str raw,
                                       bool blank_before, bool in_list, int *level)
{
    enum al_markdown_line kind = take_line(md, line, raw, blank_before, in_list, level);
    if (kind != AL_MD_TEXT)
        line->width = (uint16_t)al_dump_width(line->text, AL_DUMP_WIDEST);
    return kind;
}

bool al_markdown_has_marks(struct al_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == '*' || text.p[i] == '_' || text.p[i] == '[' || text.p[i] == '\\' || text.p[i] == '`')
            return true;
    return false;
}

struct inline_state {
    struct al_buf *out;
    struct al_markdown_marks *marks;
    const char *start, *end;
    size_t budget; /* bytes that may yet be looked at in search of closing marks: keeps the scan linear */
    const char *link_close, *link_end; /* "]" of the open link, and the byte after its address */
    size_t link_start;                 /* in `out` */
    const char *code_close;            /* backticks that end the open code span */
    const char *closers[4];            /* waited for by ** __ * _ */
};

/* How far a closing mark of p may be. */
static const char *reach(const struct inline_state *s, const char *p)
{
    size_t span = s->budget < MAX_SPAN ? s->budget : MAX_SPAN;
    return (size_t)(s->end - p) > span ? p + span : s->end;
}

static void spend(struct inline_state *s, const char *from, const char *to)
{
    size_t n = (size_t)(to - from);
    s->budget -= n < s->budget ? n : s->budget;
}

/* Where the bracket opened at p closes, NULL when it does not within reach. */
static const char *find_close(struct inline_state *s, const char *p, char open, char close)
{
    unsigned depth = 0;
    const char *q = p, *end = reach(s, p);
    for (; q < end; q++) {
        if (*q == '\\' && q + 1 < end)
            q++;
        else if (*q == open)
            depth++;
        else if (*q == close && --depth == 0)
            break;
    }
    spend(s, p, q);
    return q < end ? q : NULL;
}

static size_t run_length(const struct inline_state *s, const char *p)
{
    size_t n = 1;
    while (p + n < s->end && p[n] == *p)
        n++;
    return n;
}

/* Where a run of exactly `n` of the byte at p comes next and `accepts` it; NULL when not within reach. */
static const char *find_run(struct inline_state *s, const char *p, size_t n,
                            bool (*accepts)(const struct inline_state *s, const char *q, size_t n))
{
    const char *limit = reach(s, p), *q = p + n;
    while (q < limit && (q = memchr(q, *p, (size_t)(limit - q)))) {
        size_t run = run_length(s, q);
        if (run == n && accepts(s, q, n))
            break;
        q += run;
    }
    spend(s, p, q && q < limit ? q : limit);
    return q && q < limit ? q : NULL;
}

static bool any_run(const struct inline_state *s, const char *q, size_t n)
{
    (void)s, (void)q, (void)n;
    return true;
}

static bool is_word_char(const char *p, const char *end)
{
    uint32_t cp;
    al_utf8_decode(p, end, &cp);
    return (al_class(cp) & (AL_C_LETTER | AL_C_DIGIT)) && !(al_class(cp) & AL_C_WIDE);
}

static bool closes_emphasis(const struct inline_state *s, const char *q, size_t n)
{
    bool word_after = q + n < s->end && is_word_char(q + n, s->end);
    return !al_ascii_space((unsigned char)q[-1]) && !(*q == '_' && word_after);
}

/* Takes an emphasis mark at p when it closes what is open or opens what closes within reach; returns its
   length. */
static size_t take_emphasis(struct inline_state *s, const char *p)
{
    size_t n = run_length(s, p);
    if (n > 2)
        return 0;
    const char **closer = &s->closers[(n == 1) * 2 + (*p == '_')];
    if (*closer == p) {
        *closer = NULL;
        return n;
    }
    bool word_before = p > s->start && is_word_char(al_utf8_prev(s->start, p), s->end);
    bool opens = p + n < s->end && !al_ascii_space((unsigned char)p[n]) && !(*p == '_' && word_before);
    if (*closer || !opens)
        return 0;
    *closer = find_run(s, p, n, closes_emphasis);
    if (*closer && n == 2)
        s->marks->n_bold_bytes += (uint32_t)(*closer - p - 2);
    return *closer ? n : 0;
}

static size_t take_code(struct inline_state *s, const char *p)
{
    size_t n = run_length(s, p);
    if (p == s->code_close) {
        s->code_close = NULL;
        return n;
    }
    s->code_close = find_run(s, p, n, any_run);
    return s->code_close ? n : 0;
}

/* Takes `[text](address)` or an image at p; returns the bytes to skip, 0 when it is none. */
static size_t take_bracket(struct inline_state *s, const char *p)
{
    bool image = *p == '!';
    if (s->link_close && !image)
        return 0;
    const char *close = find_close(s, p + image, '[', ']');
    if (!close || close + 1 >= s->end || close[1] != '(')
        return 0;
    const char *after = find_close(s, close + 1, '(', ')');
    if (!after)
        return 0;
    if (image) {
        s->marks->n_images++;
        return (size_t)(after + 1 - p);
    }
    s->link_close = close;
    s->link_end = after + 1;
    s->link_start = s->out->n;
    s->marks->n_links++;
    return 1;
}

/* Bytes of the mark at p that are not printed; 0: print the byte. */
static size_t take_mark(struct inline_state *s, const char *p)
{
    if (s->code_close && p != s->code_close)
        return 0;
    if (p == s->link_close) {
        s->marks->link_bytes += (uint32_t)(s->out->n - s->link_start);
        s->link_close = NULL;
        return (size_t)(s->link_end - p);
    }
    switch (*p) {
    case '*':
    case '_':
        return take_emphasis(s, p);
    case '!':
        return p + 1 < s->end && p[1] == '[' ? take_bracket(s, p) : 0;
    case '[':
        return take_bracket(s, p);
    case '`':
        return take_code(s, p);
    default:
        return 0;
    }
}

static bool is_escape(const struct inline_state *s, const char *p)
{
    return *p == '\\' && !s->code_close && p + 1 < s->end && p[1] && strchr("\\`*_{}[]()#+-.!<>|~", p[1]);
}

enum articlean_status al_markdown_inline(struct al_buf *out, struct al_str text,
                                         struct al_markdown_marks *marks)
{
    struct inline_state s = {.out = out, .marks = marks, .start = text.p, .end = text.p + text.n};
    s.budget = 8 * text.n;
    *marks = (struct al_markdown_marks){0};
    TRY(al_buf_reserve(out, text.n));
    for (const char *p = text.p; p < s.end;) {
        bool escape = is_escape(&s, p);
        size_t n = escape ? 1 : take_mark(&s, p);
        p += n;
        if (!n || escape)
            out->p[out->n++] = *p++;
        /* Runs that are no marks go out whole, so that their rest is not taken for a shorter mark. */
        while (!n && p < s.end && *p == p[-1] && (*p == '*' || *p == '_' || *p == '`') && p != s.code_close)
            out->p[out->n++] = *p++;
    }
    return ARTICLEAN_OK;
}
