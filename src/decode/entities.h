/* Character references of HTML: &amp; &#38; &#x26;. */
#ifndef AL_DECODE_ENTITIES_H
#define AL_DECODE_ENTITIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A named reference; its name ("amp;", "amp") stands in al_entity_names, sorted by byte. */
struct al_entity {
    uint16_t name, n; /* offset and length in bytes */
    uint32_t cp[2];   /* cp[1] is 0 when one character is meant */
};

/* Generated from tables/entities.txt. */
extern const uint32_t al_n_entities;
extern const char al_entity_names[];
extern const struct al_entity al_entities[];

/* Reads the reference whose '&' stands at p < end, as the HTML Standard has it ("character reference state").
   Returns the length in bytes of the whole reference and its characters in cp[0..1] (cp[1] 0 for one);
   0 when '&' stands for itself. `in_attribute` leaves "&copy=1" alone. Looks at no more bytes than the
   reference has, digits of a number aside. */
size_t al_entity_decode(const char *p, const char *end, bool in_attribute, uint32_t cp[2]);

#endif
