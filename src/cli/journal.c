#include "journal.h"

#include "message.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A set of 64-bit keys, each with a value. */
struct entry {
    uint64_t key, value;
};

struct table {
    struct entry *v;
    size_t n, cap; /* cap is a power of 2 or 0 */
};

struct journal {
    char *path;
    int fd; /* -1 before the first write */
    uint64_t key;
    bool is_resumed;
    struct table made; /* output names, value: as value_of(), BEGUN when it was only begun */
    struct point point;
    bool has_point;
    uint64_t removed;
};

static const char title[] = "articlean-journal 2 ";

uint64_t hash_bytes(const void *data, size_t size, uint64_t seed)
{
    const unsigned char *p = data;
    uint64_t h = seed ^ 0xCBF29CE484222325u; /* FNV-1a, 64 bits */
    for (size_t i = 0; i < size; i++)
        h = (h ^ p[i]) * 0x100000001B3u;
    return h ? h : 1;
}

uint64_t hash_name(const char *name)
{
    return hash_bytes(name, strlen(name), 0);
}

/* An input that is rewritten within one second and keeps its size is told apart by the nanoseconds. */
static uint64_t hash_stat(const struct stat *st)
{
    int64_t facts[] = {st->st_size, st->st_mtim.tv_sec, st->st_mtim.tv_nsec};
    return hash_bytes(facts, sizeof facts, 2);
}

/* Values in the table. */
enum { BEGUN = 1, IS_PART = 2, IS_DONE = 4, MARKS = 7 };

static uint64_t value_of(uint64_t stat_hash, enum done done)
{
    return (stat_hash & ~(uint64_t)MARKS) | IS_DONE | (done == DONE_IN_PART ? IS_PART : 0);
}

static struct entry *slot_of(const struct table *t, uint64_t key)
{
    size_t i = (size_t)(key * 0x9E3779B97F4A7C15u >> 20) & (t->cap - 1);
    while (t->v[i].key && t->v[i].key != key)
        i = (i + 1) & (t->cap - 1);
    return &t->v[i];
}

static void put(struct table *t, uint64_t key, uint64_t value)
{
    if (2 * t->n >= t->cap) {
        struct table bigger = {.cap = t->cap ? t->cap * 2 : 64, .n = t->n};
        bigger.v = check_alloc(calloc(bigger.cap, sizeof *bigger.v));
        for (size_t i = 0; i < t->cap; i++)
            if (t->v[i].key)
                *slot_of(&bigger, t->v[i].key) = t->v[i];
        free(t->v);
        *t = bigger;
    }
    struct entry *e = slot_of(t, key);
    t->n += !e->key;
    *e = (struct entry){key, value};
}

static uint64_t get(const struct table *t, uint64_t key)
{
    return t->cap ? slot_of(t, key)->value : 0;
}

static void read_line(struct journal *j, const char *line)
{
    unsigned long long a, b, c, d, e, f, g;
    if (*line == '+' && sscanf(line, "+ %llx", &a) == 1)
        put(&j->made, a, BEGUN);
    else if (strchr("=!", *line) && sscanf(line + 1, " %llx %llx %llu", &a, &b, &c) == 3) {
        put(&j->made, a, value_of(b, *line == '=' ? DONE : DONE_IN_PART));
        j->removed = c;
    }
    if (*line == '@' &&
        sscanf(line, "@ %llu %llx %llu %llu %llu %llx %llu", &a, &b, &c, &d, &e, &f, &g) == 7) {
        j->point = (struct point){a, b, c, d, e, f, g};
        j->has_point = true;
        j->removed = e;
    }
}

/* Reads what a run left; returns the bytes of whole lines, 0 when the file is none of ours. */
static off_t read_journal(struct journal *j)
{
    FILE *file = fopen(j->path, "r");
    if (!file)
        return 0;
    char *line = NULL;
    size_t cap = 0;
    off_t good = 0;
    uint64_t key = 0;
    for (ssize_t n; (n = getline(&line, &cap, file)) > 0 && line[n - 1] == '\n'; good += n) {
        if (good)
            read_line(j, line);
        else if (strncmp(line, title, strlen(title)))
            break;
        else
            key = strtoull(line + strlen(title), NULL, 16);
    }
    free(line);
    fclose(file);
    if (good && j->is_resumed && key != j->key)
        die(EXIT_USAGE, "%s: the run to resume had other options; repeat them, or leave out --resume",
            j->path);
    return good;
}

struct journal *journal_open(const char *path, uint64_t key, bool resume)
{
    struct journal *j = check_alloc(calloc(1, sizeof *j));
    *j = (struct journal){.path = copy_string(path), .fd = -1, .key = key, .is_resumed = resume};
    off_t good = read_journal(j);
    if (!resume) {
        j->has_point = false;
        j->removed = 0;
        for (size_t i = 0; i < j->made.cap; i++)
            j->made.v[i].value = j->made.v[i].key ? BEGUN : 0; /* ours to overwrite, not to skip */
    } else if (good) {
        j->fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
        if (j->fd < 0 || ftruncate(j->fd, good))
            die(EXIT_PARTIAL, "%s: %s", path, strerror(errno));
    }
    return j;
}

const struct point *journal_point_reached(const struct journal *j)
{
    return j->has_point ? &j->point : NULL;
}

uint64_t journal_removed(const struct journal *j)
{
    return j->removed;
}

bool journal_made(const struct journal *j, const char *name)
{
    return get(&j->made, hash_name(name)) != 0;
}

enum done journal_done(const struct journal *j, const char *name, const struct stat *st)
{
    uint64_t value = j->is_resumed ? get(&j->made, hash_name(name)) : 0, stat_hash = hash_stat(st);
    return value == value_of(stat_hash, DONE)           ? DONE
           : value == value_of(stat_hash, DONE_IN_PART) ? DONE_IN_PART
                                                        : NOT_DONE;
}

static bool write_all(int fd, const char *p, size_t n)
{
    while (n) {
        ssize_t done = write(fd, p, n);
        if (done < 0 && errno != EINTR)
            return false;
        p += done > 0 ? done : 0;
        n -= done > 0 ? (size_t)done : 0;
    }
    return true;
}

static void append(struct journal *j, struct text *line, const char *name)
{
    text_z(line, " ");
    text_visible(line, name, strlen(name));
    text_z(line, "\n");
    if (j->fd < 0) {
        /* The names of an earlier run stay known as ours until they are written again. */
        j->fd = open(j->path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666);
        struct text head = {0};
        text_f(&head, "%s%016llx\n", title, (unsigned long long)j->key);
        for (size_t i = 0; i < j->made.cap; i++)
            if (j->made.v[i].key)
                text_f(&head, "+ %016llx\n", (unsigned long long)j->made.v[i].key);
        text_add(&head, line->p, line->n);
        text_clear(line);
        *line = head;
    }
    if (j->fd < 0 || !write_all(j->fd, line->p, line->n))
        die(EXIT_PARTIAL, "%s: %s", j->path, strerror(errno));
    text_clear(line);
}

void journal_write_made(struct journal *j, const char *name)
{
    struct text line = {0};
    text_f(&line, "+ %016llx", (unsigned long long)hash_name(name));
    append(j, &line, name);
}

void journal_write_done(struct journal *j, const char *name, const struct stat *st, enum done done,
                        uint64_t removed)
{
    struct text line = {0};
    text_f(&line, "%c %016llx %016llx %llu", done == DONE ? '=' : '!', (unsigned long long)hash_name(name),
           (unsigned long long)hash_stat(st), (unsigned long long)removed);
    append(j, &line, name);
}

void journal_write_point(struct journal *j, const struct point *p, const char *name)
{
    struct text line = {0};
    text_f(&line, "@ %llu %016llx %llu %llu %llu %016llx %llu", (unsigned long long)p->inputs,
           (unsigned long long)p->chain, (unsigned long long)p->records, (unsigned long long)p->out,
           (unsigned long long)p->removed, (unsigned long long)p->name, (unsigned long long)p->failed);
    append(j, &line, name);
}

void journal_close(struct journal *j, bool remove)
{
    if (!j)
        return;
    if (j->fd >= 0)
        close(j->fd);
    if (remove)
        unlink(j->path);
    free(j->made.v);
    free(j->path);
    free(j);
}
