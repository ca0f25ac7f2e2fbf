#include "dedupe.h"

#include "base/alloc.h"
#include "base/try.h"
#include "repeat.h"
#include "sketch.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

enum {
    PIECE = 1 << 17,     /* bytes of a block looked at at a time, so that a huge one needs no huge memory */
    SHORT_COLUMNS = 100, /* blocks up to this width may be chrome that many documents share */
    FEW_SHINGLES = 32    /* of a text that is too short to stand for a page */
};

struct dedupe {
    struct articlean_options options;
    struct al_repeats repeats;
    struct al_tokens tokens;
    struct al_sketcher sketcher;
};

enum articlean_status al_dedupe_open(const struct articlean_options *options, void **self)
{
    struct dedupe *d = al_malloc(sizeof *d);
    if (!d)
        return ARTICLEAN_NO_MEMORY;
    d->options = *options;
    al_repeats_init(&d->repeats, options->near_blocks);
    al_tokens_init(&d->tokens);
    al_sketcher_init(&d->sketcher);
    *self = d;
    return ARTICLEAN_OK;
}

void al_dedupe_close(void *self)
{
    struct dedupe *d = self;
    if (!d)
        return;
    al_repeats_clear(&d->repeats);
    al_tokens_clear(&d->tokens);
    al_sketcher_clear(&d->sketcher);
    al_free(d);
}

/* Takes up to PIECE bytes off `rest`, cut at a blank if there is one, else between two code points. */
static struct al_str next_piece(struct al_str *rest)
{
    size_t n = rest->n;
    if (n > PIECE) {
        const char *blank = memrchr(rest->p, ' ', PIECE);
        n = blank ? (size_t)(blank - rest->p) + 1 : PIECE;
        while (!blank && n > 1 && ((unsigned char)rest->p[n] & 0xC0) == 0x80)
            n--;
    }
    struct al_str piece = al_str(rest->p, n);
    rest->p += n;
    rest->n -= n;
    return piece;
}

/* Hash of the folded text, by which a block may turn out to be chrome. */
static uint64_t key_of(const struct al_tokens *t)
{
    uint64_t key = t->n ? XXH3_64bits(t->text.p, t->text.n) : 0;
    return t->n ? key + !key : 0;
}

static bool is_short(const struct al_block *b)
{
    return b->text.n <= SHORT_COLUMNS * 3 / 2;
}

static enum articlean_status take_block(struct dedupe *d, struct al_doc *doc, size_t i, XXH3_state_t *digest)
{
    struct al_block *b = &doc->blocks[i];
    struct al_str rest = b->text;
    bool is_whole = rest.n <= PIECE;
    while (rest.n) {
        TRY(al_tokens_next(&d->tokens, next_piece(&rest)));
        if (is_whole)
            TRY(al_repeats_look(&d->repeats, doc, i, &d->tokens));
        if (!al_block_kept(b))
            return ARTICLEAN_OK;
        XXH3_128bits_update(digest, d->tokens.text.p, d->tokens.text.n);
        if (d->options.dedupe == ARTICLEAN_DEDUPE_CORPUS)
            TRY(al_sketcher_add(&d->sketcher, (uint32_t)i, is_short(b) ? key_of(&d->tokens) : 0, &d->tokens));
    }
    return ARTICLEAN_OK;
}

/* Adds the blocks that were dropped to the digest. */
static enum articlean_status take_rest(struct dedupe *d, const struct al_doc *doc, XXH3_state_t *digest)
{
    for (size_t i = 0; i < doc->n_blocks; i++) {
        struct al_str rest = doc->blocks[i].text;
        while (!al_block_kept(&doc->blocks[i]) && rest.n) {
            TRY(al_tokens_next(&d->tokens, next_piece(&rest)));
            XXH3_128bits_update(digest, d->tokens.text.p, d->tokens.text.n);
        }
    }
    return ARTICLEAN_OK;
}

/* Prose that may be of the article although it was dropped. */
static bool is_doubtful(const struct al_block *b)
{
    return !al_block_kept(b) && !is_short(b) && b->class_of != ARTICLEAN_CLASS_REPEAT &&
           b->class_of != ARTICLEAN_CLASS_COMMENT;
}

/* Tells that more was dropped than kept, counting only what passes for prose. */
static bool is_doubtful_page(const struct al_doc *doc)
{
    size_t kept = 0, doubtful = 0;
    for (size_t i = 0; i < doc->n_blocks; i++) {
        const struct al_block *b = &doc->blocks[i];
        kept += al_block_kept(b) ? b->text.n : 0;
        doubtful += is_doubtful(b) ? b->text.n : 0;
    }
    return kept < doubtful;
}

/* Adds dropped prose to the sketch, so that two cuts of one page still look alike; what is chrome of many
   pages will not count. */
static enum articlean_status sketch_doubtful(struct dedupe *d, const struct al_doc *doc)
{
    for (size_t i = 0; i < doc->n_blocks; i++) {
        struct al_str rest = doc->blocks[i].text;
        while (is_doubtful(&doc->blocks[i]) && rest.n) {
            TRY(al_tokens_next(&d->tokens, next_piece(&rest)));
            TRY(al_sketcher_add(&d->sketcher, (uint32_t)i, key_of(&d->tokens), &d->tokens));
        }
    }
    return ARTICLEAN_OK;
}

/* Tells that the kept text, `n_shingles` long, is too little of the page to stand for it. */
static bool is_remnant(const struct al_doc *doc, uint64_t n_shingles)
{
    if (n_shingles >= FEW_SHINGLES)
        return false;
    size_t kept = 0, dropped = 0;
    for (size_t i = 0; i < doc->n_blocks; i++)
        *(al_block_kept(&doc->blocks[i]) ? &kept : &dropped) += doc->blocks[i].text.n;
    return dropped > kept || n_shingles < ARTICLEAN_SKETCH_MIN;
}

/* Makes the sketch. When little of a page is kept, that may be what was not recognised as chrome; then only
   pages that are the same as a whole count as equal, and those whose prose is alike as near copies. */
static enum articlean_status sketch(struct dedupe *d, struct al_doc *doc, XXH3_state_t *digest)
{
    bool remnant = is_remnant(doc, d->sketcher.n_shingles);
    bool doubtful = is_doubtful_page(doc);
    if (doubtful)
        TRY(sketch_doubtful(d, doc));
    TRY(al_sketcher_finish(&d->sketcher, &doc->arena, &doc->sketch));
    if (remnant) {
        if (!doubtful)
            doc->sketch->n_lowest = 0;
        TRY(take_rest(d, doc, digest));
    }
    doc->sketch->exact = XXH3_128bits_digest(digest).high64;
    return ARTICLEAN_OK;
}

enum articlean_status al_dedupe_run(void *self, struct al_doc *doc)
{
    struct dedupe *d = self;
    if (d->options.dedupe == ARTICLEAN_DEDUPE_NONE)
        return ARTICLEAN_OK;
    TRY(al_repeats_begin(&d->repeats, doc));
    al_sketcher_reset(&d->sketcher);
    XXH3_state_t digest;
    XXH3_128bits_reset(&digest);
    for (size_t i = 0; i < doc->n_blocks; i++)
        if (al_block_kept(&doc->blocks[i]))
            TRY(take_block(d, doc, i, &digest));
    XXH128_hash_t h = XXH3_128bits_digest(&digest);
    doc->fingerprint[0] = h.high64;
    doc->fingerprint[1] = h.low64;
    return d->options.dedupe == ARTICLEAN_DEDUPE_CORPUS ? sketch(d, doc, &digest) : ARTICLEAN_OK;
}
