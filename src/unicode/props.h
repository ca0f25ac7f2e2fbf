/* What a code point is: classes, script, and the fold that makes matching keys. Looked up in a table that
   tables/maketables.c makes from utf8proc at build time. */
#ifndef AL_UNICODE_PROPS_H
#define AL_UNICODE_PROPS_H

#include <stdbool.h>
#include <stdint.h>

/* Bits of al_class(). */
enum {
    AL_C_LETTER = 1 << 0,
    AL_C_UPPER = 1 << 1,
    AL_C_DIGIT = 1 << 2,  /* decimal digit of any script */
    AL_C_NUMBER = 1 << 3, /* other numbers: ½ ① Ⅳ */
    AL_C_SPACE = 1 << 4,  /* white space, line ends included */
    AL_C_PUNCT = 1 << 5,
    AL_C_SYMBOL = 1 << 6,
    AL_C_MARK = 1 << 7,
    AL_C_FORMAT = 1 << 8,    /* zero-width and other format characters */
    AL_C_CONTROL = 1 << 9,   /* C0 and C1 but white space */
    AL_C_STOP = 1 << 10,     /* ends a sentence in some script */
    AL_C_COMMA = 1 << 11,    /* separates inside a sentence */
    AL_C_WIDE = 1 << 12,     /* Han, kana: written without spaces, one character one token */
    AL_C_UNSPACED = 1 << 13, /* Thai, Lao, Khmer, Myanmar: letters without spaces between words */
    AL_C_CLOSE = 1 << 14,    /* closing quote or bracket, may follow a stop */
    AL_C_NONCHAR = 1 << 15,  /* noncharacters, surrogates, private use is not among them */
    AL_C_NFC_SLOW = 1 << 16, /* may change under NFC, or join with what is before it */
    AL_C_PRIVATE = 1 << 17,
    AL_C_NFC_JOIN = 1 << 18 /* NFC_SLOW, and not for its combining class alone: NFC_QC is No or Maybe */
};

enum al_script {
    AL_SCRIPT_COMMON,
    AL_SCRIPT_LATIN,
    AL_SCRIPT_GREEK,
    AL_SCRIPT_CYRILLIC,
    AL_SCRIPT_ARMENIAN,
    AL_SCRIPT_HEBREW,
    AL_SCRIPT_ARABIC, /* with Syriac, Thaana, NKo */
    AL_SCRIPT_INDIC,  /* Devanagari to Sinhala, Tibetan */
    AL_SCRIPT_THAI,
    AL_SCRIPT_LAO,
    AL_SCRIPT_KHMER,
    AL_SCRIPT_MYANMAR,
    AL_SCRIPT_GEORGIAN,
    AL_SCRIPT_ETHIOPIC,
    AL_SCRIPT_HANGUL,
    AL_SCRIPT_KANA,
    AL_SCRIPT_HAN,
    AL_SCRIPT_OTHER,
    AL_N_SCRIPTS
};

struct al_props {
    uint32_t bits;
    int32_t fold; /* add to the code point to get its matching form */
    uint8_t script;
};

extern const uint16_t al_props_stage1[];
extern const uint16_t al_props_stage2[];
extern const struct al_props al_props_entries[];
/* The class bits of ASCII by themselves. */
extern const uint16_t al_ascii_class[128];

/* Properties of any value up to U+10FFFF; larger ones are looked up as U+FFFD. */
static inline const struct al_props *al_props(uint32_t cp)
{
    if (cp > 0x10FFFF)
        cp = 0xFFFD;
    return &al_props_entries[al_props_stage2[al_props_stage1[cp >> 7] * 128u + (cp & 127)]];
}

static inline uint32_t al_class(uint32_t cp)
{
    return al_props(cp)->bits;
}

static inline enum al_script al_script(uint32_t cp)
{
    return (enum al_script)al_props(cp)->script;
}

/* Lower case, usual width, simplified Han: what two spellings of the same text have in common. */
static inline uint32_t al_fold_cp(uint32_t cp)
{
    return (uint32_t)((int32_t)cp + al_props(cp)->fold);
}

#endif
