/* What the trainer needs of the program, as a shared library for Python's ctypes: the blocks of a page, the
   tokens that vote, the features and the decision are the program's own, so training and running cannot
   differ. */
#include "base/alloc.h"
#include "base/try.h"
#include "decode/decode.h"
#include "normalize/normalize.h"
#include "strip/decide.h"
#include "strip/page.h"
#include "strip/ruling.h"

#include <articlean/articlean.h>
#include <stdlib.h>

#define BRIDGE __attribute__((visibility("default")))

struct bridge_page {
    struct articlean_options options;
    struct al_doc doc;
    struct al_page page;
    struct al_view view;
    uint8_t *verdicts; /* of the rules, so that a page can be decided more than once */
};

struct bridge_page *bridge_open(const char *data, size_t size, int from, const char *url);
void bridge_close(struct bridge_page *b);
size_t bridge_blocks(const struct bridge_page *b);
void bridge_ranges(const struct bridge_page *b, uint32_t *start, uint32_t *end, uint32_t *size);
const char *bridge_text(const struct bridge_page *b, size_t i, size_t *size);
size_t bridge_votes(struct bridge_page *b, int classes, const float *label, uint32_t *keys, float *share,
                    size_t room);
unsigned bridge_table(const uint32_t *keys, const int8_t *scores, size_t n, unsigned bits, uint32_t *slots);
int bridge_features(struct bridge_page *b, const uint32_t *words, unsigned word_bits, const uint32_t *classes,
                    unsigned class_bits, float *rows);
int bridge_n_features(int text_only);
const char *bridge_feature_name(int i);
int bridge_decide(struct bridge_page *b, const float *p, int lean, uint8_t *kept, float *confidence);

BRIDGE int bridge_n_features(int text_only)
{
    return text_only ? AL_N_TEXT_FEATURES : AL_N_FEATURES;
}

BRIDGE const char *bridge_feature_name(int i)
{
    return al_feature_infos[i].name;
}

static enum articlean_status load(struct bridge_page *b)
{
    void *stage;
    TRY(al_decode_open(&b->options, &stage));
    enum articlean_status s = al_decode_run(stage, &b->doc);
    al_decode_close(stage);
    TRY(s);
    TRY(al_normalize_open(&b->options, &stage));
    s = al_normalize_run(stage, &b->doc);
    al_normalize_close(stage);
    TRY(s);
    struct al_ruling *ruling;
    TRY(al_ruling_open(&b->options, &ruling));
    s = al_ruling_run(ruling, &b->doc);
    al_ruling_close(ruling);
    TRY(s);
    if (!(b->verdicts = al_malloc(b->doc.n_blocks + 1)))
        return ARTICLEAN_NO_MEMORY;
    for (size_t i = 0; i < b->doc.n_blocks; i++)
        b->verdicts[i] = b->doc.blocks[i].verdict;
    return al_page_count(&b->page, &b->doc);
}

/* Reads a page whose bytes must live as long as the result; NULL when memory ends. */
BRIDGE struct bridge_page *bridge_open(const char *data, size_t size, int from, const char *url)
{
    struct bridge_page *b = al_calloc(1, sizeof *b);
    if (!b)
        return NULL;
    articlean_options_init(&b->options);
    al_doc_init(&b->doc, 0);
    b->doc.raw = al_str(data, size);
    b->doc.from = b->options.from = (enum articlean_from)from;
    b->doc.name = "";
    b->doc.is_last_part = true;
    b->doc.url = url;
    if (load(b)) {
        bridge_close(b);
        return NULL;
    }
    return b;
}

BRIDGE void bridge_close(struct bridge_page *b)
{
    al_page_clear(&b->page);
    al_doc_clear(&b->doc);
    al_free(b->verdicts);
    al_free(b);
}

BRIDGE size_t bridge_blocks(const struct bridge_page *b)
{
    return b->doc.n_blocks;
}

BRIDGE void bridge_ranges(const struct bridge_page *b, uint32_t *start, uint32_t *end, uint32_t *size)
{
    for (size_t i = 0; i < b->doc.n_blocks; i++) {
        start[i] = b->doc.blocks[i].start;
        end[i] = b->doc.blocks[i].end;
        size[i] = b->page.facts.of[i].size;
    }
}

BRIDGE const char *bridge_text(const struct bridge_page *b, size_t i, size_t *size)
{
    *size = b->doc.blocks[i].text.n;
    return b->doc.blocks[i].text.p;
}

/* Shares of content by token, gathered over the blocks of a page. */
struct votes {
    struct al_map ids; /* key -> entry */
    uint32_t *keys;
    double *found, *all;
    uint32_t *last; /* block that counted last: a token counts once a block */
    size_t n, room;
    uint32_t block;
    double weight, label;
};

static void vote(uint32_t key, enum al_level level, void *context)
{
    struct votes *v = context;
    (void)level;
    uint32_t *id;
    int is_new;
    if (al_map_put(&v->ids, key, (uint32_t)v->n, &id, &is_new))
        return;
    uint32_t e = *id;
    if (is_new) {
        if (v->n == v->room)
            return;
        v->n++;
        v->keys[e] = key;
        v->found[e] = v->all[e] = 0;
        v->last[e] = UINT32_MAX;
    }
    if (e >= v->n || v->last[e] == v->block)
        return;
    v->last[e] = v->block;
    v->found[e] += v->weight * v->label;
    v->all[e] += v->weight;
}

static void vote_names(struct votes *v, const struct al_elem *e, enum al_level level)
{
    uint32_t tokens[AL_MAX_NAMES];
    size_t n = al_class_tokens(e->names, tokens);
    for (size_t k = 0; k < n; k++)
        vote(al_score_key(tokens[k], level), level, v);
}

static void vote_classes(struct votes *v, const struct al_doc *doc, uint32_t at)
{
    vote_names(v, &doc->elems[at], AL_CLASS_OWN);
    uint32_t e = at;
    for (int level = 1; e && level < 60; level++) {
        e = doc->elems[e].parent;
        vote_names(v, &doc->elems[e], level <= 2 ? AL_CLASS_NEAR : AL_CLASS_FAR);
    }
}

/* Writes each token of the page with the share of its blocks that is content; label[i] < 0 leaves block i
   out. Returns how many, at most `room`. */
BRIDGE size_t bridge_votes(struct bridge_page *b, int classes, const float *label, uint32_t *keys,
                           float *share, size_t room)
{
    struct votes v = {.keys = keys, .room = room};
    al_map_init(&v.ids);
    v.found = malloc(room * sizeof *v.found);
    v.all = malloc(room * sizeof *v.all);
    v.last = malloc(room * sizeof *v.last);
    uint32_t topic = UINT32_MAX;
    for (size_t i = 0; i < b->doc.n_blocks && v.found && v.all && v.last; i++) {
        v.block = (uint32_t)i;
        v.label = label[i];
        double size = b->page.facts.of[i].size;
        v.weight = size > 0 ? 1 + size / (4 + size / 40) : .5;
        if (label[i] >= 0) {
            if (!classes)
                al_words_each(&b->page.facts, i, topic, vote, &v);
            else if (b->doc.n_elems)
                vote_classes(&v, &b->doc, b->doc.blocks[i].elem);
        }
        topic = al_nearby_label(&b->doc, &b->page.facts, i, topic);
    }
    for (size_t e = 0; e < v.n; e++)
        share[e] = (float)(v.found[e] / v.all[e]);
    free(v.found);
    free(v.all);
    free(v.last);
    al_map_clear(&v.ids);
    return v.n;
}

/* Fills the 2^bits slots of a table of scores; returns how many entries found room (all, when n is less). */
BRIDGE unsigned bridge_table(const uint32_t *keys, const int8_t *scores, size_t n, unsigned bits,
                             uint32_t *slots)
{
    uint32_t mask = (1u << bits) - 1;
    unsigned put = 0;
    memset(slots, 0, sizeof *slots << bits);
    for (size_t k = 0; k < n && put < mask; k++) {
        if (!(keys[k] >> 8))
            continue;
        uint32_t i = keys[k] & mask;
        while (slots[i] && slots[i] >> 8 != keys[k] >> 8)
            i = (i + 1) & mask;
        put += !slots[i];
        slots[i] = (keys[k] & ~0xFFu) | (uint8_t)scores[k];
    }
    return put;
}

/* Writes the features of all blocks, row after row. */
BRIDGE int bridge_features(struct bridge_page *b, const uint32_t *words, unsigned word_bits,
                           const uint32_t *classes, unsigned class_bits, float *rows)
{
    struct al_table w = {words, word_bits}, c = {classes, class_bits};
    struct al_cursor cursor;
    if (al_page_view(&b->page, &b->doc, &w, &c, &b->view))
        return -1;
    al_features_begin(&cursor, &b->view);
    size_t width = b->view.boxes->n ? AL_N_FEATURES : AL_N_TEXT_FEATURES;
    for (size_t i = 0; i < b->doc.n_blocks; i++)
        al_features_row(&cursor, rows + i * width);
    return (int)width;
}

/* Decides with the probabilities p; wants bridge_features() before. */
BRIDGE int bridge_decide(struct bridge_page *b, const float *p, int lean, uint8_t *kept, float *confidence)
{
    for (size_t i = 0; i < b->doc.n_blocks; i++) {
        b->doc.blocks[i].score = p[i];
        b->doc.blocks[i].verdict = b->verdicts[i];
    }
    if (al_decide(&b->view, (enum articlean_lean)lean))
        return -1;
    for (size_t i = 0; i < b->doc.n_blocks; i++)
        kept[i] = al_block_kept(&b->doc.blocks[i]);
    *confidence = b->doc.confidence;
    return 0;
}
