#include "output.h"

#include "compare.h"
#include "journal.h"
#include "message.h"
#include "progress.h"
#include "report.h"
#include "savefile.h"
#include "tree.h"
#include "work.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum mode { TO_STDOUT, TO_FILE, TO_TREE, TO_COMPARE };

struct output {
    const struct settings *settings;
    enum mode mode;
    struct savefile main, removed, report;
    bool is_open, has_removed, has_report;
    struct tree tree;
    struct journal *journal;
    struct point point;    /* where the run is */
    struct point reached;  /* where the resumed run was; inputs UINT64_MAX when none or passed */
    uint64_t asked, chain; /* of inputs that were asked for by output_n_done */
    double last_point;

    /* the input under way */
    char *path, *name, *mirror;
    struct stat st;
    struct text whole;           /* the result where it is compared */
    struct tally input_tally;    /* what happened in it, for --check */
    uint64_t n_documents, bytes; /* documents that begun in main; bytes of the last document */
    bool is_failed, is_passed_over;
    bool is_dead; /* the one output of the run failed: nothing more can be written */

    struct tally total;
    uint64_t n_inputs, n_failed, n_changed, n_skipped, n_left_out, raw_bytes, n_repaired;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static const char *suffix_of(const struct settings *s)
{
    static const char *const suffixes[] = {".txt", ".md", ".jsonl"};
    return s->explain == 1 ? ".explain" : s->explain == 2 ? ".explain.jsonl" : suffixes[s->to];
}

static bool ends_with(const char *z, const char *end)
{
    size_t n = strlen(z), m = strlen(end);
    return n >= m && !strcmp(z + n - m, end);
}

/* A directory exists as one or is written like one; with -r any name is one that does not look like a file.
 */
static bool is_directory_name(const struct settings *s)
{
    struct stat st;
    if (!stat(s->output, &st))
        return S_ISDIR(st.st_mode);
    return ends_with(s->output, "/") || (s->recursive && !ends_with(s->output, suffix_of(s)));
}

/* The options that decide what is written, as one number: a run resumes only with the same. */
static uint64_t key_of(const struct settings *s)
{
    struct text all = {0};
    text_f(&all, "%s %d %d %d %s\n", articlean_version(), s->to, s->explain, s->site_evidence,
           s->url ? s->url : "");
    for (size_t i = 0; i < n_option_rows; i++) {
        const struct option_row *row = &option_rows[i];
        if (row->is_config && row->group != IN_RUN && row->kind != AS_STRINGS) {
            text_f(&all, "%s=", row->name);
            option_show(s, row, &all);
            text_z(&all, "\n");
        }
    }
    for (size_t i = 0; i < s->rules.n; i++)
        text_f(&all, "rules=%s\n", s->rules.v[i]);
    uint64_t key = hash_bytes(all.p, all.n, 1);
    text_clear(&all);
    return key;
}

static void open_journal(struct output *o)
{
    const char *file = o->settings->output, *slash = strrchr(file, '/');
    int n = slash ? (int)(slash - file) + 1 : 0;
    char *path = o->mode == TO_TREE ? format_string("%s/.articlean-journal", o->tree.directory)
                                    : format_string("%.*s.%s.articlean-journal", n, file, file + n);
    o->journal = journal_open(path, key_of(o->settings), o->settings->resume);
    free(path);
    const struct point *reached = journal_point_reached(o->journal);
    o->reached = reached ? *reached : (struct point){.inputs = UINT64_MAX};
}

/* A file that such an option would overwrite must look like what it writes: `--report page.html`, with a
   blank, must not cost the page. */
static void spare_foreign_file(const struct settings *s, const char *option, const char *path,
                               const char *mark)
{
    char first[512] = "";
    struct stat st;
    if (!path || !*path || s->force || !strcmp(path, "-") || stat(path, &st) || !S_ISREG(st.st_mode) ||
        !st.st_size)
        return;
    FILE *file = fopen(path, "r");
    bool is_ours = file && fread(first, 1, sizeof first - 1, file) && strstr(first, mark);
    if (file)
        fclose(file);
    if (!is_ours)
        die(EXIT_USAGE, "%s: exists and was not written by --%s; --force overwrites it", path, option);
}

static void open_extra(struct savefile *file, const char *path, uint64_t resume_at)
{
    if (!strcmp(path, "-"))
        savefile_wrap(file, STDOUT_FILENO);
    else if (!savefile_open(file, path, NULL, resume_at))
        die(EXIT_PARTIAL, "%s: %s", path, strerror(errno));
}

static void open_file(struct output *o)
{
    const char *path = o->settings->output;
    bool is_resuming = o->reached.inputs != UINT64_MAX;
    if (!savefile_open(&o->main, path, NULL, is_resuming ? o->reached.out : 0))
        die(EXIT_PARTIAL, "%s: %s", path, strerror(errno));
    o->is_open = true;
    o->n_documents = is_resuming && o->reached.out > 0;
    if (is_resuming && o->reached.failed) {
        o->n_failed = o->reached.failed;
        fail(EXIT_PARTIAL, "%s: %llu failed before the run was stopped", path,
             (unsigned long long)o->reached.failed);
    }
}

static char *directory_name(const char *path)
{
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/')
        n--;
    return check_alloc(strndup(path, n));
}

struct output *output_open(const struct settings *s)
{
    struct output *o = check_alloc(calloc(1, sizeof *o));
    o->settings = s;
    spare_foreign_file(s, "report", s->report, "<title>articlean report</title>");
    spare_foreign_file(s, "removed", s->removed, "\"stage\":\"");
    spare_foreign_file(s, "stats", s->stats, "{\"documents\":");
    o->reached.inputs = UINT64_MAX;
    o->main.fd = -1;
    if (is_comparing(s)) {
        o->mode = TO_COMPARE;
        savefile_wrap(&o->main, STDOUT_FILENO);
    } else if (!s->output || !strcmp(s->output, "-")) {
        savefile_wrap(&o->main, STDOUT_FILENO);
    } else if (is_directory_name(s)) {
        o->mode = TO_TREE;
        o->tree.directory = directory_name(s->output);
        if (mkdir(o->tree.directory, 0777) && errno != EEXIST)
            die(EXIT_PARTIAL, "%s: %s", s->output, strerror(errno));
        open_journal(o);
    } else {
        o->mode = TO_FILE;
        open_journal(o);
        open_file(o);
    }
    if (s->removed) {
        open_extra(&o->removed, s->removed, o->journal ? journal_removed(o->journal) : 0);
        o->has_removed = true;
    }
    if (s->report) {
        open_extra(&o->report, s->report, 0);
        o->has_report = true;
        struct text head = {0};
        report_head(&head);
        savefile_write(&o->report, head.p, head.n);
        text_clear(&head);
    }
    return o;
}

const char *output_directory(const struct output *o)
{
    return o->tree.directory;
}

/* A run into one file goes on by counting: inputs before the point are done, the next one in part. */
static uint64_t n_done_in_file(struct output *o, const char *name)
{
    uint64_t before = o->chain;
    o->chain = hash_bytes(name, strlen(name), o->chain);
    uint64_t place = o->asked++;
    if (o->reached.inputs == UINT64_MAX || place > o->reached.inputs)
        return 0;
    if (place < o->reached.inputs)
        return UINT64_MAX;
    bool is_same = before == o->reached.chain && (!o->reached.name || o->reached.name == hash_name(name));
    if (!is_same)
        die(EXIT_USAGE, "%s: the inputs are not those of the run to resume", o->settings->output);
    return o->reached.records;
}

uint64_t output_n_done(struct output *o, const char *name, const char *mirror, const struct stat *st,
                       enum done *done)
{
    *done = NOT_DONE;
    if (o->mode == TO_FILE)
        return n_done_in_file(o, name);
    if (o->mode != TO_TREE)
        return 0;
    char *place = format_string("%s%s", mirror, suffix_of(o->settings));
    uint64_t n = 0;
    *done = journal_done(o->journal, place, st);
    if (*done != NOT_DONE)
        n = UINT64_MAX;
    else if (o->reached.inputs != UINT64_MAX && o->reached.name == hash_name(name))
        n = o->reached.records;
    free(place);
    return n;
}

/* Output that fails is told once, whatever else goes wrong with it. */
static void fail_output(struct output *o, const char *path, int error)
{
    if (!o->is_failed)
        fail(EXIT_PARTIAL, "%s: %s", path, strerror(error));
    o->is_failed = true;
}

static void write_main(struct output *o, const void *data, size_t size)
{
    if (o->is_failed || o->is_passed_over)
        return;
    if (o->mode == TO_COMPARE)
        text_add(&o->whole, data, size);
    else if (!savefile_write(&o->main, data, size)) {
        fail_output(o, o->settings->output ? o->settings->output : "standard output", errno);
        o->is_dead = o->mode != TO_TREE;
    }
}

bool output_is_dead(const struct output *o)
{
    return o->is_dead;
}

static void open_tree_file(struct output *o, const struct job *job)
{
    char *place = format_string("%s%s", job->mirror, suffix_of(o->settings));
    char *path = tree_place(&o->tree, place);
    struct stat st;
    bool is_partly =
        o->reached.inputs != UINT64_MAX && o->reached.name == hash_name(job->name) && job->n_skipped;
    if (!path) {
        fail(EXIT_PARTIAL,
             errno == EEXIST ? "%s: not written, %s was written for another input"
                             : "%s: not written, %s: cannot make its directory",
             job->name, place);
        o->is_failed = true;
    } else if (!o->settings->force && !journal_made(o->journal, place) && !lstat(path, &st)) {
        fail(EXIT_PARTIAL, "%s: not written, %s exists and is not ours; --force overwrites it", job->name,
             path);
        o->is_failed = true;
    } else if (!savefile_open(&o->main, path, NULL, is_partly ? o->reached.out : 0)) {
        fail_output(o, path, errno);
    } else {
        o->is_open = true;
    }
    o->n_documents = is_partly && o->reached.out > 0;
    free(path);
    free(place);
}

/* An input that is done keeps its name from others. */
static void take_place(struct output *o, const char *mirror)
{
    char *place = format_string("%s%s", mirror, suffix_of(o->settings));
    free(tree_place(&o->tree, place));
    free(place);
}

static void begin_input(struct output *o, struct job *job)
{
    o->name = job->name;
    o->path = job->path;
    o->mirror = job->mirror;
    o->st = job->st;
    o->is_failed = o->is_dead;
    o->is_passed_over = job->n_skipped == UINT64_MAX;
    o->point.records = 0;
    o->point.name = hash_name(o->name);
    o->n_skipped += o->is_passed_over && !job->is_failed;
    bool is_partly = o->mode == TO_TREE && job->n_skipped && !o->is_passed_over;
    if (job->done == DONE_IN_PART || (is_partly && o->reached.failed)) {
        fail(EXIT_PARTIAL, "%s: something in it failed before the run was stopped", o->name);
        o->input_tally.failed += is_partly ? o->reached.failed : 1;
    }
    if (o->mode == TO_COMPARE)
        o->n_documents = 0;
    if (o->mode == TO_TREE && !o->is_passed_over)
        open_tree_file(o, job);
    if (o->mode == TO_TREE && o->is_passed_over)
        take_place(o, job->mirror);
    job->name = job->path = job->mirror = NULL; /* taken */
}

/* Documents are told apart by a line with a form feed; windows of one document by an empty line. */
static void write_document(struct output *o, const struct job *job)
{
    bool is_stream = o->settings->to != ARTICLEAN_TO_JSONL && o->settings->explain != 2 && !job->is_mended;
    bool is_new = !job->record.part;
    if (is_stream && is_new && o->n_documents)
        write_main(o, "\f\n", 2);
    else if (is_stream && !is_new && o->bytes && job->out.n)
        write_main(o, "\n", 1);
    if (is_new) {
        o->n_documents++;
        o->bytes = 0;
    }
    o->bytes += job->out.n;
    if (job->out.n)
        write_main(o, job->out.p, job->out.n);
    if (o->has_removed && job->removed.n && !savefile_write(&o->removed, job->removed.p, job->removed.n))
        fail_output(o, o->settings->removed, errno);
    if (o->has_report && job->fragment.n && !savefile_write(&o->report, job->fragment.p, job->fragment.n))
        fail_output(o, o->settings->report, errno);
}

static void note_findings(const struct output *o, const struct job *job)
{
    const struct settings *s = o->settings;
    const char *name = job->record.name ? job->record.name : "";
    char place[32] = "";
    if (job->is_failed_record)
        return;
    if (job->record.offset)
        snprintf(place, sizeof place, ":%llu", (unsigned long long)job->record.offset);
    if (s->fail_on_empty && job->is_empty)
        fail(EXIT_FINDING, "%s%s: nothing is kept", name, place);
    if (s->fail_below >= 0 && job->confidence < s->fail_below)
        fail(EXIT_FINDING, "%s%s: confidence %.2f is below %g", name, place, (double)job->confidence,
             (double)s->fail_below);
}

static void write_point(struct output *o)
{
    bool is_file = o->mode == TO_FILE;
    if (!o->is_open || !(is_file || o->mode == TO_TREE) || !o->main.part || o->is_failed)
        return;
    if (!savefile_flush(&o->main) || (o->has_removed && !savefile_flush(&o->removed)))
        return;
    savefile_keep(&o->main);
    if (o->has_removed)
        savefile_keep(&o->removed);
    o->point.out = o->main.size;
    o->point.failed = (is_file ? o->n_failed : 0) + o->input_tally.failed;
    o->point.removed = o->has_removed ? o->removed.size : 0;
    journal_write_point(o->journal, &o->point, o->name ? o->name : "-");
    o->last_point = now();
}

static bool is_point_due(const struct output *o)
{
    return now() - o->last_point > 0.5;
}

static void take_record(struct output *o, struct job *job)
{
    message_print(&job->notes);
    note_status(job->status);
    o->point.records++;
    if (job->is_skipped)
        return;
    note_findings(o, job);
    write_document(o, job);
    o->n_repaired += job->is_repaired;
    tally_add(&o->input_tally, &job->tally);
    progress_show(o->n_inputs, o->total.documents + o->input_tally.documents, o->raw_bytes + job->raw_bytes);
    if (o->mode != TO_COMPARE && is_point_due(o))
        write_point(o);
}

static void finish_tree_file(struct output *o, bool is_complete)
{
    if (!o->is_open)
        return;
    if (!is_complete && !o->main.size) { /* nothing could be read: an empty file would say that it was */
        savefile_drop(&o->main);
        o->is_open = false;
        return;
    }
    char *place = format_string("%s%s", o->mirror, suffix_of(o->settings));
    journal_write_made(o->journal, place);
    if (!savefile_commit(&o->main, false))
        fail_output(o, o->name, errno);
    else if (is_complete && (!o->has_removed || savefile_flush(&o->removed))) {
        if (o->has_removed)
            savefile_keep(&o->removed);
        journal_write_done(o->journal, place, &o->st, o->input_tally.failed ? DONE_IN_PART : DONE,
                           o->has_removed ? o->removed.size : 0);
    }
    o->is_open = false;
    free(place);
}

static void compare_input(struct output *o, struct job *job)
{
    const struct settings *s = o->settings;
    struct comparison c = {o->path,    o->name,    &o->st,     job->raw.p,
                           job->raw.n, o->whole.p, o->whole.n, &o->input_tally};
    if (job->is_failed || job->is_left_out || exit_status() == EXIT_INTERNAL)
        return;
    if (!is_changed(&c))
        return;
    struct text shown = {0};
    show_change(s, &c, &shown);
    if (shown.n && !savefile_write(&o->main, shown.p, shown.n))
        fail_output(o, "standard output", errno);
    text_clear(&shown);
    if (!s->in_place)
        note_status(EXIT_FINDING);
    else if (!rewrite(s, &c))
        o->is_failed = true;
    o->n_changed += !o->is_failed;
}

static void end_input(struct output *o, struct job *job)
{
    message_print(&job->notes);
    note_status(job->status);
    o->n_inputs++;
    o->n_left_out += job->is_left_out;
    o->raw_bytes += job->raw_bytes;
    if (o->mode == TO_COMPARE)
        compare_input(o, job);
    else if (o->mode == TO_TREE)
        finish_tree_file(o, !job->is_failed && !o->is_failed);
    o->n_failed += job->is_failed || o->is_failed || o->input_tally.failed;
    o->point.inputs++;
    o->point.chain = hash_bytes(o->name, strlen(o->name), o->point.chain);
    o->point.records = o->point.name = 0;
    tally_add(&o->total, &o->input_tally);
    tally_clear(&o->input_tally);
    text_clear(&o->whole);
    free(o->name);
    free(o->path);
    free(o->mirror);
    o->name = o->path = o->mirror = NULL;
    progress_show(o->n_inputs, o->total.documents, o->raw_bytes);
    if (o->mode == TO_FILE && is_point_due(o))
        write_point(o);
}

void output_take(struct job *job, void *context)
{
    struct output *o = context;
    if (job->kind == JOB_BEGIN)
        begin_input(o, job);
    else if (job->kind == JOB_RECORD)
        take_record(o, job);
    else
        end_input(o, job);
    job_free(job);
}

static void print_stats(const struct output *o)
{
    const char *path = o->settings->stats;
    struct text out = {0};
    if (!*path) {
        tally_table(&o->total, &out);
        message_print(&out);
        return;
    }
    struct savefile file;
    tally_json(&o->total, &out);
    open_extra(&file, path, 0);
    savefile_write(&file, out.p, out.n);
    if (strcmp(path, "-") ? !savefile_commit(&file, false) : !savefile_flush(&file))
        fail(EXIT_PARTIAL, "%s: %s", path, strerror(errno));
    text_clear(&out);
}

/* A run over many inputs ends with one line of counts; a filter in a pipe says nothing. */
static void print_summary(const struct output *o)
{
    const struct tally *t = &o->total;
    bool is_asked = message_level() > 0 || o->mode == TO_TREE || (o->n_failed && o->n_inputs > 1) ||
                    (o->mode == TO_COMPARE && o->n_changed);
    if (!is_asked || message_level() < 0)
        return;
    struct text line = {0};
    text_f(&line, "%llu input%s, %llu document%s", (unsigned long long)o->n_inputs,
           o->n_inputs == 1 ? "" : "s", (unsigned long long)t->documents, t->documents == 1 ? "" : "s");
    const struct {
        const char *name;
        uint64_t n;
    } parts[] = {{o->settings->in_place ? "rewritten" : "would change", o->n_changed},
                 {"failed", o->n_failed},
                 {"done before", o->n_skipped},
                 {"empty", t->empty},
                 {"copies", t->duplicates},
                 {"repaired", o->n_repaired},
                 {"left alone", o->n_left_out}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].n)
            text_f(&line, ", %llu %s", (unsigned long long)parts[i].n, parts[i].name);
    text_z(&line, "; ");
    text_bytes(&line, t->bytes_in);
    text_z(&line, " in, ");
    text_bytes(&line, t->bytes_out);
    text_z(&line, " out");
    say("%s", line.p);
    text_clear(&line);
}

static void close_extra(struct savefile *file, const char *path)
{
    bool is_ok = strcmp(path, "-") ? savefile_commit(file, false) : savefile_flush(file);
    if (!is_ok)
        fail(EXIT_PARTIAL, "%s: %s", path, strerror(errno));
}

/* Writes that the system delays can fail as late as at close. */
static void close_main(struct output *o)
{
    const char *name = o->settings->output ? o->settings->output : "standard output";
    if (o->mode == TO_FILE) {
        if (!savefile_commit(&o->main, false))
            fail_output(o, name, errno);
    } else if (o->mode == TO_STDOUT || o->mode == TO_COMPARE) {
        if (!savefile_flush(&o->main) || (close(STDOUT_FILENO) && errno != EBADF))
            fail_output(o, "standard output", errno);
    }
}

void output_close(struct output *o)
{
    o->is_failed = o->is_dead;
    if (o->has_removed)
        close_extra(&o->removed, o->settings->removed);
    if (o->has_report) {
        struct text tail = {0};
        report_tail(&o->total, &tail);
        savefile_write(&o->report, tail.p, tail.n);
        text_clear(&tail);
        close_extra(&o->report, o->settings->report);
    }
    if (o->settings->stats)
        print_stats(o);
    close_main(o);
    progress_wipe();
    print_summary(o);
    journal_close(o->journal, o->mode == TO_FILE);
    tally_clear(&o->total);
    free((char *)o->tree.directory);
    tree_clear(&o->tree);
    free(o);
}
