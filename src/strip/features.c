#include "fastlog.h"
#include "fill.h"

#include <math.h>

enum {
    PERIOD_REACH = 10, /* blocks on each side in which a pattern may repeat */
    PERIODS = 6        /* blocks from a block to its like, at most */
};

const struct al_feature_info al_feature_infos[AL_N_FEATURES] = {
#define FEATURE(name, text) {#name, text},
#include "features.def"
#undef FEATURE
};

static void fill_marks(const int32_t *marks, al_column *to)
{
    static const struct al_flag_column flags[] = {
        {AL_M_ENDS_STOP, AL_X_ends_stop},
        {AL_M_ENDS_COLON, AL_X_ends_colon},
        {AL_M_ENDS_QUESTION, AL_X_ends_question},
        {AL_M_ENDS_DOTS, AL_X_ends_dots},
        {AL_M_STARTS_LOWER, AL_X_starts_lower},
        {AL_M_STARTS_DIGIT, AL_X_starts_digit},
        {AL_M_STARTS_BRACKET, AL_X_starts_bracket},
        {AL_M_QUOTED, AL_X_quoted},
        {AL_M_DATE, AL_X_date},
        {AL_M_TIME, AL_X_time},
        {AL_M_URL, AL_X_url},
        {AL_M_RIGHTS, AL_X_rights},
        {AL_M_PRICE, AL_X_price},
        {AL_M_NUMBER, AL_X_number},
    };
    al_fill_flags(flags, sizeof flags / sizeof *flags, marks, to);
}

static void fill_logs(const float *values, float *out)
{
    for (size_t r = 0; r < AL_ROWS; r++)
        out[r] = al_fastlog(values[r]);
}

static void fill_ratios(const float *parts, const float *wholes, float *out)
{
    for (size_t r = 0; r < AL_ROWS; r++)
        out[r] = parts[r] / wholes[r];
}

static float at_least_1(uint32_t n)
{
    return n ? (float)(int32_t)n : 1;
}

static void fill_text(const struct al_fact *facts, size_t n, al_column *to)
{
    al_column chars = {0}, wide = {0}, letters = {0}, upper = {0}, digits = {0}, punct = {0}, stops = {0},
              commas = {0}, words = {0}, some_chars = {0}, some_letters = {0};
    int32_t marks[AL_ROWS] = {0};
    for (size_t r = 0; r < n; r++) {
        const struct al_fact *f = &facts[r];
        marks[r] = f->marks;
        chars[r] = (float)(int32_t)f->chars;
        wide[r] = (float)(int32_t)f->wide;
        letters[r] = (float)(int32_t)f->letters;
        upper[r] = (float)(int32_t)f->upper;
        digits[r] = (float)(int32_t)f->digits;
        punct[r] = (float)(int32_t)f->punct;
        stops[r] = f->stops;
        commas[r] = f->commas;
        words[r] = at_least_1(f->own_words);
        some_chars[r] = at_least_1(f->chars);
        some_letters[r] = at_least_1(f->letters);
        X(separators)[r] = cap(f->separators, 8);
    }
    fill_marks(marks, to);
    fill_logs(stops, X(stops));
    fill_logs(commas, X(commas));
    fill_ratios(wide, some_chars, X(wide));
    fill_ratios(digits, some_chars, X(digits));
    fill_ratios(punct, some_chars, X(punct));
    fill_ratios(upper, some_letters, X(upper));
    for (size_t r = 0; r < AL_ROWS; r++) {
        X(log_chars)[r] = al_fastlog(chars[r] + 2 * wide[r]);
        float length = cap(letters[r] / words[r], 20);
        X(word_length)[r] = wide[r] * 3 > chars[r] ? 5 : length;
    }
}

static void fill_block(const struct al_view *v, size_t first, size_t n, al_column *to)
{
    const struct al_nearby *y = v->nearby;
    for (size_t r = 0; r < n; r++) {
        const struct al_block *b = &v->doc->blocks[first + r];
        float bytes = (float)(b->text.n ? b->text.n : 1);
        X(links)[r] = cap(b->n_links, 20);
        X(bold)[r] = cap((float)b->n_bold_bytes / bytes, 1);
        X(images)[r] = cap(b->n_images, 5);
        X(level)[r] = b->level;
        X(indent)[r] = cap(b->indent, 12);
        X(hint_class)[r] = b->hint_class;
    }
    for (size_t r = 0; r < AL_ROWS; r++) {
        X(repeats)[r] = al_fastlog((float)(int32_t)y->repeats[first + r] - 1);
        X(is_first)[r] = y->first[first + r] == (uint32_t)(first + r);
    }
    TAKE(log_words, log_words, 0);
    TAKE(caps, caps, 0);
    TAKE(link, link, 0);
    TAKE(kind, kind, 0);
    TAKE(hint, hint, 0);
    TAKE(blank_before, blank_before, 0);
    TAKE(title_in, title_in, 0);
    TAKE(title_cover, title_cover, 0);
    TAKE(head_in, head_in, 0);
    TAKE(head_cover, head_cover, 0);
    TAKE(core, core, 0);
    TAKE(core_long, core_long, 0);
    TAKE(about_in, about_in, 0);
    TAKE(about_cover, about_cover, 0);
}

static void fill_words(const struct al_nearby *y, size_t first, al_column *to)
{
    for (size_t r = 0; r < AL_ROWS; r++) {
        const struct al_word_score *own = &y->own[first + r];
        X(word_sum)[r] = own->word.sum;
        X(word_max)[r] = own->word.max;
        X(word_min)[r] = own->word.min;
        X(pair_sum)[r] = own->pair.sum;
        X(pair_max)[r] = own->pair.max;
        X(pair_min)[r] = own->pair.min;
        X(whole)[r] = own->whole;
        X(label_sum)[r] = own->label.sum;
        X(label_max)[r] = own->label.max;
        X(label_min)[r] = own->label.min;
    }
    for (size_t r = 0; r < AL_ROWS; r++) {
        uint32_t label = y->label[first + r];
        float far = al_fastlog((float)(int32_t)((uint32_t)(first + r) - label));
        X(label_far)[r] = label == UINT32_MAX ? 20 : far;
    }
    TAKE(score, score, 0);
}

static void fill_neighbours(const struct al_nearby *y, size_t first, al_column *to)
{
    TAKE(before_words, log_words, -1);
    TAKE(before_link, link, -1);
    TAKE(before_prose, is_prose, -1);
    TAKE(before_stop, ends_stop, -1);
    TAKE(before_kind, kind, -1);
    TAKE(before_caps, caps, -1);
    TAKE(before_core, core, -1);
    TAKE(after_words, log_words, 1);
    TAKE(after_link, link, 1);
    TAKE(after_prose, is_prose, 1);
    TAKE(after_stop, ends_stop, 1);
    TAKE(after_kind, kind, 1);
    TAKE(after_caps, caps, 1);
    TAKE(after_core, core, 1);
    TAKE(score_before, score, -1);
    TAKE(score_after, score, 1);
    TAKE(before2_words, log_words, -2);
    TAKE(before2_prose, is_prose, -2);
    TAKE(after2_words, log_words, 2);
    TAKE(after2_prose, is_prose, 2);
    TAKE(blank_after, blank_before, 1);
    const float *low = y->low_score + first;
    for (size_t r = 0; r < AL_ROWS; r++) {
        float near = low[r + 1] < low[r + 2] ? low[r + 1] : low[r + 2];
        float far = low[r + 3] < low[r + 4] ? low[r + 3] : low[r + 4];
        X(worst_next)[r] = near < far ? near : far;
    }
}

/* The blocks of the page that are at most so many away from each row, itself among them. */
struct window {
    size_t first;
    ptrdiff_t reach;
    double n[AL_ROWS];
};

static void make_window(const struct al_nearby *y, size_t first, int reach, struct window *w)
{
    w->first = first;
    w->reach = reach;
    for (size_t r = 0; r < AL_ROWS; r++) {
        int32_t before = (int32_t)(first + r), after = (int32_t)(y->n - 1) - before;
        w->n[r] = (before < reach ? before : reach) + 1 + (after < reach ? after : reach);
    }
}

/* Means over windows of what is summed up. */
static void fill_means(const double *sum, const struct window *w, float *out)
{
    const double *from = sum + w->first - w->reach, *to = sum + w->first + w->reach + 1;
    for (size_t r = 0; r < AL_ROWS; r++)
        out[r] = (float)((to[r] - from[r]) / w->n[r]);
}

static void fill_windows(const struct al_nearby *y, size_t first, al_column *to)
{
    struct window within_2, within_6, within_8, within_20;
    make_window(y, first, 2, &within_2);
    make_window(y, first, 6, &within_6);
    make_window(y, first, 8, &within_8);
    make_window(y, first, 20, &within_20);
    fill_means(y->sum_score, &within_2, X(score_near));
    fill_means(y->sum_score, &within_8, X(score_wide));
    fill_means(y->sum_prose, &within_2, X(prose_2));
    fill_means(y->sum_prose, &within_6, X(prose_6));
    fill_means(y->sum_prose, &within_20, X(prose_20));
    fill_means(y->sum_link, &within_2, X(link_2));
    fill_means(y->sum_link, &within_6, X(link_6));
    fill_means(y->sum_link, &within_20, X(link_20));
    fill_means(y->sum_words, &within_2, X(words_2));
    fill_means(y->sum_words, &within_6, X(words_6));
    fill_means(y->sum_words, &within_20, X(words_20));
    fill_means(y->sum_stop, &within_2, X(stop_2));
    fill_means(y->sum_stop, &within_6, X(stop_6));
    fill_means(y->sum_stop, &within_20, X(stop_20));
    fill_means(y->sum_date, &within_6, X(dates_6));
    fill_means(y->sum_date, &within_20, X(dates_20));
    fill_means(y->sum_core, &within_6, X(core_6));
    fill_means(y->sum_core, &within_20, X(core_20));
    for (size_t r = 0; r < AL_ROWS; r++) {
        X(core_6)[r] /= X(words_6)[r] + 1;
        X(core_20)[r] /= X(words_20)[r] + 1;
    }
}

/* What shares are parts of; of nothing, all shares are 0. */
static double whole(double sum)
{
    return sum > 0 ? sum : (double)INFINITY;
}

static void fill_place(const struct al_nearby *y, size_t first, al_column *to)
{
    int32_t at = (int32_t)first, n = (int32_t)y->n, stretch = (int32_t)y->stretch,
            stretch_end = (int32_t)y->stretch_end;
    const double words = whole(y->all_words), prose = whole(y->all_prose), all_prose = y->all_prose;
    const double *words_before = y->words_before + first, *prose_before = y->prose_before + first;
    for (size_t r = 0; r < AL_ROWS; r++) {
        int32_t i = at + (int32_t)r;
        X(position)[r] = (float)i / (float)n;
        X(from_start)[r] = al_fastlog((float)i);
        X(to_end)[r] = al_fastlog((float)(n - 1 - i));
        X(words_before)[r] = (float)(words_before[r] / words);
        X(prose_before)[r] = (float)(prose_before[r] / prose);
        X(prose_after)[r] = (float)((all_prose - prose_before[r] - y->prose[first + r]) / prose);
        X(in_stretch)[r] = i >= stretch && i < stretch_end;
        int32_t off = i < stretch ? stretch - i : i >= stretch_end ? i + 1 - stretch_end : 0;
        X(off_stretch)[r] = al_fastlog((float)off);
        X(run_short)[r] = al_fastlog((float)(int32_t)y->run_short[first + r]);
    }
    fill_logs(y->to_prose + first, X(to_prose));
    for (size_t r = 0; r < AL_ROWS; r++) {
        float since = (float)(at + (int32_t)r) - (float)y->title_block;
        float far = al_fastlog(since < 0 ? -since : since);
        X(since_title)[r] = y->title_block == UINT32_MAX ? -30 : since < 0 ? -far : far;
    }
}

/* What follows from the blocks before, one after the other. */
static void fill_since(struct al_cursor *c, size_t first, size_t n, al_column *to)
{
    const struct al_nearby *y = c->view.nearby;
    for (size_t r = 0, i = first; r < n; r++, i++) {
        X(since_prose)[r] = al_fastlog(c->since_prose);
        X(worst)[r] = c->worst;
        X(worst_far)[r] = c->worst < 0 ? al_fastlog((float)(i - c->worst_at)) : -1;
        X(worst_share)
        [r] = c->worst < 0 ? share(y->prose_before[i] - y->prose_before[c->worst_at], y->all_prose) : -1;
        X(dates_since)[r] = cap((float)c->dates, 9);
        c->since_prose = y->prose[i] > 0 ? 0 : c->since_prose < 60 ? c->since_prose + 1 : 60;
        if (y->title_block != UINT32_MAX && i <= y->title_block) {
            c->worst = 0;
            c->dates = 0;
            continue;
        }
        if (y->low_score[i] < c->worst) {
            c->worst = y->low_score[i];
            c->worst_at = i;
        }
        c->dates += (c->view.facts->of[i].marks & (AL_M_DATE | AL_M_TIME)) != 0;
    }
}

/* Counts pairs of like blocks, `apart` from each other, among the blocks at most PERIOD_REACH from each
   row. */
static void count_alike(const uint8_t *shape, int apart, uint8_t *out)
{
    uint8_t alike[AL_ROWS + 2 * PERIOD_REACH];
    shape -= PERIOD_REACH;
    for (int k = 0; k < AL_ROWS + 2 * PERIOD_REACH - apart; k++)
        alike[k] = shape[k] == shape[k + apart];
    memset(out, 0, AL_ROWS);
    for (int k = 0; k <= 2 * PERIOD_REACH - apart; k++)
        for (size_t r = 0; r < AL_ROWS; r++)
            out[r] = (uint8_t)(out[r] + alike[(size_t)k + r]);
}

static void fill_period(const struct al_nearby *y, size_t first, al_column *to)
{
    uint8_t next[AL_ROWS], best[AL_ROWS], alike[AL_ROWS], period[AL_ROWS];
    count_alike(y->shape + first, 1, next);
    count_alike(y->shape + first, 2, best);
    memset(period, 2, sizeof period);
    for (uint8_t apart = 3; apart <= PERIODS; apart++) {
        count_alike(y->shape + first, apart, alike);
        for (size_t r = 0; r < AL_ROWS; r++) {
            period[r] = alike[r] > best[r] ? apart : period[r];
            best[r] = alike[r] > best[r] ? alike[r] : best[r];
        }
    }
    for (size_t r = 0; r < AL_ROWS; r++) {
        X(same)[r] = (float)next[r] / (2 * PERIOD_REACH);
        X(period)[r] = (float)best[r] / (2 * PERIOD_REACH);
        X(period_length)[r] = period[r];
    }
}

static void fill_page(const struct al_view *v, float *page)
{
    const struct al_nearby *y = v->nearby;
    uint32_t n_short = 0, dates = 0, prices = 0, questions = 0;
    double punct = 0, hints = 0;
    for (size_t i = 0; i < y->n; i++) {
        const struct al_fact *f = &v->facts->of[i];
        n_short += f->words <= AL_SHORT_WORDS;
        dates += (f->marks & (AL_M_DATE | AL_M_TIME)) != 0;
        prices += (f->marks & AL_M_PRICE) != 0;
        questions += (f->marks & AL_M_ENDS_QUESTION) != 0;
        punct += f->punct;
        hints += v->doc->blocks[i].hint;
    }
    P(page_blocks) = al_fastlog((float)y->n);
    P(page_words) = al_fastlog((float)y->all_words);
    P(page_prose) = al_fastlog((float)y->all_prose);
    P(page_prose_share) = share(y->all_prose, y->all_words);
    P(page_link) = share(y->link_words, y->all_words);
    P(page_longest) = al_fastlog(y->longest);
    P(page_wide) = share(y->wide, y->all_words);
    P(page_headings) = share(y->n_headings, (double)y->n);
    P(page_level_1) = cap((float)y->n_level_1, 9);
    P(page_score) = share(y->sum_score[y->n], (double)y->n);
    P(page_short) = share(n_short, (double)y->n);
    P(page_dates) = share(dates, (double)y->n);
    P(page_prices) = share(prices, (double)y->n);
    P(page_questions) = share(questions, (double)y->n);
    P(page_punct) = share(punct, y->all_words);
    P(page_hints) = share(hints, (double)y->n);
    P(stretch_prose) = share(y->prose_before[y->stretch_end] - y->prose_before[y->stretch], y->all_prose);
}

void al_features_begin(struct al_cursor *c, const struct al_view *view)
{
    *c = (struct al_cursor){.view = *view, .since_prose = 60};
    if (!view->nearby->n)
        return;
    fill_page(view, c->page);
    if (view->boxes->n)
        al_fill_page_html(view, c->page);
}

/* Columns that are the same for all blocks. */
static void spread(const float *page, enum al_feature from, enum al_feature to_last, al_column *to)
{
    for (size_t k = from; k <= to_last; k++)
        for (size_t r = 0; r < AL_ROWS; r++)
            to[k][r] = page[k];
}

static unsigned al_features_next_any(struct al_cursor *c, al_column *to)
{
    const struct al_view *v = &c->view;
    const struct al_nearby *y = v->nearby;
    size_t first = c->at, n = y->n - first < AL_ROWS ? y->n - first : AL_ROWS;
    if (!n)
        return 0;
    c->at += n;
    fill_text(v->facts->of + first, n, to);
    fill_block(v, first, n, to);
    fill_words(y, first, to);
    fill_neighbours(y, first, to);
    fill_windows(y, first, to);
    fill_place(y, first, to);
    fill_since(c, first, n, to);
    fill_period(y, first, to);
    spread(c->page, AL_X_page_blocks, AL_X_page_hints, to);
    spread(c->page, AL_X_stretch_prose, AL_X_stretch_prose, to);
    if (v->boxes->n) {
        al_fill_html(v, first, n, to);
        spread(c->page, AL_X_page_main, AL_X_page_og_product, to);
        spread(c->page, AL_X_best_share, AL_X_best_share, to);
        spread(c->page, AL_X_share_90, AL_X_share_90, to);
    }
    return (unsigned)n;
}

AL_TWICE(unsigned, al_features_next, (struct al_cursor * c, al_column *to), (c, to))
