#include "second.h"

#include "base/try.h"
#include "cut.h"
#include "fastlog.h"

enum { FAR_BLOCKS = 60 };

static const float kept_from = .5f;

const struct al_feature_info al_second_infos[AL_N_SECOND] = {
#define SECOND(name, text) {#name, text},
#include "second.def"
#undef SECOND
};

/* A row whose values stand AL_ROWS apart. */
#define Y(name) row[AL_Y_##name * AL_ROWS]

static void add(struct al_mass *m, float p, double w)
{
    m->p += p * w;
    m->w += w;
}

static float mean(const struct al_mass *m)
{
    return m->w > 0 ? (float)(m->p / m->w) : -1;
}

static void sum_boxes(struct al_second *s)
{
    const struct al_doc *doc = s->view.doc;
    for (size_t e = s->view.boxes->n; e-- > 1;) {
        struct al_mass *up = &s->boxes[doc->elems[e].parent];
        up->p += s->boxes[e].p;
        up->w += s->boxes[e].w;
    }
}

static void sum_runs(struct al_second *s, size_t n)
{
    for (size_t i = n, d = FAR_BLOCKS; i-- > 0;) {
        s->to_kept[i] = (uint32_t)d;
        d = s->p[i] >= kept_from ? 0 : d < FAR_BLOCKS ? d + 1 : FAR_BLOCKS;
    }
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && s->p[end] >= kept_from;)
            end++;
        for (size_t k = i; k < end; k++)
            s->run[k] = (uint32_t)(end - i);
        if (end == i)
            s->run[end++] = 0;
    }
}

static void sum_all(struct al_second *s, size_t n)
{
    struct al_mass all = {0};
    const struct al_view *v = &s->view;
    for (size_t i = 0; i < n; i++) {
        double w = al_course_weight(&v->facts->of[i]);
        s->before[i] = all;
        add(&all, s->p[i], w);
        if (!v->boxes->n)
            continue;
        uint32_t e = v->doc->blocks[i].elem;
        const struct al_box *box = &v->boxes->of[e];
        add(&s->groups[box->path], s->p[i], w);
        add(&s->groups[box->shape], s->p[i], w);
        if (box->repeat != UINT32_MAX)
            add(&s->groups[box->repeat], s->p[i], w);
        add(&s->boxes[e], s->p[i], w);
    }
    s->before[n] = all;
    sum_boxes(s);
    sum_runs(s, n);
}

enum articlean_status al_second_begin(struct al_second *s, const struct al_view *view, const float *p,
                                      struct al_arena *arena)
{
    size_t n = view->doc->n_blocks;
    *s = (struct al_second){.view = *view, .p = p, .since_kept = FAR_BLOCKS};
    s->before = al_arena_alloc(arena, (n + 1) * sizeof *s->before);
    s->groups = al_arena_zalloc(arena, (view->boxes->n_groups + 1) * sizeof *s->groups);
    s->boxes = al_arena_zalloc(arena, (view->boxes->n + 1) * sizeof *s->boxes);
    uint32_t *size = al_arena_alloc(arena, (3 * n + 1) * sizeof *size);
    if (!s->before || !s->groups || !s->boxes || !size)
        return ARTICLEAN_NO_MEMORY;
    s->to_kept = size + n;
    s->run = size + 2 * n;
    for (size_t i = 0; i < n; i++)
        size[i] = view->facts->of[i].size;
    sum_all(s, n);
    struct al_cut cut = al_best_cut(p, size, n, 1);
    s->page_cut = cut.from;
    s->page_expected = cut.expected;
    return al_course_fill(&s->course, view, p, cut.from, arena);
}

/* The mean of p from block `from` up to and without `to`. */
static float between(const struct al_second *s, size_t from, size_t to)
{
    struct al_mass m = {s->before[to].p - s->before[from].p, s->before[to].w - s->before[from].w};
    return mean(&m);
}

static size_t down(size_t i, size_t reach)
{
    return i > reach ? i - reach : 0;
}

static size_t up(const struct al_second *s, size_t i, size_t reach)
{
    size_t n = s->view.doc->n_blocks;
    return i + 1 + reach < n ? i + 1 + reach : n;
}

static float around(const struct al_second *s, size_t i, size_t reach)
{
    return between(s, down(i, reach), up(s, i, reach));
}

static float p_at(const struct al_second *s, size_t i, int step)
{
    size_t at = i + (size_t)step;
    return at < s->view.doc->n_blocks ? s->p[at] : -1;
}

static void fill_boxes(const struct al_second *s, size_t i, float *row)
{
    const struct al_doc *doc = s->view.doc;
    uint32_t e = doc->blocks[i].elem, up = doc->elems[e].parent;
    const struct al_box *box = &s->view.boxes->of[e];
    Y(path) = mean(&s->groups[box->path]);
    Y(shape) = mean(&s->groups[box->shape]);
    Y(repeat) = box->repeat == UINT32_MAX ? -1 : mean(&s->groups[box->repeat]);
    Y(box) = mean(&s->boxes[up]);
    Y(box_2) = mean(&s->boxes[doc->elems[up].parent]);
}

static float share(double part, double whole)
{
    return whole > 0 ? (float)(part / whole) : -1;
}

static void fill_course(const struct al_second *s, size_t i, float *row)
{
    const struct al_course *c = &s->course;
    const struct al_pace *x = &c->of[i], *next = &c->of[i + 1], *all = &c->of[c->n];
    double w = al_course_weight(&s->view.facts->of[i]);
    const struct al_mass *like = &c->likes[x->like];
    Y(before_6) = between(s, down(i, 6), i);
    Y(before_20) = between(s, down(i, 20), i);
    Y(after_6) = between(s, i + 1, up(s, i, 6));
    Y(after_20) = between(s, i + 1, up(s, i, 20));
    Y(kept_before) = share(x->kept.w, all->kept.w);
    Y(kept_after) = share(all->kept.w - next->kept.w, all->kept.w);
    Y(good_before) = mean(&x->kept);
    Y(good_after) = mean(&(struct al_mass){all->kept.p - next->kept.p, all->kept.w - next->kept.w});
    Y(prose_before) = x->prose_before;
    Y(prose_after) = x->prose_after;
    Y(worst_since) = x->worst_since;
    Y(in_best) = i >= c->best && i < c->best_end;
    Y(off_best) = i < c->best        ? -al_fastlog((float)(c->best - i))
                  : i >= c->best_end ? al_fastlog((float)(i + 1 - c->best_end))
                                     : 0;
    Y(best_share) = share(c->in_best.p, s->before[c->n].p);
    Y(best_mean) = mean(&c->in_best);
    Y(chrome_between) = al_fastlog((float)x->chrome);
    Y(dip) = x->dip;
    Y(likely_words) = al_course_words(c, s->view.facts, i, s->p[i]);
    Y(like) = like->w - w > .1 ? (float)((like->p - s->p[i] * w) / (like->w - w)) : -1;
}

static void fill_hints(const struct al_second *s, size_t i, float *row)
{
    const struct al_block *b = s->view.doc->blocks;
    uint32_t label = s->view.nearby->label[i];
    Y(hint) = b[i].hint;
    Y(label_hint) = label == UINT32_MAX ? 0 : b[label].hint;
    Y(hint_before) = i ? b[i - 1].hint : 0;
    Y(hint_after) = i + 1 < s->view.doc->n_blocks ? b[i + 1].hint : 0;
}

static void fill_row(struct al_second *s, size_t i, float *row)
{
    const struct al_nearby *y = s->view.nearby;
    const struct al_fact *f = &s->view.facts->of[i];
    const struct al_block *b = &s->view.doc->blocks[i];
    size_t n = s->view.doc->n_blocks;
    double total = s->before[n].p > 0 ? s->before[n].p : 1;
    for (int k = 1; k <= 3; k++) {
        (&Y(before_1))[(k - 1) * AL_ROWS] = p_at(s, i, -k);
        (&Y(after_1))[(k - 1) * AL_ROWS] = p_at(s, i, k);
    }
    Y(p) = s->p[i];
    Y(mean_2) = around(s, i, 2);
    Y(mean_6) = around(s, i, 6);
    Y(mean_20) = around(s, i, 20);
    Y(mass_before) = (float)(s->before[i].p / total);
    Y(mass_after) = (float)((s->before[n].p - s->before[i + 1].p) / total);
    Y(page_mean) = mean(&s->before[n]);
    Y(page_mass) = al_fastlog((float)s->before[n].p);
    Y(page_cut) = s->page_cut;
    Y(page_expected) = s->page_expected;
    Y(label) = y->label[i] == UINT32_MAX ? -1 : s->p[y->label[i]];
    Y(path) = Y(shape) = Y(repeat) = Y(box) = Y(box_2) = -1;
    if (s->view.boxes->n)
        fill_boxes(s, i, row);
    Y(since_kept) = al_fastlog((float)s->since_kept);
    Y(to_kept) = al_fastlog((float)s->to_kept[i]);
    Y(run) = al_fastlog((float)s->run[i]);
    Y(log_words) = y->log_words[i];
    Y(link) = y->link[i];
    Y(prose) = y->prose[i] > 0;
    Y(ends_stop) = (f->marks & AL_M_ENDS_STOP) != 0;
    Y(core_long) = y->core_long[i];
    Y(title_in) = y->title_in[i];
    Y(kind) = b->kind;
    Y(score) = y->score[i];
    Y(label_sum) = y->own[i].label.sum;
    fill_hints(s, i, row);
    fill_course(s, i, row);
    Y(position) = (float)i / (float)n;
    s->since_kept = s->p[i] >= kept_from ? 0 : s->since_kept < FAR_BLOCKS ? s->since_kept + 1 : FAR_BLOCKS;
}

unsigned al_second_next(struct al_second *s, al_column *columns)
{
    size_t left = s->view.doc->n_blocks - s->at;
    unsigned n = left < AL_ROWS ? (unsigned)left : AL_ROWS;
    for (unsigned r = 0; r < n; r++)
        fill_row(s, s->at++, (float *)columns + r);
    return n;
}
