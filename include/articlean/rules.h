/* Rule packs loaded at run time; the format is in articlean-rules(5). */
#ifndef ARTICLEAN_RULES_H
#define ARTICLEAN_RULES_H

#include <stddef.h>

#include <articlean/options.h>

struct articlean_rules;

/* Creates a set of rules: the built-in packs when `with_builtin` is nonzero, else none. ARTICLEAN_NO_MEMORY.
   Once made it is only read, and any number of cleaners and threads may share it. */
ARTICLEAN_API enum articlean_status articlean_rules_new(int with_builtin, struct articlean_rules **out);

/* Parses a pack from memory and adds its rules. Errors are reported with line and column of `name`.
   `data` (`size` bytes) is copied. ARTICLEAN_BAD_RULE leaves the set as it was. */
ARTICLEAN_API enum articlean_status articlean_rules_add(struct articlean_rules *rules, const char *name,
                                                        const char *data, size_t size,
                                                        articlean_report_fn *report, void *context);

/* One rule as articlean_rules_get() shows it; all memory is the set's. */
struct articlean_rule {
    const char *id;
    const char *pack;
    const char *scope;
    const char *action;
    enum articlean_class class_of;
    const char *pattern;
    const char *source; /* the rule as written in its pack */
};

/* Returns the number of rules, built-in ones first, then packs in the order they were added. */
ARTICLEAN_API size_t articlean_rules_count(const struct articlean_rules *rules);
/* Fills *out for 0 <= i < count; ARTICLEAN_BAD_ARGUMENT otherwise. */
ARTICLEAN_API enum articlean_status articlean_rules_get(const struct articlean_rules *rules, size_t i,
                                                        struct articlean_rule *out);

/* Runs every rule's own hit and miss examples; each failure is reported. *n_run counts the examples,
 *n_failed those that failed, which is no failure of the call. */
ARTICLEAN_API enum articlean_status articlean_rules_test(const struct articlean_rules *rules,
                                                         articlean_report_fn *report, void *context,
                                                         size_t *n_run, size_t *n_failed);

/* Frees the set; NULL is fine. */
ARTICLEAN_API void articlean_rules_free(struct articlean_rules *rules);

#endif
