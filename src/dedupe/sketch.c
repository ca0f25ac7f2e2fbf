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

enum { BUCKETS = 256 };

/* Puts what was found, which is spread evenly up to the limit, into buckets by its highest bits; ends[b] is
   the end of bucket b in `spread`. */
static void spread_found(const struct al_sketcher *s, uint64_t *spread, uint16_t ends[BUCKETS + 1])
{
    unsigned shift = 32;
    while (s->limit >> (shift - 32) >= BUCKETS)
        shift++;
    memset(ends, 0, (BUCKETS + 1) * sizeof *ends);
    for (size_t i = 0; i < s->n; i++)
        ends[(s->found[i] >> shift) + 1]++;
    for (size_t i = 0; i < BUCKETS; i++)
        ends[i + 1] = (uint16_t)(ends[i + 1] + ends[i]);
    for (size_t i = 0; i < s->n; i++)
        spread[ends[s->found[i] >> shift]++] = s->found[i];
}

static void sort_few(uint64_t *v, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint64_t x = v[i];
        size_t k = i;
        for (; k && v[k - 1] > x; k--)
            v[k] = v[k - 1];
        v[k] = x;
    }
}

/* Leaves the lowest of what was found, ascending; only their buckets are sorted. Each hash stays with at most
   two of its blocks: if one of them proves to be chrome, the other still speaks for the hash. */
static void keep_lowest(struct al_sketcher *s)
{
    uint64_t spread[AL_SKETCH_CANDIDATES * 8], *v = s->found;
    uint16_t ends[BUCKETS + 1];
    size_t n = 0, i = 0;
    spread_found(s, spread, ends);
    for (size_t b = 0; b < BUCKETS && n < AL_SKETCH_CANDIDATES; b++) {
        sort_few(spread + i, ends[b] - i);
        for (; i < ends[b] && n < AL_SKETCH_CANDIDATES; i++)
            if (!(n && v[n - 1] == spread[i]) && !(n > 1 && v[n - 2] >> 32 == spread[i] >> 32))
                v[n++] = spread[i];
    }
    s->n = n;
    if (n == AL_SKETCH_CANDIDATES)
        s->limit = (uint32_t)(v[n - 1] >> 32);
}

enum articlean_status al_sketcher_add(struct al_sketcher *s, uint32_t block, uint64_t key,
                                      struct al_tokens *tokens)
{
    const uint64_t *shingles = al_tokens_shingles(tokens);
    uint32_t n = 0;
    size_t n_found = s->n;
    for (size_t i = 0, n_tokens = tokens->n; i < n_tokens; i++) {
        uint32_t hash = (uint32_t)(shingles[i] >> 32);
        n += shingles[i] != 0;
        /* No branch: it would be as random as the hash. */
        s->found[n_found] = (uint64_t)hash << 32 | block;
        n_found += (hash <= s->limit) & (shingles[i] != 0);
        if (n_found == sizeof s->found / sizeof *s->found) {
            s->n = n_found;
            keep_lowest(s);
            n_found = s->n;
        }
    }
    s->n = n_found;
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
    keep_lowest(s);
    k->n_lowest = s->n;
    k->n_shorts = s->shorts.n / sizeof *k->shorts;
    k->n_shingles = s->n_shingles;
    k->lowest = al_arena_alloc(arena, s->n * sizeof *k->lowest + 1);
    k->shorts = al_arena_alloc(arena, s->shorts.n + 1);
    if (!k->lowest || !k->shorts)
        return ARTICLEAN_NO_MEMORY;
    for (size_t i = 0; i < s->n; i++)
        k->lowest[i] = (struct al_fingerprint){(uint32_t)(s->found[i] >> 32), (uint32_t)s->found[i]};
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

/* Packs ascending hashes: no more of their low bits are cut off than the highest needs to fit. */
static void pack(const uint32_t *hashes, size_t n, struct articlean_hashes *out)
{
    *out = (struct articlean_hashes){.n = (uint8_t)n};
    while (n && hashes[n - 1] >> out->shift > UINT16_MAX)
        out->shift++;
    for (size_t i = 0; i < n; i++)
        out->value[i] = (uint16_t)(hashes[i] >> out->shift);
}

void al_sketch_choose(const struct al_sketch *k, bool (*is_chrome)(const void *context, uint64_t key),
                      const void *context, struct articlean_sketch *out)
{
    uint32_t hashes[AL_SKETCH_SIZE];
    size_t n = 0;
    for (size_t i = 0; i < k->n_lowest && n < AL_SKETCH_SIZE; i++) {
        uint32_t hash = k->lowest[i].hash;
        if (n && hashes[n - 1] == hash)
            continue;
        const struct al_short_block *b = short_block(k, k->lowest[i].block);
        if (!b || !is_chrome(context, b->key))
            hashes[n++] = hash;
    }
    *out = (struct articlean_sketch){.fingerprint = k->exact};
    for (size_t i = 0; i < n && i < AL_SKETCH_KEYS; i++)
        out->keys[i] = hashes[i];
    pack(hashes, n, &out->hashes);
}

void al_sketch_keys(const struct al_sketch *k, struct articlean_sketch *sketch)
{
    const struct articlean_hashes *h = &sketch->hashes;
    size_t n = 0;
    for (size_t i = 0; i < k->n_lowest && n < h->n && n < AL_SKETCH_KEYS; i++) {
        uint32_t hash = k->lowest[i].hash;
        if (hash >> al_hashes_shift(h) == h->value[n] && (!n || sketch->keys[n - 1] != hash))
            sketch->keys[n++] = hash;
    }
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
    al_sketch_choose(doc->sketch, is_listed, &keys, out);
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
