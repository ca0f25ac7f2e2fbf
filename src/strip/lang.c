#include "lang.h"

#include "base/ascii.h"
#include "base/hash.h"
#include "base/try.h"
#include "base/utf8.h"
#include "unicode/props.h"

enum { MIN_LETTERS = 40, MIN_WORDS = 5, MAX_WORD = 24 };

/* Languages that share a script, with words that prose cannot do without. */
static const struct words {
    const char *tag;
    enum al_script script;
    const char *words;
} languages[] = {
    {"en", AL_SCRIPT_LATIN, "the and of a to is that with was this are have from you they not for it be"},
    {"de", AL_SCRIPT_LATIN, "der die das und ist nicht mit ein eine auf für von sich dem den auch zu im"},
    {"fr", AL_SCRIPT_LATIN, "le la les des et est dans que pour une qui pas sur avec ce du au en plus"},
    {"es", AL_SCRIPT_LATIN, "el la los las que y en por con para una del se lo más es su como"},
    {"pt", AL_SCRIPT_LATIN, "o os as que e do da em para uma com não no na dos mais um ao é se"},
    {"it", AL_SCRIPT_LATIN, "il la di che e un una per non con del della sono gli nel è si da le i"},
    {"nl", AL_SCRIPT_LATIN, "de het een van en is dat niet op te voor met zijn aan ook er bij"},
    {"pl", AL_SCRIPT_LATIN, "i w na nie się z że do to jest o jak przez dla oraz po od"},
    {"cs", AL_SCRIPT_LATIN, "a v se na je že s z to i by které pro jako ve do o jsou"},
    {"sv", AL_SCRIPT_LATIN, "och att det som en på är av för med den inte till har ett om"},
    {"da", AL_SCRIPT_LATIN, "og at det er en på af for med den ikke til der har et de fra"},
    {"no", AL_SCRIPT_LATIN, "og det er en på av for med den ikke til som å har et de fra"},
    {"fi", AL_SCRIPT_LATIN, "ja on ei se että oli mutta hän joka kun niin myös ovat kuin"},
    {"hu", AL_SCRIPT_LATIN, "a az és hogy nem egy is meg ez volt csak de mint vagy már"},
    {"ro", AL_SCRIPT_LATIN, "și de la în un o nu cu care pe din este a fi să mai au pentru"},
    {"tr", AL_SCRIPT_LATIN, "ve bir bu için de da ile çok olarak daha olan gibi ne en sonra"},
    {"id", AL_SCRIPT_LATIN, "yang dan di dengan untuk ini dari tidak itu pada akan dalam ke"},
    {"vi", AL_SCRIPT_LATIN, "và của là có không được trong cho một người các những với đã"},
    {"ru", AL_SCRIPT_CYRILLIC, "и в не на что с как это по из но он к за от о для его было"},
    {"uk", AL_SCRIPT_CYRILLIC, "і в не на що з як це та від до й у за про є для його було"},
    {"bg", AL_SCRIPT_CYRILLIC, "и на да в не от за се е с по това че са като до ще"},
    {"sr", AL_SCRIPT_CYRILLIC, "и је у да се на за од су са не који што као је о"},
    {"ar", AL_SCRIPT_ARABIC, "في من على أن إلى عن هذا التي الذي ما لا مع كان هذه"},
    {"fa", AL_SCRIPT_ARABIC, "و در به از که این را با است برای آن می شود های"},
    {"ur", AL_SCRIPT_ARABIC, "کے میں کی اور سے ہے کا نے کو یہ پر ہیں کہ بھی"},
};

enum { N_LANGUAGES = sizeof languages / sizeof *languages };

/* A short word is its own hash. */
static uint64_t hash_word(const char *p, size_t n)
{
    return n < 8 ? al_eight_load_some(p, n) : al_hash(p, n);
}

enum articlean_status al_lang_open(struct al_lang *lang)
{
    *lang = (struct al_lang){0};
    al_map_init(&lang->words);
    for (unsigned i = 0; i < N_LANGUAGES; i++) {
        for (const char *p = languages[i].words; *p;) {
            size_t n = strcspn(p, " ");
            uint32_t *bits;
            enum articlean_status s = al_map_put(&lang->words, hash_word(p, n), 0, &bits, NULL);
            if (s) {
                al_lang_close(lang);
                return s;
            }
            *bits |= UINT32_C(1) << i;
            lang->longest = n > lang->longest ? n : lang->longest;
            if (n > lang->longest_ascii && al_ascii_prefix(p, n) == n)
                lang->longest_ascii = n;
            p += n + (p[n] == ' ');
        }
    }
    return ARTICLEAN_OK;
}

void al_lang_close(struct al_lang *lang)
{
    al_map_clear(&lang->words);
}

static inline void count_hash(const struct al_lang *lang, uint64_t hash, size_t n, struct al_lang_counts *c)
{
    const uint32_t *found = al_map_get(&lang->words, hash);
    /* One letter is a word in many languages: it tells less. */
    unsigned weight = n > 1 ? 2 : 1;
    for (uint32_t bits = found ? *found : 0; bits; bits &= bits - 1)
        c->words[__builtin_ctz(bits)] += weight;
}

static void count_word(const struct al_lang *lang, const char *word, size_t n, struct al_lang_counts *c)
{
    if (n && n <= lang->longest)
        count_hash(lang, hash_word(word, n), n, c);
}

/* The same of a word of a run. */
static inline uint64_t hash_run_word(const struct al_ascii_run *run, size_t at, size_t n)
{
    return n < 8 ? al_eight_load(run->low + at) & al_eight_first((unsigned)n) : al_hash(run->low + at, n);
}

/* Counts the words of the run of ASCII at p; returns its bytes, 0 when there is none. */
static unsigned count_run(const struct al_lang *lang, const char *p, const char *end,
                          struct al_lang_counts *c)
{
    struct al_ascii_run run;
    al_ascii_read(&run, p, end);
    uint64_t letters = run.words & ~run.digits;
    c->scripts[AL_SCRIPT_LATIN] += 2 * al_bits_count(letters);
    c->seen += run.n;
    for (struct al_ascii_words w = al_ascii_words(letters); w.starts; al_ascii_words_next(&w)) {
        size_t at = al_bits_lowest(w.starts), n = al_bits_lowest(w.ends) - at;
        if (n <= lang->longest_ascii)
            count_hash(lang, hash_run_word(&run, at, n), n, c);
    }
    return run.n;
}

static void count_letter(uint32_t cp, uint32_t bits, struct al_lang_counts *c)
{
    enum al_script script = al_script(cp);
    c->scripts[script] += bits & AL_C_WIDE ? 5 : 2;
    if (script == AL_SCRIPT_HAN) {
        c->han++;
        c->traditional += al_fold_cp(cp) != cp;
    } else if (script == AL_SCRIPT_KANA) {
        c->kana++;
    } else if (script == AL_SCRIPT_INDIC && cp >= 0x900 && cp < 0xD00) {
        c->indic_block[(cp - 0x900) >> 7]++;
    }
}

void al_lang_count(const struct al_lang *lang, struct al_str text, struct al_lang_counts *c)
{
    char word[MAX_WORD + 4];
    size_t n = 0;
    if (c->seen >= AL_LANG_ENOUGH)
        return;
    for (const char *p = text.p, *end = p + text.n; p < end && c->seen < AL_LANG_ENOUGH;) {
        if (al_ascii_alpha((unsigned char)*p)) {
            unsigned whole = n || c->seen + AL_RUN_MAX > AL_LANG_ENOUGH ? 0 : count_run(lang, p, end, c);
            if (whole) {
                p += whole;
                continue;
            }
            c->scripts[AL_SCRIPT_LATIN] += 2;
            if (n < MAX_WORD)
                word[n++] = (char)al_ascii_lower((unsigned char)*p);
            else
                n = MAX_WORD + 1;
            c->seen++;
            p++;
            continue;
        }
        uint32_t cp;
        const char *here = p;
        p = al_utf8_next(p, end, &cp);
        uint32_t bits = cp < 0x80 ? 0 : al_class(cp);
        c->seen += (unsigned)(p - here);
        if (bits & (AL_C_LETTER | AL_C_MARK)) {
            if (bits & AL_C_LETTER)
                count_letter(cp, bits, c);
            if (n < MAX_WORD)
                n += al_utf8_encode(al_fold_cp(cp), word + n);
            else
                n = MAX_WORD + 1;
            continue;
        }
        count_word(lang, word, n, c);
        n = 0;
    }
    count_word(lang, word, n, c);
}

/* The language of a script whose words have been seen most; NULL when none stands out. */
static const char *by_words(const struct al_lang_counts *c, enum al_script script)
{
    unsigned best = 0;
    const char *tag = NULL;
    for (unsigned i = 0; i < N_LANGUAGES; i++) {
        if (languages[i].script != script || c->words[i] < MIN_WORDS || c->words[i] <= best)
            continue;
        best = c->words[i];
        tag = languages[i].tag;
    }
    return tag;
}

static const char *of_han(const struct al_lang_counts *c)
{
    if (c->kana * 12 > c->han + c->kana)
        return "ja";
    return c->traditional * 12 > c->han ? "zh-Hant" : "zh-Hans";
}

static const char *of_indic(const struct al_lang_counts *c)
{
    static const char *const tags[8] = {"hi", "bn", "pa", "gu", "or", "ta", "te", "kn"};
    unsigned best = 0;
    for (unsigned i = 1; i < 8; i++)
        if (c->indic_block[i] > c->indic_block[best])
            best = i;
    return c->indic_block[best] ? tags[best] : NULL;
}

const char *al_lang_of(const struct al_lang_counts *c)
{
    /* Kana and Han are one language's writing: count them together. */
    unsigned best = AL_SCRIPT_LATIN, most = 0;
    for (unsigned s = AL_SCRIPT_LATIN; s < AL_N_SCRIPTS; s++) {
        unsigned n = c->scripts[s] + (s == AL_SCRIPT_HAN ? c->scripts[AL_SCRIPT_KANA] : 0);
        if (n > most)
            best = s, most = n;
    }
    if (most < MIN_LETTERS)
        return NULL;
    switch ((enum al_script)best) {
    case AL_SCRIPT_HAN:
        return of_han(c);
    case AL_SCRIPT_KANA:
        return "ja";
    case AL_SCRIPT_HANGUL:
        return "ko";
    case AL_SCRIPT_GREEK:
        return "el";
    case AL_SCRIPT_HEBREW:
        return "he";
    case AL_SCRIPT_THAI:
        return "th";
    case AL_SCRIPT_LAO:
        return "lo";
    case AL_SCRIPT_KHMER:
        return "km";
    case AL_SCRIPT_MYANMAR:
        return "my";
    case AL_SCRIPT_GEORGIAN:
        return "ka";
    case AL_SCRIPT_ARMENIAN:
        return "hy";
    case AL_SCRIPT_ETHIOPIC:
        return "am";
    case AL_SCRIPT_INDIC:
        return of_indic(c);
    default:
        return by_words(c, (enum al_script)best);
    }
}
