/* The parser of rule packs, used by the library and by rulec; the format is in articlean-rules(5).
   Knows no regular expressions beyond folding their literal text. */
#ifndef AL_RULES_PACK_H
#define AL_RULES_PACK_H

#include "base/arena.h"
#include "doc/report.h"
#include "rule.h"

#include <articlean/status.h>

/* A growing list of rules, in order of parsing; all strings live in the arena given to al_pack_parse. */
struct al_rule_list {
    struct al_rule *rules;
    size_t n, cap;
};

/* Parses `text` (UTF-8) and appends its rules to *list. `reporter->name` names the file in messages and
   becomes the rules' pack. The first error is reported with line and column and ends the parse with
   ARTICLEAN_BAD_RULE; *list then holds what came before. */
enum articlean_status al_pack_parse(struct al_arena *arena, const struct al_reporter *reporter,
                                    struct al_str text, struct al_rule_list *list);

/* Frees the list, not its strings. */
void al_rule_list_clear(struct al_rule_list *list);

/* One example of a rule, taken from its source. */
struct al_example {
    struct al_str text;   /* the block as it would stand on a page */
    struct al_str result; /* what a cut leaves, or name=value of a meta; p NULL when not given */
    bool is_hit;
    uint32_t line; /* in the pack */
};

/* Steps through the examples of a rule: *at starts as the rule's source and its line is counted in *line
   (start with rule->line); returns false at the end. */
bool al_pack_example(const char **at, uint32_t *line, struct al_example *example);

#endif
