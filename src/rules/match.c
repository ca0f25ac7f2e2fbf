#include "match.h"

#include "base/alloc.h"
#include "base/try.h"
#include "base/utf8.h"
#include "key.h"
#include "unicode/props.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

enum {
    MATCH_LIMIT = 20000,
    DEPTH_LIMIT = 200,
    LINE_LIMIT = 4096, /* bytes of a line that a pattern may see; longer ones are no chrome */
    EDGE_LIMIT = 1024, /* bytes that patterns of start and end see */
    DIGIT_LINE_LIMIT = 48,
    PIECE_LIMIT = 48, /* bytes and words of one entry of a melted menu */
    PIECE_WORDS = 8,
    RUN_LIMIT = 400,
    JIT_USES = 12 /* of a pattern before it is worth the time that machine code takes to be made */
};

struct al_matcher {
    const struct articlean_rules *set;
    pcre2_general_context *general;
    pcre2_compile_context *compile;
    pcre2_match_context *match;
    pcre2_match_data *data;
    pcre2_code **codes;   /* by rule, NULL until needed */
    uint8_t *uses;        /* by rule: matches tried, up to JIT_USES */
    uint32_t *seen;       /* by rule: block + 1 of its last candidate */
    uint32_t *candidates; /* rules to try on the block at hand */
    size_t n_candidates;

    /* the run */
    const struct al_doc *doc;
    struct al_str host;
    al_hit_fn *on_hit;
    void *context;
};

/* Names of groups in patterns, by enum articlean_meta. */
static const char *const group_names[ARTICLEAN_N_META] = {
    "title", "author",   "date",        "source",   "sitename",      "hostname",
    "url",   "language", "description", "keywords", "original_title"};

static void *pcre_malloc(size_t size, void *context)
{
    (void)context;
    return al_malloc(size);
}

static void pcre_free(void *p, void *context)
{
    (void)context;
    al_free(p);
}

static uint32_t compile_options(const struct al_rule *rule)
{
    uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NO_UTF_CHECK | PCRE2_DUPNAMES | PCRE2_NEVER_BACKSLASH_C;
    if (rule->scope == AL_SCOPE_LINE || rule->scope == AL_SCOPE_START)
        options |= PCRE2_ANCHORED;
    if (rule->scope == AL_SCOPE_LINE || rule->scope == AL_SCOPE_END)
        options |= PCRE2_ENDANCHORED;
    return options;
}

static pcre2_code *compile(const struct al_rule *rule, pcre2_compile_context *context, int *error,
                           size_t *offset)
{
    return pcre2_compile((PCRE2_SPTR)rule->pattern, PCRE2_ZERO_TERMINATED, compile_options(rule), error,
                         offset, context);
}

enum articlean_status al_match_check(const struct al_rule *rule, const struct al_reporter *reporter)
{
    if (!*rule->pattern)
        return ARTICLEAN_OK;
    pcre2_general_context *general = pcre2_general_context_create(pcre_malloc, pcre_free, NULL);
    pcre2_compile_context *context = general ? pcre2_compile_context_create(general) : NULL;
    enum articlean_status s = ARTICLEAN_NO_MEMORY;
    if (context) {
        int error = 0;
        size_t offset = 0;
        pcre2_code *code = compile(rule, context, &error, &offset);
        s = code ? ARTICLEAN_OK : error == PCRE2_ERROR_HEAP_FAILED ? ARTICLEAN_NO_MEMORY : ARTICLEAN_BAD_RULE;
        if (s == ARTICLEAN_BAD_RULE) {
            char message[128] = "";
            pcre2_get_error_message(error, (PCRE2_UCHAR *)message, sizeof message);
            al_report(reporter, ARTICLEAN_ERROR, 0, rule->line, 1,
                      "\"%s\": the pattern is wrong before \"%.20s\": %s", rule->id, rule->pattern + offset,
                      message);
        }
        pcre2_code_free(code);
    }
    pcre2_compile_context_free(context);
    pcre2_general_context_free(general);
    return s;
}

enum articlean_status al_matcher_new(const struct articlean_rules *set, struct al_matcher **out)
{
    struct al_matcher *m = al_calloc(1, sizeof *m);
    if (!m)
        return ARTICLEAN_NO_MEMORY;
    size_t n = set->n ? set->n : 1;
    m->set = set;
    m->codes = al_calloc(n, sizeof(pcre2_code *));
    m->uses = al_calloc(n, sizeof *m->uses);
    m->seen = al_calloc(n, sizeof *m->seen);
    m->candidates = al_malloc(n * sizeof *m->candidates);
    m->general = pcre2_general_context_create(pcre_malloc, pcre_free, NULL);
    if (m->general) {
        /* The JIT compiler of PCRE2 10.42 crashes when its allocator fails in the middle: the patterns, which
           are few and small, are made with the system's, the memory of matching is counted and capped. */
        m->compile = pcre2_compile_context_create(NULL);
        m->match = pcre2_match_context_create(m->general);
        m->data = pcre2_match_data_create(32, m->general);
    }
    if (!m->codes || !m->uses || !m->seen || !m->candidates || !m->compile || !m->match || !m->data) {
        al_matcher_free(m);
        return ARTICLEAN_NO_MEMORY;
    }
    pcre2_set_match_limit(m->match, MATCH_LIMIT);
    pcre2_set_depth_limit(m->match, DEPTH_LIMIT);
    *out = m;
    return ARTICLEAN_OK;
}

void al_matcher_free(struct al_matcher *m)
{
    if (!m)
        return;
    for (size_t i = 0; m->codes && i < m->set->n; i++)
        pcre2_code_free(m->codes[i]);
    pcre2_match_data_free(m->data);
    pcre2_match_context_free(m->match);
    pcre2_compile_context_free(m->compile);
    pcre2_general_context_free(m->general);
    al_free(m->codes);
    al_free(m->uses);
    al_free(m->seen);
    al_free(m->candidates);
    al_free(m);
}

/* A host is itself or a subdomain of the rule's. */
static bool host_fits(const struct al_rule *rule, struct al_str host)
{
    struct al_str want = al_str_z(rule->host);
    if (!want.n)
        return true;
    return al_str_ends(host, want) && (host.n == want.n || host.p[host.n - want.n - 1] == '.');
}

/* The part of the key that the rule's scope lets it see. */
static struct al_str view_of(const struct al_rule *rule, struct al_str key)
{
    switch (rule->scope) {
    case AL_SCOPE_LINE:
        key = al_key_trim(key);
        return key.n > LINE_LIMIT ? al_str(key.p, 0) : key;
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

static enum articlean_status code_of(struct al_matcher *m, uint32_t rule, pcre2_code **out)
{
    if (!m->codes[rule]) {
        int error;
        size_t offset;
        m->codes[rule] = compile(m->set->rules[rule], m->compile, &error, &offset);
        if (!m->codes[rule])
            return error == PCRE2_ERROR_HEAP_FAILED ? ARTICLEAN_NO_MEMORY : ARTICLEAN_INTERNAL;
    }
    /* The interpreter does for few uses, or where there is no executable memory; see match_text. */
    if (m->uses[rule] < JIT_USES && ++m->uses[rule] == JIT_USES)
        pcre2_jit_compile(m->codes[rule], PCRE2_JIT_COMPLETE);
    *out = m->codes[rule];
    return ARTICLEAN_OK;
}

/* Fills the hit's values from the named groups that took part; names may stand more than once in a pattern.
 */
static void take_groups(const struct al_matcher *m, const pcre2_code *code, struct al_str view,
                        struct al_hit *hit)
{
    const size_t *ovector = pcre2_get_ovector_pointer(m->data);
    uint32_t n_set = pcre2_get_ovector_count(m->data);
    for (int k = 0; k < ARTICLEAN_N_META; k++) {
        PCRE2_SPTR first, last;
        int size = pcre2_substring_nametable_scan(code, (PCRE2_SPTR)group_names[k], &first, &last);
        for (PCRE2_SPTR e = first; size > 0 && e <= last; e += size) {
            uint32_t g = (uint32_t)e[0] << 8 | e[1];
            if (g < n_set && ovector[2 * g] != PCRE2_UNSET && ovector[2 * g + 1] > ovector[2 * g])
                hit->values[k] = al_str(view.p + ovector[2 * g], ovector[2 * g + 1] - ovector[2 * g]);
        }
    }
}

/* What a rule that does not match its view may see instead: a line without its brackets, a start without its
   bullet. A cut keeps to the bytes it names. */
static struct al_str bare_view(const struct al_rule *r, struct al_str view)
{
    if (r->scope == AL_SCOPE_LINE)
        return al_key_core(view);
    if (r->scope != AL_SCOPE_START || r->action == AL_ACTION_CUT)
        return view;
    const char *first = al_key_trim(view).p;
    return al_str(first, (size_t)(view.p + view.n - first));
}

/* The interpreter counts more towards its limits than machine code does. Where it comes to one, machine code
   has the last word, so that a hit does not depend on how often the pattern was used before. */
static int match_text(struct al_matcher *m, pcre2_code *code, struct al_str text)
{
    int rc = pcre2_match(code, (PCRE2_SPTR)text.p, text.n, 0, PCRE2_NO_UTF_CHECK, m->data, m->match);
    if ((rc != PCRE2_ERROR_MATCHLIMIT && rc != PCRE2_ERROR_DEPTHLIMIT) ||
        pcre2_jit_compile(code, PCRE2_JIT_COMPLETE))
        return rc;
    return pcre2_match(code, (PCRE2_SPTR)text.p, text.n, 0, PCRE2_NO_UTF_CHECK, m->data, m->match);
}

static int match_view(struct al_matcher *m, const struct al_rule *r, pcre2_code *code, struct al_str *view)
{
    int rc = match_text(m, code, *view);
    if (rc != PCRE2_ERROR_NOMATCH)
        return rc;
    struct al_str core = bare_view(r, *view);
    if (core.n == view->n || !core.n)
        return rc;
    *view = core;
    return match_text(m, code, core);
}

static enum articlean_status try_pattern(struct al_matcher *m, uint32_t rule, uint32_t block)
{
    const struct al_rule *r = m->set->rules[rule];
    struct al_str key = m->doc->blocks[block].key, view = view_of(r, key);
    pcre2_code *code;
    if (!view.n)
        return ARTICLEAN_OK;
    TRY(code_of(m, rule, &code));
    int rc = match_view(m, r, code, &view);
    if (rc == PCRE2_ERROR_NOMEMORY || rc == PCRE2_ERROR_HEAPLIMIT)
        return ARTICLEAN_NO_MEMORY;
    if (rc < 0)
        return ARTICLEAN_OK;
    const size_t *ovector = pcre2_get_ovector_pointer(m->data);
    size_t base = (size_t)(view.p - key.p);
    struct al_hit hit = {.rule = r,
                         .block = block,
                         .start = (uint32_t)(base + ovector[0]),
                         .end = (uint32_t)(base + ovector[1])};
    take_groups(m, code, view, &hit);
    return m->on_hit(&hit, m->context);
}

static int by_index(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void add_candidate(struct al_matcher *m, uint32_t rule, uint32_t block)
{
    if (m->seen[rule] == block + 1 || !host_fits(m->set->rules[rule], m->host))
        return;
    m->seen[rule] = block + 1;
    m->candidates[m->n_candidates++] = rule;
}

/* A literal that is a word of a list: the match itself when it stands where the scope wants it. */
static enum articlean_status try_word(struct al_matcher *m, uint32_t rule, uint32_t block, size_t start,
                                      size_t size)
{
    const struct al_rule *r = m->set->rules[rule];
    struct al_str key = m->doc->blocks[block].key;
    size_t end = start + size;
    if (m->seen[rule] == block + 1 || !host_fits(r, m->host))
        return ARTICLEAN_OK;
    if ((r->scope == AL_SCOPE_START && start > 0) || (r->scope == AL_SCOPE_END && end < key.n))
        return ARTICLEAN_OK;
    if (!al_key_border(key, start) || !al_key_border(key, end))
        return ARTICLEAN_OK;
    m->seen[rule] = block + 1;
    struct al_hit hit = {.rule = r, .block = block, .start = (uint32_t)start, .end = (uint32_t)end};
    return m->on_hit(&hit, m->context);
}

static enum articlean_status report_lines(struct al_matcher *m, uint32_t block, struct al_str core)
{
    const uint32_t *first = al_map_get(&m->set->lines, al_line_hash(core));
    for (uint32_t e = first ? *first + 1 : 0; e; e = m->set->entries[e - 1].next) {
        const struct al_rule *r = m->set->rules[m->set->entries[e - 1].rule];
        if (!host_fits(r, m->host))
            continue;
        size_t at = (size_t)(core.p - m->doc->blocks[block].key.p);
        struct al_hit hit = {
            .rule = r, .block = block, .start = (uint32_t)at, .end = (uint32_t)(at + core.n)};
        TRY(m->on_hit(&hit, m->context));
    }
    return ARTICLEAN_OK;
}

/* The rule that drops a line which is this piece alone; NULL when there is none. */
static const struct al_rule *drop_rule_of(const struct al_matcher *m, struct al_str piece)
{
    const uint32_t *first = al_map_get(&m->set->lines, al_line_hash(piece));
    for (uint32_t e = first ? *first + 1 : 0; e; e = m->set->entries[e - 1].next) {
        const struct al_rule *r = m->set->rules[m->set->entries[e - 1].rule];
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
    uint64_t h = al_line_hash(al_str(text.p, al_key_first_word(text)));
    if (!(m->set->first_words[h >> 54] >> (h & 63) & 1))
        return 0;
    for (size_t n = 1; n <= text.n && n <= PIECE_LIMIT && words < PIECE_WORDS; n++) {
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
static enum articlean_status report_run(struct al_matcher *m, uint32_t block, struct al_str core)
{
    const struct al_rule *first = NULL, *rule = NULL;
    struct al_str rest = core;
    unsigned pieces = 0;
    bool marked = false;
    struct al_str key = m->doc->blocks[block].key;
    if (core.n > RUN_LIMIT || key.p[key.n - 1] == '.')
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
    if (pieces < 2 || (pieces < 3 && !marked))
        return ARTICLEAN_OK;
    size_t at = (size_t)(core.p - key.p);
    struct al_hit hit = {
        .rule = first, .block = block, .start = (uint32_t)at, .end = (uint32_t)(at + core.n)};
    return m->on_hit(&hit, m->context);
}

/* Rules whose hits need no literal in the text: whole lines by hash, and lines that begin with a digit. */
static enum articlean_status match_whole(struct al_matcher *m, uint32_t block)
{
    struct al_str key = m->doc->blocks[block].key;
    if (!key.n || key.n > LINE_LIMIT)
        return ARTICLEAN_OK;
    struct al_str core = al_key_core(key);
    TRY(report_lines(m, block, core));
    TRY(report_run(m, block, core));
    if (!core.n || core.n > DIGIT_LINE_LIMIT || al_ascii_alpha((unsigned char)*core.p) ||
        (unsigned char)*core.p >= 0x80)
        return ARTICLEAN_OK;
    for (size_t i = 0; i < m->set->n_digit_rules; i++)
        add_candidate(m, m->set->digit_rules[i], block);
    return ARTICLEAN_OK;
}

/* Tries what was collected for a block. */
static enum articlean_status finish_block(struct al_matcher *m, uint32_t block)
{
    TRY(match_whole(m, block));
    if (m->n_candidates > 1)
        qsort(m->candidates, m->n_candidates, sizeof *m->candidates, by_index);
    for (size_t i = 0; i < m->n_candidates; i++)
        TRY(try_pattern(m, m->candidates[i], block));
    m->n_candidates = 0;
    return ARTICLEAN_OK;
}

enum articlean_status al_matcher_run(struct al_matcher *m, const struct al_doc *doc, struct al_str host,
                                     al_hit_fn *on_hit, void *context)
{
    m->doc = doc;
    m->host = host;
    m->on_hit = on_hit;
    m->context = context;
    m->n_candidates = 0;
    memset(m->seen, 0, m->set->n * sizeof *m->seen);
    struct al_literal_scan scan = {.p = doc->keys.p, .n = doc->keys.n};
    const struct al_literal *literal;
    size_t start;
    uint32_t block = 0;
    while ((literal = al_literals_next(&m->set->literals, &scan, &start))) {
        while (doc->keys.p + start > doc->blocks[block].key.p + doc->blocks[block].key.n)
            TRY(finish_block(m, block++));
        const struct al_entry *e = &m->set->entries[literal->value];
        if (e->is_word)
            TRY(try_word(m, e->rule, block, start - (size_t)(doc->blocks[block].key.p - doc->keys.p),
                         literal->text.n));
        else
            add_candidate(m, e->rule, block);
    }
    while (block < doc->n_blocks)
        TRY(finish_block(m, block++));
    return ARTICLEAN_OK;
}
