#include "letters.h"

#include "base/try.h"
#include "base/utf8.h"
#include "doc/link.h"
#include "unicode/props.h"

enum {
    MIN_WORDS = 3, /* in a document */
    MIN_FANCY = 3, /* mathematical or small-capital letters in a word */
    MAX_WORD = 40, /* letters */
    MATH_FIRST = 0x1D400,
    MATH_LAST = 0x1D6A3, /* Latin letters; Greek ones and digits follow */
};

/* Letters that are drawn alike, one below the other. */
static const char latin[] = "aeopcyxijshdqwABEKMHOPCTYXIJS";
static const char *const cyrillic = "аеорсухіјѕһԁԛԝАВЕКМНОРСТУХІЈЅ";
static const char *const greek_capitals[2] = {"ABEZHIKMNOPTYX", "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"};

/* Small capitals and the letters they are made of. */
static const char *const small_capitals = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ";
static const char small_letters[] = "abcdefghijklmnoprstuvwyz";

/* Position of `cp` in a list, -1 when it is not there. */
static int index_in(const char *list, uint32_t cp)
{
    const char *end = list + strlen(list);
    for (int i = 0; list < end; i++) {
        uint32_t member;
        list += al_utf8_decode(list, end, &member);
        if (member == cp)
            return i;
    }
    return -1;
}

static uint32_t member_at(const char *list, int i)
{
    const char *end = list + strlen(list);
    uint32_t cp = 0;
    for (; i >= 0 && list < end; i--)
        list += al_utf8_decode(list, end, &cp);
    return cp;
}

/* The letter of another script that looks like `cp`; 0 when there is none. */
static uint32_t twin(uint32_t cp, enum al_script to)
{
    int i;
    if (to == AL_SCRIPT_CYRILLIC)
        return (i = index_in(latin, cp)) >= 0 ? member_at(cyrillic, i) : 0;
    if ((i = index_in(cyrillic, cp)) >= 0)
        return (uint32_t)latin[i];
    if ((i = index_in(greek_capitals[1], cp)) >= 0)
        return (uint32_t)greek_capitals[0][i];
    return cp == 0x3BF ? 'o' : 0;
}

/* The plain letter behind a mathematical or small-capital one; 0 when it is neither. */
static uint32_t plain_of(uint32_t cp)
{
    if (cp >= MATH_FIRST && cp <= MATH_LAST) {
        uint32_t i = (cp - MATH_FIRST) % 52;
        return i < 26 ? 'A' + i : 'a' + i - 26;
    }
    int i = cp >= 0x250 && cp < 0x10000 ? index_in(small_capitals, cp) : -1;
    return i >= 0 ? (uint32_t)small_letters[i] : 0;
}

struct word {
    uint32_t cps[MAX_WORD];
    size_t n;
    size_t n_latin, n_cyrillic, n_greek, n_fancy, n_other;
};

/* Reads the word at p; returns its end. A longer word than MAX_WORD gets n_other. */
static const char *read_word(const char *p, const char *end, struct word *w)
{
    *w = (struct word){0};
    while (p < end) {
        uint32_t cp;
        size_t size = al_utf8_decode(p, end, &cp);
        if (!(al_class(cp) & (AL_C_LETTER | AL_C_MARK)))
            break;
        enum al_script script = al_script(cp);
        if (plain_of(cp))
            w->n_fancy++;
        else if (script == AL_SCRIPT_LATIN)
            w->n_latin++;
        else if (script == AL_SCRIPT_CYRILLIC)
            w->n_cyrillic++;
        else if (script == AL_SCRIPT_GREEK)
            w->n_greek++;
        else
            w->n_other++;
        if (w->n < MAX_WORD)
            w->cps[w->n++] = cp;
        else
            w->n_other++;
        p += size;
    }
    return p;
}

/* Respells a word in its main script; false when nothing has to change or some letter has no twin there. */
static bool respell(struct word *w)
{
    if (w->n_other)
        return false;
    if (w->n_fancy >= MIN_FANCY && w->n_fancy * 2 > w->n && !w->n_cyrillic && !w->n_greek) {
        for (size_t i = 0; i < w->n; i++)
            w->cps[i] = plain_of(w->cps[i]) ? plain_of(w->cps[i]) : w->cps[i];
        return true;
    }
    size_t strange = w->n_cyrillic + w->n_greek;
    if (w->n_fancy || !w->n_latin || !strange || w->n < 3)
        return false;
    enum al_script to = w->n_latin >= strange ? AL_SCRIPT_LATIN : AL_SCRIPT_CYRILLIC;
    if (to == AL_SCRIPT_CYRILLIC && w->n_greek)
        return false;
    bool is_inside = false; /* a letter glued to an end is a name or an option, not a trick */
    for (size_t i = 0; i < w->n; i++) {
        if (al_script(w->cps[i]) == to)
            continue;
        is_inside |=
            i > 0 && i + 1 < w->n && al_script(w->cps[i - 1]) == to && al_script(w->cps[i + 1]) == to;
        w->cps[i] = twin(w->cps[i], to);
        if (!w->cps[i])
            return false;
    }
    return is_inside;
}

/* True when a text has letters that could be a trick: next to each other ASCII and Greek or Cyrillic, or
   fancy ones. Clean text is only looked at. */
static bool has_suspects(struct al_str text)
{
    const unsigned char *p = (const unsigned char *)text.p, *end = p + text.n;
    bool ascii_letter = false;
    if (al_ascii_prefix(text.p, text.n) == text.n)
        return false;
    while (p < end) {
        uint64_t x;
        while (end - p >= 8 && (memcpy(&x, p, 8), !(x & UINT64_C(0x8080808080808080)))) {
            p += 8;
            ascii_letter = al_ascii_alpha(p[-1]);
        }
        if (p == end)
            break;
        unsigned char c = *p;
        if (c < 0x80) {
            ascii_letter = al_ascii_alpha(c);
            p++;
        } else if (c >= 0xCE && c <= 0xD4 && end - p >= 2) {
            if (ascii_letter)
                return true;
            do
                p += 2;
            while (end - p >= 2 && *p >= 0xCE && *p <= 0xD4);
            if (p < end && al_ascii_alpha(*p))
                return true;
        } else {
            if (end - p >= 3 && ((c == 0xF0 && p[1] == 0x9D && p[2] >= 0x90 && p[2] <= 0x9A) ||
                                 (c == 0xE1 && p[1] == 0xB4) || c == 0xC9 || c == 0xCA))
                return true;
            ascii_letter = false;
            size_t n = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
            p += n < (size_t)(end - p) ? n : (size_t)(end - p);
        }
    }
    return false;
}

/* Appends `text` with tricked words respelled; *n grows by their number. */
static enum articlean_status respell_text(struct al_buf *out, struct al_str text, size_t *n)
{
    TRY(al_buf_reserve(out, text.n));
    for (const char *p = text.p, *end = p + text.n; p < end;) {
        struct word w;
        const char *after = read_word(p, end, &w);
        if (after == p) {
            out->p[out->n++] = *p++;
            continue;
        }
        if (respell(&w)) {
            ++*n;
            for (size_t i = 0; i < w.n; i++) {
                char utf8[4];
                TRY(al_buf_append(out, utf8, al_utf8_encode(w.cps[i], utf8)));
            }
            TRY(al_buf_reserve(out, (size_t)(end - after)));
        } else {
            memcpy(out->p + out->n, p, (size_t)(after - p));
            out->n += (size_t)(after - p);
        }
        p = after;
    }
    return ARTICLEAN_OK;
}

static enum articlean_status respell_block(struct al_buf *scratch, struct al_doc *doc, struct al_block *b)
{
    size_t n = 0;
    scratch->n = 0;
    TRY(respell_text(scratch, b->text, &n));
    if (!n)
        return ARTICLEAN_OK;
    struct al_change change = {.block = (uint32_t)(b - doc->blocks),
                               .start = b->start,
                               .end = b->end,
                               .before = b->text,
                               .after = al_arena_dup(&doc->arena, al_buf_str(scratch)),
                               .why = "normalize.letters"};
    if (!change.after.p)
        return ARTICLEAN_NO_MEMORY;
    al_block_set_text(doc, b, change.after);
    doc->flags[AL_FLAG_LOOKALIKES] += (uint32_t)n;
    return al_doc_change(doc, &change);
}

static bool may_change(const struct al_block *b)
{
    return b->kind != ARTICLEAN_CODE && has_suspects(b->text);
}

enum articlean_status al_letters_run(struct al_buf *scratch, struct al_doc *doc)
{
    size_t n = 0;
    for (size_t i = 0; i < doc->n_blocks; i++) {
        scratch->n = 0;
        if (may_change(&doc->blocks[i]))
            TRY(respell_text(scratch, doc->blocks[i].text, &n));
    }
    if (n < MIN_WORDS)
        return ARTICLEAN_OK;
    for (size_t i = 0; i < doc->n_blocks; i++)
        if (may_change(&doc->blocks[i]))
            TRY(respell_block(scratch, doc, &doc->blocks[i]));
    return ARTICLEAN_OK;
}
