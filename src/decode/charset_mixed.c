#include "charset_mixed.h"

#include "base/utf8.h"
#include "charset_cost.h"

enum {
    MIN_GBK = 4,          /* bytes of a run of GBK */
    MAX_GBK = 9 * AL_NAT, /* cost of one of its characters */
    MIN_UTF8 = 6,         /* bytes of a run of UTF-8 */
    MIN_GAIN = 4 * AL_NAT /* by which UTF-8 reads better */
};

static bool is_high(struct al_str raw, size_t i)
{
    return i < raw.n && (unsigned char)raw.p[i] >= 0x80;
}

static size_t high_end(struct al_str raw, size_t i)
{
    while (is_high(raw, i))
        i++;
    return i;
}

static bool is_letter_at(struct al_str raw, size_t i)
{
    return i < raw.n && al_ascii_alpha((unsigned char)raw.p[i]);
}

/* A byte alone between ASCII that windows-1252 makes sense of: a letter in a word, or a usual sign. The leads
   C2 and C3 are what is left of cut UTF-8. */
static bool is_western(struct al_str raw, size_t i)
{
    unsigned char b = (unsigned char)raw.p[i];
    if (i + 1 >= raw.n || is_high(raw, i + 1) || (i && is_high(raw, i - 1)))
        return false;
    if (b >= 0xC0)
        return b != 0xC2 && b != 0xC3 && b != 0xD7 && b != 0xF7 &&
               ((i && is_letter_at(raw, i - 1)) || is_letter_at(raw, i + 1));
    return b == 0x80 || b == 0x85 || (b >= 0x91 && b <= 0x97) || b == 0x99 ||
           (b >= 0xA0 && strchr("\xA0\xA3\xA7\xA9\xAB\xAE\xB0\xB7\xBB\xBF", b));
}

/* Whether raw[i..end) is GBK through and through, of usual characters. */
static bool is_gbk(struct al_str raw, size_t i, size_t end)
{
    const struct al_cjk_reading *gbk = &al_cjk_readings[0];
    const unsigned char *p = (const unsigned char *)raw.p;
    int cost = 0, n = 0;
    if (end - i < MIN_GBK || (end - i) % 2)
        return false;
    for (uint32_t cp; i < end; n++) {
        i += gbk->next(p + i, p + end, &cp);
        if (!cp)
            return false;
        cost += al_cost_character(cp, gbk->language);
    }
    return cost <= n * MAX_GBK;
}

/* The run at the first byte that is no UTF-8; the bytes beside it that are not ASCII share its fate. */
static struct al_charset_run stray_run(const struct al_encoding *page, struct al_str raw, size_t i)
{
    size_t end = high_end(raw, i);
    if (is_western(raw, i))
        return (struct al_charset_run){i + 1, al_encoding_by_name("windows-1252")};
    if (is_gbk(raw, i, end))
        return (struct al_charset_run){end, al_encoding_by_name("gb18030")};
    return (struct al_charset_run){end, page};
}

static struct al_charset_run run_of_utf8_page(const struct al_encoding *page, struct al_str raw, size_t start)
{
    size_t i = start;
    do {
        i += al_utf8_valid_prefix(raw.p + i, raw.n - i);
        if (i == raw.n)
            break;
        struct al_charset_run stray = stray_run(page, raw, i);
        if (stray.encoding != page)
            return i == start ? stray : (struct al_charset_run){i, page};
        i = stray.end;
    } while (i < raw.n);
    return (struct al_charset_run){raw.n, page};
}

/* The reading of a multi-byte encoding; NULL for all others. */
static const struct al_cjk_reading *reading_of(const struct al_encoding *page)
{
    const char *name = page->kind == AL_ENC_GB18030 ? "gb18030" : page->name;
    for (unsigned i = 0; i < al_n_cjk_readings; i++)
        if (strcmp(al_cjk_readings[i].encoding, name) == 0)
            return &al_cjk_readings[i];
    return NULL;
}

/* Whether raw[i..end) is UTF-8, and reads better so. */
static bool is_utf8_island(const struct al_cjk_reading *r, struct al_str raw, size_t i, size_t end)
{
    const unsigned char *p = (const unsigned char *)raw.p;
    int as_utf8 = 0, as_page = 0, n_wide = 0, n_narrow = 0;
    uint32_t cp;
    if (end - i < MIN_UTF8 || al_utf8_valid_prefix(raw.p + i, end - i) < end - i)
        return false;
    for (size_t k = i; k < end;) {
        k += al_utf8_decode(raw.p + k, raw.p + end, &cp);
        as_utf8 += cp < 0x80 ? 0 : al_cost_character(cp, r->language);
        n_wide += cp >= 0x2000;
        n_narrow += cp >= 0x80 && cp < 0x2000;
    }
    for (size_t k = i; k < end;) {
        if (p[k] < 0x80) {
            k++;
            continue;
        }
        k += r->next(p + k, p + end, &cp);
        as_page += al_cost_character(cp, r->language);
    }
    return n_wide > n_narrow && as_utf8 + MIN_GAIN < as_page;
}

/* The end of the line or of the text between two tags: no character of a multi-byte encoding goes over it. */
static size_t segment_end(struct al_str raw, size_t i)
{
    while (i < raw.n && raw.p[i] != '<' && raw.p[i] != '>' && raw.p[i] != '\n')
        i++;
    return i;
}

static struct al_charset_run run_of_cjk_page(const struct al_encoding *page, const struct al_cjk_reading *r,
                                             struct al_str raw, size_t start)
{
    for (size_t i = start; i < raw.n;) {
        i += al_ascii_prefix(raw.p + i, raw.n - i);
        size_t end = segment_end(raw, i);
        if (is_utf8_island(r, raw, i, end))
            return i == start ? (struct al_charset_run){end, al_encoding_by_name("utf-8")}
                              : (struct al_charset_run){i, page};
        i = end;
    }
    return (struct al_charset_run){raw.n, page};
}

struct al_charset_run al_charset_next_run(const struct al_encoding *page, struct al_str raw, size_t start)
{
    if (page->kind == AL_ENC_UTF8)
        return run_of_utf8_page(page, raw, start);
    const struct al_cjk_reading *r = reading_of(page);
    return r ? run_of_cjk_page(page, r, raw, start) : (struct al_charset_run){raw.n, page};
}
