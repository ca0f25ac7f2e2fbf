/* The one feature set of blocks, for text dumps and for HTML: what the trees ask. Each is named and told in
   features.def; a few rows are made at a time, so memory does not grow with features times blocks. */
#ifndef AL_STRIP_FEATURES_H
#define AL_STRIP_FEATURES_H

#include "boxes.h"
#include "columns.h"

enum al_feature {
#define FEATURE(name, text) AL_X_##name,
#include "features.def"
#undef FEATURE
    AL_N_FEATURES,
    AL_N_TEXT_FEATURES = AL_X_in_nav /* those that a text dump has */
};

struct al_feature_info {
    const char *name, *text;
};
extern const struct al_feature_info al_feature_infos[AL_N_FEATURES];

/* A document with all that was counted about it. */
struct al_view {
    const struct al_doc *doc;
    const struct al_facts *facts;
    const struct al_nearby *nearby;
    const struct al_boxes *boxes; /* n is 0 for a text dump */
};

/* Goes through the blocks in order. */
struct al_cursor {
    struct al_view view;
    size_t at;         /* the next block */
    float since_prose; /* blocks */
    float worst;       /* least score of a short block since the headline */
    size_t worst_at;
    uint32_t dates;
    float page[AL_N_FEATURES]; /* the columns that are the same for all blocks */
};

void al_features_begin(struct al_cursor *cursor, const struct al_view *view);
/* Writes AL_N_FEATURES columns, or AL_N_TEXT_FEATURES of a text dump, for the next AL_ROWS blocks or what is
   left. Returns how many. */
unsigned al_features_next(struct al_cursor *cursor, al_column *columns);

#endif
