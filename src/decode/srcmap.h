/* Offsets of decoded text back to offsets of the raw bytes. Keeps a point every few kilobytes and decodes
   again from there, so it is exact at every character and takes next to no memory. */
#ifndef AL_DECODE_SRCMAP_H
#define AL_DECODE_SRCMAP_H

#include "base/arena.h"
#include "charset_transcode.h"

struct al_srcmap_point {
    uint32_t text, raw;
    uint16_t encoding; /* index into al_encodings */
    uint8_t state;     /* of the transcoder */
};

/* Borrows the raw bytes. Without points the text is raw from `shift` on. */
struct al_srcmap {
    struct al_str raw;
    const struct al_srcmap_point *points; /* arena; ascending, the last one is the end */
    size_t n;
    uint32_t shift;
};

/* Where the last query ended; zero it before the first one. */
struct al_srcmap_cursor {
    struct al_transcoder at;
    uint32_t text;
    size_t point; /* the point that `at` came from; at.encoding is NULL before the first query */
};

/* Returns the raw offset of the character at text_off (of the end, at or beyond it). Exact, but for encodings
   of iconv, where it is interpolated between points that are at most 64 bytes apart. Ascending queries cost
   one more decoding of the text in all. */
uint32_t al_srcmap_raw(const struct al_srcmap *map, uint32_t text_off, struct al_srcmap_cursor *cursor);

#endif
