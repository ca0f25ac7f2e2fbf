#include "pack.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/try.h"
#include "base/utf8.h"
#include "doc/class.h"
#include "key.h"
#include "literals.h"
#include "unicode/fold.h"
#include "unicode/props.h"

#include <stdlib.h>

enum { MAX_ITEMS = 4096, MAX_FIELD = 1 << 20 };

static const char *const scope_names[AL_N_SCOPES] = {"line", "start", "end", "block"};
static const char *const zone_names[AL_N_ZONES] = {"any", "head", "tail"};
static const char *const action_names[AL_N_ACTIONS] = {"drop", "cut", "meta", "hint", "end", "keep"};

const char *al_scope_name(unsigned scope)
{
    return scope < AL_N_SCOPES ? scope_names[scope] : NULL;
}

const char *al_action_name(unsigned action)
{
    return action < AL_N_ACTIONS ? action_names[action] : NULL;
}

static int index_of(struct al_str name, const char *const *names, int n)
{
    for (int i = 0; i < n; i++)
        if (al_str_eq(name, al_str_z(names[i])))
            return i;
    return -1;
}

/* The stanza being read and where the parser is. */
struct parser {
    struct al_arena *arena;
    struct al_reporter reporter;
    const char *pack;
    struct al_rule_list *list;
    uint32_t line;
    const char *line_start;

    bool in_rule;
    const char *stanza;     /* first byte of the stanza's `rule` line */
    const char *stanza_end; /* after its last line */
    struct al_rule rule;
    bool has_class, has_action;
    unsigned n_hits, n_misses;
    struct al_str words[MAX_ITEMS], needs[MAX_ITEMS];
    struct al_buf pattern, scratch;
};

/* Reports at a place of the current line and gives the status for it. */
static enum articlean_status fail(struct parser *p, const char *at, const char *what, struct al_str culprit)
{
    size_t column = at >= p->line_start ? (size_t)(at - p->line_start) + 1 : 1;
    int n = culprit.n > 60 ? 60 : (int)culprit.n;
    if (n)
        al_report(&p->reporter, ARTICLEAN_ERROR, 0, p->line, column, "\"%.*s\": %s", n, culprit.p, what);
    else
        al_report(&p->reporter, ARTICLEAN_ERROR, 0, p->line, column, "%s", what);
    return ARTICLEAN_BAD_RULE;
}

static enum articlean_status fold_copy(struct parser *p, struct al_str text, struct al_str *out)
{
    p->scratch.n = 0;
    TRY(al_fold(&p->scratch, text));
    *out = al_arena_dup(p->arena, al_buf_str(&p->scratch));
    return out->p ? ARTICLEAN_OK : ARTICLEAN_NO_MEMORY;
}

/* Splits at " | " and folds each part into items[*n...]. */
static enum articlean_status add_items(struct parser *p, struct al_str value, struct al_str *items,
                                       uint32_t *n)
{
    while (value.n) {
        const char *bar = memmem(value.p, value.n, " | ", 3);
        struct al_str item = al_str(value.p, bar ? (size_t)(bar - value.p) : value.n);
        if (*n >= MAX_ITEMS)
            return fail(p, item.p, "too many items in one rule; split it", item);
        TRY(fold_copy(p, al_str_trim(item), &items[*n]));
        if (!items[*n].n)
            return fail(p, item.p, "empty item; take the bar away", item);
        (*n)++;
        if (!bar)
            break;
        value.n -= (size_t)(bar + 3 - value.p);
        value.p = bar + 3;
    }
    return ARTICLEAN_OK;
}

/* Appends a pattern with its literal text folded as keys are; what becomes an ASCII mark is escaped. */
static enum articlean_status fold_pattern(struct parser *p, struct al_str pattern)
{
    bool escaped = false, in_name = false;
    for (const char *c = pattern.p, *end = c + pattern.n; c < end;) {
        uint32_t cp;
        size_t n = al_utf8_decode(c, end, &cp);
        char out[4];
        if (cp < 0x80) {
            if (cp >= 'A' && cp <= 'Z' && !escaped && !in_name)
                return fail(p, c, "keys are in lower case; write the pattern so", al_str(c, n));
            in_name = in_name ? cp != '}' : escaped && (cp == 'p' || cp == 'P' || cp == 'x') && c[1] == '{';
            escaped = cp == '\\' && !escaped;
            TRY(al_buf_append(&p->pattern, c, 1));
        } else {
            uint32_t folded = al_class(cp) & AL_C_SPACE ? ' ' : al_fold_cp(cp);
            if (folded < 0x80 && !(al_class(folded) & (AL_C_LETTER | AL_C_DIGIT)) && !escaped)
                TRY(al_buf_append_byte(&p->pattern, '\\'));
            escaped = false;
            TRY(al_buf_append(&p->pattern, out, al_utf8_encode(folded, out)));
        }
        c += n;
    }
    return ARTICLEAN_OK;
}

static enum articlean_status add_pattern(struct parser *p, struct al_str value)
{
    if (p->pattern.n)
        TRY(al_buf_append_byte(&p->pattern, '|'));
    TRY(al_buf_append_z(&p->pattern, "(?:"));
    TRY(fold_pattern(p, value));
    return al_buf_append_byte(&p->pattern, ')');
}

static bool is_id(struct al_str id)
{
    unsigned dots = 0;
    char before = '.';
    for (size_t i = 0; i < id.n; i++) {
        char c = id.p[i];
        if (c == '.' ? before == '.' : !(c == '-' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
            return false;
        dots += c == '.';
        before = c;
    }
    return dots == 2 && before != '.';
}

static enum articlean_status parse_number(struct parser *p, struct al_str value, double low, double high,
                                          double *out)
{
    char text[32], *end;
    size_t n = value.n < sizeof text - 1 ? value.n : sizeof text - 1;
    memcpy(text, value.p, n);
    text[n] = '\0';
    /* strtod would read the decimal point of the locale; packs write only d, d.d and a sign. */
    long whole = strtol(text, &end, 10);
    double number = (double)whole, scale = text[0] == '-' ? -0.1 : 0.1;
    if (*end == '.')
        for (end++; al_ascii_digit((unsigned char)*end); end++, scale /= 10)
            number += (*end - '0') * scale;
    if (*end || !n || number < low || number > high)
        return fail(p, value.p, "not a number in range", value);
    *out = number;
    return ARTICLEAN_OK;
}

static enum articlean_status parse_name(struct parser *p, struct al_str value, const char *const *names,
                                        int n, const char *remedy, uint8_t *out)
{
    int i = index_of(value, names, n);
    if (i < 0)
        return fail(p, value.p, remedy, value);
    *out = (uint8_t)i;
    return ARTICLEAN_OK;
}

/* One function a keyword; `value` is trimmed. */
static enum articlean_status on_class(struct parser *p, struct al_str value)
{
    int c = al_class_of_name(value);
    if (c < 0)
        return fail(p, value.p, "no such class; articlean-rules(5) lists them", value);
    p->rule.class_of = (uint8_t)c;
    p->has_class = true;
    return ARTICLEAN_OK;
}

static enum articlean_status on_scope(struct parser *p, struct al_str value)
{
    return parse_name(p, value, scope_names, AL_N_SCOPES, "scope is line, start, end or block",
                      &p->rule.scope);
}

static enum articlean_status on_zone(struct parser *p, struct al_str value)
{
    return parse_name(p, value, zone_names, AL_N_ZONES, "zone is any, head or tail", &p->rule.zone);
}

static enum articlean_status on_action(struct parser *p, struct al_str value)
{
    const char *space = memchr(value.p, ' ', value.n);
    struct al_str name = al_str(value.p, space ? (size_t)(space - value.p) : value.n);
    TRY(parse_name(p, name, action_names, AL_N_ACTIONS, "action is drop, cut, meta, hint WEIGHT, end or keep",
                   &p->rule.action));
    p->has_action = true;
    if (p->rule.action == AL_ACTION_HINT) {
        double weight;
        struct al_str number = al_str_trim(al_str(name.p + name.n, value.n - name.n));
        if (!number.n)
            return fail(p, value.p, "a hint needs a weight, such as \"hint -1\"", value);
        TRY(parse_number(p, number, -10, 10, &weight));
        p->rule.weight = (float)weight;
    } else if (space)
        return fail(p, space + 1, "only a hint has a weight", value);
    return ARTICLEAN_OK;
}

static enum articlean_status on_long(struct parser *p, struct al_str value)
{
    if (value.n)
        return fail(p, value.p, "\"long\" stands alone; \"max\" takes a number", value);
    p->rule.max = AL_RULE_MAX_NONE;
    return ARTICLEAN_OK;
}

static enum articlean_status on_max(struct parser *p, struct al_str value)
{
    double max;
    TRY(parse_number(p, value, 1, 100000, &max));
    p->rule.max = (uint32_t)max;
    return ARTICLEAN_OK;
}

static enum articlean_status on_host(struct parser *p, struct al_str value)
{
    struct al_str host;
    TRY(fold_copy(p, value, &host));
    p->rule.host = host.p;
    return ARTICLEAN_OK;
}

static enum articlean_status on_need(struct parser *p, struct al_str value)
{
    if (al_str_eq(value, AL_STR("\\d"))) {
        p->rule.needs_digit = 1;
        return ARTICLEAN_OK;
    }
    uint32_t first = p->rule.n_needs;
    TRY(add_items(p, value, p->needs, &p->rule.n_needs));
    for (uint32_t i = first; i < p->rule.n_needs; i++)
        if (p->needs[i].n < AL_LITERAL_MIN)
            return fail(p, value.p, "shorter than four ASCII or two other characters; name a longer literal",
                        p->needs[i]);
    return ARTICLEAN_OK;
}

static enum articlean_status on_words(struct parser *p, struct al_str value)
{
    return add_items(p, value, p->words, &p->rule.n_words);
}

static enum articlean_status on_hit(struct parser *p, struct al_str value)
{
    if (!value.n)
        return fail(p, value.p, "an example needs text", value);
    p->n_hits++;
    return ARTICLEAN_OK;
}

static enum articlean_status on_miss(struct parser *p, struct al_str value)
{
    if (!value.n)
        return fail(p, value.p, "an example needs text", value);
    p->n_misses++;
    return ARTICLEAN_OK;
}

static const struct keyword {
    const char *name;
    enum articlean_status (*parse)(struct parser *p, struct al_str value);
} keywords[] = {{"class", on_class}, {"scope", on_scope}, {"zone", on_zone}, {"action", on_action},
                {"long", on_long},   {"max", on_max},     {"host", on_host}, {"need", on_need},
                {"words", on_words}, {"re", add_pattern}, {"hit", on_hit},   {"miss", on_miss}};

enum { N_KEYWORDS = sizeof keywords / sizeof *keywords };

static enum articlean_status begin_rule(struct parser *p, struct al_str id)
{
    if (!is_id(id))
        return fail(p, id.p, "an id is family.language.name in lower-case letters, digits and dashes", id);
    struct al_str copy = al_arena_dup(p->arena, id);
    if (!copy.p)
        return ARTICLEAN_NO_MEMORY;
    p->rule = (struct al_rule){.id = copy.p,
                               .pack = p->pack,
                               .host = "",
                               .pattern = "",
                               .line = p->line,
                               .max = AL_RULE_MAX_DEFAULT};
    p->in_rule = true;
    p->stanza = p->line_start;
    p->has_class = p->has_action = false;
    p->n_hits = p->n_misses = 0;
    p->pattern.n = 0;
    return ARTICLEAN_OK;
}

/* Copies items one behind the other, each terminated. */
static enum articlean_status copy_items(struct parser *p, const struct al_str *items, uint32_t n,
                                        const char **out)
{
    size_t size = 1;
    for (uint32_t i = 0; i < n; i++)
        size += items[i].n + 1;
    char *copy = al_arena_zalloc(p->arena, size);
    if (!copy)
        return ARTICLEAN_NO_MEMORY;
    *out = copy;
    for (uint32_t i = 0; i < n; copy += items[i++].n + 1)
        memcpy(copy, items[i].p, items[i].n);
    return ARTICLEAN_OK;
}

/* Words of a line are compared with cores; words inside a block are found as literals. */
static enum articlean_status check_words(struct parser *p)
{
    for (uint32_t i = 0; i < p->rule.n_words; i++) {
        if (p->rule.scope == AL_SCOPE_LINE)
            p->words[i] = al_key_core(p->words[i]);
        if (!p->words[i].n)
            return fail(p, p->line_start, "a word of nothing but marks never matches; use re", AL_STR(""));
        if (p->rule.scope != AL_SCOPE_LINE && p->words[i].n < AL_LITERAL_MIN)
            return fail(p, p->line_start,
                        "a word of start, end or block needs four ASCII or two other characters",
                        p->words[i]);
    }
    return ARTICLEAN_OK;
}

/* Why the finished stanza cannot be a rule; NULL when it can. */
static const char *flaw(const struct parser *p)
{
    const struct al_rule *r = &p->rule;
    if (!p->has_class)
        return "no class; add one, such as \"class nav\"";
    if (!p->has_action)
        return "no action; add one, such as \"action drop\"";
    if (!p->pattern.n && !r->n_words)
        return "nothing to match; add \"re\" or \"words\"";
    if (p->pattern.n && r->n_words)
        return "both re and words; make two rules of it";
    if (p->pattern.n && !r->n_needs && !r->needs_digit)
        return "a pattern needs a literal that always occurs in it; add \"need\"";
    if (r->needs_digit && r->scope != AL_SCOPE_LINE)
        return "\"need \\d\" is for lines only";
    if (r->action == AL_ACTION_CUT && r->scope != AL_SCOPE_START && r->scope != AL_SCOPE_END)
        return "a cut needs scope start or end";
    if (!p->n_hits || !p->n_misses)
        return "a rule without its examples is half a rule; add a hit and a miss";
    return NULL;
}

static enum articlean_status append_rule(struct al_rule_list *list, const struct al_rule *rule)
{
    TRY(al_grow((void **)&list->rules, list->n, &list->cap, sizeof *list->rules));
    list->rules[list->n++] = *rule;
    return ARTICLEAN_OK;
}

static enum articlean_status end_rule(struct parser *p)
{
    if (!p->in_rule)
        return ARTICLEAN_OK;
    p->in_rule = false;
    struct al_rule *r = &p->rule;
    const char *why = flaw(p);
    if (why) {
        p->line = r->line;
        return fail(p, p->line_start, why, al_str_z(r->id));
    }
    TRY(check_words(p));
    TRY(copy_items(p, p->words, r->n_words, &r->words));
    TRY(copy_items(p, p->needs, r->n_needs, &r->needs));
    struct al_str pattern = al_arena_dup(p->arena, al_buf_str(&p->pattern));
    struct al_str source = al_arena_dup(p->arena, al_str(p->stanza, (size_t)(p->stanza_end - p->stanza)));
    if (!pattern.p || !source.p)
        return ARTICLEAN_NO_MEMORY;
    r->pattern = pattern.p;
    r->source = source.p;
    return append_rule(p->list, r);
}

/* Splits a line into its first word and the rest. */
static struct al_str first_word(struct al_str *line)
{
    size_t n = 0;
    while (n < line->n && !al_ascii_space((unsigned char)line->p[n]))
        n++;
    struct al_str word = al_str(line->p, n);
    *line = al_str_trim(al_str(line->p + n, line->n - n));
    return word;
}

static enum articlean_status parse_line(struct parser *p, struct al_str line)
{
    struct al_str value = al_str_trim(line);
    if (!value.n)
        return end_rule(p);
    if (value.p[0] == '#')
        return ARTICLEAN_OK;
    size_t valid = al_utf8_valid_prefix(value.p, value.n);
    if (valid < value.n)
        return fail(p, value.p + valid, "not UTF-8; convert the file", AL_STR(""));
    struct al_str word = first_word(&value);
    if (al_str_eq(word, AL_STR("rule"))) {
        TRY(end_rule(p));
        TRY(begin_rule(p, value));
    } else {
        const struct keyword *k = keywords;
        while (k < keywords + N_KEYWORDS && !al_str_eq(word, al_str_z(k->name)))
            k++;
        if (k == keywords + N_KEYWORDS)
            return fail(p, word.p,
                        "a line begins with rule, class, scope, zone, action, long, max, host, need, words, "
                        "re, hit, miss or #",
                        word);
        if (!p->in_rule)
            return fail(p, word.p, "outside of a rule; begin the stanza with \"rule ID\"", word);
        TRY(k->parse(p, value));
    }
    p->stanza_end = line.p + line.n;
    return ARTICLEAN_OK;
}

static enum articlean_status parse_lines(struct parser *p, struct al_str text)
{
    if (al_str_starts(text, AL_STR("\xEF\xBB\xBF")))
        text = al_str(text.p + 3, text.n - 3);
    for (const char *at = text.p, *end = at + text.n; at < end;) {
        const char *lf = memchr(at, '\n', (size_t)(end - at));
        const char *stop = lf ? lf : end;
        p->line++;
        p->line_start = at;
        TRY(parse_line(p, al_str(at, (size_t)(stop - at))));
        at = lf ? lf + 1 : end;
    }
    return end_rule(p);
}

enum articlean_status al_pack_parse(struct al_arena *arena, const struct al_reporter *reporter,
                                    struct al_str text, struct al_rule_list *list)
{
    struct parser *p = al_calloc(1, sizeof *p);
    struct al_str pack = al_arena_dup(arena, al_str_z(reporter->name));
    if (!p || !pack.p) {
        al_free(p);
        return ARTICLEAN_NO_MEMORY;
    }
    p->arena = arena;
    p->reporter = *reporter;
    p->pack = pack.p;
    p->list = list;
    al_buf_init(&p->pattern, MAX_FIELD);
    al_buf_init(&p->scratch, MAX_FIELD);
    enum articlean_status s = parse_lines(p, text);
    al_buf_clear(&p->pattern);
    al_buf_clear(&p->scratch);
    al_free(p);
    return s;
}

void al_rule_list_clear(struct al_rule_list *list)
{
    al_free(list->rules);
    *list = (struct al_rule_list){NULL, 0, 0};
}

bool al_pack_example(const char **at, uint32_t *line, struct al_example *example)
{
    while (**at) {
        const char *stop = strchr(*at, '\n');
        struct al_str value = al_str_trim(al_str(*at, stop ? (size_t)(stop - *at) : strlen(*at)));
        *at = stop ? stop + 1 : *at + strlen(*at);
        uint32_t here = (*line)++;
        struct al_str word = first_word(&value);
        bool is_hit = al_str_eq(word, AL_STR("hit"));
        if (!is_hit && !al_str_eq(word, AL_STR("miss")))
            continue;
        *example = (struct al_example){.text = value, .is_hit = is_hit, .line = here};
        const char *arrow = memmem(value.p, value.n, " => ", 4);
        if (arrow && is_hit) {
            example->text.n = (size_t)(arrow - value.p);
            example->result = al_str(arrow + 4, value.n - example->text.n - 4);
        }
        return true;
    }
    return false;
}
