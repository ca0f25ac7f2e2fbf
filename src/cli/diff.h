/* Line differences in unified form. */
#ifndef CLI_DIFF_H
#define CLI_DIFF_H

#include "text.h"

#include <stdint.h>

/* Appends the unified difference between two texts with three lines of context; nothing when they are equal.
   Lines that occur once in both texts are the fixed points (patience diff), so the time is about linear.
   Controls in the text are made visible when `for_terminal`; `color` adds terminal colors. */
void diff_unified(const char *name, const char *old, size_t old_size, const char *new, size_t new_size,
                  bool for_terminal, bool color, struct text *out);

#endif
