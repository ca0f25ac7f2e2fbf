#include "charset_transcode.h"

#include "base/utf8.h"

#include <errno.h>
#include <iconv.h>

static void transcode_utf8(struct al_transcoder *t, struct al_sink *s)
{
    while (t->p < t->end && s->o < s->stop) {
        al_sink_ascii(t, s);
        if (t->p == t->end || s->o >= s->stop)
            return;
        uint32_t cp;
        size_t n = al_utf8_decode((const char *)t->p, (const char *)t->end, &cp);
        /* A real U+FFFD is three bytes long and begins with EF; a maximal subpart never decodes to it so. */
        if (cp == AL_REPLACEMENT && !(n == 3 && t->p[0] == 0xEF)) {
            al_sink_bad(t, s, n);
            continue;
        }
        memcpy(s->o, t->p, 4 <= t->end - t->p ? 4 : n);
        s->o += n;
        t->p += n;
    }
}

static uint32_t unit16(const unsigned char *p, bool big)
{
    return big ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
}

static void transcode_utf16(struct al_transcoder *t, struct al_sink *s)
{
    bool big = t->encoding->kind == AL_ENC_UTF16BE;
    while (t->p < t->end && s->o < s->stop) {
        size_t left = (size_t)(t->end - t->p);
        uint32_t u = left >= 2 ? unit16(t->p, big) : 0;
        if (left < 2) {
            al_sink_bad(t, s, left);
        } else if (u < 0xD800 || u > 0xDFFF) {
            al_sink_put(s, u);
            t->p += 2;
        } else if (u < 0xDC00 && left < 4) {
            al_sink_bad(t, s, left); /* the end of the input is one error, however much of a pair is there */
        } else if (u < 0xDC00 && (unit16(t->p + 2, big) & 0xFC00) == 0xDC00) {
            al_sink_put(s, 0x10000 + ((u & 0x3FF) << 10 | (unit16(t->p + 2, big) & 0x3FF)));
            t->p += 4;
        } else {
            al_sink_bad(t, s, 2);
        }
    }
}

static void transcode_utf32(struct al_transcoder *t, struct al_sink *s)
{
    bool big = t->encoding->kind == AL_ENC_UTF32BE;
    while (t->p < t->end && s->o < s->stop) {
        size_t left = (size_t)(t->end - t->p);
        if (left < 4) {
            al_sink_bad(t, s, left);
            continue;
        }
        uint32_t high = unit16(t->p + (big ? 0 : 2), big), low = unit16(t->p + (big ? 2 : 0), big);
        uint32_t cp = high << 16 | low;
        if (cp > 0x10FFFF || (cp & 0xFFFFF800) == 0xD800) {
            al_sink_bad(t, s, 4);
            continue;
        }
        al_sink_put(s, cp);
        t->p += 4;
    }
}

static void transcode_single(struct al_transcoder *t, struct al_sink *s)
{
    const uint16_t *map = t->encoding->map;
    while (t->p < t->end && s->o < s->stop) {
        if (*t->p < 0x80) {
            al_sink_ascii(t, s);
            continue;
        }
        uint32_t cp = map[*t->p - 0x80];
        if (cp == AL_ENC_HOLE) {
            al_sink_bad(t, s, 1);
            continue;
        }
        al_sink_put(s, cp);
        t->p++;
    }
}

static void transcode_page(struct al_transcoder *t, struct al_sink *s)
{
    const uint16_t *map = t->encoding->map;
    while (t->p < t->end && s->o < s->stop) {
        uint32_t cp = map[*t->p];
        if (cp == AL_ENC_HOLE) {
            al_sink_bad(t, s, 1);
            continue;
        }
        al_sink_put(s, cp);
        t->p++;
    }
}

static void transcode_user_defined(struct al_transcoder *t, struct al_sink *s)
{
    for (; t->p < t->end && s->o < s->stop; t->p++)
        al_sink_put(s, *t->p < 0x80 ? *t->p : 0xF700u + *t->p);
}

static void transcode_iconv(struct al_transcoder *t, struct al_sink *s)
{
    while (t->p < t->end && s->o < s->stop) {
        char *in = (char *)t->p, *out = s->o;
        size_t in_left = (size_t)(t->end - t->p);
        size_t out_left = (size_t)(s->stop - s->o);
        if (out_left < AL_TRANSCODE_SLACK)
            out_left = AL_TRANSCODE_SLACK; /* room for any one character, so that each call makes progress */
        size_t r = iconv(t->iconv, &in, &in_left, &out, &out_left);
        int error = r == (size_t)-1 ? errno : 0;
        t->p = (const unsigned char *)in;
        s->o = out;
        if (error == E2BIG)
            return;
        if (error == EILSEQ)
            al_sink_bad(t, s, 1);
        else if (error)
            al_sink_bad(t, s, in_left);
        else if (in_left)
            return;
    }
}

enum articlean_status al_transcoder_init(struct al_transcoder *t, const struct al_encoding *encoding,
                                         struct al_str raw)
{
    const unsigned char *p = (const unsigned char *)(raw.n ? raw.p : "");
    *t = (struct al_transcoder){.encoding = encoding, .p = p, .end = p + raw.n};
    if (encoding->kind != AL_ENC_ICONV)
        return ARTICLEAN_OK;
    iconv_t cd = iconv_open("UTF-8", encoding->iconv_name);
    if (cd == (iconv_t)-1)
        return ARTICLEAN_NO_MEMORY;
    t->iconv = cd;
    return ARTICLEAN_OK;
}

void al_transcoder_close(struct al_transcoder *t)
{
    if (t->iconv)
        iconv_close(t->iconv);
    t->iconv = NULL;
}

bool al_transcode_knows(const struct al_encoding *encoding)
{
    struct al_transcoder t;
    enum articlean_status s = al_transcoder_init(&t, encoding, (struct al_str){NULL, 0});
    if (!s)
        al_transcoder_close(&t);
    return !s;
}

size_t al_transcode(struct al_transcoder *t, char *out, size_t want)
{
    struct al_sink s = {out, out + want};
    switch (t->encoding->kind) {
    case AL_ENC_UTF8:
        transcode_utf8(t, &s);
        break;
    case AL_ENC_UTF16LE:
    case AL_ENC_UTF16BE:
        transcode_utf16(t, &s);
        break;
    case AL_ENC_UTF32LE:
    case AL_ENC_UTF32BE:
        transcode_utf32(t, &s);
        break;
    case AL_ENC_SINGLE:
        transcode_single(t, &s);
        break;
    case AL_ENC_PAGE:
        transcode_page(t, &s);
        break;
    case AL_ENC_USER_DEFINED:
        transcode_user_defined(t, &s);
        break;
    case AL_ENC_REPLACEMENT:
        if (t->p < t->end)
            al_sink_bad(t, &s, (size_t)(t->end - t->p));
        break;
    case AL_ENC_GB18030:
        al_transcode_gb18030(t, &s);
        break;
    case AL_ENC_BIG5:
        al_transcode_big5(t, &s);
        break;
    case AL_ENC_EUC_JP:
        al_transcode_euc_jp(t, &s);
        break;
    case AL_ENC_SHIFT_JIS:
        al_transcode_shift_jis(t, &s);
        break;
    case AL_ENC_EUC_KR:
        al_transcode_euc_kr(t, &s);
        break;
    case AL_ENC_ISO_2022_JP:
        al_transcode_iso_2022_jp(t, &s);
        break;
    case AL_ENC_HZ:
        al_transcode_hz(t, &s);
        break;
    case AL_ENC_ICONV:
        transcode_iconv(t, &s);
        break;
    }
    return (size_t)(s.o - out);
}
