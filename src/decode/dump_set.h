/* Text set as this program sets it: paragraphs flush left, an empty line between blocks. What is indented
   there is code, whether or not it has signs of it, so that cleaned text stays as it is when it is cleaned
   again. */
#ifndef AL_DECODE_DUMP_SET_H
#define AL_DECODE_DUMP_SET_H

#include "dump_line.h"

struct al_dump_set {
    bool is_set;        /* the whole text is */
    bool is_code;       /* the run of lines read last has indented lines and is mostly ASCII */
    uint32_t end;       /* offset after that run, in the document's text */
    struct al_str text; /* of the document, borrowed */
};

/* Looks at all lines of a document; stops at the first that speaks against it. */
void al_dump_set_measure(struct al_dump_set *set, struct al_dump_lines lines);
/* Tells whether `line` belongs to a run of indented code; the lines must be asked for in their order. */
bool al_dump_set_is_code(struct al_dump_set *set, const struct al_dump_line *line);

#endif
