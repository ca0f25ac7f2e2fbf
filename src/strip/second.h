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
    const float *p; /* a probability a block */
    struct al_course course;
    struct al_mass *before; /* n + 1: over the blocks before each */
    struct al_mass *groups; /* over the blocks of each path and shape, and those in each group of siblings */
    struct al_mass *boxes;  /* over the blocks in each element */
    float page_cut, page_expected;
    size_t at;           /* the next block */
    uint32_t since_kept; /* as of that */
    uint32_t *to_kept; /* blocks to the next with p of a half or more, and blocks in a row from there back */
    uint32_t *run;
};

/* Prepares the second look; p must stay. Memory is the arena's. ARTICLEAN_NO_MEMORY. */
enum articlean_status al_second_begin(struct al_second *second, const struct al_view *view, const float *p,
                                      struct al_arena *arena);
/* Writes AL_N_SECOND columns for the next AL_ROWS blocks or what is left. Returns how many. */
unsigned al_second_next(struct al_second *second, al_column *columns);

#endif
