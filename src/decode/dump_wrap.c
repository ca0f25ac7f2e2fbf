#include "dump_wrap.h"

#include "base/try.h"
#include "base/utf8.h"
#include "unicode/props.h"
#include "unicode/sentence.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { MIN_WALL = 50, MAX_WALL = 110, MIN_WRAPPED = 4 };

static unsigned line_width(const struct al_dump_line *line)
{
    return line->column + line->width;
}

/* Whether a line tells of a wall: with Markdown marks, addresses and items are left as long as they are. */
static bool is_witness(const struct al_dump_line *line, bool markdown)
{
    if (!line->text.n)
        return false;
    return !markdown ||
           !(line->column != line->indent || line->hang || line->text.p[0] == '#' || line->text.p[0] == '|' ||
             al_find_pair(line->text.p, line->text.p + line->text.n, ']', '('));
}

/* The width that lines keep to which hold 97 of 100 columns of the text, 0 when it is outside of what people
   and programs wrap at. Columns count, not lines: menus have many lines and little text. */
static unsigned find_wall(struct al_dump_lines lines, bool markdown)
{
    uint64_t columns[MAX_WALL + 2] = {0}, all = 0;
    struct al_dump_line line;
    while (al_dump_lines_next(&lines, &line)) {
        if (!is_witness(&line, markdown))
            continue;
        unsigned width = line_width(&line);
        columns[width > MAX_WALL ? MAX_WALL + 1 : width] += width;
        all += width;
    }
    if (columns[MAX_WALL + 1] * 12 > all)
        return 0;
    uint64_t above = 0;
    for (unsigned width = MAX_WALL; width >= MIN_WALL; width--) {
        above += columns[width];
        if (above * 100 > all * 3)
            return width;
    }
    return 0;
}

/* A word cut at the line end by a hyphen. */
static bool is_hyphenated(struct al_str line, struct al_str next)
{
    if (line.n < 3 || line.p[line.n - 1] != '-' || !next.n)
        return false;
    uint32_t before, after;
    const char *hyphen = line.p + line.n - 1;
    al_utf8_decode(al_utf8_prev(line.p, hyphen), hyphen, &before);
    al_utf8_decode(next.p, next.p + next.n, &after);
    return (al_class(before) & AL_C_LETTER) && (al_class(after) & (AL_C_LETTER | AL_C_UPPER)) == AL_C_LETTER;
}

/* Whether the first word of `next` would have crossed the wall in the line before it. */
static bool is_full(unsigned wall, const struct al_dump_line *line, const struct al_dump_line *next)
{
    unsigned width = line_width(line), first = al_dump_first_width(next->text);
    /* Between characters without spaces a mark that must not begin a line may have taken one with it. */
    return width + 1 + (first > 2 ? first : 2 * first) > wall ||
           (width > wall * 3 / 4 && is_hyphenated(line->text, next->text));
}

/* Whether `next` stands where the lines of the same paragraph or item do; a first line may be indented more.
 */
static bool is_continued(const struct al_dump_line *line, const struct al_dump_line *next)
{
    unsigned column = line->column + line->hang;
    return next->text.n && next->indent == next->column && !next->hang &&
           (next->column == column || next->column == line->column ||
            (line->indent == line->column && next->column < line->column));
}

struct tally {
    uint64_t columns, full_columns, long_columns;
    uint32_t n_full, n_loose, n_stops, n_high;
    uint32_t n_top, n_below; /* lines in the last eight columns before the wall, and in the sixteen before */
};

/* Counts line pairs that look wrapped at the wall, and those that broke although there was room. */
static void count_pairs(struct tally *t, struct al_dump_lines lines, unsigned wall, bool markdown)
{
    struct al_dump_line line = {0}, next;
    while (al_dump_lines_next(&lines, &next)) {
        unsigned width = is_witness(&next, markdown) ? next.width : 0;
        t->columns += width;
        unsigned end = next.column + width;
        t->long_columns += end > wall + 4 ? width : 0;
        t->n_top += width && end + 8 > wall && end <= wall + 4;
        t->n_below += width && end + 8 <= wall && end + 24 > wall;
        if (line.text.n && is_continued(&line, &next)) {
            if (is_full(wall, &line, &next)) {
                t->n_full++;
                t->full_columns += line.width;
                t->n_stops += al_ends_sentence(line.text);
                uint32_t cp;
                al_utf8_decode(next.text.p, next.text.p + next.text.n, &cp);
                t->n_high += (al_class(cp) & AL_C_UPPER) != 0;
            } else if (line_width(&line) >= wall / 2) {
                t->n_loose += !al_ends_sentence(line.text);
            }
        }
        line = next;
    }
}

void al_dump_wrap_measure(struct al_dump_wrap *wrap, struct al_dump_lines lines, bool markdown)
{
    *wrap = (struct al_dump_wrap){0};
    al_map_init(&wrap->words);
    unsigned wall = find_wall(lines, markdown);
    if (!wall)
        return;
    struct tally t = {0};
    count_pairs(&t, lines, wall, markdown);
    /* Pages that were not wrapped keep a third of their text in lines over any such wall, and their lines
       become fewer towards it. */
    bool is_crowded = t.n_top >= 12 && t.n_top >= 2 * t.n_below && t.n_full * 2 >= t.n_top;
    uint32_t share = is_crowded ? 12 : 6, loose = is_crowded ? 8 : 2;
    bool has_wall = t.long_columns * 12 <= t.columns && t.full_columns * share >= t.columns;
    bool runs_on = t.n_stops * 3 <= t.n_full && t.n_high * 3 <= t.n_full * 2 && t.n_loose <= t.n_full * loose;
    bool wrapped = t.n_full >= MIN_WRAPPED && has_wall && runs_on;
    if (wrapped)
        wrap->wall = wall;
}

bool al_dump_wrap_joins(const struct al_dump_wrap *wrap, const struct al_dump_line *line,
                        const struct al_dump_line *next)
{
    return wrap->wall && is_continued(line, next) && is_full(wrap->wall, line, next);
}

/* The letters that `s` ends with, and those that it begins with. */
static struct al_str last_word(struct al_str s)
{
    const char *end = s.p + s.n, *p = end;
    while (p > s.p) {
        const char *q = al_utf8_prev(s.p, p);
        uint32_t cp;
        al_utf8_decode(q, end, &cp);
        if (!(al_class(cp) & (AL_C_LETTER | AL_C_MARK)))
            break;
        p = q;
    }
    return al_str(p, (size_t)(end - p));
}

static struct al_str first_word(struct al_str s)
{
    const char *end = s.p + s.n, *p = s.p;
    while (p < end) {
        uint32_t cp;
        size_t n = al_utf8_decode(p, end, &cp);
        if (!(al_class(cp) & (AL_C_LETTER | AL_C_MARK)))
            break;
        p += n;
    }
    return al_str(s.p, (size_t)(p - s.p));
}

static enum articlean_status learn_words(struct al_map *words, struct al_str text)
{
    while (text.n) {
        struct al_str word = first_word(text);
        if (word.n)
            TRY(al_map_put(words, XXH3_64bits(word.p, word.n), 0, NULL, NULL));
        uint32_t cp;
        size_t skip = word.n < text.n ? al_utf8_decode(text.p + word.n, text.p + text.n, &cp) : 0;
        text = al_str(text.p + word.n + skip, text.n - word.n - skip);
    }
    return ARTICLEAN_OK;
}

/* Sets *known when the two halves of a word cut at a line end stand elsewhere as one. */
static enum articlean_status is_known(struct al_dump_wrap *wrap, struct al_str head, struct al_str tail,
                                      struct al_str text, bool *known)
{
    char word[128];
    *known = false;
    if (!head.n || !tail.n || head.n + tail.n > sizeof word)
        return ARTICLEAN_OK;
    if (!wrap->has_words)
        TRY(learn_words(&wrap->words, text));
    wrap->has_words = true;
    memcpy(word, head.p, head.n);
    memcpy(word + head.n, tail.p, tail.n);
    *known = al_map_get(&wrap->words, XXH3_64bits(word, head.n + tail.n)) != NULL;
    return ARTICLEAN_OK;
}

static bool is_unspaced(uint32_t cp)
{
    return (al_class(cp) & (AL_C_WIDE | AL_C_UNSPACED)) || (cp >= 0x3000 && cp < 0x3040) ||
           (cp >= 0xFF01 && cp <= 0xFF60);
}

static bool needs_space(struct al_str before, struct al_str after)
{
    uint32_t last, first;
    const char *end = before.p + before.n;
    al_utf8_decode(al_utf8_prev(before.p, end), end, &last);
    al_utf8_decode(after.p, after.p + after.n, &first);
    return !is_unspaced(last) && !is_unspaced(first);
}

enum articlean_status al_dump_wrap_append(struct al_dump_wrap *wrap, struct al_buf *paragraph,
                                          struct al_str next, struct al_str text)
{
    struct al_str before = al_buf_str(paragraph);
    if (is_hyphenated(before, next)) {
        bool known;
        TRY(is_known(wrap, last_word(al_str(before.p, before.n - 1)), first_word(next), text, &known));
        if (known)
            paragraph->n--;
    } else if (needs_space(before, next)) {
        TRY(al_buf_append_byte(paragraph, ' '));
    }
    return al_buf_append_str(paragraph, next);
}

void al_dump_wrap_clear(struct al_dump_wrap *wrap)
{
    al_map_clear(&wrap->words);
}
