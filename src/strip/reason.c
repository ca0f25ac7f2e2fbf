#include "reason.h"

#include "base/alloc.h"
#include "base/try.h"

#include <math.h>
#include <string.h>

enum { MAX_SHOWN = 3, MAX_TEXT = 40, FEW_WORDS = 9 };

/* In the order in which they are told; the first one names the verdict. */
static const struct reason {
    const char *why, *text;
    uint8_t class_of;
} drops[] =
    {
        {"strip.hidden", "hidden", ARTICLEAN_CLASS_NONE},
        {"strip.dialog", "in a dialog", ARTICLEAN_CLASS_COOKIE},
        {"strip.nav", "in the navigation", ARTICLEAN_CLASS_NAV},
        {"strip.footer", "in the footer", ARTICLEAN_CLASS_LEGAL},
        {"strip.comment", "in comments", ARTICLEAN_CLASS_COMMENT},
        {"strip.form", "in a form", ARTICLEAN_CLASS_NONE},
        {"strip.aside", "in a sidebar", ARTICLEAN_CLASS_RELATED},
        {"strip.links", "mostly links", ARTICLEAN_CLASS_NAV},
        {"strip.hint", "a rule speaks against it", ARTICLEAN_CLASS_NONE},
        {"strip.names", "class names as of menus and ads", ARTICLEAN_CLASS_NONE},
        {"strip.words", "words as of menus and ads", ARTICLEAN_CLASS_NONE},
        {"strip.label", "under a heading as of menus and ads", ARTICLEAN_CLASS_RELATED},
        {"strip.repeated", "stands here more than once", ARTICLEAN_CLASS_REPEAT},
        {"strip.after", "after the article", ARTICLEAN_CLASS_NONE},
        {"strip.before", "before the article", ARTICLEAN_CLASS_NONE},
        {"strip.topic", "other words than the article's", ARTICLEAN_CLASS_NONE},
        {"strip.short", "short, no sentence", ARTICLEAN_CLASS_NONE},
        {"strip.model", "unlike the article", ARTICLEAN_CLASS_NONE},
},
  keeps[] = {
      {"strip.model", "where the article stands", ARTICLEAN_CLASS_NONE},
      {"strip.model", "sentences", ARTICLEAN_CLASS_NONE},
      {"strip.model", "amid sentences", ARTICLEAN_CLASS_NONE},
      {"strip.model", "words as of articles", ARTICLEAN_CLASS_NONE},
      {"strip.model", "words of this article", ARTICLEAN_CLASS_NONE},
      {"strip.model", "like the article", ARTICLEAN_CLASS_NONE},
};

enum { KEEP_BIT = 31 };

/* Reasons against a block, in the order of `drops`. */
enum {
    HIDDEN,
    DIALOG,
    NAV,
    FOOTER,
    COMMENT,
    FORM,
    ASIDE,
    LINKS,
    HINT,
    NAMES,
    WORDS,
    LABEL,
    REPEATED,
    AFTER,
    BEFORE,
    TOPIC,
    SHORT,
    UNLIKE
};

static uint32_t bit(int32_t is, int at)
{
    return (uint32_t)is << at;
}

/* What elements speak against a block. */
static uint32_t against_elements(const struct al_view *v, size_t i)
{
    const struct al_block *b = &v->doc->blocks[i];
    uint32_t flags = b->flags;
    uint32_t set = bit((flags & AL_F_HIDDEN) != 0, HIDDEN) | bit((flags & AL_F_IN_DIALOG) != 0, DIALOG) |
                   bit((flags & (AL_F_IN_NAV | AL_F_ROLE_NAV)) != 0, NAV) |
                   bit((flags & (AL_F_IN_FOOTER | AL_F_ROLE_FOOT)) != 0, FOOTER) |
                   bit((flags & AL_F_IN_COMMENT) != 0, COMMENT) | bit((flags & AL_F_IN_FORM) != 0, FORM) |
                   bit((flags & (AL_F_IN_ASIDE | AL_F_ROLE_SIDE)) != 0, ASIDE);
    if (!v->boxes->n)
        return set;
    const struct al_class_score *s = &v->boxes->of[b->elem].names;
    return set | bit(s->own.sum + s->near.sum + s->far.sum < -3, NAMES);
}

/* Where blocks stand among the page's prose: 1 where it is so. */
struct place {
    int32_t after[AL_ROWS], before[AL_ROWS], amid[AL_ROWS];
};

static void fill_place(const struct al_nearby *y, size_t first, struct place *to)
{
    const double all = y->all_prose, most = all > 0 ? .97 * all : (double)INFINITY,
                 least = all > 0 ? .03 * all : -1;
    const double *before = y->prose_before + first;
    const float *prose = y->prose + first;
    for (size_t k = 0; k < AL_ROWS; k++) {
        to->after[k] = before[k] + prose[k] >= most;
        to->before[k] = before[k] <= least;
        to->amid[k] = (before[k] > 0) & (before[k] + prose[k] < all);
    }
}

/* Tells the reasons against and for AL_ROWS blocks from `first` on. */
static void fill_sets_any(struct al_reasons *r, const struct al_view *v, size_t first)
{
    const struct al_nearby *y = v->nearby;
    size_t n = y->n - first < AL_ROWS ? y->n - first : AL_ROWS;
    uint32_t elements[AL_ROWS] = {0}, boxed[AL_ROWS] = {0};
    al_column words = {0}, label = {0};
    struct place place;
    for (size_t k = 0; k < n; k++) {
        const struct al_block *b = &v->doc->blocks[first + k];
        words[k] = v->facts->of[first + k].words;
        label[k] = y->own[first + k].label.sum;
        if (b->flags || v->boxes->n)
            elements[k] = against_elements(v, first + k);
        boxed[k] = v->boxes->n && v->boxes->of[b->elem].in[AL_MAIN_60];
    }
    fill_place(y, first, &place);
    const float *link = y->link + first, *hint = y->hint + first, *score = y->score + first,
                *prose = y->prose + first, *core = y->core_long + first, *stop = y->ends_stop + first;
    const uint32_t *repeats = y->repeats + first;
    for (size_t k = 0; k < AL_ROWS; k++) {
        int32_t i = (int32_t)first + (int32_t)k, ahead = i < (int32_t)y->stretch,
                outside = ahead | (i >= (int32_t)y->stretch_end);
        uint32_t set = elements[k] | bit(link[k] > .6f, LINKS) | bit(hint[k] <= -1, HINT) |
                       bit(score[k] < -1.5f, WORDS) | bit(label[k] < -2, LABEL) |
                       bit((int32_t)repeats[k] > 1, REPEATED) | bit(outside & place.after[k], AFTER) |
                       bit(ahead & place.before[k], BEFORE) | bit((prose[k] > 0) & (core[k] < .3f), TOPIC) |
                       bit((words[k] <= FEW_WORDS) & (stop[k] == 0), SHORT);
        r->drop[k] = set ? set : bit(1, UNLIKE);
        set = boxed[k] | bit(prose[k] > 0, 1) | bit(place.amid[k], 2) | bit(score[k] > 1.5f, 3) |
              bit(core[k] > .8f, 4);
        r->keep[k] = (set ? set : bit(1, 5)) | 1u << KEEP_BIT;
    }
    r->first = first;
}

static void fill_sets(struct al_reasons *r, const struct al_view *v, size_t first);
AL_TWICE(void, fill_sets, (struct al_reasons * r, const struct al_view *v, size_t first), (r, v, first))

void al_reasons_init(struct al_reasons *r)
{
    *r = (struct al_reasons){.first = SIZE_MAX};
    al_map_init(&r->notes);
}

void al_reasons_clear(struct al_reasons *r)
{
    al_map_clear(&r->notes);
    al_free(r->texts);
    al_reasons_init(r);
}

static enum articlean_status write_note(struct al_doc *doc, uint32_t set, const char **out)
{
    const struct reason *table = set >> KEEP_BIT ? keeps : drops;
    char text[MAX_SHOWN * (MAX_TEXT + 2)];
    size_t n = 0;
    uint32_t rest = set & ~(1u << KEEP_BIT);
    for (int shown = 0; shown < MAX_SHOWN && rest; shown++, rest &= rest - 1) {
        const char *reason = table[__builtin_ctz(rest)].text;
        size_t length = strnlen(reason, MAX_TEXT);
        if (shown) {
            text[n++] = ',';
            text[n++] = ' ';
        }
        memcpy(text + n, reason, length);
        n += length;
    }
    *out = al_arena_dup(&doc->arena, al_str(text, n)).p;
    return *out ? ARTICLEAN_OK : ARTICLEAN_NO_MEMORY;
}

static enum articlean_status note_of(struct al_reasons *r, struct al_doc *doc, uint32_t set, const char **out)
{
    struct al_note *recent = &r->recent[set * 0x9E3779B1u >> (32 - AL_RECENT_BITS)];
    uint32_t *at;
    int is_new;
    if (recent->set == set) {
        *out = recent->text;
        return ARTICLEAN_OK;
    }
    TRY(al_map_put(&r->notes, set, (uint32_t)r->n, &at, &is_new));
    if (is_new) {
        if (r->n == r->cap) {
            size_t cap = r->cap * 2 + 32;
            const char **p = al_realloc(r->texts, cap * sizeof *p);
            if (!p)
                return ARTICLEAN_NO_MEMORY;
            r->texts = p;
            r->cap = cap;
        }
        TRY(write_note(doc, set, &r->texts[r->n]));
        r->n++;
    }
    *recent = (struct al_note){set, r->texts[*at]};
    *out = recent->text;
    return ARTICLEAN_OK;
}

enum articlean_status al_reason(struct al_reasons *r, const struct al_view *v, struct al_doc *doc, size_t i)
{
    struct al_block *b = &doc->blocks[i];
    bool kept = b->verdict == ARTICLEAN_KEEP;
    if (i / AL_ROWS * AL_ROWS != r->first)
        fill_sets(r, v, i / AL_ROWS * AL_ROWS);
    uint32_t set = kept ? r->keep[i % AL_ROWS] : r->drop[i % AL_ROWS];
    int first = __builtin_ctz(set);
    const struct reason *reason = kept ? &keeps[first] : &drops[first];
    b->why = reason->why;
    b->class_of = !kept && b->hint < 0 && b->hint_class ? b->hint_class : reason->class_of;
    return note_of(r, doc, set, &b->note);
}
