/* What a block is among the others of its page: prose around it, its label, the page's vocabulary, title and
   densest stretch. The same for text dumps and for HTML; knows no element. */
#ifndef AL_STRIP_NEARBY_H
#define AL_STRIP_NEARBY_H

#include "columns.h"
#include "facts.h"
#include "scores.h"

enum { AL_SHORT_WORDS = 9 /* a block of at most so many words is short */ };

/* The page's blocks, in columns, and the page as a whole. */
struct al_nearby {
#define SUM(name) double *name;
#define EDGED(name, none) float *name;
#define COLUMN(type, name) type *name;
#include "nearby.def"
#undef SUM
#undef EDGED
#undef COLUMN
    size_t n;
    void *room;          /* all columns */
    size_t cap;          /* values of each */
    uint64_t *core_bits; /* hashes of words that prose uses */
    uint64_t *data_bits; /* hashes of pairs of words of the JSON-LD */
    bool has_data;
    double all_words, all_prose, link_words;
    double wide;                   /* characters */
    float longest;                 /* words of the longest block */
    uint32_t stretch, stretch_end; /* the densest stretch of blocks, end after the last */
    uint32_t title_block;          /* likeliest headline, UINT32_MAX for none */
    uint32_t n_headings, n_level_1;
};

void al_nearby_clear(struct al_nearby *nearby);
/* Fills everything for `doc`. `words` is the table of word scores. */
enum articlean_status al_nearby_fill(struct al_nearby *nearby, const struct al_doc *doc,
                                     const struct al_facts *facts, const struct al_table *words);
/* The label of block i, told from the facts alone: as al_nearby.label, for whoever makes the tables. */
uint32_t al_nearby_label(const struct al_doc *doc, const struct al_facts *facts, size_t i, uint32_t label);

#endif
