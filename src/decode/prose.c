#include "prose.h"

#include "base/try.h"
#include "base/utf8.h"
#include "entities.h"
#include "plain.h"
#include "tags.h"
#include "tokenizer.h"

enum { MAX_INLINE_NAMES = 6, MAX_INLINE_NAME = 48 }; /* of one block; bytes */
enum { LONG_BLOCK = 200 };                           /* bytes; so much text is no further entry of an item */

enum { PLAIN, SPACE, REFERENCE, NUL, MAYBE_SPACE };

/* MAYBE_SPACE begins U+0085, U+00A0, U+1680, U+2000..U+205F or U+3000. */
static const uint8_t class_of_byte[256] = {
    ['\0'] = NUL,         ['\t'] = SPACE,       ['\n'] = SPACE,       ['\v'] = SPACE,
    ['\f'] = SPACE,       ['\r'] = SPACE,       [' '] = SPACE,        ['&'] = REFERENCE,
    [0xC2] = MAYBE_SPACE, [0xE1] = MAYBE_SPACE, [0xE2] = MAYBE_SPACE, [0xE3] = MAYBE_SPACE,
};

void al_prose_init(struct al_prose *p)
{
    *p = (struct al_prose){0};
    al_buf_init(&p->text, 0);
}

void al_prose_clear(struct al_prose *p)
{
    al_buf_clear(&p->text);
}

static bool is_space(uint32_t cp)
{
    return cp == 0x85 || cp == 0xA0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x2028 ||
           cp == 0x2029 || cp == 0x202F || cp == 0x205F || cp == 0x3000 ||
           (cp < 0x80 && al_ascii_space((unsigned char)cp));
}

static const char *skip_spaces(const char *q, const char *end)
{
    while (end - q >= 8) {
        unsigned n = al_eight_before(~al_plain_spaces(al_eight_load(q)) & AL_EIGHT_HIGH);
        q += n;
        if (n < 8)
            return q;
    }
    while (q < end && class_of_byte[(unsigned char)*q] == SPACE)
        q++;
    return q;
}

/* Marks the bytes that class_of_byte[] has as MAYBE_SPACE. */
static inline uint64_t maybe_spaces(uint64_t v)
{
    uint64_t low = v & ~AL_EIGHT_HIGH;
    return (al_eight_between(low, 0xE1 - 0x80, 0xE3 - 0x80) |
            al_eight_between(low, 0xC2 - 0x80, 0xC2 - 0x80)) &
           v;
}

/* Skips words with one space between that need no look, in steps of eight bytes; stops after a word. */
static inline const char *skip_words(const char *q, const char *end)
{
    const char *from = q;
    while (end - q >= 8) {
        uint64_t v = al_eight_load(q), marks = al_plain_unlike(v) | maybe_spaces(v);
        if (marks) {
            q += al_eight_before(marks);
            break;
        }
        q += 7; /* two spaces are not parted */
    }
    return q > from && q[-1] == ' ' ? q - 1 : q;
}

/* What stands at q < end, where class_of_byte[] is not PLAIN. */
struct mark {
    size_t n; /* bytes; all of the ASCII white space there */
    bool is_space;
    uint32_t cp[2]; /* what a reference means; cp[0] is 0 for all that means itself */
};

static struct mark mark_at(const char *q, const char *end, unsigned reading)
{
    struct mark m = {.n = 1};
    switch (class_of_byte[(unsigned char)*q]) {
    case SPACE:
        m.n = (size_t)(skip_spaces(q + 1, end) - q);
        m.is_space = true;
        break;
    case MAYBE_SPACE:
        m.n = al_utf8_decode(q, end, m.cp);
        m.is_space = is_space(m.cp[0]);
        m.cp[0] = 0;
        break;
    case REFERENCE: {
        size_t n = reading & AL_READ_REFERENCES ? al_entity_decode(q, end, false, m.cp) : 0;
        m.is_space = n && is_space(m.cp[0]);
        if (n)
            m.n = n;
        break;
    }
    default:
        break;
    }
    return m;
}

/* Appends the character of a reference. */
static enum articlean_status append_reference(struct al_prose *p, const struct mark *m)
{
    char bytes[8];
    size_t n = al_utf8_encode(m->cp[0], bytes);
    if (m->cp[1])
        n += al_utf8_encode(m->cp[1], bytes + n);
    return al_buf_append(&p->text, bytes, n);
}

/* Appends the bytes [plain, q) of a word, after the white space that is due. */
static enum articlean_status append_plain(struct al_prose *p, const char *plain, const char *q)
{
    if (p->is_spaced && p->text.n)
        TRY(al_buf_append_byte(&p->text, ' '));
    p->is_spaced = false;
    if (!p->start)
        p->start = plain;
    p->end = q;
    return al_buf_append(&p->text, plain, (size_t)(q - plain));
}

static enum articlean_status append_collapsed(struct al_prose *p, struct al_str raw, unsigned reading)
{
    const char *q = raw.p, *end = q + raw.n, *plain = q;
    while (q < end) {
        if (class_of_byte[(unsigned char)*q] == PLAIN) {
            q = skip_words(q + 1, end);
            continue;
        }
        /* Within a line one blank after a word needs no copy of its own. */
        if (*q == ' ' && q > plain && q + 1 < end && class_of_byte[(unsigned char)q[1]] == PLAIN) {
            q += 2;
            continue;
        }
        struct mark m = mark_at(q, end, reading);
        bool is_nul = *q == '\0';
        if (!m.is_space && !is_nul && !m.cp[0]) {
            q += m.n;
            continue;
        }
        if (q > plain)
            TRY(append_plain(p, plain, q));
        if (m.is_space)
            p->is_spaced = true;
        else if (!is_nul) {
            TRY(append_plain(p, q, q));
            TRY(append_reference(p, &m));
            p->end = q + m.n;
        }
        plain = q += m.n;
    }
    return q > plain ? append_plain(p, plain, q) : ARTICLEAN_OK;
}

static enum articlean_status append_lines(struct al_prose *p, struct al_str raw, unsigned reading)
{
    struct al_str inner = al_str_trim(raw);
    if (inner.n) {
        if (!p->start)
            p->start = inner.p;
        p->end = inner.p + inner.n;
    }
    return al_token_decode(&p->text, raw, reading & AL_READ_REFERENCES);
}

static void note_names(struct al_prose *p, const struct al_open *in)
{
    /* Each block below may repeat them, so they are kept short. */
    for (unsigned i = 0; i < in->n_names && p->n_names < MAX_INLINE_NAMES; i++) {
        struct al_str name = in->names[i];
        if (p->n_names && p->names[p->n_names - 1].p == name.p)
            continue;
        if (name.n > MAX_INLINE_NAME)
            name.n = (size_t)(al_utf8_prev(name.p, name.p + MAX_INLINE_NAME) - name.p);
        p->names[p->n_names++] = name;
    }
}

/* Text was added that begins at byte `start` and belongs to the open link. */
static enum articlean_status note_link(struct al_prose *p, size_t start)
{
    struct al_str href = p->page_links->href;
    if (!p->last_link || p->last_link->href.p != href.p) {
        struct al_link *link = al_arena_zalloc(&p->page_links->doc->arena, sizeof *link);
        if (!link)
            return ARTICLEAN_NO_MEMORY;
        link->start = (uint32_t)start;
        link->href = href;
        *(p->last_link ? &p->last_link->next : &p->links) = link;
        p->last_link = link;
    }
    p->last_link->end = (uint32_t)p->text.n;
    return ARTICLEAN_OK;
}

enum articlean_status al_prose_append(struct al_prose *p, struct al_str raw, unsigned reading,
                                      const struct al_open *in)
{
    size_t before = p->text.n;
    if (in->kind == ARTICLEAN_CODE)
        TRY(append_lines(p, raw, reading));
    else
        TRY(append_collapsed(p, raw, reading));
    uint32_t added = (uint32_t)(p->text.n - before);
    if (!added)
        return ARTICLEAN_OK;
    added -= before && added > 1 && p->text.p[before] == ' ';
    p->is_unshown = in->is_unshown;
    if (in->flags & AL_F_IN_LINK)
        p->link_bytes += added;
    if (in->flags & AL_F_HIDDEN)
        p->hidden_bytes += added;
    if (in->is_bold)
        p->bold_bytes += added;
    if (in->is_inline)
        note_names(p, in);
    bool is_noted = p->page_links && p->page_links->href.n && in->flags & AL_F_IN_LINK;
    return is_noted && in->kind != ARTICLEAN_CODE ? note_link(p, p->text.n - added) : ARTICLEAN_OK;
}

enum articlean_status al_prose_end_line(struct al_prose *p, bool may_be_empty)
{
    if (!p->text.n || (!may_be_empty && p->text.p[p->text.n - 1] == '\n'))
        return ARTICLEAN_OK;
    return al_buf_append_byte(&p->text, '\n');
}

/* The lines of preformatted text without empty ones at both ends. */
static struct al_str whole_lines(struct al_str s)
{
    struct al_str inner = al_str_trim(s);
    if (!inner.n)
        return inner;
    const char *first = inner.p;
    while (first > s.p && first[-1] != '\n')
        first--;
    return al_str(first, (size_t)(inner.p + inner.n - first));
}

static void restart(struct al_prose *p, uint32_t n_breaks)
{
    enum { FIRST = offsetof(struct al_prose, n_links), LAST = offsetof(struct al_prose, names) };
    p->text.n = 0;
    memset((char *)p + FIRST, 0, LAST - FIRST);
    p->n_breaks = n_breaks;
}

/* The block that begins an item of a list is the item; paragraphs that follow in it are paragraphs. */
static bool is_later_paragraph(const struct al_prose *p, struct al_outline *o, size_t n_bytes)
{
    const struct al_open *top = al_outline_top(o);
    if (top->kind != ARTICLEAN_ITEM)
        return false;
    size_t i = o->n - 1;
    while (i > 0 && o->open[i].tag != AL_TAG_LI && o->open[i].tag != AL_TAG_DD && o->open[i].tag != AL_TAG_DT)
        i--;
    bool is_later = o->open[i].has_block;
    o->open[i].has_block = true;
    return is_later && !p->n_breaks && (top->tag == AL_TAG_P || n_bytes >= LONG_BLOCK);
}

static enum articlean_status make_block(struct al_prose *p, struct al_outline *o, struct al_doc *doc,
                                        struct al_str text)
{
    const struct al_open *top = al_outline_top(o);
    struct al_block *b;
    struct al_str names = al_str("", 0);
    uint32_t elem;
    TRY(al_outline_enter(o, doc, &elem));
    if (p->n_names) {
        TRY(al_outline_join_names(p->names, p->n_names, &o->joined));
        names = al_arena_dup(&doc->arena, al_buf_str(&o->joined));
    }
    /* Most blocks stand in the page as they are. */
    if ((size_t)(p->end - p->start) == text.n && memcmp(p->start, text.p, text.n) == 0)
        text.p = p->start;
    else
        text = al_arena_dup(&doc->arena, text);
    if (!text.p || !names.p)
        return ARTICLEAN_NO_MEMORY;
    TRY(al_doc_add(doc, top->kind, text, (uint32_t)(p->start - doc->text.p), (uint32_t)(p->end - doc->text.p),
                   &b));
    if (is_later_paragraph(p, o, text.n))
        b->kind = ARTICLEAN_PARAGRAPH;
    b->elem = elem;
    b->names = names;
    b->flags = top->flags | (doc->elems[elem].flags & AL_F_IN_COMMENT);
    if (p->hidden_bytes >= text.n)
        b->flags |= AL_F_HIDDEN;
    if (p->n_breaks) {
        b->flags |= AL_F_AFTER_BR;
        b->blank_before = (uint8_t)(p->n_breaks > 255 ? 255 : p->n_breaks - 1);
    }
    b->level = b->kind == ARTICLEAN_PARAGRAPH ? 0 : top->level;
    b->link_bytes = p->link_bytes < text.n ? p->link_bytes : (uint32_t)text.n;
    b->n_links = (uint16_t)(p->n_links < UINT16_MAX ? p->n_links : UINT16_MAX);
    b->n_bold_bytes = (uint16_t)(p->bold_bytes < UINT16_MAX ? p->bold_bytes : UINT16_MAX);
    b->n_images = (uint8_t)(p->n_images < UINT8_MAX ? p->n_images : UINT8_MAX);
    b->links = p->links;
    p->n_images = 0;
    return ARTICLEAN_OK;
}

enum articlean_status al_prose_flush(struct al_prose *p, struct al_outline *o, struct al_doc *doc,
                                     uint32_t n_breaks)
{
    struct al_str text = al_buf_str(&p->text);
    if (al_outline_top(o)->kind == ARTICLEAN_CODE)
        text = whole_lines(text);
    if (text.n && p->start)
        TRY(make_block(p, o, doc, text));
    else if (n_breaks)
        n_breaks += p->n_breaks;
    restart(p, n_breaks);
    return ARTICLEAN_OK;
}
