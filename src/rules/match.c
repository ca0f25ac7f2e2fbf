#include "match.h"

#include "base/alloc.h"
#include "base/try.h"
#include "base/utf8.h"
#include "key.h"
#include "pattern.h"
#include "unicode/props.h"

#include <stdlib.h>

enum {
    LINE_LIMIT = 4096, /* bytes of a line that a pattern may see; longer ones are no chrome */
    EDGE_LIMIT = 1024, /* bytes that patterns of start and end see */
    DIGIT_LINE_LIMIT = 48,
    PIECE_LIMIT = 48, /* bytes and words of one entry of a melted menu */
    PIECE_WORDS = 8,
    RUN_LIMIT = 400
};

/* Where words of a rule stand first in the block at hand. */
struct word {
    uint32_t rule, start, end;
};

struct al_matcher {
    const struct articlean_rules *set;
    const struct al_rule_index *index; /* of the set */
    struct al_patterns *patterns;
    uint32_t *tried;      /* by rule: stamp of the last block on which its pattern is a candidate */
    uint32_t *candidates; /* rules whose patterns to try on the block at hand */
    size_t n_candidates;
    uint32_t *worded; /* by rule: stamp of the last block that has a word of it */
    uint32_t *places; /* by rule: which of words[] */
    struct word *words;
    size_t n_words;

    /* the block at hand */
    uint32_t stamp;
    struct al_str key, trimmed, core;

    /* the run */
    const struct al_doc *doc;
    struct al_str host;
    al_candidate_fn *on_candidate;
    void *context;
};

enum articlean_status al_matcher_new(const struct articlean_rules *set, struct al_matcher **out)
{
    struct al_matcher *m = al_calloc(1, sizeof *m);
    if (!m)
        return ARTICLEAN_NO_MEMORY;
    size_t n = set->n ? set->n : 1;
    m->set = set;
    m->index = set->index;
    m->tried = al_calloc(n, sizeof *m->tried);
    m->worded = al_calloc(n, sizeof *m->worded);
    m->candidates = al_malloc(n * sizeof *m->candidates);
    m->places = al_malloc(n * sizeof *m->places);
    m->words = al_malloc(n * sizeof *m->words);
    enum articlean_status s = al_patterns_new(set, &m->patterns);
    if (s || !m->tried || !m->worded || !m->candidates || !m->places || !m->words) {
        al_matcher_free(m);
        return ARTICLEAN_NO_MEMORY;
    }
    *out = m;
    return ARTICLEAN_OK;
}

void al_matcher_free(struct al_matcher *m)
{
    if (!m)
        return;
    al_patterns_free(m->patterns);
    al_free(m->tried);
    al_free(m->worded);
    al_free(m->candidates);
    al_free(m->places);
    al_free(m->words);
    al_free(m);
}

/* A host is itself or a subdomain of the rule's. */
static bool host_fits(const struct al_rule *rule, struct al_str host)
{
    if (!*rule->host)
        return true;
    struct al_str want = al_str_z(rule->host);
    return al_str_ends(host, want) && (host.n == want.n || host.p[host.n - want.n - 1] == '.');
}

/* Is the block short enough for what the rule does? The weight of a text is at most its bytes, and at least a
   quarter of them. */
static bool length_fits(const struct al_rule *rule, struct al_str key)
{
    if (!rule->max || rule->action == AL_ACTION_CUT || key.n <= rule->max)
        return true;
    return key.n <= (size_t)rule->max * 4 && al_key_weight(key, rule->max) <= rule->max;
}

static bool fits(const struct al_matcher *m, const struct al_rule *rule, struct al_str key)
{
    return host_fits(rule, m->host) && length_fits(rule, key);
}

/* The part of the key that the rule's scope lets it see. */
static struct al_str view_of(const struct al_matcher *m, const struct al_rule *rule)
{
    struct al_str key = m->key;
    switch (rule->scope) {
    case AL_SCOPE_LINE:
        return m->trimmed.n > LINE_LIMIT ? al_str(key.p, 0) : m->trimmed;
    case AL_SCOPE_END:
        while (key.n > EDGE_LIMIT || (key.n && ((unsigned char)*key.p & 0xC0) == 0x80))
            key.p++, key.n--;
        return key;
    default:
        if (key.n > (rule->scope == AL_SCOPE_START ? EDGE_LIMIT : LINE_LIMIT)) {
            key.n = rule->scope == AL_SCOPE_START ? EDGE_LIMIT : LINE_LIMIT;
            while (((unsigned char)key.p[key.n] & 0xC0) == 0x80)
                key.n--;
        }
        return key;
    }
}

/* What a rule that does not match its view may see instead: a line without its brackets, a start without its
   bullet. A cut keeps to the bytes it names. */
static struct al_str bare_view(const struct al_matcher *m, const struct al_rule *r, struct al_str view)
{
    if (r->scope == AL_SCOPE_LINE)
        return m->core;
    if (r->scope != AL_SCOPE_START || r->action == AL_ACTION_CUT)
        return view;
    const char *first = al_key_trim(view).p;
    return al_str(first, (size_t)(view.p + view.n - first));
}

static void take_key(struct al_matcher *m, struct al_str key)
{
    m->key = key;
    m->trimmed = al_key_trim(key);
    m->core = al_key_unbracket(m->trimmed);
}

/* Reports a pattern unless a look at what it would see shows that it does not match. */
static enum articlean_status report_pattern(struct al_matcher *m, uint32_t index, uint32_t block)
{
    const struct al_rule *r = m->set->rules[index];
    struct al_str view = view_of(m, r);
    if (!view.n || !length_fits(r, m->key) ||
        !(al_pattern_may_match(r, view) || al_pattern_may_match(r, bare_view(m, r, view))))
        return ARTICLEAN_OK;
    struct al_candidate c = {.rule = r, .key = m->key, .block = block, .index = index};
    return m->on_candidate(&c, m->context);
}

enum articlean_status al_matcher_confirm(struct al_matcher *m, const struct al_candidate *c,
                                         struct al_hit *hit, bool *is_hit)
{
    *hit = (struct al_hit){.rule = c->rule, .block = c->block, .start = c->start, .end = c->end};
    *is_hit = !*c->rule->pattern;
    if (*is_hit)
        return ARTICLEAN_OK;
    if (m->key.p != c->key.p || m->key.n != c->key.n)
        take_key(m, c->key);
    struct al_match match;
    struct al_str view = view_of(m, c->rule);
    TRY(al_patterns_match(m->patterns, c->index, view, &match));
    if (!match.is_hit) {
        struct al_str bare = bare_view(m, c->rule, view);
        if (bare.n == view.n || !bare.n)
            return ARTICLEAN_OK;
        view = bare;
        TRY(al_patterns_match(m->patterns, c->index, view, &match));
        if (!match.is_hit)
            return ARTICLEAN_OK;
    }
    size_t base = (size_t)(view.p - m->key.p);
    hit->start = (uint32_t)(base + match.start);
    hit->end = (uint32_t)(base + match.end);
    memcpy(hit->values, match.values, sizeof hit->values);
    *is_hit = true;
    return ARTICLEAN_OK;
}

static void add_candidate(struct al_matcher *m, uint32_t rule)
{
    if (m->tried[rule] == m->stamp || !host_fits(m->set->rules[rule], m->host))
        return;
    m->tried[rule] = m->stamp;
    m->candidates[m->n_candidates++] = rule;
}

/* A literal that is a word of a list: a match when it stands where the scope wants it. The first of a rule
   counts, and of words that begin there the longest. */
static void add_word(struct al_matcher *m, uint32_t rule, struct al_str key, size_t start, size_t size)
{
    const struct al_rule *r = m->set->rules[rule];
    size_t end = start + size;
    if ((r->scope == AL_SCOPE_START && start > 0) || (r->scope == AL_SCOPE_END && end < key.n))
        return;
    if (!al_key_border(key, start) || !al_key_border(key, end) || !fits(m, r, key))
        return;
    if (m->worded[rule] != m->stamp) {
        m->worded[rule] = m->stamp;
        m->places[rule] = (uint32_t)m->n_words;
        m->words[m->n_words++] = (struct word){rule, (uint32_t)start, (uint32_t)end};
        return;
    }
    struct word *w = &m->words[m->places[rule]];
    if (start < w->start || (start == w->start && end > w->end))
        *w = (struct word){rule, (uint32_t)start, (uint32_t)end};
}

static int by_place(const void *a, const void *b)
{
    const struct word *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->rule < y->rule ? -1 : x->rule > y->rule;
}

static enum articlean_status report_words(struct al_matcher *m, uint32_t block)
{
    if (m->n_words > 1)
        qsort(m->words, m->n_words, sizeof *m->words, by_place);
    for (size_t i = 0; i < m->n_words; i++) {
        const struct word *w = &m->words[i];
        struct al_candidate c = {m->set->rules[w->rule], m->key, block, w->rule, w->start, w->end};
        TRY(m->on_candidate(&c, m->context));
    }
    m->n_words = 0;
    return ARTICLEAN_OK;
}

/* Reports a rule that all of the block matches. */
static enum articlean_status report_core(struct al_matcher *m, const struct al_rule *rule, uint32_t block)
{
    uint32_t start = (uint32_t)(m->core.p - m->key.p);
    struct al_candidate c = {
        .rule = rule, .key = m->key, .block = block, .start = start, .end = start + (uint32_t)m->core.n};
    return m->on_candidate(&c, m->context);
}

static enum articlean_status report_lines(struct al_matcher *m, uint32_t block)
{
    struct al_str key = m->key, core = m->core;
    const uint32_t *first = al_lines_get(&m->index->lines, core);
    for (uint32_t e = first ? *first + 1 : 0; e; e = m->index->entries[e - 1].next) {
        const struct al_rule *r = m->set->rules[m->index->entries[e - 1].rule];
        if (!fits(m, r, key))
            continue;
        TRY(report_core(m, r, block));
    }
    return ARTICLEAN_OK;
}

/* The rule that drops a line which is this piece alone; NULL when there is none. */
static const struct al_rule *drop_rule_of(const struct al_matcher *m, struct al_str piece)
{
    const uint32_t *first = al_lines_get(&m->index->lines, piece);
    for (uint32_t e = first ? *first + 1 : 0; e; e = m->index->entries[e - 1].next) {
        const struct al_rule *r = m->set->rules[m->index->entries[e - 1].rule];
        if (r->action == AL_ACTION_DROP && r->zone == AL_ZONE_ANY && host_fits(r, m->host))
            return r;
    }
    return NULL;
}

/* Length of the longest beginning of `text` that is a line of some rule that drops, ending at a border. */
static size_t longest_piece(const struct al_matcher *m, struct al_str text, const struct al_rule **rule)
{
    size_t best = 0;
    unsigned words = 0;
    if (!al_lines_may_begin(&m->index->lines, text))
        return 0;
    size_t most = text.n < PIECE_LIMIT ? text.n : PIECE_LIMIT;
    for (size_t n = 1; n <= most && words < PIECE_WORDS; n++) {
        bool in_word = al_key_is_solid(text.p[n - 1]);
        while (in_word && n < most && al_key_is_solid(text.p[n]))
            n++;
        if (n < text.n && (((unsigned char)text.p[n] & 0xC0) == 0x80 || !al_key_border(text, n)))
            continue;
        if (text.p[n - 1] == ' ')
            continue;
        words++;
        const struct al_rule *r = drop_rule_of(m, al_str(text.p, n));
        if (r) {
            best = n;
            *rule = r;
        }
    }
    return best;
}

static bool is_piece_mark(char c)
{
    return c == '|' || c == ':' || c == '/' || c == '>' || c == ',' || c == '-';
}

/* A line that is nothing but three or more lines of rules that drop, or two with marks between: a menu that
   lost its line breaks. */
static enum articlean_status report_run(struct al_matcher *m, uint32_t block)
{
    const struct al_rule *first = NULL, *rule = NULL;
    struct al_str key = m->key, core = m->core, rest = core;
    unsigned pieces = 0;
    bool marked = false;
    if (core.n > RUN_LIMIT || key.p[key.n - 1] == '.' || !al_lines_may_join(&m->index->lines, core))
        return ARTICLEAN_OK;
    while (rest.n) {
        size_t n = longest_piece(m, rest, &rule);
        if (!n)
            return ARTICLEAN_OK;
        first = first ? first : rule;
        pieces++;
        rest = al_str(rest.p + n, rest.n - n);
        struct al_str next = al_key_trim(rest);
        for (const char *p = rest.p; next.n && p < next.p; p++)
            marked |= is_piece_mark(*p) || (unsigned char)*p >= 0x80;
        rest = next;
    }
    marked |= (unsigned char)core.p[0] >= 0xE3; /* words of CJK are marked off by any space */
    if (pieces < 2 || (pieces < 3 && !marked) || !length_fits(first, key))
        return ARTICLEAN_OK;
    return report_core(m, first, block);
}

/* Rules whose hits need no literal in the text: whole lines by hash, and lines that begin with a digit. */
static enum articlean_status match_whole(struct al_matcher *m, uint32_t block)
{
    struct al_str core = m->core;
    if (!m->key.n || m->key.n > LINE_LIMIT)
        return ARTICLEAN_OK;
    TRY(report_lines(m, block));
    TRY(report_run(m, block));
    if (!core.n || core.n > DIGIT_LINE_LIMIT || al_ascii_alpha((unsigned char)*core.p) ||
        (unsigned char)*core.p >= 0x80)
        return ARTICLEAN_OK;
    for (size_t i = 0; i < m->index->n_digit_rules; i++)
        add_candidate(m, m->index->digit_rules[i]);
    return ARTICLEAN_OK;
}

static int by_index(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* Puts the candidates in the order of the rules; they are few, and nearly in it. */
static void sort_candidates(struct al_matcher *m)
{
    enum { FEW = 16 };
    if (m->n_candidates > FEW) {
        qsort(m->candidates, m->n_candidates, sizeof *m->candidates, by_index);
        return;
    }
    for (size_t i = 1; i < m->n_candidates; i++) {
        uint32_t rule = m->candidates[i];
        size_t at = i;
        for (; at > 0 && m->candidates[at - 1] > rule; at--)
            m->candidates[at] = m->candidates[at - 1];
        m->candidates[at] = rule;
    }
}

/* Reports and tries what was collected for a block. */
static enum articlean_status finish_block(struct al_matcher *m, uint32_t block)
{
    take_key(m, m->doc->blocks[block].key);
    TRY(report_words(m, block));
    TRY(match_whole(m, block));
    sort_candidates(m);
    for (size_t i = 0; i < m->n_candidates; i++)
        if (m->worded[m->candidates[i]] != m->stamp)
            TRY(report_pattern(m, m->candidates[i], block));
    m->n_candidates = 0;
    m->stamp++;
    return ARTICLEAN_OK;
}

/* What an occurrence of a literal means to the rules that have it. */
static void take_literal(struct al_matcher *m, const struct al_literal *literal, struct al_str key,
                         size_t start)
{
    for (uint32_t e = literal->value + 1; e; e = m->index->entries[e - 1].next) {
        const struct al_entry *entry = &m->index->entries[e - 1];
        if (entry->is_word)
            add_word(m, entry->rule, key, start, literal->text.n);
        else
            add_candidate(m, entry->rule);
    }
}

/* Gives the first block of a run a stamp such that those of its other blocks do not wrap. */
static void start_stamps(struct al_matcher *m, size_t n_blocks)
{
    if (m->stamp && n_blocks < UINT32_MAX - 1 - m->stamp) {
        m->stamp++; /* a run that failed may have left its last one */
        return;
    }
    memset(m->tried, 0, m->set->n * sizeof *m->tried);
    memset(m->worded, 0, m->set->n * sizeof *m->worded);
    m->stamp = 1;
}

enum articlean_status al_matcher_run(struct al_matcher *m, const struct al_doc *doc, struct al_str host,
                                     al_candidate_fn *on_candidate, void *context)
{
    m->doc = doc;
    m->host = host;
    m->on_candidate = on_candidate;
    m->context = context;
    m->n_candidates = m->n_words = 0;
    start_stamps(m, doc->n_blocks);
    struct al_literal_scan scan = {.p = doc->keys.p, .n = doc->keys.n};
    const struct al_literal *literal;
    size_t start;
    uint32_t block = 0;
    while ((literal = al_literals_next(&m->index->literals, &scan, &start))) {
        while (doc->keys.p + start > doc->blocks[block].key.p + doc->blocks[block].key.n)
            TRY(finish_block(m, block++));
        struct al_str key = doc->blocks[block].key;
        take_literal(m, literal, key, start - (size_t)(key.p - doc->keys.p));
    }
    while (block < doc->n_blocks)
        TRY(finish_block(m, block++));
    return ARTICLEAN_OK;
}
