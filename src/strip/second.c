#include "second.h"

#include "base/try.h"
#include "cut.h"
#include "fastlog.h"

#include <string.h>

enum { FAR_BLOCKS = 60, MOST_WORDS = 60 };

static const float kept_from = .5f;

const struct al_feature_info al_second_infos[AL_N_SECOND] = {
#define SECOND(name, text) {#name, text},
#include "second.def"
#undef SECOND
};

static void add(struct al_mass *m, float p, double w)
{
    m->p += p * w;
    m->w += w;
}

/* Of nothing it is -1. */
static float mean(double p, double w)
{
    return (float)(w > 0 ? p / w : -1);
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
    float d = FAR_BLOCKS;
    for (size_t i = 0; i < n; i++) {
        s->since_kept[i] = d;
        d = s->p[i] >= kept_from ? 0 : d < FAR_BLOCKS ? d + 1 : FAR_BLOCKS;
    }
    d = FAR_BLOCKS;
    for (size_t i = n; i-- > 0;) {
        s->to_kept[i] = d;
        d = s->p[i] >= kept_from ? 0 : d < FAR_BLOCKS ? d + 1 : FAR_BLOCKS;
    }
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && s->p[end] >= kept_from;)
            end++;
        for (size_t k = i; k < end; k++)
            s->run[k] = (float)(end - i);
        if (end == i)
            s->run[end++] = 0;
    }
}

static void sum_all(struct al_second *s, size_t n)
{
    double p = 0, w = 0;
    const struct al_facts *facts = s->view.facts;
    for (size_t i = 0; i < n; i++) {
        s->weight[i] = (facts->of[i].words < MOST_WORDS ? facts->of[i].words : MOST_WORDS) + .3;
        s->before_p[i] = p;
        s->before_w[i] = w;
        p += s->p[i] * s->weight[i];
        w += s->weight[i];
    }
    for (size_t k = n; k < n + AL_EDGE; k++) {
        s->before_p[k] = p;
        s->before_w[k] = w;
    }
    sum_runs(s, n);
}

/* What only HTML has. */
static void sum_groups(struct al_second *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t e = s->view.doc->blocks[i].elem;
        const struct al_box *box = &s->view.boxes->of[e];
        add(&s->groups[box->path], s->p[i], s->weight[i]);
        add(&s->groups[box->shape], s->p[i], s->weight[i]);
        if (box->repeat != UINT32_MAX)
            add(&s->groups[box->repeat], s->p[i], s->weight[i]);
        add(&s->boxes[e], s->p[i], s->weight[i]);
    }
    sum_boxes(s);
}

static bool make_columns(struct al_second *s, const float *p, size_t n, struct al_arena *arena)
{
    if (!(s->before_p = al_column_new(arena, n, sizeof *s->before_p)) ||
        !(s->before_w = al_column_new(arena, n, sizeof *s->before_w)) ||
        !(s->weight = al_column_new(arena, n, sizeof *s->weight)) ||
        !(s->p = al_column_new(arena, n, sizeof *s->p)) ||
        !(s->since_kept = al_column_new(arena, n, sizeof *s->since_kept)) ||
        !(s->to_kept = al_column_new(arena, n, sizeof *s->to_kept)) ||
        !(s->run = al_column_new(arena, n, sizeof *s->run)))
        return false;
    memcpy(s->p, p, n * sizeof *p);
    for (size_t k = 0; k < AL_EDGE; k++)
        (s->p - AL_EDGE)[k] = s->p[n + k] = -1;
    return true;
}

enum articlean_status al_second_begin(struct al_second *s, const struct al_view *view, const float *p,
                                      struct al_arena *arena)
{
    size_t n = view->doc->n_blocks;
    *s = (struct al_second){.view = *view};
    s->groups = al_arena_zalloc(arena, (view->boxes->n_groups + 1) * sizeof *s->groups);
    s->boxes = al_arena_zalloc(arena, (view->boxes->n + 1) * sizeof *s->boxes);
    uint32_t *size = al_arena_alloc(arena, (n + 1) * sizeof *size);
    if (!s->groups || !s->boxes || !size || !make_columns(s, p, n, arena))
        return ARTICLEAN_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        size[i] = view->facts->of[i].size;
    sum_all(s, n);
    if (view->boxes->n)
        sum_groups(s, n);
    struct al_cut cut = al_best_cut(p, size, n, 1);
    s->page_cut = cut.from;
    s->page_expected = cut.expected;
    return al_course_fill(&s->course, view, p, s->weight, cut.from, arena);
}

#define Y(name) to[AL_Y_##name]
/* Takes a column of the page, of the rows and those behind it. */
#define TAKE(name, column) memcpy(Y(name), (column) + first, sizeof(al_column))

static void spread(float value, float *out)
{
    for (size_t r = 0; r < AL_ROWS; r++)
        out[r] = value;
}

static void fill_logs(const float *values, float *out)
{
    for (size_t r = 0; r < AL_ROWS; r++)
        out[r] = al_fastlog(values[r]);
}

/* The means of p over the blocks from `from` behind each row up to and without `to` behind it. */
static void fill_mean(const struct al_second *s, size_t first, int from, int to, float *out)
{
    const double *p = s->before_p + first + from, *p_to = s->before_p + first + to,
                 *w = s->before_w + first + from, *w_to = s->before_w + first + to;
    for (size_t r = 0; r < AL_ROWS; r++)
        out[r] = mean(p_to[r] - p[r], w_to[r] - w[r]);
}

static void fill_around(const struct al_second *s, size_t first, al_column *to)
{
    const float *p = s->p;
    TAKE(p, p);
    TAKE(before_1, p - 1);
    TAKE(before_2, p - 2);
    TAKE(before_3, p - 3);
    TAKE(after_1, p + 1);
    TAKE(after_2, p + 2);
    TAKE(after_3, p + 3);
    fill_mean(s, first, -2, 3, Y(mean_2));
    fill_mean(s, first, -6, 7, Y(mean_6));
    fill_mean(s, first, -20, 21, Y(mean_20));
    fill_mean(s, first, -6, 0, Y(before_6));
    fill_mean(s, first, -20, 0, Y(before_20));
    fill_mean(s, first, 1, 7, Y(after_6));
    fill_mean(s, first, 1, 21, Y(after_20));
    fill_logs(s->since_kept + first, Y(since_kept));
    fill_logs(s->to_kept + first, Y(to_kept));
    fill_logs(s->run + first, Y(run));
}

/* What nearby knows, as it is. */
static void fill_block(const struct al_nearby *y, size_t first, al_column *to)
{
    TAKE(log_words, y->log_words);
    TAKE(link, y->link);
    TAKE(prose, y->is_prose);
    TAKE(ends_stop, y->ends_stop);
    TAKE(core_long, y->core_long);
    TAKE(title_in, y->title_in);
    TAKE(kind, y->kind);
    TAKE(score, y->score);
    TAKE(hint, y->hint);
    TAKE(hint_before, y->hint - 1);
    TAKE(hint_after, y->hint + 1);
    for (size_t r = 0; r < AL_ROWS; r++)
        Y(position)[r] = (float)(int32_t)(first + r) / (float)(int32_t)y->n;
}

static void fill_page(const struct al_second *s, size_t first, al_column *to)
{
    size_t n = s->view.doc->n_blocks;
    double all = s->before_p[n], total = all > 0 ? all : 1;
    const double *before = s->before_p + first;
    for (size_t r = 0; r < AL_ROWS; r++) {
        Y(mass_before)[r] = (float)(before[r] / total);
        Y(mass_after)[r] = (float)((all - before[r + 1]) / total);
    }
    spread(mean(all, s->before_w[n]), Y(page_mean));
    spread(al_fastlog((float)all), Y(page_mass));
    spread(s->page_cut, Y(page_cut));
    spread(s->page_expected, Y(page_expected));
}

static void fill_kept(const struct al_course *c, size_t first, al_column *to)
{
    const double *p = c->kept_p + first, *w = c->kept_w + first;
    double all_p = c->kept_p[c->n], all_w = c->kept_w[c->n];
    for (size_t r = 0; r < AL_ROWS; r++) {
        Y(kept_before)[r] = mean(w[r], all_w);
        Y(kept_after)[r] = mean(all_w - w[r + 1], all_w);
        Y(good_before)[r] = mean(p[r], w[r]);
        Y(good_after)[r] = mean(all_p - p[r + 1], all_w - w[r + 1]);
    }
}

static void fill_course(const struct al_second *s, size_t first, al_column *to)
{
    const struct al_course *c = &s->course;
    int32_t at = (int32_t)first, best = (int32_t)c->best, end = (int32_t)c->best_end;
    fill_kept(c, first, to);
    TAKE(prose_before, c->prose_before);
    TAKE(prose_after, c->prose_after);
    TAKE(worst_since, c->worst_since);
    TAKE(dip, c->dip);
    for (size_t r = 0; r < AL_ROWS; r++) {
        int32_t i = at + (int32_t)r;
        Y(in_best)[r] = i >= best && i < end;
        float before = -al_fastlog((float)(best - i)), after = al_fastlog((float)(i + 1 - end));
        Y(off_best)[r] = i < best ? before : i >= end ? after : 0;
        Y(chrome_between)[r] = al_fastlog((float)c->chrome[first + r]);
    }
    spread(mean(c->in_best.p, s->before_p[c->n]), Y(best_share));
    spread(mean(c->in_best.p, c->in_best.w), Y(best_mean));
}

/* What stands elsewhere for each row. */
static void fill_row(const struct al_second *s, size_t i, size_t r, al_column *to)
{
    const struct al_nearby *y = s->view.nearby;
    const struct al_mass *like = &s->course.likes[s->course.like[i]];
    uint32_t label = y->label[i];
    double w = s->weight[i], others = like->w - w;
    Y(label)[r] = label == UINT32_MAX ? -1 : s->p[label];
    Y(label_hint)[r] = label == UINT32_MAX ? 0 : y->hint[label];
    Y(label_sum)[r] = y->own[i].label.sum;
    Y(like)[r] = others > .1 ? (float)((like->p - s->p[i] * w) / others) : -1;
    Y(likely_words)[r] = al_course_words(&s->course, s->view.facts, i, s->p[i]);
}

static void fill_boxes(const struct al_second *s, size_t i, size_t r, al_column *to)
{
    const struct al_doc *doc = s->view.doc;
    uint32_t e = doc->blocks[i].elem, up = doc->elems[e].parent;
    const struct al_box *box = &s->view.boxes->of[e];
    const struct al_mass *path = &s->groups[box->path], *shape = &s->groups[box->shape], *of = &s->boxes[up],
                         *of_2 = &s->boxes[doc->elems[up].parent];
    const struct al_mass *repeat = box->repeat == UINT32_MAX ? NULL : &s->groups[box->repeat];
    Y(path)[r] = mean(path->p, path->w);
    Y(shape)[r] = mean(shape->p, shape->w);
    Y(repeat)[r] = repeat ? mean(repeat->p, repeat->w) : -1;
    Y(box)[r] = mean(of->p, of->w);
    Y(box_2)[r] = mean(of_2->p, of_2->w);
}

static unsigned al_second_next_any(struct al_second *s, al_column *to)
{
    const struct al_nearby *y = s->view.nearby;
    size_t first = s->at, n = y->n - first < AL_ROWS ? y->n - first : AL_ROWS;
    if (!n)
        return 0;
    s->at += n;
    fill_around(s, first, to);
    fill_block(y, first, to);
    fill_page(s, first, to);
    fill_course(s, first, to);
    for (size_t r = 0; r < n; r++)
        fill_row(s, first + r, r, to);
    for (size_t k = AL_Y_path; k <= AL_Y_box_2; k++)
        spread(-1, to[k]);
    for (size_t r = 0; s->view.boxes->n && r < n; r++)
        fill_boxes(s, first + r, r, to);
    return (unsigned)n;
}

AL_TWICE(unsigned, al_second_next, (struct al_second * s, al_column *to), (s, to))
