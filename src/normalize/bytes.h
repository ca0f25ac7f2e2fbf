/* Single-byte charsets as text is taken for them by mistake, and in which company their characters are odd.
   The tables are made by tables/makebytes.c at build time. */
#ifndef AL_NORMALIZE_BYTES_H
#define AL_NORMALIZE_BYTES_H

#include <stddef.h>
#include <stdint.h>

/* In the order of trying. */
enum al_bytes_charset {
    AL_BYTES_LATIN1,
    AL_BYTES_1252,
    AL_BYTES_1251,
    AL_BYTES_1250,
    AL_BYTES_1253,
    AL_BYTES_1254,
    AL_BYTES_1257,
    AL_BYTES_8859_2,
    AL_BYTES_MACINTOSH,
    AL_BYTES_437,
    AL_N_BYTES
};

/* Classes of code points below AL_BYTES_LIMIT. */
enum {
    AL_B_COMMON = 1 << 0, /* at home in many contexts */
    AL_B_C1 = 1 << 1,
    AL_B_BAD = 1 << 2, /* hardly ever meant */
    AL_B_LAW = 1 << 3,
    AL_B_CURRENCY = 1 << 4,
    AL_B_START = 1 << 5, /* opens something */
    AL_B_END = 1 << 6,   /* closes something */
    AL_B_NUMERIC = 1 << 7,
    AL_B_BOX = 1 << 8,
    AL_B_KAOMOJI = 1 << 9, /* used in faces made of letters */
    AL_B_UPPER_ACCENTED = 1 << 10,
    AL_B_LOWER_ACCENTED = 1 << 11,
    AL_B_UPPER_COMMON = 1 << 12, /* Greek and Cyrillic */
    AL_B_LOWER_COMMON = 1 << 13,
    AL_B_LOWER = 1 << 14, /* ASCII letters */
    AL_B_UPPER = 1 << 15,
    AL_B_SPACE = 1 << 16,
    AL_B_WORD = 1 << 17,
    AL_B_FIRST = 1 << 18, /* begins a sequence that badness.c lists */
    AL_B_SECOND = 1 << 19,
    AL_B_LEAD2 = 1 << 20, /* was the first byte of a UTF-8 sequence in some charset up to ISO-8859-2 */
    AL_B_LEAD3 = 1 << 21,
    AL_B_LEAD4 = 1 << 22,
    AL_B_CONT = 1 << 23 /* was a later byte, or is the space that replaced byte A0 */
};

enum { AL_BYTES_LIMIT = 0x2600 };

struct al_bytes_row {
    uint16_t cp;
    uint8_t byte[AL_N_BYTES]; /* 0: not in the charset */
};

extern const struct al_bytes_row al_bytes_rows[]; /* by cp */
extern const size_t al_bytes_n_rows;
extern const uint16_t
    al_bytes_row_of[]; /* by code point below AL_BYTES_LIMIT: number of its row + 1, 0: none */
extern const uint16_t al_bytes_1252[128]; /* code points of bytes 80..FF */
extern const uint32_t al_bytes_class[AL_BYTES_LIMIT];

static inline uint32_t al_bytes_class_of(uint32_t cp)
{
    return cp < AL_BYTES_LIMIT            ? al_bytes_class[cp]
           : cp == 0xFB01 || cp == 0xFB02 ? (uint32_t)AL_B_LOWER_ACCENTED
           : cp == 0xFFFD                 ? (uint32_t)AL_B_BAD
           : cp == 0xF8FF                 ? (uint32_t)AL_B_START
                                          : 0;
}

/* Returns the byte of a code point over U+007F in a charset, 0 when it has none. */
static inline uint8_t al_bytes_encode(uint32_t cp, enum al_bytes_charset charset)
{
    if (cp < AL_BYTES_LIMIT)
        return al_bytes_row_of[cp] ? al_bytes_rows[al_bytes_row_of[cp] - 1].byte[charset] : 0;
    for (size_t i = al_bytes_n_rows; i-- > 0 && al_bytes_rows[i].cp >= cp;)
        if (al_bytes_rows[i].cp == cp)
            return al_bytes_rows[i].byte[charset];
    return 0;
}

#endif
