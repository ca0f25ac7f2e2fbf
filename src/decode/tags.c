#include "tags.h"

#include "base/hash.h"
#include "tags_hash.h"

#define NAME(number, name, properties) [AL_TAG_##number] = {name, sizeof(name) - 1},
static const struct al_str names[AL_N_TAGS] = {{"", 0}, AL_TAGS(NAME)};

#define PROPERTIES(number, name, properties) [AL_TAG_##number] = (properties),
const uint16_t al_tag_properties_of[AL_N_TAGS] = {AL_TAGS(PROPERTIES)};

/* Which number a custom element gets matters to nobody, only that it is the same everywhere. */
static uint16_t unknown(struct al_str name)
{
    char low[64] = "";
    bool has_colon = false;
    size_t n = 0;
    for (; n < name.n && n < sizeof low; n++) {
        low[n] = (char)al_ascii_lower((unsigned char)name.p[n]);
        has_colon |= low[n] == ':';
    }
    uint64_t h = AL_TAG_UNKNOWN + al_hash(low, n) % (AL_TAG_UNKNOWN_INLINE - AL_TAG_UNKNOWN);
    return (uint16_t)(has_colon ? h | AL_TAG_UNKNOWN_INLINE : h);
}

uint16_t al_tag_number_of_long(struct al_str name, uint64_t key)
{
    uint32_t slot = al_tag_slot(key, name.n, al_tag_factor);
    uint8_t tag = al_tag_slots[slot];
    if (tag && al_tag_keys[slot] == key && names[tag].n == name.n &&
        (name.n <= AL_TAG_KEY_BYTES || al_str_eq_nocase(name, names[tag])))
        return tag;
    return unknown(name);
}

uint16_t al_tag_number(struct al_str name)
{
    return al_tag_number_of_key(name, al_tag_key(name));
}

struct al_str al_tag_name(uint16_t tag)
{
    return names[tag < AL_N_TAGS ? tag : AL_TAG_ROOT];
}
