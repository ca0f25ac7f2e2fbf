#include "job.h"

#include <stdlib.h>
#include <string.h>

struct job *job_new(enum job_kind kind)
{
    struct job *job = check_alloc(calloc(1, sizeof *job));
    job->kind = kind;
    return job;
}

static size_t size_of(const char *z)
{
    return z ? strlen(z) + 1 : 0;
}

static const char *move(const char *z, char **to)
{
    if (!z)
        return NULL;
    char *at = *to;
    *to += size_of(z);
    return strcpy(at, z);
}

void job_own(struct job *job)
{
    struct articlean_record *r = &job->record;
    const char **strings[] = {&r->name, &r->id, &r->url, &r->charset, &r->date, &r->json, &r->error};
    size_t n = r->size;
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        n += size_of(*strings[i]);
    char *p = job->memory = check_alloc(malloc(n ? n : 1));
    if (r->size)
        r->data = memcpy(p, r->data, r->size);
    p += r->size;
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        *strings[i] = move(*strings[i], &p);
}

void job_free(struct job *job)
{
    text_clear(&job->notes);
    text_clear(&job->raw);
    text_clear(&job->out);
    text_clear(&job->removed);
    text_clear(&job->fragment);
    tally_clear(&job->tally);
    free(job->path);
    free(job->name);
    free(job->mirror);
    free(job->memory);
    free(job);
}
