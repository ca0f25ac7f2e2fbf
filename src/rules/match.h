/* Runs a set of rules over folded text. Knows nothing of verdicts. */
#ifndef AL_RULES_MATCH_H
#define AL_RULES_MATCH_H

#include "doc/doc.h"
#include "rules.h"

struct al_matcher;

/* A rule that may match a block: words that stand there, or a pattern that is yet to be tried. */
struct al_candidate {
    const struct al_rule *rule;
    struct al_str key; /* of the block */
    uint32_t block;
    uint32_t index;      /* of a pattern's rule in the set */
    uint32_t start, end; /* the words, bytes in the key */
};

/* A rule that matches a block. */
struct al_hit {
    const struct al_rule *rule;
    uint32_t block;
    uint32_t start, end;                    /* the matched part, bytes in the block's key */
    struct al_str values[ARTICLEAN_N_META]; /* parts of the key by named groups; p NULL when absent */
};

/* Is told of each candidate; what it returns other than ARTICLEAN_OK ends the run. */
typedef enum articlean_status al_candidate_fn(const struct al_candidate *c, void *context);

/* Creates a matcher for one thread. `set` is borrowed. */
enum articlean_status al_matcher_new(const struct articlean_rules *set, struct al_matcher **out);

/* Finds the rules that may match blocks of a folded document (al_doc_fold). Candidates come in order of
   blocks; in a block words by their places, then whole lines, then patterns by their rules. None on a block
   that is longer than the rule may act on, but for cuts. `host` of the page ("" when unknown) selects rules
   for hosts. Zones are the caller's business. */
enum articlean_status al_matcher_run(struct al_matcher *m, const struct al_doc *doc, struct al_str host,
                                     al_candidate_fn *on_candidate, void *context);

/* Tells whether a candidate matches, and how: at once or later, as long as its key lives. A pattern that
   meets its match limit does not match. */
enum articlean_status al_matcher_confirm(struct al_matcher *m, const struct al_candidate *c,
                                         struct al_hit *hit, bool *is_hit);

void al_matcher_free(struct al_matcher *m);

#endif
