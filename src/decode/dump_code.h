/* Code in a text dump that is not Markdown: told by its signs, so that it keeps its lines and indentation. */
#ifndef AL_DECODE_DUMP_CODE_H
#define AL_DECODE_DUMP_CODE_H

#include "dump_line.h"

enum { AL_DUMP_AHEAD = 16 }; /* lines; those that more than one run may begin with are fewer */

/* A line and the signs of code in it. */
struct al_dump_reading {
    struct al_dump_line line;
    unsigned points;
    bool stops;              /* prose or a list item: no run of code goes over it */
    bool is_read, is_judged; /* `stops` is settled */
};

/* Reads lines one by one and looks ahead; each line is parsed and its signs are counted once. */
struct al_dump_code {
    struct al_dump_lines lines;                  /* after those in the queue */
    struct al_dump_reading queue[AL_DUMP_AHEAD]; /* a ring */
    size_t first, n;                             /* of the queue */
    uint32_t end;                                /* offset after the last run of code found */
    uint32_t settled; /* up to here no further run begins: keeps the search linear */
};

/* Prepares to go on where `lines` stand. */
void al_dump_code_init(struct al_dump_code *code, struct al_dump_lines lines);
/* Takes the next line and tells whether it belongs to a run of code. False at the end of the text. */
bool al_dump_code_next(struct al_dump_code *code, struct al_dump_line *line, bool *has_code);

#endif
