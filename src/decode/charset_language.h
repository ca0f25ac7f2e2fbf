/* What is known of languages: how their letters follow one another, and how frequent their characters are.
   Generated at build time by tables/makelanguages.c. Costs are negative log-probabilities in steps of 1/6
   nat. */
#ifndef AL_DECODE_CHARSET_LANGUAGE_H
#define AL_DECODE_CHARSET_LANGUAGE_H

#include <stdbool.h>
#include <stdint.h>

enum { AL_NAT = 6 }; /* steps */

/* A single-byte code page read as one language. Classes of bytes: 0 between words, 1 ASCII letter that is
   none of the language, 2 another letter that is none, then its letters without case. */
struct al_reading {
    const char *encoding, *language;
    const int8_t
        *costs; /* [first class][second class]; below 0 where a pair of ASCII speaks for the language */
    const uint8_t *classes;  /* of each byte */
    const uint8_t *emission; /* cost of each byte among its class */
    const uint8_t
        *casing; /* of each byte: 0 none, 1 lower, 2 upper; 3 a symbol that is not found inside words */
    uint8_t n_classes;
    uint8_t prior; /* cost */
    bool is_latin, is_ebcdic;
};

extern const struct al_reading al_readings[];
extern const unsigned al_n_readings;

/* Of U+2000..U+FFFF: four bits each for simplified and traditional Chinese, Japanese, Korean, lowest first;
   k is a cost of 2.5 + 0.85 k nats, 15 is unknown. */
extern const uint16_t al_frequency[];

enum al_cjk_language { AL_CJK_HANS, AL_CJK_HANT, AL_CJK_JA, AL_CJK_KO };

#endif
