/* Which inputs a run has, in order: operands, names from a file, files below directories. */
#ifndef CLI_INPUTS_H
#define CLI_INPUTS_H

#include "options.h"

/* One input; strings live until the callback returns. */
struct input {
    const char *path;   /* "-" is standard input */
    const char *name;   /* in messages and records */
    const char *mirror; /* place below an output directory, without its suffix; relative, without ".." */
    const char *error;  /* not NULL: there is nothing to read, and why */
};

/* Returns false to stop the walk. */
typedef bool input_fn(const struct input *input, void *context);

/* Hands out every input in order; in a directory in the order of bytes. Files below `except` (a directory
   that is written to) are left out; it may be NULL. */
void inputs_each(const struct settings *settings, const char *except, input_fn *call, void *context);

#endif
