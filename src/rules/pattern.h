/* The patterns of a set; the only file that calls PCRE2. Those of the built-in rules are compiled with the
   program, others when they are first needed; what is needed often is made machine code. */
#ifndef AL_RULES_PATTERN_H
#define AL_RULES_PATTERN_H

#include "base/buf.h"
#include "doc/report.h"
#include "rules.h"

#include <articlean/articlean.h>

struct al_patterns;

/* Creates the patterns of `set`, which is borrowed, for one thread. */
enum articlean_status al_patterns_new(const struct articlean_rules *set, struct al_patterns **out);
void al_patterns_free(struct al_patterns *p);

/* A match in a text; unset unless is_hit. */
struct al_match {
    bool is_hit;
    size_t start, end;                      /* bytes in the text */
    struct al_str values[ARTICLEAN_N_META]; /* parts of the text by named groups; p NULL when absent */
};

/* Returns false when one look shows that the pattern of a rule does not match `text`. */
static inline bool al_pattern_may_match(const struct al_rule *rule, struct al_str text)
{
    unsigned char c = text.n ? (unsigned char)*text.p : 0x80;
    return text.n >= rule->shortest && (c >= 0x80 || rule->first[c >> 6] >> (c & 63) & 1);
}

/* Matches the pattern of a rule to `text` as its scope demands. A pattern that meets its limits does not
   match. */
enum articlean_status al_patterns_match(struct al_patterns *p, uint32_t rule, struct al_str text,
                                        struct al_match *match);

/* Compiles a rule's pattern once, notes in the rule what most texts lack that do not match it, and reports
   why it cannot be used; ARTICLEAN_BAD_RULE then. Patterns are matched only of rules that were studied. */
enum articlean_status al_pattern_study(struct al_rule *rule, const struct al_reporter *reporter);

/* Compiles the patterns among n rules and appends what al_patterns_new() can take in place of them: the bytes
   of struct al_compiled and the name of the PCRE2 that they are for. */
enum articlean_status al_patterns_compile(const struct al_rule *rules, size_t n, struct al_buf *bytes,
                                          struct al_buf *by);

#endif
