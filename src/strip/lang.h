/* The language of a text, from its scripts and its commonest words. */
#ifndef AL_STRIP_LANG_H
#define AL_STRIP_LANG_H

#include "base/map.h"
#include "base/str.h"

/* The words of all languages known by words; made once, then only read. */
struct al_lang {
    struct al_map words;
    size_t longest, longest_ascii; /* of them, in bytes */
};

/* What has been seen of one text. */
struct al_lang_counts {
    unsigned scripts[32];    /* letters by enum al_script; wide characters count 5, others 2 */
    unsigned words[32];      /* common words by language, 2 each, 1 for those of one letter */
    unsigned traditional;    /* Han that simplified texts do not have */
    unsigned han, kana;      /* characters */
    unsigned indic_block[8]; /* letters by block of the Indic scripts */
    unsigned seen;           /* bytes looked at */
};

enum { AL_LANG_ENOUGH = 16384 }; /* bytes after which more text changes nothing */

enum articlean_status al_lang_open(struct al_lang *lang);
void al_lang_close(struct al_lang *lang);

/* Adds a piece of text to the counts (zeroed by the caller before the first). */
void al_lang_count(const struct al_lang *lang, struct al_str text, struct al_lang_counts *counts);

/* Returns a BCP 47 tag ("en", "zh-Hant"), static; NULL when too little tells. */
const char *al_lang_of(const struct al_lang_counts *counts);

#endif
