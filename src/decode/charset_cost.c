#include "charset_cost.h"

#include "charset_transcode.h"

enum {
    BAD = 16 * AL_NAT,     /* a sequence that is no character */
    UNKNOWN = 14 * AL_NAT, /* a Han character or syllable that no text had */
    PRIVATE = 16 * AL_NAT,
    HALF_KANA = 11 * AL_NAT, /* one byte, thus cheap to hit by chance; */
    MORE_KANA = 5 * AL_NAT,  /* but they come in runs */
    REPEATED = 1 * AL_NAT,   /* a symbol again: lines and ornaments */
    BETWEEN_WORDS = 9,       /* the mean of languages, which their costs are relative to */
    GLUED = 2 * AL_NAT,      /* a Latin letter right beside a Han character */
    LATIN_WORDS = 2,         /* for a Latin letter in a text of another script, */
    LATIN_IN_CJK = 1         /* or of Han characters */
};

enum { FOREIGN = 2 }; /* the class of letters of other languages */

/* What a kind costs after another one. The case of letters: capitals stand at the beginning of words or fill
   them. Signs that touch a letter on the wrong side: TOUCH. */
enum { TOUCH = 5 * AL_NAT, DASH = 2 * AL_NAT, UP = 32 };
static const uint8_t kind_costs[AL_N_LETTER_KINDS][AL_N_LETTER_KINDS] = {
    [AL_NO_LETTER] = {0, 1, 9, 0, 0, 0, 0, 0, 0},
    [AL_LOWER] = {0, 0, UP, 0, TOUCH, TOUCH, 0, DASH, 0},
    [AL_UPPER] = {0, 3, 5, 0, TOUCH, TOUCH, 0, DASH, 0},
    [AL_CASELESS] = {0, 1, 9, 0, TOUCH, TOUCH, 0, DASH, 0},
    [AL_SYMBOL] = {0, TOUCH + 1, TOUCH + 9, TOUCH, 0, 0, 0, 0, 0},
    [AL_OPENER] = {0, 1, 9, 0, 0, 0, 0, 0, 0},
    [AL_CLOSER] = {0, TOUCH + 1, TOUCH + 9, TOUCH, 0, 0, 0, 0, 0},
    [AL_JOINER] = {0, DASH + 1, DASH + 9, DASH, 0, 0, 0, 0, 0},
    [AL_APOSTROPHE] = {0, 1, 9, 0, 0, 0, 0, 0, 0},
};

/* Latin words in texts of other scripts are English by and large, as the first reading has it. */
static int english(unsigned char a, unsigned char b)
{
    const struct al_reading *en = &al_readings[0];
    return en->costs[en->classes[a] * en->n_classes + en->classes[b]];
}

int al_cost_single(const struct al_reading *r, const struct al_charset_sample *s, size_t *from, size_t to)
{
    const unsigned char *p = s->bytes;
    int cost = 0;
    for (size_t i = *from; i < to; i++) {
        unsigned char a = i ? p[i - 1] : '\n', b = p[i];
        /* What stood before the first byte is not known: a foreign letter says least of what follows. */
        unsigned class_a = i ? r->classes[a] : FOREIGN, class_b = r->classes[b];
        if ((a | b) & 0x80 || r->is_ebcdic) {
            int pair = r->costs[class_a * r->n_classes + class_b] + r->emission[b];
            if (r->is_latin && r->emission[b])
                pair += BETWEEN_WORDS;
            unsigned kind_a = r->kinds[a], kind_b = r->kinds[b];
            cost += a == b && r->emission[b] ? REPEATED : pair + kind_costs[kind_a][kind_b];
            if (kind_a == AL_APOSTROPHE && kind_b >= AL_LOWER && kind_b <= AL_CASELESS)
                cost += r->apostrophe;
        } else if (r->is_latin) {
            cost += r->costs[class_a * r->n_classes + class_b];
        } else {
            cost += al_ascii_alpha(a) && al_ascii_alpha(b) ? LATIN_WORDS + english(a, b) : 0;
        }
    }
    *from = to;
    return cost;
}

static size_t pair(const unsigned char *p, const unsigned char *end, uint32_t *cp,
                   uint32_t (*decode)(unsigned char, unsigned char))
{
    *cp = end - p >= 2 ? decode(p[0], p[1]) : 0;
    return *cp ? 2 : 1;
}

static size_t next_gb18030(const unsigned char *p, const unsigned char *end, uint32_t *cp)
{
    if (end - p >= 4 && p[1] >= 0x30 && p[1] <= 0x39 && p[2] >= 0x81 && p[3] >= 0x30 && p[3] <= 0x39) {
        *cp = 0x10000; /* some character beyond the two-byte ones */
        return 4;
    }
    return pair(p, end, cp, al_gbk_pair);
}

static size_t next_big5(const unsigned char *p, const unsigned char *end, uint32_t *cp)
{
    return pair(p, end, cp, al_big5_pair);
}

static size_t next_euc_kr(const unsigned char *p, const unsigned char *end, uint32_t *cp)
{
    return pair(p, end, cp, al_euc_kr_pair);
}

static size_t next_euc_jp(const unsigned char *p, const unsigned char *end, uint32_t *cp)
{
    if (*p == 0x8F && end - p >= 3 && p[1] >= 0xA1 && p[2] >= 0xA1) {
        *cp = 0x10000; /* JIS X 0212 */
        return 3;
    }
    return pair(p, end, cp, al_euc_jp_pair);
}

static size_t next_shift_jis(const unsigned char *p, const unsigned char *end, uint32_t *cp)
{
    if (*p >= 0xA1 && *p <= 0xDF) {
        *cp = 0xFF61u - 0xA1u + *p;
        return 1;
    }
    return pair(p, end, cp, al_shift_jis_pair);
}

/* Plane 1 of CNS 11643 has the signs and characters of Big5's first level in nearly the same order. */
static uint32_t euc_tw_pair(unsigned char lead, unsigned char trail)
{
    if (lead < 0xA1 || lead == 0xFF || trail < 0xA1 || trail == 0xFF)
        return 0;
    unsigned sign = (lead - 0xA1u) * 94 + trail - 0xA1u;
    if (sign < 408)
        return al_big5[(0xA1u - 0x81u) * 157 + sign];
    if (lead < 0xC4)
        return 0x1000 + sign;
    unsigned k = (lead - 0xC4u) * 94 + trail - 0xA1u;
    return k < 5401 ? al_big5[(0xA4u - 0x81u) * 157 + k] : 0x9FFF;
}

static size_t next_euc_tw(const unsigned char *p, const unsigned char *end, uint32_t *cp)
{
    if (*p == 0x8E && end - p >= 4 && p[1] >= 0xA1 && p[1] <= 0xB0 && p[2] >= 0xA1 && p[3] >= 0xA1) {
        *cp = p[1] == 0xA1 ? euc_tw_pair(p[2], p[3]) : 0x10000;
        return 4;
    }
    return pair(p, end, cp, euc_tw_pair);
}

/* Johab composes a syllable of three five-bit letters. */
static uint32_t johab_pair(unsigned char lead, unsigned char trail)
{
    static const signed char medials[32] = {-1, -1, -1, 0,  1,  2,  3,  4,  -1, -1, 5,  6,  7,  8,  9,  10,
                                            -1, -1, 11, 12, 13, 14, 15, 16, -1, -1, 17, 18, 19, 20, -1, -1};
    unsigned code = (unsigned)lead << 8 | trail;
    int initial = (int)(code >> 10 & 31) - 2, medial = medials[code >> 5 & 31], final = (int)(code & 31) - 1;
    bool trails = (trail >= 0x31 && trail <= 0x7E) || (trail >= 0x81 && trail <= 0xFE);
    if (!trails || lead < 0x84 || lead > 0xF9)
        return 0;
    if (lead > 0xD3)
        return lead == 0xD9 ? 0x2500u + trail : lead >= 0xE0 ? 0x9FFF : 0;
    if (final > 17)
        final--; /* code 18 is left out */
    if (initial < 0 || initial > 18 || medial < 0 || final < 0 || final > 27)
        return 0x3130 + code % 0x60; /* a lone letter */
    return 0xAC00 + (uint32_t)((initial * 21 + medial) * 28 + final);
}

static size_t next_johab(const unsigned char *p, const unsigned char *end, uint32_t *cp)
{
    return pair(p, end, cp, johab_pair);
}

const struct al_cjk_reading al_cjk_readings[] = {
    {"gb18030", next_gb18030, AL_CJK_HANS, 0},
    {"big5", next_big5, AL_CJK_HANT, 0},
    {"shift_jis", next_shift_jis, AL_CJK_JA, 0},
    {"euc-jp", next_euc_jp, AL_CJK_JA, 0},
    {"euc-kr", next_euc_kr, AL_CJK_KO, 0},
    {"gb18030", next_gb18030, AL_CJK_HANT, 3 * AL_NAT},
    {"gb18030", next_gb18030, AL_CJK_JA, 5 * AL_NAT},
    {"euc-tw", next_euc_tw, AL_CJK_HANT, 8 * AL_NAT},
    {"johab", next_johab, AL_CJK_KO, 8 * AL_NAT},
};
const unsigned al_n_cjk_readings = sizeof al_cjk_readings / sizeof *al_cjk_readings;

static bool is_ideographic(uint32_t cp)
{
    return (cp >= 0x3400 && cp < 0xA000) || (cp >= 0xAC00 && cp < 0xD7A4) || (cp >= 0xF900 && cp < 0xFB00) ||
           cp >= 0x10000;
}

static bool is_half_kana(uint32_t cp)
{
    return cp >= 0xFF61 && cp < 0xFFA0;
}

/* Characters that no word list has, by block and language, in nats. */
static int symbol_cost(uint32_t cp, enum al_cjk_language language)
{
    bool is_ko = language == AL_CJK_KO;
    if (cp >= 0x3040 && cp < 0x3100)
        return (language == AL_CJK_JA ? 8 : is_ko ? 9 : 10) * AL_NAT;
    if (cp >= 0x3130 && cp < 0x3190)
        return (is_ko ? 8 : 12) * AL_NAT;
    if (cp >= 0xFF00 && cp < 0xFF60)
        return 8 * AL_NAT;
    return (cp >= 0x250 && cp < 0x2000 ? 12 : 10) * AL_NAT;
}

int al_cost_character(uint32_t cp, enum al_cjk_language language)
{
    if (!cp)
        return BAD;
    unsigned level = cp >= 0x2000 && cp < 0x10000 ? al_frequency[cp - 0x2000] >> 4 * language & 15 : 15;
    if (level < 15)
        return (int)((2.5 + 0.85 * level) * AL_NAT);
    if (cp >= 0xE000 && cp < 0xF900)
        return PRIVATE;
    return is_ideographic(cp) ? UNKNOWN : symbol_cost(cp, language);
}

/* The cost of a character after another one (0 for ASCII). */
static int next_cost(uint32_t cp, uint32_t last, enum al_cjk_language language)
{
    if (is_half_kana(cp))
        return is_half_kana(last) ? MORE_KANA : HALF_KANA;
    if (cp && cp == last && !is_ideographic(cp))
        return REPEATED;
    return al_cost_character(cp, language);
}

int al_cost_cjk(const struct al_cjk_reading *r, const struct al_charset_sample *s, size_t *from, size_t to)
{
    const unsigned char *start = s->bytes, *p = start + *from, *end = start + s->n, *stop = start + to;
    uint32_t cp = 0, last = 0;
    int cost = 0;
    for (; p < stop; last = cp) {
        bool after_letter = p > start && al_ascii_alpha(p[-1]) && !last;
        if (*p < 0x80) {
            bool is_letter = al_ascii_alpha(*p);
            cost += is_letter && is_ideographic(last) ? GLUED
                    : is_letter && after_letter       ? LATIN_IN_CJK + english(p[-1], *p)
                                                      : 0;
            cp = 0;
            p++;
            continue;
        }
        size_t n = r->next(p, end, &cp);
        /* A stretch that was cut may end in half a character; the line feed follows. */
        bool is_torn = s->is_cut && end - p <= 4 && !cp;
        cost += is_torn ? 0 : next_cost(cp, last, r->language);
        if (after_letter && (is_ideographic(cp) || is_half_kana(cp)))
            cost += GLUED;
        p += n;
    }
    *from = (size_t)(p - start);
    return cost;
}
