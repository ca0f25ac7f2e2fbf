/* Code in a text dump that is not Markdown: told by its signs, so that it keeps its lines and indentation. */
#ifndef AL_DECODE_DUMP_CODE_H
#define AL_DECODE_DUMP_CODE_H

#include "dump_line.h"

struct al_dump_code {
    uint32_t end;     /* offset after the last run of code found */
    uint32_t settled; /* up to here no further run begins: keeps the search linear */
};

/* Tells whether `line` belongs to a run of code. `after` reads the lines after it and is not moved. */
bool al_dump_code_has(struct al_dump_code *code, const struct al_dump_line *line,
                      const struct al_dump_lines *after);

#endif
