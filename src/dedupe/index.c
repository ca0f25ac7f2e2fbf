#include "index.h"

#include "base/alloc.h"
#include "base/try.h"
#include "manifest.h"

#define XXH_INLINE_ALL
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

enum {
    MERGE = 8,              /* so many segments of one size become one */
    MANIFEST_MAX = 1 << 20, /* bytes */
    RETRIES = 16            /* a reader may meet a manifest whose files a writer has just replaced */
};

static enum articlean_status fail(const struct al_index *x, enum articlean_status status, const char *what)
{
    if (status == ARTICLEAN_IO)
        al_report(&x->reporter, ARTICLEAN_ERROR, 0, 0, 0, "index: %s: %s", what, strerror(errno));
    else
        al_report(&x->reporter, ARTICLEAN_ERROR, 0, 0, 0, "index: %s", what);
    return status;
}

static void file_name(char out[40], const char *what, uint64_t file)
{
    snprintf(out, 40, "%s-%06" PRIu64, what, file);
}

/* A file without a name that vanishes with its last descriptor. */
static int open_temporary(void)
{
    const char *dir = getenv("TMPDIR");
    if (!dir || !*dir)
        dir = "/tmp";
    int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
        return fd;
    char path[4096];
    if (snprintf(path, sizeof path, "%s/articlean-XXXXXX", dir) >= (int)sizeof path)
        return errno = ENAMETOOLONG, -1;
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0)
        unlink(path);
    return fd;
}

static bool lasts(const struct al_index *x)
{
    return x->dir >= 0 && !x->read_only;
}

static enum articlean_status reserve(struct al_index *x)
{
    if (x->n_segments < x->cap_segments)
        return ARTICLEAN_OK;
    size_t cap = x->cap_segments * 2 + 8;
    struct al_segment *segments = al_realloc(x->segments, cap * sizeof *segments);
    if (!segments)
        return ARTICLEAN_NO_MEMORY;
    x->segments = segments;
    uint64_t *files = al_realloc(x->files, cap * sizeof *files);
    if (!files)
        return ARTICLEAN_NO_MEMORY;
    x->files = files;
    x->cap_segments = cap;
    return ARTICLEAN_OK;
}

uint64_t al_index_count(const struct al_index *x)
{
    if (!x->n_segments)
        return 0;
    const struct al_segment *last = &x->segments[x->n_segments - 1];
    return last->first + last->n;
}

static enum articlean_status add_mapped(struct al_index *x, int fd, uint64_t file)
{
    TRY(reserve(x));
    TRY(al_segment_map(fd, &x->segments[x->n_segments]));
    x->files[x->n_segments++] = file;
    return ARTICLEAN_OK;
}

/* Writes a new segment from `n` others and maps it as the last one, after those at `keep` were forgotten. */
static enum articlean_status write_segment(struct al_index *x, const struct al_segment *from, size_t n,
                                           struct al_segment *out, uint64_t *file)
{
    char name[40];
    *file = lasts(x) ? x->next_file++ : 0;
    file_name(name, "segment", *file);
    int fd = lasts(x) ? openat(x->dir, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666) : open_temporary();
    if (fd < 0)
        return fail(x, ARTICLEAN_IO, "cannot create a segment");
    enum articlean_status s = al_segment_write(fd, from, n);
    if (!s)
        s = al_segment_map(fd, out);
    if (s == ARTICLEAN_IO)
        fail(x, s, "cannot write a segment");
    close(fd);
    return s;
}

/* Size class: segments of one class hold the same number of documents within a factor of MERGE. */
static int class_of(const struct al_segment *s)
{
    int c = 0;
    for (uint64_t n = s->n; n >= MERGE; n /= MERGE)
        c++;
    return c;
}

/* Index of the first segment of the run at the end that is due for merging, n_segments when none is. */
static size_t due(const struct al_index *x)
{
    size_t n = x->n_segments;
    if (n < x->n_fixed + MERGE)
        return n;
    int c = class_of(&x->segments[n - 1]);
    for (size_t i = n - MERGE; i < n; i++)
        if (class_of(&x->segments[i]) > c)
            return n;
    return n - MERGE;
}

static enum articlean_status merge(struct al_index *x)
{
    for (size_t from; (from = due(x)) < x->n_segments;) {
        struct al_segment merged;
        uint64_t file;
        TRY(write_segment(x, x->segments + from, x->n_segments - from, &merged, &file));
        for (size_t i = from; i < x->n_segments; i++)
            al_segment_unmap(&x->segments[i]);
        x->segments[from] = merged;
        x->files[from] = file;
        x->n_segments = from + 1;
    }
    return ARTICLEAN_OK;
}

enum articlean_status al_index_append(struct al_index *x, const struct al_segment *segment)
{
    TRY(reserve(x));
    struct al_segment *out = &x->segments[x->n_segments];
    TRY(write_segment(x, segment, 1, out, &x->files[x->n_segments]));
    x->n_segments++;
    return merge(x);
}

static enum articlean_status write_file(struct al_index *x, const char *name, const void *data, size_t size)
{
    int fd = openat(x->dir, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return ARTICLEAN_IO;
    const char *p = data;
    size_t left = size;
    while (left) {
        ssize_t n = write(fd, p, left);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        p += n;
        left -= (size_t)n;
    }
    int bad = left || fsync(fd);
    bad |= close(fd) != 0;
    return bad ? ARTICLEAN_IO : ARTICLEAN_OK;
}

static enum articlean_status describe(const struct al_index *x, struct al_manifest *m)
{
    for (size_t i = 0; i < x->n_segments; i++) {
        const struct al_segment *g = &x->segments[i];
        struct al_manifest_file f = {x->files[i], g->first, g->n, g->map_size, g->checksum};
        TRY(al_buf_append(&m->segments, &f, sizeof f));
    }
    return ARTICLEAN_OK;
}

static bool is_named(const struct al_index *x, const char *name)
{
    char want[40];
    file_name(want, "state", x->state_file);
    if (strcmp(name, "LOCK") == 0 || strcmp(name, "MANIFEST") == 0 || strcmp(name, want) == 0)
        return true;
    for (size_t i = 0; i < x->n_segments; i++) {
        file_name(want, "segment", x->files[i]);
        if (strcmp(name, want) == 0)
            return true;
    }
    return strncmp(name, "segment-", 8) != 0 && strncmp(name, "state-", 6) != 0 &&
           strcmp(name, "MANIFEST.new") != 0;
}

/* Removes files of our naming that no manifest names: replaced ones, and the rest of a killed run. */
static void sweep(const struct al_index *x)
{
    int fd = openat(x->dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *d = fd < 0 ? NULL : fdopendir(fd);
    if (!d)
        return;
    for (struct dirent *e; (e = readdir(d));)
        if (!is_named(x, e->d_name))
            unlinkat(x->dir, e->d_name, 0);
    closedir(d);
}

static enum articlean_status commit(struct al_index *x, struct al_manifest *m, struct al_buf *text)
{
    char name[40];
    uint64_t state_file = x->next_file++;
    file_name(name, "state", state_file);
    TRY(write_file(x, name, x->state, x->state_size));
    m->state = (struct al_manifest_file){
        .file = state_file, .bytes = x->state_size, .checksum = XXH3_64bits(x->state, x->state_size)};
    TRY(describe(x, m));
    TRY(al_manifest_write(m, text));
    TRY(write_file(x, "MANIFEST.new", text->p, text->n));
    /* The directory is synced twice: the files must be there before the manifest that names them. */
    if (fsync(x->dir) || renameat(x->dir, "MANIFEST.new", x->dir, "MANIFEST") || fsync(x->dir))
        return ARTICLEAN_IO;
    x->state_file = state_file;
    sweep(x);
    return ARTICLEAN_OK;
}

enum articlean_status al_index_commit(struct al_index *x)
{
    if (!lasts(x))
        return ARTICLEAN_OK;
    struct al_manifest m;
    struct al_buf text;
    al_manifest_init(&m);
    al_buf_init(&text, MANIFEST_MAX);
    enum articlean_status s = commit(x, &m, &text);
    al_manifest_clear(&m);
    al_buf_clear(&text);
    return s == ARTICLEAN_IO ? fail(x, s, "cannot commit") : s;
}

/* Reads a whole file; *found is false when there is none. */
static enum articlean_status read_file(struct al_index *x, const char *name, struct al_buf *out, bool *found)
{
    int fd = openat(x->dir, name, O_RDONLY | O_CLOEXEC);
    *found = fd >= 0;
    if (fd < 0)
        return errno == ENOENT ? ARTICLEAN_OK : ARTICLEAN_IO;
    enum articlean_status s = ARTICLEAN_OK;
    ssize_t n = 1;
    while (!s && n > 0) {
        s = al_buf_reserve(out, 65536);
        if (!s && (n = read(fd, out->p + out->n, 65536)) > 0)
            out->n += (size_t)n;
    }
    close(fd);
    return n < 0 ? ARTICLEAN_IO : s;
}

static void forget_segments(struct al_index *x)
{
    for (size_t i = 0; i < x->n_segments; i++)
        al_segment_unmap(&x->segments[i]);
    x->n_segments = 0;
}

/* Maps what the manifest names; *found is false when a file is gone. */
static enum articlean_status load_segments(struct al_index *x, const struct al_manifest *m, bool *found)
{
    const struct al_manifest_file *f = (const struct al_manifest_file *)m->segments.p;
    for (size_t i = 0; i < m->segments.n / sizeof *f; i++) {
        char name[40];
        file_name(name, "segment", f[i].file);
        int fd = openat(x->dir, name, O_RDONLY | O_CLOEXEC);
        *found = fd >= 0;
        if (fd < 0)
            return errno == ENOENT ? ARTICLEAN_OK : ARTICLEAN_IO;
        uint64_t expected = al_index_count(x);
        enum articlean_status s = add_mapped(x, fd, f[i].file);
        close(fd);
        TRY(s);
        const struct al_segment *g = &x->segments[x->n_segments - 1];
        if (g->first != expected || g->first != f[i].first || g->n != f[i].n || g->map_size != f[i].bytes ||
            g->checksum != f[i].checksum)
            return ARTICLEAN_BAD_FORMAT;
        if (f[i].file >= x->next_file)
            x->next_file = f[i].file + 1;
    }
    return ARTICLEAN_OK;
}

static enum articlean_status load_state(struct al_index *x, const struct al_manifest *m, bool *found)
{
    if (!m->state.file)
        return ARTICLEAN_OK;
    char name[40];
    file_name(name, "state", m->state.file);
    struct al_buf data;
    al_buf_init(&data, x->state_size + 65536);
    enum articlean_status s = read_file(x, name, &data, found);
    if (!s && *found) {
        if (data.n == x->state_size && XXH3_64bits(data.p, data.n) == m->state.checksum)
            memcpy(x->state, data.p, data.n);
        else
            s = ARTICLEAN_BAD_FORMAT;
    }
    al_buf_clear(&data);
    x->state_file = m->state.file;
    if (m->state.file >= x->next_file)
        x->next_file = m->state.file + 1;
    return s;
}

/* Loads the last commit; *again asks for another try because a writer replaced the files meanwhile. */
static enum articlean_status load(struct al_index *x, struct al_manifest *m, struct al_buf *text, bool *again)
{
    bool found, other;
    *again = false;
    TRY(read_file(x, "MANIFEST", text, &found));
    if (!found)
        return x->read_only ? fail(x, ARTICLEAN_BAD_FORMAT, "the directory holds no index") : ARTICLEAN_OK;
    TRY(al_manifest_parse(m, al_buf_str(text), &other));
    if (other)
        return fail(x, ARTICLEAN_BAD_FORMAT, "made with other parameters than " AL_MANIFEST_PARAMETERS);
    TRY(load_segments(x, m, &found));
    if (found)
        TRY(load_state(x, m, &found));
    *again = !found;
    return ARTICLEAN_OK;
}

static enum articlean_status load_retrying(struct al_index *x)
{
    for (int i = 0; i < RETRIES; i++) {
        struct al_manifest m;
        struct al_buf text;
        bool again;
        al_manifest_init(&m);
        al_buf_init(&text, MANIFEST_MAX);
        x->next_file = 1;
        enum articlean_status s = load(x, &m, &text, &again);
        al_manifest_clear(&m);
        al_buf_clear(&text);
        if (s || !again)
            return s;
        forget_segments(x);
    }
    return fail(x, ARTICLEAN_BAD_FORMAT, "files that the manifest names are missing");
}

static enum articlean_status open_directory(struct al_index *x, const char *path)
{
    if (!x->read_only && mkdir(path, 0777) && errno != EEXIST)
        return fail(x, ARTICLEAN_IO, "cannot create the directory");
    x->dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (x->dir < 0)
        return fail(x, ARTICLEAN_IO, "cannot open the directory");
    if (!x->read_only) {
        x->lock = openat(x->dir, "LOCK", O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (x->lock < 0)
            return fail(x, ARTICLEAN_IO, "cannot open LOCK");
        if (flock(x->lock, LOCK_EX | LOCK_NB))
            return fail(x, ARTICLEAN_IO, "another writer holds it");
    }
    enum articlean_status s = load_retrying(x);
    if (s == ARTICLEAN_IO)
        return fail(x, s, "cannot read it");
    if (s)
        return s == ARTICLEAN_BAD_FORMAT ? fail(x, s, "it cannot be used; rebuild it or name another") : s;
    if (!x->read_only)
        sweep(x);
    return ARTICLEAN_OK;
}

enum articlean_status al_index_open(struct al_index *x, const char *path, bool read_only, void *state,
                                    size_t state_size, const struct al_reporter *reporter)
{
    *x = (struct al_index){.dir = -1,
                           .lock = -1,
                           .read_only = read_only,
                           .next_file = 1,
                           .state = state,
                           .state_size = state_size,
                           .reporter = *reporter};
    enum articlean_status s = path ? open_directory(x, path) : ARTICLEAN_OK;
    if (s)
        al_index_close(x);
    x->n_fixed = read_only ? x->n_segments : 0;
    return s;
}

void al_index_close(struct al_index *x)
{
    forget_segments(x);
    al_free(x->segments);
    al_free(x->files);
    if (x->lock >= 0)
        close(x->lock);
    if (x->dir >= 0)
        close(x->dir);
    *x = (struct al_index){.dir = -1, .lock = -1};
}
