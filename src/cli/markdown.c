#include "markdown.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* One byte of `shield` for each byte of the source: nonzero is not to be touched. */
struct source {
    const char *p;
    size_t n;
    unsigned char *shield;
};

static size_t line_end(const struct source *s, size_t at)
{
    const char *lf = memchr(s->p + at, '\n', s->n - at);
    return lf ? (size_t)(lf - s->p) + 1 : s->n;
}

static size_t indent_of(const struct source *s, size_t at, size_t end)
{
    size_t n = 0;
    for (; at < end && (s->p[at] == ' ' || s->p[at] == '\t'); at++)
        n += s->p[at] == '\t' ? 4 : 1;
    return n;
}

static bool is_blank(const struct source *s, size_t at, size_t end)
{
    while (at < end && strchr(" \t\r\n", s->p[at]))
        at++;
    return at == end;
}

static void protect(struct source *s, size_t at, size_t end)
{
    memset(s->shield + at, 1, end - at);
}

/* "---" or "+++" on the first line up to its like; without an end it is no front matter. */
static size_t protect_front_matter(struct source *s)
{
    bool is_yaml = s->n > 3 && !memcmp(s->p, "---", 3), is_toml = s->n > 3 && !memcmp(s->p, "+++", 3);
    size_t first = line_end(s, 0);
    if ((!is_yaml && !is_toml) || !is_blank(s, 3, first))
        return 0;
    for (size_t at = first; at < s->n;) {
        size_t end = line_end(s, at);
        bool is_close =
            end - at >= 3 && (!memcmp(s->p + at, s->p, 3) || (is_yaml && !memcmp(s->p + at, "...", 3)));
        if (is_close && is_blank(s, at + 3, end)) {
            protect(s, 0, end);
            return end;
        }
        at = end;
    }
    return 0;
}

/* Length of the fence that a line is, 0 when it is none; a closing one has nothing after it. */
static size_t fence_of(const struct source *s, size_t at, size_t end, char *mark)
{
    while (at < end && strchr(" \t>", s->p[at]))
        at++;
    size_t n = 0;
    *mark = at < end ? s->p[at] : 0;
    while (at + n < end && s->p[at + n] == *mark)
        n++;
    return (*mark == '`' || *mark == '~') && n >= 3 ? n : 0;
}

/* "|---|:--:|": dashes, colons, blanks and at least one bar. */
static bool is_table_rule(const struct source *s, size_t at, size_t end)
{
    bool has_bar = false, has_dash = false;
    for (; at < end; at++) {
        if (!strchr("|-: \t\r\n", s->p[at]))
            return false;
        has_bar |= s->p[at] == '|';
        has_dash |= s->p[at] == '-';
    }
    return has_bar && has_dash;
}

/* Lines that are safe as a whole: indented code, HTML, definitions of links. */
static bool is_protected_line(const struct source *s, size_t at, size_t end)
{
    size_t indent = indent_of(s, at, end);
    size_t text = at + strspn(s->p + at, " \t");
    const char *p = s->p + text;
    bool is_definition = end - text > 3 && *p == '[' && memchr(p, ']', end - text) &&
                         ((const char *)memchr(p, ']', end - text))[1] == ':';
    return indent >= 4 || *p == '<' || is_definition;
}

/* Walks the lines; a table is protected from the line before its rule to the next empty line. */
static void protect_lines(struct source *s, size_t at)
{
    char fence = 0, mark;
    size_t fence_size = 0, previous = at;
    bool in_table = false;
    while (at < s->n) {
        size_t end = line_end(s, at), n = fence_of(s, at, end, &mark);
        if (fence) {
            protect(s, at, end);
            if (mark == fence && n >= fence_size &&
                is_blank(s, at + (size_t)(strspn(s->p + at, " \t>")) + n, end))
                fence = 0;
        } else if (n) {
            fence = mark;
            fence_size = n;
            protect(s, at, end);
        } else {
            if (is_table_rule(s, at, end)) {
                in_table = true;
                protect(s, previous, at);
            }
            in_table = in_table && !is_blank(s, at, end);
            if (in_table || is_protected_line(s, at, end))
                protect(s, at, end);
        }
        previous = at;
        at = end;
    }
}

/* The brackets of one paragraph: mates[i] is where the bracket at start + i is closed, counted from the start
   of the paragraph and one behind, 0 when it is not. */
struct paragraph {
    size_t start, end;
    uint32_t *mates;
    bool no_ticks[64]; /* runs of so many backticks that nothing closes from here on */
};

/* Finds the mates of one kind of bracket with a stack that lives in the array itself: an open bracket holds
   the place of the one before it. */
static void find_mates(const struct source *s, struct paragraph *g, char open, char close)
{
    uint32_t top = 0; /* place + 1 of the innermost open bracket */
    for (size_t i = g->start; i < g->end; i++) {
        uint32_t place = (uint32_t)(i - g->start);
        if (s->p[i] == '\\') {
            i++;
        } else if (s->p[i] == open) {
            g->mates[place] = top;
            top = place + 1;
        } else if (s->p[i] == close && top) {
            uint32_t before = g->mates[top - 1];
            g->mates[top - 1] = place + 1;
            top = before;
        }
    }
    while (top) { /* never closed */
        uint32_t before = g->mates[top - 1];
        g->mates[top - 1] = 0;
        top = before;
    }
}

static size_t mate_of(const struct paragraph *g, size_t at)
{
    uint32_t mate = at < g->end ? g->mates[at - g->start] : 0;
    return mate ? g->start + mate : 0;
}

static size_t code_end(const struct source *s, struct paragraph *g, size_t at)
{
    size_t n = strspn(s->p + at, "`");
    for (size_t i = at + n; i < g->end && !(n < 64 && g->no_ticks[n]); i++) {
        size_t m = strspn(s->p + i, "`");
        if (m == n)
            return i + n;
        i += m;
    }
    g->no_ticks[n < 64 ? n : 0] = true;
    return at + n; /* they stand for themselves */
}

/* End of the link, code span, tag or address that begins at `at`; 0 when none does. */
static size_t inline_end(const struct source *s, struct paragraph *g, size_t at)
{
    size_t room = g->end - at, end;
    switch (s->p[at]) {
    case '`':
        return code_end(s, g, at);
    case '<':
        return mate_of(g, at);
    case '[':
        end = mate_of(g, at);
        if (end && (s->p[end] == '(' || s->p[end] == '['))
            return mate_of(g, end);
        return 0;
    case 'h':
        if ((room > 7 && !memcmp(s->p + at, "http://", 7)) || (room > 8 && !memcmp(s->p + at, "https://", 8)))
            return at + strcspn(s->p + at, " \t\r\n");
        return 0;
    default:
        return 0;
    }
}

/* Spans end with their paragraph; one that is longer than 16 KiB is cut at a line. */
static void protect_paragraph(struct source *s, size_t start, size_t end)
{
    struct paragraph g = {.start = start, .end = end};
    g.mates = check_alloc(calloc(end - start, sizeof *g.mates));
    find_mates(s, &g, '[', ']');
    find_mates(s, &g, '(', ')');
    find_mates(s, &g, '<', '>');
    for (size_t at = start; at < end;) {
        size_t close = s->shield[at] ? 0 : inline_end(s, &g, at);
        if (close)
            protect(s, at, close < end ? close : end);
        at = close ? close : at + (s->p[at] == '\\' ? 2 : 1);
    }
    free(g.mates);
}

static void protect_inline(struct source *s)
{
    for (size_t at = 0, end; at < s->n; at = end) {
        end = line_end(s, at);
        while (end < s->n && end - at < 16384 && !is_blank(s, end, line_end(s, end)))
            end = line_end(s, end);
        protect_paragraph(s, at, end);
    }
}

static bool is_free(const struct source *s, size_t at, size_t end)
{
    return !memchr(s->shield + at, 1, end - at);
}

/* The only place of `what` in a text, or -1. */
static long find_once(const char *p, size_t n, const char *what, size_t size)
{
    const char *at = size ? memmem(p, n, what, size) : NULL;
    if (!at || memmem(at + 1, n - (size_t)(at + 1 - p), what, size))
        return -1;
    return at - p;
}

/* A repair of white space alone may be part of the layout. */
static bool is_layout_only(const struct articlean_change *c)
{
    for (size_t i = 0; i < c->before_size; i++)
        if (!strchr(" \t\r\n", c->before[i]))
            return false;
    return true;
}

/* A block under repair: its bytes and their shield. */
struct piece {
    char *p;
    unsigned char *shield;
    size_t n;
};

static bool mend(struct piece *piece, const struct articlean_change *c)
{
    long at = find_once(piece->p, piece->n, c->before, c->before_size);
    if (at < 0 || is_layout_only(c) || memchr(piece->shield + at, 1, c->before_size) ||
        memchr(c->before, '\n', c->before_size))
        return false;
    size_t start = (size_t)at, rest = piece->n - start - c->before_size;
    size_t n = start + c->after_size + rest;
    char *p = check_alloc(malloc(n + 1));
    unsigned char *shield = check_alloc(calloc(n + 1, 1));
    memcpy(p, piece->p, start);
    memcpy(p + start, c->after, c->after_size);
    memcpy(p + start + c->after_size, piece->p + start + c->before_size, rest);
    memcpy(shield, piece->shield, start);
    memcpy(shield + start + c->after_size, piece->shield + start + c->before_size, rest);
    free(piece->p);
    free(piece->shield);
    *piece = (struct piece){p, shield, n};
    return true;
}

/* Appends bytes at..end of the source with the repairs of the block made where they are certain. */
static void add_mended(const struct source *s, const struct articlean_document *document, size_t block,
                       size_t *change, size_t at, size_t end, struct text *out, struct tally *tally)
{
    struct articlean_change c;
    struct piece piece = {0};
    for (; !articlean_document_change(document, *change, &c) && c.block <= block; ++*change) {
        if (c.block < block)
            continue;
        if (!piece.p) {
            piece.n = end - at;
            piece.p = memcpy(check_alloc(malloc(piece.n + 1)), s->p + at, piece.n);
            piece.shield = memcpy(check_alloc(malloc(piece.n + 1)), s->shield + at, piece.n);
        }
        if (mend(&piece, &c))
            tally_reason(tally, c.why, true, c.before_size);
    }
    text_add(out, piece.p ? piece.p : s->p + at, piece.p ? piece.n : end - at);
    free(piece.p);
    free(piece.shield);
}

/* A dropped block goes with its lines and the empty lines after it, when all of that is free. */
static bool can_drop(const struct source *s, size_t at, size_t *end)
{
    bool starts_line = at == 0 || s->p[at - 1] == '\n';
    size_t last = *end && s->p[*end - 1] == '\n' ? *end : line_end(s, *end);
    if (!starts_line || !is_free(s, at, last) || !is_blank(s, *end, last))
        return false;
    while (last < s->n && is_blank(s, last, line_end(s, last)))
        last = line_end(s, last);
    *end = last;
    return true;
}

/* What a removed end of the file leaves behind: at most one line end. */
static void trim_end(struct text *out)
{
    while (out->n > 1 && out->p[out->n - 1] == '\n' && strchr("\r\n", out->p[out->n - 2]))
        out->n--;
}

void markdown_mend(const struct articlean_record *record, const struct articlean_document *document,
                   struct text *out, struct tally *tally)
{
    /* A copy with an end mark: the scans look one byte ahead. */
    struct source s = {.n = record->size};
    char *copy = check_alloc(malloc(s.n + 1));
    s.shield = check_alloc(calloc(s.n + 1, 1));
    if (s.n)
        memcpy(copy, record->data, s.n);
    copy[s.n] = 0;
    s.p = copy;
    protect_lines(&s, protect_front_matter(&s));
    protect_inline(&s);

    size_t at = 0, change = 0, n = articlean_document_n_blocks(document);
    struct articlean_block b;
    for (size_t i = 0; i < n && !articlean_document_block(document, i, &b); i++) {
        size_t start = (size_t)b.start, end = (size_t)b.end;
        if (start < at || end > s.n || end <= start)
            continue;
        text_add(out, s.p + at, start - at);
        /* Sections may have equal headings and items. */
        bool is_structure = b.class_of == ARTICLEAN_CLASS_REPEAT && b.kind != ARTICLEAN_PARAGRAPH;
        if (b.verdict == ARTICLEAN_DROP && !is_structure && can_drop(&s, start, &end)) {
            tally_reason(tally, b.why, false, b.size);
            if (end == s.n)
                trim_end(out);
        } else {
            add_mended(&s, document, i, &change, start, end, out, tally);
        }
        at = end;
    }
    text_add(out, s.p + at, s.n - at);
    free(s.shield);
    free(copy);
}
