#include "pattern.h"

#include "base/alloc.h"
#include "base/try.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>

enum {
    MATCH_LIMIT = 20000,
    DEPTH_LIMIT = 200,
    OFTEN = 100 /* uses, or as much work, that the making of machine code costs */
};

struct pattern {
    pcre2_code *code; /* NULL until needed */
    uint32_t work;    /* of the interpreter, until it comes to OFTEN */
};

struct al_patterns {
    const struct articlean_rules *set;
    pcre2_general_context *general;
    pcre2_compile_context *compile;
    pcre2_match_context *match;
    pcre2_match_data *data;
    struct pattern *patterns; /* by rule */
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

static pcre2_code *compile(const struct al_rule *rule, uint32_t options, pcre2_compile_context *context,
                           int *error, size_t *offset)
{
    return pcre2_compile((PCRE2_SPTR)rule->pattern, PCRE2_ZERO_TERMINATED, options, error, offset, context);
}

/* Which ASCII bytes may a match begin with? Those alone with which it does not fail when more may follow. A
   pattern that is not anchored may begin anywhere. */
static void find_first(struct al_rule *rule, const pcre2_code *code, pcre2_match_data *data)
{
    bool is_anchored = compile_options(rule) & PCRE2_ANCHORED;
    rule->first[0] = rule->first[1] = UINT64_MAX;
    for (unsigned c = ' '; is_anchored && c < 0x7F; c++) {
        PCRE2_UCHAR byte = (PCRE2_UCHAR)c;
        if (pcre2_match(code, &byte, 1, 0, PCRE2_NO_UTF_CHECK | PCRE2_PARTIAL_HARD, data, NULL) ==
            PCRE2_ERROR_NOMATCH)
            rule->first[c >> 6] &= ~(UINT64_C(1) << (c & 63));
    }
}

enum articlean_status al_pattern_study(struct al_rule *rule, const struct al_reporter *reporter)
{
    if (!*rule->pattern)
        return ARTICLEAN_OK;
    pcre2_general_context *general = pcre2_general_context_create(pcre_malloc, pcre_free, NULL);
    pcre2_compile_context *context = general ? pcre2_compile_context_create(general) : NULL;
    pcre2_match_data *data = general ? pcre2_match_data_create(1, general) : NULL;
    enum articlean_status s = ARTICLEAN_NO_MEMORY;
    if (context && data) {
        int error = 0;
        size_t offset = 0;
        /* A part of a text has no end that a match could be tied to. */
        uint32_t options = compile_options(rule) & ~(uint32_t)PCRE2_ENDANCHORED;
        pcre2_code *code = compile(rule, options, context, &error, &offset);
        s = code ? ARTICLEAN_OK : error == PCRE2_ERROR_HEAP_FAILED ? ARTICLEAN_NO_MEMORY : ARTICLEAN_BAD_RULE;
        if (s == ARTICLEAN_OK) {
            find_first(rule, code, data);
            pcre2_pattern_info(code, PCRE2_INFO_MINLENGTH, &rule->shortest);
        } else if (s == ARTICLEAN_BAD_RULE) {
            char message[128] = "";
            pcre2_get_error_message(error, (PCRE2_UCHAR *)message, sizeof message);
            al_report(reporter, ARTICLEAN_ERROR, 0, rule->line, 1,
                      "\"%s\": the pattern is wrong before \"%.20s\": %s", rule->id, rule->pattern + offset,
                      message);
        }
        pcre2_code_free(code);
    }
    pcre2_match_data_free(data);
    pcre2_compile_context_free(context);
    pcre2_general_context_free(general);
    return s;
}

enum { NAME_MAX_BYTES = 64 };

/* The PCRE2 at hand: what it compiles is for its version and sizes only. */
static void name_library(char name[NAME_MAX_BYTES])
{
    char version[NAME_MAX_BYTES / 2] = "";
    uint32_t link_size = 0;
    pcre2_config(PCRE2_CONFIG_VERSION, version);
    pcre2_config(PCRE2_CONFIG_LINKSIZE, &link_size);
    snprintf(name, NAME_MAX_BYTES, "%s, link size %u", version, (unsigned)link_size);
}

static enum articlean_status serialize(const pcre2_code **codes, size_t n, struct al_buf *bytes)
{
    uint8_t *data = NULL;
    size_t size = 0;
    if (pcre2_serialize_encode(codes, (int32_t)n, &data, &size, NULL) < 0)
        return ARTICLEAN_NO_MEMORY;
    enum articlean_status s = al_buf_append(bytes, data, size);
    pcre2_serialize_free(data);
    return s;
}

enum articlean_status al_patterns_compile(const struct al_rule *rules, size_t n, struct al_buf *bytes,
                                          struct al_buf *by)
{
    pcre2_code **codes = al_calloc(n, sizeof *codes);
    size_t n_codes = 0;
    enum articlean_status s = codes ? ARTICLEAN_OK : ARTICLEAN_NO_MEMORY;
    for (size_t i = 0; !s && i < n; i++) {
        int error;
        size_t offset;
        if (!*rules[i].pattern)
            continue;
        codes[n_codes] = compile(&rules[i], compile_options(&rules[i]), NULL, &error, &offset);
        s = codes[n_codes++] ? ARTICLEAN_OK : ARTICLEAN_BAD_RULE;
    }
    if (!s)
        s = serialize((const pcre2_code **)codes, n_codes, bytes);
    for (size_t i = 0; i < n_codes; i++)
        pcre2_code_free(codes[i]);
    al_free(codes);
    char name[NAME_MAX_BYTES];
    name_library(name);
    return s ? s : al_buf_append_z(by, name);
}

/* Takes the patterns that were compiled with the program, where they are for the PCRE2 at hand. */
static enum articlean_status take_compiled(struct al_patterns *p)
{
    const struct al_compiled *compiled = p->set->compiled;
    char name[NAME_MAX_BYTES];
    name_library(name);
    if (!compiled || strcmp(name, compiled->by) != 0)
        return ARTICLEAN_OK;
    int32_t n = pcre2_serialize_get_number_of_codes(compiled->bytes);
    pcre2_code **codes = al_malloc((n > 0 ? (size_t)n : 1) * sizeof *codes);
    if (!codes)
        return ARTICLEAN_NO_MEMORY;
    int32_t got = n > 0 ? pcre2_serialize_decode(codes, n, compiled->bytes, p->general) : 0;
    for (int32_t i = 0, rule = 0; i < got; rule++)
        if (*p->set->rules[rule]->pattern)
            p->patterns[rule].code = codes[i++];
    al_free(codes);
    return got == PCRE2_ERROR_NOMEMORY ? ARTICLEAN_NO_MEMORY : ARTICLEAN_OK;
}

enum articlean_status al_patterns_new(const struct articlean_rules *set, struct al_patterns **out)
{
    struct al_patterns *p = al_calloc(1, sizeof *p);
    if (!p)
        return ARTICLEAN_NO_MEMORY;
    p->set = set;
    p->patterns = al_calloc(set->n ? set->n : 1, sizeof *p->patterns);
    p->general = pcre2_general_context_create(pcre_malloc, pcre_free, NULL);
    if (p->general) {
        /* The JIT compiler of PCRE2 10.42 crashes when its allocator fails in the middle: the patterns, which
           are few and small, are made with the system's, the memory of matching is counted and capped. */
        p->compile = pcre2_compile_context_create(NULL);
        p->match = pcre2_match_context_create(p->general);
        p->data = pcre2_match_data_create(32, p->general);
    }
    if (!p->patterns || !p->compile || !p->match || !p->data || take_compiled(p)) {
        al_patterns_free(p);
        return ARTICLEAN_NO_MEMORY;
    }
    pcre2_set_match_limit(p->match, MATCH_LIMIT);
    pcre2_set_depth_limit(p->match, DEPTH_LIMIT);
    *out = p;
    return ARTICLEAN_OK;
}

void al_patterns_free(struct al_patterns *p)
{
    if (!p)
        return;
    for (size_t i = 0; p->patterns && i < p->set->n; i++)
        pcre2_code_free(p->patterns[i].code);
    pcre2_match_data_free(p->data);
    pcre2_match_context_free(p->match);
    pcre2_compile_context_free(p->compile);
    pcre2_general_context_free(p->general);
    al_free(p->patterns);
    al_free(p);
}

/* What the interpreter has to do for a text of n bytes: a pattern that is not anchored begins everywhere. */
static uint32_t work_of(const struct al_rule *rule, size_t n)
{
    return compile_options(rule) & PCRE2_ANCHORED ? 1 : 1 + (uint32_t)(n / 8);
}

/* Makes a pattern ready for one more use. */
static enum articlean_status prepare(struct al_patterns *p, struct pattern *pattern,
                                     const struct al_rule *rule, size_t n)
{
    if (!pattern->code) {
        int error;
        size_t offset;
        pattern->code = compile(rule, compile_options(rule), p->compile, &error, &offset);
        if (!pattern->code)
            return error == PCRE2_ERROR_HEAP_FAILED ? ARTICLEAN_NO_MEMORY : ARTICLEAN_INTERNAL;
    }
    /* The interpreter does for few uses, or where there is no executable memory; see match_text. */
    if (pattern->work < OFTEN && (pattern->work += work_of(rule, n)) >= OFTEN)
        pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE);
    return ARTICLEAN_OK;
}

/* The interpreter counts more towards its limits than machine code does. Where it comes to one, machine code
   has the last word, so that a hit does not depend on how often the pattern was used before. */
static int match_text(const struct al_patterns *p, pcre2_code *code, struct al_str text)
{
    int rc = pcre2_match(code, (PCRE2_SPTR)text.p, text.n, 0, PCRE2_NO_UTF_CHECK, p->data, p->match);
    if ((rc != PCRE2_ERROR_MATCHLIMIT && rc != PCRE2_ERROR_DEPTHLIMIT) ||
        pcre2_jit_compile(code, PCRE2_JIT_COMPLETE))
        return rc;
    return pcre2_match(code, (PCRE2_SPTR)text.p, text.n, 0, PCRE2_NO_UTF_CHECK, p->data, p->match);
}

/* Fills the match, its values from the named groups that took part; names may stand more than once in a
 * pattern. */
static void take_match(const struct al_patterns *p, const pcre2_code *code, struct al_str text,
                       struct al_match *match)
{
    const size_t *ovector = pcre2_get_ovector_pointer(p->data);
    uint32_t n_set = pcre2_get_ovector_count(p->data);
    *match = (struct al_match){.is_hit = true, .start = ovector[0], .end = ovector[1]};
    for (int k = 0; k < ARTICLEAN_N_META; k++) {
        PCRE2_SPTR first, last;
        int size = pcre2_substring_nametable_scan(code, (PCRE2_SPTR)group_names[k], &first, &last);
        for (PCRE2_SPTR e = first; size > 0 && e <= last; e += size) {
            uint32_t g = (uint32_t)e[0] << 8 | e[1];
            if (g < n_set && ovector[2 * g] != PCRE2_UNSET && ovector[2 * g + 1] > ovector[2 * g])
                match->values[k] = al_str(text.p + ovector[2 * g], ovector[2 * g + 1] - ovector[2 * g]);
        }
    }
}

enum articlean_status al_patterns_match(struct al_patterns *p, uint32_t rule, struct al_str text,
                                        struct al_match *match)
{
    struct pattern *pattern = &p->patterns[rule];
    const struct al_rule *r = p->set->rules[rule];
    match->is_hit = false;
    if (!al_pattern_may_match(r, text))
        return ARTICLEAN_OK;
    TRY(prepare(p, pattern, r, text.n));
    int rc = match_text(p, pattern->code, text);
    if (rc == PCRE2_ERROR_NOMEMORY || rc == PCRE2_ERROR_HEAPLIMIT)
        return ARTICLEAN_NO_MEMORY;
    if (rc >= 0)
        take_match(p, pattern->code, text, match);
    return ARTICLEAN_OK;
}
