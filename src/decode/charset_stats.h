/* Which legacy encoding bytes are in, by what the text would say in each. Knows nothing of declarations but
   that one was made. */
#ifndef AL_DECODE_CHARSET_STATS_H
#define AL_DECODE_CHARSET_STATS_H

#include "base/str.h"
#include "charset_encoding.h"

/* The likeliest encoding of bytes that are neither ASCII nor UTF-8; `declared` (or NULL) is one witness among
   others. *confidence is 0..1. */
const struct al_encoding *al_charset_stats(struct al_str raw, const struct al_encoding *declared,
                                           float *confidence);

#endif
