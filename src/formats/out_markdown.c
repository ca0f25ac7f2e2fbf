#include "writer.h"

/* Whether the byte needs a backslash where it stands inside a line. */
static bool is_mark(struct al_str s, size_t i)
{
    switch (s.p[i]) {
    case '\\':
    case '`':
    case '*':
    case '[':
    case ']':
        return true;
    case '<':
        return i + 1 < s.n && (al_ascii_alpha((unsigned char)s.p[i + 1]) || strchr("/!?", s.p[i + 1]));
    case '&':
        return i + 1 < s.n && (al_ascii_alpha((unsigned char)s.p[i + 1]) || s.p[i + 1] == '#');
    case '_': /* inside a word it is no mark */
        return !(i && i + 1 < s.n && (unsigned char)s.p[i - 1] > '/' && (unsigned char)s.p[i + 1] > '/');
    default:
        return false;
    }
}

/* Bytes of "12." or "3)" before a space, which would begin a numbered list. */
static size_t number_size(struct al_str s)
{
    size_t n = 0;
    while (n < s.n && n < 9 && al_ascii_digit((unsigned char)s.p[n]))
        n++;
    bool mark = n && n < s.n && (s.p[n] == '.' || s.p[n] == ')');
    return mark && (n + 1 == s.n || s.p[n + 1] == ' ') ? n + 1 : 0;
}

/* What begins a line must not look like a heading, a quote, a list or a rule. */
static void escape_start(struct al_out *out, struct al_str *s)
{
    size_t n = number_size(*s);
    if (n) {
        al_out_bytes(out, s->p, n - 1);
        al_out_z(out, "\\");
        al_out_bytes(out, s->p + n - 1, 1);
        *s = al_str(s->p + n, s->n - n);
    } else if (s->n && strchr("#>+-=~|", s->p[0]) && s->p[0]) {
        al_out_z(out, "\\");
        al_out_bytes(out, s->p, 1);
        *s = al_str(s->p + 1, s->n - 1);
    }
}

static void write_escaped(struct al_out *out, struct al_str s, bool in_row)
{
    for (size_t i = 0; i < s.n; i++) {
        if (is_mark(s, i) || (in_row && s.p[i] == '|'))
            al_out_z(out, "\\");
        al_out_bytes(out, &s.p[i], 1);
    }
}

/* Writes text line by line, `prefix` before each and `end` after all but the last. */
static void write_lines(struct al_out *out, struct al_str text, const char *prefix, const char *end)
{
    while (text.n) {
        const char *nl = memchr(text.p, '\n', text.n);
        struct al_str line = {text.p, nl ? (size_t)(nl - text.p) : text.n};
        text = al_str(text.p + line.n + (nl != NULL), text.n - line.n - (nl != NULL));
        al_out_z(out, prefix);
        escape_start(out, &line);
        write_escaped(out, line, false);
        if (nl)
            al_out_z(out, end);
    }
}

/* The next cell of a row `a | b`, taken off *row. */
static struct al_str next_cell(struct al_str *row)
{
    const char *bar = memmem(row->p, row->n, " | ", 3);
    size_t n = bar ? (size_t)(bar - row->p) : row->n;
    struct al_str cell = al_str(row->p, n);
    n += bar ? 3 : 0;
    *row = al_str(row->p + n, row->n - n);
    return al_str_trim(cell);
}

static void write_row(struct al_out *out, struct al_str row, bool is_head)
{
    size_t n_cells = 0;
    al_out_z(out, "|");
    do {
        struct al_str cell = next_cell(&row);
        al_out_z(out, " ");
        write_escaped(out, cell, true);
        al_out_z(out, " |");
        n_cells++;
    } while (row.n);
    if (!is_head)
        return;
    al_out_z(out, "\n|");
    while (n_cells--)
        al_out_z(out, " --- |");
}

static size_t longest_fence(struct al_str s)
{
    size_t longest = 0;
    for (size_t i = 0, run = 0; i < s.n; i++) {
        run = s.p[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

/* Writes consecutive code blocks between fences longer than any inside; returns the last of them. */
static const struct al_block *write_code(struct al_out *out, const struct al_doc *doc,
                                         const struct al_block *b)
{
    size_t fence = 2;
    const struct al_block *last = b;
    for (const struct al_block *c = b; c && c->kind == ARTICLEAN_CODE; c = al_next_kept(doc, c + 1)) {
        size_t n = longest_fence(c->text);
        fence = n > fence ? n : fence;
        last = c;
    }
    al_out_repeat(out, '`', fence + 1);
    al_out_z(out, "\n");
    for (const struct al_block *c = b; c && c <= last; c = al_next_kept(doc, c + 1)) {
        al_out_repeat(out, '\n', c == b ? 0 : c->blank_before);
        al_out_str(out, c->text);
        al_out_z(out, "\n");
    }
    al_out_repeat(out, '`', fence + 1);
    return last;
}

static void write_item(struct al_out *out, const struct al_block *b)
{
    struct al_str text = b->text;
    unsigned depth = b->level > 1 ? b->level - 1u : 0;
    al_out_repeat(out, ' ', 2 * (size_t)(depth < 8 ? depth : 8));
    size_t n = number_size(text);
    al_out_z(out, n ? "" : "- ");
    al_out_bytes(out, text.p, n);
    text = al_str(text.p + n, text.n - n);
    if (!n)
        escape_start(out, &text);
    write_escaped(out, text, false);
}

static void write_block(struct al_out *out, const struct al_block *b, const struct al_block *last)
{
    switch ((enum articlean_kind)b->kind) {
    case ARTICLEAN_HEADING:
        al_out_repeat(out, '#', b->level < 1 ? 1 : b->level > 6 ? 6 : b->level);
        al_out_z(out, " ");
        write_escaped(out, b->text, false);
        break;
    case ARTICLEAN_ITEM:
        write_item(out, b);
        break;
    case ARTICLEAN_ROW:
        write_row(out, b->text, !last || last->kind != ARTICLEAN_ROW);
        break;
    case ARTICLEAN_QUOTE:
        write_lines(out, b->text, "> ", "\n");
        break;
    default:
        write_lines(out, b->text, "", "\\\n");
    }
}

/* What stands between two blocks: a hard line break where the source had one inside a paragraph. */
static const char *border(const struct al_block *a, const struct al_block *b)
{
    if (b == a + 1 && b->joint == AL_JOINT_SPACE)
        return " ";
    if (b == a + 1 && b->joint == AL_JOINT_NONE)
        return "";
    if (a->kind == b->kind && (a->kind == ARTICLEAN_ITEM || a->kind == ARTICLEAN_ROW))
        return "\n";
    if (a->kind == ARTICLEAN_QUOTE && b->kind == ARTICLEAN_QUOTE)
        return "\n>\n";
    bool prose = a->kind == b->kind && (a->kind == ARTICLEAN_PARAGRAPH || a->kind == ARTICLEAN_VERSE);
    return prose && al_is_tight(a, b) ? "\\\n" : "\n\n";
}

void al_out_markdown(struct al_out *out, const struct al_doc *doc)
{
    const struct al_block *last = NULL;
    al_out_front_matter(out, doc);
    if (!doc->n_blocks)
        return;
    for (const struct al_block *b = doc->blocks; (b = al_next_kept(doc, b)); last = b, b++) {
        if (last)
            al_out_z(out, border(last, b));
        if (b->kind == ARTICLEAN_CODE)
            b = write_code(out, doc, b);
        else
            write_block(out, b, last);
    }
    if (last)
        al_out_z(out, "\n");
}
