/* Where results go: standard output, one file, a tree that mirrors the inputs, or back into the input. Takes
   the jobs in input order. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "job.h"
#include "options.h"

struct output;

/* Opens what the run writes to; a failure ends the program. */
struct output *output_open(const struct settings *settings);
/* The output directory, NULL when there is none. */
const char *output_directory(const struct output *output);
/* Records of this input that an earlier run wrote: UINT64_MAX for all, 0 for none; *done is what the journal
   of a tree says. Asked once for every input, in order. */
uint64_t output_n_done(struct output *output, const char *name, const char *mirror, const struct stat *st,
                       enum done *done);
/* Takes a job that is cleaned, and frees it. `context` is the output. */
void output_take(struct job *job, void *context);
/* Nothing more can be written: the run may end. */
bool output_is_dead(const struct output *output);
/* Finishes all files, prints what was counted, and frees the output. */
void output_close(struct output *output);

#endif
