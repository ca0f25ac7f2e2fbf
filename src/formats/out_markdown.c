#include "doc/link.h"
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
    case '~':
        return (i && s.p[i - 1] == '~') || (i + 1 < s.n && s.p[i + 1] == '~');
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

/* Writes bytes [from, to) of a text. */
static void write_escaped(struct al_out *out, struct al_str s, size_t from, size_t to, bool in_row)
{
    for (size_t i = from; i < to; i++) {
        if (is_mark(s, i) || (in_row && s.p[i] == '|'))
            al_out_z(out, "\\");
        al_out_bytes(out, &s.p[i], 1);
    }
}

/* Writes an address so that no byte of it ends it. */
static void write_href(struct al_out *out, struct al_str href)
{
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < href.n; i++) {
        unsigned char c = (unsigned char)href.p[i];
        if (c > ' ' && c != 0x7F && !strchr("()<>\"\\`|", c)) {
            al_out_bytes(out, &href.p[i], 1);
            continue;
        }
        const char escaped[] = {'%', hex[c >> 4], hex[c & 15]};
        al_out_bytes(out, escaped, sizeof escaped);
    }
}

/* Writes `piece`, which lies in the block's text, with the links in it. */
static void write_piece(struct al_out *out, const struct al_block *b, struct al_str piece, bool in_row)
{
    struct al_str s = b->text;
    size_t at = (size_t)(piece.p - s.p), end = at + piece.n;
    for (const struct al_link *link = b->links; link && link->start < end; link = link->next) {
        size_t from = link->start > at ? link->start : at, to = link->end < end ? link->end : end;
        while (from < to && s.p[from] == ' ')
            from++;
        while (from < to && s.p[to - 1] == ' ')
            to--;
        if (from >= to)
            continue;
        bool is_image = from > at && s.p[from - 1] == '!';
        write_escaped(out, s, at, from - is_image, in_row);
        al_out_z(out, is_image ? "\\![" : "[");
        write_escaped(out, s, from, to, in_row);
        al_out_z(out, "](");
        write_href(out, link->href);
        al_out_z(out, ")");
        at = to;
    }
    write_escaped(out, s, at, end, in_row);
}

static bool begins_link(const struct al_block *b, const char *p)
{
    const struct al_link *link = b->links;
    while (link && b->text.p + link->end <= p)
        link = link->next;
    return link && b->text.p + link->start <= p;
}

/* Writes text that begins a line. */
static void write_line(struct al_out *out, const struct al_block *b, struct al_str line)
{
    if (!begins_link(b, line.p))
        escape_start(out, &line);
    write_piece(out, b, line, false);
}

/* Writes text line by line, `prefix` before each and `end` after all but the last. */
static void write_lines(struct al_out *out, const struct al_block *b, const char *prefix, const char *end)
{
    struct al_str text = b->text;
    while (text.n) {
        const char *nl = memchr(text.p, '\n', text.n);
        struct al_str line = {text.p, nl ? (size_t)(nl - text.p) : text.n};
        text = al_str(text.p + line.n + (nl != NULL), text.n - line.n - (nl != NULL));
        al_out_z(out, prefix);
        write_line(out, b, line);
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

static void write_row(struct al_out *out, const struct al_block *b, bool is_head)
{
    struct al_str row = b->text;
    size_t n_cells = 0;
    al_out_z(out, "|");
    do {
        struct al_str cell = next_cell(&row);
        al_out_z(out, " ");
        write_piece(out, b, cell, true);
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

/* The language that a class names, as highlighters of code want it; empty for none. */
static struct al_str language_in_word(struct al_str word)
{
    static const struct al_str prefixes[] = {
        {"language-", 9}, {"lang-", 5}, {"highlight-source-", 17}, {"brush:", 6}};
    static const char *const none[] = {"none", "text", "plain", "plaintext", "txt"};
    enum { MAX_LANGUAGE = 24 };
    size_t i = 0, n = 0;
    while (i < sizeof prefixes / sizeof *prefixes && !al_str_starts(word, prefixes[i]))
        i++;
    if (i == sizeof prefixes / sizeof *prefixes)
        return al_str("", 0);
    struct al_str name = al_str(word.p + prefixes[i].n, word.n - prefixes[i].n);
    while (n < name.n && n < MAX_LANGUAGE &&
           (al_ascii_alpha((unsigned char)name.p[n]) || al_ascii_digit((unsigned char)name.p[n]) ||
            memchr("+#._-", name.p[n], 5)))
        n++;
    for (size_t k = 0; k < sizeof none / sizeof *none; k++)
        if (al_str_eq_nocase(al_str(name.p, n), al_str_z(none[k])))
            return al_str("", 0);
    return al_str(name.p, n);
}

static struct al_str language_in(struct al_str words)
{
    struct al_str found = {"", 0};
    while (words.n && !found.n) {
        const char *blank = memchr(words.p, ' ', words.n);
        size_t n = blank ? (size_t)(blank - words.p) : words.n;
        found = language_in_word(al_str(words.p, n));
        n += blank != NULL;
        words = al_str(words.p + n, words.n - n);
    }
    return found;
}

/* The language of a block of code: what the elements in it, its own or those around it say. */
static struct al_str language_of(const struct al_doc *doc, const struct al_block *b)
{
    enum { WRAPPERS = 3 };
    struct al_str found = language_in(b->names);
    uint32_t elem = b->elem;
    for (int i = 0; i <= WRAPPERS && !found.n && elem && elem < doc->n_elems; i++) {
        found = language_in(doc->elems[elem].names);
        elem = doc->elems[elem].parent;
    }
    return found;
}

/* Writes consecutive code blocks of one element between fences longer than any inside; returns the last of
 * them.
 */
static const struct al_block *write_code(struct al_out *out, const struct al_doc *doc,
                                         const struct al_block *b)
{
    size_t fence = 2;
    const struct al_block *last = b;
    for (const struct al_block *c = b; c && c->kind == ARTICLEAN_CODE && c->elem == b->elem;
         c = al_next_kept(doc, c + 1)) {
        size_t n = longest_fence(c->text);
        fence = n > fence ? n : fence;
        last = c;
    }
    al_out_repeat(out, '`', fence + 1);
    al_out_str(out, language_of(doc, b));
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
    size_t n = begins_link(b, text.p) ? 0 : number_size(text);
    al_out_z(out, n ? "" : "- ");
    al_out_bytes(out, text.p, n);
    text = al_str(text.p + n, text.n - n);
    if (n)
        write_piece(out, b, text, false);
    else
        write_line(out, b, text);
}

/* A heading that ends in "#" after a blank would lose it as a closing mark. */
static void write_heading(struct al_out *out, const struct al_block *b)
{
    struct al_str text = b->text;
    size_t n = text.n;
    while (n && text.p[n - 1] == '#')
        n--;
    bool is_closed = n < text.n && (!n || text.p[n - 1] == ' ');
    al_out_repeat(out, '#', b->level < 1 ? 1 : b->level > 6 ? 6 : b->level);
    al_out_z(out, " ");
    write_piece(out, b, al_str(text.p, is_closed ? n : text.n), false);
    if (!is_closed)
        return;
    al_out_z(out, "\\");
    al_out_bytes(out, text.p + n, text.n - n);
}

static void write_block(struct al_out *out, const struct al_block *b, const struct al_block *last)
{
    switch ((enum articlean_kind)b->kind) {
    case ARTICLEAN_HEADING:
        write_heading(out, b);
        break;
    case ARTICLEAN_ITEM:
        write_item(out, b);
        break;
    case ARTICLEAN_ROW:
        write_row(out, b, !last || last->kind != ARTICLEAN_ROW);
        break;
    case ARTICLEAN_QUOTE:
        write_lines(out, b, "> ", "\n");
        break;
    default:
        write_lines(out, b, "", "\\\n");
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
