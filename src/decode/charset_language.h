/* What is known of languages: how their letters follow one another, and how frequent their characters are.
   Generated at build time by tables/makelanguages.c. Costs are negative log-probabilities in steps of 1/6
   nat. */
#ifndef AL_DECODE_CHARSET_LANGUAGE_H
#define AL_DECODE_CHARSET_LANGUAGE_H

#include <stdbool.h>
#include <stdint.h>

enum { AL_NAT = 6 }; /* steps */

/* How a character stands beside letters. A symbol touches none, an opener none before it, a closer none after
   it, a joiner any; so does an apostrophe, in some languages. Digits and ASCII signs are AL_NO_LETTER. */
enum al_letter_kind {
    AL_NO_LETTER,
    AL_LOWER,
    AL_UPPER,
    AL_CASELESS,
    AL_SYMBOL,
    AL_OPENER,
    AL_CLOSER,
    AL_JOINER,
    AL_APOSTROPHE,
    AL_N_LETTER_KINDS
};

/* A single-byte code page read as one language. Classes of bytes: 0 between words, 1 ASCII letter that is
   none of the language, 2 another letter that is none, then its letters without case. */
struct al_reading {
    const char *encoding, *language;
    /* [first class][second class]; pairs that a Latin alphabet shares with all others are relative to the
       mean of languages, thus below 0 where they speak for this one. */
    const int8_t *costs;
    const uint8_t *classes;  /* of each byte */
    const uint8_t *emission; /* cost of each byte among its class */
    const uint8_t *kinds;    /* of each byte: enum al_letter_kind */
    uint8_t n_classes;
    uint8_t prior;      /* cost */
    uint8_t apostrophe; /* cost of one inside a word */
    bool is_latin, is_ebcdic;
};

extern const struct al_reading al_readings[];
extern const unsigned al_n_readings;

/* Of U+2000..U+FFFF: four bits each for simplified and traditional Chinese, Japanese, Korean, lowest first;
   k is a cost of 2.5 + 0.85 k nats, 15 is unknown. */
extern const uint16_t al_frequency[];

enum al_cjk_language { AL_CJK_HANS, AL_CJK_HANT, AL_CJK_JA, AL_CJK_KO };

#endif
