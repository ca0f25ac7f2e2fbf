#include "rules.h"

#include "message.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void read_whole(const char *path, struct text *out)
{
    FILE *file = strcmp(path, "-") ? fopen(path, "rb") : stdin;
    char data[8192];
    if (!file)
        die(EXIT_USAGE, "%s: %s", path, strerror(errno));
    for (size_t n; (n = fread(data, 1, sizeof data, file));)
        text_add(out, data, n);
    if (ferror(file))
        die(EXIT_USAGE, "%s: %s", path, strerror(errno));
    if (file != stdin)
        fclose(file);
}

static void add_pack(struct articlean_rules *rules, const char *path)
{
    struct text pack = {0};
    read_whole(path, &pack);
    enum articlean_status s =
        articlean_rules_add(rules, path, pack.p ? pack.p : "", pack.n, message_report, NULL);
    if (s)
        die(s == ARTICLEAN_BAD_RULE ? EXIT_USAGE : EXIT_INTERNAL, "%s: %s", path, articlean_strerror(s));
    text_clear(&pack);
}

void rules_load(struct settings *s)
{
    bool only_tested = s->test_rules && *s->test_rules;
    bool is_needed = s->rules.n || s->no_default_rules || s->list_rules || s->show_rule || s->test_rules;
    struct articlean_rules *rules;
    if (!is_needed)
        return;
    enum articlean_status status = articlean_rules_new(!s->no_default_rules && !only_tested, &rules);
    if (status)
        die(EXIT_INTERNAL, "cannot load the rules: %s", articlean_strerror(status));
    for (size_t i = 0; i < s->rules.n && !only_tested; i++)
        add_pack(rules, s->rules.v[i]);
    if (only_tested)
        add_pack(rules, s->test_rules);
    s->lib.rules = rules;
}

void rules_list(const struct articlean_rules *rules, struct text *out)
{
    struct articlean_rule rule;
    for (size_t i = 0; i < articlean_rules_count(rules) && !articlean_rules_get(rules, i, &rule); i++)
        text_f(out, "%-36s %-11s %-8s %-6s %s\n", rule.id, articlean_class_name(rule.class_of), rule.scope,
               rule.action, rule.pack);
}

void rules_show(const struct articlean_rules *rules, const char *id, struct text *out)
{
    struct articlean_rule rule;
    for (size_t i = 0; i < articlean_rules_count(rules) && !articlean_rules_get(rules, i, &rule); i++)
        if (!strcmp(rule.id, id)) {
            text_f(out, "# %s\n%s", rule.pack, rule.source);
            if (out->p[out->n - 1] != '\n')
                text_z(out, "\n");
            return;
        }
    die(EXIT_USAGE, "no rule is called '%s'; --list-rules lists them", id);
}

void rules_test(const struct articlean_rules *rules)
{
    size_t n_run = 0, n_failed = 0;
    enum articlean_status s = articlean_rules_test(rules, message_report, NULL, &n_run, &n_failed);
    if (s)
        fail(EXIT_INTERNAL, "%s", articlean_strerror(s));
    else if (n_failed)
        fail(EXIT_FINDING, "%zu of %zu examples failed", n_failed, n_run);
    else
        say("%zu examples passed", n_run);
}
