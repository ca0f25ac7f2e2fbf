/* Decompression of a stream in bounded portions: gzip, zstd, xz, bzip2, zlib, raw deflate. Knows no
 * container. */
#ifndef AL_FORMATS_CODEC_H
#define AL_FORMATS_CODEC_H

#include "base/str.h"

#include <articlean/status.h>
#include <bzlib.h>
#include <lzma.h>
#include <stdint.h>
#include <zlib.h>
#include <zstd.h>

enum al_coding {
    AL_CODING_NONE,
    AL_CODING_GZIP,
    AL_CODING_ZSTD,
    AL_CODING_XZ,
    AL_CODING_BZIP2,
    AL_CODING_LAST_WITH_MAGIC = AL_CODING_BZIP2, /* those before it begin with a magic number */
    AL_CODING_ZLIB,
    AL_CODING_DEFLATE /* without any header */
};

struct al_codec {
    enum al_coding coding;
    bool is_open;   /* a member is being read */
    bool is_lost;   /* damaged: input is passed over until the next member begins */
    size_t matched; /* bytes of the next member's magic number seen while lost */
    z_stream z;
    ZSTD_DStream *zstd;
    size_t zstd_wants;  /* bytes that zstd asks for next: the rest of a header or a block */
    bool zstd_is_begun; /* has read the start of a frame */
    lzma_stream xz;
    bz_stream bzip2;
};

/* The coding that the first bytes of a stream tell (six are enough), AL_CODING_NONE for anything else. */
enum al_coding al_coding_of(struct al_str first);

/* Prepares to read `coding` from a cleared struct or an earlier stream. */
void al_codec_init(struct al_codec *codec, enum al_coding coding);
void al_codec_clear(struct al_codec *codec);
/* Reads from the front of *in, at most `room` bytes to `out`, their number in *n; to be called until *in is
   empty and *n is less than `room`. Members that follow each other are read as one stream.
   ARTICLEAN_BAD_FORMAT: the member is damaged; later calls go on with the next one. */
enum articlean_status al_codec_read(struct al_codec *codec, struct al_str *in, char *out, size_t room,
                                    size_t *n);
/* Tells whether the input may end here. */
bool al_codec_is_complete(const struct al_codec *codec);

#endif
