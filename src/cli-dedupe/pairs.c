/* Step pairs: documents that share a key, compared. */
#include "sketch_text.h"
#include "step.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of the documents under one key, in ascending order of id, the first few and then those that are no copies
   stand for all. So the work stays linear however many copies or unrelated pages share a key. */
enum { FIRST = 16, MAX_MEMBERS = 64 };

struct member {
    char *id;
    struct articlean_sketch sketch;
};

struct group {
    char *key;
    char *last; /* id of the last line */
    struct member members[MAX_MEMBERS];
    size_t n;
    uint64_t n_lines;
};

static void forget(struct group *g)
{
    for (size_t i = 0; i < g->n; i++)
        free(g->members[i].id);
    g->n = 0;
    free(g->key);
    free(g->last);
    g->key = g->last = NULL;
}

/* Prints what the document is to those before it; true when it is a copy. */
static bool compare(const struct settings *s, const struct group *g, const struct member *m)
{
    bool is_copy = false;
    for (size_t i = 0; i < g->n; i++) {
        const struct member *earlier = &g->members[i];
        float share;
        const char *kind = articlean_sketch_compare(&m->sketch, &earlier->sketch, s->near, &share);
        if (!kind)
            continue;
        printf("%s\t%s\t%s\t%.3f\n", m->id, earlier->id, kind, (double)share);
        is_copy = true;
    }
    return is_copy;
}

/* Takes the next document of a group; `text` is NULL for the group of one fingerprint, where all are copies.
 */
static int add(const struct settings *s, struct group *g, const char *id, const char *text)
{
    struct member m = {0};
    if (text && !sketch_read(text, &m.sketch.hashes))
        return complain(s, FAILED, "not a sketch: %s", text);
    /* A near key does not tell the fingerprint; all count as different, equal texts have their exact key. */
    m.sketch.fingerprint = text ? ++g->n_lines : 0;
    m.id = strdup(id);
    if (!m.id)
        return complain(s, FAILED, "out of memory");
    bool is_copy = compare(s, g, &m);
    if (g->n < MAX_MEMBERS && (text ? !is_copy || g->n < FIRST : g->n == 0))
        g->members[g->n++] = m;
    else
        free(m.id);
    return DONE;
}

/* Begins the group of another key, and checks that ids ascend within one. */
static int enter(const struct settings *s, struct group *g, const char *key, const char *id)
{
    if (!g->key || strcmp(g->key, key) != 0) {
        forget(g);
        g->key = strdup(key);
    } else if (strcmp(g->last, id) > 0) {
        return complain(s, FAILED, "lines are not sorted: %s after %s", id, g->last);
    }
    free(g->last);
    g->last = strdup(id);
    return g->key && g->last ? DONE : complain(s, FAILED, "out of memory");
}

static int take_line(const struct settings *s, struct group *g, char *line)
{
    char *save, *key = strtok_r(line, "\t\n", &save), *id = strtok_r(NULL, "\t\n", &save),
                *text = strtok_r(NULL, "\t\n", &save);
    if (!key || !id || (*key != 'x' && *key != 'n') || (*key == 'n') != (text != NULL))
        return complain(s, FAILED, "not a line of the step sketch: %s", line);
    if (g->key && strcmp(g->key, key) == 0 && strcmp(g->last, id) == 0)
        return DONE;
    int status = enter(s, g, key, id);
    return status ? status : add(s, g, id, text);
}

int step_pairs(const struct settings *s)
{
    struct group *g = calloc(1, sizeof *g);
    if (!g)
        return complain(s, FAILED, "out of memory");
    char *line = NULL;
    size_t cap = 0;
    int status = DONE;
    while (!status && getline(&line, &cap, stdin) > 0)
        status = take_line(s, g, line);
    forget(g);
    free(g);
    free(line);
    return status ? status : ferror(stdin) ? complain(s, FAILED, "cannot read: %s", strerror(errno)) : DONE;
}
