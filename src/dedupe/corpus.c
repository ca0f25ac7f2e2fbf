#include <articlean/corpus.h>

#include "base/alloc.h"
#include "base/census.h"
#include "base/try.h"
#include "doc/doc.h"
#include "match.h"
#include "sketch.h"
#include "store.h"

enum {
    TABLE_DOCUMENTS = 1 << 16, /* held in memory before they go to a segment */
    MAX_CHECKS = 32,           /* candidates whose sketches are compared, those with most in common first */
    CHROME_SLOTS = 1 << 18,
    CHROME_MIN = 2 /* a short block seen in so many documents is chrome */
};

/* A copy that has so much in common does not count towards chrome. */
static const float CLOSE = 0.7f;

struct articlean_corpus {
    struct articlean_options options;
    struct al_census chrome; /* short blocks */
    struct al_index index;
    struct al_store store;
    struct articlean_corpus_stats stats;
};

enum articlean_status articlean_corpus_new(const struct articlean_options *options,
                                           struct articlean_corpus **out)
{
    if (!out)
        return ARTICLEAN_BAD_ARGUMENT;
    struct articlean_corpus *c = al_calloc(1, sizeof *c);
    if (!c)
        return ARTICLEAN_NO_MEMORY;
    if (options)
        c->options = *options;
    else
        articlean_options_init(&c->options);
    struct al_reporter reporter = {c->options.report, c->options.report_context, c->options.index};
    enum articlean_status s = al_census_init(&c->chrome, CHROME_SLOTS);
    if (!s)
        s = al_index_open(&c->index, c->options.index, c->options.index_read_only != 0, c->chrome.slots,
                          CHROME_SLOTS * sizeof *c->chrome.slots, &reporter);
    if (s) {
        al_census_clear(&c->chrome);
        al_free(c);
        return s;
    }
    al_store_init(&c->store, &c->index, TABLE_DOCUMENTS);
    *out = c;
    return ARTICLEAN_OK;
}

void articlean_corpus_free(struct articlean_corpus *c)
{
    if (!c)
        return;
    al_store_clear(&c->store);
    al_index_close(&c->index);
    al_census_clear(&c->chrome);
    al_free(c);
}

enum articlean_status articlean_corpus_commit(struct articlean_corpus *c)
{
    if (c->index.dir < 0 || c->index.read_only)
        return ARTICLEAN_OK;
    TRY(al_store_flush(&c->store));
    return al_index_commit(&c->index);
}

static bool is_chrome(const void *chrome, uint64_t key)
{
    return al_census_seen(chrome, key) >= CHROME_MIN;
}

/* The best match of a document so far. */
struct match {
    enum al_copy kind;
    uint64_t number;
    float of_later, of_earlier;
};

static bool is_better(const struct match *a, const struct match *b)
{
    if (!b->kind || !a->kind)
        return a->kind && !b->kind;
    if (a->kind != b->kind)
        return a->kind == AL_NEAR;
    return a->of_later + a->of_earlier > b->of_later + b->of_earlier;
}

/* Looks among the documents before number `end`. */
static enum articlean_status find_near(struct articlean_corpus *c, const struct articlean_sketch *sketch,
                                       uint64_t end, struct match *best)
{
    const struct al_candidate *candidates;
    size_t n_keys = sketch->hashes.n < AL_SKETCH_KEYS ? sketch->hashes.n : AL_SKETCH_KEYS, n;
    TRY(al_store_find_near(&c->store, sketch->keys, n_keys, &candidates, &n));
    while (n && candidates[n - 1].number >= end)
        n--;
    for (size_t checks = 0, shared = AL_SKETCH_KEYS; shared && checks < MAX_CHECKS; shared--)
        for (size_t i = 0; i < n && checks < MAX_CHECKS; i++) {
            if (candidates[i].n_shared != shared)
                continue;
            checks++;
            struct al_overlap o =
                al_overlap(&sketch->hashes, al_store_sketch(&c->store, candidates[i].number));
            struct match m = {al_copy_kind(&o, c->options.near), candidates[i].number, o.of_a, o.of_b};
            if (is_better(&m, best))
                *best = m;
        }
    return ARTICLEAN_OK;
}

static enum articlean_status mark_copy(struct articlean_corpus *c, struct al_doc *doc, uint64_t number,
                                       const char *kind, float similarity)
{
    doc->duplicate_of = al_arena_dup(&doc->arena, al_str_z(al_store_name(&c->store, number))).p;
    if (!doc->duplicate_of)
        return ARTICLEAN_NO_MEMORY;
    doc->duplicate_kind = kind;
    doc->similarity = similarity;
    for (size_t i = 0; i < doc->n_blocks; i++) {
        struct al_block *b = &doc->blocks[i];
        if (!al_block_kept(b))
            continue;
        b->is_final = 0; /* a rule may keep a block in its document, not the document in the corpus */
        al_doc_mark(b, ARTICLEAN_DROP, "dedupe.document", ARTICLEAN_CLASS_REPEAT);
    }
    return ARTICLEAN_OK;
}

/* Counts the short blocks of a document, each once. Close copies do not count: they would make chrome of what
   only one article has. */
static void learn_chrome(struct articlean_corpus *c, const struct al_sketch *k)
{
    for (size_t i = 0; i < k->n_shorts; i++) {
        bool again = false;
        for (size_t j = i > 8 ? i - 8 : 0; j < i; j++)
            again |= k->shorts[j].key == k->shorts[i].key;
        if (!again)
            al_census_count(&c->chrome, k->shorts[i].key);
    }
}

/* Marks a document whose text is that of remembered document `number`. When it is that document come again,
   it is still no copy, or what it was contained in before. */
static enum articlean_status take_known(struct articlean_corpus *c, struct al_doc *doc, uint64_t number)
{
    if (strcmp(al_store_name(&c->store, number), doc->id) != 0) {
        c->stats.exact++;
        return mark_copy(c, doc, number, "exact", 1);
    }
    struct articlean_sketch sketch = {.hashes = *al_store_sketch(&c->store, number)};
    al_sketch_keys(doc->sketch, &sketch);
    struct match best = {0};
    if (sketch.hashes.n >= ARTICLEAN_SKETCH_MIN && c->options.near < 1)
        TRY(find_near(c, &sketch, number, &best));
    if (best.kind != AL_CONTAINED)
        return ARTICLEAN_OK;
    c->stats.contained++;
    return mark_copy(c, doc, best.number, al_copy_name(best.kind), best.of_later);
}

static enum articlean_status take_new(struct articlean_corpus *c, struct al_doc *doc)
{
    const struct al_sketch *k = doc->sketch;
    struct articlean_sketch sketch;
    struct match best = {0};
    al_sketch_choose(k, is_chrome, &c->chrome, &sketch);
    if (sketch.hashes.n >= ARTICLEAN_SKETCH_MIN && c->options.near < 1)
        TRY(find_near(c, &sketch, UINT64_MAX, &best));
    if (best.kind == AL_NO_COPY || best.of_later < CLOSE)
        learn_chrome(c, k);
    if (best.kind != AL_NEAR)
        TRY(al_store_add(&c->store, doc->id, &sketch));
    if (best.kind == AL_NO_COPY)
        return ARTICLEAN_OK;
    c->stats.near += best.kind == AL_NEAR;
    c->stats.contained += best.kind == AL_CONTAINED;
    return mark_copy(c, doc, best.number, al_copy_name(best.kind), best.of_later);
}

enum articlean_status articlean_corpus_add(struct articlean_corpus *c, struct articlean_document *doc)
{
    if (!doc->sketch)
        return ARTICLEAN_BAD_ARGUMENT;
    c->stats.documents++;
    if (!doc->sketch->n_lowest && articlean_document_is_empty(doc)) {
        c->stats.empty++;
        return ARTICLEAN_OK;
    }
    uint64_t number;
    return al_store_find_exact(&c->store, doc->sketch->exact, &number) ? take_known(c, doc, number)
                                                                       : take_new(c, doc);
}

void articlean_corpus_stats(const struct articlean_corpus *c, struct articlean_corpus_stats *out)
{
    *out = c->stats;
    out->remembered = c->store.first + c->store.table.n;
    out->segments = c->index.n_segments;
    for (size_t i = 0; i < c->index.n_segments; i++)
        out->segment_bytes += c->index.segments[i].map_size;
}

enum articlean_status articlean_corpus_entry(const struct articlean_corpus *c, uint64_t i,
                                             struct articlean_corpus_entry *out)
{
    if (i >= c->store.first + c->store.table.n)
        return ARTICLEAN_BAD_ARGUMENT;
    out->id = al_store_name(&c->store, i);
    out->hashes = al_store_sketch(&c->store, i);
    return ARTICLEAN_OK;
}

enum articlean_status articlean_corpus_verify(const struct articlean_corpus *c)
{
    for (size_t i = 0; i < c->index.n_segments; i++)
        if (!al_segment_is_sound(&c->index.segments[i]))
            return ARTICLEAN_BAD_FORMAT;
    return ARTICLEAN_OK;
}
