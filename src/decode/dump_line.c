#include "dump_line.h"

#include "base/alloc.h"
#include "base/ascii.h"
#include "base/try.h"
#include "base/utf8.h"
#include "unicode/bullet.h"
#include "unicode/props.h"
#include "unicode/width.h"

static bool has_separator(const char *p, const char *end)
{
    for (; (p = al_find_pair(p, end, '\xE2', '\x80')); p++)
        if (end - p > 2 && ((unsigned char)p[2] & 0xFE) == 0xA8)
            return true;
    return false;
}

void al_dump_lines_init(struct al_dump_lines *lines, struct al_str text)
{
    const char *end = text.p + text.n;
    *lines = (struct al_dump_lines){.text = text, .rest = text};
    lines->has_rare_ends = memchr(text.p, '\r', text.n) || memchr(text.p, '\f', text.n) ||
                           memchr(text.p, '\v', text.n) || al_find_pair(text.p, end, '\xC2', '\x85') ||
                           has_separator(text.p, end);
}

/* Returns the bytes of the line end at p, 0 when there is none. */
static size_t line_end(const char *p, const char *end)
{
    switch ((unsigned char)*p) {
    case '\r':
        return p + 1 < end && p[1] == '\n' ? 2 : 1;
    case '\n':
    case '\v':
    case '\f':
        return 1;
    case 0xC2:
        return end - p >= 2 && (unsigned char)p[1] == 0x85 ? 2 : 0;
    case 0xE2:
        return end - p >= 3 && (unsigned char)p[1] == 0x80 && ((unsigned char)p[2] & 0xFE) == 0xA8 ? 3 : 0;
    default:
        return 0;
    }
}

/* Returns the bytes before the first LF of a text. *n_ascii becomes how many of them are ASCII up to the
   first that is not, or up to AL_DUMP_WIDEST. */
static size_t find_lf(struct al_str text, size_t *n_ascii)
{
    size_t i = 0;
#ifdef __SSE2__
    for (; i < AL_DUMP_WIDEST && text.n - i >= 16; i += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(text.p + i));
        unsigned lf = al_sixteen_bits(_mm_cmpeq_epi8(v, _mm_set1_epi8('\n')));
        unsigned found = lf | al_sixteen_bits(v);
        if (!found)
            continue;
        i += (size_t)__builtin_ctz(found);
        *n_ascii = i;
        if (text.p[i] == '\n')
            return i;
        break;
    }
#endif
    const char *nl = memchr(text.p + i, '\n', text.n - i);
    size_t n = nl ? (size_t)(nl - text.p) : text.n;
    *n_ascii = i + (n < AL_DUMP_WIDEST ? al_ascii_prefix(text.p + i, n - i) : 0);
    return n;
}

/* Sets *n to the bytes before the line end and returns the bytes of the end. *n_ascii as above. */
static size_t find_end(const struct al_dump_lines *lines, size_t *n, size_t *n_ascii)
{
    const char *p = lines->rest.p, *end = p + lines->rest.n;
    *n_ascii = 0;
    if (!lines->has_rare_ends) {
        *n = find_lf(lines->rest, n_ascii);
        return *n < lines->rest.n;
    }
    size_t length = 0;
    while (p < end && !(length = line_end(p, end)))
        p++;
    *n = (size_t)(p - lines->rest.p);
    return length;
}

/* Bullets that renderers put before list items; each stands before a space. The letters and signs of the
   deeper lists of lynx count only where its indents have them. */
static bool is_bullet(uint32_t cp, unsigned indent, bool dashes)
{
    switch (cp) {
    case 'o':
    case '#':
    case '@':
    case '=':
        return indent >= 10;
    case '-':
        return dashes;
    default:
        return al_is_bullet(cp);
    }
}

static unsigned add_column(unsigned column, uint32_t cp)
{
    column += cp == '\t' ? 8 - column % 8 : cp == 0x3000 ? 2 : 1;
    return column > UINT16_MAX ? UINT16_MAX : column;
}

static const char *skip_space(const char *p, const char *end, unsigned *column)
{
    while (p < end) {
        uint32_t cp;
        size_t n = al_utf8_decode(p, end, &cp);
        if (!(al_class(cp) & AL_C_SPACE))
            break;
        *column = add_column(*column, cp);
        p += n;
    }
    return p;
}

static const char *trim_end(const char *p, const char *end)
{
    while (end > p) {
        const char *q = al_utf8_prev(p, end);
        uint32_t cp;
        al_utf8_decode(q, end, &cp);
        if (!(al_class(cp) & AL_C_SPACE))
            break;
        end = q;
    }
    return end;
}

/* Columns of "1. " or "12) " at the start of an item that is numbered. */
static uint16_t number_columns(struct al_str text)
{
    size_t n = 0;
    while (n < text.n && n < 4 && al_ascii_digit((unsigned char)text.p[n]))
        n++;
    bool dot = n && n < 4 && n + 2 < text.n && (text.p[n] == '.' || text.p[n] == ')') && text.p[n + 1] == ' ';
    if (!dot)
        return 0;
    while (++n < text.n && text.p[n] == ' ')
        ;
    return (uint16_t)(n < 16 ? n : 0);
}

/* Most lines begin with a letter and end with a printed character: nothing is to be taken off these. */
static bool is_bare(struct al_str text)
{
    return text.n && al_ascii_alpha((unsigned char)text.p[0]) && (unsigned char)text.p[text.n - 1] > ' ' &&
           (unsigned char)text.p[text.n - 1] <= '~';
}

static void find_text(struct al_dump_line *line, bool dashes)
{
    const char *p = line->text.p, *end = p + line->text.n;
    unsigned column = 0;
    if (is_bare(line->text))
        return;
    p = skip_space(p, end, &column);
    end = trim_end(p, end);
    line->indent = (uint16_t)column;
    uint32_t cp;
    size_t n = p < end ? al_utf8_decode(p, end, &cp) : 0;
    while (n && is_bullet(cp, column, dashes) && p + n < end && p[n] == ' ') {
        column = add_column(column, cp);
        p = skip_space(p + n, end, &column);
        n = al_utf8_decode(p, end, &cp);
    }
    line->column = (uint16_t)column;
    line->text = al_str(p, (size_t)(end - p));
    line->hang = number_columns(line->text);
}

bool al_dump_lines_parse(struct al_dump_lines *lines, struct al_dump_line *line)
{
    if (!lines->rest.n)
        return false;
    size_t n, n_ascii;
    size_t whole = find_end(lines, &n, &n_ascii);
    whole += n;
    uint32_t start = (uint32_t)(lines->rest.p - lines->text.p);
    *line =
        (struct al_dump_line){.text = {lines->rest.p, n}, .start = start, .end = (uint32_t)(start + whole)};
    lines->rest.p += whole;
    lines->rest.n -= whole;
    find_text(line, lines->has_dashes);
    size_t most = line->text.n < AL_DUMP_WIDEST ? line->text.n : AL_DUMP_WIDEST;
    bool is_ascii = (size_t)(line->text.p - lines->text.p) - start + most <= n_ascii;
    line->width = (uint16_t)(is_ascii ? most : al_dump_width(line->text, AL_DUMP_WIDEST));
    return true;
}

enum articlean_status al_dump_lines_keep(struct al_dump_lines *lines, struct al_dump_line **kept)
{
    enum { MOST = 16 * 1024 };
    struct al_dump_line line;
    size_t n = 0, cap = 0;
    *kept = NULL;
    while (n < MOST && al_dump_lines_parse(lines, &line)) {
        if (n == cap)
            TRY(al_grow((void **)kept, n, &cap, sizeof line));
        (*kept)[n++] = line;
    }
    lines->kept = *kept;
    lines->n_kept = n;
    return ARTICLEAN_OK;
}

/* Bytes of the character at p where its width shows by its first bytes, else 0: Latin, Greek and Cyrillic
   letters of one column, Han of two. */
static size_t plain_bytes(const char *p, const char *end, unsigned *width)
{
    unsigned char c = (unsigned char)*p, next = end - p > 1 ? (unsigned char)p[1] : 0;
    if (c >= 0xC2 && c <= 0xD1 && c != 0xCC && c != 0xCD && next >= 0x80) {
        *width = 1;
        return 2;
    }
    bool is_han = (c > 0xE4 || (c == 0xE4 && next >= 0xB8)) && (c < 0xE9 || (c == 0xE9 && next <= 0xBE));
    if (!is_han || end - p < 3)
        return 0;
    *width = 2;
    return 3;
}

unsigned al_dump_width(struct al_str text, unsigned max)
{
    unsigned width = (unsigned)al_ascii_prefix(text.p, text.n < max ? text.n : max);
    for (const char *p = text.p + width, *end = text.p + text.n; p < end && width < max;) {
        uint32_t cp;
        if ((unsigned char)*p < 0x80) {
            size_t left = (size_t)(end - p), most = left < max - width ? left : max - width;
            bool is_alone = left < 2 || (unsigned char)p[1] >= 0x80; /* as a space between words */
            unsigned n = is_alone ? 1 : (unsigned)al_ascii_prefix(p, most);
            p += n;
            width += n;
            continue;
        }
        unsigned columns;
        size_t n = plain_bytes(p, end, &columns);
        if (!n) {
            n = al_utf8_decode(p, end, &cp);
            columns = al_cp_width(cp);
        }
        p += n;
        width += columns;
    }
    return width < max ? width : max;
}

unsigned al_dump_first_width(struct al_str text)
{
    unsigned width = 0;
    for (const char *p = text.p, *end = p + text.n; p < end && *p != ' ' && width < 120;) {
        uint32_t cp;
        p += al_utf8_decode(p, end, &cp);
        if (al_class(cp) & (AL_C_WIDE | AL_C_UNSPACED))
            return width ? width : al_cp_width(cp);
        width += al_cp_width(cp);
    }
    return width;
}
