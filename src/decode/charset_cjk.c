/* The multi-byte decoders of the Encoding Standard (and HZ), each as its section there describes it. */
#include "charset_transcode.h"

static bool in(unsigned char b, unsigned low, unsigned high)
{
    return b >= low && b <= high;
}

uint32_t al_gbk_pair(unsigned char lead, unsigned char trail)
{
    if (!in(lead, 0x81, 0xFE) || !(in(trail, 0x40, 0x7E) || in(trail, 0x80, 0xFE)))
        return 0;
    return al_gb18030[(lead - 0x81u) * 190 + trail - (trail < 0x7F ? 0x40u : 0x41u)];
}

uint32_t al_big5_pair(unsigned char lead, unsigned char trail)
{
    if (!in(lead, 0x81, 0xFE) || !(in(trail, 0x40, 0x7E) || in(trail, 0xA1, 0xFE)))
        return 0;
    return al_big5[(lead - 0x81u) * 157 + trail - (trail < 0x7F ? 0x40u : 0x62u)];
}

uint32_t al_euc_kr_pair(unsigned char lead, unsigned char trail)
{
    if (!in(lead, 0x81, 0xFE) || !in(trail, 0x41, 0xFE))
        return 0;
    unsigned pointer = (lead - 0x81u) * 190 + trail - 0x41u;
    return pointer < AL_N_EUC_KR ? al_euc_kr[pointer] : 0;
}

uint32_t al_euc_jp_pair(unsigned char lead, unsigned char trail)
{
    if (lead == 0x8E && in(trail, 0xA1, 0xDF))
        return 0xFF61u - 0xA1u + trail;
    if (!in(lead, 0xA1, 0xFE) || !in(trail, 0xA1, 0xFE))
        return 0;
    return al_jis0208[(lead - 0xA1u) * 94 + trail - 0xA1u];
}

uint32_t al_shift_jis_pair(unsigned char lead, unsigned char trail)
{
    if (!(in(lead, 0x81, 0x9F) || in(lead, 0xE0, 0xFC)) || !(in(trail, 0x40, 0x7E) || in(trail, 0x80, 0xFC)))
        return 0;
    unsigned pointer = (lead - (lead < 0xA0 ? 0x81u : 0xC1u)) * 188 + trail - (trail < 0x7F ? 0x40u : 0x41u);
    if (pointer >= 8836 && pointer <= 10715)
        return 0xE000 - 8836 + pointer;
    return pointer < AL_N_JIS0208 ? al_jis0208[pointer] : 0;
}

/* U+FFFD for a lead byte whose pair means nothing: an ASCII trail byte is kept as itself. */
static void bad_pair(struct al_transcoder *t, struct al_sink *s)
{
    al_sink_bad(t, s, t->end - t->p >= 2 && t->p[1] >= 0x80 ? 2 : 1);
}

static void two_bytes(struct al_transcoder *t, struct al_sink *s, uint32_t cp)
{
    if (!cp) {
        bad_pair(t, s);
        return;
    }
    al_sink_put(s, cp);
    t->p += 2;
}

/* The code point of a four-byte sequence's pointer; 0 when there is none. */
static uint32_t range_code_point(uint32_t pointer)
{
    if ((pointer > 39419 && pointer < 189000) || pointer > 1237575)
        return 0;
    if (pointer == 7457)
        return 0xE7C7;
    unsigned low = 0, high = al_n_gb18030_ranges;
    while (high - low > 1) {
        unsigned mid = (low + high) / 2;
        if (al_gb18030_ranges[mid].pointer <= pointer)
            low = mid;
        else
            high = mid;
    }
    return al_gb18030_ranges[low].cp + pointer - al_gb18030_ranges[low].pointer;
}

static void four_bytes(struct al_transcoder *t, struct al_sink *s)
{
    size_t left = (size_t)(t->end - t->p);
    const unsigned char *p = t->p;
    bool third = left < 3 || in(p[2], 0x81, 0xFE), fourth = left < 4 || in(p[3], 0x30, 0x39);
    if (!third || !fourth) {
        al_sink_bad(t, s, 1);
        return;
    }
    if (left < 4) {
        al_sink_bad(t, s, left);
        return;
    }
    uint32_t cp =
        range_code_point((p[0] - 0x81u) * 12600 + (p[1] - 0x30u) * 1260 + (p[2] - 0x81u) * 10 + p[3] - 0x30u);
    if (!cp) {
        al_sink_bad(t, s, 4);
        return;
    }
    al_sink_put(s, cp);
    t->p += 4;
}

void al_transcode_gb18030(struct al_transcoder *t, struct al_sink *s)
{
    while (t->p < t->end && s->o < s->stop) {
        unsigned char lead = *t->p;
        if (lead < 0x80) {
            al_sink_ascii(t, s);
        } else if (lead == 0x80) {
            al_sink_put(s, 0x20AC);
            t->p++;
        } else if (lead == 0xFF || t->end - t->p < 2) {
            al_sink_bad(t, s, 1);
        } else if (in(t->p[1], 0x30, 0x39)) {
            four_bytes(t, s);
        } else {
            two_bytes(t, s, al_gbk_pair(lead, t->p[1]));
        }
    }
}

void al_transcode_big5(struct al_transcoder *t, struct al_sink *s)
{
    while (t->p < t->end && s->o < s->stop) {
        unsigned char lead = *t->p;
        if (lead < 0x80) {
            al_sink_ascii(t, s);
        } else if (!in(lead, 0x81, 0xFE) || t->end - t->p < 2) {
            al_sink_bad(t, s, 1);
        } else if (lead == 0x88 &&
                   (t->p[1] == 0x62 || t->p[1] == 0x64 || t->p[1] == 0xA3 || t->p[1] == 0xA5)) {
            /* The four pointers that stand for two characters: E with circumflex and macron or caron. */
            unsigned char trail = t->p[1];
            al_sink_put(s, trail < 0x80 ? 0xCA : 0xEA);
            al_sink_put(s, trail == 0x62 || trail == 0xA3 ? 0x304 : 0x30C);
            t->p += 2;
        } else {
            two_bytes(t, s, al_big5_pair(lead, t->p[1]));
        }
    }
}

void al_transcode_euc_kr(struct al_transcoder *t, struct al_sink *s)
{
    while (t->p < t->end && s->o < s->stop) {
        unsigned char lead = *t->p;
        if (lead < 0x80)
            al_sink_ascii(t, s);
        else if (!in(lead, 0x81, 0xFE) || t->end - t->p < 2)
            al_sink_bad(t, s, 1);
        else
            two_bytes(t, s, al_euc_kr_pair(lead, t->p[1]));
    }
}

void al_transcode_shift_jis(struct al_transcoder *t, struct al_sink *s)
{
    while (t->p < t->end && s->o < s->stop) {
        unsigned char lead = *t->p;
        if (lead < 0x80) {
            al_sink_ascii(t, s);
        } else if (lead == 0x80 || in(lead, 0xA1, 0xDF)) {
            al_sink_put(s, lead == 0x80 ? 0x80 : 0xFF61u - 0xA1u + lead);
            t->p++;
        } else if (lead == 0xA0 || lead > 0xFC || t->end - t->p < 2) {
            al_sink_bad(t, s, 1);
        } else {
            two_bytes(t, s, al_shift_jis_pair(lead, t->p[1]));
        }
    }
}

/* 8F and two bytes: JIS X 0212. */
static void three_bytes(struct al_transcoder *t, struct al_sink *s)
{
    const unsigned char *p = t->p;
    if (t->end - p < 3) {
        al_sink_bad(t, s, 2);
        return;
    }
    unsigned pointer = in(p[2], 0xA1, 0xFE) ? (p[1] - 0xA1u) * 94 + p[2] - 0xA1u : AL_N_JIS0212;
    uint32_t cp = pointer < AL_N_JIS0212 ? al_jis0212[pointer] : 0;
    if (!cp) {
        al_sink_bad(t, s, p[2] < 0x80 ? 2 : 3);
        return;
    }
    al_sink_put(s, cp);
    t->p += 3;
}

void al_transcode_euc_jp(struct al_transcoder *t, struct al_sink *s)
{
    while (t->p < t->end && s->o < s->stop) {
        unsigned char lead = *t->p;
        if (lead < 0x80)
            al_sink_ascii(t, s);
        else if (!(in(lead, 0x8E, 0x8F) || in(lead, 0xA1, 0xFE)) || t->end - t->p < 2)
            al_sink_bad(t, s, 1);
        else if (lead == 0x8F && in(t->p[1], 0xA1, 0xFE))
            three_bytes(t, s);
        else
            two_bytes(t, s, al_euc_jp_pair(lead, t->p[1]));
    }
}

/* The state of iso-2022-jp: what is shifted in, and whether anything came since the last shift. */
enum { JP_ASCII, JP_ROMAN, JP_KATAKANA, JP_JIS, JP_SHIFT = 3, JP_OUTPUT = 4 };

/* The shift that an escape sequence at p asks for, JP_OUTPUT when it is none. */
static unsigned jp_escape(const unsigned char *p, const unsigned char *end)
{
    if (end - p < 3)
        return JP_OUTPUT;
    if (p[1] == '(')
        return p[2] == 'B' ? JP_ASCII : p[2] == 'J' ? JP_ROMAN : p[2] == 'I' ? JP_KATAKANA : JP_OUTPUT;
    return p[1] == '$' && (p[2] == '@' || p[2] == 'B') ? JP_JIS : JP_OUTPUT;
}

static void jp_shift(struct al_transcoder *t, struct al_sink *s)
{
    unsigned shift = jp_escape(t->p, t->end);
    bool had_output = t->state & JP_OUTPUT;
    if (shift == JP_OUTPUT) {
        t->state &= JP_SHIFT;
        al_sink_bad(t, s, 1);
        return;
    }
    /* Two escapes in a row are an error, which comes out for the second one. */
    t->state = (uint8_t)(shift | JP_OUTPUT);
    t->p += 3;
    if (had_output)
        al_sink_bad(t, s, 0);
}

static void jp_pair(struct al_transcoder *t, struct al_sink *s)
{
    const unsigned char *p = t->p;
    t->state &= JP_SHIFT;
    if (!in(*p, 0x21, 0x7E)) {
        al_sink_bad(t, s, 1);
        return;
    }
    if (t->end - p < 2 || p[1] == 0x1B) {
        al_sink_bad(t, s, 1);
        return;
    }
    uint32_t cp = in(p[1], 0x21, 0x7E) ? al_jis0208[(p[0] - 0x21u) * 94 + p[1] - 0x21u] : 0;
    if (!cp) {
        al_sink_bad(t, s, 2);
        return;
    }
    al_sink_put(s, cp);
    t->p += 2;
}

static void jp_single(struct al_transcoder *t, struct al_sink *s)
{
    unsigned char b = *t->p;
    unsigned shift = t->state & JP_SHIFT;
    t->state &= JP_SHIFT;
    bool katakana = shift == JP_KATAKANA;
    if (b == 0x0E || b == 0x0F || (katakana ? !in(b, 0x21, 0x5F) : b >= 0x80)) {
        al_sink_bad(t, s, 1);
        return;
    }
    uint32_t cp = b;
    if (katakana)
        cp = 0xFF61u - 0x21u + b;
    else if (shift == JP_ROMAN)
        cp = b == 0x5C ? 0xA5 : b == 0x7E ? 0x203E : b;
    al_sink_put(s, cp);
    t->p++;
}

void al_transcode_iso_2022_jp(struct al_transcoder *t, struct al_sink *s)
{
    while (t->p < t->end && s->o < s->stop) {
        if (*t->p == 0x1B)
            jp_shift(t, s);
        else if ((t->state & JP_SHIFT) == JP_JIS)
            jp_pair(t, s);
        else
            jp_single(t, s);
    }
}

/* HZ (RFC 1843): ~{ shifts to pairs of GB 2312 in seven bits, ~} back, ~~ is a tilde, ~ LF is nothing. A line
   end shifts back, too. */
void al_transcode_hz(struct al_transcoder *t, struct al_sink *s)
{
    while (t->p < t->end && s->o < s->stop) {
        unsigned char b = *t->p;
        bool has_next = t->end - t->p >= 2;
        if (b == '~' && has_next && (t->p[1] == '{' || t->p[1] == '}' || t->p[1] == '\n')) {
            t->state = t->p[1] == '{';
            t->p += 2;
        } else if (b == '~' && has_next && t->p[1] == '~' && !t->state) {
            al_sink_put(s, '~');
            t->p += 2;
        } else if (b == '\n' || b == '\r' || (!t->state && b < 0x80)) {
            t->state = 0;
            al_sink_put(s, b);
            t->p++;
        } else {
            uint32_t cp = t->state && has_next && b < 0x80 && t->p[1] < 0x80
                              ? al_gbk_pair(b | 0x80, t->p[1] | 0x80)
                              : 0;
            if (cp) {
                al_sink_put(s, cp);
                t->p += 2;
            } else {
                al_sink_bad(t, s, 1);
            }
        }
    }
}
