#include "dump_cut.h"

#include "base/utf8.h"
#include "dump_line.h"
#include "unicode/props.h"
#include "unicode/width.h"

enum {
    GIANT = 1500,    /* bytes of a line that may be a page */
    MAX_LINES = 8,   /* a document of more lines than these has kept its line ends */
    MIN_COLUMNS = 80 /* shorter sentences stay together */
};

bool al_dump_cut_detect(struct al_str text)
{
    struct al_dump_lines lines;
    struct al_dump_line line;
    size_t n_lines = 0, giant = 0;
    al_dump_lines_init(&lines, text);
    while (n_lines <= MAX_LINES && al_dump_lines_next(&lines, &line)) {
        n_lines += line.text.n > 0;
        giant += line.text.n >= GIANT ? line.text.n : 0;
    }
    return n_lines <= MAX_LINES && giant && giant >= text.n / 5 * 4;
}

/* Signs that set menu entries and path steps apart when spaces are around them. */
static bool is_separator(uint32_t cp)
{
    return cp == '|' || cp == 0xBB || cp == 0x203A || cp == 0xB7 || cp == 0x2022 || cp == '>' ||
           cp == 0xFF5C || cp == 0x25BA || cp == 0x2192 || cp == 0x2503 || cp == 0x2502;
}

struct piece {
    const char *p, *end; /* what is yet to be read */
    uint32_t last;       /* code point before p that is no space */
    unsigned columns;
    bool stopped; /* a sentence ended and only closing marks followed */
};

/* Whether the gap of white space before p sets the text after it apart. */
static bool is_border(const struct piece *s, unsigned spaces, uint32_t next)
{
    bool wide_last = al_class(s->last) & AL_C_WIDE, wide_next = al_class(next) & AL_C_WIDE;
    if (spaces > 1 || is_separator(s->last) || (wide_last && wide_next))
        return true;
    if (!s->stopped || s->columns < MIN_COLUMNS)
        return false;
    return spaces ? !(al_class(next) & AL_C_LETTER) || (al_class(next) & AL_C_UPPER) || wide_next : true;
}

/* Reads white space; a tab or a space of another kind than U+0020 counts as two. */
static unsigned skip_spaces(struct piece *s)
{
    unsigned n = 0;
    while (s->p < s->end) {
        uint32_t cp;
        size_t bytes = al_utf8_decode(s->p, s->end, &cp);
        if (!(al_class(cp) & AL_C_SPACE))
            break;
        n += cp == ' ' || cp == 0xA0 ? 1 : 2;
        s->p += bytes;
    }
    return n;
}

static void read_char(struct piece *s)
{
    uint32_t cp;
    s->p += al_utf8_decode(s->p, s->end, &cp);
    uint32_t class = al_class(cp);
    s->stopped = (class & AL_C_STOP) || (s->stopped && (class & AL_C_CLOSE));
    s->columns += al_cp_width(cp);
    s->last = cp;
}

/* A stop of scripts without spaces ends a sentence though nothing stands after it. */
static bool ends_without_space(const struct piece *s)
{
    if (!s->stopped || s->last < 0x80 || s->columns < MIN_COLUMNS || s->p >= s->end)
        return false;
    uint32_t next;
    al_utf8_decode(s->p, s->end, &next);
    return !(al_class(next) & (AL_C_STOP | AL_C_CLOSE | AL_C_SPACE));
}

size_t al_dump_cut_piece(struct al_str line, unsigned min_columns, size_t *n_text)
{
    struct piece s = {.p = line.p, .end = line.p + line.n};
    while (s.p < s.end) {
        read_char(&s);
        *n_text = (size_t)(s.p - line.p);
        if (ends_without_space(&s))
            return *n_text;
        unsigned spaces = skip_spaces(&s);
        if (!spaces || s.p >= s.end)
            continue;
        uint32_t next;
        al_utf8_decode(s.p, s.end, &next);
        if (s.columns >= min_columns && is_border(&s, spaces, next))
            break;
        s.columns++;
    }
    return (size_t)(s.p - line.p);
}
