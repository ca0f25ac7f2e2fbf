/* Reads dates as pages write them. Knows month names, not languages. */
#ifndef AL_STRIP_DATE_H
#define AL_STRIP_DATE_H

#include "base/str.h"

enum { AL_DATE_MAX = 40 }; /* bytes with the terminator */

/* Writes the first date in `text` as ISO 8601, with the time and zone when given, and returns true. False
   when there is none or its day and month cannot be told apart (3/4/2014). Reads YYYY-MM-DD and the like,
   D.M.YYYY, month names of some twenty languages, years of Chinese, Japanese and Korean pages, RFC 822. */
bool al_date_iso(struct al_str text, char out[AL_DATE_MAX]);

#endif
