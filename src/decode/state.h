/* Text that a page holds only for its scripts: JSON-LD, Discourse's data-preloaded, __NEXT_DATA__ and its
 * like. */
#ifndef AL_DECODE_STATE_H
#define AL_DECODE_STATE_H

#include "doc/doc.h"

enum { AL_MAX_SOURCES = 64 };

enum al_source_kind {
    AL_SOURCE_LD,       /* JSON-LD */
    AL_SOURCE_SCRIPT,   /* JSON, or a script that assigns JSON */
    AL_SOURCE_ATTRIBUTE /* JSON in an attribute value, with its references */
};

/* Where state was seen; bytes of the page. */
struct al_state {
    struct al_source {
        struct al_str raw;
        enum al_source_kind kind;
    } sources[AL_MAX_SOURCES];
    size_t n;
};

/* Remembers a possible source; what is too short, too long or one too many is left out. */
void al_state_note(struct al_state *state, struct al_str raw, enum al_source_kind kind);

/* When the blocks of `doc` hold little text, adds those of the state, flagged AL_F_FROM_SCRIPT. The first
   block of a source has the range of the whole source, the others an empty one at its end. */
enum articlean_status al_state_blocks(const struct al_state *state, struct al_doc *doc);

#endif
