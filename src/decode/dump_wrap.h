/* Hard-wrapped text: whether a document was wrapped, at which column, and how two of its lines are joined. */
#ifndef AL_DECODE_DUMP_WRAP_H
#define AL_DECODE_DUMP_WRAP_H

#include "base/buf.h"
#include "base/map.h"
#include "dump_line.h"

struct al_dump_wrap {
    unsigned wall;       /* columns that no wrapped line exceeds; 0: the document is not wrapped */
    struct al_map words; /* hashes of the folded words of the document, filled when first needed */
    bool has_words;
};

/* Judges the document by its line lengths: a wall, lines that stop only because the next word would have
   crossed it, sentences that run on over line ends. `markdown` tells that it has Markdown marks. Allocates
   nothing. */
void al_dump_wrap_measure(struct al_dump_wrap *wrap, struct al_dump_lines lines, bool markdown);
/* Tells whether `next` goes on with the paragraph that `line` is part of. */
bool al_dump_wrap_joins(const struct al_dump_wrap *wrap, const struct al_dump_line *line,
                        const struct al_dump_line *next);
/* Appends `next` to a paragraph: a space between words, nothing between characters of scripts without spaces,
   the hyphen of a line end dropped where the whole word stands elsewhere in `text`. */
enum articlean_status al_dump_wrap_append(struct al_dump_wrap *wrap, struct al_buf *paragraph,
                                          struct al_str next, struct al_str text);
void al_dump_wrap_clear(struct al_dump_wrap *wrap);

#endif
