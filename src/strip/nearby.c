#include "nearby.h"

#include "base/alloc.h"
#include "base/try.h"
#include "fastlog.h"

#include <string.h>

enum {
    CORE_BITS = 1 << 16,  /* of the set of words that prose uses */
    TOPIC_BITS = 1 << 11, /* of the sets of words of title and headings */
    CORE_WORDS = 25,      /* prose of so many words makes the page's vocabulary */
    PROSE_WORDS = 9,      /* a block of fewer words is no prose */
    RUN_LETTERS = 12,     /* a word on average, where neither spaces nor stops part them (Thai, Khmer) */
    LABEL_WORDS = 9,      /* a short line of at most so many words labels what follows */
    DATA_BITS = 1 << 16,  /* of the set of pairs of words of the JSON-LD */
    DATA_CHUNK = 160,     /* bytes of it that are looked at as one text */
    DATA_MOST = 1 << 17,  /* bytes of it that are looked at */
    TITLE_WORDS = 3,      /* words a headline has at least, when nothing else tells it */
    FAR = 60,             /* blocks; distances end here */
    STRETCH_MAX = 400,    /* characters; what one block can add to the densest stretch */
    STRETCH_COST = 60     /* and what each costs */
};

struct topic {
    uint64_t bits[TOPIC_BITS / 64];
    uint32_t n;
};

static bool has_bit(const uint64_t *bits, uint32_t n_bits, uint32_t hash)
{
    uint32_t b = hash >> 2 & (n_bits - 1);
    return bits[b / 64] >> b % 64 & 1;
}

static bool set_bit(uint64_t *bits, uint32_t n_bits, uint32_t hash)
{
    uint32_t b = hash >> 2 & (n_bits - 1);
    bool is_new = !(bits[b / 64] >> b % 64 & 1);
    bits[b / 64] |= (uint64_t)1 << b % 64;
    return is_new;
}

static void topic_add(struct topic *t, const struct al_facts *facts, const struct al_fact *f)
{
    for (uint32_t k = 0; k < f->n_tokens; k++)
        t->n += set_bit(t->bits, TOPIC_BITS, facts->tokens[f->first_token + k]);
}

/* Share of the block's words that the topic has, and of the topic's words that the block can cover. */
static void share_hits(const struct topic *t, uint32_t hits, const struct al_fact *f, float *in, float *cover)
{
    *in = f->n_tokens ? (float)hits / f->n_tokens : 0;
    *cover = hits >= t->n ? t->n > 0 : (float)hits / (float)t->n;
}

/* Matches all blocks with a topic; few pages have those that are no title. */
static void match_topic(const struct topic *t, const struct al_facts *facts, size_t n, float *in,
                        float *cover)
{
    if (!t->n) {
        memset(in, 0, n * sizeof *in);
        memset(cover, 0, n * sizeof *cover);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const struct al_fact *f = &facts->of[i];
        uint32_t hits = 0;
        for (uint32_t k = 0; k < f->n_tokens; k++)
            hits += has_bit(t->bits, TOPIC_BITS, facts->tokens[f->first_token + k]);
        share_hits(t, hits, f, &in[i], &cover[i]);
    }
}

/* Words of running text, 0 when the block is none. */
static float prose_of(const struct al_fact *f, float link)
{
    if (f->words < PROSE_WORDS || link >= .35f)
        return 0;
    bool unspaced = f->letters > RUN_LETTERS * (f->own_words + 1u) && f->digits * 2 < f->letters &&
                    f->wide * 2 <= f->chars;
    bool sentence = f->stops > 0 || unspaced || (f->wide * 2 > f->chars && f->commas > 0) ||
                    (f->words > 40 && f->commas > 2);
    return sentence ? f->words : 0;
}

static bool is_heading(const struct al_block *b)
{
    return b->kind == ARTICLEAN_HEADING || (b->flags & AL_F_IN_HEADING);
}

uint32_t al_nearby_label(const struct al_doc *doc, const struct al_facts *facts, size_t i, uint32_t label)
{
    const struct al_fact *f = &facts->of[i];
    bool is_label = doc->from == ARTICLEAN_FROM_HTML
                        ? is_heading(&doc->blocks[i])
                        : f->words <= LABEL_WORDS && !(f->marks & AL_M_ENDS_STOP) && f->letters;
    return is_label ? (uint32_t)i : label;
}

void al_nearby_clear(struct al_nearby *nearby)
{
    al_free(nearby->room);
    al_free(nearby->core_bits);
    al_free(nearby->data_bits);
    *nearby = (struct al_nearby){0};
}

/* Bytes of all columns for one block. */
#define SUM(name) +sizeof(double)
#define EDGED(name, none) +sizeof(float)
#define COLUMN(type, name) +sizeof(type)
static const size_t row_size = 0
#include "nearby.def"
    ;
#undef SUM
#undef EDGED
#undef COLUMN

/* Cuts the room into columns: those of wide types come first. */
static void cut_columns(struct al_nearby *y)
{
    char *p = y->room;
#define CUT(type, name) y->name = (type *)(void *)p + AL_EDGE, p += y->cap * sizeof(type);
#define SUM(name) CUT(double, name)
#define EDGED(name, none) CUT(float, name)
#define COLUMN(type, name) CUT(type, name)
#include "nearby.def"
#undef SUM
#undef EDGED
#undef COLUMN
}

static enum articlean_status reserve(struct al_nearby *y, size_t n)
{
    if (!y->core_bits && !(y->core_bits = al_malloc(CORE_BITS / 8)))
        return ARTICLEAN_NO_MEMORY;
    if (!y->data_bits && !(y->data_bits = al_malloc(DATA_BITS / 8)))
        return ARTICLEAN_NO_MEMORY;
    if (n + 2 * AL_EDGE > y->cap) {
        al_free(y->room);
        y->cap = 0;
        if (!(y->room = al_calloc(n + n / 2 + 2 * AL_EDGE, row_size)))
            return ARTICLEAN_NO_MEMORY;
        y->cap = n + n / 2 + 2 * AL_EDGE;
    }
    memset(y->core_bits, 0, CORE_BITS / 8);
    *y = (struct al_nearby){.room = y->room,
                            .cap = y->cap,
                            .n = n,
                            .core_bits = y->core_bits,
                            .data_bits = y->data_bits,
                            .title_block = UINT32_MAX};
    cut_columns(y);
    return ARTICLEAN_OK;
}

/* Writes what stands where there is no block; as shapes, those that are like no other within reach. */
static void fill_edges(struct al_nearby *y)
{
    enum { APART = 7, BEFORE = 100, AFTER = BEFORE + APART };
#define EDGE(name, before, after)                                                                            \
    for (size_t k = 0; k < AL_EDGE; k++) {                                                                   \
        (y->name - AL_EDGE)[k] = (before);                                                                   \
        y->name[y->n + k] = (after);                                                                         \
    }
#define SUM(name) EDGE(name, 0, y->name[y->n])
#define EDGED(name, none) EDGE(name, none, none)
#define COLUMN(type, name)
#include "nearby.def"
#undef SUM
#undef EDGED
#undef COLUMN
    EDGE(shape, (uint8_t)(BEFORE + k % APART), (uint8_t)(AFTER + k % APART))
#undef EDGE
}

/* Five steps of length, whether there is a date, and how it ends. */
static uint8_t shape_of(const struct al_fact *f)
{
    int length = f->words <= 1.5f ? 0 : f->words < 5 ? 1 : f->words < 10 ? 2 : f->words < 25 ? 3 : 4;
    bool date = f->marks & (AL_M_DATE | AL_M_TIME), stop = f->marks & AL_M_ENDS_STOP;
    return (uint8_t)(length * 8 + date * 4 + stop * 2 + ((f->marks & (AL_M_STARTS_DIGIT | AL_M_PRICE)) != 0));
}

/* Writes the columns that facts alone tell. */
static void fill_facts(struct al_nearby *y, const struct al_doc *doc, const struct al_facts *facts)
{
    for (size_t i = 0; i < y->n; i++) {
        const struct al_fact *f = &facts->of[i];
        const struct al_block *b = &doc->blocks[i];
        float link = b->text.n ? (float)b->link_bytes / (float)b->text.n : 0;
        y->link[i] = link < 1 ? link : 1;
        y->prose[i] = prose_of(f, y->link[i]);
        y->is_prose[i] = y->prose[i] > 0;
        y->shape[i] = shape_of(f);
        y->log_words[i] = al_fastlog(f->words);
        y->ends_stop[i] = (f->marks & AL_M_ENDS_STOP) != 0;
        y->kind[i] = b->kind;
        y->caps[i] = (float)f->caps / (float)(f->own_words ? f->own_words : 1);
        y->hint[i] = b->hint;
        y->blank_before[i] = b->blank_before < 3 ? b->blank_before : 3;
    }
}

/* What the words of a block say, with those of headings and of the page's prose collected on the way. */
static void fill_words(struct al_nearby *y, const struct al_doc *doc, const struct al_facts *facts,
                       const struct al_table *words, struct topic *heads)
{
    for (size_t i = 0; i < y->n; i++) {
        const struct al_fact *f = &facts->of[i];
        const struct al_block *b = &doc->blocks[i];
        struct al_word_score *own = &y->own[i];
        if (f->first == i)
            al_words_score(facts, i, words, own);
        else
            *own = y->own[f->first];
        y->score[i] = own->word.sum + own->pair.sum + own->whole;
        y->low_score[i] = f->words <= AL_SHORT_WORDS && y->score[i] < 0 ? y->score[i] : 0;
        y->first[i] = f->first;
        y->repeats[i] = 0;
        y->repeats[f->first]++;
        if (y->prose[i] >= CORE_WORDS)
            for (uint32_t k = 0; k < f->n_tokens; k++)
                set_bit(y->core_bits, CORE_BITS, facts->tokens[f->first_token + k]);
        y->n_headings += is_heading(b);
        if (is_heading(b) && b->level == 1) {
            y->n_level_1++;
            topic_add(heads, facts, f);
        }
    }
}

/* Adds the words of a text that is no block. */
static enum articlean_status add_text(struct al_str text, struct topic *topic)
{
    struct al_block block = {.text = text};
    struct al_doc alone = {.blocks = &block, .n_blocks = 1};
    struct al_facts own = {0};
    enum articlean_status s = al_facts_count(&own, &alone);
    if (!s)
        topic_add(topic, &own, &own.of[0]);
    al_facts_clear(&own);
    return s;
}

/* What the page says it is about: title and description of the HTML head, else the first line. */
static enum articlean_status find_topics(const struct al_doc *doc, const struct al_facts *facts,
                                         struct topic *title, struct topic *about)
{
    struct al_str name = al_doc_pair(doc, "title"), text = al_doc_pair(doc, "description");
    if (!text.n)
        text = al_doc_pair(doc, "og:description");
    if (text.n)
        TRY(add_text(text, about));
    if (name.n)
        return add_text(name, title);
    if (facts->n && doc->from != ARTICLEAN_FROM_HTML)
        topic_add(title, facts, &facts->of[0]);
    return ARTICLEAN_OK;
}

static uint32_t pair_hash(uint32_t a, uint32_t b)
{
    return (a * 0x2C1B3C6Du ^ b) * 0x85EBCA6Bu >> 8;
}

/* Notes the pairs of words of the JSON-LD, piece by piece. */
static enum articlean_status find_data(struct al_nearby *y, const struct al_doc *doc)
{
    struct al_facts own = {0};
    enum articlean_status s = ARTICLEAN_OK;
    y->has_data = false;
    for (size_t i = 0; i < doc->n_pairs && !s; i++) {
        struct al_str rest = doc->pairs[i].value;
        if (!al_str_eq(doc->pairs[i].name, AL_STR("ld+json")))
            continue;
        if (!y->has_data)
            memset(y->data_bits, 0, DATA_BITS / 8);
        y->has_data = true;
        rest.n = rest.n < DATA_MOST ? rest.n : DATA_MOST;
        while (rest.n && !s) {
            struct al_block block = {.text = {rest.p, rest.n < DATA_CHUNK ? rest.n : DATA_CHUNK}};
            struct al_doc alone = {.blocks = &block, .n_blocks = 1};
            s = al_facts_count(&own, &alone);
            for (uint32_t k = 1; !s && k < own.of[0].n_tokens; k++)
                set_bit(y->data_bits, DATA_BITS, pair_hash(own.tokens[k - 1], own.tokens[k]));
            rest = al_str(rest.p + block.text.n, rest.n - block.text.n);
        }
    }
    al_facts_clear(&own);
    return s;
}

static void match_data(struct al_nearby *y, const struct al_facts *facts)
{
    memset(y->data_pairs, 0, y->n * sizeof *y->data_pairs);
    for (size_t i = 0; y->has_data && i < y->n; i++) {
        const struct al_fact *f = &facts->of[i];
        const uint32_t *t = facts->tokens + f->first_token;
        uint32_t hits = 0, n = f->n_tokens < AL_HEAD_TOKENS ? f->n_tokens : AL_HEAD_TOKENS;
        for (uint32_t k = 1; k < n; k++)
            hits += has_bit(y->data_bits, DATA_BITS, pair_hash(t[k - 1], t[k]));
        y->data_pairs[i] = n < 2 ? 0 : (float)hits / (float)(n - 1);
    }
}

/* Matches a block with the page's vocabulary and its title. */
static void match_words(struct al_nearby *y, size_t i, const struct al_facts *facts,
                        const struct topic *title)
{
    const struct al_fact *f = &facts->of[i];
    const uint32_t *t = facts->tokens + f->first_token;
    uint32_t hits = 0, n_long = 0, long_hits = 0, in_title = 0;
    for (uint32_t k = 0; k < f->n_tokens; k++) {
        uint32_t is_long = t[k] & 1, hit = has_bit(y->core_bits, CORE_BITS, t[k]);
        hits += hit;
        n_long += is_long;
        long_hits += hit & is_long;
        in_title += has_bit(title->bits, TOPIC_BITS, t[k]);
    }
    y->core[i] = f->n_tokens ? (float)hits / f->n_tokens : 0;
    y->core_long[i] = n_long ? (float)long_hits / (float)n_long : y->core[i];
    share_hits(title, in_title, f, &y->title_in[i], &y->title_cover[i]);
}

static void match_again(struct al_nearby *y, size_t i, size_t first)
{
    y->core[i] = y->core[first];
    y->core_long[i] = y->core_long[first];
    y->title_in[i] = y->title_in[first];
    y->title_cover[i] = y->title_cover[first];
}

/* Labels, and what their words say of the blocks below them. */
static void fill_labels(struct al_nearby *y, const struct al_doc *doc, const struct al_facts *facts,
                        const struct al_table *words)
{
    uint32_t label = UINT32_MAX;
    struct al_score score = {0};
    for (size_t i = 0; i < y->n; i++) {
        y->label[i] = label;
        y->own[i].label = score;
        uint32_t next = al_nearby_label(doc, facts, i, label);
        if (next != label)
            al_label_score(facts, next, words, &score);
        label = next;
    }
}

static float clamp(float v, float least, float most)
{
    return v < least ? least : v > most ? most : v;
}

/* Sums over the blocks before each, and over all behind the last. */
static void fill_sums(struct al_nearby *y, const struct al_facts *facts)
{
    double words = 0, prose = 0, sum_prose = 0, link = 0, sum_words = 0, score = 0, stop = 0, date = 0,
           core = 0;
    for (size_t i = 0;; i++) {
        y->words_before[i] = words;
        y->prose_before[i] = prose;
        y->sum_prose[i] = sum_prose;
        y->sum_link[i] = link;
        y->sum_words[i] = sum_words;
        y->sum_score[i] = score;
        y->sum_stop[i] = stop;
        y->sum_date[i] = date;
        y->sum_core[i] = core;
        if (i == y->n)
            break;
        const struct al_fact *f = &facts->of[i];
        float most_60 = f->words < 60 ? f->words : 60, most_30 = f->words < 30 ? f->words : 30;
        words += f->words;
        prose += y->prose[i];
        sum_prose += al_fastlog(y->prose[i]);
        link += y->link[i] * most_30;
        sum_words += most_60;
        score += clamp(y->score[i], -4, 4);
        stop += y->ends_stop[i];
        date += f->marks & (AL_M_DATE | AL_M_TIME) ? 1 : 0;
        core += y->core_long[i] * most_60;
        y->link_words += y->link[i] * f->words;
        y->wide += f->wide;
        y->longest = f->words > y->longest ? f->words : y->longest;
    }
    y->all_words = words;
    y->all_prose = prose;
}

/* Vocabulary and title. */
static void fill_topics(struct al_nearby *y, const struct al_doc *doc, const struct al_facts *facts,
                        const struct topic *title)
{
    float best = 0;
    for (size_t i = 0; i < y->n; i++) {
        const struct al_fact *f = &facts->of[i];
        y->repeats[i] = y->repeats[f->first];
        if (f->first == i)
            match_words(y, i, facts, title);
        else
            match_again(y, i, f->first);
        bool first_line = !i && doc->from != ARTICLEAN_FROM_HTML;
        if (first_line || y->title_in[i] <= .6f || f->words < TITLE_WORDS)
            continue;
        float fit = y->title_in[i] * y->title_cover[i] + (is_heading(&doc->blocks[i]) ? .3f : 0);
        if (fit > best * 1.2f) {
            best = fit;
            y->title_block = (uint32_t)i;
        }
    }
}

static void fill_runs(struct al_nearby *y, const struct al_facts *facts)
{
    for (size_t i = 0, end; i < y->n; i = end) {
        for (end = i; end < y->n && facts->of[end].words <= LABEL_WORDS;)
            end++;
        for (size_t k = i; k < end; k++)
            y->run_short[k] = (uint32_t)(end - i);
        if (end == i)
            y->run_short[end++] = 0;
    }
}

/* Walks back for the distance to the next prose, forward for the stretch of highest sum (Kadane). */
static void fill_stretch(struct al_nearby *y, const struct al_facts *facts)
{
    float d = FAR;
    for (size_t i = y->n; i-- > 0;) {
        y->to_prose[i] = d;
        d = y->prose[i] > 0 ? 0 : d < FAR ? d + 1 : FAR;
    }
    double run = 0, best = 0;
    uint32_t from = 0;
    for (size_t i = 0; i < y->n; i++) {
        const struct al_fact *f = &facts->of[i];
        double length = (f->chars + 2.0 * f->wide) * (1 - y->link[i]);
        if (run <= 0) {
            run = 0;
            from = (uint32_t)i;
        }
        run += (length < STRETCH_MAX ? length : STRETCH_MAX) - STRETCH_COST;
        if (run > best) {
            best = run;
            y->stretch = from;
            y->stretch_end = (uint32_t)i + 1;
        }
    }
}

enum articlean_status al_nearby_fill(struct al_nearby *y, const struct al_doc *doc,
                                     const struct al_facts *facts, const struct al_table *words)
{
    struct topic title = {0}, about = {0}, heads = {0};
    TRY(reserve(y, doc->n_blocks));
    TRY(find_topics(doc, facts, &title, &about));
    TRY(find_data(y, doc));
    fill_facts(y, doc, facts);
    fill_words(y, doc, facts, words, &heads);
    fill_labels(y, doc, facts, words);
    fill_topics(y, doc, facts, &title);
    match_topic(&heads, facts, y->n, y->head_in, y->head_cover);
    match_topic(&about, facts, y->n, y->about_in, y->about_cover);
    match_data(y, facts);
    fill_sums(y, facts);
    fill_runs(y, facts);
    fill_stretch(y, facts);
    fill_edges(y);
    return ARTICLEAN_OK;
}
