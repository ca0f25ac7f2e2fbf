#include "sketch.h"

#include "base/try.h"
#include "doc/doc.h"

#include <articlean/corpus.h>

#include <stdlib.h>

void al_sketcher_init(struct al_sketcher *s)
{
    al_buf_init(&s->shorts, 0);
    al_sketcher_reset(s);
}

void al_sketcher_clear(struct al_sketcher *s)
{
    al_buf_clear(&s->shorts);
}

void al_sketcher_reset(struct al_sketcher *s)
{
    s->n = 0;
    s->limit = UINT32_MAX;
    s->shorts.n = 0;
    s->n_shingles = 0;
}

/* Puts a hash in its place; blocks come in ascending order. Each hash is held with at most two of its blocks:
   if one of them proves to be chrome, the other still speaks for the hash. */
static void insert(struct al_sketcher *s, uint64_t v)
{
    uint64_t *p = s->lowest;
    size_t lo = 0;
    /* Halving without a branch: where a hash belongs cannot be predicted. */
    for (size_t left = s->n; left;) {
        size_t half = (left + 1) / 2;
        lo += p[lo + half - 1] < v ? half : 0;
        left -= half;
    }
    if ((lo < s->n && p[lo] == v) || (lo > 1 && p[lo - 2] >> 32 == v >> 32))
        return;
    memmove(p + lo + 1, p + lo, (s->n - lo) * sizeof *p);
    p[lo] = v;
    s->n += s->n < AL_SKETCH_CANDIDATES;
    if (s->n == AL_SKETCH_CANDIDATES)
        s->limit = (uint32_t)(p[s->n - 1] >> 32);
}

enum articlean_status al_sketcher_add(struct al_sketcher *s, uint32_t block, uint64_t key,
                                      const struct al_tokens *tokens)
{
    const uint64_t *shingles = tokens->shingles;
    uint32_t n = 0;
    for (size_t i = 0, n_tokens = tokens->n; i < n_tokens; i++) {
        uint64_t shingle = shingles[i];
        n += shingle != 0;
        uint32_t hash = (uint32_t)(shingle >> 32);
        if (!shingle || hash > s->limit)
            continue;
        insert(s, (uint64_t)hash << 32 | block);
    }
    s->n_shingles += n;
    if (!key)
        return ARTICLEAN_OK;
    struct al_short_block b = {key, block, n};
    return al_buf_append(&s->shorts, &b, sizeof b);
}

enum articlean_status al_sketcher_finish(struct al_sketcher *s, struct al_arena *arena,
                                         struct al_sketch **out)
{
    struct al_sketch *k = al_arena_zalloc(arena, sizeof *k);
    if (!k)
        return ARTICLEAN_NO_MEMORY;
    k->n_lowest = s->n;
    k->n_shorts = s->shorts.n / sizeof *k->shorts;
    k->n_shingles = s->n_shingles;
    k->lowest = al_arena_alloc(arena, s->n * sizeof *k->lowest + 1);
    k->shorts = al_arena_alloc(arena, s->shorts.n + 1);
    if (!k->lowest || !k->shorts)
        return ARTICLEAN_NO_MEMORY;
    for (size_t i = 0; i < s->n; i++)
        k->lowest[i] = (struct al_fingerprint){(uint32_t)(s->lowest[i] >> 32), (uint32_t)s->lowest[i]};
    if (s->shorts.n)
        memcpy(k->shorts, s->shorts.p, s->shorts.n);
    *out = k;
    return ARTICLEAN_OK;
}

/* Returns the entry of block `b` when it is a short one, else NULL. */
static const struct al_short_block *short_block(const struct al_sketch *k, uint32_t b)
{
    size_t lo = 0, hi = k->n_shorts;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (k->shorts[mid].block < b)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < k->n_shorts && k->shorts[lo].block == b ? &k->shorts[lo] : NULL;
}

size_t al_sketch_choose(const struct al_sketch *k, bool (*is_chrome)(const void *context, uint64_t key),
                        const void *context, uint32_t out[AL_SKETCH_SIZE])
{
    size_t n = 0;
    for (size_t i = 0; i < k->n_lowest && n < AL_SKETCH_SIZE; i++) {
        uint32_t hash = k->lowest[i].hash;
        if (hash == UINT32_MAX || (n && out[n - 1] == hash))
            continue;
        const struct al_short_block *b = short_block(k, k->lowest[i].block);
        if (!b || !is_chrome(context, b->key))
            out[n++] = hash;
    }
    for (size_t i = n; i < AL_SKETCH_SIZE; i++)
        out[i] = UINT32_MAX;
    return n;
}

/* Keys of chrome as the caller of articlean_document_sketch() gives them, ascending. */
struct keys {
    const uint64_t *p;
    size_t n;
};

static int by_key(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static bool is_listed(const void *context, uint64_t key)
{
    const struct keys *keys = context;
    return keys->n && bsearch(&key, keys->p, keys->n, sizeof *keys->p, by_key);
}

enum articlean_status articlean_document_sketch(const struct articlean_document *doc, const uint64_t *chrome,
                                                size_t n_chrome, struct articlean_sketch *out)
{
    if (!doc->sketch)
        return ARTICLEAN_BAD_ARGUMENT;
    struct keys keys = {chrome, n_chrome};
    out->fingerprint = doc->sketch->exact;
    out->n = al_sketch_choose(doc->sketch, is_listed, &keys, out->hashes);
    return ARTICLEAN_OK;
}

enum articlean_status articlean_document_short_block(const struct articlean_document *doc, size_t i,
                                                     uint64_t *key)
{
    if (!doc->sketch || i >= doc->sketch->n_shorts)
        return ARTICLEAN_BAD_ARGUMENT;
    *key = doc->sketch->shorts[i].key;
    return ARTICLEAN_OK;
}
