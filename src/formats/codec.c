#include "codec.h"

#include "base/alloc.h"

enum {
    XZ_MEMORY = 128 << 20, /* bytes; what `xz -9` needs is 65 MiB */
    ZSTD_WINDOW_LOG = 27   /* what zstd itself allows unless told otherwise */
};

static const struct al_str magic[] = {
    [AL_CODING_GZIP] = {"\x1F\x8B\x08", 3},
    [AL_CODING_ZSTD] = {"\x28\xB5\x2F\xFD", 4},
    [AL_CODING_XZ] = {"\xFD\x37\x7A\x58\x5A\x00", 6},
    [AL_CODING_BZIP2] = {"BZh", 3},
};

/* A text may begin with the magic number of bzip2: the level and a block, or the end of none, must follow. */
static bool is_bzip2(struct al_str first)
{
    return first.n >= 6 && al_str_starts(first, magic[AL_CODING_BZIP2]) && first.p[3] >= '1' &&
           first.p[3] <= '9' && (memcmp(first.p + 4, "1A", 2) == 0 || memcmp(first.p + 4, "\x17r", 2) == 0);
}

enum al_coding al_coding_of(struct al_str first)
{
    for (int c = AL_CODING_GZIP; c < AL_CODING_BZIP2; c++)
        if (al_str_starts(first, magic[c]))
            return (enum al_coding)c;
    if (is_bzip2(first))
        return AL_CODING_BZIP2;
    /* A frame to be skipped, as pzstd and seekable files begin. */
    bool skippable = first.n >= 4 && ((unsigned char)first.p[0] & 0xF0) == 0x50 &&
                     memcmp(first.p + 1, "\x2A\x4D\x18", 3) == 0;
    return skippable ? AL_CODING_ZSTD : AL_CODING_NONE;
}

static void *z_alloc(void *opaque, unsigned n, unsigned size)
{
    (void)opaque;
    return al_calloc(n, size);
}

static void z_free(void *opaque, void *p)
{
    (void)opaque;
    al_free(p);
}

static void *xz_alloc(void *opaque, size_t n, size_t size)
{
    (void)opaque;
    return al_calloc(n, size);
}

static void xz_free(void *opaque, void *p)
{
    (void)opaque;
    al_free(p);
}

static void *bzip2_alloc(void *opaque, int n, int size)
{
    (void)opaque;
    return al_calloc((size_t)n, (size_t)size);
}

static const lzma_allocator xz_allocator = {xz_alloc, xz_free, NULL};

void al_codec_init(struct al_codec *codec, enum al_coding coding)
{
    al_codec_clear(codec);
    codec->coding = coding;
}

void al_codec_clear(struct al_codec *codec)
{
    inflateEnd(&codec->z);
    lzma_end(&codec->xz);
    BZ2_bzDecompressEnd(&codec->bzip2);
    ZSTD_freeDStream(codec->zstd);
    *codec = (struct al_codec){.xz = LZMA_STREAM_INIT};
}

static bool is_zlib(const struct al_codec *codec)
{
    return codec->coding == AL_CODING_GZIP || codec->coding == AL_CODING_ZLIB ||
           codec->coding == AL_CODING_DEFLATE;
}

static enum articlean_status open_zlib(struct al_codec *codec)
{
    if (codec->z.state)
        return inflateReset(&codec->z) == Z_OK ? ARTICLEAN_OK : ARTICLEAN_INTERNAL;
    codec->z = (z_stream){.zalloc = z_alloc, .zfree = z_free};
    int bits = codec->coding == AL_CODING_GZIP ? 15 + 16 : codec->coding == AL_CODING_ZLIB ? 15 : -15;
    return inflateInit2(&codec->z, bits) == Z_OK ? ARTICLEAN_OK : ARTICLEAN_NO_MEMORY;
}

static enum articlean_status open_zstd(struct al_codec *codec)
{
    if (!codec->zstd)
        codec->zstd = ZSTD_createDStream();
    if (!codec->zstd)
        return ARTICLEAN_NO_MEMORY;
    codec->zstd_wants = ZSTD_initDStream(codec->zstd);
    codec->zstd_is_begun = false;
    ZSTD_DCtx_setParameter(codec->zstd, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG);
    return ARTICLEAN_OK;
}

static enum articlean_status open_xz(struct al_codec *codec)
{
    codec->xz.allocator = &xz_allocator;
    return lzma_stream_decoder(&codec->xz, XZ_MEMORY, 0) == LZMA_OK ? ARTICLEAN_OK : ARTICLEAN_NO_MEMORY;
}

static enum articlean_status open_bzip2(struct al_codec *codec)
{
    BZ2_bzDecompressEnd(&codec->bzip2);
    codec->bzip2 = (bz_stream){.bzalloc = bzip2_alloc, .bzfree = z_free};
    return BZ2_bzDecompressInit(&codec->bzip2, 0, 0) == BZ_OK ? ARTICLEAN_OK : ARTICLEAN_NO_MEMORY;
}

static enum articlean_status open_member(struct al_codec *codec)
{
    enum articlean_status s = is_zlib(codec)                     ? open_zlib(codec)
                              : codec->coding == AL_CODING_ZSTD  ? open_zstd(codec)
                              : codec->coding == AL_CODING_BZIP2 ? open_bzip2(codec)
                                                                 : open_xz(codec);
    codec->is_open = !s;
    return s;
}

static enum articlean_status read_zlib(struct al_codec *codec, struct al_str *in, char *out, size_t room,
                                       size_t *n)
{
    z_stream *z = &codec->z;
    z->next_in = (Bytef *)(uintptr_t)in->p;
    z->avail_in = in->n > UINT32_MAX ? UINT32_MAX : (uInt)in->n;
    z->next_out = (Bytef *)out;
    z->avail_out = room > UINT32_MAX ? UINT32_MAX : (uInt)room;
    int r = inflate(z, Z_NO_FLUSH);
    *n = (size_t)((char *)z->next_out - out);
    in->n -= (size_t)((const char *)z->next_in - in->p);
    in->p = (const char *)z->next_in;
    codec->is_open = r != Z_STREAM_END;
    if (r == Z_MEM_ERROR)
        return ARTICLEAN_NO_MEMORY;
    return r == Z_OK || r == Z_STREAM_END || r == Z_BUF_ERROR ? ARTICLEAN_OK : ARTICLEAN_BAD_FORMAT;
}

/* zstd gets one block at a time: it gives nothing of the blocks of a call in which one is damaged, and how
   many there are in a call must not matter. */
static enum articlean_status read_zstd(struct al_codec *codec, struct al_str *in, char *out, size_t room,
                                       size_t *n)
{
    ZSTD_outBuffer to = {out, room, 0};
    bool is_damaged = false;
    do {
        ZSTD_inBuffer from = {in->p, in->n < codec->zstd_wants ? in->n : codec->zstd_wants, 0};
        size_t r = ZSTD_decompressStream(codec->zstd, &to, &from);
        is_damaged = ZSTD_isError(r);
        if (is_damaged && codec->zstd_is_begun)
            from.pos = from.size;
        codec->zstd_is_begun = true;
        *in = al_str(in->p + from.pos, in->n - from.pos);
        codec->is_open = r != 0;
        codec->zstd_wants = r;
    } while (!is_damaged && codec->is_open && in->n && to.pos < room);
    *n = to.pos;
    return is_damaged ? ARTICLEAN_BAD_FORMAT : ARTICLEAN_OK;
}

static enum articlean_status read_xz(struct al_codec *codec, struct al_str *in, char *out, size_t room,
                                     size_t *n)
{
    lzma_stream *xz = &codec->xz;
    xz->next_in = (const uint8_t *)in->p;
    xz->avail_in = in->n;
    xz->next_out = (uint8_t *)out;
    xz->avail_out = room;
    lzma_ret r = lzma_code(xz, LZMA_RUN);
    *n = room - xz->avail_out;
    *in = al_str((const char *)xz->next_in, xz->avail_in);
    codec->is_open = r != LZMA_STREAM_END;
    if (r == LZMA_MEM_ERROR)
        return ARTICLEAN_NO_MEMORY;
    return r == LZMA_OK || r == LZMA_STREAM_END || r == LZMA_BUF_ERROR ? ARTICLEAN_OK : ARTICLEAN_BAD_FORMAT;
}

static enum articlean_status read_bzip2(struct al_codec *codec, struct al_str *in, char *out, size_t room,
                                        size_t *n)
{
    bz_stream *z = &codec->bzip2;
    z->next_in = (char *)(uintptr_t)in->p;
    z->avail_in = in->n > UINT32_MAX ? UINT32_MAX : (unsigned)in->n;
    z->next_out = out;
    z->avail_out = room > UINT32_MAX ? UINT32_MAX : (unsigned)room;
    int r = BZ2_bzDecompress(z);
    *n = (size_t)(z->next_out - out);
    *in = al_str(z->next_in, in->n - (size_t)(z->next_in - in->p));
    codec->is_open = r != BZ_STREAM_END;
    if (r == BZ_MEM_ERROR)
        return ARTICLEAN_NO_MEMORY;
    return r == BZ_OK || r == BZ_STREAM_END ? ARTICLEAN_OK : ARTICLEAN_BAD_FORMAT;
}

static enum articlean_status read_member(struct al_codec *codec, struct al_str *in, char *out, size_t room,
                                         size_t *n)
{
    return is_zlib(codec)                     ? read_zlib(codec, in, out, room, n)
           : codec->coding == AL_CODING_ZSTD  ? read_zstd(codec, in, out, room, n)
           : codec->coding == AL_CODING_BZIP2 ? read_bzip2(codec, in, out, room, n)
                                              : read_xz(codec, in, out, room, n);
}

/* Passes input over until the magic number of a member; feeds that number to a new member. */
static enum articlean_status find_member(struct al_codec *codec, struct al_str *in)
{
    if (codec->coding > AL_CODING_LAST_WITH_MAGIC) {
        *in = al_str(in->p + in->n, 0);
        return ARTICLEAN_OK;
    }
    struct al_str want = magic[codec->coding];
    while (in->n && codec->matched < want.n) {
        if (*in->p != want.p[codec->matched])
            codec->matched = 0;
        codec->matched += *in->p == want.p[codec->matched];
        in->p++;
        in->n--;
    }
    if (codec->matched < want.n)
        return ARTICLEAN_OK;
    codec->is_lost = false;
    codec->matched = 0;
    enum articlean_status s = open_member(codec);
    size_t n;
    char none;
    return s ? s : read_member(codec, &want, &none, 0, &n);
}

/* Zero bytes pad the end of tapes and of xz streams. */
static void skip_padding(struct al_str *in)
{
    while (in->n && !*in->p)
        in->p++, in->n--;
}

enum articlean_status al_codec_read(struct al_codec *codec, struct al_str *in, char *out, size_t room,
                                    size_t *n)
{
    *n = 0;
    if (codec->is_lost) {
        enum articlean_status s = find_member(codec, in);
        if (s || codec->is_lost)
            return s;
    }
    if (!codec->is_open) {
        if (codec->coding <= AL_CODING_LAST_WITH_MAGIC)
            skip_padding(in);
        if (!in->n)
            return ARTICLEAN_OK;
        enum articlean_status s = open_member(codec);
        if (s)
            return s;
    }
    size_t before = in->n;
    enum articlean_status s = read_member(codec, in, out, room, n);
    if (s == ARTICLEAN_BAD_FORMAT) {
        /* A decoder that took nothing stands at the magic number of the damaged member itself. */
        if (in->n && in->n == before)
            *in = al_str(in->p + 1, in->n - 1);
        codec->is_open = false;
        codec->is_lost = true;
    }
    return s;
}

bool al_codec_is_complete(const struct al_codec *codec)
{
    return !codec->is_open && !codec->is_lost;
}
