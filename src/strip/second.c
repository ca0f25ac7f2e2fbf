#include "second.h"

#include "base/try.h"
#include "decide.h"
#include "fastlog.h"

enum { WEIGHT_MOST = 60, FAR_BLOCKS = 60 };

static const float kept_from = .5f;

const struct al_feature_info al_second_infos[AL_N_SECOND] = {
#define SECOND(name, text) {#name, text},
#include "second.def"
#undef SECOND
};

#define Y(name) row[AL_Y_##name]

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
        double words = v->facts->of[i].words, w = (words < WEIGHT_MOST ? words : WEIGHT_MOST) + .3;
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
    return ARTICLEAN_OK;
}

static float around(const struct al_second *s, size_t i, size_t reach)
{
    size_t n = s->view.doc->n_blocks, from = i > reach ? i - reach : 0,
           to = i + reach < n ? i + reach + 1 : n;
    struct al_mass m = {s->before[to].p - s->before[from].p, s->before[to].w - s->before[from].w};
    return mean(&m);
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

void al_second_row(struct al_second *s, size_t i, float *row)
{
    const struct al_near *x = &s->view.nearby->of[i];
    const struct al_fact *f = &s->view.facts->of[i];
    const struct al_block *b = &s->view.doc->blocks[i];
    size_t n = s->view.doc->n_blocks;
    double total = s->before[n].p > 0 ? s->before[n].p : 1;
    for (int k = 1; k <= 3; k++) {
        (&Y(before_1))[k - 1] = p_at(s, i, -k);
        (&Y(after_1))[k - 1] = p_at(s, i, k);
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
    Y(label) = x->label == UINT32_MAX ? -1 : s->p[x->label];
    Y(path) = Y(shape) = Y(repeat) = Y(box) = Y(box_2) = -1;
    if (s->view.boxes->n)
        fill_boxes(s, i, row);
    Y(since_kept) = al_fastlog((float)s->since_kept);
    Y(to_kept) = al_fastlog((float)s->to_kept[i]);
    Y(run) = al_fastlog((float)s->run[i]);
    Y(log_words) = x->log_words;
    Y(link) = x->link;
    Y(prose) = x->prose > 0;
    Y(ends_stop) = (f->marks & AL_M_ENDS_STOP) != 0;
    Y(core_long) = x->core_long;
    Y(title_in) = x->title_in;
    Y(kind) = b->kind;
    Y(score) = x->score;
    Y(label_sum) = x->own.label.sum;
    Y(hint) = b->hint;
    Y(position) = (float)i / (float)n;
    s->since_kept = s->p[i] >= kept_from ? 0 : s->since_kept < FAR_BLOCKS ? s->since_kept + 1 : FAR_BLOCKS;
}
