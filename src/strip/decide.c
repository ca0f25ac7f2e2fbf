#include "decide.h"

#include "base/alloc.h"
#include "base/try.h"
#include "cut.h"
#include "reason.h"

#include <stdio.h>

enum {
    LEAST_POSTS = 2, /* heads of posts that make a thread */
    HOLE_EDGE = 3,   /* kept blocks on both sides of a hole */
    HOLE_MOST = 3,   /* blocks of a hole that is filled */
    FORM_MOST = 4,   /* blocks that rules drop amid an article */
    TITLE_REACH = 60 /* blocks from a headline to what it heads */
};

static const float hole_from = .2f;   /* probability of what may fill a hole */
static const float tail_from = .3f;   /* of prose behind kept prose */
static const float least_of_f = .15f; /* expected F1 under which nothing is kept */
static const float unknown_to = .5f;  /* expected F1 under which the model does not know the kind of text */
static const float same_title = .8f;  /* share of words that two titles have in common */
static const double title_prose = .1; /* share of the page's prose that may stand before its headline */
static const float together_html = .3f, together_dump = .8f; /* how much of the doubt blocks share */
static const float site_odds = 54.6f;   /* times less likely is what stands elsewhere on the site: e^4 */
static const float share_of_like = .3f; /* how far a block is drawn to the mean of its like */

static const float betas[] = {[ARTICLEAN_BALANCED] = 1, [ARTICLEAN_PRECISION] = .5f, [ARTICLEAN_RECALL] = 2};

/* One decision at work. */
struct decision {
    const struct al_view *view;
    struct al_doc *doc;
    const struct articlean_options *options;
    float *p;       /* a probability a block */
    uint32_t *size; /* tokens a block */
};

/* Expected F1 of keeping everything. */
static float expected_of_all(const struct decision *d)
{
    double hits = 0, all = 0;
    for (size_t i = 0; i < d->doc->n_blocks; i++) {
        hits += (double)d->p[i] * d->size[i];
        all += d->size[i];
    }
    return all > 0 ? (float)(2 * hits / (all + hits)) : 0;
}

/* Draws each block to the mean of the blocks of the same path of tags and names: a list is one thing. */
static enum articlean_status blend(const struct decision *d)
{
    const struct al_boxes *boxes = d->view->boxes;
    if (!boxes->n)
        return ARTICLEAN_OK;
    double *sums = al_calloc(boxes->n_groups + 1, 2 * sizeof *sums);
    if (!sums)
        return ARTICLEAN_NO_MEMORY;
    for (size_t i = 0; i < d->doc->n_blocks; i++) {
        double *s = sums + 2 * (size_t)boxes->of[d->doc->blocks[i].elem].path;
        double w = d->view->facts->of[i].words + .3;
        s[0] += w * d->p[i];
        s[1] += w;
    }
    for (size_t i = 0; i < d->doc->n_blocks; i++) {
        const double *s = sums + 2 * (size_t)boxes->of[d->doc->blocks[i].elem].path;
        d->p[i] = (1 - share_of_like) * d->p[i] + share_of_like * (float)(s[0] / s[1]);
    }
    al_free(sums);
    return ARTICLEAN_OK;
}

/* What stands on other pages of the site is hardly of this article. */
static float shifted(float p, float times)
{
    float odds = p / (1 - p + 1e-6f) * times;
    return odds / (1 + odds);
}

static size_t headline(const struct decision *d);

static void shift_repeated(const struct decision *d)
{
    size_t title = headline(d);
    for (size_t i = 0; i < d->doc->n_blocks; i++)
        if (d->doc->blocks[i].n_elsewhere && i != title)
            d->p[i] = shifted(d->p[i], 1 / site_odds);
}

/* Says so of a block that is dropped though it looks like article text. */
static enum articlean_status tell_repeated(const struct decision *d, size_t i)
{
    struct al_block *b = &d->doc->blocks[i];
    if (b->verdict != ARTICLEAN_DROP || !b->n_elsewhere || shifted(d->p[i], site_odds) < .5f)
        return ARTICLEAN_OK;
    char note[64];
    snprintf(note, sizeof note, "also on %u other page%s of this site", b->n_elsewhere,
             b->n_elsewhere > 1 ? "s" : "");
    b->why = "strip.repeated";
    b->note = al_arena_dup(&d->doc->arena, al_str_z(note)).p;
    return b->note ? ARTICLEAN_OK : ARTICLEAN_NO_MEMORY;
}

/* A rule's final verdict is certain; one that is not final counts where precision does. */
static void take_verdicts(const struct decision *d)
{
    for (size_t i = 0; i < d->doc->n_blocks; i++) {
        struct al_block *b = &d->doc->blocks[i];
        if (!b->is_final && d->options->lean != ARTICLEAN_PRECISION)
            b->verdict = ARTICLEAN_UNDECIDED;
        if (b->verdict == ARTICLEAN_KEEP)
            d->p[i] = 1;
        else if (b->verdict == ARTICLEAN_DROP)
            d->p[i] = 0;
    }
}

/* What a kept block is to options->drop_classes. */
static enum articlean_class class_of_kind(const struct al_block *b)
{
    static const uint8_t classes[] = {
        [ARTICLEAN_HEADING] = ARTICLEAN_CLASS_HEADING, [ARTICLEAN_ITEM] = ARTICLEAN_CLASS_LIST,
        [ARTICLEAN_ROW] = ARTICLEAN_CLASS_TABLE,       [ARTICLEAN_CODE] = ARTICLEAN_CLASS_CODE,
        [ARTICLEAN_QUOTE] = ARTICLEAN_CLASS_QUOTE,     [ARTICLEAN_CAPTION] = ARTICLEAN_CLASS_CAPTION,
        [ARTICLEAN_VERSE] = ARTICLEAN_CLASS_NONE,
    };
    return (enum articlean_class)classes[b->kind];
}

static enum articlean_status set_verdicts(const struct decision *d, float from)
{
    struct al_reasons reasons;
    al_reasons_init(&reasons);
    enum articlean_status s = ARTICLEAN_OK;
    for (size_t i = 0; i < d->doc->n_blocks && !s; i++) {
        struct al_block *b = &d->doc->blocks[i];
        b->score = d->p[i];
        if (b->verdict != ARTICLEAN_UNDECIDED)
            continue;
        b->verdict = d->p[i] >= from ? ARTICLEAN_KEEP : ARTICLEAN_DROP;
        s = al_reason(&reasons, d->view, d->doc, i);
        if (!s)
            s = tell_repeated(d, i);
        if (b->verdict == ARTICLEAN_DROP && d->options->keep_classes >> b->class_of & 1 && b->class_of)
            al_doc_mark(b, ARTICLEAN_KEEP, "option.keep", (enum articlean_class)b->class_of);
        if (b->verdict == ARTICLEAN_KEEP && d->options->drop_classes >> class_of_kind(b) & 1 &&
            class_of_kind(b))
            al_doc_mark(b, ARTICLEAN_DROP, "option.drop", class_of_kind(b));
    }
    al_reasons_clear(&reasons);
    return s;
}

/* The blocks of one verdict from `from` on, at most `most`. */
static size_t run_of(const struct decision *d, size_t from, bool kept, size_t most)
{
    size_t n = 0;
    while (n < most && from + n < d->doc->n_blocks &&
           (d->doc->blocks[from + n].verdict == ARTICLEAN_KEEP) == kept)
        n++;
    return n;
}

static bool may_fill(const struct decision *d, size_t i)
{
    return !d->doc->blocks[i].is_final && !d->doc->blocks[i].n_elsewhere && d->p[i] >= hole_from &&
           d->view->nearby->link[i] < .1f;
}

/* Keeps a few blocks that the model doubts but that stand amid kept ones: a hole in an article is worse than
   a sentence too many. */
static void fill_holes(const struct decision *d)
{
    for (size_t i = 0; i < d->doc->n_blocks;) {
        size_t before = run_of(d, i, true, SIZE_MAX);
        size_t hole = i + before, size = run_of(d, hole, false, SIZE_MAX);
        i = hole + size;
        if (!size || size > HOLE_MOST || before < HOLE_EDGE || run_of(d, i, true, HOLE_EDGE) < HOLE_EDGE)
            continue;
        bool fill = true;
        for (size_t k = hole; k < i; k++)
            fill = fill && may_fill(d, k);
        for (size_t k = hole; fill && k < i; k++) {
            al_doc_mark(&d->doc->blocks[k], ARTICLEAN_KEEP, "strip.hole", ARTICLEAN_CLASS_NONE);
            d->doc->blocks[k].note = "amid kept blocks";
        }
    }
}

/* The block before block i, forms and promotions that rules drop amid an article passed over; SIZE_MAX when
   there is none near. */
static size_t before(const struct decision *d, size_t i)
{
    for (size_t passed = 0; i-- > 0 && passed <= FORM_MOST; passed++) {
        const struct al_block *b = &d->doc->blocks[i];
        bool is_form = b->is_final && b->verdict == ARTICLEAN_DROP &&
                       b->class_of != ARTICLEAN_CLASS_RELATED && b->class_of != ARTICLEAN_CLASS_COMMENT &&
                       b->class_of != ARTICLEAN_CLASS_LEGAL;
        if (!is_form)
            return i;
    }
    return SIZE_MAX;
}

/* Keeps prose behind the last kept prose, a form between them or not, that the model doubts though nothing
   speaks against it: the end of an article is where it doubts most. */
static void mend_tails(const struct decision *d)
{
    const float *prose = d->view->nearby->prose;
    for (size_t i = 2; i < d->doc->n_blocks; i++) {
        const struct al_block *b = &d->doc->blocks[i];
        if (b->verdict == ARTICLEAN_KEEP || b->hint < 0 || !may_fill(d, i) || d->p[i] < tail_from ||
            prose[i] <= 0)
            continue;
        size_t last = before(d, i), other = last < i ? before(d, last) : SIZE_MAX;
        if (other > i || prose[last] <= 0 || !al_block_kept(&d->doc->blocks[last]) ||
            !al_block_kept(&d->doc->blocks[other]))
            continue;
        al_doc_mark(&d->doc->blocks[i], ARTICLEAN_KEEP, "strip.tail", ARTICLEAN_CLASS_NONE);
        d->doc->blocks[i].note = "prose behind kept prose";
    }
}

static bool heads_a_post(const struct al_block *b)
{
    return b->verdict == ARTICLEAN_DROP && b->class_of == ARTICLEAN_CLASS_BYLINE &&
           al_str_starts(al_str_z(b->why), AL_STR("forum."));
}

/* Keeps what stands right behind the head of a post, as rules know it, where the page is a thread: answers
   are shorter than the question and so look like comments. */
static void keep_posts(const struct decision *d)
{
    size_t n = d->doc->n_blocks, heads = 0;
    for (size_t i = 0; i < n; i++)
        heads += heads_a_post(&d->doc->blocks[i]);
    for (size_t i = 1; i < n && heads >= LEAST_POSTS; i++) {
        struct al_block *b = &d->doc->blocks[i];
        if (b->verdict != ARTICLEAN_DROP || b->hint < 0 || !may_fill(d, i) || !heads_a_post(b - 1))
            continue;
        al_doc_mark(b, ARTICLEAN_KEEP, "strip.post", ARTICLEAN_CLASS_NONE);
        b->note = "a post of the thread";
    }
}

/* The likeliest headline: what matches the title, else a heading of level 1 that covers much of it or is the
   only one. */
static size_t headline(const struct decision *d)
{
    const struct al_nearby *y = d->view->nearby;
    if (y->title_block != UINT32_MAX)
        return y->title_block;
    for (size_t i = 0; i < y->n; i++) {
        const struct al_block *b = &d->doc->blocks[i];
        if (b->kind == ARTICLEAN_HEADING && b->level == 1 && (y->n_level_1 == 1 || y->title_cover[i] >= .5f))
            return i;
    }
    return y->n;
}

/* Keeps the headline above what is kept, unless its words are among that already. */
static void keep_title(const struct decision *d)
{
    const struct al_nearby *y = d->view->nearby;
    size_t t = headline(d), n = y->n;
    if (t >= n || y->prose_before[t] > title_prose * y->all_prose)
        return;
    struct al_block *title = &d->doc->blocks[t];
    bool any = false;
    for (size_t i = 0; i < n && i <= t + TITLE_REACH; i++) {
        if (d->doc->blocks[i].verdict != ARTICLEAN_KEEP)
            continue;
        if (y->title_in[i] >= same_title && y->title_cover[i] >= same_title * y->title_cover[t])
            return;
        any |= i > t;
    }
    if (any && !title->is_final && title->verdict == ARTICLEAN_DROP) {
        al_doc_mark(title, ARTICLEAN_KEEP, "strip.title", ARTICLEAN_CLASS_TITLE);
        title->note = "the page's title";
    }
}

/* What rules, and other pages of the site, have against the blocks of a page: a clean text has next to
   nothing. */
enum objections { NO_OBJECTION, HINTS, DROPS };

/* Expected F1 of all blocks from which on a page is clean already. What this program printed is such a page:
   its chrome is gone, and to cut at it again would be to cut into the article. */
static const float clean_from[] = {[NO_OBJECTION] = .75f, [HINTS] = .85f};

static enum objections objections_of(const struct al_doc *doc)
{
    enum objections most = NO_OBJECTION;
    for (size_t i = 0; i < doc->n_blocks; i++)
        if (doc->blocks[i].verdict == ARTICLEAN_DROP || doc->blocks[i].n_elsewhere)
            return DROPS;
        else if (doc->blocks[i].hint < 0)
            most = HINTS;
    return most;
}

/* A text to be kept whole: rules drop nothing of it, and the model has hardly anything against it or knows
   nothing of the kind (a poem, a list). */
static bool is_clean(const struct decision *d, float expected, enum objections rules)
{
    if (d->doc->from == ARTICLEAN_FROM_HTML || rules == DROPS)
        return false;
    return expected_of_all(d) >= clean_from[rules] || (rules == NO_OBJECTION && expected < unknown_to);
}

static enum articlean_status decide(const struct decision *d)
{
    struct al_doc *doc = d->doc;
    for (size_t i = 0; i < doc->n_blocks; i++) {
        d->p[i] = doc->blocks[i].score;
        d->size[i] = d->view->facts->of[i].size;
    }
    TRY(blend(d));
    shift_repeated(d);
    enum objections rules = objections_of(doc);
    take_verdicts(d);
    struct al_cut cut = al_best_cut(d->p, d->size, doc->n_blocks, 1);
    doc->confidence = cut.expected;
    if (is_clean(d, cut.expected, rules))
        cut.from = 0;
    else if (cut.expected < least_of_f)
        cut.from = 2;
    else if (d->options->lean != ARTICLEAN_BALANCED)
        cut = al_best_cut(d->p, d->size, doc->n_blocks, betas[d->options->lean]);
    else if (doc->from == ARTICLEAN_FROM_HTML)
        cut = al_joint_cut(d->p, d->size, doc->n_blocks, together_html);
    else if (al_has_body(d->p, d->size, doc->n_blocks))
        cut = al_joint_cut(d->p, d->size, doc->n_blocks, together_dump);
    TRY(set_verdicts(d, cut.from));
    if (d->options->lean != ARTICLEAN_PRECISION) {
        fill_holes(d);
        mend_tails(d);
        keep_posts(d);
    }
    keep_title(d);
    return ARTICLEAN_OK;
}

enum articlean_status al_decide(const struct al_view *view, struct al_doc *doc,
                                const struct articlean_options *options)
{
    float *p = al_malloc((doc->n_blocks + 1) * (sizeof *p + sizeof(uint32_t)));
    if (!p)
        return ARTICLEAN_NO_MEMORY;
    enum articlean_status s =
        decide(&(struct decision){view, doc, options, p, (uint32_t *)(p + doc->n_blocks)});
    al_free(p);
    return s;
}
