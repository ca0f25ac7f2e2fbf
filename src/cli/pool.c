#include "pool.h"

#include "message.h"
#include "work.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_BYTES = 8 << 20 };

struct slot {
    struct job *job;
    bool is_done;
};

struct pool {
    retire_fn *retire;
    void *context;
    bool has_index;
    struct articlean_corpus *corpus; /* NULL unless copies are dropped across documents */
    struct articlean_sites *sites;   /* NULL unless documents are only counted */
    struct worker **workers;         /* the only one works on the pushing thread when there is one */
    pthread_t *threads;
    unsigned n_workers;

    pthread_mutex_t lock;
    pthread_cond_t pushed, done, turned;
    struct slot *ring;
    size_t cap;
    uint64_t head, next, tail; /* oldest job, first that no thread took, end */
    size_t bytes;              /* of records under way */
    uint64_t turn;             /* number of the next record for the corpus or the sites */
    bool is_closing;
};

/* The corpus and the sites see the documents in input order, whichever thread was first. */
static void take_turn(struct pool *p, struct job *job, struct articlean_document *document)
{
    pthread_mutex_lock(&p->lock);
    while (p->turn != job->number)
        pthread_cond_wait(&p->turned, &p->lock);
    pthread_mutex_unlock(&p->lock);
    enum articlean_status s = !document  ? ARTICLEAN_OK
                              : p->sites ? articlean_sites_add(p->sites, document)
                                         : articlean_corpus_add(p->corpus, document);
    pthread_mutex_lock(&p->lock);
    p->turn++;
    pthread_cond_broadcast(&p->turned);
    pthread_mutex_unlock(&p->lock);
    if (s) {
        record_failure(job, articlean_strerror(s));
        job->status = EXIT_INTERNAL;
    }
}

static void work_on(struct pool *p, struct worker *worker, struct job *job)
{
    if (job->kind != JOB_RECORD)
        return;
    bool is_needed = !job->is_skipped || p->corpus;
    struct articlean_document *document = is_needed ? worker_clean(worker, job) : NULL;
    if (p->corpus || p->sites)
        take_turn(p, job, document);
    if (!job->is_skipped && !p->sites)
        worker_write(worker, job, document);
}

struct thread_start {
    struct pool *pool;
    struct worker *worker;
};

static void *run_thread(void *start)
{
    struct pool *p = ((struct thread_start *)start)->pool;
    struct worker *worker = ((struct thread_start *)start)->worker;
    free(start);
    pthread_mutex_lock(&p->lock);
    for (;;) {
        while (p->next == p->tail && !p->is_closing)
            pthread_cond_wait(&p->pushed, &p->lock);
        if (p->next == p->tail)
            break;
        struct slot *slot = &p->ring[p->next++ % p->cap];
        pthread_mutex_unlock(&p->lock);
        work_on(p, worker, slot->job);
        pthread_mutex_lock(&p->lock);
        slot->is_done = true;
        pthread_cond_signal(&p->done);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

static void start_threads(struct pool *p)
{
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &old); /* signals are for the thread that writes */
    for (unsigned i = 0; i < p->n_workers; i++) {
        struct thread_start *start = check_alloc(malloc(sizeof *start));
        *start = (struct thread_start){p, p->workers[i]};
        int error = pthread_create(&p->threads[i], NULL, run_thread, start);
        if (error)
            die(EXIT_INTERNAL, "cannot start thread %u: %s", i + 1, strerror(error));
    }
    pthread_sigmask(SIG_SETMASK, &old, NULL);
}

static unsigned count_workers(const struct settings *settings)
{
    uint64_t n = settings->jobs;
    if (!n) {
        long processors = sysconf(_SC_NPROCESSORS_ONLN);
        n = processors > 0 ? (uint64_t)processors : 1;
    }
    return n > 512 ? 512 : (unsigned)n;
}

struct pool *pool_new(const struct settings *settings, retire_fn *retire, void *context)
{
    struct pool *p = check_alloc(calloc(1, sizeof *p));
    p->retire = retire;
    p->context = context;
    p->n_workers = count_workers(settings);
    p->cap = 128 * (size_t)p->n_workers;
    p->ring = check_alloc(calloc(p->cap, sizeof *p->ring));
    p->workers = check_alloc(calloc(p->n_workers, sizeof *p->workers));
    p->threads = check_alloc(calloc(p->n_workers, sizeof *p->threads));
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->pushed, NULL);
    pthread_cond_init(&p->done, NULL);
    pthread_cond_init(&p->turned, NULL);
    if (settings->lib.dedupe == ARTICLEAN_DEDUPE_CORPUS && !is_comparing(settings)) {
        struct articlean_options options = settings->lib;
        options.report = message_report;
        enum articlean_status s = articlean_corpus_new(&options, &p->corpus);
        if (s)
            die(s == ARTICLEAN_NO_MEMORY ? EXIT_INTERNAL : EXIT_USAGE, "cannot start --dedupe=corpus: %s",
                s == ARTICLEAN_IO ? strerror(errno) : articlean_strerror(s));
        p->has_index = settings->lib.index && !settings->lib.index_read_only;
    }
    for (unsigned i = 0; i < p->n_workers; i++)
        p->workers[i] = worker_new(settings);
    if (p->n_workers > 1)
        start_threads(p);
    return p;
}

void pool_count(struct pool *p, struct articlean_sites *sites)
{
    p->sites = sites;
}

/* Hands back the oldest job; waits for it when asked. Returns false when it is not done. */
static bool retire_oldest(struct pool *p, bool wait)
{
    pthread_mutex_lock(&p->lock);
    struct slot *slot = &p->ring[p->head % p->cap];
    bool is_empty = p->head == p->tail;
    while (wait && !is_empty && !slot->is_done)
        pthread_cond_wait(&p->done, &p->lock);
    bool is_ready = !is_empty && slot->is_done;
    struct job *job = is_ready ? slot->job : NULL;
    if (is_ready) {
        p->head++;
        p->bytes -= job->record.size;
    }
    pthread_mutex_unlock(&p->lock);
    if (is_ready)
        p->retire(job, p->context);
    return is_ready;
}

void pool_push(struct pool *p, struct job *job)
{
    if (p->n_workers == 1) {
        work_on(p, p->workers[0], job);
        p->retire(job, p->context);
        return;
    }
    if (job->kind == JOB_RECORD)
        job_own(job);
    while (p->tail - p->head == p->cap || (p->bytes > MOST_BYTES && p->head != p->tail))
        retire_oldest(p, true);
    while (retire_oldest(p, false))
        ;
    pthread_mutex_lock(&p->lock);
    p->ring[p->tail++ % p->cap] = (struct slot){.job = job};
    p->bytes += job->record.size;
    pthread_cond_signal(&p->pushed);
    pthread_mutex_unlock(&p->lock);
}

void pool_finish(struct pool *p)
{
    while (retire_oldest(p, true))
        ;
    pthread_mutex_lock(&p->lock);
    p->is_closing = true;
    pthread_cond_broadcast(&p->pushed);
    pthread_mutex_unlock(&p->lock);
    for (unsigned i = 0; i < p->n_workers; i++) {
        if (p->n_workers > 1)
            pthread_join(p->threads[i], NULL);
        worker_free(p->workers[i]);
    }
}

/* Documents that did not reach the output must not count as seen the next time. */
static void commit_index(struct pool *p)
{
    if (exit_status() > EXIT_FINDING)
        say("the index stays as it was: the run did not write everything");
    else if (articlean_corpus_commit(p->corpus))
        fail(EXIT_PARTIAL, "--index: %s", strerror(errno));
}

void pool_free(struct pool *p)
{
    if (p->has_index)
        commit_index(p);
    articlean_corpus_free(p->corpus);
    pthread_cond_destroy(&p->turned);
    pthread_cond_destroy(&p->done);
    pthread_cond_destroy(&p->pushed);
    pthread_mutex_destroy(&p->lock);
    free(p->threads);
    free(p->workers);
    free(p->ring);
    free(p);
}
