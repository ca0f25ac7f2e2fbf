/* One rule of a pack, parsed. Plain data: rulec writes the built-in ones as constants of this type. */
#ifndef AL_RULES_RULE_H
#define AL_RULES_RULE_H

#include "base/str.h"

#include <stdint.h>

/* What part of a block's key the pattern must cover. */
enum al_scope {
    AL_SCOPE_LINE,  /* all of it, list bullets and closing marks aside */
    AL_SCOPE_START, /* its beginning */
    AL_SCOPE_END,   /* its end */
    AL_SCOPE_BLOCK, /* any part */
    AL_N_SCOPES
};

/* Where on the page the block must lie. */
enum al_zone {
    AL_ZONE_ANY,
    AL_ZONE_HEAD, /* before the article's prose has begun */
    AL_ZONE_TAIL, /* after most of the page's prose */
    AL_N_ZONES
};

enum al_action {
    AL_ACTION_DROP, /* the block goes, for certain */
    AL_ACTION_CUT,  /* the matched part goes, the rest of the block stays */
    AL_ACTION_META, /* named groups are harvested, the block goes */
    AL_ACTION_HINT, /* `weight` is added to the block's hint, no verdict */
    AL_ACTION_END,  /* the block goes, and it ends the article */
    AL_ACTION_KEEP, /* no rule and no model removes the block */
    AL_N_ACTIONS
};

enum {
    AL_RULE_MAX_DEFAULT = 200, /* weight of the longest block that a rule without `max` or `long` removes */
    AL_RULE_MAX_NONE = 0       /* no limit */
};

struct al_rule {
    const char *id;      /* "share.en.button" */
    const char *pack;    /* name of the file */
    const char *source;  /* the stanza as written */
    const char *host;    /* host whose pages it is for, subdomains included; "" for all */
    const char *pattern; /* PCRE2, folded; "" for a list of words */
    /* One string behind the other, each terminated. */
    const char *words; /* folded; the rule matches where one of them stands */
    const char *needs; /* folded; the pattern is tried where one of them occurs */
    uint32_t n_words, n_needs;
    uint32_t line; /* in its pack, of the stanza's first line, from 1 */
    uint32_t max;  /* weight of the longest block it may act on; AL_RULE_MAX_NONE for any */
    float weight;  /* of a hint; below 0 speaks against the block */
    uint8_t scope, zone, action;
    uint8_t class_of;    /* enum articlean_class */
    uint8_t needs_digit; /* tried on every short line that begins with a digit or punctuation */

    /* what al_pattern_study() found out */
    uint64_t first[2]; /* bits of the ASCII bytes that a match may begin with */
    uint32_t shortest; /* bytes that a match has at least */
};

/* Names as written in packs; NULL when out of range. */
const char *al_scope_name(unsigned scope);
const char *al_action_name(unsigned action);

#endif
