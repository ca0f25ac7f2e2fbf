/* Text to the tokens that copies have in common: words, and single characters of scripts that set no spaces.
   Punctuation, marks, case, width, spacing and Han variants do not count. Knows no document. */
#ifndef AL_DEDUPE_TOKENS_H
#define AL_DEDUPE_TOKENS_H

#include "base/buf.h"
#include "base/utf8.h"

#include <stdint.h>

/* Where a token lies in the folded text. */
struct al_token {
    uint32_t start, end; /* bytes of al_tokens.text */
    uint8_t is_char;     /* a character of an unspaced script */
    uint8_t has_digit;
};

struct al_tokens {
    struct al_buf text; /* folded tokens with nothing between them */
    struct al_token *items;
    uint64_t *shingles; /* of items; 0 where none ends */
    size_t n, cap;
};

void al_tokens_init(struct al_tokens *t);
void al_tokens_clear(struct al_tokens *t);
/* Puts the tokens of `text` (UTF-8, less than 1 GiB) in place of the last ones and hashes the shingles that
   end with each: three characters or two words. */
enum articlean_status al_tokens_next(struct al_tokens *t, struct al_str text);

/* Decodes the code point at p < end of well-formed text and returns its end; most of Han, kana and Thai
   without a call. */
static inline const char *al_tokens_code_point(const char *p, const char *end, uint32_t *cp)
{
    const unsigned char *u = (const unsigned char *)p;
    if (end - p < 3 || (u[0] & 0xF0) != 0xE0)
        return p + al_utf8_decode(p, end, cp);
    *cp = (u[0] & 0xFu) << 12 | (u[1] & 0x3Fu) << 6 | (u[2] & 0x3Fu);
    return p + 3;
}

#endif
