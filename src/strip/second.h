/* A second look at each block, once all blocks have a probability: what the model thinks of those around it,
   of its like and of the page. */
#ifndef AL_STRIP_SECOND_H
#define AL_STRIP_SECOND_H

#include "course.h"

enum al_second_feature {
#define SECOND(name, text) AL_Y_##name,
#include "second.def"
#undef SECOND
    AL_N_SECOND
};
extern const struct al_feature_info al_second_infos[AL_N_SECOND];

struct al_second {
    struct al_view view;
    struct al_course course;
    struct al_mass *groups; /* over the blocks of each path and shape, and those in each group of siblings */
    struct al_mass *boxes;  /* over the blocks in each element */
    float page_cut, page_expected;
    size_t at; /* the next block */
    /* Columns of the page: one value a block. */
    double *before_p, *before_w; /* sums as in al_mass over the blocks before each; [n]: over all */
    double *weight;              /* of p in sums */
    float *p;                    /* -1 where there is no block */
    float *since_kept, *to_kept,
        *run; /* blocks since and to one with p of a half or more; in a row of these */
};

/* Prepares the second look; p must stay. Memory is the arena's. ARTICLEAN_NO_MEMORY. */
enum articlean_status al_second_begin(struct al_second *second, const struct al_view *view, const float *p,
                                      struct al_arena *arena);
/* Writes AL_N_SECOND columns for the next AL_ROWS blocks or what is left. Returns how many. */
unsigned al_second_next(struct al_second *second, al_column *columns);

#endif
