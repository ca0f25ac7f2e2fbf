#include "boxes.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "base/try.h"

#include <math.h>

enum {
    REPEAT_LEVELS = 10, /* ancestors that are asked for like siblings */
    REPEAT_LEAST = 3    /* siblings make a repetition */
};

/* The three kinds of groups share one map. */
enum { BY_PATH, BY_SHAPE, BY_SIBLING };

void al_boxes_clear(struct al_boxes *boxes)
{
    al_free(boxes->of);
    al_free(boxes->scores);
    al_free(boxes->groups);
    al_map_clear(&boxes->ids);
    *boxes = (struct al_boxes){0};
}

static enum articlean_status reserve(struct al_boxes *x, size_t n)
{
    if (n > x->cap) {
        size_t cap = n + n / 2;
        void *of = al_realloc(x->of, cap * sizeof *x->of);
        if (of)
            x->of = of;
        void *scores = al_realloc(x->scores, cap * sizeof *x->scores);
        if (scores)
            x->scores = scores;
        if (!of || !scores)
            return ARTICLEAN_NO_MEMORY;
        x->cap = cap;
    }
    x->n = n;
    x->n_groups = 0;
    al_map_reset(&x->ids);
    memset(x->main, 0, sizeof x->main);
    return ARTICLEAN_OK;
}

/* The group that two numbers are known by among those of a kind. */
static enum articlean_status group_of(struct al_boxes *x, uint64_t kind, uint64_t a, uint64_t b,
                                      uint32_t *group)
{
    uint64_t key[] = {a, b << 2 | kind};
    uint32_t *id;
    int is_new;
    TRY(al_map_put(&x->ids, al_hash_word(key, sizeof key), (uint32_t)x->n_groups, &id, &is_new));
    *group = *id;
    if (!is_new)
        return ARTICLEAN_OK;
    if (x->n_groups == x->cap_groups) {
        size_t cap = x->cap_groups ? x->cap_groups * 2 : 256;
        void *p = al_realloc(x->groups, cap * sizeof *x->groups);
        if (!p)
            return ARTICLEAN_NO_MEMORY;
        x->groups = p;
        x->cap_groups = cap;
    }
    x->groups[x->n_groups++] = (struct al_group){0};
    return ARTICLEAN_OK;
}

static void group_add(struct al_group *g, double words, double link, double prose)
{
    g->n++;
    g->words += words;
    g->link += link;
    g->prose += prose;
    g->squares += words * words;
}

static enum articlean_status add_blocks(struct al_boxes *x, const struct al_doc *doc,
                                        const struct al_facts *facts, const struct al_nearby *near)
{
    for (size_t i = 0; i < doc->n_blocks; i++) {
        uint32_t e = doc->blocks[i].elem;
        const struct al_elem *elem = &doc->elems[e];
        struct al_box *b = &x->of[e];
        double words = facts->of[i].words, link = near->link[i] * words;
        if (b->path == UINT32_MAX) {
            TRY(group_of(x, BY_PATH, elem->path, 0, &b->path));
            TRY(group_of(x, BY_SHAPE, elem->like, doc->elems[elem->parent].like, &b->shape));
        }
        group_add(&x->groups[b->path], words, link, near->prose[i]);
        group_add(&x->groups[b->shape], words, link, near->prose[i]);
        b->n++;
        b->words += words;
        b->link += link;
        b->prose += near->prose[i];
        b->commas += facts->of[i].commas;
    }
    return ARTICLEAN_OK;
}

static enum articlean_status sum_up(struct al_boxes *x, const struct al_doc *doc)
{
    for (size_t e = x->n; e-- > 1;) {
        const struct al_box *b = &x->of[e];
        struct al_box *up = &x->of[doc->elems[e].parent];
        up->n += b->n;
        up->words += b->words;
        up->link += b->link;
        up->prose += b->prose;
        up->commas += b->commas;
    }
    for (size_t e = 0; e < x->n; e++) {
        struct al_box *b = &x->of[e];
        if (!b->n)
            continue;
        TRY(group_of(x, BY_SIBLING, doc->elems[e].like, doc->elems[e].parent, &b->siblings));
        b->ordinal = x->groups[b->siblings].n;
        group_add(&x->groups[b->siblings], b->words, b->link, b->prose);
    }
    return ARTICLEAN_OK;
}

/* Finds the ancestor, or the box itself, whose like siblings make the weightiest repetition. */
static void find_repeat(struct al_boxes *x, const struct al_doc *doc, uint32_t at)
{
    struct al_box *b = &x->of[at];
    double best = 0;
    uint32_t e = at;
    for (int level = 0; level < REPEAT_LEVELS; level++, e = doc->elems[e].parent) {
        const struct al_group *g = &x->groups[x->of[e].siblings];
        if (g->n >= REPEAT_LEAST) {
            b->n_repeats++;
            double item = g->words / g->n / 3;
            double value = log(g->n) * (1 + level * .3) * (item < 1 ? item : 1);
            if (value > best) {
                best = value;
                b->repeat = x->of[e].siblings;
                b->repeat_index = x->of[e].ordinal;
                b->repeat_level = (uint8_t)(level + 1);
            }
        }
        if (!e)
            break;
    }
}

static void find_main(struct al_boxes *x, const struct al_doc *doc, const struct al_nearby *near,
                      double *score)
{
    double best = 0;
    for (size_t i = 0; i < doc->n_blocks; i++) {
        uint32_t parent = doc->elems[doc->blocks[i].elem].parent;
        score[parent] += near->prose[i];
        score[doc->elems[parent].parent] += near->prose[i] / 2;
    }
    unsigned deep60 = 0, deep90 = 0;
    for (uint32_t e = 0; e < x->n; e++) {
        const struct al_box *b = &x->of[e];
        double value = b->words > 0 ? score[e] * (1 - b->link / b->words) : 0;
        if (value > best) {
            best = value;
            x->main[AL_MAIN_BEST] = e;
        }
        unsigned depth = doc->elems[e].depth;
        if (b->prose >= .6 * near->all_prose && depth >= deep60 && near->all_prose > 0) {
            deep60 = depth;
            x->main[AL_MAIN_60] = e;
        }
        if (b->prose >= .9 * near->all_prose && depth >= deep90 && near->all_prose > 0) {
            deep90 = depth;
            x->main[AL_MAIN_90] = e;
        }
    }
}

/* Which boxes are in a main box, and how deep the others part from it. */
static void mark_main(struct al_boxes *x, const struct al_doc *doc, enum al_main which)
{
    for (uint32_t e = x->main[which];; e = doc->elems[e].parent) {
        x->of[e].shared[which] = doc->elems[e].depth;
        x->of[e].in[which] = e == x->main[which];
        if (!e)
            break;
    }
    for (uint32_t e = 1; e < x->n; e++) {
        const struct al_box *up = &x->of[doc->elems[e].parent];
        struct al_box *b = &x->of[e];
        if (up->in[which])
            b->in[which] = true;
        if (b->shared[which] < up->shared[which])
            b->shared[which] = up->shared[which];
    }
}

enum articlean_status al_boxes_fill(struct al_boxes *x, const struct al_doc *doc,
                                    const struct al_facts *facts, const struct al_nearby *near,
                                    const struct al_table *classes)
{
    TRY(reserve(x, doc->n_elems));
    for (size_t e = 0; e < x->n; e++) {
        x->of[e] = (struct al_box){.path = UINT32_MAX, .repeat = UINT32_MAX};
        const struct al_elem *elem = &doc->elems[e];
        if (elem->like == e)
            al_names_look_up(elem->names, classes, &x->scores[e]);
        al_class_score(&x->scores[elem->like], e ? &x->of[elem->parent].names : NULL, &x->of[e].names);
    }
    if (!x->n)
        return ARTICLEAN_OK;
    TRY(add_blocks(x, doc, facts, near));
    TRY(sum_up(x, doc));
    double *score = al_calloc(x->n, sizeof *score);
    if (!score)
        return ARTICLEAN_NO_MEMORY;
    find_main(x, doc, near, score);
    al_free(score);
    for (int which = 0; which < AL_N_MAIN; which++)
        mark_main(x, doc, (enum al_main)which);
    for (uint32_t e = 0; e < x->n; e++)
        if (x->of[e].path != UINT32_MAX)
            find_repeat(x, doc, e);
    return ARTICLEAN_OK;
}
