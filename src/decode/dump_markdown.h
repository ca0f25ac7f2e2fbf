/* Markdown marks in a text dump: whether a document has them, and what a line is without them. */
#ifndef AL_DECODE_DUMP_MARKDOWN_H
#define AL_DECODE_DUMP_MARKDOWN_H

#include "base/buf.h"
#include "dump_line.h"

#include <articlean/document.h>

/* Tells whether the document is written in Markdown: headings set apart by empty lines, fences, links, bold.
 */
bool al_markdown_detect(struct al_dump_lines lines);

struct al_markdown {
    char fence; /* of the open code block: '`' or '~', 0 outside */
    size_t fence_length;
    bool is_code_indented; /* the last line that was not blank was indented code */
};

enum al_markdown_line {
    AL_MD_TEXT,    /* paragraph or item, as the line itself shows */
    AL_MD_HEADING, /* *level is set */
    AL_MD_QUOTE,
    AL_MD_CODE, /* line->text has its indentation back */
    AL_MD_ROW,
    AL_MD_MARKUP /* nothing to print: a fence, a rule, the line under a table's head */
};

/* Takes the marks off a line's start. `raw` is the whole line without its end; `blank_before` tells of an
   empty line before it; `in_list` that an item is open. */
enum al_markdown_line al_markdown_line(struct al_markdown *md, struct al_dump_line *line, struct al_str raw,
                                       bool blank_before, bool in_list, int *level);

struct al_markdown_marks {
    uint32_t link_bytes, n_links, n_images, n_bold_bytes;
};

/* Tells whether `text` holds a character that may be an inline mark. */
bool al_markdown_has_marks(struct al_str text);
/* Appends `text` without inline marks: links give their text, images nothing, emphasis its inside. */
enum articlean_status al_markdown_inline(struct al_buf *out, struct al_str text,
                                         struct al_markdown_marks *marks);

#endif
