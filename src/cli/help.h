/* Texts made from the option table: help, usage, completions. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "options.h"

/* The whole --help text. */
void help_long(struct text *out);
/* A few lines for a start without arguments on a terminal. */
void help_short(struct text *out);
/* The completion script for 1 bash, 2 zsh, 3 fish. */
void help_completions(int shell, struct text *out);

#endif
