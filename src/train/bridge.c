/* What the trainer needs of the program, as a shared library for Python's ctypes: the blocks of a page, the
   tokens that vote, the features and the decision are the program's own, so training and running cannot
   differ. */
#include "base/alloc.h"
#include "base/try.h"
#include "decode/decode.h"
#include "dedupe/dedupe.h"
#include "normalize/normalize.h"
#include "strip/decide.h"
#include "strip/meta.h"
#include "strip/page.h"
#include "strip/ruling.h"
#include "strip/second.h"

#include <articlean/articlean.h>
#include <stdlib.h>

#define BRIDGE __attribute__((visibility("default")))

struct bridge_page {
    struct al_doc doc;
    struct al_page page;
    struct al_view view;
    struct al_buf output;
    uint8_t *verdicts; /* of the rules, so that a page can be decided more than once */
};

struct bridge_page *bridge_open(const char *data, size_t size, int from, const char *url);
void bridge_close(struct bridge_page *b);
size_t bridge_blocks(const struct bridge_page *b);
void bridge_ranges(const struct bridge_page *b, uint32_t *start, uint32_t *end, uint32_t *size);
const char *bridge_text(const struct bridge_page *b, size_t i, size_t *size);
size_t bridge_votes(struct bridge_page *b, int classes, const float *label, uint32_t *keys, float *share,
                    size_t room);
unsigned bridge_table(const uint32_t *keys, const int8_t *scores, size_t n, unsigned bits, uint16_t *checks,
                      int8_t *slots);
int bridge_features(struct bridge_page *b, const struct al_table *words, const struct al_table *classes,
                    float *rows);
const char *bridge_rule(const struct bridge_page *b, size_t i);
size_t bridge_output(struct bridge_page *b, const char **text);
int bridge_second(struct bridge_page *b, const float *p, float *rows);
int bridge_n_second(void);
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

/* The stages before the model; opened once, because compiling the rules takes longer than a page. */
static struct {
    struct articlean_options options;
    void *decode, *normalize, *dedupe;
    struct al_meta *meta;
    struct al_ruling *ruling;
} stages;

static enum articlean_status open_stages(void)
{
    if (stages.ruling)
        return ARTICLEAN_OK;
    articlean_options_init(&stages.options);
    TRY(al_decode_open(&stages.options, &stages.decode));
    TRY(al_normalize_open(&stages.options, &stages.normalize));
    TRY(al_dedupe_open(&stages.options, &stages.dedupe));
    TRY(al_meta_open(&stages.meta));
    return al_ruling_open(&stages.options, &stages.ruling);
}

static enum articlean_status load(struct bridge_page *b)
{
    TRY(open_stages());
    TRY(al_decode_run(stages.decode, &b->doc));
    TRY(al_normalize_run(stages.normalize, &b->doc));
    TRY(al_meta_head(stages.meta, &b->doc));
    TRY(al_ruling_run(stages.ruling, &b->doc));
    b->verdicts = al_malloc(b->doc.n_blocks + 1);
    if (!b->verdicts)
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
    al_doc_init(&b->doc, 0);
    al_buf_init(&b->output, 0);
    b->doc.raw = al_str(data, size);
    b->doc.from = (enum articlean_from)from;
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
    al_buf_clear(&b->output);
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

/* The rule that dropped block i for good, "" when none did. */
BRIDGE const char *bridge_rule(const struct bridge_page *b, size_t i)
{
    const struct al_block *block = &b->doc.blocks[i];
    return block->is_final && b->verdicts[i] == ARTICLEAN_DROP ? block->why : "";
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

/* Fills the 2^bits slots of a table of scores; returns how many entries found room. A key whose check would
   be 0 is left out. */
BRIDGE unsigned bridge_table(const uint32_t *keys, const int8_t *scores, size_t n, unsigned bits,
                             uint16_t *checks, int8_t *slots)
{
    uint32_t mask = (1u << bits) - 1;
    unsigned put = 0;
    memset(checks, 0, sizeof *checks << bits);
    for (size_t k = 0; k < n && put < mask; k++) {
        uint16_t check = (uint16_t)(keys[k] >> 16);
        if (!check)
            continue;
        uint32_t i = keys[k] & mask;
        while (checks[i] && checks[i] != check)
            i = (i + 1) & mask;
        put += !checks[i];
        checks[i] = check;
        slots[i] = scores[k];
    }
    return put;
}

/* Writes n rows of `width` values that are given in columns. */
static float *turn(const al_column *columns, size_t n, size_t width, float *rows)
{
    for (size_t r = 0; r < n; r++)
        for (size_t k = 0; k < width; k++)
            *rows++ = columns[k][r];
    return rows;
}

/* Writes the features of all blocks, row after row. */
BRIDGE int bridge_features(struct bridge_page *b, const struct al_table *words,
                           const struct al_table *classes, float *rows)
{
    struct al_cursor cursor;
    if (al_page_view(&b->page, &b->doc, words, classes, &b->view))
        return -1;
    al_features_begin(&cursor, &b->view);
    size_t width = b->view.boxes->n ? AL_N_FEATURES : AL_N_TEXT_FEATURES;
    al_column columns[AL_N_FEATURES];
    for (unsigned n; (n = al_features_next(&cursor, columns)) > 0;)
        rows = turn(columns, n, width, rows);
    return (int)width;
}

BRIDGE int bridge_n_second(void)
{
    return AL_N_SECOND;
}

/* Writes the rows of the second look at a page whose blocks have probabilities p; wants bridge_features()
 * before. */
BRIDGE int bridge_second(struct bridge_page *b, const float *p, float *rows)
{
    struct al_second second;
    if (al_second_begin(&second, &b->view, p, &b->doc.arena))
        return -1;
    al_column columns[AL_N_SECOND];
    for (unsigned n; (n = al_second_next(&second, columns)) > 0;)
        rows = turn(columns, n, AL_N_SECOND, rows);
    return AL_N_SECOND;
}

/* Decides with the probabilities p; wants bridge_features() before. */
BRIDGE int bridge_decide(struct bridge_page *b, const float *p, int lean, uint8_t *kept, float *confidence)
{
    for (size_t i = 0; i < b->doc.n_blocks; i++) {
        b->doc.blocks[i].score = p[i];
        b->doc.blocks[i].verdict = b->verdicts[i];
    }
    struct articlean_options options = stages.options;
    options.lean = (enum articlean_lean)lean;
    if (al_decide(&b->view, &b->doc, &options))
        return -1;
    for (size_t i = 0; i < b->doc.n_blocks; i++)
        kept[i] = al_block_kept(&b->doc.blocks[i]);
    *confidence = b->doc.confidence;
    return 0;
}

static enum articlean_status append(const void *data, size_t size, void *context)
{
    return al_buf_append(context, data, size);
}

/* The output of a page that bridge_decide() has decided, through the rest of the program; the last call for a
   page. Returns its size in bytes; the text is the page's. */
BRIDGE size_t bridge_output(struct bridge_page *b, const char **text)
{
    b->output.n = 0;
    if (al_meta_body(stages.meta, &b->doc) || al_dedupe_run(stages.dedupe, &b->doc) ||
        articlean_write(&b->doc, ARTICLEAN_TO_TEXT, 0, append, &b->output))
        return 0;
    *text = b->output.p;
    return b->output.n;
}
