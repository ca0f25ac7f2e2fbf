/* What a thread does with one record: clean it, then write every form that the run wants into the job. */
#ifndef CLI_WORK_H
#define CLI_WORK_H

#include "job.h"
#include "options.h"

struct worker;

struct worker *worker_new(const struct settings *settings);
/* Cleans; the document stays with the worker until the next call, NULL when it failed (the job says why). */
struct articlean_document *worker_clean(struct worker *worker, struct job *job);
/* Writes the document, or what stands for a failed one. */
void worker_write(struct worker *worker, struct job *job, struct articlean_document *document);
void worker_free(struct worker *worker);

/* Tells of the failure of one record like the library's own reports, with the place of the record. */
void record_failure(struct job *job, const char *why);

/* Nonzero in the modes that compare a file with its result (--check, --diff, --in-place). */
bool is_comparing(const struct settings *settings);

#endif
