#include "tree.h"

#include "journal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static size_t slot_of(const struct tree *t, uint64_t key)
{
    size_t i = (size_t)(key >> 7) & (t->cap - 1);
    while (t->taken[i] && t->taken[i] != key)
        i = (i + 1) & (t->cap - 1);
    return i;
}

/* Returns false when the key was there. */
static bool take(struct tree *t, uint64_t key)
{
    if (2 * t->n >= t->cap) {
        struct tree bigger = {.cap = t->cap ? t->cap * 2 : 64};
        bigger.taken = check_alloc(calloc(bigger.cap, sizeof *bigger.taken));
        for (size_t i = 0; i < t->cap; i++)
            if (t->taken[i])
                bigger.taken[slot_of(&bigger, t->taken[i])] = t->taken[i];
        free(t->taken);
        t->taken = bigger.taken;
        t->cap = bigger.cap;
    }
    size_t i = slot_of(t, key);
    if (t->taken[i])
        return false;
    t->taken[i] = key;
    t->n++;
    return true;
}

static bool make_directories(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        int failed = mkdir(path, 0777) && errno != EEXIST;
        *slash = '/';
        if (failed)
            return false;
    }
    return true;
}

char *tree_place(struct tree *tree, const char *name)
{
    if (!take(tree, hash_name(name))) {
        errno = EEXIST;
        return NULL;
    }
    char *path = format_string("%s/%s", tree->directory, name);
    if (make_directories(path))
        return path;
    int error = errno;
    free(path);
    errno = error;
    return NULL;
}

void tree_clear(struct tree *tree)
{
    free(tree->taken);
    *tree = (struct tree){0};
}
