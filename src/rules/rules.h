/* A set of rules with the index that finds candidates. Built once, then only read: threads may share it. */
#ifndef AL_RULES_RULES_H
#define AL_RULES_RULES_H

#include "base/arena.h"
#include "base/map.h"
#include "literals.h"
#include "rule.h"

#include <articlean/rules.h>

/* What a literal or a line points to. */
struct al_entry {
    uint32_t rule; /* index */
    uint32_t next; /* entry of the same line + 1, 0 for none */
    bool is_word;  /* the literal itself is the match */
};

struct articlean_rules {
    struct al_arena arena;
    const char *names; /* of its packs, parted by commas: name@version or name@hash; arena or static */
    const struct al_rule **rules; /* owned array; rules are the arena's or constants */
    size_t n, cap;
    struct al_entry *entries;
    size_t n_entries, cap_entries;
    struct al_literals literals; /* value: entry */
    struct al_map lines;         /* hash of a whole core: entry of the first rule that lists it */
    uint64_t first_words[1024];  /* bits by hash of the first words of all lines */
    uint32_t *digit_rules;       /* indices of the rules with `need \d` */
    size_t n_digit_rules, cap_digit_rules;
};

/* Names of the packs of a set, of the built-in ones for NULL. */
const char *al_rules_names(const struct articlean_rules *set);

/* Hash of a core for `lines`. */
uint64_t al_line_hash(struct al_str core);

/* Written by rulec from packs/. */
extern const struct al_rule al_builtin_rules[];
extern const uint32_t al_n_builtin_rules;

#endif
