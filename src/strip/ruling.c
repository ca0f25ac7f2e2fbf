#include "ruling.h"

#include "base/alloc.h"
#include "base/try.h"
#include "date.h"
#include "doc/link.h"
#include "rules/key.h"
#include "rules/match.h"
#include "unicode/fold.h"
#include "zone.h"

enum {
    ENCLOSED_WEIGHT = 80, /* of the longest line that its neighbours take along */
    SHORT_WEIGHT = 200    /* of the longest block that hints alone drop */
};

/* A cut that waits until the matcher has done with the keys. */
struct cut {
    struct al_hit hit;
    struct cut *next;
};

/* A candidate out of its zone, as long as nothing is decided. */
struct late {
    struct al_candidate candidate;
    struct late *next;
};

struct al_ruling {
    struct articlean_options options;
    struct articlean_rules *own; /* NULL when the options brought theirs */
    struct al_matcher *matcher;

    /* the document at hand */
    struct al_doc *doc;
    struct al_zones zones;
    unsigned n_meta;
    struct cut *cuts, **last_cut;
    struct late *lates, **last_late;
    const struct al_rule *end_rule; /* NULL when none has ended the article */
    uint32_t end_block;
};

enum articlean_status al_ruling_open(const struct articlean_options *options, struct al_ruling **out)
{
    struct al_ruling *r = al_calloc(1, sizeof *r);
    if (!r)
        return ARTICLEAN_NO_MEMORY;
    r->options = *options;
    const struct articlean_rules *set = options->rules;
    enum articlean_status s = ARTICLEAN_OK;
    if (!set) {
        s = articlean_rules_new(1, &r->own);
        set = r->own;
    }
    if (!s)
        s = al_matcher_new(set, &r->matcher);
    if (s) {
        al_ruling_close(r);
        return s;
    }
    *out = r;
    return ARTICLEAN_OK;
}

void al_ruling_close(struct al_ruling *r)
{
    if (!r)
        return;
    al_matcher_free(r->matcher);
    articlean_rules_free(r->own);
    al_free(r);
}

static bool is_wanted(const struct al_ruling *r, const struct al_rule *rule)
{
    return r->options.keep_classes >> rule->class_of & 1;
}

static void drop(struct al_ruling *r, struct al_block *b, const struct al_rule *rule)
{
    if (is_wanted(r, rule)) {
        al_doc_mark(b, ARTICLEAN_KEEP, "option.keep", (enum articlean_class)rule->class_of);
        b->is_final = 1;
        return;
    }
    if (!b->is_final)
        r->zones.dropped += al_prose_weight(b);
    al_doc_mark(b, ARTICLEAN_DROP, rule->id, (enum articlean_class)rule->class_of);
    b->is_final = 1;
}

/* Copies what named groups matched from the block's own text into the document's metadata. */
static enum articlean_status harvest(struct al_doc *doc, const struct al_block *b, const struct al_hit *hit)
{
    for (int k = 0; k < ARTICLEAN_N_META; k++) {
        struct al_str part = hit->values[k];
        if (!part.p)
            continue;
        size_t from = al_fold_source(b->text, (size_t)(part.p - b->key.p));
        size_t to = al_fold_source(b->text, (size_t)(part.p - b->key.p) + part.n);
        struct al_str value = al_str(b->text.p + from, to > from ? to - from : 0);
        char iso[AL_DATE_MAX];
        if (k == ARTICLEAN_META_DATE && al_date_iso(value, iso))
            value = al_str_z(iso);
        TRY(al_doc_set_meta(doc, (enum articlean_meta)k, value));
    }
    return ARTICLEAN_OK;
}

static void add_hint(struct al_block *b, const struct al_rule *rule)
{
    float weight = rule->weight < 0 ? -rule->weight : rule->weight;
    float before = b->hint < 0 ? -b->hint : b->hint;
    if (weight >= before)
        b->hint_class = rule->class_of;
    b->hint += rule->weight;
}

static enum articlean_status cut_later(struct al_ruling *r, const struct al_hit *hit)
{
    struct cut *cut = al_arena_alloc(&r->doc->arena, sizeof *cut);
    if (!cut)
        return ARTICLEAN_NO_MEMORY;
    *cut = (struct cut){*hit, NULL};
    *r->last_cut = cut;
    r->last_cut = &cut->next;
    return ARTICLEAN_OK;
}

/* Out of its zone: the zone of a line that drops shows once the chrome around it is gone. */
static enum articlean_status out_of_zone(struct al_ruling *r, const struct al_candidate *c)
{
    bool drops = c->rule->action == AL_ACTION_META || c->rule->action == AL_ACTION_DROP;
    if (!drops || r->doc->blocks[c->block].is_final)
        return ARTICLEAN_OK;
    struct late *late = al_arena_alloc(&r->doc->arena, sizeof *late);
    if (!late)
        return ARTICLEAN_NO_MEMORY;
    *late = (struct late){*c, NULL};
    *r->last_late = late;
    r->last_late = &late->next;
    return ARTICLEAN_OK;
}

static void end_article(struct al_ruling *r, const struct al_hit *hit)
{
    if (r->options.lean == ARTICLEAN_RECALL || r->end_rule ||
        !al_zones_has(&r->zones, AL_ZONE_TAIL, hit->block))
        return;
    r->end_rule = hit->rule;
    r->end_block = hit->block;
}

static enum articlean_status act(struct al_ruling *r, const struct al_hit *hit)
{
    struct al_block *b = &r->doc->blocks[hit->block];
    const struct al_rule *rule = hit->rule;
    switch (rule->action) {
    case AL_ACTION_CUT:
        return is_wanted(r, rule) ? ARTICLEAN_OK : cut_later(r, hit);
    case AL_ACTION_META:
        if (++r->n_meta > AL_META_LINES) {
            b->hint -= 1;
            break;
        }
        TRY(harvest(r->doc, b, hit));
        drop(r, b, rule);
        break;
    case AL_ACTION_HINT:
        if (!is_wanted(r, rule))
            add_hint(b, rule);
        break;
    case AL_ACTION_KEEP:
        b->is_final = 0;
        al_doc_mark(b, ARTICLEAN_KEEP, rule->id, (enum articlean_class)rule->class_of);
        b->is_final = 1;
        break;
    case AL_ACTION_END:
        if (!is_wanted(r, rule))
            end_article(r, hit);
        drop(r, b, rule);
        break;
    default:
        drop(r, b, rule);
    }
    return ARTICLEAN_OK;
}

static enum articlean_status on_candidate(const struct al_candidate *c, void *context)
{
    struct al_ruling *r = context;
    struct al_hit hit;
    bool is_hit;
    if (!al_zones_has(&r->zones, c->rule->zone, c->block))
        return out_of_zone(r, c);
    if (c->rule->action == AL_ACTION_DROP && r->doc->blocks[c->block].is_final)
        return ARTICLEAN_OK;
    TRY(al_matcher_confirm(r->matcher, c, &hit, &is_hit));
    return is_hit ? act(r, &hit) : ARTICLEAN_OK;
}

/* The range in the raw input of part [from, to) of a block's text, the block's own when text and raw differ.
 */
static void raw_range(const struct al_doc *doc, const struct al_block *b, size_t from, size_t to,
                      struct al_change *change)
{
    change->start = b->start;
    change->end = b->end;
    struct al_str raw = b->end <= doc->raw.n && b->start <= b->end
                            ? al_str(doc->raw.p + b->start, b->end - b->start)
                            : al_str("", 0);
    struct al_str part = al_str(b->text.p + from, to - from);
    if (al_str_eq(raw, b->text)) {
        change->start = b->start + (uint32_t)from;
        change->end = b->start + (uint32_t)to;
    } else if (to == b->text.n && al_str_ends(raw, part)) {
        change->start = b->end - (uint32_t)part.n;
    } else if (from == 0 && al_str_starts(raw, part)) {
        change->end = b->start + (uint32_t)part.n;
    }
}

static enum articlean_status apply_cut(struct al_ruling *r, const struct al_hit *hit)
{
    struct al_block *b = &r->doc->blocks[hit->block];
    if (b->is_final || hit->end > b->key.n)
        return ARTICLEAN_OK;
    bool is_head = hit->rule->scope == AL_SCOPE_START;
    size_t from = is_head ? 0 : al_fold_source(b->text, hit->start);
    size_t to = is_head ? al_fold_source(b->text, hit->end) : b->text.n;
    struct al_str rest = is_head ? al_str(b->text.p + to, b->text.n - to) : al_str(b->text.p, from);
    if (!al_str_trim(rest).n) {
        drop(r, b, hit->rule);
        return ARTICLEAN_OK;
    }
    struct al_change change = {.block = hit->block,
                               .before = al_str(b->text.p + from, to - from),
                               .after = {"", 0},
                               .why = hit->rule->id};
    raw_range(r->doc, b, from, to, &change);
    TRY(al_doc_change(r->doc, &change));
    al_block_set_text(r->doc, b, al_str_trim(rest));
    b->key = is_head ? al_str(b->key.p + hit->end, b->key.n - hit->end) : al_str(b->key.p, hit->start);
    b->key = al_str_trim(b->key);
    return ARTICLEAN_OK;
}

static enum articlean_status apply_cuts(struct al_ruling *r)
{
    for (const struct cut *c = r->cuts; c; c = c->next)
        TRY(apply_cut(r, &c->hit));
    return ARTICLEAN_OK;
}

static void apply_end(struct al_ruling *r)
{
    if (!r->end_rule)
        return;
    for (size_t i = r->end_block + 1; i < r->doc->n_blocks; i++) {
        struct al_block *b = &r->doc->blocks[i];
        b->hint -= 1;
        if (!b->hint_class)
            b->hint_class = r->end_rule->class_of;
        if (!al_prose_weight(b) || r->options.lean == ARTICLEAN_PRECISION)
            al_doc_mark(b, ARTICLEAN_DROP, r->end_rule->id, (enum articlean_class)r->end_rule->class_of);
    }
}

static void drop_by_hints(struct al_doc *doc)
{
    for (size_t i = 0; i < doc->n_blocks; i++) {
        struct al_block *b = &doc->blocks[i];
        if (b->hint <= -2 && al_key_weight(b->key, SHORT_WEIGHT) <= SHORT_WEIGHT)
            al_doc_mark(b, ARTICLEAN_DROP, "hint.any.sum", (enum articlean_class)b->hint_class);
    }
}

/* Before the prose begins, what stands among dropped lines is one of them. A page without prose may be all
   short lines: there nothing follows from neighbours. */
static void drop_enclosed(struct al_ruling *r)
{
    struct al_block *blocks = r->doc->blocks;
    size_t n = r->zones.total ? r->doc->n_blocks : 0, last = n;
    for (size_t i = 0; i < n && r->zones.before[i] == 0; i++) {
        struct al_block *b = &blocks[i];
        if (b->verdict == ARTICLEAN_DROP && b->is_final) {
            for (size_t j = last + 1; last < i && j < i; j++)
                al_doc_mark(&blocks[j], ARTICLEAN_DROP, "zone.any.enclosed", ARTICLEAN_CLASS_NAV);
            last = i;
        } else if (b->kind == ARTICLEAN_HEADING || al_key_weight(b->key, ENCLOSED_WEIGHT) > ENCLOSED_WEIGHT) {
            last = n;
        }
    }
}

enum articlean_status al_ruling_run(struct al_ruling *r, struct al_doc *doc)
{
    r->doc = doc;
    r->cuts = NULL;
    r->last_cut = &r->cuts;
    r->lates = NULL;
    r->last_late = &r->lates;
    r->end_rule = NULL;
    r->n_meta = 0;
    TRY(al_doc_fold(doc));
    if (!doc->n_blocks)
        return ARTICLEAN_OK;
    TRY(al_zones_make(doc, &r->zones));
    TRY(al_matcher_run(r->matcher, doc, doc->meta[ARTICLEAN_META_HOSTNAME], on_candidate, r));
    TRY(apply_cuts(r));
    apply_end(r);
    if (r->options.lean == ARTICLEAN_PRECISION)
        drop_by_hints(doc);
    drop_enclosed(r);
    return ARTICLEAN_OK;
}

/* The zones of what is kept. */
static void keep_zones(struct al_ruling *r)
{
    uint32_t before = 0, total = r->zones.total;
    for (size_t i = 0; i < r->doc->n_blocks; i++) {
        uint32_t next = i + 1 < r->doc->n_blocks ? r->zones.before[i + 1] : total;
        uint32_t weight = al_block_kept(&r->doc->blocks[i]) ? next - r->zones.before[i] : 0;
        r->zones.before[i] = before;
        before += weight;
    }
    r->zones.total = before;
    r->zones.dropped = 0;
}

enum articlean_status al_ruling_again(struct al_ruling *r, struct al_doc *doc)
{
    if (!r->lates || doc != r->doc)
        return ARTICLEAN_OK;
    keep_zones(r);
    r->n_meta = 0;
    for (const struct late *late = r->lates; late; late = late->next) {
        const struct al_candidate *c = &late->candidate;
        struct al_block *b = &doc->blocks[c->block];
        struct al_hit hit;
        bool is_hit;
        if (!al_block_kept(b) || b->is_final || !al_zones_has(&r->zones, c->rule->zone, c->block))
            continue;
        TRY(al_matcher_confirm(r->matcher, c, &hit, &is_hit));
        if (!is_hit)
            continue;
        if (c->rule->action == AL_ACTION_META) {
            if (++r->n_meta > AL_META_LINES)
                continue;
            TRY(harvest(doc, b, &hit));
        }
        drop(r, b, c->rule);
    }
    return ARTICLEAN_OK;
}
