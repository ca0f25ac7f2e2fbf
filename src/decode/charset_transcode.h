/* Bytes of one encoding to UTF-8, piece by piece. Knows nothing of detection or of documents. */
#ifndef AL_DECODE_CHARSET_TRANSCODE_H
#define AL_DECODE_CHARSET_TRANSCODE_H

#include "base/str.h"
#include "charset_encoding.h"

#include <articlean/status.h>
#include <stdint.h>

/* A place in the input. It may be copied and gone on with from there, unless the encoding is iconv's. */
struct al_transcoder {
    const struct al_encoding *encoding;
    const unsigned char *p, *end; /* input that is left, borrowed */
    uint32_t n_replaced;          /* U+FFFD made so far */
    uint8_t state;                /* of iso-2022-jp and hz-gb-2312; 0 at the beginning */
    void *iconv;                  /* NULL unless the encoding is iconv's */
};

enum { AL_TRANSCODE_SLACK = 16 };

/* Starts at the first byte of `raw`. ARTICLEAN_NO_MEMORY only. */
enum articlean_status al_transcoder_init(struct al_transcoder *t, const struct al_encoding *encoding,
                                         struct al_str raw);
void al_transcoder_close(struct al_transcoder *t);

/* Writes whole characters to `out` until the input ends or `want` bytes or a few more are written, and
   returns their number. `out` has room for want + AL_TRANSCODE_SLACK bytes. A border between two characters
   that is asked for is met exactly (iconv's encodings stop before it). The input ends with t->p == t->end and
   a return value below `want`. */
size_t al_transcode(struct al_transcoder *t, char *out, size_t want);

/* Whether iconv(3) of this system knows the encoding; true for all others. */
bool al_transcode_knows(const struct al_encoding *encoding);

/* The code point of a pointer of index gb18030, or of a two-byte sequence; 0 when there is none. */
uint32_t al_gbk_pair(unsigned char lead, unsigned char trail);
uint32_t al_big5_pair(unsigned char lead, unsigned char trail);
uint32_t al_euc_kr_pair(unsigned char lead, unsigned char trail);
uint32_t al_euc_jp_pair(unsigned char lead, unsigned char trail);
uint32_t al_shift_jis_pair(unsigned char lead, unsigned char trail);

/* For the transcoders: what is written and where to stop. */
struct al_sink {
    char *o;
    const char *stop;
};

void al_transcode_gb18030(struct al_transcoder *t, struct al_sink *s);
void al_transcode_big5(struct al_transcoder *t, struct al_sink *s);
void al_transcode_euc_jp(struct al_transcoder *t, struct al_sink *s);
void al_transcode_shift_jis(struct al_transcoder *t, struct al_sink *s);
void al_transcode_euc_kr(struct al_transcoder *t, struct al_sink *s);
void al_transcode_iso_2022_jp(struct al_transcoder *t, struct al_sink *s);
void al_transcode_hz(struct al_transcoder *t, struct al_sink *s);

static inline void al_sink_put(struct al_sink *s, uint32_t cp)
{
    unsigned char *o = (unsigned char *)s->o;
    if (cp < 0x80) {
        o[0] = (unsigned char)cp;
        s->o += 1;
    } else if (cp < 0x800) {
        o[0] = (unsigned char)(0xC0 | cp >> 6);
        o[1] = (unsigned char)(0x80 | (cp & 0x3F));
        s->o += 2;
    } else if (cp < 0x10000) {
        o[0] = (unsigned char)(0xE0 | cp >> 12);
        o[1] = (unsigned char)(0x80 | (cp >> 6 & 0x3F));
        o[2] = (unsigned char)(0x80 | (cp & 0x3F));
        s->o += 3;
    } else {
        o[0] = (unsigned char)(0xF0 | cp >> 18);
        o[1] = (unsigned char)(0x80 | (cp >> 12 & 0x3F));
        o[2] = (unsigned char)(0x80 | (cp >> 6 & 0x3F));
        o[3] = (unsigned char)(0x80 | (cp & 0x3F));
        s->o += 4;
    }
}

/* Puts U+FFFD for `n` bytes of input. */
static inline void al_sink_bad(struct al_transcoder *t, struct al_sink *s, size_t n)
{
    t->p += n;
    t->n_replaced++;
    al_sink_put(s, 0xFFFD);
}

/* Copies ASCII up to the next other byte, the end of the input, or the stop. */
static inline void al_sink_ascii(struct al_transcoder *t, struct al_sink *s)
{
    const unsigned char *p = t->p;
    char *o = s->o;
    while (t->end - p >= 8 && s->stop - o >= 8) {
        uint64_t v;
        memcpy(&v, p, 8);
        if (v & UINT64_C(0x8080808080808080))
            break;
        memcpy(o, p, 8);
        p += 8;
        o += 8;
    }
    while (p < t->end && o < s->stop && *p < 0x80)
        *o++ = (char)*p++;
    t->p = p;
    s->o = o;
}

#endif
