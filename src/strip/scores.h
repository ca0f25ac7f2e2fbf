/* What the words of a block and the class names around it say: scores from trained tables, one vote a site.
   A table maps hashes to log odds; no word and no name is stored. */
#ifndef AL_STRIP_SCORES_H
#define AL_STRIP_SCORES_H

#include "facts.h"

/* Open addressing over 2^bits slots: a key's low bits are its first slot, its high 16 bits tell it from
 * others. */
struct al_table {
    const uint16_t *checks; /* 0: a free slot */
    const int8_t *scores;
    unsigned bits; /* 8..16; 0: an empty table */
};

/* A score of 1 in the table is 1/AL_SCORE_UNIT of log odds. */
enum { AL_SCORE_UNIT = 32 };

/* What a token was met as; the same token scores apart on each level. */
enum al_level {
    AL_WORD,       /* one of the first or last words */
    AL_WHOLE,      /* all words of a short block */
    AL_LABEL,      /* a word of the heading or short line before */
    AL_PAIR,       /* two words that follow each other near the beginning, and the last two */
    AL_CLASS_OWN,  /* a class name of the block's own element */
    AL_CLASS_NEAR, /* of its parent and grandparent */
    AL_CLASS_FAR,  /* of any other ancestor */
    AL_N_LEVELS
};

/* Sum, greatest and least score of the known tokens of one level; 0 when none is known. */
struct al_score {
    float sum, max, min;
};

/* The scores of a block's words. */
struct al_word_score {
    struct al_score word, pair, label;
    float whole;
};

/* The scores of class names at an element, ready for its blocks and descendants. */
struct al_class_score {
    struct al_score own, near, far; /* `far` includes all ancestors */
};

enum { AL_MAX_NAMES = 16 }; /* tokens of one element's names that count */

/* What the names of an element say wherever it stands. */
struct al_names_score {
    struct al_score own, near;
    float far[AL_MAX_NAMES]; /* of the n_far names known on that level, in their order */
    uint32_t n_far;
};

/* The key of a token on a level. */
static inline uint32_t al_score_key(uint32_t token, enum al_level level)
{
    uint32_t k = (token ^ ((uint32_t)level + 1) * 0x9E3779B1u) * 0x85EBCA6Bu;
    return k ^ k >> 15;
}

/* Looks a key up; false when the table does not have it. */
static inline bool al_table_find(const struct al_table *t, uint32_t key, float *score)
{
    if (!t->bits)
        return false;
    uint32_t mask = (1u << t->bits) - 1;
    uint16_t check = (uint16_t)(key >> 16);
    for (uint32_t i = key & mask; t->checks[i]; i = (i + 1) & mask)
        if (t->checks[i] == check) {
            *score = (float)t->scores[i] / AL_SCORE_UNIT;
            return true;
        }
    return false;
}

typedef void al_token_fn(uint32_t key, enum al_level level, void *context);

/* Calls `fn` for each word token of block i; `label` is the block whose words are its label, UINT32_MAX for
   none. */
void al_words_each(const struct al_facts *facts, size_t i, uint32_t label, al_token_fn *fn, void *context);
/* Scores the words of block i, but for its label. */
void al_words_score(const struct al_facts *facts, size_t i, const struct al_table *table,
                    struct al_word_score *out);
/* Scores the words of block i as the label of those that follow. */
void al_label_score(const struct al_facts *facts, size_t i, const struct al_table *table,
                    struct al_score *out);

/* Hashes the names of an element: each name with its digits as one mark, and its parts between - and _ and at
   a change from small to capital. Returns how many, at most AL_MAX_NAMES. */
size_t al_class_tokens(struct al_str names, uint32_t out[AL_MAX_NAMES]);
/* Looks an element's names up. */
void al_names_look_up(struct al_str names, const struct al_table *table, struct al_names_score *out);
/* Scores an element by what its names say; `parent` is the score of its parent, NULL for the root. */
void al_class_score(const struct al_names_score *names, const struct al_class_score *parent,
                    struct al_class_score *out);
/* The score of two sets of tokens taken together. */
struct al_score al_score_join(struct al_score a, struct al_score b);

#endif
