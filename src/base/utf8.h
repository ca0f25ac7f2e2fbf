/* UTF-8 by byte: decode, encode, validate. No properties of code points. */
#ifndef AL_BASE_UTF8_H
#define AL_BASE_UTF8_H

#include "str.h"

#include <stdint.h>

enum { AL_REPLACEMENT = 0xFFFD };

/* Parts of the two functions below, for what is not ASCII. */
size_t al_utf8_decode_long(const char *p, const char *end, uint32_t *cp);
size_t al_utf8_encode_long(uint32_t cp, char out[4]);

/* Decodes the code point at p < end into *cp and returns its length in bytes (1..4). An ill-formed sequence
   gives U+FFFD and the length of its maximal subpart, as the Encoding Standard has it. */
static inline size_t al_utf8_decode(const char *p, const char *end, uint32_t *cp)
{
    if ((unsigned char)*p >= 0x80)
        return al_utf8_decode_long(p, end, cp);
    *cp = (unsigned char)*p;
    return 1;
}

/* Writes `cp` (surrogates and values over U+10FFFF as U+FFFD) to out[0..3]; returns the bytes written. */
static inline size_t al_utf8_encode(uint32_t cp, char out[4])
{
    if (cp >= 0x800)
        return al_utf8_encode_long(cp, out);
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    out[0] = (char)(0xC0 | cp >> 6);
    out[1] = (char)(0x80 | (cp & 0x3F));
    return 2;
}

/* Decodes the code point at p < end of text that is known to be well-formed; returns its end. Of text that is
   not, it gives any code point, and never an end behind `end`. */
static inline const char *al_utf8_next(const char *p, const char *end, uint32_t *cp)
{
    const unsigned char *u = (const unsigned char *)p;
    if (u[0] < 0x80) {
        *cp = u[0];
        return p + 1;
    }
    if (end - p < 3 || u[0] >= 0xF0)
        return p + al_utf8_decode_long(p, end, cp);
    *cp = (u[0] & 0x1Fu) << 6 | (u[1] & 0x3Fu);
    if (u[0] < 0xE0)
        return p + 2;
    *cp = (*cp << 6 | (u[2] & 0x3Fu)) & 0xFFFF;
    return p + 3;
}

/* Returns the length in bytes of the longest prefix that is well-formed; n when all is. */
size_t al_utf8_valid_prefix(const char *p, size_t n);
/* Returns the length in bytes of the longest prefix that is ASCII; n when all is. */
size_t al_ascii_prefix(const char *p, size_t n);
/* Returns how many bytes at the end of p[0..n) begin a sequence that could still become well-formed (0..3).
 */
size_t al_utf8_open_tail(const char *p, size_t n);

/* Steps back from p to the first byte of the code point before it; start < p. */
static inline const char *al_utf8_prev(const char *start, const char *p)
{
    do
        p--;
    while (p > start && ((unsigned char)*p & 0xC0) == 0x80);
    return p;
}

#endif
