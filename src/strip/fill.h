/* What fills columns of features: shared by what fills those of any block and those that only HTML has. */
#ifndef AL_STRIP_FILL_H
#define AL_STRIP_FILL_H

#include "features.h"

#include <string.h>

/* A column; it is filled to the end, and what lies behind the last block means nothing. */
#define X(name) to[AL_X_##name]

/* Of one of the page's values. */
#define P(name) page[AL_X_##name]

/* Takes a column of al_nearby, of the blocks so far behind the rows'. */
#define TAKE(name, column, behind) memcpy(X(name), y->column + first + (behind), sizeof(al_column))

static inline float share(double part, double whole)
{
    return whole > 0 ? (float)(part / whole) : 0;
}

static inline float cap(float v, float most)
{
    return v < most ? v : most;
}

/* Bits as columns of 0 and 1. */
struct al_flag_column {
    uint32_t bit;
    enum al_feature column;
};

static inline void al_fill_flags(const struct al_flag_column *flags, size_t n, const int32_t *bits,
                                 al_column *to)
{
    for (size_t k = 0; k < n; k++) {
        float *out = to[flags[k].column];
        int32_t bit = (int32_t)flags[k].bit;
        for (size_t r = 0; r < AL_ROWS; r++)
            out[r] = (bits[r] & bit) != 0;
    }
}

/* Fills the columns that only HTML has, for n blocks from `first` on. */
void al_fill_html(const struct al_view *view, size_t first, size_t n, al_column *to);
/* Fills the columns that are the same for all blocks of an HTML page. */
void al_fill_page_html(const struct al_view *view, float *page);

#endif
