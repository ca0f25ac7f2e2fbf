/* What a block is among the others of its page: prose around it, its label, the page's vocabulary, title and
   densest stretch. The same for text dumps and for HTML; knows no element. */
#ifndef AL_STRIP_NEARBY_H
#define AL_STRIP_NEARBY_H

#include "base/map.h"
#include "facts.h"
#include "scores.h"

/* One block among its neighbours. Sums are over the blocks before it. */
struct al_near {
    double words_before, prose_before;
    double sum_prose, sum_link, sum_words, sum_score, sum_stop, sum_date,
        sum_core; /* windows are means of these */
    struct al_word_score own;
    float score;                 /* all word scores of the block, its label's aside */
    float prose;                 /* its words when it is prose, else 0 */
    float link;                  /* share of its bytes in links */
    float log_words;             /* log(1 + words) */
    float to_prose;              /* blocks to the next prose after it, at most 60 */
    float title_in, title_cover; /* share of its words in the title, of the title's words in it */
    float head_in, head_cover;   /* the same for the headings of level 1 */
    float about_in, about_cover; /* the same for the description of the page's head */
    float data_pairs;            /* share of its pairs of words that the page's JSON-LD has */
    float core, core_long;       /* share of its words, of its long words, that the page's prose uses */
    uint32_t label;              /* the heading or short line before it, UINT32_MAX for none */
    uint32_t repeats;            /* blocks of the page with the same text */
    uint32_t first;              /* the first of them */
    uint32_t run_short;          /* short blocks in a row around it, itself among them; 0 when it is long */
    uint8_t shape;               /* length, date and end, roughly; equal for blocks that look alike */
};

/* The page as a whole, and its blocks. */
struct al_nearby {
    struct al_near *of; /* n + 1: the last one holds the sums over all */
    size_t n, cap;
    struct al_map equal; /* hash of text -> its first block */
    uint64_t *core;      /* bits: hashes of words that prose uses */
    uint64_t *data;      /* bits: hashes of pairs of words of the JSON-LD */
    bool has_data;
    double words, prose, link_words;
    double wide;                   /* characters */
    float longest;                 /* words of the longest block */
    uint32_t n_prose;              /* blocks */
    uint32_t stretch, stretch_end; /* the densest stretch of blocks, end after the last */
    uint32_t title_block;          /* likeliest headline, UINT32_MAX for none */
    uint32_t n_headings, n_level_1;
};

void al_nearby_clear(struct al_nearby *nearby);
/* Fills everything for `doc`. `words` is the table of word scores. */
enum articlean_status al_nearby_fill(struct al_nearby *nearby, const struct al_doc *doc,
                                     const struct al_facts *facts, const struct al_table *words);
/* The label of block i, told from the facts alone: as al_near.label, for whoever makes the tables. */
uint32_t al_nearby_label(const struct al_doc *doc, const struct al_facts *facts, size_t i, uint32_t label);

#endif
