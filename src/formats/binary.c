#include "input.h"

#include "base/try.h"

/* Files that hold no page: they are told by their first bytes and passed over, and give one record without
   data whose error says what they are. Who asks for text or HTML by name gets their bytes all the same. */

#define CONVERT ": convert it to text first"
#define LEAVE ": leave it out"
#define UNPACK ": unpack it first"

static const struct signature {
    struct al_str bytes;
    size_t at;
    bool has_nul; /* readable bytes, which count only where a NUL stands near */
    const char *what;
} signatures[] = {
    {{"%PDF-", 5}, 0, false, "a PDF file" CONVERT},
    {{"{\\rtf1", 6}, 0, false, "an RTF file" CONVERT},
    {{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8}, 0, false, "an office document" CONVERT},
    {{"PK\3\4", 4}, 0, false, "a ZIP archive or an office document: unpack or convert it first"},
    {{"7z\xBC\xAF\x27\x1C", 6}, 0, false, "a 7z archive" UNPACK},
    {{"Rar!\x1A\7", 6}, 0, false, "a RAR archive" UNPACK},
    {{"ustar", 5}, 257, true, "a tar archive" UNPACK},
    {{"\4\x22\x4D\x18", 4}, 0, false, "compressed with lz4: decompress it first"},
    {{"\x1F\x9D\x90", 3}, 0, false, "compressed with compress: decompress it first"},
    {{"\x89PNG\r\n\x1A\n", 8}, 0, false, "an image" LEAVE},
    {{"\xFF\xD8\xFF", 3}, 0, true, "an image" LEAVE},
    {{"GIF8", 4}, 0, true, "an image" LEAVE},
    {{"II*\0", 4}, 0, false, "an image" LEAVE},
    {{"MM\0*", 4}, 0, false, "an image" LEAVE},
    {{"\0\0\1\0", 4}, 0, false, "an image" LEAVE},
    {{"RIFF", 4}, 0, true, "an image, a sound or a video" LEAVE},
    {{"ftyp", 4}, 4, true, "an image or a video" LEAVE},
    {{"\x1A\x45\xDF\xA3", 4}, 0, false, "a video" LEAVE},
    {{"ID3", 3}, 0, true, "a sound file" LEAVE},
    {{"OggS", 4}, 0, true, "a sound file" LEAVE},
    {{"fLaC", 4}, 0, true, "a sound file" LEAVE},
    {{"wOF", 3}, 0, true, "a font" LEAVE},
    {{"OTTO\0", 5}, 0, false, "a font" LEAVE},
    {{"\0\1\0\0\0", 5}, 0, false, "a font" LEAVE},
    {{"\177ELF", 4}, 0, true, "a program" LEAVE},
    {{"MZ\x90\0", 4}, 0, false, "a program" LEAVE},
    {{"\0asm", 4}, 0, false, "a program" LEAVE},
    {{"SQLite format 3\0", 16}, 0, false, "a database: export its text first"},
    {{"PAR1\x15", 5}, 0, false, "a Parquet file: export it as JSON lines first"},
};

enum { NEAR_BYTES = 512 };

static const struct signature *signature_of(struct al_str first)
{
    bool has_nul = first.n && memchr(first.p, '\0', first.n < NEAR_BYTES ? first.n : NEAR_BYTES);
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
        const struct signature *s = &signatures[i];
        if ((has_nul || !s->has_nul) && first.n > s->at &&
            al_str_starts(al_str(first.p + s->at, first.n - s->at), s->bytes))
            return s;
    }
    return NULL;
}

static unsigned bid(struct al_str first)
{
    const struct signature *s = signature_of(first);
    return s ? 8 * (unsigned)s->bytes.n : 0;
}

static enum articlean_status begin(struct articlean_reader *r)
{
    struct al_str first = al_input_rest(r);
    r->state = (void *)(uintptr_t)signature_of(
        al_str(first.p, first.n < AL_INPUT_PREFIX ? first.n : AL_INPUT_PREFIX));
    return ARTICLEAN_OK;
}

static void clear(struct articlean_reader *r)
{
    (void)r;
}

static enum articlean_status step(struct articlean_reader *r)
{
    al_input_take(r, al_input_rest(r).n);
    if (!r->at_end)
        return ARTICLEAN_OK;
    const struct signature *s = r->state;
    al_report(&r->reporter, ARTICLEAN_DROPPED, 0, 0, 0, "%s", s->what);
    struct articlean_record record = {.error = s->what};
    return al_input_hand_out(r, &record, al_str("", 0));
}

static enum articlean_status jump(struct articlean_reader *r)
{
    (void)r;
    return ARTICLEAN_OK;
}

const struct al_input_format al_input_binary = {bid, begin, clear, step, jump};
