#include "dump_cut.h"

#include "base/utf8.h"
#include "dump_line.h"
#include "unicode/props.h"
#include "unicode/width.h"

enum {
    COPYRIGHT = 0xA9,
    GIANT = 1500,    /* bytes of a line that may be a page */
    MAX_LINES = 8,   /* a document of more lines than these has kept its line ends */
    SHORT = 300,     /* bytes of a page in one line that shows a menu */
    MIN_ENTRIES = 3, /* of a menu */
    MAX_ENTRY_WORDS = 4,
    MIN_COLUMNS = 80 /* shorter sentences stay together */
};

/* Signs that set menu entries and path steps apart when spaces are around them. */
static bool is_separator(uint32_t cp)
{
    return cp == '|' || cp == 0xBB || cp == 0x203A || cp == 0xB7 || cp == 0x2022 || cp == '>' ||
           cp == 0xFF5C || cp == 0x25BA || cp == 0x2192 || cp == 0x2503 || cp == 0x2502;
}

/* Whether the text has signs between spaces as the entries of a menu have. */
static bool has_menu(struct al_str text)
{
    unsigned n = 0;
    for (const char *p = text.p, *end = p + text.n; p < end && n < MIN_ENTRIES;) {
        uint32_t cp;
        bool spaced = p > text.p && p[-1] == ' ';
        p += al_utf8_decode(p, end, &cp);
        n += spaced && p < end && *p == ' ' && is_separator(cp);
    }
    return n >= MIN_ENTRIES;
}

bool al_dump_cut_detect(struct al_dump_lines lines)
{
    struct al_str text = lines.text;
    struct al_dump_line line;
    size_t n_lines = 0, giant = 0;
    while (n_lines <= MAX_LINES && al_dump_lines_next(&lines, &line)) {
        n_lines += line.text.n > 0;
        giant += line.text.n >= GIANT ? line.text.n : 0;
    }
    if (n_lines == 1 && text.n >= SHORT && has_menu(text))
        return true;
    return n_lines <= MAX_LINES && giant && giant >= text.n / 5 * 4;
}

struct piece {
    const char *p, *end; /* what is yet to be read */
    uint32_t last;       /* code point before p that is no space */
    unsigned columns, words;
    bool stopped; /* a sentence ended and only closing marks followed */
};

/* Whether the gap of white space before p sets the text after it apart. */
static bool is_border(const struct piece *s, const struct al_dump_menu *menu, unsigned spaces, uint32_t next)
{
    /* The last entry of a menu has as many words as the others, and what follows begins anew. */
    bool is_entry = menu->n >= MIN_ENTRIES && s->words == menu->words && (al_class(next) & AL_C_UPPER);
    if (next == COPYRIGHT || is_entry)
        return true;
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

/* Counts the entry that a piece is, or ends the menu. */
static void count_entry(struct al_dump_menu *menu, const struct piece *s)
{
    if (!is_separator(s->last) || s->words > MAX_ENTRY_WORDS) {
        *menu = (struct al_dump_menu){0};
        return;
    }
    menu->n++;
    menu->words = s->words > menu->words ? s->words : menu->words;
}

size_t al_dump_cut_piece(struct al_str line, unsigned min_columns, struct al_dump_menu *menu, size_t *n_text)
{
    struct piece s = {.p = line.p, .end = line.p + line.n};
    while (s.p < s.end) {
        read_char(&s);
        *n_text = (size_t)(s.p - line.p);
        if (ends_without_space(&s))
            break;
        unsigned spaces = skip_spaces(&s);
        if (!spaces || s.p >= s.end)
            continue;
        s.words += !is_separator(s.last);
        uint32_t next;
        al_utf8_decode(s.p, s.end, &next);
        if (s.columns >= min_columns && is_border(&s, menu, spaces, next))
            break;
        s.columns++;
    }
    count_entry(menu, &s);
    return (size_t)(s.p - line.p);
}
