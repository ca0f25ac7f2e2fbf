#include "diff.h"

#include "journal.h"

#include <stdlib.h>
#include <string.h>

enum { CONTEXT = 3, MOST_CELLS = 1 << 20 };

struct line {
    const char *p;
    size_t n; /* with its LF */
    uint64_t hash;
    size_t mate; /* line of the other text that it equals, or NONE */
};

#define NONE ((size_t)-1)

struct side {
    struct line *lines;
    size_t n;
};

struct differ {
    struct side old, new;
    bool for_terminal, color;
    struct text *out;
};

static struct side split(const char *p, size_t size)
{
    struct side side = {0};
    size_t cap = 0;
    while (size) {
        const char *lf = memchr(p, '\n', size);
        size_t n = lf ? (size_t)(lf - p) + 1 : size;
        if (side.n == cap) {
            cap = cap ? cap * 2 : 256;
            side.lines = check_alloc(realloc(side.lines, cap * sizeof *side.lines));
        }
        side.lines[side.n++] = (struct line){p, n, hash_bytes(p, n, 0), NONE};
        p += n;
        size -= n;
    }
    return side;
}

static bool are_equal(const struct line *a, const struct line *b)
{
    return a->hash == b->hash && a->n == b->n && !memcmp(a->p, b->p, a->n);
}

static void pair(struct differ *d, size_t i, size_t j)
{
    d->old.lines[i].mate = j;
    d->new.lines[j].mate = i;
}

/* A line's places: sorted by hash, so that lines that occur once stand alone. */
struct place {
    uint64_t hash;
    size_t i;
    bool is_new;
};

static int by_hash(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    if (x->is_new != y->is_new)
        return x->is_new ? 1 : -1;
    return x->i < y->i ? -1 : x->i > y->i;
}

/* Fills anchor[i] = j for lines that occur once in both texts. */
static void find_unique(const struct differ *d, size_t *anchor)
{
    size_t n = d->old.n + d->new.n;
    struct place *places = check_alloc(calloc(n + 1, sizeof *places));
    for (size_t i = 0; i < d->old.n; i++) {
        places[i] = (struct place){d->old.lines[i].hash, i, false};
        anchor[i] = NONE;
    }
    for (size_t j = 0; j < d->new.n; j++)
        places[d->old.n + j] = (struct place){d->new.lines[j].hash, j, true};
    qsort(places, n, sizeof *places, by_hash);
    for (size_t k = 0; k < n;) {
        size_t end = k + 1;
        while (end < n && places[end].hash == places[k].hash)
            end++;
        if (end - k == 2 && !places[k].is_new && places[k + 1].is_new)
            anchor[places[k].i] = places[k + 1].i;
        k = end;
    }
    free(places);
}

/* Keeps the longest rising sequence of the anchors and pairs it (patience sorting). */
static void pair_rising(struct differ *d, const size_t *anchor)
{
    size_t *piles = check_alloc(calloc(d->old.n + 1, sizeof *piles)), n = 0;
    size_t *before = check_alloc(calloc(d->old.n + 1, sizeof *before));
    for (size_t i = 0; i < d->old.n; i++) {
        if (anchor[i] == NONE)
            continue;
        size_t low = 0, high = n;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (anchor[piles[middle]] < anchor[i])
                low = middle + 1;
            else
                high = middle;
        }
        before[i] = low ? piles[low - 1] : NONE;
        piles[low] = i;
        n += low == n;
    }
    for (size_t i = n ? piles[n - 1] : NONE; i != NONE; i = before[i])
        if (are_equal(&d->old.lines[i], &d->new.lines[anchor[i]]))
            pair(d, i, anchor[i]);
    free(before);
    free(piles);
}

/* Pairs a longest common subsequence of a small gap by dynamic programming. */
static void pair_table(struct differ *d, size_t i, size_t i_end, size_t j, size_t j_end)
{
    size_t rows = i_end - i + 1, columns = j_end - j + 1;
    unsigned *t = check_alloc(calloc(rows * columns, sizeof *t));
    for (size_t a = rows - 1; a-- > 0;)
        for (size_t b = columns - 1; b-- > 0;) {
            unsigned down = t[(a + 1) * columns + b], right = t[a * columns + b + 1];
            t[a * columns + b] = are_equal(&d->old.lines[i + a], &d->new.lines[j + b])
                                     ? t[(a + 1) * columns + b + 1] + 1
                                     : (down > right ? down : right);
        }
    for (size_t a = 0, b = 0; a + 1 < rows && b + 1 < columns;) {
        if (are_equal(&d->old.lines[i + a], &d->new.lines[j + b]))
            pair(d, i + a++, j + b++);
        else if (t[(a + 1) * columns + b] >= t[a * columns + b + 1])
            a++;
        else
            b++;
    }
    free(t);
}

/* Pairs what is equal at both ends of a gap between fixed points, then what is inside if that is small. */
static void pair_gap(struct differ *d, size_t i, size_t i_end, size_t j, size_t j_end)
{
    while (i < i_end && j < j_end && are_equal(&d->old.lines[i], &d->new.lines[j]))
        pair(d, i++, j++);
    while (i < i_end && j < j_end && are_equal(&d->old.lines[i_end - 1], &d->new.lines[j_end - 1]))
        pair(d, --i_end, --j_end);
    if (i < i_end && j < j_end && (i_end - i + 1) * (j_end - j + 1) <= MOST_CELLS)
        pair_table(d, i, i_end, j, j_end);
}

static void match(struct differ *d)
{
    size_t *anchor = check_alloc(calloc(d->old.n + 1, sizeof *anchor));
    find_unique(d, anchor);
    pair_rising(d, anchor);
    free(anchor);
    size_t i = 0, j = 0;
    for (size_t k = 0; k <= d->old.n; k++) {
        bool is_end = k == d->old.n;
        if (!is_end && d->old.lines[k].mate == NONE)
            continue;
        size_t mate = is_end ? d->new.n : d->old.lines[k].mate;
        if (k >= i)
            pair_gap(d, i, k, j, mate);
        i = k + 1;
        j = mate + 1;
    }
}

static void add_line(struct differ *d, char sign, const struct line *line)
{
    bool has_lf = line->p[line->n - 1] == '\n';
    const char *color = !d->color ? "" : sign == '-' ? "\033[31m" : sign == '+' ? "\033[32m" : "";
    text_f(d->out, "%s%c", color, sign);
    if (d->for_terminal)
        text_visible(d->out, line->p, line->n - has_lf);
    else
        text_add(d->out, line->p, line->n - has_lf);
    text_z(d->out, *color ? "\033[m\n" : "\n");
    if (!has_lf)
        text_z(d->out, "\\ No newline at end of file\n");
}

/* One hunk: old lines i..i_end against new lines j..j_end. */
static void add_hunk(struct differ *d, size_t i, size_t i_end, size_t j, size_t j_end)
{
    text_f(d->out, "%s@@ -%zu,%zu +%zu,%zu @@%s\n", d->color ? "\033[36m" : "", i_end > i ? i + 1 : i,
           i_end - i, j_end > j ? j + 1 : j, j_end - j, d->color ? "\033[m" : "");
    while (i < i_end || j < j_end) {
        bool in_old = i < i_end && d->old.lines[i].mate == NONE;
        bool in_new = j < j_end && d->new.lines[j].mate == NONE;
        if (in_old) {
            add_line(d, '-', &d->old.lines[i++]);
        } else if (in_new) {
            add_line(d, '+', &d->new.lines[j++]);
        } else {
            add_line(d, ' ', &d->old.lines[i++]);
            j++;
        }
    }
}

/* Moves both places over changed lines, then returns how many equal ones follow. */
static size_t skip_change(const struct differ *d, size_t *i, size_t *j)
{
    while (*i < d->old.n && d->old.lines[*i].mate == NONE)
        ++*i;
    while (*j < d->new.n && d->new.lines[*j].mate == NONE)
        ++*j;
    size_t n = 0;
    while (*i + n < d->old.n && d->old.lines[*i + n].mate == *j + n)
        n++;
    return n;
}

static void add_hunks(struct differ *d)
{
    size_t i = 0, j = 0;
    while (i < d->old.n || j < d->new.n) {
        if (i < d->old.n && d->old.lines[i].mate == j) {
            i++;
            j++;
            continue;
        }
        size_t lead = i < CONTEXT ? i : CONTEXT;
        lead = j < lead ? j : lead;
        size_t start = i - lead, new_start = j - lead;
        size_t equal = skip_change(d, &i, &j);
        while (equal <= 2 * CONTEXT && (i + equal < d->old.n || j + equal < d->new.n)) {
            i += equal;
            j += equal;
            equal = skip_change(d, &i, &j);
        }
        size_t tail = equal < CONTEXT ? equal : CONTEXT;
        add_hunk(d, start, i + tail, new_start, j + tail);
        i += equal;
        j += equal;
    }
}

void diff_unified(const char *name, const char *old, size_t old_size, const char *new, size_t new_size,
                  bool for_terminal, bool color, struct text *out)
{
    struct differ d = {split(old, old_size), split(new, new_size), for_terminal, color, out};
    match(&d);
    struct text hunks = {0};
    d.out = &hunks;
    add_hunks(&d);
    if (hunks.n) {
        text_z(out, color ? "\033[1m--- " : "--- ");
        text_visible(out, name, strlen(name));
        text_z(out, color ? "\033[m\n\033[1m+++ " : "\n+++ ");
        text_visible(out, name, strlen(name));
        text_z(out, color ? "\t(cleaned)\033[m\n" : "\t(cleaned)\n");
        text_add(out, hunks.p, hunks.n);
    }
    text_clear(&hunks);
    free(d.old.lines);
    free(d.new.lines);
}
