#include "utf8.h"

#include "eight.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Lowest and highest second byte after each lead byte, from table 3-7 of the Unicode Standard. */
static void second_bounds(unsigned char lead, unsigned char *low, unsigned char *high)
{
    *low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    *high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
}

/* Decodes what is ill-formed, or has a lead whose second byte has narrower bounds than others. */
static size_t decode_odd(const unsigned char *p, size_t left, uint32_t *cp)
{
    unsigned char lead = p[0];
    *cp = AL_REPLACEMENT;
    if (lead < 0xC2 || lead > 0xF4)
        return 1;
    size_t n = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    unsigned char low, high;
    second_bounds(lead, &low, &high);
    if (left < 2 || p[1] < low || p[1] > high)
        return 1;
    uint32_t v = (uint32_t)(lead & (0x7F >> n)) << 6 | (p[1] & 0x3F);
    for (size_t i = 2; i < n; i++) {
        if (left <= i || (p[i] & 0xC0) != 0x80)
            return i;
        v = v << 6 | (p[i] & 0x3F);
    }
    *cp = v;
    return n;
}

size_t al_utf8_decode_long(const char *text, const char *end, uint32_t *cp)
{
    const unsigned char *p = (const unsigned char *)text;
    size_t left = (size_t)(end - text);
    unsigned lead = p[0];
    if (lead < 0xE0) {
        if (lead >= 0xC2 && left >= 2 && (p[1] & 0xC0) == 0x80) {
            *cp = (lead & 0x1F) << 6 | (p[1] & 0x3F);
            return 2;
        }
    } else if (lead != 0xE0 && lead < 0xED && left >= 3 && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80) {
        *cp = (lead & 0xF) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
        return 3;
    }
    return decode_odd(p, left, cp);
}

size_t al_utf8_encode_long(uint32_t cp, char out[4])
{
    if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        cp = AL_REPLACEMENT;
    if (cp < 0x10000) {
        out[0] = (char)(0xE0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        out[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | cp >> 18);
    out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

size_t al_ascii_prefix(const char *p, size_t n)
{
    size_t i = 0;
    if (n < 8) {
        while (i < n && (unsigned char)p[i] < 0x80)
            i++;
        return i;
    }
#ifdef __SSE2__
    for (; n - i >= 16; i += 16) {
        unsigned wide = (unsigned)_mm_movemask_epi8(_mm_loadu_si128((const __m128i *)(p + i)));
        if (wide)
            return i + (size_t)__builtin_ctz(wide);
    }
#endif
    for (; n - i >= 8; i += 8) {
        uint64_t wide = al_eight_load(p + i) & AL_EIGHT_HIGH;
        if (wide)
            return i + al_eight_before(wide);
    }
    /* The rest with some that were looked at before. */
    return n - 8 + al_eight_before(al_eight_load(p + n - 8) & AL_EIGHT_HIGH);
}

static uint64_t load8(const void *p)
{
    uint64_t v;
    memcpy(&v, p, 8);
    return v;
}

/* Whether eight bytes are part of a run of three-byte characters, told which of them are to be leads; the
   leads E0 and ED count as none, for their second byte has narrower bounds. */
static bool are_of_run(const unsigned char *p, const char *form, const char *form_bits, const char *leads)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t v = load8(p), lead_bits = load8(leads);
    /* A byte of `nibbles` is 0 where a lead is E0, one of `nibbles ^ D` where it is ED; others are 10 or
     * more. */
    uint64_t nibbles = (v & lead_bits) | (~(lead_bits << 4) & (ones << 4));
    uint64_t none = (nibbles - ones) | ((nibbles ^ (lead_bits & (ones * 13))) - ones);
    return !(((v ^ load8(form)) & load8(form_bits)) | (none & (ones << 7)));
}

/* Skips runs of three-byte characters, the bulk of Chinese text, eight characters at a time. */
static size_t skip_three_byte_runs(const unsigned char *p, size_t i, size_t n)
{
    static const char form[] = "\xE0\x80\x80\xE0\x80\x80\xE0\x80\x80\xE0";
    static const char bits[] = "\xF0\xC0\xC0\xF0\xC0\xC0\xF0\xC0\xC0\xF0";
    static const char leads[] = "\x0F\0\0\x0F\0\0\x0F\0\0\x0F";
    while (n - i >= 24 && are_of_run(p + i, form, bits, leads) &&
           are_of_run(p + i + 8, form + 2, bits + 2, leads + 2) &&
           are_of_run(p + i + 16, form + 1, bits + 1, leads + 1))
        i += 24;
    return i;
}

size_t al_utf8_valid_prefix(const char *text, size_t n)
{
    const unsigned char *p = (const unsigned char *)text;
    size_t i = 0;
    while (i < n) {
        while (n - i >= 32 && !((load8(p + i) | load8(p + i + 8) | load8(p + i + 16) | load8(p + i + 24)) &
                                UINT64_C(0x8080808080808080)))
            i += 32;
        while (n - i >= 8 && !(load8(p + i) & UINT64_C(0x8080808080808080)))
            i += 8;
        while (i < n && p[i] < 0x80)
            i++;
        while (n - i >= 2 && p[i] - 0xC2u < 0xE0 - 0xC2 && (p[i + 1] & 0xC0) == 0x80)
            i += 2;
        i = skip_three_byte_runs(p, i, n);
        if (i == n)
            break;
        unsigned char lead = p[i];
        if (lead < 0x80)
            continue;
        if (lead < 0xC2 || lead > 0xF4)
            return i;
        size_t len = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (n - i < len)
            return i;
        unsigned char low, high;
        second_bounds(lead, &low, &high);
        if (p[i + 1] < low || p[i + 1] > high)
            return i;
        for (size_t k = 2; k < len; k++)
            if ((p[i + k] & 0xC0) != 0x80)
                return i;
        i += len;
    }
    return n;
}

size_t al_utf8_open_tail(const char *text, size_t n)
{
    const unsigned char *p = (const unsigned char *)text;
    for (size_t back = 1; back <= 3 && back <= n; back++) {
        unsigned char c = p[n - back];
        if ((c & 0xC0) == 0x80)
            continue;
        if (c < 0xC2 || c > 0xF4)
            return 0;
        size_t len = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
        if (len <= back)
            return 0;
        unsigned char low, high;
        second_bounds(c, &low, &high);
        if (back >= 2 && (p[n - back + 1] < low || p[n - back + 1] > high))
            return 0;
        return back;
    }
    return 0;
}
