/* The steps of articlean-dedupe: each reads lines on standard input, writes lines on standard output, and
   needs no order but the one it names. */
#ifndef DEDUPE_STEP_H
#define DEDUPE_STEP_H

#include <stddef.h>
#include <stdint.h>

struct settings {
    const char *program;
    float near;             /* --near */
    unsigned min;           /* --min */
    const char *chrome;     /* --chrome */
    const char *drop;       /* --drop */
    const char *text_field; /* --text-field */
    const char *id_field;   /* --id-field */
    char **operands;
    int n_operands;
};

/* Exit statuses, as articlean's. */
enum { DONE = 0, USAGE = 2, PARTIAL = 3, FAILED = 4 };

/* Each returns an exit status. */
int step_blocks(const struct settings *s);
int step_chrome(const struct settings *s);
int step_sketch(const struct settings *s);
int step_pairs(const struct settings *s);
int step_clusters(const struct settings *s);
int step_filter(const struct settings *s);
int step_lines(const struct settings *s);
int step_index(const struct settings *s);

/* Prints "program: message" to standard error and returns `status`. */
int complain(const struct settings *s, int status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Flushes standard output; returns `status`, or FAILED when writing failed. */
int finish(const struct settings *s, int status);

#endif
