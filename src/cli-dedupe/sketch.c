/* Step sketch: one line for each key by which copies of a document may be found. */
#include "records.h"
#include "sketch_text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct keys {
    uint64_t *p;
    size_t n, cap;
};

static int by_key(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

/* Reads a file of hexadecimal keys, one a line. */
static int read_keys(const struct settings *s, const char *path, struct keys *keys)
{
    FILE *f = fopen(path, "r");
    if (!f)
        return complain(s, USAGE, "%s: %s", path, strerror(errno));
    int status = DONE;
    for (uint64_t key; fscanf(f, "%16" SCNx64, &key) == 1;) {
        if (keys->n == keys->cap) {
            size_t cap = keys->cap * 2 + 1024;
            uint64_t *p = realloc(keys->p, cap * sizeof *p);
            if (!p) {
                status = complain(s, FAILED, "out of memory");
                break;
            }
            keys->p = p;
            keys->cap = cap;
        }
        keys->p[keys->n++] = key;
    }
    if (!status && (ferror(f) || !feof(f)))
        status = complain(s, FAILED, "%s: not a list of keys", path);
    fclose(f);
    if (keys->n)
        qsort(keys->p, keys->n, sizeof *keys->p, by_key);
    return status;
}

static int print_sketch(const char *id, const struct articlean_document *document, void *context)
{
    const struct keys *keys = context;
    struct articlean_sketch k;
    if (articlean_document_is_empty(document) || articlean_document_sketch(document, keys->p, keys->n, &k))
        return DONE;
    printf("x%016" PRIx64 "\t%s\n", k.fingerprint, id);
    if (k.hashes.n < ARTICLEAN_SKETCH_MIN)
        return DONE;
    char text[SKETCH_TEXT];
    sketch_write(&k.hashes, text);
    for (size_t i = 0; i < ARTICLEAN_SKETCH_KEYS && i < k.hashes.n; i++)
        printf("n%08" PRIx32 "\t%s\t%s\n", k.keys[i], id, text);
    return DONE;
}

int step_sketch(const struct settings *s)
{
    struct keys keys = {0};
    int status = s->chrome ? read_keys(s, s->chrome, &keys) : DONE;
    if (!status)
        status = each_document(s, print_sketch, &keys);
    free(keys.p);
    return status;
}
