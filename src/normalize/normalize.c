#include "normalize.h"

#include "badness.h"
#include "base/alloc.h"
#include "base/try.h"
#include "base/utf8.h"
#include "compose.h"
#include "debris.h"
#include "doc/link.h"
#include "hanbytes.h"
#include "letters.h"
#include "lookalike.h"
#include "mojibake.h"
#include "space.h"
#include "unicode/bullet.h"

enum {
    MAX_ROUNDS = 8,
    MIN_LATIN_RUN = 4,       /* Latin-1 characters in a row that may be Chinese */
    MIN_PAIRS = 3,           /* Chinese characters of such a run */
    MIN_PAIRS_BESIDE_HAN = 6 /* the same in a document that has readable Chinese */
};

enum { SEEN_SUSPECT = 1 << 7 }; /* beside AL_SEEN_*: the Chinese of a text may be mojibake */

struct normalize {
    unsigned folds; /* AL_FOLD_* */
    bool mend;      /* options.mojibake */
    struct al_mojibake mojibake;
    struct al_hanbytes hanbytes;
    struct al_buf looks;     /* a byte for each block: what was seen of it */
    struct al_han_look seen; /* in the whole document before any repair */
    bool despin;             /* options.lookalikes */
    struct al_lookalike lookalike;
    struct al_compose compose;
    struct al_buf clean, composed; /* scratch */
};

enum articlean_status al_normalize_open(const struct articlean_options *options, void **self)
{
    struct normalize *z = al_calloc(1, sizeof *z);
    if (!z)
        return ARTICLEAN_NO_MEMORY;
    z->folds =
        (options->fold_width ? AL_FOLD_WIDTH : 0u) | (options->fold_ligatures ? AL_FOLD_LIGATURES : 0u);
    z->mend = options->mojibake;
    al_mojibake_init(&z->mojibake);
    al_hanbytes_init(&z->hanbytes);
    z->despin = options->lookalikes;
    al_lookalike_init(&z->lookalike);
    al_compose_init(&z->compose);
    al_buf_init(&z->looks, 0);
    al_buf_init(&z->clean, 0);
    al_buf_init(&z->composed, 0);
    *self = z;
    return ARTICLEAN_OK;
}

void al_normalize_close(void *self)
{
    struct normalize *z = self;
    if (!z)
        return;
    al_mojibake_clear(&z->mojibake);
    al_hanbytes_clear(&z->hanbytes);
    al_lookalike_clear(&z->lookalike);
    al_compose_clear(&z->compose);
    al_buf_clear(&z->looks);
    al_buf_clear(&z->clean);
    al_buf_clear(&z->composed);
    al_free(z);
}

static enum al_layout layout_of(const struct al_block *b)
{
    return b->kind == ARTICLEAN_CODE    ? AL_LAYOUT_CODE
           : b->kind == ARTICLEAN_VERSE ? AL_LAYOUT_LINES
                                        : AL_LAYOUT_PROSE;
}

static bool is_continuation(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* Records that a block's text became `after`, narrowed to what differs. Both texts must live as long as the
   document. */
static enum articlean_status record(struct al_doc *doc, const struct al_block *b, struct al_str after,
                                    const char *why)
{
    struct al_str before = b->text;
    size_t n = before.n < after.n ? before.n : after.n, head = 0, tail = 0;
    while (head < n && before.p[head] == after.p[head])
        head++;
    while (head > 0 && ((head < before.n && is_continuation(before.p[head])) ||
                        (head < after.n && is_continuation(after.p[head]))))
        head--;
    while (tail < n - head && before.p[before.n - 1 - tail] == after.p[after.n - 1 - tail])
        tail++;
    while (tail > 0 && is_continuation(before.p[before.n - tail]))
        tail--;
    struct al_change change = {.block = (uint32_t)(b - doc->blocks),
                               .start = b->start,
                               .end = b->end,
                               .before = {before.p + head, before.n - head - tail},
                               .after = {after.p + head, after.n - head - tail},
                               .why = why};
    return al_doc_change(doc, &change);
}

/* Gives a block a copy of `text`, recorded as a change for the reason `why` unless that is NULL; what counts
   bytes of the text shrinks or grows with it. */
static enum articlean_status set_text(struct al_doc *doc, struct al_block *b, struct al_str text,
                                      const char *why)
{
    struct al_str copy = al_arena_dup(&doc->arena, text);
    if (!copy.p)
        return ARTICLEAN_NO_MEMORY;
    if (why)
        TRY(record(doc, b, copy, why));
    if (b->text.n) {
        b->link_bytes = (uint32_t)((uint64_t)b->link_bytes * copy.n / b->text.n);
        uint64_t bold = (uint64_t)b->n_bold_bytes * copy.n / b->text.n;
        b->n_bold_bytes = (uint16_t)(bold > UINT16_MAX ? UINT16_MAX : bold);
    }
    al_block_set_text(doc, b, copy);
    if (!copy.n)
        al_doc_mark(b, ARTICLEAN_DROP, "normalize.empty", ARTICLEAN_CLASS_NONE);
    return ARTICLEAN_OK;
}

/* What the last steps did to a text. */
struct result {
    struct al_str text; /* the given view or one of scratch memory */
    uint32_t n_invisible;
    bool is_composed, is_folded;
};

/* White space, invisible characters and NFC of one text. */
static enum articlean_status clean_text(struct normalize *z, struct al_str text, enum al_layout layout,
                                        unsigned seen, struct result *out)
{
    struct result r = {.text = text};
    bool fold = z->folds && seen & AL_SEEN_COMPAT;
    if (fold || seen & (AL_SEEN_SPACE | AL_SEEN_INVISIBLE)) {
        z->clean.n = 0;
        TRY(al_space_clean(&z->clean, text, layout, z->folds, &r.n_invisible));
        r.text = al_buf_str(&z->clean);
        r.is_folded = fold;
    }
    if (fold || seen & AL_SEEN_NFC) {
        z->composed.n = 0;
        TRY(al_compose_nfc(&z->compose, &z->composed, r.text, &r.is_composed));
        if (r.is_composed)
            r.text = al_buf_str(&z->composed);
    }
    *out = r;
    return ARTICLEAN_OK;
}

static enum articlean_status take_mended(struct al_doc *doc, struct al_block *b,
                                         const struct al_mended *mended)
{
    if (!mended->n_runs)
        return ARTICLEAN_OK;
    doc->flags[AL_FLAG_MOJIBAKE] += mended->n_runs;
    doc->flags[AL_FLAG_LOST] += mended->n_lost;
    return set_text(doc, b, mended->text, "normalize.mojibake");
}

/* Undoes wrong decoding; what looks good is only looked at. */
static enum articlean_status mend_block(struct normalize *z, struct al_doc *doc, struct al_block *b,
                                        bool is_suspect)
{
    struct al_mended mended;
    struct al_badness bad = al_badness(b->text, 0, true);
    if (bad.latin_run >= MIN_LATIN_RUN) {
        size_t least = z->seen.n ? MIN_PAIRS_BESIDE_HAN : MIN_PAIRS;
        TRY(al_hanbytes_mend_latin(&z->hanbytes, b->text, least, &mended));
        TRY(take_mended(doc, b, &mended));
        if (mended.n_runs) {
            struct al_han_look look = al_hanbytes_look(b->text);
            is_suspect = al_hanbytes_is_suspect(&look);
            bad.n = 0;
        }
    }
    if (bad.n) {
        TRY(al_mojibake_mend(&z->mojibake, b->text, &mended));
        TRY(take_mended(doc, b, &mended));
    }
    if (is_suspect) {
        TRY(al_hanbytes_mend_han(&z->hanbytes, b->text, &mended));
        TRY(take_mended(doc, b, &mended));
    }
    return ARTICLEAN_OK;
}

/* Resolves what was escaped twice. */
static enum articlean_status unescape_block(struct normalize *z, struct al_doc *doc, struct al_block *b)
{
    if (b->kind == ARTICLEAN_CODE)
        return ARTICLEAN_OK;
    uint32_t n = 0;
    z->clean.n = 0;
    TRY(al_debris_unescape(&z->clean, b->text, &n));
    if (!n)
        return ARTICLEAN_OK;
    doc->flags[AL_FLAG_ENTITIES] += n;
    return set_text(doc, b, al_buf_str(&z->clean), "normalize.entity");
}

static enum articlean_status clean_block(struct normalize *z, struct al_doc *doc, struct al_block *b,
                                         unsigned seen)
{
    struct result r;
    TRY(clean_text(z, b->text, layout_of(b), seen, &r));
    if (r.text.p == b->text.p || al_str_eq(r.text, b->text))
        return ARTICLEAN_OK;
    doc->flags[AL_FLAG_INVISIBLE] += r.n_invisible;
    return set_text(doc, b, r.text,
                    r.n_invisible   ? "normalize.invisible"
                    : r.is_folded   ? "normalize.fold"
                    : r.is_composed ? "normalize.nfc"
                                    : NULL);
}

/* A bullet that stands in the text makes the block an item, as one drawn by the page's style would. */
static void take_bullets(struct al_doc *doc, struct al_block *b)
{
    struct al_str rest = al_without_bullets(b->text);
    if (!rest.n || rest.n == b->text.n || layout_of(b) != AL_LAYOUT_PROSE)
        return;
    b->kind = b->kind == ARTICLEAN_PARAGRAPH ? ARTICLEAN_ITEM : b->kind;
    b->link_bytes = b->link_bytes < rest.n ? b->link_bytes : (uint32_t)rest.n;
    b->n_bold_bytes = b->n_bold_bytes < rest.n ? b->n_bold_bytes : (uint16_t)rest.n;
    al_block_set_text(doc, b, rest);
}

/* Looks at a text that is no more as it was. */
static unsigned look_again(const struct al_block *b)
{
    return al_space_scan(b->text, layout_of(b));
}

/* A repair may uncover what another step changes; a text that no step changes stays as it is the next time.
   What was seen of the text tells which steps may change it. */
static enum articlean_status normalize_block(struct normalize *z, struct al_doc *doc, struct al_block *b,
                                             unsigned seen)
{
    for (int round = 0; round < MAX_ROUNDS; round++) {
        const char *before = b->text.p;
        if (z->mend && seen & AL_SEEN_WIDE)
            TRY(mend_block(z, doc, b, seen & SEEN_SUSPECT));
        if (b->text.p != before)
            seen = look_again(b);
        if (seen & (AL_SEEN_AMPERSAND | AL_SEEN_BACKSLASH)) {
            TRY(unescape_block(z, doc, b));
            if (b->text.p != before)
                seen = look_again(b);
        }
        if (seen)
            TRY(clean_block(z, doc, b, seen));
        take_bullets(doc, b);
        if (b->text.p == before)
            break;
        struct al_han_look look = al_hanbytes_look(b->text);
        seen = look_again(b) | (al_hanbytes_is_suspect(&look) ? SEEN_SUSPECT : 0);
    }
    return ARTICLEAN_OK;
}

/* Metadata candidates are printed too. Page state stays raw: it is parsed later. */
static enum articlean_status normalize_pair(struct normalize *z, struct al_doc *doc, struct al_pair *pair)
{
    if (al_str_eq(pair->name, AL_STR("ld+json")))
        return ARTICLEAN_OK;
    struct result r;
    TRY(clean_text(z, pair->value, AL_LAYOUT_PROSE, al_space_scan(pair->value, AL_LAYOUT_PROSE), &r));
    if (al_str_eq(r.text, pair->value))
        return ARTICLEAN_OK;
    struct al_str value = al_arena_dup(&doc->arena, r.text);
    if (!value.p)
        return ARTICLEAN_NO_MEMORY;
    pair->value = value;
    return ARTICLEAN_OK;
}

/* Looks once at the whole document: what it has decides which repairs are tried at all. */
static enum articlean_status look_at(struct normalize *z, struct al_doc *doc)
{
    z->seen = (struct al_han_look){0};
    z->looks.n = 0;
    TRY(al_buf_reserve(&z->looks, doc->n_blocks));
    for (size_t i = 0; i < doc->n_blocks; i++) {
        const struct al_block *b = &doc->blocks[i];
        unsigned seen = al_space_scan(b->text, layout_of(b));
        z->looks.p[i] = (char)seen;
        if (!(seen & AL_SEEN_WIDE))
            continue;
        struct al_han_look look = al_hanbytes_look(b->text);
        if (al_hanbytes_is_suspect(&look))
            z->looks.p[i] = (char)(seen | SEEN_SUSPECT);
        z->seen.n += look.n;
        z->seen.n_odd += look.n_odd;
        z->seen.n_traditional += look.n_traditional;
        z->seen.n_letters += look.n_letters;
        doc->flags[AL_FLAG_LOST] += (uint32_t)look.n_lost;
    }
    return ARTICLEAN_OK;
}

enum articlean_status al_normalize_run(void *self, struct al_doc *doc)
{
    struct normalize *z = self;
    TRY(look_at(z, doc));
    for (size_t i = 0; i < doc->n_blocks; i++) {
        TRY(al_doc_watch(doc, doc->blocks[i].text.n));
        TRY(normalize_block(z, doc, &doc->blocks[i], (unsigned char)z->looks.p[i]));
    }
    for (size_t i = 0; i < doc->n_pairs; i++)
        TRY(normalize_pair(z, doc, &doc->pairs[i]));
    bool is_new = doc->flags[AL_FLAG_MOJIBAKE] || doc->flags[AL_FLAG_ENTITIES];
    if (is_new || z->seen.n_traditional)
        TRY(al_debris_pinyin(&z->clean, doc));
    if (!z->despin)
        return ARTICLEAN_OK;
    if (is_new || z->seen.n_letters)
        TRY(al_letters_run(&z->clean, doc));
    return is_new || z->seen.n_odd ? al_lookalike_run(&z->lookalike, doc) : ARTICLEAN_OK;
}
