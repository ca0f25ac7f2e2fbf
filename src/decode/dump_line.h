/* The lines of a text dump: any line ending, indent, bullet and display width. Knows no blocks. */
#ifndef AL_DECODE_DUMP_LINE_H
#define AL_DECODE_DUMP_LINE_H

#include "base/str.h"

#include <articlean/status.h>
#include <stdbool.h>
#include <stdint.h>

enum { AL_DUMP_WIDEST = 1024 };

struct al_dump_line {
    struct al_str text;  /* without indent, bullet and trailing space; empty for a blank line */
    uint32_t start, end; /* the whole line with its end, offsets into the document's text */
    uint16_t indent;     /* columns before the bullet, or before the text when there is none */
    uint16_t column;     /* column of the text: `indent` plus what the bullet takes */
    uint16_t hang;       /* columns of a number like "1. " that the text begins with, 0 when there is none */
    uint16_t width;      /* columns of the text, at most AL_DUMP_WIDEST */
};

struct al_dump_lines {
    struct al_str text; /* the document's */
    struct al_str rest; /* of the text, after the lines that are kept */
    const struct al_dump_line *kept;
    size_t n_kept;
    bool has_rare_ends; /* some line ends in other ways than LF */
    bool has_dashes;    /* "- " is a bullet too, set by the caller */
};

/* Prepares to read the lines of `text` (UTF-8), which must outlive the lines. */
void al_dump_lines_init(struct al_dump_lines *lines, struct al_str text);
/* Parses the first lines, at most some thousand, into a new array for those who read them more than once; the
   caller frees it, after a failure too. */
enum articlean_status al_dump_lines_keep(struct al_dump_lines *lines, struct al_dump_line **kept);
/* Part of the function below, for lines that are not kept. */
bool al_dump_lines_parse(struct al_dump_lines *lines, struct al_dump_line *line);

/* Takes the next line: LF, CR, CRLF, VT, FF, NEL, U+2028 and U+2029 end one. False at the end of the text. */
static inline bool al_dump_lines_next(struct al_dump_lines *lines, struct al_dump_line *line)
{
    if (!lines->n_kept)
        return al_dump_lines_parse(lines, line);
    lines->n_kept--;
    *line = *lines->kept++;
    return true;
}

/* Returns the columns that `text` takes on a terminal, counting at most `max`. */
unsigned al_dump_width(struct al_str text, unsigned max);
/* Returns the columns of the first part of `text` that a renderer would not break: a word, or one character
   of a script without spaces. */
unsigned al_dump_first_width(struct al_str text);

#endif
