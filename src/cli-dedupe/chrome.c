/* Steps blocks and chrome: which short blocks stand in documents that have nothing else in common. */
#include "records.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The group of a document is one of the lowest hashes of its text, so that copies of one article count once.
 */
static int print_blocks(const char *id, const struct articlean_document *document, void *context)
{
    (void)id;
    (void)context;
    struct articlean_sketch k;
    if (articlean_document_sketch(document, NULL, 0, &k))
        return DONE;
    size_t n_keys = k.hashes.n < ARTICLEAN_SKETCH_KEYS ? k.hashes.n : ARTICLEAN_SKETCH_KEYS;
    uint32_t group = n_keys ? k.keys[(n_keys - 1) / 2] : 0;
    uint64_t key, last = 0;
    for (size_t i = 0; articlean_document_short_block(document, i, &key) == ARTICLEAN_OK; i++) {
        if (key != last)
            printf("%016" PRIx64 "\t%08" PRIx32 "\n", key, group);
        last = key;
    }
    return DONE;
}

int step_blocks(const struct settings *s)
{
    return each_document(s, print_blocks, NULL);
}

/* The groups seen with one key, as many as decide. */
struct groups {
    uint64_t key;
    uint32_t *seen;
    unsigned n;
};

static void count(struct groups *g, uint32_t group, unsigned min)
{
    for (unsigned i = 0; i < g->n; i++)
        if (g->seen[i] == group)
            return;
    if (g->n < min)
        g->seen[g->n++] = group;
}

int step_chrome(const struct settings *s)
{
    struct groups g = {.seen = calloc(s->min + 1, sizeof *g.seen)};
    if (!g.seen)
        return complain(s, FAILED, "out of memory");
    int status = DONE;
    char line[64];
    while (fgets(line, sizeof line, stdin)) {
        uint64_t key;
        uint32_t group;
        if (sscanf(line, "%16" SCNx64 "\t%8" SCNx32, &key, &group) != 2) {
            status = complain(s, FAILED, "not a line of the step blocks: %s", line);
            break;
        }
        if (key != g.key) {
            if (g.key && g.n >= s->min)
                printf("%016" PRIx64 "\n", g.key);
            g.key = key;
            g.n = 0;
        }
        count(&g, group, s->min);
    }
    if (!status && g.key && g.n >= s->min)
        printf("%016" PRIx64 "\n", g.key);
    free(g.seen);
    return status;
}
