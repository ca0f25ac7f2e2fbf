/* The hash of tag names that tags.c looks up and tables/maketags.c makes perfect. */
#ifndef AL_DECODE_TAGS_HASH_H
#define AL_DECODE_TAGS_HASH_H

#include "base/str.h"

#include <stdint.h>

enum { AL_TAG_SLOTS_LOG2 = 10, AL_TAG_SLOTS = 1 << AL_TAG_SLOTS_LOG2, AL_TAG_KEY_BYTES = 8 };

extern const uint64_t al_tag_factor;
extern const uint8_t al_tag_slots[]; /* number of the tag */
extern const uint64_t al_tag_keys[]; /* of a slot */

/* The case of ASCII letters dropped from eight bytes; no other byte becomes a letter, a digit or a hyphen. */
static inline uint64_t al_tag_fold(uint64_t key)
{
    return key | (key & UINT64_C(0x4040404040404040)) >> 1;
}

/* Key of a name: its first eight bytes, the first one highest, fewer for a shorter name. */
static inline uint64_t al_tag_key(struct al_str name)
{
    uint64_t key = 0;
    for (size_t i = 0; i < name.n && i < AL_TAG_KEY_BYTES; i++)
        key = key << 8 | (unsigned char)name.p[i];
    return al_tag_fold(key);
}

/* Slot of a name of `n` bytes. */
static inline uint32_t al_tag_slot(uint64_t key, size_t n, uint64_t factor)
{
    return (uint32_t)(((key + n) * factor) >> (64 - AL_TAG_SLOTS_LOG2));
}

/* As al_tag_number(), of a name whose al_tag_key() is known and that is not shorter than its key or no name
   that HTML knows. */
uint16_t al_tag_number_of_long(struct al_str name, uint64_t key);

/* As al_tag_number(), of a name whose al_tag_key() is known. */
static inline uint16_t al_tag_number_of_key(struct al_str name, uint64_t key)
{
    uint32_t slot = al_tag_slot(key, name.n, al_tag_factor);
    /* The key is all of a shorter name, and no name begins with NUL. */
    return al_tag_keys[slot] == key && name.n < AL_TAG_KEY_BYTES ? al_tag_slots[slot]
                                                                 : al_tag_number_of_long(name, key);
}

#endif
