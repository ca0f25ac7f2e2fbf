/* What is true of a block's text, counted once in one pass over its code points. Knows no language, no
   neighbour and no element: the same facts for text dumps and for HTML. */
#ifndef AL_STRIP_FACTS_H
#define AL_STRIP_FACTS_H

#include "base/map.h"
#include "base/str.h"
#include "doc/doc.h"

/* Bits of al_fact.marks. */
enum {
    AL_M_ENDS_STOP = 1 << 0,     /* the last character, closing quotes and brackets aside, ends a sentence */
    AL_M_ENDS_COLON = 1 << 1,    /* : or its full-width form */
    AL_M_ENDS_QUESTION = 1 << 2, /* a question mark of any script */
    AL_M_ENDS_DOTS = 1 << 3,     /* ... or … */
    AL_M_STARTS_LOWER = 1 << 4,  /* first character is a letter that has case and is small */
    AL_M_STARTS_DIGIT = 1 << 5,
    AL_M_STARTS_BRACKET = 1 << 6,
    AL_M_DATE = 1 << 7,    /* three groups of digits joined by - / . or 年 月 */
    AL_M_TIME = 1 << 8,    /* two groups of digits joined by : */
    AL_M_URL = 1 << 9,     /* :// or www. or a letter, @ and a letter */
    AL_M_RIGHTS = 1 << 10, /* © or ® or (c) and a digit */
    AL_M_PRICE = 1 << 11,  /* a currency sign beside a digit */
    AL_M_NUMBER = 1 << 12, /* no letter but a digit */
    AL_M_QUOTED = 1 << 13  /* first character is an opening quote or a dash */
};

enum {
    AL_HEAD_TOKENS = 44, /* tokens of a block that are hashed from its beginning */
    AL_TAIL_TOKENS = 4,  /* and from its end */
    AL_MAX_TOKENS = AL_HEAD_TOKENS + AL_TAIL_TOKENS
};

/* The facts of one block. */
struct al_fact {
    float words;          /* words; 1.6 characters of Han and kana, or 5 of Thai and like scripts, are one */
    uint32_t size;        /* tokens as extraction is scored: words, and each character without spaces */
    uint32_t chars;       /* code points that are no white space */
    uint32_t wide;        /* Han and kana among them */
    uint32_t first_token; /* index into al_facts.tokens */
    uint32_t first;       /* the first block with the same text: all its facts are the same */
    uint32_t letters, upper, digits, punct;
    uint16_t n_tokens; /* hashed ones, at most AL_MAX_TOKENS */
    uint16_t caps;     /* words that begin with a capital */
    uint16_t stops;    /* sentence ends */
    uint16_t commas, separators;
    uint16_t marks;     /* AL_M_* */
    uint16_t own_words; /* words that are no number, spaces between them */
};

/* The facts of all blocks of a document; memory is kept from one document to the next. */
struct al_facts {
    struct al_fact *of; /* one a block */
    uint32_t
        *tokens; /* hashes of folded words and of pairs of characters; bit 0: long enough to tell topics */
    size_t n, cap;
    size_t n_tokens, cap_tokens;
    struct al_map equal; /* hash of text -> its first block */
};

/* A hashed number: all runs of digits are one token. */
enum { AL_TOKEN_NUMBER = 2 };

void al_facts_clear(struct al_facts *facts);
/* Counts the facts of all blocks of `doc` anew; blocks with equal texts share their tokens.
   ARTICLEAN_NO_MEMORY. */
enum articlean_status al_facts_count(struct al_facts *facts, const struct al_doc *doc);

#endif
