/* Tables: the cells of a row become one block where the table holds data, and stay blocks where it only makes
   the layout. */
#ifndef AL_DECODE_ROWS_H
#define AL_DECODE_ROWS_H

#include "doc/doc.h"

/* Joins the blocks of each row of each data table to one of kind ROW with text "a | b". A table holds data
   when it has two rows of two cells at least, and when seven of ten such rows have short cells without
   headings, code or tables inside. */
enum articlean_status al_rows_join(struct al_doc *doc);

#endif
