#include "base/try.h"
#include "match.h"
#include "pack.h"
#include "pattern.h"
#include "unicode/fold.h"

/* The run of the examples of a set. */
struct trial {
    struct al_matcher *matcher;
    const struct al_rule *rule;
    struct al_doc doc;
    struct al_hit hit;
    bool is_hit;
    struct al_buf result, wanted;
};

static enum articlean_status note(const struct al_candidate *c, void *context)
{
    struct trial *t = context;
    return c->rule == t->rule && !t->is_hit ? al_matcher_confirm(t->matcher, c, &t->hit, &t->is_hit)
                                            : ARTICLEAN_OK;
}

/* An example is a hit when the rule could act on it wherever it stood: pattern and length, not zone. */
static enum articlean_status run_example(struct trial *t, struct al_str text)
{
    al_doc_reset(&t->doc);
    t->is_hit = false;
    TRY(al_doc_add(&t->doc, ARTICLEAN_PARAGRAPH, text, 0, (uint32_t)text.n, NULL));
    TRY(al_doc_fold(&t->doc));
    TRY(al_matcher_run(t->matcher, &t->doc, al_str_z(t->rule->host), note, t));
    return ARTICLEAN_OK;
}

/* What a cut leaves, or the values of a meta joined by " ; ". */
static enum articlean_status result_of(struct trial *t)
{
    struct al_str key = t->doc.blocks[0].key;
    t->result.n = 0;
    if (t->rule->action == AL_ACTION_CUT) {
        struct al_str rest = al_str(key.p, t->hit.start);
        if (t->rule->scope == AL_SCOPE_START)
            rest = al_str(key.p + t->hit.end, key.n - t->hit.end);
        return al_buf_append_str(&t->result, al_str_trim(rest));
    }
    for (int k = 0; k < ARTICLEAN_N_META; k++) {
        if (!t->hit.values[k].p)
            continue;
        if (t->result.n)
            TRY(al_buf_append_z(&t->result, " ; "));
        TRY(al_buf_append_str(&t->result, t->hit.values[k]));
    }
    return ARTICLEAN_OK;
}

static enum articlean_status judge(struct trial *t, const struct al_example *example,
                                   const struct al_reporter *reporter, size_t *n_failed)
{
    TRY(run_example(t, example->text));
    int shown = example->text.n > 120 ? 120 : (int)example->text.n;
    if (t->is_hit != example->is_hit) {
        ++*n_failed;
        al_report(reporter, ARTICLEAN_ERROR, 0, example->line, 1, "%s: %s: \"%.*s\"", t->rule->id,
                  example->is_hit ? "does not match its hit" : "matches its miss", shown, example->text.p);
        return ARTICLEAN_OK;
    }
    if (!example->result.p)
        return ARTICLEAN_OK;
    TRY(result_of(t));
    t->wanted.n = 0;
    TRY(al_fold(&t->wanted, example->result));
    if (!al_str_eq(al_buf_str(&t->result), al_buf_str(&t->wanted))) {
        ++*n_failed;
        al_report(reporter, ARTICLEAN_ERROR, 0, example->line, 1, "%s: gives \"%.*s\", not \"%.*s\"",
                  t->rule->id, (int)t->result.n, t->result.p ? t->result.p : "", (int)t->wanted.n,
                  t->wanted.p ? t->wanted.p : "");
    }
    return ARTICLEAN_OK;
}

static enum articlean_status run_all(struct trial *t, const struct articlean_rules *rules,
                                     articlean_report_fn *report, void *context, size_t *n_run,
                                     size_t *n_failed)
{
    for (size_t i = 0; i < rules->n; i++) {
        t->rule = rules->rules[i];
        struct al_reporter reporter = {report, context, t->rule->pack};
        const char *at = t->rule->source;
        uint32_t line = t->rule->line;
        struct al_example example;
        while (al_pack_example(&at, &line, &example)) {
            TRY(judge(t, &example, &reporter, n_failed));
            ++*n_run;
        }
    }
    return ARTICLEAN_OK;
}

enum articlean_status articlean_rules_test(const struct articlean_rules *rules, articlean_report_fn *report,
                                           void *context, size_t *n_run, size_t *n_failed)
{
    struct trial t = {.matcher = NULL};
    size_t run = 0, failed = 0;
    TRY(al_matcher_new(rules, &t.matcher));
    al_doc_init(&t.doc, 0);
    al_buf_init(&t.result, 0);
    al_buf_init(&t.wanted, 0);
    enum articlean_status s = run_all(&t, rules, report, context, &run, &failed);
    al_buf_clear(&t.result);
    al_buf_clear(&t.wanted);
    al_doc_clear(&t.doc);
    al_matcher_free(t.matcher);
    if (!s) {
        *n_run = run;
        *n_failed = failed;
    }
    return s;
}
