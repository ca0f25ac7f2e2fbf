#include "rules.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/try.h"
#include "pack.h"
#include "pattern.h"

#include <articlean/articlean.h>
#include <stdio.h>

/* Gives the set an index that rules can be added to. */
static enum articlean_status own_index(struct articlean_rules *set)
{
    if (set->own)
        return ARTICLEAN_OK;
    struct al_rule_index *own = al_malloc(sizeof *own);
    if (!own)
        return ARTICLEAN_NO_MEMORY;
    al_rule_index_init(own);
    enum articlean_status s = ARTICLEAN_OK;
    for (size_t i = 0; i < set->n && !s; i++)
        s = al_rule_index_add(own, (uint32_t)i, set->rules[i]);
    if (s) {
        al_rule_index_clear(own);
        al_free(own);
        return s;
    }
    set->index = set->own = own;
    return ARTICLEAN_OK;
}

static enum articlean_status add_rule(struct articlean_rules *set, const struct al_rule *rule)
{
    TRY(al_grow((void **)&set->rules, set->n, &set->cap, sizeof *set->rules));
    set->rules[set->n++] = rule;
    return set->own ? al_rule_index_add(set->own, (uint32_t)set->n - 1, rule) : ARTICLEAN_OK;
}

static const char builtin_names[] = "builtin@" ARTICLEAN_VERSION;

const char *al_rules_names(const struct articlean_rules *set)
{
    return set ? set->names : builtin_names;
}

/* Adds "file@hash" to the names: a pack is known by what it says, wherever it lies. */
static enum articlean_status add_name(struct articlean_rules *set, const char *name, struct al_str pack)
{
    char hash[18];
    const char *slash = name ? strrchr(name, '/') : NULL;
    struct al_buf names;
    al_buf_init(&names, 0);
    snprintf(hash, sizeof hash, "@%016llx", (unsigned long long)al_hash(pack.p, pack.n));
    enum articlean_status s = al_buf_append_z(&names, set->names);
    if (!s && names.n)
        s = al_buf_append_byte(&names, ',');
    if (!s)
        s = al_buf_append_z(&names, slash ? slash + 1 : name ? name : "");
    if (!s)
        s = al_buf_append_z(&names, hash);
    const char *copy = s ? NULL : al_arena_dup(&set->arena, al_buf_str(&names)).p;
    set->names = copy ? copy : set->names;
    al_buf_clear(&names);
    return s ? s : copy ? ARTICLEAN_OK : ARTICLEAN_NO_MEMORY;
}

enum articlean_status articlean_rules_new(int with_builtin, struct articlean_rules **out)
{
    struct articlean_rules *set = al_calloc(1, sizeof *set);
    if (!set)
        return ARTICLEAN_NO_MEMORY;
    al_arena_init(&set->arena, 0);
    set->names = with_builtin ? builtin_names : "";
    set->compiled = with_builtin ? &al_builtin_patterns : NULL;
    enum articlean_status s = ARTICLEAN_OK;
    for (uint32_t i = 0; with_builtin && i < al_n_builtin_rules && !s; i++)
        s = add_rule(set, &al_builtin_rules[i]);
    set->index = with_builtin ? al_builtin_index : NULL;
    if (!s && !set->index)
        s = own_index(set);
    if (s) {
        articlean_rules_free(set);
        return s;
    }
    *out = set;
    return ARTICLEAN_OK;
}

static const struct al_rule *find(const struct articlean_rules *set, const char *id)
{
    for (size_t i = 0; i < set->n; i++)
        if (strcmp(set->rules[i]->id, id) == 0)
            return set->rules[i];
    return NULL;
}

/* Reports what only the whole set or the regex library can see: ids used twice, patterns that do not
   compile. */
static enum articlean_status check(const struct articlean_rules *set, struct al_rule_list *list,
                                   const struct al_reporter *reporter)
{
    for (size_t i = 0; i < list->n; i++) {
        struct al_rule *r = &list->rules[i];
        const struct al_rule *other = find(set, r->id);
        for (size_t j = 0; !other && j < i; j++)
            if (strcmp(list->rules[j].id, r->id) == 0)
                other = &list->rules[j];
        if (other) {
            al_report(reporter, ARTICLEAN_ERROR, 0, r->line, 1,
                      "\"%s\": used already in %s, line %u; ids are "
                      "unique, choose another",
                      r->id, other->pack, (unsigned)other->line);
            return ARTICLEAN_BAD_RULE;
        }
        TRY(al_pattern_study(r, reporter));
    }
    return ARTICLEAN_OK;
}

enum articlean_status articlean_rules_add(struct articlean_rules *rules, const char *name, const char *data,
                                          size_t size, articlean_report_fn *report, void *context)
{
    struct al_reporter reporter = {report, context, name};
    struct al_rule_list list = {NULL, 0, 0};
    enum articlean_status s = al_pack_parse(&rules->arena, &reporter, al_str(data, size), &list);
    if (!s)
        s = check(rules, &list, &reporter);
    if (!s)
        s = own_index(rules);
    for (size_t i = 0; !s && i < list.n; i++) {
        struct al_rule *copy = al_arena_alloc(&rules->arena, sizeof *copy);
        if (!copy) {
            s = ARTICLEAN_NO_MEMORY;
            break;
        }
        *copy = list.rules[i];
        s = add_rule(rules, copy);
    }
    al_rule_list_clear(&list);
    return s ? s : add_name(rules, name, al_str(data, size));
}

size_t articlean_rules_count(const struct articlean_rules *rules)
{
    return rules->n;
}

enum articlean_status articlean_rules_get(const struct articlean_rules *rules, size_t i,
                                          struct articlean_rule *out)
{
    if (i >= rules->n)
        return ARTICLEAN_BAD_ARGUMENT;
    const struct al_rule *r = rules->rules[i];
    *out = (struct articlean_rule){.id = r->id,
                                   .pack = r->pack,
                                   .scope = al_scope_name(r->scope),
                                   .action = al_action_name(r->action),
                                   .class_of = (enum articlean_class)r->class_of,
                                   .pattern = r->pattern,
                                   .source = r->source};
    return ARTICLEAN_OK;
}

void articlean_rules_free(struct articlean_rules *rules)
{
    if (!rules)
        return;
    al_arena_clear(&rules->arena);
    al_free(rules->rules);
    if (rules->own)
        al_rule_index_clear(rules->own);
    al_free(rules->own);
    al_free(rules);
}
