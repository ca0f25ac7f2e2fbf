/* Step clusters: from pairs to the documents that go. In ascending order of id, a document goes when one of
   its pairs leads to a document that stays; so the rule sees the same whatever engine brought the pairs. */
#include "set.h"
#include "step.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pair {
    char *later, *earlier, *kind;
    double share;
};

/* The best pair so far of the document at hand. */
struct best {
    char *later, *earlier, *kind;
    double share;
};

static bool parse(char *line, struct pair *p)
{
    char *save;
    p->later = strtok_r(line, "\t\n", &save);
    p->earlier = strtok_r(NULL, "\t\n", &save);
    p->kind = strtok_r(NULL, "\t\n", &save);
    char *share = strtok_r(NULL, "\t\n", &save);
    p->share = share ? strtod(share, NULL) : 0;
    return share && strcmp(p->later, p->earlier) > 0;
}

/* exact before near before contained */
static int rank(const char *kind)
{
    return kind[0] == 'e' ? 2 : kind[0] == 'n' ? 1 : 0;
}

static bool is_better(const struct pair *p, const struct best *b)
{
    if (!b->earlier)
        return true;
    if (rank(p->kind) != rank(b->kind))
        return rank(p->kind) > rank(b->kind);
    return p->share > b->share || (p->share == b->share && strcmp(p->earlier, b->earlier) < 0);
}

static bool keep_best(struct best *b, const struct pair *p)
{
    free(b->earlier);
    free(b->kind);
    b->earlier = strdup(p->earlier);
    b->kind = strdup(p->kind);
    b->share = p->share;
    return b->earlier && b->kind;
}

/* Decides the document at hand. What was only contained in another may still be what a third is a copy of. */
static bool decide(struct best *b, struct set *gone)
{
    if (!b->later || !b->earlier)
        return true;
    printf("%s\t%s\t%s\t%.3f\n", b->later, b->earlier, b->kind, b->share);
    if (rank(b->kind) == 0)
        return true;
    uint64_t hash = hash_of(b->later, strlen(b->later));
    if (!set_reserve(gone, hash, 1))
        return false;
    set_add(gone, hash);
    return true;
}

static void forget(struct best *b)
{
    free(b->later);
    free(b->earlier);
    free(b->kind);
    *b = (struct best){0};
}

static int take_line(const struct settings *s, char *line, struct best *b, struct set *gone)
{
    struct pair p;
    if (!parse(line, &p))
        return complain(s, FAILED, "not a line of the step pairs: %s", line);
    int order = b->later ? strcmp(p.later, b->later) : 1;
    if (order < 0)
        return complain(s, FAILED, "lines are not sorted: %s after %s", p.later, b->later);
    bool ok = true;
    if (order > 0) {
        ok = decide(b, gone);
        forget(b);
        b->later = strdup(p.later);
        ok &= b->later != NULL;
    }
    if (ok && !set_has(gone, hash_of(p.earlier, strlen(p.earlier))) && is_better(&p, b))
        ok = keep_best(b, &p);
    return ok ? DONE : complain(s, FAILED, "out of memory");
}

int step_clusters(const struct settings *s)
{
    struct set gone = {0};
    struct best best = {0};
    char *line = NULL;
    size_t cap = 0;
    int status = DONE;
    while (!status && getline(&line, &cap, stdin) > 0)
        status = take_line(s, line, &best, &gone);
    if (!status && ferror(stdin))
        status = complain(s, FAILED, "cannot read: %s", strerror(errno));
    if (!status && !decide(&best, &gone))
        status = complain(s, FAILED, "out of memory");
    forget(&best);
    set_clear(&gone);
    free(line);
    return status;
}
