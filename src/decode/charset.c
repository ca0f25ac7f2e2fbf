#include "charset.h"

#include "base/utf8.h"
#include "charset_nulls.h"
#include "charset_stats.h"

#include <stddef.h>

const char *al_charset_label(struct al_str label)
{
    const struct al_encoding *e = al_encoding_by_label(label);
    return e && al_transcode_knows(e) ? e->name : NULL;
}

const char *al_charset_chosen(const char *label)
{
    const struct al_encoding *e = al_encoding_by_further_label(al_str_z(label));
    return e && al_transcode_knows(e) ? e->name : NULL;
}

static struct al_charset_guess guessed(const char *name, const char *by, float confidence)
{
    return (struct al_charset_guess){.name = name, .by = by, .confidence = confidence};
}

static bool guess_bom(struct al_str raw, struct al_charset_guess *g)
{
    static const struct {
        const char *bytes;
        size_t n;
        const char *name;
    } marks[] = {{"\xEF\xBB\xBF", 3, "utf-8"},    {"\xFF\xFE\0\0", 4, "utf-32le"},
                 {"\0\0\xFE\xFF", 4, "utf-32be"}, {"\xFF\xFE", 2, "utf-16le"},
                 {"\xFE\xFF", 2, "utf-16be"},     {"\x84\x31\x95\x33", 4, "gb18030"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (!al_str_starts(raw, al_str(marks[i].bytes, marks[i].n)))
            continue;
        *g = guessed(marks[i].name, "bom", 1);
        return true;
    }
    return false;
}

/* ISO 2022 and HZ: seven bits with escapes. */
static bool guess_escape(struct al_str raw, struct al_charset_guess *g)
{
    static const struct {
        const char *escape, *name;
    } escapes[] = {{"\x1B$)C", "iso-2022-kr"}, {"\x1B$)A", "iso-2022-cn"}, {"\x1B$)G", "iso-2022-cn"},
                   {"\x1B$B", "iso-2022-jp"},  {"\x1B$@", "iso-2022-jp"},  {"\x1B(J", "iso-2022-jp"},
                   {"\x1B(I", "iso-2022-jp"}};
    const char *end = raw.p + raw.n;
    for (const char *p = raw.p; (p = memchr(p, '\x1B', (size_t)(end - p))); p++)
        for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
            if (al_str_starts(al_str(p, (size_t)(end - p)), al_str_z(escapes[i].escape))) {
                *g = guessed(escapes[i].name, "escape", 0.99f);
                return true;
            }
    return false;
}

/* A shift to pairs that are characters of GB 2312 until the shift back or the end of the line. */
static bool guess_hz(struct al_str raw, struct al_charset_guess *g)
{
    const char *end = raw.p + raw.n;
    for (const char *p = raw.p; (p = memmem(p, (size_t)(end - p), "~{", 2)); p++) {
        const char *q = p + 2;
        while (end - q >= 2 && *q > 0x20 && *q < 0x78 &&
               al_gbk_pair((unsigned char)*q | 0x80, (unsigned char)q[1] | 0x80))
            q += 2;
        bool ends = end - q < 2 || *q == '\n' || *q == '\r' || (q[0] == '~' && q[1] == '}');
        if (q - p >= 6 && ends) {
            *g = guessed("hz-gb-2312", "escape", 0.95f);
            return true;
        }
    }
    return false;
}

/* Bytes that are not UTF-8 all through, but by far more so than chance makes: damaged or mixed pages. Longer
   sequences weigh more, as chance makes fewer of them; a declaration spares much of the proof. */
static bool is_mostly_utf8(struct al_str raw, bool is_declared)
{
    enum { MAX_SEQUENCES = 8192, FEW = 64 };
    const char *p = raw.p, *end = p + raw.n;
    size_t good = 0, bad = 0, need = is_declared ? 1 : 6;
    for (int i = 0; i < MAX_SEQUENCES && bad * need < good + FEW * need; i++) {
        p += al_ascii_prefix(p, (size_t)(end - p));
        if (p == end)
            break;
        uint32_t cp;
        size_t n = al_utf8_decode(p, end, &cp);
        if (cp == AL_REPLACEMENT && n < 3)
            bad++;
        else
            good += 2 * n - 3;
        p += n;
    }
    return good >= need && good > need * bad;
}

static struct al_charset_guess guess_ascii(struct al_str raw, const char *declared, const char *by)
{
    struct al_charset_guess g = guessed(declared ? declared : "utf-8", declared ? by : "ascii", 1);
    if (!guess_escape(raw, &g))
        guess_hz(raw, &g);
    return g;
}

/* Whether nothing can be said for a declared encoding but that the bytes may be decoded in it. */
static bool is_scored(const struct al_encoding *e)
{
    return e->kind != AL_ENC_USER_DEFINED && e->kind != AL_ENC_REPLACEMENT;
}

static struct al_charset_guess guess_by_content(struct al_str raw, const char *declared, const char *by)
{
    size_t ascii = al_ascii_prefix(raw.p, raw.n);
    bool has_nulls = memchr(raw.p, 0, raw.n);
    if (ascii == raw.n && !has_nulls)
        return guess_ascii(raw, declared, by);
    size_t valid = ascii + al_utf8_valid_prefix(raw.p + ascii, raw.n - ascii);
    bool is_utf8 = valid == raw.n || (valid > ascii && valid + al_utf8_open_tail(raw.p, raw.n) == raw.n);
    struct al_charset_guess g = {.by = "nulls"};
    if ((has_nulls || !is_utf8) && al_charset_nulls(raw, &g.name, &g.confidence))
        return g;
    if (is_utf8) {
        g = guessed("utf-8", ascii == raw.n ? "ascii" : "utf-8", 1);
        g.is_text = valid == raw.n;
        return g;
    }
    if (guess_escape(raw, &g) && ascii + 64 > raw.n)
        return g;
    if (is_mostly_utf8(raw, declared && strcmp(declared, "utf-8") == 0))
        return guessed("utf-8", "utf-8", 0.9f);
    const struct al_encoding *witness = declared ? al_encoding_by_name(declared) : NULL;
    if (witness && !is_scored(witness))
        witness = NULL;
    const struct al_encoding *best = al_charset_stats(raw, witness, &g.confidence);
    return guessed(best->name, best == witness ? by : "statistics", g.confidence);
}

struct al_charset_guess al_charset_detect(struct al_str raw, const char *override, const char *header)
{
    struct al_charset_guess g;
    const char *chosen = override ? al_charset_chosen(override) : NULL;
    if (chosen)
        return guessed(chosen, "option", 1);
    if (guess_bom(raw, &g))
        return g;
    const char *by = "header", *declared = header ? al_charset_label(al_str_z(header)) : NULL;
    if (!declared)
        declared = al_charset_prescan(raw, &by);
    return guess_by_content(raw, declared, by);
}
