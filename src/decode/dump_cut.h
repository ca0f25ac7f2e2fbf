/* Cuts a page that lost its line ends: pieces at sentence ends and where chrome is set apart. */
#ifndef AL_DECODE_DUMP_CUT_H
#define AL_DECODE_DUMP_CUT_H

#include "dump_line.h"

#include <stdbool.h>

/* Tells whether nearly all of the document is in a few giant lines, or all in one that shows a menu. */
bool al_dump_cut_detect(struct al_dump_lines lines);

/* The menu that the last pieces make up; all zero before the first. */
struct al_dump_menu {
    unsigned n;     /* entries */
    unsigned words; /* of its longest entry */
};

/* Returns the bytes of the first piece of `line`, the white space after it included, and sets *n_text to
   those without. A piece has at least `min_columns`, which bounds how many a line gives. `menu` goes along
   from piece to piece. */
size_t al_dump_cut_piece(struct al_str line, unsigned min_columns, struct al_dump_menu *menu, size_t *n_text);

#endif
