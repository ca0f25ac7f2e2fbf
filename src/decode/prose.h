/* The text of one block as it grows: white space collapsed, references resolved, what stands in links
 * counted. */
#ifndef AL_DECODE_PROSE_H
#define AL_DECODE_PROSE_H

#include "links.h"
#include "outline.h"

struct al_prose {
    struct al_buf text;
    const struct al_links *page_links; /* NULL when links are not noted */
    uint32_t n_images;                 /* since the last block */

    /* From here on it starts anew for each block. */
    uint32_t n_links, n_breaks, n_names; /* n_breaks: <br> before it */
    uint32_t link_bytes, bold_bytes, hidden_bytes;
    bool is_unshown;                   /* its text is that of elements that do not show */
    bool is_spaced;                    /* white space stands after the text so far */
    const char *start, *end;           /* of its bytes in the page; NULL when empty */
    struct al_link *links, *last_link; /* in it */
    struct al_str names[AL_MAX_NAMES]; /* of inline elements around it, as written */
};

void al_prose_init(struct al_prose *p);
void al_prose_clear(struct al_prose *p);
/* Adds text of the page that stands in `in`; `reading` is that of al_token_reading(). */
enum articlean_status al_prose_append(struct al_prose *p, struct al_str raw, unsigned reading,
                                      const struct al_open *in);
/* Ends a line of preformatted text; where a line has just ended, only if `may_be_empty`. */
enum articlean_status al_prose_end_line(struct al_prose *p, bool may_be_empty);
/* Adds the text to the document as a block of the top element, if there is any; starts anew after `n_breaks`
   line breaks. */
enum articlean_status al_prose_flush(struct al_prose *p, struct al_outline *o, struct al_doc *doc,
                                     uint32_t n_breaks);

#endif
