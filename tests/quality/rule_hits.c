/* rule_hits: prints which built-in rules hit which lines; a file is a page, a line is a block.
   usage: rule_hits FILE... ; output: file, line from 1, rule, action, class, weight, and 1 when zone and
   length let the rule act. score_rules.py makes precision of it. */
#include "doc/class.h"
#include "doc/doc.h"
#include "rules/key.h"
#include "rules/match.h"
#include "strip/ruling.h"
#include "strip/zone.h"

#include <articlean/articlean.h>
#include <stdio.h>
#include <stdlib.h>

struct run {
    struct al_matcher *matcher;
    const char *file;
    struct al_doc doc;
    struct al_zones zones;
    unsigned n_meta;
};

static enum articlean_status print_hit(const struct al_candidate *c, void *context)
{
    struct run *run = context;
    const struct al_rule *r = c->rule;
    struct al_hit hit;
    bool is_hit;
    enum articlean_status s = al_matcher_confirm(run->matcher, c, &hit, &is_hit);
    if (s || !is_hit)
        return s;
    bool acts = al_zones_has(&run->zones, r->zone, c->block);
    if (r->max && r->action != AL_ACTION_CUT)
        acts &= al_key_weight(run->doc.blocks[c->block].key, r->max) <= r->max;
    if (acts && r->action == AL_ACTION_META)
        acts = ++run->n_meta <= AL_META_LINES;
    printf("%s\t%u\t%s\t%s\t%s\t%g\t%d\n", run->file, c->block + 1, r->id, al_action_name(r->action),
           articlean_class_name((enum articlean_class)r->class_of), (double)r->weight, acts);
    return ARTICLEAN_OK;
}

static enum articlean_status run_text(struct run *run, struct al_str text)
{
    al_doc_reset(&run->doc);
    run->n_meta = 0;
    for (const char *p = text.p, *end = p + text.n; p < end;) {
        const char *lf = memchr(p, '\n', (size_t)(end - p)), *stop = lf ? lf : end;
        enum articlean_status s =
            al_doc_add(&run->doc, ARTICLEAN_PARAGRAPH, al_str_trim(al_str(p, (size_t)(stop - p))),
                       (uint32_t)(p - text.p), (uint32_t)(stop - text.p), NULL);
        if (s)
            return s;
        p = stop + 1;
    }
    enum articlean_status s = al_doc_fold(&run->doc);
    if (!s)
        s = al_zones_make(&run->doc, &run->zones);
    return s ? s : al_matcher_run(run->matcher, &run->doc, al_str("", 0), print_hit, run);
}

int main(int argc, char **argv)
{
    struct articlean_rules *rules;
    struct run run;
    static char text[1 << 24];
    if (articlean_rules_new(1, &rules) || al_matcher_new(rules, &run.matcher))
        return 1;
    al_doc_init(&run.doc, 0);
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");
        if (!f)
            return perror(argv[i]), 1;
        size_t n = fread(text, 1, sizeof text, f);
        fclose(f);
        run.file = argv[i];
        if (run_text(&run, al_str(text, n)))
            return 1;
    }
    al_doc_clear(&run.doc);
    al_matcher_free(run.matcher);
    articlean_rules_free(rules);
    return 0;
}
