/* The hash of tag names that tags.c looks up and tables/maketags.c makes perfect. */
#ifndef AL_DECODE_TAGS_HASH_H
#define AL_DECODE_TAGS_HASH_H

#include "base/str.h"

#include <stdint.h>

enum { AL_TAG_SLOTS_LOG2 = 10, AL_TAG_SLOTS = 1 << AL_TAG_SLOTS_LOG2 };

extern const uint64_t al_tag_factor;
extern const uint8_t al_tag_slots[];

/* Slot of a name: its first eight bytes, case of letters dropped, and its length, spread by `factor`. */
static inline uint32_t al_tag_slot(struct al_str name, uint64_t factor)
{
    uint64_t key = 0;
    for (size_t i = 0; i < name.n && i < 8; i++)
        key = key << 8 | ((unsigned char)name.p[i] | 0x20u);
    return (uint32_t)(((key + name.n) * factor) >> (64 - AL_TAG_SLOTS_LOG2));
}

#endif
