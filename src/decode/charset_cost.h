/* What a sample costs when it is read in one encoding: negative log-probabilities in steps of 1/6 nat. */
#ifndef AL_DECODE_CHARSET_COST_H
#define AL_DECODE_CHARSET_COST_H

#include "charset_language.h"
#include "charset_sample.h"

/* A multi-byte encoding read as one language. */
struct al_cjk_reading {
    const char *encoding;
    /* Reads the character at p < end and returns its length; *cp is 0 when there is none. */
    size_t (*next)(const unsigned char *p, const unsigned char *end, uint32_t *cp);
    enum al_cjk_language language;
    int prior; /* cost */
};

extern const struct al_cjk_reading al_cjk_readings[];
extern const unsigned al_n_cjk_readings;

/* The cost of bytes [*from, to) of the sample, each pair with the byte before it; *from becomes the place to
   go on from, which may lie a little after `to` when a character ends there. */
int al_cost_single(const struct al_reading *r, const struct al_charset_sample *s, size_t *from, size_t to);
int al_cost_cjk(const struct al_cjk_reading *r, const struct al_charset_sample *s, size_t *from, size_t to);

/* The cost of one character in a text of a language; 0 is a sequence that is none. */
int al_cost_character(uint32_t cp, enum al_cjk_language language);

#endif
