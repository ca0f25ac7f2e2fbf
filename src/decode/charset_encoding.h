/* The encodings that can be decoded: their names, labels and tables. The tables are generated at build time
   by tables/makecharsets.c. */
#ifndef AL_DECODE_CHARSET_ENCODING_H
#define AL_DECODE_CHARSET_ENCODING_H

#include "base/str.h"

#include <stdint.h>

enum al_encoding_kind {
    AL_ENC_UTF8,
    AL_ENC_UTF16LE,
    AL_ENC_UTF16BE,
    AL_ENC_UTF32LE,
    AL_ENC_UTF32BE,
    AL_ENC_SINGLE, /* map has the bytes 80..FF, the lower half is ASCII */
    AL_ENC_PAGE,   /* map has the bytes 00..FF */
    AL_ENC_USER_DEFINED,
    AL_ENC_REPLACEMENT,
    AL_ENC_GB18030,
    AL_ENC_BIG5,
    AL_ENC_EUC_JP,
    AL_ENC_SHIFT_JIS,
    AL_ENC_EUC_KR,
    AL_ENC_ISO_2022_JP,
    AL_ENC_HZ,
    AL_ENC_ICONV
};

enum { AL_ENC_HOLE = 0xFFFF }; /* a byte without a character in a single-byte map */

struct al_encoding {
    const char *name; /* canonical, lower case */
    enum al_encoding_kind kind;
    const uint16_t *map;    /* SINGLE and PAGE only */
    const char *iconv_name; /* ICONV only */
};

struct al_encoding_label {
    const char *label; /* lower case */
    uint16_t encoding; /* index into al_encodings */
};

/* Those of the Encoding Standard first, then the further ones. */
extern const struct al_encoding al_encodings[];
extern const unsigned al_n_encodings, al_n_standard_encodings;
/* Each list sorted by label. A label of the further list may repeat one of the standard's. */
extern const struct al_encoding_label al_standard_labels[], al_further_labels[];
extern const unsigned al_n_standard_labels, al_n_further_labels;

/* Indexes by pointer, 0 where there is no character. */
enum {
    AL_N_JIS0208 = 11104,
    AL_N_JIS0212 = 7211,
    AL_N_EUC_KR = 23750,
    AL_N_GB18030 = 23940,
    AL_N_BIG5 = 19782
};
extern const uint16_t al_jis0208[], al_jis0212[], al_euc_kr[], al_gb18030[];
extern const uint32_t al_big5[];
struct al_gb18030_range {
    uint32_t pointer, cp;
};
extern const struct al_gb18030_range al_gb18030_ranges[];
extern const unsigned al_n_gb18030_ranges;

/* The encoding with this canonical name; NULL when there is none. */
const struct al_encoding *al_encoding_by_name(const char *name);
/* The encoding a label stands for in the Encoding Standard, else in the further list; NULL when none. */
const struct al_encoding *al_encoding_by_label(struct al_str label);
/* As al_encoding_by_label, the further list first: what a user means who names iso-2022-kr. */
const struct al_encoding *al_encoding_by_further_label(struct al_str label);

#endif
