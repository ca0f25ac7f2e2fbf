#include "repeat.h"

#include "base/alloc.h"
#include "base/try.h"
#include "base/utf8.h"
#include "unicode/fold.h"
#include "unicode/props.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

enum {
    SHORT_COLUMNS = 60,    /* below, a block may be a heading or an answer that recurs on purpose */
    DIALOGUE_COLUMNS = 96, /* below, a quoted line may be speech that recurs */
    NEAR_COLUMNS = 60,
    NEAR_PERCENT = 45,      /* shared shingles, of the larger block's */
    CONTAINED_PERCENT = 80, /* of the later block's, when it is not much smaller than the earlier */
    MAX_SHINGLES = 1 << 19  /* remembered of one document, so that memory stays bounded */
};

void al_repeats_init(struct al_repeats *r, bool drop_near)
{
    *r = (struct al_repeats){.drop_near = drop_near};
    al_map_init(&r->seen);
    al_map_init(&r->shingles);
    al_buf_init(&r->keys, 0);
}

void al_repeats_clear(struct al_repeats *r)
{
    al_map_clear(&r->seen);
    al_map_clear(&r->shingles);
    al_buf_clear(&r->keys);
    al_free(r->blocks);
    al_repeats_init(r, r->drop_near);
}

/* Empties the map; the large table that a huge document left is given back, not swept for each small one. */
static void renew(struct al_map *m)
{
    if (m->n_slots > 4096 && m->n_slots / 16 > m->n)
        al_map_clear(m);
    else
        al_map_reset(m);
}

enum articlean_status al_repeats_begin(struct al_repeats *r, const struct al_doc *doc)
{
    renew(&r->seen);
    renew(&r->shingles);
    r->before = SIZE_MAX;
    if (doc->n_blocks > r->cap_blocks) {
        void *p = al_realloc(r->blocks, doc->n_blocks * sizeof *r->blocks);
        if (!p)
            return ARTICLEAN_NO_MEMORY;
        r->blocks = p;
        r->cap_blocks = doc->n_blocks;
    }
    if (doc->n_blocks)
        memset(r->blocks, 0, doc->n_blocks * sizeof *r->blocks);
    return ARTICLEAN_OK;
}

/* Width of `s` in terminal columns as far as `enough`: two for each wide character. */
static unsigned columns(struct al_str s, unsigned enough)
{
    unsigned n = 0;
    for (const char *p = s.p, *end = p + s.n; p < end && n < enough;) {
        uint32_t cp;
        p += al_utf8_decode(p, end, &cp);
        n += al_class(cp) & AL_C_WIDE ? 2 : 1;
    }
    return n;
}

static bool is_narrower(struct al_str s, unsigned limit)
{
    /* A column takes one to four bytes. */
    return s.n < limit || (s.n < limit * 4 && columns(s, limit) < limit);
}

/* A line that opens with a quotation mark or a dash as speech does. */
static bool is_speech(struct al_str text)
{
    static const uint32_t openers[] = {'"',    '\'',   0xAB,   0x2013, 0x2014, 0x2015, 0x2018,
                                       0x201C, 0x201E, 0x300C, 0x300E, 0xFE41, 0xFE43};
    uint32_t cp = 0;
    if (text.n)
        al_utf8_decode(text.p, text.p + text.n, &cp);
    for (size_t i = 0; i < sizeof openers / sizeof *openers; i++)
        if (openers[i] == cp)
            return true;
    return false;
}

/* Blocks whose repetition is part of the work. */
static bool is_spared(const struct al_block *b)
{
    switch (b->kind) {
    case ARTICLEAN_VERSE:
    case ARTICLEAN_CODE:
    case ARTICLEAN_ROW:
        return true;
    default:
        return (b->flags & AL_F_IN_CELL || is_speech(b->text)) && is_narrower(b->text, DIALOGUE_COLUMNS);
    }
}

/* Folds two blocks that have the same letters, and tells whether their punctuation is the same, too. */
static enum articlean_status have_equal_keys(struct al_repeats *r, const struct al_block *a,
                                             const struct al_block *b, bool *out)
{
    r->keys.n = 0;
    TRY(al_fold(&r->keys, a->text));
    size_t n = r->keys.n;
    TRY(al_fold(&r->keys, b->text));
    *out = r->keys.n == 2 * n && memcmp(r->keys.p, r->keys.p + n, n) == 0;
    return ARTICLEAN_OK;
}

/* Marks block i when a kept block before it has the same folded text. */
static enum articlean_status look_equal(struct al_repeats *r, struct al_doc *doc, size_t i,
                                        const struct al_tokens *tokens)
{
    struct al_block *b = &doc->blocks[i];
    uint32_t *twin;
    int is_new;
    bool same = false;
    TRY(al_map_put(&r->seen, XXH3_64bits(tokens->text.p, tokens->text.n), (uint32_t)i, &twin, &is_new));
    if (!is_new)
        TRY(have_equal_keys(r, b, &doc->blocks[*twin], &same));
    bool is_chrome = b->hint < 0 && b->kind != ARTICLEAN_HEADING;
    if (same && (*twin == r->before || is_chrome || !is_narrower(b->text, SHORT_COLUMNS)))
        al_doc_mark(b, ARTICLEAN_DROP, "dedupe.block", ARTICLEAN_CLASS_REPEAT);
    if (al_block_kept(b))
        *twin = (uint32_t)i;
    else
        doc->flags[AL_FLAG_REPEATS]++;
    return ARTICLEAN_OK;
}

static enum articlean_status remember(struct al_repeats *r, uint64_t hash, size_t i)
{
    return r->shingles.n < MAX_SHINGLES ? al_map_put(&r->shingles, hash, (uint32_t)i, NULL, NULL)
                                        : ARTICLEAN_OK;
}

/* Hash of token k when it has a digit, else 0; lives in the same map as the shingles. */
static uint64_t number_hash(const struct al_tokens *t, size_t k)
{
    const struct al_token *token = &t->items[k];
    if (!token->has_digit)
        return 0;
    return XXH3_64bits_withSeed(t->text.p + token->start, token->end - token->start, 1);
}

/* Where near repeats are only counted, a quarter of the shingles is enough. */
static bool is_passed_over(const struct al_repeats *r, uint64_t shingle)
{
    return !shingle || (!r->drop_near && shingle & 3);
}

/* Tells the earlier block that has most of the shingles of block i, and how many of its numbers are new. Each
   shingle counts for the first block that had it, so the share is never overstated. */
static enum articlean_status share(struct al_repeats *r, size_t i, const struct al_tokens *t, size_t *best,
                                   size_t *n_new_numbers)
{
    *best = i;
    *n_new_numbers = 0;
    for (size_t k = 0; k < t->n; k++) {
        uint64_t number = number_hash(t, k);
        if (number && !al_map_get(&r->shingles, number)) {
            ++*n_new_numbers;
            TRY(remember(r, number, i));
        }
        if (is_passed_over(r, t->shingles[k]))
            continue;
        r->blocks[i].n_shingles++;
        uint32_t *first = al_map_get(&r->shingles, t->shingles[k]);
        if (!first)
            TRY(remember(r, t->shingles[k], i));
        else if (*first != i && ++r->blocks[*first].n_shared > r->blocks[*best].n_shared)
            *best = *first;
    }
    return ARTICLEAN_OK;
}

/* A sentence that a far longer paragraph contains is a quotation of it, not its repeat. */
static bool is_near(uint64_t n, uint64_t n_earlier, uint64_t n_shared)
{
    uint64_t larger = n > n_earlier ? n : n_earlier;
    return n_shared && (n_shared * 100 >= larger * NEAR_PERCENT ||
                        (n_shared * 100 >= n * CONTAINED_PERCENT && n * 3 >= n_earlier * 2));
}

static enum articlean_status look_near(struct al_repeats *r, struct al_doc *doc, size_t i,
                                       const struct al_tokens *t)
{
    struct al_block *b = &doc->blocks[i];
    size_t best, n_new_numbers;
    TRY(share(r, i, t, &best, &n_new_numbers));
    uint64_t n = r->blocks[i].n_shingles, n_shared = r->blocks[best].n_shared;
    for (size_t k = 0; k < t->n; k++) {
        uint32_t *first = is_passed_over(r, t->shingles[k]) ? NULL : al_map_get(&r->shingles, t->shingles[k]);
        if (first)
            r->blocks[*first].n_shared = 0;
    }
    if (n_new_numbers || !is_near(n, r->blocks[best].n_shingles, n_shared))
        return ARTICLEAN_OK;
    doc->flags[AL_FLAG_NEAR_REPEATS]++;
    if (r->drop_near)
        al_doc_mark(b, ARTICLEAN_DROP, "dedupe.near-block", ARTICLEAN_CLASS_REPEAT);
    return ARTICLEAN_OK;
}

enum articlean_status al_repeats_look(struct al_repeats *r, struct al_doc *doc, size_t i,
                                      const struct al_tokens *tokens)
{
    struct al_block *b = &doc->blocks[i];
    if (!tokens->n)
        return ARTICLEAN_OK;
    if (!is_spared(b)) {
        TRY(look_equal(r, doc, i, tokens));
        if (al_block_kept(b) && !is_narrower(b->text, NEAR_COLUMNS))
            TRY(look_near(r, doc, i, tokens));
    }
    if (al_block_kept(b))
        r->before = i;
    return ARTICLEAN_OK;
}
