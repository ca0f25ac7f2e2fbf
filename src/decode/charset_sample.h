/* A small sample of bytes for the statistics: what is not ASCII, with a little of what stands around it. */
#ifndef AL_DECODE_CHARSET_SAMPLE_H
#define AL_DECODE_CHARSET_SAMPLE_H

#include "base/str.h"

enum { AL_SAMPLE_BYTES = 4096 };

struct al_charset_sample {
    unsigned char bytes[AL_SAMPLE_BYTES]; /* stretches, each ended by a line feed */
    size_t n;
    bool is_cut; /* the last stretch may end inside a character */
};

/* Fills the sample from the beginning of `raw` and from places all over the rest. Markup and stretches of
   ASCII are left out, so that a page and its text make nearly the same sample. */
void al_charset_sample(struct al_str raw, struct al_charset_sample *sample);

/* Fills the sample with the first bytes as they are: for encodings that do not keep ASCII. */
void al_charset_sample_head(struct al_str raw, struct al_charset_sample *sample);

#endif
