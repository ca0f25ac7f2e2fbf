/* Canonical composition (NFC) of the spans that need it; everything else is copied. */
#ifndef AL_NORMALIZE_COMPOSE_H
#define AL_NORMALIZE_COMPOSE_H

#include "base/buf.h"

#include <stdbool.h>

/* Scratch memory of one thread, kept between calls. */
struct al_compose {
    int32_t *cps; /* decomposed span */
    size_t cap;   /* code points */
};

/* Allocates nothing. */
void al_compose_init(struct al_compose *c);
void al_compose_clear(struct al_compose *c);

/* Appends the NFC of `text` (UTF-8) to `out`; *changed is set when it differs, untouched otherwise.
   Linear in time, however many marks follow each other. ARTICLEAN_NO_MEMORY, ARTICLEAN_LIMIT. */
enum articlean_status al_compose_nfc(struct al_compose *c, struct al_buf *out, struct al_str text,
                                     bool *changed);

#endif
