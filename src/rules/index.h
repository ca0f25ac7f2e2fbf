/* What finds the rules that may match: their literals, the lines that they list, and the rules that are tried
   on digits. Built rule by rule, then only read; rulec writes that of the built-in rules as a constant. */
#ifndef AL_RULES_INDEX_H
#define AL_RULES_INDEX_H

#include "base/map.h"
#include "lines.h"
#include "literals.h"
#include "rule.h"

/* What a literal or a line points to. */
struct al_entry {
    uint32_t rule; /* number */
    uint32_t next; /* entry of the same literal or line + 1, 0 for none */
    bool is_word;  /* the literal itself is the match */
};

struct al_rule_index {
    struct al_entry *entries;
    size_t n_entries, cap_entries;
    struct al_literals literals; /* value: entry of the first rule that has it */
    struct al_map known;         /* hash of a literal: its value; only while rules are added */
    struct al_lines lines;       /* value: entry of the last rule that lists it */
    uint32_t *digit_rules;       /* numbers of the rules with `need \d` */
    size_t n_digit_rules, cap_digit_rules;
};

void al_rule_index_init(struct al_rule_index *x);
void al_rule_index_clear(struct al_rule_index *x);
/* Adds a rule, whose strings must outlive `x`, under its number in the set. */
enum articlean_status al_rule_index_add(struct al_rule_index *x, uint32_t number, const struct al_rule *rule);

#endif
