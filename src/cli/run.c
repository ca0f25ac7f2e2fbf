#include "run.h"

#include "inputs.h"
#include "message.h"
#include "output.h"
#include "pool.h"
#include "progress.h"
#include "work.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct run {
    const struct settings *settings;
    struct output *output; /* NULL in the pass that only counts */
    struct pool *pool;
    struct articlean_reader *reader;
    uint64_t n_records; /* of the run */

    /* the input under way */
    const struct input *input;
    uint64_t n_in_input, n_skipped, raw_bytes;
    bool is_markdown, is_container, is_binary, is_html;
    bool is_at_end;    /* the reader has read all of it */
    struct text id;    /* of the record under way */
    struct text notes; /* reports of the reader, for the next job */
    int status;
    struct text raw; /* where the input is compared */
};

static void take_report(const struct articlean_report *report, void *context)
{
    struct run *r = context;
    message_add(&r->notes, report);
    int status = message_status(report);
    r->status = status > r->status ? status : r->status;
}

/* Gives the job what the reader said before it. */
static void push(struct run *r, struct job *job)
{
    struct text notes = r->notes;
    if (job->notes.n)
        text_add(&notes, job->notes.p, job->notes.n);
    text_clear(&job->notes);
    job->notes = notes;
    job->status = r->status > job->status ? r->status : job->status;
    job->raw_bytes = r->raw_bytes;
    r->notes = (struct text){0};
    r->status = 0;
    pool_push(r->pool, job);
}

/* Copies are told by the name of what they copy, so that a document without an id is called by its file. */
static const char *make_id(struct run *r, const struct articlean_record *record)
{
    r->id.n = 0;
    text_z(&r->id, r->input->name);
    if (record->index)
        text_f(&r->id, "#%llu", (unsigned long long)record->index);
    return r->id.p;
}

static bool is_dead(const struct run *r)
{
    return r->output && output_is_dead(r->output);
}

static enum articlean_status take_record(const struct articlean_record *record, void *context)
{
    struct run *r = context;
    /* Records of a container have an id, an address or an object of their own; a file in place has none. */
    if (is_comparing(r->settings) && (record->json || record->id || record->index)) {
        r->is_container = true;
        return ARTICLEAN_STOPPED;
    }
    if (is_comparing(r->settings) && record->error && !record->size) {
        r->is_binary = true;
        text_clear(&r->notes); /* no failure here: it is passed over */
        r->status = 0;
        return ARTICLEAN_STOPPED;
    }
    struct job *job = job_new(JOB_RECORD);
    job->record = *record;
    job->number = r->n_records++;
    job->is_skipped = r->n_in_input++ < r->n_skipped;
    if (r->settings->lib.dedupe == ARTICLEAN_DEDUPE_CORPUS && !record->id)
        job->record.id = make_id(r, record);
    if (r->is_markdown && job->record.from == ARTICLEAN_FROM_AUTO)
        job->record.from = ARTICLEAN_FROM_MARKDOWN;
    push(r, job);
    return is_dead(r) ? ARTICLEAN_STOPPED : ARTICLEAN_OK;
}

/* A binary file holds a NUL early and is not UTF-16 or UTF-32 with its mark; compressed ones count as binary.
 */
static bool looks_binary(const char *p, size_t n)
{
    static const char *const magic[] = {"\x1F\x8B", "\x28\xB5\x2F\xFD", "\xFD\067zXZ", "BZh"};
    for (size_t i = 0; i < sizeof magic / sizeof *magic; i++)
        if (n >= strlen(magic[i]) && !memcmp(p, magic[i], strlen(magic[i])))
            return true;
    bool has_mark = n >= 2 && (!memcmp(p, "\xFF\xFE", 2) || !memcmp(p, "\xFE\xFF", 2) ||
                               (n >= 4 && !memcmp(p, "\0\0\xFE\xFF", 4)));
    return !has_mark && memchr(p, 0, n);
}

/* Feeds a descriptor to the reader; returns an error text, NULL when all was read. */
static const char *feed(struct run *r, int fd)
{
    static char data[1 << 16];
    enum articlean_status s = articlean_reader_begin(r->reader, r->input->name, r->settings->url);
    bool is_first = true;
    while (!s) {
        ssize_t n = read(fd, data, sizeof data);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return strerror(errno);
        if (!n)
            break;
        if (is_comparing(r->settings)) {
            if (is_first && (r->is_binary = looks_binary(data, (size_t)n)))
                return NULL;
            text_add(&r->raw, data, (size_t)n);
        }
        is_first = false;
        r->raw_bytes += (uint64_t)n;
        s = articlean_reader_feed(r->reader, data, (size_t)n);
    }
    bool is_empty = is_first && is_comparing(r->settings); /* nothing to compare */
    if (!s && !is_empty) {
        s = articlean_reader_end(r->reader);
        r->is_at_end = !s;
    }
    return s && s != ARTICLEAN_STOPPED ? articlean_strerror(s) : NULL;
}

static bool has_suffix(const char *name, const char *suffix)
{
    size_t n = strlen(name), m = strlen(suffix);
    return n > m && !strcmp(name + n - m, suffix);
}

static void new_reader(struct run *r)
{
    struct articlean_options options = r->settings->lib;
    options.report = take_report;
    options.report_context = r;
    enum articlean_status s = articlean_reader_new(&options, take_record, r, &r->reader);
    if (s)
        die(s == ARTICLEAN_BAD_ARGUMENT ? EXIT_USAGE : EXIT_INTERNAL, "cannot start: %s",
            articlean_strerror(s));
}

static void push_end(struct run *r, const char *error)
{
    struct job *job = job_new(JOB_END);
    job->raw = r->raw;
    r->raw = (struct text){0};
    job->is_left_out = r->is_binary || r->is_container || r->is_html;
    job->is_failed = error || r->status >= EXIT_PARTIAL;
    if (error) {
        struct articlean_report report = {ARTICLEAN_ERROR, r->input->name, 0, 0, 0, error};
        message_add(&job->notes, &report);
        job->status = EXIT_PARTIAL;
    } else if (r->is_html) {
        struct articlean_report report = {
            ARTICLEAN_UNSUPPORTED, r->input->name, 0, 0, 0, "left alone: HTML; --from=html makes text of it"};
        message_add(&job->notes, &report);
        job->status = EXIT_FINDING;
    } else if (job->is_left_out) {
        const char *why = r->is_binary ? "left alone: no text" : "left alone: a container, not a page";
        struct articlean_report report = {ARTICLEAN_NOTE, r->input->name, 0, 0, 0, why};
        message_add(&job->notes, &report);
    }
    push(r, job);
}

static const char *read_input(struct run *r, int fd)
{
    if (r->n_skipped == UINT64_MAX && r->settings->lib.dedupe != ARTICLEAN_DEDUPE_CORPUS)
        return NULL;
    if (r->is_html)
        return NULL;
    r->is_at_end = false;
    const char *error = feed(r, fd);
    if (!r->is_at_end) {
        articlean_reader_free(r->reader); /* a reader that was stopped in the middle is not used again */
        r->reader = NULL;
        new_reader(r);
    }
    return error;
}

static bool take_input(const struct input *input, void *context)
{
    struct run *r = context;
    bool is_stdin = !strcmp(input->path, "-");
    const char *error = input->error;
    int fd = error ? -1 : is_stdin ? STDIN_FILENO : open(input->path, O_RDONLY | O_CLOEXEC);
    struct job *job = job_new(JOB_BEGIN);
    if (!error && (fd < 0 || fstat(fd, &job->st)))
        error = strerror(errno);
    if (!error && S_ISDIR(job->st.st_mode))
        error = "is a directory";
    r->input = input;
    r->n_in_input = r->raw_bytes = 0;
    r->is_binary = r->is_container = false;
    enum articlean_from from = r->settings->lib.from;
    bool is_named_so = has_suffix(input->name, ".md") || has_suffix(input->name, ".markdown");
    r->is_markdown = from == ARTICLEAN_FROM_MARKDOWN || (from == ARTICLEAN_FROM_AUTO && is_named_so);
    /* The source of a page is not given up for its text unless somebody asks for just that. */
    r->is_html = r->settings->in_place && from == ARTICLEAN_FROM_AUTO &&
                 (has_suffix(input->name, ".html") || has_suffix(input->name, ".htm"));
    r->n_skipped = r->output ? output_n_done(r->output, input->name, input->mirror, &job->st, &job->done) : 0;
    job->is_failed = error != NULL;
    job->path = copy_string(input->path);
    job->name = copy_string(input->name);
    job->mirror = copy_string(is_stdin ? "stdin" : input->mirror);
    job->n_skipped = error ? UINT64_MAX : r->n_skipped;
    push(r, job);
    if (!error)
        error = read_input(r, fd);
    if (fd > STDIN_FILENO)
        close(fd);
    push_end(r, error);
    return !is_dead(r);
}

struct totals {
    uint64_t files, bytes;
};

static bool count_input(const struct input *input, void *context)
{
    struct totals *totals = context;
    struct stat st;
    totals->files++;
    if (!stat(input->path, &st) && S_ISREG(st.st_mode))
        totals->bytes += (uint64_t)st.st_size;
    return true;
}

/* The time left needs totals, which take a walk before the run; names from a pipe can be read only once. */
static void start_progress(const struct run *r)
{
    const struct settings *s = r->settings;
    const char *term = getenv("TERM");
    bool is_terminal = isatty(STDERR_FILENO) && !(term && !strcmp(term, "dumb")) && !s->quiet;
    bool is_interactive = !s->output && isatty(STDOUT_FILENO); /* the text itself shows what is going on */
    if (s->progress == WHEN_NEVER || (s->progress == WHEN_AUTO && (!is_terminal || is_interactive)))
        return;
    struct totals totals = {0};
    struct stat list;
    if (!s->files_from || (!stat(s->files_from, &list) && S_ISREG(list.st_mode))) /* others are read once */
        inputs_each(s, output_directory(r->output), count_input, &totals);
    progress_start(totals.files, totals.bytes);
}

static void read_all(struct run *r, const char *except)
{
    inputs_each(r->settings, except, take_input, r);
    pool_finish(r->pool);
    articlean_reader_free(r->reader);
    text_clear(&r->notes);
    text_clear(&r->id);
}

static void forget(struct job *job, void *context)
{
    (void)context;
    job_free(job);
}

/* The first of two passes: counts what the pages of each site have in common. What it has to say of its
   inputs the second pass will say. */
static struct articlean_sites *count_sites(const struct settings *settings, const char *except)
{
    struct settings counting = *settings;
    counting.lib.stages &= ARTICLEAN_DECODE | ARTICLEAN_NORMALIZE;
    counting.lib.dedupe = ARTICLEAN_DEDUPE_NONE;
    struct articlean_sites *sites;
    if (articlean_sites_new(&sites))
        die(EXIT_INTERNAL, "cannot start: out of memory");
    struct run r = {.settings = &counting, .pool = pool_new(&counting, forget, NULL)};
    pool_count(r.pool, sites);
    new_reader(&r);
    read_all(&r, except);
    pool_free(r.pool);
    return sites;
}

void run(const struct settings *given)
{
    struct settings settings = *given;
    struct run r = {.settings = &settings, .output = output_open(given)};
    const char *except = output_directory(r.output);
    struct articlean_sites *sites = given->site_evidence ? count_sites(given, except) : NULL;
    settings.lib.sites = sites;
    r.pool = pool_new(&settings, output_take, r.output);
    new_reader(&r);
    start_progress(&r);
    read_all(&r, except);
    output_close(r.output);
    pool_free(r.pool);
    articlean_sites_free(sites);
}
