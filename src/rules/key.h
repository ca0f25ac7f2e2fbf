/* What rules see of a folded block: its key without list bullets and closing marks, and its weight. */
#ifndef AL_RULES_KEY_H
#define AL_RULES_KEY_H

#include "base/str.h"
#include "unicode/props.h"

/* Returns the key without bullets, arrows, dashes and blanks before it, and the same, stops, colons and the
   like after it. */
struct al_str al_key_trim(struct al_str key);

/* As al_key_trim, without the one pair of brackets round all of it. */
struct al_str al_key_core(struct al_str key);
/* Returns a trimmed key without that pair: al_key_core() of the key. */
struct al_str al_key_unbracket(struct al_str trimmed);

/* Returns the length of a text in letters of an alphabet: a character of Chinese or Japanese counts 2.5,
   others
   1. Counting ends above `enough`. */
unsigned al_key_weight(struct al_str key, unsigned enough);

/* Is it a letter or digit of ASCII? Words are made of these, marks of a key's ends are none. */
static inline bool al_key_is_solid(char c)
{
    return (unsigned char)c < 0x80 && al_ascii_class[(unsigned char)c] & (AL_C_LETTER | AL_C_DIGIT);
}

/* Part of the function below, for what is not ASCII. */
bool al_key_border_wide(struct al_str key, size_t at);

/* Is there a border of words at byte `at`? Scripts that write no spaces have one everywhere. */
static inline bool al_key_border(struct al_str key, size_t at)
{
    if (at == 0 || at >= key.n)
        return true;
    unsigned char before = (unsigned char)key.p[at - 1], after = (unsigned char)key.p[at];
    if ((before | after) >= 0x80)
        return al_key_border_wide(key, at);
    const unsigned solid = AL_C_LETTER | AL_C_DIGIT;
    return !(al_ascii_class[before] & solid) || !(al_ascii_class[after] & solid);
}

#endif
