/* The addresses of a page's links, as they are written into the document. */
#ifndef AL_DECODE_LINKS_H
#define AL_DECODE_LINKS_H

#include "doc/link.h"

struct al_links {
    struct al_doc *doc;
    struct al_str base;     /* what relative addresses are relative to; empty when not known */
    struct al_str href;     /* of the open link; empty when there is none that is wanted */
    bool has_base;          /* <base href> was seen */
    size_t left;            /* bytes that addresses may yet take */
    struct al_buf raw, out; /* scratch */
};

void al_links_init(struct al_links *links, struct al_doc *doc);
void al_links_clear(struct al_links *links);
/* Reads the address of <base href>; the first one counts. */
enum articlean_status al_links_set_base(struct al_links *links, struct al_str value);
/* Sets the address of the link that opens from its attribute's value as written: http, https, mailto and
   relative ones are wanted. */
enum articlean_status al_links_open(struct al_links *links, struct al_str value);

/* Appends `href` as seen from `base`, an absolute http or https address (RFC 3986, section 5.2). */
enum articlean_status al_links_resolve(struct al_buf *out, struct al_str base, struct al_str href);

#endif
