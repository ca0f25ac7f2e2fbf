/* White space, controls and what cannot be seen. Knows one block's text, not the document. */
#ifndef AL_NORMALIZE_SPACE_H
#define AL_NORMALIZE_SPACE_H

#include "base/buf.h"

#include <stdint.h>

/* What a quick look at a text found; 0 means that nothing would change it. */
enum {
    AL_SEEN_SPACE = 1 << 0,     /* white space that is not one plain space between words */
    AL_SEEN_INVISIBLE = 1 << 1, /* controls, format characters, noncharacters */
    AL_SEEN_NFC = 1 << 2,       /* AL_C_NFC_SLOW */
    AL_SEEN_AMPERSAND = 1 << 3,
    AL_SEEN_BACKSLASH = 1 << 4,
    AL_SEEN_COMPAT = 1 << 5, /* full or half width forms, Latin ligatures */
    AL_SEEN_WIDE = 1 << 6    /* something beyond ASCII */
};

/* How line ends and runs of spaces are treated. */
enum al_layout {
    AL_LAYOUT_PROSE, /* a run of white space is one space */
    AL_LAYOUT_LINES, /* the same, but a run with a line end is one line end */
    AL_LAYOUT_CODE   /* spaces, tabs and line ends stay; other white space is one space each */
};

/* Bits for al_space_clean(). */
enum { AL_FOLD_WIDTH = 1, AL_FOLD_LIGATURES = 2 };

/* Returns AL_SEEN_* of `text`; reads it once, makes nothing. White space counts as `layout` has it. */
unsigned al_space_scan(struct al_str text, enum al_layout layout);

/* Appends `text` without what cannot be seen and with white space as `layout` has it, none at the ends
   (but the indentation of code). ZWJ, ZWNJ and tags stay where the script or an emoji needs them. `folds` are
   AL_FOLD_*. *n_invisible grows by the code points removed. Ill-formed UTF-8 becomes U+FFFD. */
enum articlean_status al_space_clean(struct al_buf *out, struct al_str text, enum al_layout layout,
                                     unsigned folds, uint32_t *n_invisible);

#endif
