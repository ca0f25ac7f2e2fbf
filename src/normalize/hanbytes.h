/* Repair of Chinese that was decoded in the wrong charset: GBK or Big5 read as Latin-1 or windows-1252, UTF-8
   read as GBK, GBK and Big5 read as each other. */
#ifndef AL_NORMALIZE_HANBYTES_H
#define AL_NORMALIZE_HANBYTES_H

#include "mojibake.h"

#include <iconv.h>

enum al_hanbytes_charset { AL_HANBYTES_GBK, AL_HANBYTES_BIG5, AL_N_HANBYTES };

/* Converters of one thread, opened when first needed, and scratch memory. */
struct al_hanbytes {
    iconv_t to[AL_N_HANBYTES], from[AL_N_HANBYTES];
    bool is_open, is_usable;
    uint16_t *known[AL_N_HANBYTES]; /* bytes by code point, 0: not asked yet; NULL: no text to mend yet */
    struct al_buf bytes, piece, best, text;
};

/* What a quick look at the Han characters of a text finds. */
struct al_han_look {
    size_t n, n_rare; /* characters, and those that hardly any text has */
    size_t n_lost;    /* characters that stand for bytes lost for good: 锟斤拷 and the like */
    size_t n_odd, n_traditional;
    size_t n_letters; /* bytes that begin letters with which words may be tricked */
};

void al_hanbytes_init(struct al_hanbytes *h);
void al_hanbytes_clear(struct al_hanbytes *h);

/* Counts the Han characters of `text`. */
struct al_han_look al_hanbytes_look(struct al_str text);
/* True when so many are rare that the text may be mojibake. */
bool al_hanbytes_is_suspect(const struct al_han_look *look);

/* Mends runs of Latin-1 characters that are Chinese; `least` is the number of characters a run must give. */
enum articlean_status al_hanbytes_mend_latin(struct al_hanbytes *h, struct al_str text, size_t least,
                                             struct al_mended *out);
/* Mends runs of rare Han characters. */
enum articlean_status al_hanbytes_mend_han(struct al_hanbytes *h, struct al_str text, struct al_mended *out);

#endif
