#include "inputs.h"

#include "glob.h"
#include "message.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct walk {
    const struct settings *settings;
    input_fn *call;
    void *context;
    bool has_except;
    dev_t except_dev;
    ino_t except_ino;
    size_t root;   /* bytes of a path that belong to the root, with its slash */
    bool is_alone; /* one directory is the only operand: paths are mirrored relative to it */
    bool is_stopped;
};

/* Below an output directory no name may climb out: "/a/../b" is mirrored as "a/__up__/b". */
static char *mirror_of(const char *path)
{
    struct text t = {0};
    text_z(&t, "");
    while (*path) {
        size_t n = strcspn(path, "/");
        bool is_here = !n || (n == 1 && *path == '.');
        if (!is_here && t.n)
            text_z(&t, "/");
        if (n == 2 && path[0] == '.' && path[1] == '.')
            text_z(&t, "__up__");
        else if (!is_here)
            text_add(&t, path, n);
        path += n + (path[n] == '/');
    }
    return t.p;
}

static void hand_out(struct walk *w, const char *path, const char *name, const char *error)
{
    char *mirror = mirror_of(w->is_alone ? path + w->root : path);
    struct input input = {path, name, mirror, error};
    w->is_stopped = !w->call(&input, w->context);
    free(mirror);
}

static void hand_out_error(struct walk *w, const char *path, int error)
{
    hand_out(w, path, path, strerror(error));
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Appends the names in a directory, sorted; directories get a slash only for the sort of their files. */
static bool list(const struct walk *w, const char *path, struct names *entries)
{
    DIR *dir = opendir(path);
    if (!dir)
        return false;
    errno = 0;
    for (struct dirent *e; (e = readdir(dir)); errno = 0)
        if (strcmp(e->d_name, ".") && strcmp(e->d_name, "..") && (*e->d_name != '.' || w->settings->hidden))
            names_add(entries, e->d_name);
    int error = errno;
    closedir(dir);
    errno = error;
    if (entries->n)
        qsort(entries->v, entries->n, sizeof *entries->v, by_bytes);
    return !error;
}

/* A directory that is open on the way down. */
struct level {
    char *path;
    struct names entries;
    size_t next;
    dev_t dev;
    ino_t ino;
};

struct stack {
    struct level *v;
    size_t n, cap;
};

static bool is_open(const struct stack *stack, const struct stat *st)
{
    for (size_t i = 0; i < stack->n; i++)
        if (stack->v[i].dev == st->st_dev && stack->v[i].ino == st->st_ino)
            return true;
    return false;
}

static void descend(struct walk *w, struct stack *stack, const char *path, const struct stat *st)
{
    bool is_output = w->has_except && st->st_dev == w->except_dev && st->st_ino == w->except_ino;
    if (is_output || is_open(stack, st))
        return; /* what is written, or a link back up */
    if (stack->n == stack->cap) {
        stack->cap = stack->cap ? stack->cap * 2 : 16;
        stack->v = check_alloc(realloc(stack->v, stack->cap * sizeof *stack->v));
    }
    struct level *level = &stack->v[stack->n];
    *level = (struct level){.path = copy_string(path), .dev = st->st_dev, .ino = st->st_ino};
    if (!list(w, path, &level->entries))
        hand_out_error(w, path, errno);
    stack->n++;
}

static void visit(struct walk *w, struct stack *stack, const char *path)
{
    struct stat st;
    const char *inside = path + w->root;
    bool is_followed = w->settings->follow != 0;
    if (is_followed ? stat(path, &st) : lstat(path, &st)) {
        if (globs_find(&w->settings->exclude, inside, false) != 1)
            hand_out_error(w, path, errno);
        return;
    }
    bool is_directory = S_ISDIR(st.st_mode);
    if (globs_find(&w->settings->exclude, inside, is_directory) == 1)
        return;
    if (is_directory)
        descend(w, stack, path, &st);
    else if (S_ISREG(st.st_mode) &&
             (!w->settings->include.n || globs_find(&w->settings->include, inside, false) == 1))
        hand_out(w, path, path, NULL);
}

static void walk_directory(struct walk *w, const char *root, const struct stat *st)
{
    struct stack stack = {0};
    size_t n = strlen(root);
    while (n > 1 && root[n - 1] == '/')
        n--;
    char *base = check_alloc(strndup(root, n));
    w->root = n + (base[n - 1] != '/');
    descend(w, &stack, base, st);
    while (stack.n && !w->is_stopped) {
        struct level *level = &stack.v[stack.n - 1];
        if (level->next < level->entries.n) {
            const char *slash = level->path[strlen(level->path) - 1] == '/' ? "" : "/";
            char *path = format_string("%s%s%s", level->path, slash, level->entries.v[level->next++]);
            visit(w, &stack, path);
            free(path);
        } else {
            free(level->path);
            names_clear(&level->entries);
            stack.n--;
        }
    }
    for (; stack.n; stack.n--) {
        free(stack.v[stack.n - 1].path);
        names_clear(&stack.v[stack.n - 1].entries);
    }
    free(stack.v);
    free(base);
    w->root = 0;
}

static void hand_out_operand(struct walk *w, const char *path)
{
    struct stat st;
    if (!strcmp(path, "-")) {
        hand_out(w, path, w->settings->stdin_name, NULL);
    } else if (stat(path, &st)) {
        hand_out_error(w, path, errno);
    } else if (!S_ISDIR(st.st_mode)) {
        hand_out(w, path, path, NULL);
    } else if (!w->settings->recursive) {
        hand_out(w, path, path, "is a directory; -r walks it");
    } else {
        walk_directory(w, path, &st);
    }
}

static void read_names(struct walk *w)
{
    const char *from = w->settings->files_from;
    bool is_stdin = !strcmp(from, "-");
    FILE *file = is_stdin ? stdin : fopen(from, "r");
    if (!file)
        die(EXIT_USAGE, "%s: %s", from, strerror(errno));
    char *line = NULL;
    size_t cap = 0;
    int end = w->settings->null_names ? 0 : '\n';
    for (ssize_t n; !w->is_stopped && (n = getdelim(&line, &cap, end, file)) > 0;) {
        if (line[n - 1] == end)
            line[--n] = 0;
        if (n)
            hand_out_operand(w, line);
    }
    if (ferror(file))
        fail(EXIT_PARTIAL, "%s: %s", from, strerror(errno));
    free(line);
    if (!is_stdin)
        fclose(file);
}

void inputs_each(const struct settings *settings, const char *except, input_fn *call, void *context)
{
    struct walk w = {.settings = settings, .call = call, .context = context};
    struct stat st;
    const struct names *operands = &settings->operands;
    if (except && !stat(except, &st)) {
        w.has_except = true;
        w.except_dev = st.st_dev;
        w.except_ino = st.st_ino;
    }
    w.is_alone =
        operands->n == 1 && !settings->files_from && !stat(operands->v[0], &st) && S_ISDIR(st.st_mode);
    if (settings->files_from)
        read_names(&w);
    for (size_t i = 0; i < operands->n && !w.is_stopped; i++)
        hand_out_operand(&w, operands->v[i]);
    if (!operands->n && !settings->files_from)
        hand_out_operand(&w, "-");
}
