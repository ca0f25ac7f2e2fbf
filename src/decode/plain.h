/* What a run of text is made of that needs no look, eight bytes at a time. */
#ifndef AL_DECODE_PLAIN_H
#define AL_DECODE_PLAIN_H

#include "base/eight.h"

/* Marks what is not as it stands in words with one space between: controls of ASCII, "&", and a space after a
   space. */
static inline uint64_t al_plain_unlike(uint64_t v)
{
    uint64_t low = v & ~AL_EIGHT_HIGH, spaces = al_eight_spaces(v);
    uint64_t controls = ~(low + AL_EIGHT_ONES * (0x80 - ' ')), references = al_eight_between(low, '&', '&');
    return (spaces & al_eight_after(spaces)) | ((controls | references) & ~v & AL_EIGHT_HIGH);
}

/* Marks white space of ASCII. */
static inline uint64_t al_plain_spaces(uint64_t v)
{
    uint64_t low = v & ~AL_EIGHT_HIGH;
    return (al_eight_between(low, '\t', '\r') | al_eight_between(low, ' ', ' ')) & ~v;
}

#endif
