#include "repeat.h"

#include "align.h"
#include "base/alloc.h"
#include "base/try.h"
#include "base/utf8.h"
#include "unicode/fold.h"
#include "unicode/props.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

enum {
    SHORT_COLUMNS = 60,    /* below, a block may be a heading or an answer that recurs on purpose */
    LONG_COLUMNS = 120,    /* from here on, punctuation does not tell blocks apart */
    DIALOGUE_COLUMNS = 96, /* below, a quoted line may be speech that recurs */
    NEAR_COLUMNS = 60,
    TWIN_PERCENT = 10,      /* of its shingles that a block must share with another to be aligned with it */
    SURE_TWIN_PERCENT = 40, /* the same where near repeats are only counted */
    FEW_TOKENS = 30,        /* below, a word or two may be all that is new */
    LATER_PERCENT = 80,     /* of a near repeat's tokens that stand in its twin in order */
    LATER_FEW_PERCENT = 85, /* the same of few tokens */
    EARLIER_PERCENT = 35,   /* and of its twin's that it has */
    TOKENS_PER_NUMBER = 25, /* one new number in so many tokens may be a typing error */
    NUMBERS_PERCENT = 16,   /* of tokens; above, a block is of figures, and a new one is news */
    WORK_PER_BYTE = 64,     /* token pairs aligned, so that the work stays linear */
    MAX_SHINGLES = 1 << 19  /* remembered of one document, so that memory stays bounded */
};

void al_repeats_init(struct al_repeats *r, bool drop_near)
{
    *r = (struct al_repeats){.drop_near = drop_near};
    al_map_init(&r->seen);
    al_map_init(&r->shingles);
    al_buf_init(&r->keys, 0);
    al_buf_init(&r->selected, 0);
    al_tokens_init(&r->twin);
}

void al_repeats_clear(struct al_repeats *r)
{
    al_map_clear(&r->seen);
    al_map_clear(&r->shingles);
    al_buf_clear(&r->keys);
    al_buf_clear(&r->selected);
    al_tokens_clear(&r->twin);
    al_free(r->n_shared);
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
    r->work_left = (size_t)AL_ALIGN_MAX * AL_ALIGN_MAX + doc->text.n * WORK_PER_BYTE;
    if (doc->n_blocks > r->cap_shared) {
        void *p = al_realloc(r->n_shared, doc->n_blocks * sizeof *r->n_shared);
        if (!p)
            return ARTICLEAN_NO_MEMORY;
        r->n_shared = p;
        r->cap_shared = doc->n_blocks;
    }
    if (doc->n_blocks)
        memset(r->n_shared, 0, doc->n_blocks * sizeof *r->n_shared);
    return ARTICLEAN_OK;
}

/* Width of `s` in terminal columns as far as `enough`: two for each wide character. */
static unsigned columns(struct al_str s, unsigned enough)
{
    unsigned n = (unsigned)al_ascii_prefix(s.p, s.n < enough ? s.n : enough);
    for (const char *p = s.p + n, *end = s.p + s.n; p < end && n < enough;) {
        uint32_t cp;
        p = al_utf8_next(p, end, &cp);
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

static size_t next_number(const struct al_tokens *t, size_t i)
{
    while (i < t->n && !t->items[i].has_digit)
        i++;
    return i;
}

/* Tells whether the numbers of two texts that have the same letters are cut alike: 1.5 is not 15. */
static enum articlean_status have_equal_numbers(struct al_repeats *r, const struct al_block *twin,
                                                const struct al_tokens *t, bool *out)
{
    TRY(al_tokens_next(&r->twin, twin->text));
    const struct al_tokens *u = &r->twin;
    size_t i = next_number(t, 0), k = next_number(u, 0);
    while (i < t->n && k < u->n && t->items[i].start == u->items[k].start &&
           t->items[i].end == u->items[k].end) {
        i = next_number(t, i + 1);
        k = next_number(u, k + 1);
    }
    *out = i == t->n && k == u->n;
    return ARTICLEAN_OK;
}

/* Whether rules speak against a block that is no heading. A dump does not tell headings from other lines. */
static bool is_chrome(const struct al_doc *doc, const struct al_block *b)
{
    return doc->from == ARTICLEAN_FROM_HTML && b->hint < 0 && b->kind != ARTICLEAN_HEADING;
}

/* Marks block i when a kept block before it has the same folded text. In a long block the punctuation does
   not count. */
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
    if (!is_new && !same && !is_narrower(b->text, LONG_COLUMNS))
        TRY(have_equal_numbers(r, &doc->blocks[*twin], tokens, &same));
    if (same && (*twin == r->before || is_chrome(doc, b) || !is_narrower(b->text, SHORT_COLUMNS)))
        al_doc_mark(b, ARTICLEAN_DROP, "dedupe.block", ARTICLEAN_CLASS_REPEAT);
    if (al_block_kept(b))
        *twin = (uint32_t)i;
    else
        doc->flags[AL_FLAG_REPEATS]++;
    return ARTICLEAN_OK;
}

/* Writes the shingles by which a block's twin is looked for to `out` and returns how many: all, or a quarter
   where near repeats are only counted. */
static size_t select_shingles(const struct al_repeats *r, struct al_tokens *t, uint64_t *out)
{
    uint64_t passed_over = r->drop_near ? 0 : 3;
    const uint64_t *shingles = al_tokens_shingles(t);
    size_t n = 0;
    /* Which are selected is random, so that a branch would be mispredicted. */
    for (size_t k = 0, n_tokens = t->n; k < n_tokens; k++) {
        out[n] = shingles[k];
        n += (shingles[k] != 0) & !(shingles[k] & passed_over);
    }
    return n;
}

/* Tells the block that had a shingle first, which is i when none before it had, or when there is no room to
   remember more. */
static enum articlean_status first_with(struct al_repeats *r, uint64_t shingle, size_t i, uint32_t *out)
{
    uint32_t *first = NULL;
    if (r->shingles.n < MAX_SHINGLES)
        TRY(al_map_put(&r->shingles, shingle, (uint32_t)i, &first, NULL));
    else
        first = al_map_get(&r->shingles, shingle);
    *out = first ? *first : (uint32_t)i;
    return ARTICLEAN_OK;
}

/* Tells the earlier block that has most of the shingles of block i, i itself when none has enough of them.
   Each shingle counts for the first block that had it. */
static enum articlean_status find_twin(struct al_repeats *r, size_t i, struct al_tokens *t, size_t *twin)
{
    *twin = i;
    r->selected.n = 0;
    TRY(al_buf_reserve(&r->selected, t->n * sizeof(uint64_t)));
    uint64_t *selected = (void *)r->selected.p;
    size_t n = select_shingles(r, t, selected), n_touched = 0;
    for (size_t k = 0; k < n; k++) {
        uint32_t first;
        TRY(first_with(r, selected[k], i, &first));
        if (first == i)
            continue;
        selected[n_touched++] = first;
        if (++r->n_shared[first] > r->n_shared[*twin])
            *twin = first;
    }
    if (r->n_shared[*twin] * 100 < n * (r->drop_near ? TWIN_PERCENT : SURE_TWIN_PERCENT))
        *twin = i;
    while (n_touched)
        r->n_shared[selected[--n_touched]] = 0;
    return ARTICLEAN_OK;
}

static size_t count_numbers(const struct al_tokens *t)
{
    size_t n = 0;
    for (size_t i = next_number(t, 0); i < t->n; i = next_number(t, i + 1))
        n++;
    return n;
}

/* Aligns block i with its twin. A sentence that a far longer paragraph contains is a quotation of it, not its
   repeat, and one that brings other figures is news. */
static enum articlean_status is_near(struct al_repeats *r, const struct al_block *twin,
                                     const struct al_tokens *t, bool *out)
{
    *out = false;
    if (twin->text.n > AL_ALIGN_MAX * 8 || t->n > AL_ALIGN_MAX)
        return ARTICLEAN_OK;
    TRY(al_tokens_next(&r->twin, twin->text));
    size_t work = r->twin.n * t->n;
    if (!r->twin.n || r->twin.n > AL_ALIGN_MAX || work > r->work_left)
        return ARTICLEAN_OK;
    r->work_left -= work;
    struct al_alignment a = al_align(t, &r->twin);
    *out = a.n_common * 100 >= t->n * (t->n < FEW_TOKENS ? LATER_FEW_PERCENT : LATER_PERCENT) &&
           a.n_common * 100 >= r->twin.n * EARLIER_PERCENT && a.n_new_numbers <= t->n / TOKENS_PER_NUMBER &&
           (!a.n_new_numbers || count_numbers(t) * 100 <= t->n * NUMBERS_PERCENT);
    return ARTICLEAN_OK;
}

static enum articlean_status look_near(struct al_repeats *r, struct al_doc *doc, size_t i,
                                       struct al_tokens *t)
{
    size_t twin;
    bool near;
    TRY(find_twin(r, i, t, &twin));
    if (twin == i)
        return ARTICLEAN_OK;
    TRY(is_near(r, &doc->blocks[twin], t, &near));
    doc->flags[AL_FLAG_NEAR_REPEATS] += near;
    if (near && r->drop_near)
        al_doc_mark(&doc->blocks[i], ARTICLEAN_DROP, "dedupe.near-block", ARTICLEAN_CLASS_REPEAT);
    return ARTICLEAN_OK;
}

enum articlean_status al_repeats_look(struct al_repeats *r, struct al_doc *doc, size_t i,
                                      struct al_tokens *tokens)
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
