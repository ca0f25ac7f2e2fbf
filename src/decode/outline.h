/* The stack of open elements: what is inherited, where end tags go, and the elements of the document that
   come of it. Elements are entered into the document when they hold a block, so that tags alone cost no
   memory. */
#ifndef AL_DECODE_OUTLINE_H
#define AL_DECODE_OUTLINE_H

#include "doc/doc.h"

enum { AL_MAX_OPEN = 400, AL_MAX_NAMES = 8 };

/* An open element. All bytes are the page's own. */
struct al_open {
    uint16_t tag;
    uint16_t properties; /* AL_T_* */
    bool is_inline;
    bool is_bold;
    bool is_hidden;  /* by its own attributes */
    bool has_block;  /* of an item of a list */
    bool is_unshown; /* by attribute, style or <noscript>, not only for assistive software */
    bool is_unseen;  /* text in it is left out: the reading of ruby */
    uint8_t kind;    /* enum articlean_kind of its blocks */
    uint8_t level;
    uint8_t list_depth;
    uint8_t n_names;
    uint32_t flags;                    /* AL_F_* */
    uint32_t elem;                     /* index in doc->elems, AL_NO_ELEM before it has a block */
    struct al_str class_of;            /* value of its class attribute */
    struct al_str names[AL_MAX_NAMES]; /* n_names of them are set */
};

#define AL_NO_ELEM UINT32_MAX

struct al_outline {
    struct al_open *open; /* open[0] is the root; owned; room for AL_MAX_OPEN and the next */
    size_t n;
    uint32_t n_of[256];   /* open elements by the low byte of their tag */
    struct al_buf joined; /* names of the element that is being entered */
};

enum articlean_status al_outline_init(struct al_outline *o);
void al_outline_clear(struct al_outline *o);

static inline struct al_open *al_outline_top(const struct al_outline *o)
{
    return &o->open[o->n - 1];
}

/* The place of the next element to be opened, to be filled before al_outline_push(). */
static inline struct al_open *al_outline_next(const struct al_outline *o)
{
    return &o->open[o->n];
}

/* Opens the next element above the top; one that the stack has no room for is left out. */
void al_outline_push(struct al_outline *o);
/* Closes all elements from `index` up. */
void al_outline_cut(struct al_outline *o, size_t index);
/* Closes only the one at `index`. */
void al_outline_remove(struct al_outline *o, size_t index);

/* Closes what the start tag `tag` implies the end of. */
void al_outline_imply_end(struct al_outline *o, uint16_t tag, uint16_t properties);
/* Index of the element that the end tag `tag` closes, 0 when it closes none. */
size_t al_outline_find_end(const struct al_outline *o, uint16_t tag);

/* Enters the nearest open element that is no inline markup, and all above it in the page, into doc->elems. */
enum articlean_status al_outline_enter(struct al_outline *o, struct al_doc *doc, uint32_t *elem);

/* Sets `out` to attribute values, given as written: references resolved, white space squeezed, one space
   between. */
enum articlean_status al_outline_join_names(const struct al_str *names, size_t n_names, struct al_buf *out);

#endif
