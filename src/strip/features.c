#include "features.h"

#include "fastlog.h"

#include <math.h>

enum {
    SHORT_WORDS = 9, /* a block of at most so many words is short */
    NEXT_BLOCKS = 4,
    PERIOD_REACH = 10, /* blocks on each side in which a pattern may repeat */
    MAX_PARTED = 16
};

const struct al_feature_info al_feature_infos[AL_N_FEATURES] = {
#define FEATURE(name, text) {#name, text},
#include "features.def"
#undef FEATURE
};

/* A row whose values stand AL_ROWS apart. */
#define X(name) row[AL_X_##name * AL_ROWS]

static float share(double part, double whole)
{
    return whole > 0 ? (float)(part / whole) : 0;
}

static float cap(float v, float most)
{
    return v < most ? v : most;
}

static void fill_text(const struct al_fact *f, float *row)
{
    float chars = (float)(f->chars ? f->chars : 1);
    uint32_t words = f->own_words ? f->own_words : 1;
    X(log_words) = al_fastlog(f->words);
    X(log_chars) = al_fastlog((float)f->chars + 2 * (float)f->wide);
    X(wide) = (float)f->wide / chars;
    X(stops) = al_fastlog(f->stops);
    X(commas) = al_fastlog(f->commas);
    X(ends_stop) = (f->marks & AL_M_ENDS_STOP) != 0;
    X(ends_colon) = (f->marks & AL_M_ENDS_COLON) != 0;
    X(ends_question) = (f->marks & AL_M_ENDS_QUESTION) != 0;
    X(ends_dots) = (f->marks & AL_M_ENDS_DOTS) != 0;
    X(starts_lower) = (f->marks & AL_M_STARTS_LOWER) != 0;
    X(starts_digit) = (f->marks & AL_M_STARTS_DIGIT) != 0;
    X(starts_bracket) = (f->marks & AL_M_STARTS_BRACKET) != 0;
    X(quoted) = (f->marks & AL_M_QUOTED) != 0;
    X(date) = (f->marks & AL_M_DATE) != 0;
    X(time) = (f->marks & AL_M_TIME) != 0;
    X(url) = (f->marks & AL_M_URL) != 0;
    X(rights) = (f->marks & AL_M_RIGHTS) != 0;
    X(price) = (f->marks & AL_M_PRICE) != 0;
    X(number) = (f->marks & AL_M_NUMBER) != 0;
    X(digits) = (float)f->digits / chars;
    X(upper) = f->letters ? (float)f->upper / (float)f->letters : 0;
    X(caps) = (float)f->caps / (float)words;
    X(word_length) = f->wide * 3 > f->chars ? 5 : cap((float)f->letters / (float)words, 20);
    X(punct) = (float)f->punct / chars;
    X(separators) = cap(f->separators, 8);
}

static void fill_block(const struct al_block *b, const struct al_near *near, size_t i, float *row)
{
    const struct al_near *x = &near[i];
    float bytes = (float)(b->text.n ? b->text.n : 1);
    X(link) = x->link;
    X(links) = cap(b->n_links, 20);
    X(bold) = cap((float)b->n_bold_bytes / bytes, 1);
    X(images) = cap(b->n_images, 5);
    X(kind) = b->kind;
    X(level) = b->level;
    X(indent) = cap(b->indent, 12);
    X(blank_before) = cap(b->blank_before, 3);
    X(repeats) = al_fastlog((float)x->repeats - 1);
    X(is_first) = x->first == i;
    X(title_in) = x->title_in;
    X(title_cover) = x->title_cover;
    X(head_in) = x->head_in;
    X(head_cover) = x->head_cover;
    X(core) = x->core;
    X(core_long) = x->core_long;
    X(about_in) = x->about_in;
    X(about_cover) = x->about_cover;
    X(hint) = b->hint;
    X(hint_class) = b->hint_class;
}

static void fill_words(const struct al_near *near, size_t i, float *row)
{
    const struct al_near *x = &near[i];
    X(word_sum) = x->own.word.sum;
    X(word_max) = x->own.word.max;
    X(word_min) = x->own.word.min;
    X(pair_sum) = x->own.pair.sum;
    X(pair_max) = x->own.pair.max;
    X(pair_min) = x->own.pair.min;
    X(whole) = x->own.whole;
    X(label_sum) = x->own.label.sum;
    X(label_max) = x->own.label.max;
    X(label_min) = x->own.label.min;
    X(label_far) = x->label == UINT32_MAX ? 20 : al_fastlog((float)(i - x->label));
    X(score) = x->score;
}

/* The blocks at most so many away. */
struct window {
    const struct al_near *first, *end;
    double n;
};

static inline struct window window_of(const struct al_nearby *y, size_t i, size_t reach)
{
    size_t from = i > reach ? i - reach : 0;
    size_t to = i + reach < y->n ? i + reach : y->n - 1;
    return (struct window){&y->of[from], &y->of[to + 1], (double)(to + 1 - from)};
}

/* The mean of a sum that al_near keeps. */
#define MEAN(window, field) (float)(((window).end->field - (window).first->field) / (window).n)

static void fill_windows(const struct al_cursor *c, size_t i, float *row)
{
    const struct al_nearby *y = c->view.nearby;
    const struct window within_2 = window_of(y, i, 2), within_6 = window_of(y, i, 6),
                        within_8 = window_of(y, i, 8), within_20 = window_of(y, i, 20);
    X(score_near) = MEAN(within_2, sum_score);
    X(score_wide) = MEAN(within_8, sum_score);
    X(prose_2) = MEAN(within_2, sum_prose);
    X(prose_6) = MEAN(within_6, sum_prose);
    X(prose_20) = MEAN(within_20, sum_prose);
    X(link_2) = MEAN(within_2, sum_link);
    X(link_6) = MEAN(within_6, sum_link);
    X(link_20) = MEAN(within_20, sum_link);
    X(words_2) = MEAN(within_2, sum_words);
    X(words_6) = MEAN(within_6, sum_words);
    X(words_20) = MEAN(within_20, sum_words);
    X(stop_2) = MEAN(within_2, sum_stop);
    X(stop_6) = MEAN(within_6, sum_stop);
    X(stop_20) = MEAN(within_20, sum_stop);
    X(dates_6) = MEAN(within_6, sum_date);
    X(dates_20) = MEAN(within_20, sum_date);
    X(core_6) = MEAN(within_6, sum_core) / (X(words_6) + 1);
    X(core_20) = MEAN(within_20, sum_core) / (X(words_20) + 1);
}

/* Seven columns of a neighbour, -1 where there is none. */
static void fill_neighbour(const struct al_cursor *c, size_t i, bool exists, float *out)
{
    if (!exists) {
        for (int k = 0; k < 7; k++)
            out[k * AL_ROWS] = -1;
        return;
    }
    const struct al_fact *f = &c->view.facts->of[i];
    const struct al_near *x = &c->view.nearby->of[i];
    out[0 * AL_ROWS] = x->log_words;
    out[1 * AL_ROWS] = x->link;
    out[2 * AL_ROWS] = x->prose > 0;
    out[3 * AL_ROWS] = (f->marks & AL_M_ENDS_STOP) != 0;
    out[4 * AL_ROWS] = c->view.doc->blocks[i].kind;
    out[5 * AL_ROWS] = (float)f->caps / (float)(f->own_words ? f->own_words : 1);
    out[6 * AL_ROWS] = x->core;
}

static void fill_neighbours(const struct al_cursor *c, size_t i, float *row)
{
    const struct al_near *near = c->view.nearby->of;
    size_t n = c->view.nearby->n;
    fill_neighbour(c, i - 1, i > 0, &X(before_words));
    fill_neighbour(c, i + 1, i + 1 < n, &X(after_words));
    X(score_before) = i ? near[i - 1].score : 0;
    X(score_after) = i + 1 < n ? near[i + 1].score : 0;
    X(before2_words) = i > 1 ? near[i - 2].log_words : -1;
    X(before2_prose) = i > 1 ? near[i - 2].prose > 0 : -1;
    X(after2_words) = i + 2 < n ? near[i + 2].log_words : -1;
    X(after2_prose) = i + 2 < n ? near[i + 2].prose > 0 : -1;
    X(blank_after) = i + 1 < n ? cap(c->view.doc->blocks[i + 1].blank_before, 3) : 3;
    float worst = 0;
    for (size_t k = i + 1; k < n && k <= i + NEXT_BLOCKS; k++)
        if (c->view.facts->of[k].words <= SHORT_WORDS && near[k].score < worst)
            worst = near[k].score;
    X(worst_next) = worst;
}

static void fill_place(const struct al_cursor *c, size_t i, float *row)
{
    const struct al_nearby *y = c->view.nearby;
    const struct al_near *x = &y->of[i];
    size_t n = y->n;
    X(position) = (float)i / (float)n;
    X(from_start) = al_fastlog((float)i);
    X(to_end) = al_fastlog((float)(n - 1 - i));
    X(words_before) = share(x->words_before, y->words);
    X(prose_before) = share(x->prose_before, y->prose);
    X(prose_after) = share(y->prose - x->prose_before - x->prose, y->prose);
    X(since_prose) = al_fastlog(c->since_prose);
    X(to_prose) = al_fastlog(x->to_prose);
    float since = y->title_block == UINT32_MAX ? 0 : (float)i - (float)y->title_block;
    X(since_title) = y->title_block == UINT32_MAX ? -30 : since < 0 ? -al_fastlog(-since) : al_fastlog(since);
    X(in_stretch) = i >= y->stretch && i < y->stretch_end;
    float off = i < y->stretch        ? (float)(y->stretch - i)
                : i >= y->stretch_end ? (float)(i + 1 - y->stretch_end)
                                      : 0;
    X(off_stretch) = al_fastlog(off);
    X(worst) = c->worst;
    X(worst_far) = c->worst < 0 ? al_fastlog((float)(i - c->worst_at)) : -1;
    X(worst_share) = c->worst < 0 ? share(x->prose_before - y->of[c->worst_at].prose_before, y->prose) : -1;
    X(dates_since) = cap((float)c->dates, 9);
    X(run_short) = al_fastlog((float)x->run_short);
}

static void fill_flags(uint32_t flags, float *row)
{
    static const struct {
        uint32_t bit;
        enum al_feature column;
    } map[] = {
        {AL_F_IN_NAV, AL_X_in_nav},         {AL_F_IN_HEADER, AL_X_in_header},
        {AL_F_IN_FOOTER, AL_X_in_footer},   {AL_F_IN_ASIDE, AL_X_in_aside},
        {AL_F_IN_MAIN, AL_X_in_main},       {AL_F_IN_ARTICLE, AL_X_in_article},
        {AL_F_IN_FORM, AL_X_in_form},       {AL_F_IN_TABLE, AL_X_in_table},
        {AL_F_IN_LIST, AL_X_in_list},       {AL_F_IN_FIGURE, AL_X_in_figure},
        {AL_F_IN_QUOTE, AL_X_in_quote},     {AL_F_IN_HEADING, AL_X_in_heading},
        {AL_F_IN_BUTTON, AL_X_in_button},   {AL_F_IN_NOSCRIPT, AL_X_in_noscript},
        {AL_F_HIDDEN, AL_X_is_hidden},      {AL_F_ROLE_NAV, AL_X_role_nav},
        {AL_F_ROLE_MAIN, AL_X_role_main},   {AL_F_ROLE_BANNER, AL_X_role_banner},
        {AL_F_ROLE_FOOT, AL_X_role_foot},   {AL_F_ROLE_SIDE, AL_X_role_side},
        {AL_F_IN_DIALOG, AL_X_in_dialog},   {AL_F_BODY_PROP, AL_X_body_prop},
        {AL_F_IN_COMMENT, AL_X_in_comment}, {AL_F_IN_SECTION, AL_X_in_section},
        {AL_F_IN_SUMMARY, AL_X_in_summary}, {AL_F_FROM_SCRIPT, AL_X_from_script},
        {AL_F_AFTER_BR, AL_X_after_br},
    };
    for (size_t k = 0; k < sizeof map / sizeof *map; k++)
        row[map[k].column * AL_ROWS] = (flags & map[k].bit) != 0;
}

/* The element `up` levels above; the root has no parent but itself. */
static uint32_t above(const struct al_doc *doc, uint32_t e, int up)
{
    while (up-- > 0)
        e = doc->elems[e].parent;
    return e;
}

static float class_sum(const struct al_view *v, uint32_t e, struct al_score *near, struct al_score *far)
{
    const struct al_box *box = v->boxes->of;
    uint32_t parent = v->doc->elems[e].parent, grand = v->doc->elems[parent].parent;
    *near =
        al_score_join(box[parent].names.near, parent == grand ? (struct al_score){0} : box[grand].names.near);
    *far = grand ? box[v->doc->elems[grand].parent].names.far : (struct al_score){0};
    return box[e].names.own.sum + near->sum + far->sum;
}

static void fill_names(const struct al_view *v, size_t i, float *row)
{
    const struct al_block *b = v->doc->blocks;
    struct al_score near, far;
    if (i)
        X(class_before) = class_sum(v, b[i - 1].elem, &near, &far);
    if (i + 1 < v->doc->n_blocks)
        X(class_after) = class_sum(v, b[i + 1].elem, &near, &far);
    X(class_sum) = class_sum(v, b[i].elem, &near, &far);
    const struct al_score *own = &v->boxes->of[b[i].elem].names.own;
    X(class_own_sum) = own->sum;
    X(class_own_max) = own->max;
    X(class_own_min) = own->min;
    X(class_near_sum) = near.sum;
    X(class_near_max) = near.max;
    X(class_near_min) = near.min;
    X(class_far_sum) = far.sum;
    X(class_far_max) = far.max;
    X(class_far_min) = far.min;
}

/* Levels from a block's element up to what it shares with the element of the block before. */
static float parted(const struct al_doc *doc, size_t i)
{
    if (!i)
        return MAX_PARTED;
    uint32_t a = doc->blocks[i].elem, b = doc->blocks[i - 1].elem;
    int up = 0;
    for (int steps = 0; a != b && steps < 2 * MAX_PARTED; steps++) {
        if (doc->elems[a].depth >= doc->elems[b].depth) {
            a = doc->elems[a].parent;
            up++;
        } else {
            b = doc->elems[b].parent;
        }
    }
    return cap((float)up, MAX_PARTED);
}

static void fill_boxes(const struct al_view *v, size_t i, float *row)
{
    const struct al_doc *doc = v->doc;
    const struct al_nearby *y = v->nearby;
    uint32_t e = doc->blocks[i].elem;
    const struct al_box *own = &v->boxes->of[e];
    for (int up = 0; up < 4; up++) {
        const struct al_box *b = &v->boxes->of[above(doc, e, up)];
        float *out = &X(box0_words) + up * (AL_X_box1_words - AL_X_box0_words) * AL_ROWS;
        out[0 * AL_ROWS] = al_fastlog((float)b->words);
        out[1 * AL_ROWS] = share(b->link, b->words);
        out[2 * AL_ROWS] = al_fastlog((float)b->n);
        out[3 * AL_ROWS] = share(b->prose, y->prose);
        out[4 * AL_ROWS] = share(b->commas, b->words);
    }
    X(in_best) = own->in[AL_MAIN_BEST];
    X(from_best) = (float)doc->elems[v->boxes->main[AL_MAIN_BEST]].depth - own->shared[AL_MAIN_BEST];
    X(in_60) = own->in[AL_MAIN_60];
    X(from_60) = (float)doc->elems[v->boxes->main[AL_MAIN_60]].depth - own->shared[AL_MAIN_60];
    X(in_90) = own->in[AL_MAIN_90];
    X(from_90) = (float)doc->elems[v->boxes->main[AL_MAIN_90]].depth - own->shared[AL_MAIN_90];
    X(tag) = doc->elems[e].tag;
    X(parent_tag) = doc->elems[doc->elems[e].parent].tag;
    X(depth) = cap(doc->elems[e].depth, 60);
    X(parted) = parted(doc, i);
}

static void fill_groups(const struct al_view *v, size_t i, float *row)
{
    const struct al_box *own = &v->boxes->of[v->doc->blocks[i].elem];
    const struct al_group *g = &v->boxes->groups[own->path];
    X(path_n) = al_fastlog((float)g->n);
    X(path_words) = al_fastlog((float)(g->words / g->n));
    X(path_link) = share(g->link, g->words);
    X(path_prose) = share(g->prose, g->words);
    X(path_share) = share(g->words, v->nearby->words);
    g = &v->boxes->groups[own->shape];
    X(shape_n) = al_fastlog((float)g->n);
    X(shape_words) = al_fastlog((float)(g->words / g->n));
    X(shape_link) = share(g->link, g->words);
    X(shape_prose) = share(g->prose, g->words);
    if (own->repeat == UINT32_MAX)
        return;
    g = &v->boxes->groups[own->repeat];
    double mean = g->words / g->n, spread = g->squares / g->n - mean * mean;
    X(repeat_n) = al_fastlog((float)g->n);
    X(repeat_level) = own->repeat_level;
    X(repeat_words) = al_fastlog((float)mean);
    X(repeat_link) = share(g->link, g->words);
    X(repeat_prose) = share(g->prose, g->words);
    X(repeat_share) = share(g->words, v->nearby->words);
    X(repeat_spread) = (float)(sqrt(spread > 0 ? spread : 0) / (mean > 1 ? mean : 1));
    X(n_repeats) = own->n_repeats;
    X(repeat_index) = al_fastlog((float)own->repeat_index);
}

#define P(name) row[AL_X_##name]

static void fill_page(const struct al_view *v, float *row)
{
    const struct al_nearby *y = v->nearby;
    uint32_t n_short = 0, dates = 0, prices = 0, questions = 0;
    double punct = 0, hints = 0;
    for (size_t i = 0; i < y->n; i++) {
        const struct al_fact *f = &v->facts->of[i];
        n_short += f->words <= SHORT_WORDS;
        dates += (f->marks & (AL_M_DATE | AL_M_TIME)) != 0;
        prices += (f->marks & AL_M_PRICE) != 0;
        questions += (f->marks & AL_M_ENDS_QUESTION) != 0;
        punct += f->punct;
        hints += v->doc->blocks[i].hint;
    }
    P(page_blocks) = al_fastlog((float)y->n);
    P(page_words) = al_fastlog((float)y->words);
    P(page_prose) = al_fastlog((float)y->prose);
    P(page_prose_share) = share(y->prose, y->words);
    P(page_link) = share(y->link_words, y->words);
    P(page_longest) = al_fastlog(y->longest);
    P(page_wide) = share(y->wide, y->words);
    P(page_headings) = share(y->n_headings, (double)y->n);
    P(page_level_1) = cap((float)y->n_level_1, 9);
    P(page_score) = share(y->of[y->n].sum_score, (double)y->n);
    P(page_short) = share(n_short, (double)y->n);
    P(page_dates) = share(dates, (double)y->n);
    P(page_prices) = share(prices, (double)y->n);
    P(page_questions) = share(questions, (double)y->n);
    P(page_punct) = share(punct, y->words);
    P(page_hints) = share(hints, (double)y->n);
    P(stretch_prose) = share(y->of[y->stretch_end].prose_before - y->of[y->stretch].prose_before, y->prose);
}

static void fill_page_html(const struct al_view *v, float *row)
{
    double in_main = 0, in_article = 0, in_noscript = 0, in_comment = 0;
    for (size_t i = 0; i < v->nearby->n; i++) {
        uint32_t flags = v->doc->blocks[i].flags;
        float words = v->facts->of[i].words;
        in_main += flags & (AL_F_IN_MAIN | AL_F_ROLE_MAIN) ? words : 0;
        in_article += flags & AL_F_IN_ARTICLE ? words : 0;
        in_noscript += flags & AL_F_IN_NOSCRIPT ? words : 0;
        in_comment += flags & AL_F_IN_COMMENT ? words : 0;
    }
    P(page_main) = share(in_main, v->nearby->words);
    P(page_article) = share(in_article, v->nearby->words);
    P(page_noscript) = share(in_noscript, v->nearby->words);
    P(page_comment) = share(in_comment, v->nearby->words);
    struct al_str type = al_doc_pair(v->doc, "og:type");
    P(page_og_article) = al_str_eq_nocase(type, AL_STR("article"));
    P(page_og_product) = al_str_starts(type, AL_STR("product"));
    P(best_share) = share(v->boxes->of[v->boxes->main[AL_MAIN_BEST]].words, v->nearby->words);
    P(share_90) = share(v->boxes->of[v->boxes->main[AL_MAIN_90]].words, v->nearby->words);
}

/* Counts pairs of like blocks at each distance among the blocks at most PERIOD_REACH from block i. */
static void move_window(struct al_cursor *c, size_t i)
{
    const struct al_nearby *y = c->view.nearby;
    size_t enters = i + PERIOD_REACH;
    if (enters < y->n) {
        const struct al_near *x = &y->of[enters];
        for (size_t k = 1; k <= AL_PERIODS; k++)
            c->alike[k - 1] += x->shape == x[-(ptrdiff_t)k].shape;
    }
    if (i > PERIOD_REACH) {
        size_t leaves = i - PERIOD_REACH - 1;
        const struct al_near *x = &y->of[leaves];
        for (size_t k = 1; k <= AL_PERIODS && leaves + k < y->n; k++)
            c->alike[k - 1] -= x->shape == x[k].shape;
    }
}

static void fill_period(struct al_cursor *c, size_t i, float *row)
{
    if (i == 0)
        for (size_t enters = 0; enters < PERIOD_REACH && enters < c->view.nearby->n; enters++)
            for (size_t k = 1; k <= AL_PERIODS && k <= enters; k++)
                c->alike[k - 1] += c->view.nearby->of[enters].shape == c->view.nearby->of[enters - k].shape;
    move_window(c, i);
    int best = 1;
    for (int k = 2; k < AL_PERIODS; k++)
        if (c->alike[k] > c->alike[best])
            best = k;
    X(same) = (float)c->alike[0] / (2 * PERIOD_REACH);
    X(period) = (float)c->alike[best] / (2 * PERIOD_REACH);
    X(period_length) = (float)(best + 1);
}

void al_features_begin(struct al_cursor *c, const struct al_view *view)
{
    *c = (struct al_cursor){.view = *view, .since_prose = 60};
    const struct al_nearby *y = view->nearby;
    float *row = c->page;
    if (!y->n)
        return;
    fill_page(view, row);
    if (view->boxes->n)
        fill_page_html(view, row);
}

/* Takes what block i tells about those after it. */
static void step(struct al_cursor *c, size_t i)
{
    const struct al_nearby *y = c->view.nearby;
    const struct al_fact *f = &c->view.facts->of[i];
    c->since_prose = y->of[i].prose > 0 ? 0 : c->since_prose < 60 ? c->since_prose + 1 : 60;
    if (y->title_block != UINT32_MAX && i <= y->title_block) {
        c->worst = 0;
        c->dates = 0;
        return;
    }
    if (f->words <= SHORT_WORDS && y->of[i].score < c->worst) {
        c->worst = y->of[i].score;
        c->worst_at = i;
    }
    c->dates += (f->marks & (AL_M_DATE | AL_M_TIME)) != 0;
}

static void fill_row(struct al_cursor *c, float *row)
{
    size_t i = c->at++;
    const struct al_view *v = &c->view;
    fill_text(&v->facts->of[i], row);
    fill_block(&v->doc->blocks[i], v->nearby->of, i, row);
    fill_words(v->nearby->of, i, row);
    fill_neighbours(c, i, row);
    fill_windows(c, i, row);
    fill_place(c, i, row);
    fill_period(c, i, row);
    if (v->boxes->n) {
        fill_flags(v->doc->blocks[i].flags, row);
        fill_names(v, i, row);
        fill_boxes(v, i, row);
        fill_groups(v, i, row);
        X(data_pairs) = v->nearby->of[i].data_pairs;
    }
    step(c, i);
}

unsigned al_features_next(struct al_cursor *c, al_column *columns)
{
    size_t left = c->view.nearby->n - c->at, width = c->view.boxes->n ? AL_N_FEATURES : AL_N_TEXT_FEATURES;
    unsigned n = left < AL_ROWS ? (unsigned)left : AL_ROWS;
    for (size_t k = 0; k < width; k++)
        for (size_t r = 0; r < AL_ROWS; r++)
            columns[k][r] = c->page[k];
    for (unsigned r = 0; r < n; r++)
        fill_row(c, (float *)columns + r);
    return n;
}
