/* UTF-16 and UTF-32 without a byte order mark. */
#ifndef AL_DECODE_CHARSET_NULLS_H
#define AL_DECODE_CHARSET_NULLS_H

#include "base/str.h"

/* Whether the bytes are text in one of these; its canonical name and how sure it is. */
bool al_charset_nulls(struct al_str raw, const char **name, float *confidence);

#endif
