/* A set of rules with the index that finds candidates. Built once, then only read: threads may share it. */
#ifndef AL_RULES_RULES_H
#define AL_RULES_RULES_H

#include "base/arena.h"
#include "index.h"

#include <articlean/rules.h>

/* Compiled patterns of the first rules of a set, in their order. */
struct al_compiled {
    const char *by;       /* the PCRE2 that they are for; any other compiles the patterns itself */
    const uint8_t *bytes; /* aligned as a uint64_t */
};

struct articlean_rules {
    struct al_arena arena;
    const char *names; /* of its packs, parted by commas: name@version or name@hash; arena or static */
    const struct al_rule **rules; /* owned array; rules are the arena's or constants */
    size_t n, cap;
    const struct al_compiled *compiled; /* NULL when none are */
    const struct al_rule_index *index;  /* its own or that of the built-in rules */
    struct al_rule_index *own;          /* owned; NULL while the set has no other rules */
};

/* Names of the packs of a set, of the built-in ones for NULL. */
const char *al_rules_names(const struct articlean_rules *set);

/* Written by rulec from packs/. */
extern const struct al_rule al_builtin_rules[];
extern const uint32_t al_n_builtin_rules;
extern const struct al_compiled al_builtin_patterns;
extern const struct al_rule_index *const al_builtin_index; /* NULL where it was made for another byte order */

#endif
