#include "reason.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/try.h"

enum { MAX_SHOWN = 3, FEW_WORDS = 9 };

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

static uint32_t bit(bool is, int at)
{
    return is ? 1u << at : 0;
}

static float names_score(const struct al_view *v, size_t i)
{
    if (!v->boxes->n)
        return 0;
    const struct al_class_score *s = &v->boxes->of[v->doc->blocks[i].elem].names;
    return s->own.sum + s->near.sum + s->far.sum;
}

static uint32_t drop_reasons(const struct al_view *v, size_t i)
{
    const struct al_block *b = &v->doc->blocks[i];
    const struct al_fact *f = &v->facts->of[i];
    const struct al_nearby *y = v->nearby;
    uint32_t flags = b->flags;
    bool outside = i < y->stretch || i >= y->stretch_end;
    int k = 0;
    uint32_t set = bit(flags & AL_F_HIDDEN, k++);
    set |= bit(flags & AL_F_IN_DIALOG, k++);
    set |= bit(flags & (AL_F_IN_NAV | AL_F_ROLE_NAV), k++);
    set |= bit(flags & (AL_F_IN_FOOTER | AL_F_ROLE_FOOT), k++);
    set |= bit(flags & AL_F_IN_COMMENT, k++);
    set |= bit(flags & AL_F_IN_FORM, k++);
    set |= bit(flags & (AL_F_IN_ASIDE | AL_F_ROLE_SIDE), k++);
    set |= bit(y->link[i] > .6f, k++);
    set |= bit(b->hint <= -1, k++);
    set |= bit(names_score(v, i) < -3, k++);
    set |= bit(y->score[i] < -1.5f, k++);
    set |= bit(y->own[i].label.sum < -2, k++);
    set |= bit(y->repeats[i] > 1, k++);
    set |= bit(outside && y->all_prose > 0 && y->prose_before[i] + y->prose[i] >= .97 * y->all_prose, k++);
    set |=
        bit(outside && y->all_prose > 0 && y->prose_before[i] <= .03 * y->all_prose && i < y->stretch, k++);
    set |= bit(y->prose[i] > 0 && y->core_long[i] < .3f, k++);
    set |= bit(f->words <= FEW_WORDS && !(f->marks & AL_M_ENDS_STOP), k++);
    return set ? set : bit(true, k);
}

static uint32_t keep_reasons(const struct al_view *v, size_t i)
{
    const struct al_nearby *y = v->nearby;
    bool boxed = v->boxes->n && v->boxes->of[v->doc->blocks[i].elem].in[AL_MAIN_60];
    bool amid = y->prose_before[i] > 0 && y->prose_before[i] + y->prose[i] < y->all_prose;
    uint32_t set = bit(boxed, 0) | bit(y->prose[i] > 0, 1) | bit(amid, 2) | bit(y->score[i] > 1.5f, 3) |
                   bit(y->core_long[i] > .8f, 4);
    return (set ? set : bit(true, 5)) | 1u << KEEP_BIT;
}

void al_reasons_init(struct al_reasons *r)
{
    *r = (struct al_reasons){0};
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
    struct al_buf text;
    al_buf_init(&text, 0);
    enum articlean_status s = ARTICLEAN_OK;
    int shown = 0;
    for (int k = 0; k < KEEP_BIT && shown < MAX_SHOWN && !s; k++) {
        if (!(set >> k & 1))
            continue;
        if (shown++)
            s = al_buf_append_z(&text, ", ");
        if (!s)
            s = al_buf_append_z(&text, table[k].text);
    }
    struct al_str copy = s ? (struct al_str){NULL, 0} : al_arena_dup(&doc->arena, al_buf_str(&text));
    al_buf_clear(&text);
    *out = copy.p;
    return copy.p ? ARTICLEAN_OK : ARTICLEAN_NO_MEMORY;
}

static enum articlean_status note_of(struct al_reasons *r, struct al_doc *doc, uint32_t set, const char **out)
{
    uint32_t *at;
    int is_new;
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
        *out = r->texts[r->n - 1];
        return ARTICLEAN_OK;
    }
    *out = r->texts[*at];
    return ARTICLEAN_OK;
}

enum articlean_status al_reason(struct al_reasons *r, const struct al_view *v, struct al_doc *doc, size_t i)
{
    struct al_block *b = &doc->blocks[i];
    bool kept = b->verdict == ARTICLEAN_KEEP;
    uint32_t set = kept ? keep_reasons(v, i) : drop_reasons(v, i);
    int first = __builtin_ctz(set);
    const struct reason *reason = kept ? &keeps[first] : &drops[first];
    b->why = reason->why;
    b->class_of = !kept && b->hint < 0 && b->hint_class ? b->hint_class : reason->class_of;
    return note_of(r, doc, set, &b->note);
}
