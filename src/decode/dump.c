#include "dump.h"

#include "base/alloc.h"
#include "base/try.h"
#include "dump_code.h"
#include "dump_cut.h"
#include "dump_line.h"
#include "dump_lynx.h"
#include "dump_markdown.h"
#include "dump_set.h"
#include "dump_verse.h"
#include "dump_wrap.h"

enum {
    MAX_DEPTH = 16,
    MANY_PIECES = 8192,  /* of one line; from there on pieces must be longer */
    MANY_BLOCKS = 20480, /* from there on lines are gathered, for a block takes far more room than its text */
    LEAST_OF_MANY = 4096,   /* bytes of each further block */
    MIN_PIECE_COLUMNS = 160 /* of the many */
};

/* The paragraph whose lines are being read. */
struct open {
    bool is_open;
    enum articlean_kind kind;
    int level;
    uint32_t start;
    struct al_str text;       /* of its first line */
    struct al_dump_line last; /* its last line */
    unsigned indent, blank;
};

struct dump {
    struct al_doc *doc;
    struct al_dump_wrap wrap;
    struct al_markdown markdown;
    struct al_dump_set set;
    struct al_dump_lines lines; /* of the text but for a list of addresses at its end */
    struct al_dump_line *kept;  /* owned */
    unsigned n_numbers;         /* of the links that lynx numbered */
    bool is_markdown, is_cut;
    bool has_bars;        /* "|" somewhere: there may be rows */
    struct al_buf joined; /* text of the open paragraph once it has more than one line */
    struct al_buf bare;   /* a text without its marks */
    struct open open;
    unsigned blank;             /* empty lines since the last one with text */
    uint16_t depths[MAX_DEPTH]; /* indents of the open lists */
    unsigned n_depths;
    unsigned cells; /* of the last block when it could be a table row, else 0 */
};

static uint8_t cap_byte(unsigned n)
{
    return (uint8_t)(n > UINT8_MAX ? UINT8_MAX : n);
}

/* Depth of a list item: one more than the open lists that are indented less. */
static unsigned list_depth(struct dump *d, unsigned indent)
{
    while (d->n_depths && d->depths[d->n_depths - 1] >= indent)
        d->n_depths--;
    if (d->n_depths < MAX_DEPTH)
        d->depths[d->n_depths++] = (uint16_t)indent;
    return d->n_depths;
}

/* Counts the cells of a line written as `a | b`; 0 when it has a single one. */
static unsigned count_cells(struct al_str text)
{
    unsigned cells = 1;
    const char *p = text.p, *end = p + text.n;
    while ((p = memchr(p, '|', (size_t)(end - p)))) {
        cells += p > text.p && p[-1] == ' ' && p + 1 < end && p[1] == ' ';
        p++;
    }
    return cells > 1 ? cells : 0;
}

/* Two neighbouring lines of as many cells make rows; a single one is more often a menu. */
static void mark_row(struct dump *d, struct al_block *b)
{
    unsigned cells = d->has_bars && b->kind == ARTICLEAN_PARAGRAPH ? count_cells(b->text) : 0;
    if (cells && cells == d->cells && b > d->doc->blocks) {
        b->kind = ARTICLEAN_ROW;
        b[-1].kind = ARTICLEAN_ROW;
    }
    d->cells = cells;
}

/* What text browsers print for an image without a text: "[image]", "[     ]". */
static bool is_placeholder(struct al_str text)
{
    if (text.n < 3 || text.p[0] != '[' || text.p[text.n - 1] != ']')
        return false;
    struct al_str inner = al_str_trim(al_str(text.p + 1, text.n - 2));
    return !inner.n || al_str_eq_nocase(inner, AL_STR("image")) || al_str_eq_nocase(inner, AL_STR("img"));
}

static enum articlean_status add_block(struct dump *d, struct al_str text, uint32_t start, uint32_t end,
                                       struct al_block **out)
{
    const struct open *o = &d->open;
    struct al_block *b;
    TRY(al_doc_add(d->doc, o->kind, text, start, end, &b));
    b->indent = cap_byte(o->indent);
    b->level = cap_byte((unsigned)o->level);
    b->n_images = is_placeholder(text);
    b->flags |= o->kind == ARTICLEAN_CODE ? AL_F_IN_PRE : 0;
    mark_row(d, b);
    *out = b;
    return ARTICLEAN_OK;
}

/* A page in one line: a block for each piece of it. */
static enum articlean_status add_pieces(struct dump *d)
{
    struct al_str rest = d->open.text;
    unsigned blank = d->open.blank;
    enum al_joint joint = AL_JOINT_PARAGRAPH;
    struct al_dump_menu menu = {0};
    for (size_t pieces = 0; rest.n; pieces++) {
        unsigned least = pieces < MANY_PIECES ? 1 : MIN_PIECE_COLUMNS;
        size_t n_text, n = al_dump_cut_piece(rest, least, &menu, &n_text);
        uint32_t start = (uint32_t)(rest.p - d->doc->text.p), end = start + (uint32_t)n;
        struct al_block *b;
        TRY(add_block(d, al_str(rest.p, n_text), joint == AL_JOINT_PARAGRAPH ? d->open.start : start,
                      n < rest.n ? end : d->open.last.end, &b));
        b->joint = (uint8_t)joint;
        b->blank_before = cap_byte(blank);
        blank = 0;
        joint = n_text < n ? AL_JOINT_SPACE : AL_JOINT_NONE;
        rest = al_str(rest.p + n, rest.n - n);
    }
    return ARTICLEAN_OK;
}

/* Replaces *text by a copy in the arena without inline marks or link numbers. */
static enum articlean_status take_marks(struct dump *d, struct al_str *text, struct al_markdown_marks *marks)
{
    bool markdown = d->is_markdown && d->open.kind != ARTICLEAN_CODE && al_markdown_has_marks(*text);
    bool lynx = d->n_numbers && al_lynx_has_numbers(*text);
    if (!markdown && !lynx)
        return ARTICLEAN_OK;
    d->bare.n = 0;
    if (markdown)
        TRY(al_markdown_inline(&d->bare, *text, marks));
    else
        TRY(al_lynx_strip(&d->bare, *text, d->n_numbers, &marks->n_links));
    *text = al_arena_dup(&d->doc->arena, al_str_trim(al_buf_str(&d->bare)));
    return text->p ? ARTICLEAN_OK : ARTICLEAN_NO_MEMORY;
}

static enum articlean_status close_paragraph(struct dump *d)
{
    struct open *o = &d->open;
    if (!o->is_open)
        return ARTICLEAN_OK;
    o->is_open = false;
    if (o->kind == ARTICLEAN_ITEM)
        o->level = (int)list_depth(d, o->indent);
    else if (!o->indent)
        d->n_depths = 0;
    if (d->is_cut)
        return add_pieces(d);
    struct al_str text = o->text;
    if (d->joined.n) {
        text = al_arena_dup(&d->doc->arena, al_buf_str(&d->joined));
        if (!text.p)
            return ARTICLEAN_NO_MEMORY;
        d->joined.n = 0;
    }
    struct al_markdown_marks marks = {0};
    TRY(take_marks(d, &text, &marks));
    if (!text.n) {
        d->blank++;
        return ARTICLEAN_OK;
    }
    struct al_block *b;
    TRY(add_block(d, text, o->start, o->last.end, &b));
    b->blank_before = cap_byte(o->blank);
    b->link_bytes = marks.link_bytes;
    b->n_links = (uint16_t)(marks.n_links > UINT16_MAX ? UINT16_MAX : marks.n_links);
    b->n_bold_bytes = (uint16_t)(marks.n_bold_bytes > UINT16_MAX ? UINT16_MAX : marks.n_bold_bytes);
    b->n_images = cap_byte(b->n_images + marks.n_images);
    return ARTICLEAN_OK;
}

/* What a line is, its marks taken off; false when nothing of it is printed. */
static bool read_kind(struct dump *d, struct al_dump_line *line, bool is_code, enum articlean_kind *kind,
                      int *level)
{
    bool bullet = line->column != line->indent || (line->hang && (line->indent || d->is_markdown));
    *kind = bullet ? ARTICLEAN_ITEM : ARTICLEAN_PARAGRAPH;
    *level = 0;
    const char *raw = d->doc->text.p + line->start;
    size_t n_raw = line->text.n ? (size_t)(line->text.p + line->text.n - raw) : 0;
    if (is_code) {
        *kind = ARTICLEAN_CODE;
        line->text = al_str(raw, n_raw);
        line->width = (uint16_t)al_dump_width(line->text, AL_DUMP_WIDEST);
    }
    if (!d->is_markdown)
        return true;
    switch (al_markdown_line(&d->markdown, line, al_str(raw, n_raw), d->blank > 0, d->n_depths > 0, level)) {
    case AL_MD_HEADING:
        *kind = ARTICLEAN_HEADING;
        break;
    case AL_MD_QUOTE:
        *kind = ARTICLEAN_QUOTE;
        break;
    case AL_MD_CODE:
        *kind = ARTICLEAN_CODE;
        break;
    case AL_MD_ROW:
        *kind = ARTICLEAN_ROW;
        break;
    case AL_MD_MARKUP:
        return false;
    case AL_MD_TEXT:
        break;
    }
    return true;
}

/* Whether the line goes on with the open paragraph. */
static bool joins(const struct dump *d, const struct al_dump_line *line, enum articlean_kind kind)
{
    const struct open *o = &d->open;
    if (o->is_open && !d->is_cut && d->doc->n_blocks >= MANY_BLOCKS)
        return d->joined.n < LEAST_OF_MANY;
    bool same = kind == ARTICLEAN_PARAGRAPH ? o->kind == ARTICLEAN_PARAGRAPH || o->kind == ARTICLEAN_ITEM
                                            : kind == ARTICLEAN_QUOTE && o->kind == ARTICLEAN_QUOTE;
    return o->is_open && !d->blank && same && al_dump_wrap_joins(&d->wrap, &o->last, line);
}

/* Goes on with open code, the empty lines before this one included. */
static enum articlean_status join_code(struct dump *d, const struct al_dump_line *line)
{
    if (!d->joined.n)
        TRY(al_buf_append_str(&d->joined, d->open.text));
    d->open.last = *line;
    for (d->blank++; d->blank; d->blank--)
        TRY(al_buf_append_byte(&d->joined, '\n'));
    return al_buf_append_str(&d->joined, line->text);
}

static enum articlean_status join(struct dump *d, const struct al_dump_line *line)
{
    if (!d->joined.n)
        TRY(al_buf_append_str(&d->joined, d->open.text));
    d->open.last = *line;
    d->doc->flags[AL_FLAG_UNWRAPPED]++;
    return al_dump_wrap_append(&d->wrap, &d->joined, line->text, d->doc->text);
}

/* A rule right under a paragraph makes it a heading in Markdown. */
static void underline(struct dump *d, const struct al_dump_line *line)
{
    if (!d->open.is_open || d->open.kind != ARTICLEAN_PARAGRAPH || d->blank || !line->text.n)
        return;
    if (line->text.p[0] == '=' || line->text.p[0] == '-') {
        d->open.kind = ARTICLEAN_HEADING;
        d->open.level = line->text.p[0] == '=' ? 1 : 2;
    }
}

static enum articlean_status add_line(struct dump *d, struct al_dump_line *line, bool is_code)
{
    enum articlean_kind kind;
    int level;
    bool printed = read_kind(d, line, is_code, &kind, &level);
    bool in_code = d->open.is_open && d->open.kind == ARTICLEAN_CODE;
    if (in_code && printed && !line->text.n) {
        d->blank++;
        return ARTICLEAN_OK;
    }
    if (in_code && printed && kind == ARTICLEAN_CODE)
        return join_code(d, line);
    if (printed && joins(d, line, kind))
        return join(d, line);
    if (!printed)
        underline(d, line);
    TRY(close_paragraph(d));
    if (!printed || !line->text.n) {
        d->blank++;
        return ARTICLEAN_OK;
    }
    d->open = (struct open){.is_open = true,
                            .kind = kind,
                            .level = level,
                            .start = line->start,
                            .text = line->text,
                            .last = *line,
                            .indent = line->indent,
                            .blank = d->blank};
    d->blank = 0;
    return ARTICLEAN_OK;
}

static enum articlean_status add_lines(struct dump *d)
{
    struct al_dump_lines lines = d->lines;
    struct al_dump_code code;
    struct al_dump_line line;
    bool is_code = false, is_plain = !d->is_markdown && !d->is_cut;
    if (d->is_markdown) { /* the lines that were kept do not know its bullets */
        lines.n_kept = 0;
        lines.rest = lines.text;
        lines.has_dashes = true;
    }
    al_dump_code_init(&code, lines);
    while (is_plain ? al_dump_code_next(&code, &line, &is_code) : al_dump_lines_next(&lines, &line)) {
        TRY(al_doc_watch(d->doc, line.text.n + 1));
        TRY(add_line(d, &line, al_dump_set_is_code(&d->set, &line) || is_code));
    }
    return close_paragraph(d);
}

/* Where empty lines set blocks apart, lines without one between them belong together. */
static void set_joints(struct al_doc *doc)
{
    bool is_spaced = false;
    for (size_t i = 1; i < doc->n_blocks; i++)
        is_spaced |= doc->blocks[i].blank_before > 0;
    for (size_t i = 1; is_spaced && i < doc->n_blocks; i++)
        if (doc->blocks[i].joint == AL_JOINT_PARAGRAPH && !doc->blocks[i].blank_before)
            doc->blocks[i].joint = AL_JOINT_LINE;
}

/* Finds out how the document is written. */
static enum articlean_status survey(struct dump *d, bool unwrap)
{
    d->is_markdown = d->doc->from == ARTICLEAN_FROM_MARKDOWN;
    d->is_cut = !d->is_markdown && al_dump_cut_detect(d->lines);
    if (d->is_cut)
        return ARTICLEAN_OK;
    TRY(al_dump_lines_keep(&d->lines, &d->kept));
    d->is_markdown = d->is_markdown || (!d->n_numbers && al_markdown_detect(d->lines));
    if (d->is_markdown)
        d->doc->from = ARTICLEAN_FROM_MARKDOWN;
    else if (!d->n_numbers)
        al_dump_set_measure(&d->set, d->lines);
    if (unwrap)
        al_dump_wrap_measure(&d->wrap, d->lines, d->is_markdown);
    return ARTICLEAN_OK;
}

enum articlean_status al_dump_blocks(struct al_doc *doc, bool unwrap)
{
    struct dump d = {.doc = doc};
    al_buf_init(&d.joined, 0);
    al_buf_init(&d.bare, 0);
    al_map_init(&d.wrap.words);
    al_dump_lines_init(&d.lines, al_str(doc->text.p, al_lynx_body(doc->text, &d.n_numbers)));
    d.has_bars = doc->text.n && memchr(doc->text.p, '|', doc->text.n);
    enum articlean_status s = survey(&d, unwrap);
    if (!s)
        s = add_lines(&d);
    set_joints(doc);
    al_dump_mark_verse(doc);
    al_free(d.kept);
    al_buf_clear(&d.joined);
    al_buf_clear(&d.bare);
    al_dump_wrap_clear(&d.wrap);
    return s;
}
