#include "index.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "base/try.h"

void al_rule_index_init(struct al_rule_index *x)
{
    *x = (struct al_rule_index){.entries = NULL};
    al_literals_init(&x->literals);
    al_map_init(&x->known);
    al_lines_init(&x->lines);
}

void al_rule_index_clear(struct al_rule_index *x)
{
    al_free(x->entries);
    al_literals_clear(&x->literals);
    al_map_clear(&x->known);
    al_lines_clear(&x->lines);
    al_free(x->digit_rules);
}

static enum articlean_status add_entry(struct al_rule_index *x, uint32_t rule, bool is_word, uint32_t *index)
{
    TRY(al_grow((void **)&x->entries, x->n_entries, &x->cap_entries, sizeof *x->entries));
    *index = (uint32_t)x->n_entries;
    x->entries[x->n_entries++] = (struct al_entry){rule, 0, is_word};
    return ARTICLEAN_OK;
}

static enum articlean_status add_literals(struct al_rule_index *x, uint32_t rule, const char *items,
                                          uint32_t n, bool is_word)
{
    for (const char *next; n--; items = next) {
        struct al_str item = al_str_z(items);
        uint32_t entry, *first;
        int is_new;
        next = items + item.n + 1;
        TRY(add_entry(x, rule, is_word, &entry));
        TRY(al_map_put(&x->known, al_hash(item.p, item.n), entry, &first, &is_new));
        if (is_new) {
            TRY(al_literals_add(&x->literals, item, entry));
        } else {
            x->entries[entry].next = x->entries[*first].next;
            x->entries[*first].next = entry + 1;
        }
    }
    return ARTICLEAN_OK;
}

static enum articlean_status add_lines(struct al_rule_index *x, uint32_t rule, const char *words, uint32_t n)
{
    for (const char *next; n--; words = next) {
        struct al_str word = al_str_z(words);
        uint32_t entry, *first;
        int is_new;
        next = words + word.n + 1;
        TRY(add_entry(x, rule, true, &entry));
        TRY(al_lines_put(&x->lines, word, entry, &first, &is_new));
        if (!is_new) {
            x->entries[entry].next = *first + 1;
            *first = entry;
        }
    }
    return ARTICLEAN_OK;
}

enum articlean_status al_rule_index_add(struct al_rule_index *x, uint32_t number, const struct al_rule *rule)
{
    TRY(add_literals(x, number, rule->needs, rule->n_needs, false));
    if (rule->scope == AL_SCOPE_LINE)
        TRY(add_lines(x, number, rule->words, rule->n_words));
    else
        TRY(add_literals(x, number, rule->words, rule->n_words, true));
    if (rule->needs_digit) {
        TRY(al_grow((void **)&x->digit_rules, x->n_digit_rules, &x->cap_digit_rules, sizeof *x->digit_rules));
        x->digit_rules[x->n_digit_rules++] = number;
    }
    return ARTICLEAN_OK;
}
