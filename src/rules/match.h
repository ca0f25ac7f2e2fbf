/* Runs a set of rules over folded text. Knows nothing of verdicts. */
#ifndef AL_RULES_MATCH_H
#define AL_RULES_MATCH_H

#include "doc/doc.h"
#include "rules.h"

struct al_matcher;

/* A rule that matches a block. */
struct al_hit {
    const struct al_rule *rule;
    uint32_t block;
    uint32_t start, end;                    /* the matched part, bytes in the block's key */
    struct al_str values[ARTICLEAN_N_META]; /* parts of the key by named groups; p NULL when absent */
};

/* Is told of each hit; what it returns other than ARTICLEAN_OK ends the run. */
typedef enum articlean_status al_hit_fn(const struct al_hit *hit, void *context);

/* Creates a matcher for one thread. `set` is borrowed. */
enum articlean_status al_matcher_new(const struct articlean_rules *set, struct al_matcher **out);

/* Matches all blocks of a folded document (al_doc_fold). Hits come in order of blocks; in a block words
   by their places, then whole lines, then patterns by their rules. No hit on a block that is longer than the
   rule may act on, but for cuts. `host` of the page ("" when unknown) selects rules for hosts. Zones are the
   caller's business. A pattern that meets its match limit does not match. */
enum articlean_status al_matcher_run(struct al_matcher *m, const struct al_doc *doc, struct al_str host,
                                     al_hit_fn *on_hit, void *context);

void al_matcher_free(struct al_matcher *m);

#endif
