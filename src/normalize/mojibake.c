/* The order of steps, and when a space stands for byte A0 or a sequence counts as lost, follow ftfy 6.3
   (Robyn Speer, Apache-2.0). */
#include "mojibake.h"

#include "badness.h"
#include "base/try.h"
#include "base/utf8.h"
#include "bytes.h"
#include "unicode/props.h"

enum {
    MAX_LAYERS = 8,
    LOST = 0x1A, /* the byte that stands for U+FFFD */
    MAX_COUNTED = 4096
};

void al_mojibake_init(struct al_mojibake *m)
{
    struct al_buf *all[] = {&m->text, &m->next, &m->bytes, &m->piece[0], &m->piece[1]};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        al_buf_init(all[i], 0);
}

void al_mojibake_clear(struct al_mojibake *m)
{
    struct al_buf *all[] = {&m->text, &m->next, &m->bytes, &m->piece[0], &m->piece[1]};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        al_buf_clear(all[i]);
}

static bool is_windows(enum al_bytes_charset charset)
{
    return charset >= AL_BYTES_1252 && charset <= AL_BYTES_1257;
}

/* Writes `text` to `out` as bytes of a charset; *all is false when it has characters the charset has not. */
static enum articlean_status encode(struct al_str text, enum al_bytes_charset charset, struct al_buf *out,
                                    bool *all)
{
    out->n = 0;
    *all = false;
    TRY(al_buf_reserve(out, text.n));
    for (const char *p = text.p, *end = p + text.n; p < end;) {
        uint32_t cp;
        p += al_utf8_decode(p, end, &cp);
        uint8_t byte = cp < 0x80 ? (uint8_t)cp : al_bytes_encode(cp, charset);
        if (is_windows(charset)) {
            if (cp == LOST)
                return ARTICLEAN_OK;
            if (cp == AL_REPLACEMENT)
                byte = LOST;
        }
        if (!byte)
            return ARTICLEAN_OK;
        out->p[out->n++] = (char)byte;
    }
    *all = true;
    return ARTICLEAN_OK;
}

static bool is_tail(unsigned char c)
{
    return c >= 0x80 && c <= 0xBF;
}

static size_t length_of_lead(unsigned char lead)
{
    return lead < 0xC2 || lead > 0xF4 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* Decodes a surrogate pair of CESU-8 at p. */
static uint32_t decode_cesu(const unsigned char *p, size_t left)
{
    if (left < 6 || p[0] != 0xED || (p[1] & 0xF0) != 0xA0 || !is_tail(p[2]) || p[3] != 0xED ||
        (p[4] & 0xF0) != 0xB0 || !is_tail(p[5]))
        return 0;
    return 0x10000 + ((p[1] & 0xFu) << 16 | (p[2] & 0x3Fu) << 10 | (p[4] & 0xFu) << 6 | (p[5] & 0x3Fu));
}

/* Length of a sequence at p in which one space stands for byte A0, 0 when it is none; *cp is its value. */
static size_t decode_spaced(const unsigned char *p, size_t left, uint32_t *cp)
{
    size_t n = length_of_lead(p[0]), spaces = 0;
    if (!n || left < n)
        return 0;
    char bytes[4];
    bytes[0] = (char)p[0];
    for (size_t i = 1; i < n; i++) {
        spaces += p[i] == ' ';
        if (p[i] != ' ' && (!is_tail(p[i]) || (n == 3 && (p[i] == 0x85 || p[i] == 0xA0))))
            return 0;
        bytes[i] = p[i] == ' ' ? (char)0xA0 : (char)p[i];
    }
    if (spaces != 1)
        return 0;
    bool likely = n == 2   ? strchr("\xc2\xc3\xc5\xce\xd0\xd9", (char)p[0]) != NULL
                  : n == 3 ? (p[1] == ' ' ? p[0] == 0xE2 || p[0] == 0xE3 : p[0] <= 0xE3)
                           : p[0] == 0xF0;
    return likely && al_utf8_decode(bytes, bytes + n, cp) == n && *cp != AL_REPLACEMENT ? n : 0;
}

/* "à" that lost its second byte to the space after it. Portuguese contractions have no space there. */
static bool is_a_grave_word(const unsigned char *p, size_t left)
{
    static const char *const contracted[] = {" ", "quele", "quela", "quilo", "s "};
    if (left < 2 || p[0] != 0xC3 || p[1] != ' ')
        return false;
    for (size_t i = 0; i < sizeof contracted / sizeof *contracted; i++) {
        size_t n = strlen(contracted[i]);
        if (left - 2 >= n && memcmp(p + 2, contracted[i], n) == 0)
            return false;
    }
    return true;
}

/* Length of a sequence at p that lost one or more bytes but is still known as a sequence, else 0. A question
   mark may stand for one lost byte. */
static size_t length_of_lost(const unsigned char *p, size_t left)
{
    if (p[0] == LOST)
        return 1;
    bool pair = left >= 6 && p[0] == 0xED && (p[1] & 0xF0) == 0xA0 && p[3] == 0xED && (p[4] & 0xF0) == 0xB0;
    size_t n = pair ? 6 : length_of_lead(p[0]), lost = 0, marks = 0;
    if (!n || left < n || (n == 2 && p[1] == '?' && p[0] > 0xC3))
        return 0;
    for (size_t i = 1; i < n; i++) {
        if (pair && i == 3)
            continue;
        lost += p[i] == LOST || p[i] == '?';
        marks += p[i] == '?';
        if (p[i] != LOST && p[i] != '?' && !is_tail(p[i]))
            return 0;
    }
    return lost && marks <= 1 ? n : 0;
}

/* Decodes bytes as UTF-8 that may have been altered on its way; *valid is false when they are none. */
static enum articlean_status decode(struct al_str bytes, enum al_bytes_charset charset, struct al_buf *out,
                                    uint32_t *n_lost, bool *valid)
{
    *valid = false;
    *n_lost = 0;
    out->n = 0;
    TRY(al_buf_reserve(out, bytes.n * 3));
    const unsigned char *p = (const unsigned char *)bytes.p, *end = p + bytes.n;
    while (p < end) {
        size_t left = (size_t)(end - p);
        uint32_t cp;
        size_t n = al_utf8_decode((const char *)p, (const char *)end, &cp);
        bool good = cp != AL_REPLACEMENT || (n == 3 && p[0] == 0xEF);
        if (good && !(cp == LOST && is_windows(charset))) {
            out->n += al_utf8_encode(cp, out->p + out->n);
            p += n;
            continue;
        }
        if (charset != AL_BYTES_MACINTOSH && is_a_grave_word(p, left)) {
            memcpy(out->p + out->n, "\u00e0 ", 3);
            out->n += 3;
            p += 2;
            continue;
        }
        n = 6;
        cp = decode_cesu(p, left);
        if (!cp && charset != AL_BYTES_MACINTOSH)
            n = decode_spaced(p, left, &cp);
        if (!cp || !n) {
            cp = AL_REPLACEMENT;
            n = is_windows(charset) ? length_of_lost(p, left) : 0;
            ++*n_lost;
        }
        if (!n)
            return ARTICLEAN_OK;
        out->n += al_utf8_encode(cp, out->p + out->n);
        p += n;
    }
    *valid = true;
    return ARTICLEAN_OK;
}

static size_t badness_of(struct al_str text)
{
    return al_badness(text, MAX_COUNTED, false).n;
}

/* Tries the charsets one by one on the whole text; *out is the result in `to` when one helps. */
static enum articlean_status mend_whole(struct al_mojibake *m, struct al_str text, struct al_buf *to,
                                        struct al_mended *out)
{
    size_t before = badness_of(text);
    for (int k = 0; k < AL_N_BYTES; k++) {
        bool ok;
        uint32_t n_lost;
        TRY(encode(text, (enum al_bytes_charset)k, &m->bytes, &ok));
        if (!ok)
            continue;
        TRY(decode(al_buf_str(&m->bytes), (enum al_bytes_charset)k, to, &n_lost, &ok));
        struct al_str got = al_buf_str(to);
        if (!ok || al_str_eq(got, text) || badness_of(got) > before)
            continue;
        *out = (struct al_mended){.text = got, .n_runs = 1, .n_lost = n_lost};
        return ARTICLEAN_OK;
    }
    return ARTICLEAN_OK;
}

/* Characters of a continuation byte that also stand for themselves beside mojibake. */
static bool is_own(uint32_t cp)
{
    return cp == ' ' || (cp >= 0x2010 && cp <= 0x201F) || cp == 0x2022 || cp == 0x2026;
}

static bool is_lone_tail(uint32_t cp)
{
    return al_bytes_class_of(cp) & AL_B_CONT && !is_own(cp);
}

/* Length in bytes of characters at p that were one UTF-8 sequence in some charset, else 0. */
static size_t sequence_at(const char *p, const char *end)
{
    uint32_t cp;
    const char *q = p + al_utf8_decode(p, end, &cp);
    uint32_t lead = al_bytes_class_of(cp);
    if (!(lead & (AL_B_LEAD2 | AL_B_LEAD3 | AL_B_LEAD4)))
        return 0;
    for (int n = 1; n <= 3 && q < end; n++) {
        q += al_utf8_decode(q, end, &cp);
        if (!(al_bytes_class_of(cp) & AL_B_CONT))
            return 0;
        if (lead & (uint32_t)(AL_B_LEAD2 << (n - 1)))
            return (size_t)(q - p);
    }
    return 0;
}

static enum articlean_status mend_layers(struct al_mojibake *m, struct al_str text, struct al_buf pair[2],
                                         struct al_mended *out)
{
    *out = (struct al_mended){.text = text};
    for (int layer = 0; layer < MAX_LAYERS && al_badness(out->text, 1, true).n; layer++) {
        struct al_mended step = {0};
        TRY(mend_whole(m, out->text, &pair[layer % 2], &step));
        if (!step.n_runs)
            break;
        out->text = step.text;
        out->n_runs = 1;
        out->n_lost += step.n_lost;
    }
    return ARTICLEAN_OK;
}

/* Mends runs of sequences inside a text that is good otherwise. */
static enum articlean_status mend_runs(struct al_mojibake *m, struct al_str text, struct al_buf *to,
                                       struct al_mended *out)
{
    to->n = 0;
    const char *done = text.p, *end = text.p + text.n;
    uint32_t last = 0, cp;
    for (const char *p = text.p; p < end;) {
        const char *start = p;
        bool after_tail = is_lone_tail(last);
        for (size_t n; !after_tail && (n = p < end ? sequence_at(p, end) : 0) != 0;)
            p += n;
        struct al_str run = {start, (size_t)(p - start)};
        if (run.n && p < end)
            al_utf8_decode(p, end, &cp);
        /* Between such neighbours it is a piece of something else. */
        bool torn = run.n && p < end && al_bytes_class_of(last) & AL_B_UPPER_ACCENTED && is_lone_tail(cp);
        if (run.n && run.n < text.n && !torn && al_badness(run, 1, true).n) {
            struct al_mended step;
            TRY(mend_layers(m, run, m->piece, &step));
            if (step.n_runs) {
                TRY(al_buf_append(to, done, (size_t)(start - done)));
                TRY(al_buf_append_str(to, step.text));
                done = p;
                out->n_runs++;
                out->n_lost += step.n_lost;
            }
        }
        if (!run.n)
            p += al_utf8_decode(p, end, &cp);
        al_utf8_decode(al_utf8_prev(text.p, p), end, &last);
    }
    TRY(al_buf_append(to, done, (size_t)(end - done)));
    out->text = al_buf_str(to);
    return ARTICLEAN_OK;
}

static bool is_quote(uint32_t cp)
{
    return cp == '"' || cp == '\'' || cp == '`' || cp == 0xAB || cp == 0xBB ||
           (cp >= 0x2018 && cp <= 0x201F) || (cp >= 0x300C && cp <= 0x300F);
}

/* A text that shows one broken character between good quotation marks, spaces apart, is about mojibake. */
static bool has_specimen(struct al_str text)
{
    const char *end = text.p + text.n;
    bool quoted = false;
    for (const char *p = text.p; p < end;) {
        uint32_t cp;
        size_t n = quoted ? sequence_at(p, end) : 0;
        if (n && al_badness(al_str(p, n), 1, true).n) {
            const char *q = p + n;
            do
                q += q < end ? al_utf8_decode(q, end, &cp) : 0;
            while (q < end && al_class(cp) & (AL_C_SPACE | AL_C_FORMAT));
            if (q > p + n && is_quote(cp))
                return true;
        }
        p += al_utf8_decode(p, end, &cp);
        if (!(al_class(cp) & (AL_C_SPACE | AL_C_FORMAT)))
            quoted = is_quote(cp);
    }
    return false;
}

static bool is_latin(struct al_str text)
{
    for (const char *p = text.p, *end = p + text.n; p < end;) {
        uint32_t cp;
        p += al_utf8_decode(p, end, &cp);
        if (al_class(cp) & AL_C_LETTER && al_script(cp) != AL_SCRIPT_LATIN)
            return false;
    }
    return true;
}

/* C1 controls are never meant: they are what windows-1252 has at these bytes. */
static enum articlean_status mend_controls(struct al_str text, struct al_buf *to, struct al_mended *out)
{
    if (!is_latin(text))
        return ARTICLEAN_OK;
    to->n = 0;
    TRY(al_buf_reserve(to, text.n * 2));
    for (const char *p = text.p, *end = p + text.n; p < end;) {
        uint32_t cp;
        p += al_utf8_decode(p, end, &cp);
        if (cp >= 0x80 && cp <= 0x9F && al_bytes_1252[cp - 0x80] != cp) {
            cp = al_bytes_1252[cp - 0x80];
            out->n_runs++;
        }
        to->n += al_utf8_encode(cp, to->p + to->n);
    }
    out->text = al_buf_str(to);
    return ARTICLEAN_OK;
}

enum articlean_status al_mojibake_mend(struct al_mojibake *m, struct al_str text, struct al_mended *out)
{
    struct al_mended all = {.text = text};
    struct al_buf *to = &m->text, *other = &m->next;
    *out = all;
    if (has_specimen(text))
        return ARTICLEAN_OK;
    for (int layer = 0; layer < MAX_LAYERS && al_badness(all.text, 1, true).n; layer++) {
        struct al_mended step = {0};
        TRY(mend_whole(m, all.text, to, &step));
        if (!step.n_runs)
            TRY(mend_runs(m, all.text, to, &step));
        if (!step.n_runs)
            TRY(mend_controls(all.text, to, &step));
        if (!step.n_runs)
            break;
        all.text = step.text;
        all.n_runs += step.n_runs;
        all.n_lost += step.n_lost;
        struct al_buf *swap = to;
        to = other;
        other = swap;
    }
    *out = all;
    return ARTICLEAN_OK;
}
