/* Native program of the build: writes a perfect hash of the tag names of decode/tags.h to stdout.
   usage: maketags > tags_table.c */
#include "decode/tags.h"
#include "decode/tags_hash.h"

#include <stdio.h>

#define NAME(number, name, properties) {name, sizeof(name) - 1},
static const struct al_str names[] = {AL_TAGS(NAME)};
enum { N_NAMES = sizeof names / sizeof *names };

/* Fills `slots` with numbers of tags, 0 where free; false when two names meet. */
static bool fill(uint64_t factor, uint8_t slots[AL_TAG_SLOTS])
{
    memset(slots, 0, AL_TAG_SLOTS);
    for (size_t i = 0; i < N_NAMES; i++) {
        uint8_t *slot = &slots[al_tag_slot(al_tag_key(names[i]), names[i].n, factor)];
        if (*slot)
            return false;
        *slot = (uint8_t)(i + 1);
    }
    return true;
}

int main(void)
{
    _Static_assert((int)AL_N_TAGS < (int)AL_TAG_UNKNOWN, "numbers of tags fit a byte");
    static uint8_t slots[AL_TAG_SLOTS];
    uint64_t factor = 0x9E3779B97F4A7C15u;
    for (long tries = 0; !fill(factor, slots); tries++) {
        if (tries > 50 * 1000 * 1000) {
            fputs("maketags: found no perfect hash\n", stderr);
            return 1;
        }
        factor = factor * 6364136223846793005u + 1442695040888963407u;
    }
    printf("/* Made by maketags. */\n#include \"decode/tags_hash.h\"\n\n"
           "const uint64_t al_tag_factor = %lluu;\nconst uint8_t al_tag_slots[AL_TAG_SLOTS] = {",
           (unsigned long long)factor | 0);
    for (int i = 0; i < AL_TAG_SLOTS; i++)
        printf("%s%d,", i % 20 ? " " : "\n    ", slots[i]);
    fputs("\n};\nconst uint64_t al_tag_keys[AL_TAG_SLOTS] = {", stdout);
    for (int i = 0; i < AL_TAG_SLOTS; i++)
        printf("%s%lluu,", i % 5 ? " " : "\n    ",
               slots[i] ? (unsigned long long)al_tag_key(names[slots[i] - 1]) : 0);
    puts("\n};");
    return 0;
}
