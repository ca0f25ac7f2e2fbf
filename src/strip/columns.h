/* Rows of features are made and asked so many at a time, with one value of all of them side by side. */
#ifndef AL_STRIP_COLUMNS_H
#define AL_STRIP_COLUMNS_H

enum { AL_ROWS = 32 };

/* One feature of as many blocks, in their order. */
typedef float al_column[AL_ROWS];

#endif
