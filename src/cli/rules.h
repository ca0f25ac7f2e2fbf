/* Rules of the run: loading them, and the options that only look at them. */
#ifndef CLI_RULES_H
#define CLI_RULES_H

#include "options.h"

/* Loads the rules that the settings name into settings->lib.rules; a bad rule ends the program with status 2.
 */
void rules_load(struct settings *settings);
void rules_list(const struct articlean_rules *rules, struct text *out);
/* Appends one rule as it is written in its pack; an unknown id ends the program. */
void rules_show(const struct articlean_rules *rules, const char *id, struct text *out);
/* Runs the examples; failures are findings. */
void rules_test(const struct articlean_rules *rules);

#endif
