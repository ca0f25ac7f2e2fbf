/* Pages that are in two encodings: which runs are in which. */
#ifndef AL_DECODE_CHARSET_MIXED_H
#define AL_DECODE_CHARSET_MIXED_H

#include "base/str.h"
#include "charset_encoding.h"

/* A part of the raw bytes that is decoded in one encoding. */
struct al_charset_run {
    size_t end; /* offset after its last byte */
    const struct al_encoding *encoding;
};

/* Returns the run that begins at `start` of the raw bytes of a page in `page`. In a page in UTF-8 these are
   letters and signs of windows-1252 and words of GBK; in a Chinese, Japanese or Korean page, lines and
   elements in UTF-8. Going on from end to end takes linear time. */
struct al_charset_run al_charset_next_run(const struct al_encoding *page, struct al_str raw, size_t start);

#endif
