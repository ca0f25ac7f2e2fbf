/* A set of rules with the index that finds candidates. Built once, then only read: threads may share it. */
#ifndef AL_RULES_RULES_H
#define AL_RULES_RULES_H

#include "base/arena.h"
#include "base/map.h"
#include "lines.h"
#include "literals.h"
#include "rule.h"

#include <articlean/rules.h>

/* What a literal or a line points to. */
struct al_entry {
    uint32_t rule; /* index */
    uint32_t next; /* entry of the same literal or line + 1, 0 for none */
    bool is_word;  /* the literal itself is the match */
};

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
    struct al_entry *entries;
    size_t n_entries, cap_entries;
    struct al_literals literals; /* value: entry of the first rule that has it */
    struct al_map known;         /* hash of a literal: its value */
    struct al_lines lines;       /* value: entry of the last rule that lists it */
    uint32_t *digit_rules;       /* indices of the rules with `need \d` */
    size_t n_digit_rules, cap_digit_rules;
};

/* Names of the packs of a set, of the built-in ones for NULL. */
const char *al_rules_names(const struct articlean_rules *set);

/* Written by rulec from packs/. */
extern const struct al_rule al_builtin_rules[];
extern const uint32_t al_n_builtin_rules;
extern const struct al_compiled al_builtin_patterns;

#endif
