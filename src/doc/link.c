#include "link.h"

/* Two texts are walked side by side. Where they differ, the nearest place is looked for from which some bytes
   are equal again; the differences that stages make are short. */
enum {
    REACH = 48,      /* bytes of either text that one difference may take */
    MATCH = 4,       /* equal bytes that end it */
    SHORT_MATCH = 2, /* where they are ASCII and the difference is short */
    SHORT = 8,
    MAX_STEPS = 1 << 22 /* comparisons for a document: they bound the time, then links go */
};

struct walk {
    struct al_str before, after;
    size_t i, j; /* both texts correspond up to here */
    uint32_t *n_steps;
    bool is_lost;
    size_t n_tail; /* equal bytes at the ends of both texts; set when it is lost */
};

static bool is_inside_character(struct al_str s, size_t i)
{
    return i < s.n && ((unsigned char)s.p[i] & 0xC0) == 0x80;
}

static bool agrees(const struct walk *w, size_t i, size_t j, size_t taken)
{
    bool is_short = taken <= SHORT && i < w->before.n && (unsigned char)w->before.p[i] < 0x80;
    size_t want = is_short ? SHORT_MATCH : MATCH, n = w->before.n - i < want ? w->before.n - i : want;
    if (n < want && w->after.n - j != n)
        return false;
    return w->after.n - j >= n && memcmp(w->before.p + i, w->after.p + j, n) == 0;
}

/* Sets the bytes of both texts that the difference at the place takes. */
static bool find_end(const struct walk *w, size_t *d, size_t *e)
{
    for (size_t sum = 1; sum <= 2 * REACH; sum++)
        for (*d = sum > REACH ? sum - REACH : 0; *d <= sum && *d <= REACH; ++*d) {
            *e = sum - *d;
            if (++*w->n_steps > MAX_STEPS)
                return false;
            if (w->i + *d <= w->before.n && w->j + *e <= w->after.n && agrees(w, w->i + *d, w->j + *e, sum))
                return true;
        }
    return false;
}

/* How many bytes are equal at the ends of both texts, as far as they do not correspond already. */
static size_t count_tail(const struct walk *w)
{
    size_t most_before = w->before.n - w->i, most_after = w->after.n - w->j, n = 0;
    size_t most = most_before < most_after ? most_before : most_after;
    while (n < most && w->before.p[w->before.n - 1 - n] == w->after.p[w->after.n - 1 - n])
        n++;
    return n;
}

/* Places behind a difference that has no end within reach are counted from the ends of both texts. */
static bool place_from_end(const struct walk *w, size_t at, size_t *out)
{
    size_t n = w->before.n - at;
    if (n > w->n_tail)
        return false;
    *out = w->after.n - n;
    return !is_inside_character(w->after, *out);
}

/* Where byte `at` of the text before is in the text after; inside a difference, where that begins or ends. */
static bool place(struct walk *w, size_t at, bool is_end, size_t *out)
{
    while (!w->is_lost) {
        while (w->i < at && w->j < w->after.n && w->before.p[w->i] == w->after.p[w->j])
            w->i++, w->j++;
        *out = w->j;
        if (w->i == at)
            return true;
        while (is_inside_character(w->before, w->i) || is_inside_character(w->after, w->j))
            w->i--, w->j--;
        size_t d, e;
        if (!find_end(w, &d, &e)) {
            w->is_lost = true;
            w->n_tail = count_tail(w);
        } else if (w->i + d > at) {
            *out = is_end ? w->j + e : w->j;
            return true;
        } else {
            w->i += d;
            w->j += e;
        }
    }
    return place_from_end(w, at, out);
}

void al_block_set_text(struct al_doc *doc, struct al_block *block, struct al_str text)
{
    struct walk w = {.before = block->text, .after = text, .n_steps = &doc->n_link_steps};
    struct al_link **at = &block->links;
    size_t last = 0;
    for (struct al_link *link = *at; link; link = link->next) {
        size_t start, end;
        if (!place(&w, link->start, false, &start) || !place(&w, link->end, true, &end))
            continue;
        start = start < last ? last : start;
        if (start >= end)
            continue;
        link->start = (uint32_t)start;
        link->end = (uint32_t)end;
        last = end;
        *at = link;
        at = &link->next;
    }
    *at = NULL;
    block->text = text;
}
