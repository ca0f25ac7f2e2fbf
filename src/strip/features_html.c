#include "fastlog.h"
#include "fill.h"

#include <math.h>

enum { MAX_PARTED = 16 };

static void fill_elements(const int32_t *bits, al_column *to)
{
    static const struct al_flag_column flags[] = {
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
    al_fill_flags(flags, sizeof flags / sizeof *flags, bits, to);
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

static void fill_names(const struct al_view *v, size_t i, size_t r, al_column *to)
{
    const struct al_block *b = v->doc->blocks;
    struct al_score near, far;
    X(class_before)[r] = i ? class_sum(v, b[i - 1].elem, &near, &far) : 0;
    X(class_after)[r] = i + 1 < v->doc->n_blocks ? class_sum(v, b[i + 1].elem, &near, &far) : 0;
    X(class_sum)[r] = class_sum(v, b[i].elem, &near, &far);
    const struct al_score *own = &v->boxes->of[b[i].elem].names.own;
    X(class_own_sum)[r] = own->sum;
    X(class_own_max)[r] = own->max;
    X(class_own_min)[r] = own->min;
    X(class_near_sum)[r] = near.sum;
    X(class_near_max)[r] = near.max;
    X(class_near_min)[r] = near.min;
    X(class_far_sum)[r] = far.sum;
    X(class_far_max)[r] = far.max;
    X(class_far_min)[r] = far.min;
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

static void fill_boxes(const struct al_view *v, size_t i, size_t r, al_column *to)
{
    const struct al_doc *doc = v->doc;
    const struct al_nearby *y = v->nearby;
    uint32_t e = doc->blocks[i].elem;
    const struct al_box *own = &v->boxes->of[e];
    for (int up = 0; up < 4; up++) {
        const struct al_box *b = &v->boxes->of[above(doc, e, up)];
        al_column *out = &X(box0_words) + up * (AL_X_box1_words - AL_X_box0_words);
        out[0][r] = al_fastlog((float)b->words);
        out[1][r] = share(b->link, b->words);
        out[2][r] = al_fastlog((float)b->n);
        out[3][r] = share(b->prose, y->all_prose);
        out[4][r] = share(b->commas, b->words);
    }
    X(in_best)[r] = own->in[AL_MAIN_BEST];
    X(from_best)[r] = (float)doc->elems[v->boxes->main[AL_MAIN_BEST]].depth - own->shared[AL_MAIN_BEST];
    X(in_60)[r] = own->in[AL_MAIN_60];
    X(from_60)[r] = (float)doc->elems[v->boxes->main[AL_MAIN_60]].depth - own->shared[AL_MAIN_60];
    X(in_90)[r] = own->in[AL_MAIN_90];
    X(from_90)[r] = (float)doc->elems[v->boxes->main[AL_MAIN_90]].depth - own->shared[AL_MAIN_90];
    X(tag)[r] = doc->elems[e].tag;
    X(parent_tag)[r] = doc->elems[doc->elems[e].parent].tag;
    X(depth)[r] = cap(doc->elems[e].depth, 60);
    X(parted)[r] = parted(doc, i);
}

static void fill_groups(const struct al_view *v, size_t i, size_t r, al_column *to)
{
    const struct al_box *own = &v->boxes->of[v->doc->blocks[i].elem];
    const struct al_group *g = &v->boxes->groups[own->path];
    X(path_n)[r] = al_fastlog((float)g->n);
    X(path_words)[r] = al_fastlog((float)(g->words / g->n));
    X(path_link)[r] = share(g->link, g->words);
    X(path_prose)[r] = share(g->prose, g->words);
    X(path_share)[r] = share(g->words, v->nearby->all_words);
    g = &v->boxes->groups[own->shape];
    X(shape_n)[r] = al_fastlog((float)g->n);
    X(shape_words)[r] = al_fastlog((float)(g->words / g->n));
    X(shape_link)[r] = share(g->link, g->words);
    X(shape_prose)[r] = share(g->prose, g->words);
    for (size_t k = AL_X_repeat_n; k <= AL_X_repeat_index; k++)
        to[k][r] = 0;
    if (own->repeat == UINT32_MAX)
        return;
    g = &v->boxes->groups[own->repeat];
    double mean = g->words / g->n, spread = g->squares / g->n - mean * mean;
    X(repeat_n)[r] = al_fastlog((float)g->n);
    X(repeat_level)[r] = own->repeat_level;
    X(repeat_words)[r] = al_fastlog((float)mean);
    X(repeat_link)[r] = share(g->link, g->words);
    X(repeat_prose)[r] = share(g->prose, g->words);
    X(repeat_share)[r] = share(g->words, v->nearby->all_words);
    X(repeat_spread)[r] = (float)(sqrt(spread > 0 ? spread : 0) / (mean > 1 ? mean : 1));
    X(n_repeats)[r] = own->n_repeats;
    X(repeat_index)[r] = al_fastlog((float)own->repeat_index);
}

void al_fill_html(const struct al_view *v, size_t first, size_t n, al_column *to)
{
    const struct al_nearby *y = v->nearby;
    int32_t flags[AL_ROWS] = {0};
    for (size_t r = 0; r < n; r++) {
        flags[r] = (int32_t)v->doc->blocks[first + r].flags;
        fill_names(v, first + r, r, to);
        fill_boxes(v, first + r, r, to);
        fill_groups(v, first + r, r, to);
    }
    fill_elements(flags, to);
    TAKE(data_pairs, data_pairs, 0);
}

void al_fill_page_html(const struct al_view *v, float *page)
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
    P(page_main) = share(in_main, v->nearby->all_words);
    P(page_article) = share(in_article, v->nearby->all_words);
    P(page_noscript) = share(in_noscript, v->nearby->all_words);
    P(page_comment) = share(in_comment, v->nearby->all_words);
    struct al_str type = al_doc_pair(v->doc, "og:type");
    P(page_og_article) = al_str_eq_nocase(type, AL_STR("article"));
    P(page_og_product) = al_str_starts(type, AL_STR("product"));
    P(best_share) = share(v->boxes->of[v->boxes->main[AL_MAIN_BEST]].words, v->nearby->all_words);
    P(share_90) = share(v->boxes->of[v->boxes->main[AL_MAIN_90]].words, v->nearby->all_words);
}
