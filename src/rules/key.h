/* What rules see of a folded block: its key without list bullets and closing marks, and its weight. */
#ifndef AL_RULES_KEY_H
#define AL_RULES_KEY_H

#include "base/str.h"

/* Returns the key without bullets, arrows, dashes and blanks before it, the same and stops, colons and the
   like after it, and one pair of brackets round it. */
struct al_str al_key_core(struct al_str key);

/* Returns the length of a text in letters of an alphabet: a character of Chinese or Japanese counts 2.5,
   others
   1. Counting ends above `enough`. */
unsigned al_key_weight(struct al_str key, unsigned enough);

#endif
