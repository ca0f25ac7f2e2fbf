/* Text to the tokens that copies have in common: words, and single characters of scripts that set no spaces.
   Punctuation, marks, case, width, spacing and Han variants do not count. Knows no document. */
#ifndef AL_DEDUPE_TOKENS_H
#define AL_DEDUPE_TOKENS_H

#include "base/buf.h"

#include <stdint.h>

/* Where a token lies in the folded text. */
struct al_token {
    uint32_t start; /* bytes of al_tokens.text */
    uint32_t end : 30;
    uint32_t is_char : 1; /* a character of an unspaced script */
    uint32_t has_digit : 1;
};

struct al_tokens {
    struct al_buf text; /* folded tokens with nothing between them */
    struct al_token *items;
    uint64_t *shingles; /* see al_tokens_shingles() */
    bool has_shingles;
    size_t n, cap;
};

void al_tokens_init(struct al_tokens *t);
void al_tokens_clear(struct al_tokens *t);
/* Puts the tokens of `text` (UTF-8, at most 256 MiB) in place of the last ones. */
enum articlean_status al_tokens_next(struct al_tokens *t, struct al_str text);
/* Returns a hash for each token, of the shingle that ends with it, three characters or two words; 0 where
   none does. Hashes them when they are first asked for. */
const uint64_t *al_tokens_shingles(struct al_tokens *t);

#endif
