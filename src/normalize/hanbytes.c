#include "hanbytes.h"

#include "base/alloc.h"
#include "base/try.h"
#include "base/utf8.h"
#include "bytes.h"
#include "han.h"
#include "unicode/props.h"

enum {
    /* Costs are in steps of 0.3 nats. */
    RARE = 36,         /* of a character that hardly any text has */
    PLAIN = 31,        /* mean of a text that is taken for Chinese without comparison */
    MIN_DROP = 6,      /* of the mean that makes a repair */
    MIN_SUSPECT = 3,   /* characters */
    LOOSE = 50,        /* the same beside a run that was Chinese */
    N_KNOWN = 1 << 16, /* code points whose bytes are remembered */
    LOST_BYTE = 0xFF   /* stands for a byte that was lost; no charset here has it in a character */
};

static const char *const names[AL_N_HANBYTES] = {"GB18030", "BIG5"};

void al_hanbytes_init(struct al_hanbytes *h)
{
    *h = (struct al_hanbytes){0};
    al_buf_init(&h->bytes, 0);
    al_buf_init(&h->piece, 0);
    al_buf_init(&h->best, 0);
    al_buf_init(&h->text, 0);
}

static void close_if_open(iconv_t cd)
{
    if (cd != (iconv_t)-1)
        iconv_close(cd);
}

void al_hanbytes_clear(struct al_hanbytes *h)
{
    for (int k = 0; h->is_open && k < AL_N_HANBYTES; k++) {
        close_if_open(h->to[k]);
        close_if_open(h->from[k]);
    }
    for (int k = 0; k < AL_N_HANBYTES; k++)
        al_free(h->known[k]);
    al_buf_clear(&h->bytes);
    al_buf_clear(&h->piece);
    al_buf_clear(&h->best);
    al_buf_clear(&h->text);
    h->known[AL_HANBYTES_GBK] = h->known[AL_HANBYTES_BIG5] = NULL;
    h->is_open = false;
}

/* A system without these converters goes without the repair. */
static bool open_converters(struct al_hanbytes *h)
{
    if (h->is_open)
        return h->is_usable;
    h->is_open = h->is_usable = true;
    for (int k = 0; k < AL_N_HANBYTES; k++) {
        h->to[k] = iconv_open(names[k], "UTF-8");
        h->from[k] = iconv_open("UTF-8", names[k]);
        h->is_usable &= h->to[k] != (iconv_t)-1 && h->from[k] != (iconv_t)-1;
    }
    return h->is_usable;
}

static enum articlean_status open_memory(struct al_hanbytes *h)
{
    for (int k = 0; k < AL_N_HANBYTES; k++)
        if (!h->known[k] && !(h->known[k] = al_calloc(N_KNOWN, sizeof *h->known[k])))
            return ARTICLEAN_NO_MEMORY;
    return ARTICLEAN_OK;
}

struct al_han_look al_hanbytes_look(struct al_str text)
{
    static const char lost[][10] = {"锟斤拷", "烫烫烫", "屯屯屯"};
    struct al_han_look look = {0};
    const unsigned char *p = (const unsigned char *)text.p, *end = p + text.n;
    while (end - p >= 3) {
        if (*p < 0x80)
            p += al_ascii_prefix((const char *)p, (size_t)(end - p));
        if (end - p < 3)
            break;
        if (*p < 0xE4 || *p > 0xE9) {
            look.n_letters += (*p >= 0xC9 && *p <= 0xD4) || *p == 0xE1 || *p == 0xF0;
            p += *p >= 0xC2 && *p < 0xE0 && (p[1] & 0xC0) == 0x80 ? 2 : 1;
            continue;
        }
        uint32_t cp = (p[0] & 0xFu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
        const struct al_han *han = al_han_of(cp);
        look.n++;
        look.n_rare += han->cost >= RARE;
        look.n_odd += (han->flags & AL_HAN_ODD) / AL_HAN_ODD;
        look.n_traditional += (han->flags & AL_HAN_TRADITIONAL) / AL_HAN_TRADITIONAL;
        if (cp == 0x951F || cp == 0x70EB || cp == 0x5C6F)
            for (size_t i = 0; i < sizeof lost / sizeof *lost; i++)
                look.n_lost += end - p >= 9 && memcmp(p, lost[i], 9) == 0;
        p += 3;
    }
    return look;
}

bool al_hanbytes_is_suspect(const struct al_han_look *look)
{
    return look->n >= MIN_SUSPECT && look->n_rare * 3 >= look->n;
}

/* How Chinese a text is. */
struct quality {
    size_t n, n_good, n_han, n_bad; /* characters; Han or Chinese punctuation; Han; U+FFFD */
    size_t n_kana, n_letters;       /* of alphabets */
    size_t cost;                    /* sum over n_han and what is neither Han nor punctuation */
};

static struct quality assess(struct al_str text)
{
    struct quality q = {0};
    for (const char *p = text.p, *end = p + text.n; p < end;) {
        uint32_t cp;
        p += al_utf8_decode(p, end, &cp);
        q.n++;
        if (cp == AL_REPLACEMENT) {
            q.n_bad++;
            continue;
        }
        bool is_han = cp - AL_HAN_FIRST < AL_HAN_N;
        bool is_mark = cp < 0x80 || (cp >= 0x3000 && cp <= 0x301F) || (cp >= 0xFF01 && cp <= 0xFF5E) ||
                       cp == 0xB7 || (cp >= 0x2010 && cp <= 0x2026);
        q.n_good += is_han || is_mark;
        q.n_han += is_han;
        q.n_kana += cp >= 0x3041 && cp <= 0x30FF;
        q.n_letters += cp >= 0xC0 && cp < 0x2000;
        if (!is_mark)
            q.cost += al_han_of(cp)->cost;
    }
    return q;
}

/* Mean cost, the worst when there is nothing to judge. */
static size_t mean_cost(const struct quality *q, size_t n_marks_out)
{
    return n_marks_out ? q->cost / n_marks_out : AL_HAN_UNKNOWN;
}

static bool is_chinese(const struct quality *q, size_t least)
{
    return q->n_han >= least && q->n_good * 5 >= (q->n - q->n_bad) * 4 && q->n_bad * 3 <= q->n;
}

/* The two bytes of a code point, LOST_BYTE when the charset lacks it. */
static uint16_t encode_one(struct al_hanbytes *h, enum al_hanbytes_charset charset, const char *p, size_t n)
{
    unsigned char bytes[2] = {0};
    char *in = (char *)(uintptr_t)p, *out = (char *)bytes;
    size_t in_left = n, out_left = 2;
    iconv(h->to[charset], NULL, NULL, NULL, NULL);
    bool is_pair = iconv(h->to[charset], &in, &in_left, &out, &out_left) == 0 && !out_left;
    return is_pair ? (uint16_t)(bytes[0] << 8 | bytes[1]) : LOST_BYTE;
}

/* Encodes a Han text; what the charset lacks becomes a lost byte. */
static enum articlean_status encode(struct al_hanbytes *h, enum al_hanbytes_charset charset,
                                    struct al_str text)
{
    h->bytes.n = 0;
    TRY(al_buf_reserve(&h->bytes, text.n + 4));
    for (const char *p = text.p, *end = p + text.n; p < end;) {
        uint32_t cp;
        size_t n = al_utf8_decode(p, end, &cp);
        uint16_t *known = cp < N_KNOWN ? &h->known[charset][cp] : NULL;
        uint16_t pair = known && *known ? *known : LOST_BYTE;
        if (cp != '?' && cp != AL_REPLACEMENT && !(known && *known))
            pair = encode_one(h, charset, p, n);
        if (known)
            *known = pair;
        if (pair > 0xFF)
            h->bytes.p[h->bytes.n++] = (char)(pair >> 8);
        h->bytes.p[h->bytes.n++] = (char)(pair & 0xFF);
        p += n;
    }
    return ARTICLEAN_OK;
}

/* Length of a UTF-8 sequence at p of which bytes are lost, 0 when there is none. */
static size_t length_of_torn(const unsigned char *p, size_t left)
{
    size_t n = p[0] >= 0xE0 && p[0] <= 0xEF ? 3 : p[0] >= 0xC2 && p[0] <= 0xDF ? 2 : 0, lost = 0;
    if (!n || left < n)
        return 0;
    for (size_t i = 1; i < n; i++) {
        lost += p[i] == LOST_BYTE;
        if (p[i] != LOST_BYTE && (p[i] & 0xC0) != 0x80)
            return 0;
    }
    return lost ? n : 0;
}

static enum articlean_status decode_utf8(struct al_str bytes, struct al_buf *out)
{
    out->n = 0;
    TRY(al_buf_reserve(out, bytes.n * 3));
    for (const char *p = bytes.p, *end = p + bytes.n; p < end;) {
        uint32_t cp;
        size_t n = al_utf8_decode(p, end, &cp);
        size_t torn = cp == AL_REPLACEMENT ? length_of_torn((const unsigned char *)p, (size_t)(end - p)) : 0;
        out->n += al_utf8_encode(cp, out->p + out->n);
        p += torn ? torn : n;
    }
    return ARTICLEAN_OK;
}

static enum articlean_status decode_pairs(struct al_hanbytes *h, enum al_hanbytes_charset charset,
                                          struct al_str bytes, struct al_buf *out)
{
    out->n = 0;
    TRY(al_buf_reserve(out, bytes.n * 3 + 4));
    iconv(h->from[charset], NULL, NULL, NULL, NULL);
    char *in = (char *)(uintptr_t)bytes.p, *to = out->p;
    size_t in_left = bytes.n, out_left = bytes.n * 3 + 4;
    while (iconv(h->from[charset], &in, &in_left, &to, &out_left) == (size_t)-1 && in_left && out_left >= 3) {
        memcpy(to, "\xEF\xBF\xBD", 3);
        to += 3;
        out_left -= 3;
        in++;
        in_left--;
    }
    out->n = (size_t)(to - out->p);
    return ARTICLEAN_OK;
}

/* Tries to read h->bytes in a charset and keeps it in h->best when it is better than *cost. */
static enum articlean_status try_pairs(struct al_hanbytes *h, enum al_hanbytes_charset charset, size_t least,
                                       size_t most_bad, size_t *cost)
{
    TRY(decode_pairs(h, charset, al_buf_str(&h->bytes), &h->piece));
    struct quality q = assess(al_buf_str(&h->piece));
    size_t mean = mean_cost(&q, q.n_han);
    if (!least && !q.n_han)
        mean = 0; /* punctuation */
    if (!is_chinese(&q, least) || q.n_bad > most_bad || mean >= *cost)
        return ARTICLEAN_OK;
    *cost = mean;
    h->best.n = 0;
    return al_buf_append_str(&h->best, al_buf_str(&h->piece));
}

static enum articlean_status try_utf8(struct al_hanbytes *h, size_t *cost)
{
    TRY(decode_utf8(al_buf_str(&h->bytes), &h->piece));
    struct quality q = assess(al_buf_str(&h->piece));
    size_t mean = mean_cost(&q, q.n_han);
    if (!is_chinese(&q, 2) || mean >= *cost)
        return ARTICLEAN_OK;
    *cost = mean;
    h->best.n = 0;
    return al_buf_append_str(&h->best, al_buf_str(&h->piece));
}

/* Mends one run of characters that are not ASCII; h->best is its text when *mended. */
static enum articlean_status mend_run(struct al_hanbytes *h, struct al_str run, bool *mended)
{
    *mended = false;
    struct quality q = assess(run);
    if (q.n < MIN_SUSPECT || q.n_letters * 2 > q.n) /* a Greek word is as rare, but no damage */
        return ARTICLEAN_OK;
    size_t n_judged = q.n - q.n_bad - (q.n_good - q.n_han), before = mean_cost(&q, n_judged);
    if (before < MIN_DROP || q.n_kana * 5 > q.n)
        return ARTICLEAN_OK;
    size_t limit = before - MIN_DROP < PLAIN ? before - MIN_DROP : PLAIN, cost = limit;
    TRY(encode(h, AL_HANBYTES_GBK, run));
    TRY(try_utf8(h, &cost));
    TRY(try_pairs(h, AL_HANBYTES_BIG5, 2, q.n / 20, &cost));
    TRY(encode(h, AL_HANBYTES_BIG5, run));
    TRY(try_pairs(h, AL_HANBYTES_GBK, 2, q.n / 20, &cost));
    *mended = cost < limit;
    return ARTICLEAN_OK;
}

static enum articlean_status keep(struct al_hanbytes *h, struct al_str before, struct al_mended *out)
{
    TRY(al_buf_append_str(&h->text, before));
    TRY(al_buf_append_str(&h->text, al_buf_str(&h->best)));
    out->n_runs++;
    out->n_lost += (uint32_t)assess(al_buf_str(&h->best)).n_bad;
    return ARTICLEAN_OK;
}

enum articlean_status al_hanbytes_mend_han(struct al_hanbytes *h, struct al_str text, struct al_mended *out)
{
    *out = (struct al_mended){.text = text};
    if (!open_converters(h))
        return ARTICLEAN_OK;
    TRY(open_memory(h));
    h->text.n = 0;
    const char *done = text.p, *end = text.p + text.n;
    for (const char *p = text.p; p < end;) {
        if ((unsigned char)*p < 0x80) {
            p++;
            continue;
        }
        const char *start = p;
        /* A question mark after it may be the byte that was lost. */
        while (p < end && ((unsigned char)*p >= 0x80 || *p == '?'))
            p++;
        bool mended;
        TRY(mend_run(h, al_str(start, (size_t)(p - start)), &mended));
        if (mended) {
            TRY(keep(h, al_str(done, (size_t)(start - done)), out));
            done = p;
        }
    }
    if (!out->n_runs)
        return ARTICLEAN_OK;
    TRY(al_buf_append(&h->text, done, (size_t)(end - done)));
    out->text = al_buf_str(&h->text);
    return ARTICLEAN_OK;
}

static unsigned latin_byte(uint32_t cp)
{
    if (cp < 0x80)
        return 0;
    return cp <= 0xFF ? cp : al_bytes_encode(cp, AL_BYTES_1252);
}

/* Takes the run of double bytes at p into h->bytes and returns its end; *n_high counts pairs of two high
 * bytes. */
static const char *take_pairs(struct al_hanbytes *h, const char *p, const char *end, size_t *n_high)
{
    h->bytes.n = 0;
    *n_high = 0;
    while (p < end) {
        uint32_t a, b;
        const char *q = p + al_utf8_decode(p, end, &a);
        unsigned lead = latin_byte(a);
        if (lead < 0x81 || q == end)
            break;
        q += al_utf8_decode(q, end, &b);
        unsigned trail = b >= 0x40 && b <= 0x7E ? b : latin_byte(b);
        if (trail < 0x40)
            break;
        h->bytes.p[h->bytes.n++] = (char)lead;
        h->bytes.p[h->bytes.n++] = (char)trail;
        *n_high += trail >= 0xA1;
        p = q;
    }
    return p;
}

/* Mends the runs of double bytes that cost less than `limit` each. */
static enum articlean_status mend_pairs(struct al_hanbytes *h, struct al_str text, size_t least, size_t limit,
                                        struct al_mended *out)
{
    *out = (struct al_mended){.text = text};
    h->text.n = 0;
    const char *done = text.p, *end = text.p + text.n;
    for (const char *p = text.p; p < end;) {
        uint32_t cp;
        size_t n_high;
        const char *next = take_pairs(h, p, end, &n_high);
        size_t n = h->bytes.n / 2, cost = limit;
        if (n && n >= least && (limit == LOOSE || n_high * 2 >= n)) {
            size_t n_han = least > 2 ? 2 : least, most_bad = limit == LOOSE ? n / 8 : 0;
            TRY(try_pairs(h, AL_HANBYTES_GBK, n_han, most_bad, &cost));
            TRY(try_pairs(h, AL_HANBYTES_BIG5, n_han, most_bad, &cost));
        }
        if (cost < limit) {
            TRY(keep(h, al_str(done, (size_t)(p - done)), out));
            done = p = next;
        } else {
            p = next > p ? next : p + al_utf8_decode(p, end, &cp);
        }
    }
    TRY(al_buf_append(&h->text, done, (size_t)(end - done)));
    if (out->n_runs)
        out->text = al_buf_str(&h->text);
    return ARTICLEAN_OK;
}

enum articlean_status al_hanbytes_mend_latin(struct al_hanbytes *h, struct al_str text, size_t least,
                                             struct al_mended *out)
{
    *out = (struct al_mended){.text = text};
    if (!open_converters(h))
        return ARTICLEAN_OK;
    TRY(al_buf_reserve(&h->bytes, text.n));
    TRY(mend_pairs(h, text, least, PLAIN, out));
    /* Beside a run that is certain, the short ones and the punctuation are Chinese, too. */
    return out->n_runs ? mend_pairs(h, text, 0, LOOSE, out) : ARTICLEAN_OK;
}
