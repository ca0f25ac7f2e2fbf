#include "store.h"

#include "base/alloc.h"
#include "base/try.h"

#include <stdlib.h>

void al_store_init(struct al_store *s, struct al_index *index, size_t max_table)
{
    *s = (struct al_store){.index = index, .first = al_index_count(index), .max_table = max_table};
    al_buf_init(&s->table.name_bytes, 0);
    al_map_init(&s->table.by_exact);
    al_buf_init(&s->hits, 0);
}

static void table_clear(struct al_table *t)
{
    al_free(t->exact);
    al_free(t->sketches);
    al_free(t->names);
    al_free(t->postings);
    al_buf_clear(&t->name_bytes);
    al_map_clear(&t->by_exact);
    *t = (struct al_table){0};
    al_buf_init(&t->name_bytes, 0);
}

void al_store_clear(struct al_store *s)
{
    table_clear(&s->table);
    al_buf_clear(&s->hits);
}

static enum articlean_status grow_array(void *array, size_t n, size_t size)
{
    void **p = array;
    void *bigger = al_realloc(*p, n * size);
    if (!bigger)
        return ARTICLEAN_NO_MEMORY;
    *p = bigger;
    return ARTICLEAN_OK;
}

static enum articlean_status table_reserve(struct al_table *t)
{
    if (t->n < t->cap)
        return ARTICLEAN_OK;
    size_t cap = t->cap ? t->cap * 2 : 256;
    TRY(grow_array(&t->exact, cap, sizeof *t->exact));
    TRY(grow_array(&t->sketches, cap, sizeof *t->sketches));
    TRY(grow_array(&t->names, cap + 1, sizeof *t->names));
    t->cap = cap;
    return ARTICLEAN_OK;
}

static size_t slot(size_t n_slots, uint32_t hash)
{
    return (size_t)(hash * UINT64_C(0x9E3779B97F4A7C15) >> 32) & (n_slots - 1);
}

/* Puts a posting unless AL_MAX_POSTINGS + 1 of its hash are there already, which bounds the runs of equals.
 */
static void place(uint64_t *slots, size_t n_slots, uint64_t posting, size_t *n)
{
    size_t equal = 0, i = slot(n_slots, (uint32_t)(posting >> 32));
    for (; slots[i]; i = (i + 1) & (n_slots - 1))
        if (slots[i] >> 32 == posting >> 32 && ++equal > AL_MAX_POSTINGS)
            return;
    slots[i] = posting;
    ++*n;
}

static enum articlean_status postings_reserve(struct al_table *t)
{
    if ((t->n_postings + AL_SKETCH_KEYS) * 4 < t->n_slots * 3)
        return ARTICLEAN_OK;
    size_t n_slots = t->n_slots ? t->n_slots * 2 : 1024, n = 0;
    uint64_t *bigger = al_calloc(n_slots, sizeof *bigger);
    if (!bigger)
        return ARTICLEAN_NO_MEMORY;
    for (size_t i = 0; i < t->n_slots; i++)
        if (t->postings[i])
            place(bigger, n_slots, t->postings[i], &n);
    al_free(t->postings);
    t->postings = bigger;
    t->n_slots = n_slots;
    t->n_postings = n;
    return ARTICLEAN_OK;
}

static enum articlean_status table_add(struct al_table *t, const char *name,
                                       const struct articlean_sketch *sketch)
{
    TRY(table_reserve(t));
    TRY(postings_reserve(t));
    TRY(al_buf_reserve(&t->name_bytes, strlen(name) + 1));
    TRY(al_map_put(&t->by_exact, sketch->fingerprint, (uint32_t)t->n, NULL, NULL));
    t->names[t->n] = t->name_bytes.n;
    TRY(al_buf_append(&t->name_bytes, name, strlen(name) + 1));
    t->exact[t->n] = sketch->fingerprint;
    t->sketches[t->n] = sketch->hashes;
    for (size_t i = 0; i < AL_SKETCH_KEYS && i < sketch->hashes.n; i++)
        place(t->postings, t->n_slots, (uint64_t)sketch->keys[i] << 32 | (t->n + 1), &t->n_postings);
    t->n++;
    t->names[t->n] = t->name_bytes.n;
    return ARTICLEAN_OK;
}

enum articlean_status al_store_add(struct al_store *s, const char *name,
                                   const struct articlean_sketch *sketch)
{
    if (s->table.n >= s->max_table) {
        TRY(al_store_flush(s));
        TRY(al_index_commit(s->index));
    }
    return table_add(&s->table, name, sketch);
}

/* A fingerprint with its document, for sorting. */
struct exact {
    uint64_t fingerprint;
    uint32_t number;
};

static int by_fingerprint(const void *a, const void *b)
{
    const struct exact *x = a, *y = b;
    if (x->fingerprint != y->fingerprint)
        return x->fingerprint < y->fingerprint ? -1 : 1;
    return x->number < y->number ? -1 : 1;
}

static int by_value(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

/* Sorts the table into the arrays of a segment; those that are made for it are freed with the table. */
static enum articlean_status table_sort(struct al_table *t, struct exact *pairs, uint32_t *numbers)
{
    for (size_t i = 0; i < t->n; i++)
        pairs[i] = (struct exact){t->exact[i], (uint32_t)i};
    qsort(pairs, t->n, sizeof *pairs, by_fingerprint);
    for (size_t i = 0; i < t->n; i++) {
        t->exact[i] = pairs[i].fingerprint;
        numbers[i] = pairs[i].number;
    }
    size_t n = 0;
    for (size_t i = 0; i < t->n_slots; i++)
        if (t->postings[i])
            t->postings[n++] = t->postings[i] - 1;
    qsort(t->postings, n, sizeof *t->postings, by_value);
    return ARTICLEAN_OK;
}

enum articlean_status al_store_flush(struct al_store *s)
{
    struct al_table *t = &s->table;
    if (!t->n)
        return ARTICLEAN_OK;
    struct exact *pairs = al_malloc(t->n * sizeof *pairs);
    uint32_t *numbers = al_malloc(t->n * sizeof *numbers);
    enum articlean_status status = pairs && numbers ? table_sort(t, pairs, numbers) : ARTICLEAN_NO_MEMORY;
    al_free(pairs);
    if (!status) {
        struct al_segment view = {.first = s->first,
                                  .n = t->n,
                                  .n_postings = t->n_postings,
                                  .exact = t->exact,
                                  .exact_numbers = numbers,
                                  .postings = t->postings,
                                  .sketches = t->sketches,
                                  .names = t->names,
                                  .name_bytes = t->name_bytes.p};
        status = al_index_append(s->index, &view);
    }
    al_free(numbers);
    if (status)
        return status;
    s->first += t->n;
    table_clear(t);
    return ARTICLEAN_OK;
}

bool al_store_find_exact(const struct al_store *s, uint64_t fingerprint, uint64_t *number)
{
    for (size_t i = 0; i < s->index->n_segments; i++) {
        const struct al_segment *g = &s->index->segments[i];
        uint32_t local;
        if (al_segment_exact(g, fingerprint, &local) && local < g->n) {
            *number = g->first + local;
            return true;
        }
    }
    uint32_t *local = al_map_get(&s->table.by_exact, fingerprint);
    if (local)
        *number = s->first + *local;
    return local != NULL;
}

static enum articlean_status hit(struct al_store *s, uint64_t number)
{
    struct al_candidate c = {number, 1};
    return al_buf_append(&s->hits, &c, sizeof c);
}

static enum articlean_status hits_of_table(struct al_store *s, uint32_t hash)
{
    const struct al_table *t = &s->table;
    if (!t->n_slots)
        return ARTICLEAN_OK;
    size_t before = s->hits.n, n = 0;
    for (size_t i = slot(t->n_slots, hash); t->postings[i]; i = (i + 1) & (t->n_slots - 1)) {
        if (t->postings[i] >> 32 != hash)
            continue;
        if (++n > AL_MAX_POSTINGS) {
            s->hits.n = before;
            return ARTICLEAN_OK;
        }
        TRY(hit(s, s->first + (uint32_t)t->postings[i] - 1));
    }
    return ARTICLEAN_OK;
}

static int by_number(const void *a, const void *b)
{
    const struct al_candidate *x = a, *y = b;
    return x->number < y->number ? -1 : x->number > y->number;
}

enum articlean_status al_store_find_near(struct al_store *s, const uint32_t *keys, size_t n_keys,
                                         const struct al_candidate **out, size_t *n)
{
    s->hits.n = 0;
    for (size_t k = 0; k < n_keys; k++) {
        for (size_t i = 0; i < s->index->n_segments; i++) {
            const struct al_segment *g = &s->index->segments[i];
            size_t n_postings;
            const uint64_t *p = al_segment_postings(g, keys[k], &n_postings);
            for (size_t j = 0; n_postings <= AL_MAX_POSTINGS && j < n_postings; j++)
                if ((uint32_t)p[j] < g->n)
                    TRY(hit(s, g->first + (uint32_t)p[j]));
        }
        TRY(hits_of_table(s, keys[k]));
    }
    struct al_candidate *c = (struct al_candidate *)s->hits.p;
    size_t n_hits = s->hits.n / sizeof *c, n_out = 0;
    if (n_hits)
        qsort(c, n_hits, sizeof *c, by_number);
    for (size_t i = 0; i < n_hits; i++) {
        if (n_out && c[n_out - 1].number == c[i].number)
            c[n_out - 1].n_shared++;
        else
            c[n_out++] = c[i];
    }
    *out = c;
    *n = n_out;
    return ARTICLEAN_OK;
}

static const struct al_segment *segment_of(const struct al_store *s, uint64_t number)
{
    size_t i = 0;
    while (s->index->segments[i].first + s->index->segments[i].n <= number)
        i++;
    return &s->index->segments[i];
}

const struct articlean_hashes *al_store_sketch(const struct al_store *s, uint64_t number)
{
    if (number >= s->first)
        return &s->table.sketches[number - s->first];
    const struct al_segment *g = segment_of(s, number);
    return &g->sketches[number - g->first];
}

const char *al_store_name(const struct al_store *s, uint64_t number)
{
    if (number >= s->first)
        return s->table.name_bytes.p + s->table.names[number - s->first];
    const struct al_segment *g = segment_of(s, number);
    return al_segment_name(g, number - g->first);
}
