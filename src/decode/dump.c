#include "dump.h"

#include "base/try.h"
#include "base/utf8.h"
#include "unicode/props.h"

struct line {
    struct al_str text;  /* without indent, bullet and trailing space */
    uint32_t start, end; /* of the whole line with its end, offsets into the text */
    unsigned indent;     /* columns */
    bool bullet;
};

/* Bullets that renderers put before list items; each stands before a space. */
static bool is_bullet(uint32_t cp)
{
    switch (cp) {
    case 0x2022: /* • */
    case 0x25E6:
    case 0x25AA:
    case 0x25CF:
    case 0x25A0:
    case 0x25A1:
    case 0x2606:
    case 0x25CB:
    case 0x00B7:
    case '*':
    case '+':
        return true;
    default:
        return false;
    }
}

static void trim_line(struct line *l)
{
    const char *p = l->text.p, *end = p + l->text.n;
    while (p < end) {
        uint32_t cp;
        size_t n = al_utf8_decode(p, end, &cp);
        if (!(al_class(cp) & AL_C_SPACE))
            break;
        l->indent += cp == '\t' ? 8 - l->indent % 8 : cp == 0x3000 ? 2 : 1;
        p += n;
    }
    while (end > p) {
        const char *q = al_utf8_prev(p, end);
        uint32_t cp;
        al_utf8_decode(q, end, &cp);
        if (!(al_class(cp) & AL_C_SPACE))
            break;
        end = q;
    }
    uint32_t cp;
    size_t n = p < end ? al_utf8_decode(p, end, &cp) : 0;
    if (n && is_bullet(cp) && p + n < end && p[n] == ' ') {
        l->bullet = true;
        p += n;
        while (p < end && *p == ' ')
            p++;
    }
    l->text = al_str(p, (size_t)(end - p));
}

/* Takes the next line off `rest`; offsets count from `base`. */
static struct line next_line(struct al_str *rest, const char *base)
{
    const char *nl = memchr(rest->p, '\n', rest->n);
    size_t n = nl ? (size_t)(nl - rest->p) : rest->n;
    size_t whole = nl ? n + 1 : n;
    struct line l = {.text = {rest->p, n},
                     .start = (uint32_t)(rest->p - base),
                     .end = (uint32_t)(rest->p - base + (ptrdiff_t)whole)};
    rest->p += whole;
    rest->n -= whole;
    trim_line(&l);
    return l;
}

enum articlean_status al_dump_blocks(struct al_doc *doc, bool unwrap)
{
    (void)unwrap;
    struct al_str rest = doc->text;
    unsigned blank = 0;
    while (rest.n) {
        struct line l = next_line(&rest, doc->text.p);
        if (!l.text.n) {
            blank++;
            continue;
        }
        struct al_block *b;
        TRY(al_doc_add(doc, l.bullet ? ARTICLEAN_ITEM : ARTICLEAN_PARAGRAPH, l.text, l.start, l.end, &b));
        b->indent = (uint8_t)(l.indent > 255 ? 255 : l.indent);
        b->blank_before = (uint8_t)(blank > 255 ? 255 : blank);
        b->level = l.bullet;
        blank = 0;
    }
    return ARTICLEAN_OK;
}
