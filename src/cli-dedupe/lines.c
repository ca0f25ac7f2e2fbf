/* Step lines: text without lines that came before, compared by a 64-bit hash of their bytes. */
#include "set.h"
#include "step.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    BATCH = 32,      /* lines whose slots are fetched before they are looked at */
    INPUT = 1 << 20, /* bytes read at a time; a longer line makes the buffer grow */
    OUTPUT = 1 << 18
};

struct lines {
    const struct settings *settings;
    struct set seen;
    char *out;
    size_t n_out;
    const char *starts[BATCH];
    size_t sizes[BATCH];
    uint64_t hashes[BATCH];
    size_t n;
};

static int write_all(const struct lines *l, const char *p, size_t n)
{
    while (n) {
        ssize_t w = write(STDOUT_FILENO, p, n);
        if (w < 0 && errno == EINTR)
            continue;
        if (w < 0)
            return complain(l->settings, FAILED, "cannot write: %s", strerror(errno));
        p += w;
        n -= (size_t)w;
    }
    return DONE;
}

static int put(struct lines *l, const char *p, size_t n)
{
    if (n > OUTPUT - l->n_out) {
        int status = write_all(l, l->out, l->n_out);
        l->n_out = 0;
        if (status || n > OUTPUT)
            return status ? status : write_all(l, p, n);
    }
    memcpy(l->out + l->n_out, p, n);
    l->n_out += n;
    return DONE;
}

static int settle(struct lines *l)
{
    int status = DONE;
    for (size_t i = 0; i < l->n; i++) {
        if (!set_reserve(&l->seen, l->hashes[i], BATCH))
            return complain(l->settings, FAILED, "out of memory");
        set_prefetch(&l->seen, l->hashes[i]);
    }
    for (size_t i = 0; !status && i < l->n; i++)
        if (set_add(&l->seen, l->hashes[i]))
            status = put(l, l->starts[i], l->sizes[i]);
    l->n = 0;
    return status;
}

/* Takes the whole lines of data[0..n), and what follows the last of them at the end of the input; *used tells
   how far it came. */
static int take(struct lines *l, const char *data, size_t n, bool is_end, size_t *used)
{
    int status = DONE;
    const char *p = data, *end = data + n;
    while (!status && p < end) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        if (!nl && !is_end)
            break;
        size_t size = (size_t)((nl ? nl : end) - p);
        l->starts[l->n] = p;
        l->sizes[l->n] = size + (nl != NULL);
        l->hashes[l->n++] = hash_of(p, size);
        p += size + (nl != NULL);
        if (l->n == BATCH)
            status = settle(l);
    }
    *used = (size_t)(p - data);
    return status ? status : settle(l);
}

static int read_all(struct lines *l)
{
    size_t cap = 2 * INPUT, n = 0, used;
    char *data = malloc(cap);
    int status = data ? DONE : complain(l->settings, FAILED, "out of memory");
    for (ssize_t r = 1; !status && r > 0;) {
        if (cap - n < INPUT) {
            char *bigger = realloc(data, cap * 2);
            if (!bigger) {
                status = complain(l->settings, FAILED, "out of memory");
                break;
            }
            data = bigger;
            cap *= 2;
        }
        r = read(STDIN_FILENO, data + n, INPUT);
        if (r < 0 && errno == EINTR) {
            r = 1;
            continue;
        }
        if (r < 0)
            status = complain(l->settings, FAILED, "cannot read: %s", strerror(errno));
        n += r > 0 ? (size_t)r : 0;
        if (!status)
            status = take(l, data, n, r == 0, &used);
        if (!status) {
            memmove(data, data + used, n - used);
            n -= used;
        }
    }
    free(data);
    return status;
}

int step_lines(const struct settings *s)
{
    struct lines l = {.settings = s, .out = malloc(OUTPUT)};
    int status = l.out ? read_all(&l) : complain(s, FAILED, "out of memory");
    if (!status)
        status = write_all(&l, l.out, l.n_out);
    free(l.out);
    set_clear(&l.seen);
    return status;
}
