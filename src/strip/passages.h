/* The page cut into passages: prose in a row with little between, the openings of articles (a headline, then
   a date or byline, then prose), and which words of a block other prose of the page uses. */
#ifndef AL_STRIP_PASSAGES_H
#define AL_STRIP_PASSAGES_H

#include "nearby.h"

/* One block among the passages. */
struct al_passage {
    float words;        /* of prose in its passage, 0 between passages */
    float shared;       /* share of its long words that other prose uses, -1 when it has none */
    float worst_hint;   /* least hint since the headline */
    uint32_t worst_at;  /* the block that has it */
    uint32_t number;    /* passages before */
    uint32_t openings;  /* openings after the first prose up to it */
    uint32_t opened_at; /* the last of them, UINT32_MAX for none */
};

struct al_passages {
    struct al_passage *of; /* one a block */
    size_t cap;
    uint64_t *once, *twice; /* bits: hashes of long words that one block of prose uses, that two do */
    float longest;          /* words of prose in the longest passage */
    uint32_t n;             /* passages */
};

void al_passages_clear(struct al_passages *passages);
/* Fills everything for `doc`; memory is kept from one document to the next. ARTICLEAN_NO_MEMORY. */
enum articlean_status al_passages_fill(struct al_passages *passages, const struct al_doc *doc,
                                       const struct al_facts *facts, const struct al_nearby *nearby);

#endif
