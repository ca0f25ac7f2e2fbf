#include "title.h"

#include "base/ascii.h"
#include "base/try.h"
#include "base/utf8.h"
#include "rules/key.h"
#include "unicode/props.h"
#include "zone.h"

enum {
    MAX_LINES = 40,  /* lines before the prose that are looked at */
    MIN_WEIGHT = 10, /* of a headline */
    MAX_WEIGHT = 250,
    NEAR_LINES = 6, /* candidates right before the prose, of which the longest is taken when no word tells */
    NEAR_WEIGHT = 16,
    MAX_PROSE = 16384, /* bytes of prose whose words count */
    WORD_LETTERS = 4,  /* letters that stand for a word: endings differ, stems do not */
    MOST_PIECES = (AL_RUN_MAX + 1) / (WORD_LETTERS + 1) /* of a run of ASCII */
};

/* Walks over the word-like pieces of a text: the first letters of each longer word; pairs where words are not
   parted by spaces or syllables are letters. */
struct walk {
    const char *p, *end;
    uint32_t last; /* letter before, 0 at the beginning of a word */
    uint64_t hash;
    unsigned letters;
};

static uint64_t mix(uint64_t h, uint32_t cp)
{
    h = (h ^ cp) * UINT64_C(0x9E3779B97F4A7C15);
    return h ^ h >> 29;
}

/* The piece of a word whose first letters are the ASCII at p. */
static inline uint64_t ascii_piece(const char *p)
{
    uint32_t letters;
    _Static_assert(sizeof letters == WORD_LETTERS, "the letters of a piece are the bytes of a number");
    memcpy(&letters, p, sizeof letters);
    return mix(3, letters) | 1;
}

/* Takes what is ASCII of the word at w->p, up to its fourth letter, or over the rest of it; sets *piece when
   the fourth is reached. False where the letters must be looked at one by one. */
static bool walk_ascii(struct walk *w, uint64_t *piece)
{
    uint64_t v = al_eight_until(w->p, w->end);
    unsigned n = al_eight_before((al_eight_letters(v) | al_eight_digits(v)) ^ AL_EIGHT_HIGH);
    bool goes_on = w->p + n < w->end && (unsigned char)w->p[n] >= 0x80;
    *piece = 0;
    if (!n || (w->letters && w->letters < WORD_LETTERS) || (!w->letters && n < WORD_LETTERS && goes_on))
        return false;
    if (!w->letters && n >= WORD_LETTERS) {
        n = WORD_LETTERS;
        *piece = ascii_piece(w->p);
    }
    w->letters += n;
    w->p += n;
    w->last = (unsigned char)w->p[-1];
    return true;
}

/* Takes the run of ASCII that begins with the word at w->p and gives the pieces of its words; there is none
   when the word began before. Returns how many. */
static inline unsigned walk_run(struct walk *w, uint64_t pieces[MOST_PIECES])
{
    struct al_ascii_run run;
    unsigned n = 0;
    if (w->last || !(al_ascii_alpha((unsigned char)*w->p) || al_ascii_digit((unsigned char)*w->p)))
        return 0;
    al_ascii_read(&run, w->p, w->end);
    uint64_t starts = run.words & ~(run.words << 1) & run.words >> 1 & run.words >> 2 & run.words >> 3;
    for (; starts; starts &= starts - 1)
        pieces[n++] = ascii_piece(w->p + al_bits_lowest(starts));
    w->p += run.n;
    return n;
}

/* Takes one character; returns the piece that it completes, 0 when it completes none. */
static uint64_t walk_character(struct walk *w)
{
    uint32_t cp;
    w->p = al_utf8_next(w->p, w->end, &cp);
    uint32_t bits = cp < 0x80 ? al_ascii_class[cp] : al_class(cp);
    if (!(bits & (AL_C_LETTER | AL_C_DIGIT | AL_C_MARK))) {
        w->last = 0;
        w->letters = 0;
        return 0;
    }
    bool dense = bits & (AL_C_WIDE | AL_C_UNSPACED) || al_script(cp) == AL_SCRIPT_HANGUL;
    uint32_t before = w->last;
    w->last = cp;
    if (dense) {
        w->letters = 0;
        return before ? mix(mix(1, before), cp) | 1 : 0;
    }
    w->hash = mix(w->letters++ ? w->hash : 2, cp);
    return w->letters == WORD_LETTERS ? w->hash | 1 : 0;
}

/* Gives the hashes of the next pieces; returns how many, 0 at the end. */
static unsigned next_pieces(struct walk *w, uint64_t pieces[MOST_PIECES])
{
    unsigned n = 0;
    while (!n && w->p < w->end) {
        bool is_ascii = (unsigned char)*w->p < 0x80;
        if (is_ascii && ((n = walk_run(w, pieces)) || w->p == w->end))
            break;
        if (!is_ascii || !walk_ascii(w, pieces))
            pieces[0] = walk_character(w);
        n = pieces[0] != 0;
    }
    return n;
}

static struct walk walk_of(struct al_str key)
{
    return (struct walk){.p = key.p, .end = key.p + key.n};
}

static enum articlean_status collect(const struct al_doc *doc, size_t first, struct al_map *words)
{
    uint64_t pieces[MOST_PIECES];
    size_t seen = 0;
    al_map_reset(words);
    for (size_t i = first; i < doc->n_blocks && seen < MAX_PROSE; i++) {
        const struct al_block *b = &doc->blocks[i];
        if (b->verdict == ARTICLEAN_DROP || !al_prose_weight(b))
            continue;
        struct walk w = walk_of(b->key.n > MAX_PROSE ? al_str(b->key.p, MAX_PROSE) : b->key);
        for (unsigned n; (n = next_pieces(&w, pieces));)
            while (n)
                TRY(al_map_put(words, pieces[--n], 0, NULL, NULL));
        seen += b->key.n;
    }
    return ARTICLEAN_OK;
}

/* Share of the line's pieces that the prose has, in percent; 0 when it is too short to tell. */
static unsigned taken_up(const struct al_block *b, const struct al_map *words)
{
    struct walk w = walk_of(b->key);
    uint64_t pieces[MOST_PIECES];
    unsigned all = 0, found = 0;
    for (unsigned n; (n = next_pieces(&w, pieces)); all += n)
        for (unsigned i = 0; i < n; i++)
            found += al_map_get(words, pieces[i]) != NULL;
    return found >= 2 ? 100 * found / all : 0;
}

/* A line that stands there twice is the caption of something that is offered. */
static bool is_twice(const struct al_doc *doc, const struct al_block *b, size_t end)
{
    for (size_t i = 0; i < end && i < MAX_LINES; i++)
        if (&doc->blocks[i] != b && al_str_eq(doc->blocks[i].key, b->key))
            return true;
    return false;
}

static bool may_be_title(const struct al_doc *doc, const struct al_block *b, size_t end)
{
    if (b->is_final || b->hint <= -1 || b->kind == ARTICLEAN_CODE || b->kind == ARTICLEAN_ROW)
        return false;
    unsigned weight = al_key_weight(b->key, MAX_WEIGHT);
    return weight >= MIN_WEIGHT && weight <= MAX_WEIGHT && !is_twice(doc, b, end);
}

/* The first block of prose that is kept; n_blocks when there is none. */
static size_t first_prose(const struct al_doc *doc)
{
    size_t i = 0;
    while (i < doc->n_blocks &&
           (doc->blocks[i].verdict == ARTICLEAN_DROP || !al_prose_weight(&doc->blocks[i])))
        i++;
    return i;
}

/* The longest of the lines right before the prose, when a model has kept none of them. */
static struct al_block *longest_near(struct al_doc *doc, size_t end)
{
    struct al_block *longest = NULL;
    unsigned most = NEAR_WEIGHT - 1, n = 0;
    for (size_t i = end; i-- > 0 && n < NEAR_LINES;) {
        struct al_block *b = &doc->blocks[i];
        if (b->verdict != ARTICLEAN_DROP)
            return NULL;
        if (!may_be_title(doc, b, end))
            continue;
        n++;
        unsigned weight = al_key_weight(b->key, MAX_WEIGHT);
        if (weight > most) {
            most = weight;
            longest = b;
        }
    }
    return longest;
}

enum articlean_status al_title_find(struct al_doc *doc, struct al_map *words, struct al_block **title)
{
    size_t end = first_prose(doc);
    unsigned best = 33; /* percent that a headline must pass */
    *title = NULL;
    if (end == doc->n_blocks)
        return ARTICLEAN_OK;
    TRY(collect(doc, end, words));
    for (size_t i = end > MAX_LINES ? end - MAX_LINES : 0; i < end; i++) {
        struct al_block *b = &doc->blocks[i];
        if (!may_be_title(doc, b, end))
            continue;
        unsigned share = taken_up(b, words) + (b->verdict != ARTICLEAN_DROP ? 10 : 0);
        if (share > best) {
            best = share;
            *title = b;
        }
    }
    if (!*title)
        *title = longest_near(doc, end);
    return ARTICLEAN_OK;
}
