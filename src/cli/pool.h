/* Cleans jobs on several threads and hands them back in the order they came. */
#ifndef CLI_POOL_H
#define CLI_POOL_H

#include "job.h"
#include "options.h"

struct pool;

/* Receives each job in order, on the thread that pushes; frees it. */
typedef void retire_fn(struct job *job, void *context);

struct pool *pool_new(const struct settings *settings, retire_fn *retire, void *context);
/* Makes the pool count the documents, in order, in place of writing them. */
void pool_count(struct pool *pool, struct articlean_sites *sites);
/* Takes a job; older ones may be handed back meanwhile. What is under way is bounded in number and bytes. */
void pool_push(struct pool *pool, struct job *job);
/* Hands back all jobs and ends the threads. */
void pool_finish(struct pool *pool);
/* Makes the index of --index lasting when the run wrote everything, and frees the pool. */
void pool_free(struct pool *pool);

#endif
