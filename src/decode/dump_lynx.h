/* The link numbers of `lynx -dump`: "[7]Home" in the text, and the list of addresses at its end. */
#ifndef AL_DECODE_DUMP_LYNX_H
#define AL_DECODE_DUMP_LYNX_H

#include "base/buf.h"

/* Returns the bytes before the list of addresses, text.n when there is none; *n_links is their number. */
size_t al_lynx_body(struct al_str text, unsigned *n_links);
/* Tells whether `text` may hold a link number. */
bool al_lynx_has_numbers(struct al_str text);
/* Appends `text` without the numbers 1 .. n_links of links, and counts them. */
enum articlean_status al_lynx_strip(struct al_buf *out, struct al_str text, unsigned n_links,
                                    unsigned *n_found);

#endif
