/* The elements of an HTML page as boxes of text: sums over what they hold, like siblings, equal paths, and
   the boxes that hold most of the prose. Empty for a text dump. */
#ifndef AL_STRIP_BOXES_H
#define AL_STRIP_BOXES_H

#include "nearby.h"

/* Boxes that a block's distance is measured to. */
enum al_main {
    AL_MAIN_BEST, /* most prose in paragraphs right below it (after Readability) */
    AL_MAIN_60,   /* the deepest that holds 60 % of the page's prose */
    AL_MAIN_90,   /* 90 % */
    AL_N_MAIN
};

/* Sums over boxes or blocks that are alike. */
struct al_group {
    double words, link, prose, squares; /* squares: of the words of each */
    uint32_t n;
};

struct al_box {
    double words, link, prose, commas; /* of all blocks in it */
    uint32_t n;                        /* blocks */
    uint32_t siblings;                 /* group of like siblings */
    uint32_t path;                     /* group of its blocks by path; UINT32_MAX without blocks of its own */
    uint32_t shape;                    /* group of its blocks by tag and names of it and its parent */
    uint32_t repeat;                   /* group of siblings it repeats in, UINT32_MAX for none */
    uint32_t ordinal;                  /* like siblings with text before it */
    uint32_t repeat_index;             /* of the sibling it is in, of those it repeats in */
    uint8_t repeat_level, n_repeats;   /* levels up to it, how many such levels */
    bool in[AL_N_MAIN];
    uint16_t shared[AL_N_MAIN]; /* depth of the deepest box that it and the main box are both in */
    struct al_class_score names;
};

struct al_boxes {
    struct al_box *of;             /* one an element */
    struct al_names_score *scores; /* one an element, set for the first of all alike */
    size_t n, cap;
    struct al_group *groups; /* siblings, paths and shapes */
    size_t n_groups, cap_groups;
    struct al_map ids; /* hash -> group */
    uint32_t main[AL_N_MAIN];
};

void al_boxes_clear(struct al_boxes *boxes);
/* Fills everything for `doc`. `classes` is the table of class-name scores. */
enum articlean_status al_boxes_fill(struct al_boxes *boxes, const struct al_doc *doc,
                                    const struct al_facts *facts, const struct al_nearby *nearby,
                                    const struct al_table *classes);

#endif
