#include "outline.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "base/try.h"
#include "plain.h"
#include "tags.h"
#include "tokenizer.h"

enum { MAX_CLASS_IN_PATH = 80 }; /* bytes */

enum articlean_status al_outline_init(struct al_outline *o)
{
    *o = (struct al_outline){.open = al_malloc((AL_MAX_OPEN + 1) * sizeof *o->open)};
    if (!o->open)
        return ARTICLEAN_NO_MEMORY;
    al_buf_init(&o->joined, 0);
    o->open[0] = (struct al_open){.elem = AL_NO_ELEM};
    o->n = 1;
    return ARTICLEAN_OK;
}

void al_outline_clear(struct al_outline *o)
{
    al_free(o->open);
    al_buf_clear(&o->joined);
    *o = (struct al_outline){0};
}

void al_outline_push(struct al_outline *o)
{
    if (o->n == AL_MAX_OPEN)
        return;
    o->n_of[o->open[o->n++].tag & 255]++;
}

void al_outline_cut(struct al_outline *o, size_t index)
{
    while (o->n > index)
        o->n_of[o->open[--o->n].tag & 255]--;
}

void al_outline_remove(struct al_outline *o, size_t index)
{
    o->n_of[o->open[index].tag & 255]--;
    memmove(&o->open[index], &o->open[index + 1], (o->n - index - 1) * sizeof *o->open);
    o->n--;
}

/* Elements that a start tag looks for, and those that it does not look past. */
static bool is_list_wall(uint16_t tag)
{
    return tag == AL_TAG_UL || tag == AL_TAG_OL || tag == AL_TAG_MENU || tag == AL_TAG_TABLE ||
           tag == AL_TAG_TD || tag == AL_TAG_NAV || tag == AL_TAG_SECTION || tag == AL_TAG_ARTICLE;
}

static bool is_definition_wall(uint16_t tag)
{
    return tag == AL_TAG_DL || tag == AL_TAG_TABLE || tag == AL_TAG_TD || tag == AL_TAG_UL ||
           tag == AL_TAG_OL;
}

static void end_paragraph(struct al_outline *o)
{
    for (size_t i = o->n; i-- > 1;) {
        if (o->open[i].tag == AL_TAG_P) {
            al_outline_cut(o, i);
            return;
        }
        if (!o->open[i].is_inline)
            return;
    }
}

static void end_item(struct al_outline *o, bool is_definition)
{
    for (size_t i = o->n; i-- > 1;) {
        uint16_t t = o->open[i].tag;
        if (is_definition ? t == AL_TAG_DT || t == AL_TAG_DD : t == AL_TAG_LI) {
            al_outline_cut(o, i);
            return;
        }
        if (is_definition ? is_definition_wall(t) : is_list_wall(t))
            return;
    }
}

static void end_table_part(struct al_outline *o, uint16_t tag)
{
    for (size_t i = o->n; i-- > 1;) {
        uint16_t t = o->open[i].tag;
        bool is_row_group = t == AL_TAG_TBODY || t == AL_TAG_THEAD || t == AL_TAG_TFOOT;
        if (t == AL_TAG_TABLE || (t == AL_TAG_TR && (tag == AL_TAG_TD || tag == AL_TAG_TH)) ||
            (is_row_group && tag == AL_TAG_TR)) {
            al_outline_cut(o, i + 1);
            return;
        }
    }
}

void al_outline_imply_end(struct al_outline *o, uint16_t tag, uint16_t properties)
{
    if (properties & AL_T_ROWS) {
        if (o->n_of[AL_TAG_TABLE])
            end_table_part(o, tag);
        return;
    }
    if (properties & AL_T_CLOSES_P && o->n_of[AL_TAG_P])
        end_paragraph(o);
    if (properties & AL_T_HEADING && al_outline_top(o)->properties & AL_T_HEADING)
        al_outline_cut(o, o->n - 1);
    if (tag == AL_TAG_LI && o->n_of[AL_TAG_LI])
        end_item(o, false);
    if ((tag == AL_TAG_DT || tag == AL_TAG_DD) && o->n_of[AL_TAG_DT] + o->n_of[AL_TAG_DD])
        end_item(o, true);
}

size_t al_outline_find_end(const struct al_outline *o, uint16_t tag)
{
    if (!o->n_of[tag & 255])
        return 0;
    uint16_t properties = al_tag_properties(tag);
    bool is_inline = properties & AL_T_INLINE, is_table = properties & AL_T_ROWS || tag == AL_TAG_TABLE;
    for (size_t i = o->n; i-- > 1;) {
        const struct al_open *e = &o->open[i];
        if (e->tag == tag)
            return i;
        if (e->properties & AL_T_SCOPE && e->tag != AL_TAG_BUTTON && !is_table && !is_inline &&
            tag != AL_TAG_FORM)
            return 0;
        if (e->tag == AL_TAG_TABLE && properties & AL_T_ROWS)
            return 0;
        if (is_inline && !e->is_inline && tag != AL_TAG_A)
            return 0;
    }
    return 0;
}

/* Is a value words with one space between, in which every byte stands for itself? */
static bool is_words(struct al_str s)
{
    if (!s.n || s.p[0] == ' ' || s.p[s.n - 1] == ' ')
        return false;
    if (s.n < 8)
        return !al_plain_unlike(al_eight_load_some(s.p, s.n) |
                                (AL_EIGHT_ONES * '.' & ~al_eight_first((unsigned)s.n)));
    uint64_t unlike = al_plain_unlike(al_eight_load(s.p + s.n - 8));
    /* Eight bytes begin with the last of those before, so that no two spaces are parted. */
    for (size_t i = 0; i + 8 < s.n; i += 7)
        unlike |= al_plain_unlike(al_eight_load(s.p + i));
    return !unlike;
}

static void squeeze(struct al_buf *b)
{
    size_t n = 0;
    for (size_t i = 0; i < b->n; i++) {
        bool is_space = al_ascii_space((unsigned char)b->p[i]);
        if (!is_space || (n && b->p[n - 1] != ' '))
            b->p[n++] = is_space ? ' ' : b->p[i];
    }
    b->n = n - (n && b->p[n - 1] == ' ');
}

enum articlean_status al_outline_join_names(const struct al_str *names, size_t n_names, struct al_buf *out)
{
    bool is_plain = true;
    out->n = 0;
    for (size_t i = 0; i < n_names; i++) {
        if (out->n)
            TRY(al_buf_append_byte(out, ' '));
        if (is_words(names[i])) {
            TRY(al_buf_append_str(out, names[i]));
        } else {
            TRY(al_token_decode(out, names[i], AL_READ_REFERENCES | AL_READ_ATTRIBUTE));
            is_plain = false;
        }
    }
    if (!is_plain)
        squeeze(out);
    return ARTICLEAN_OK;
}

/* Does a name hold "comment" or "comments" as a word of its own: post-comments, commentList? */
static bool says_comment(struct al_str s)
{
    static const struct al_str word = {"comment", 7};
    for (size_t i = 0; i + word.n <= s.n; i++) {
        /* Fewer names have an "m" there than a "c". */
        if ((s.p[i + 3] | 32) != 'm' || !al_str_eq_nocase(al_str(s.p + i, word.n), word))
            continue;
        bool begins = i == 0 || !al_ascii_alpha((unsigned char)s.p[i - 1]) ||
                      (s.p[i] == 'C' && s.p[i - 1] >= 'a' && s.p[i - 1] <= 'z');
        size_t after = i + word.n;
        after += after < s.n && s.p[after] == 's';
        bool ends = after == s.n || !(s.p[after] >= 'a' && s.p[after] <= 'z');
        if (begins && ends)
            return true;
    }
    return false;
}

static enum articlean_status enter(struct al_outline *o, struct al_open *e, const struct al_elem *parent,
                                   uint32_t parent_index, struct al_doc *doc)
{
    struct al_elem elem = {.parent = parent_index,
                           .tag = e->tag,
                           .depth = (uint16_t)(parent ? parent->depth + 1 : 0),
                           .flags = e->flags | (parent ? parent->flags & AL_F_IN_COMMENT : 0),
                           .is_hidden = e->is_hidden};
    TRY(al_outline_join_names(e->names, e->n_names, &o->joined));
    elem.names = al_buf_str(&o->joined);
    struct al_str c = e->class_of;
    uint64_t steps[] = {(parent ? parent->path : 0) * 31 + e->tag,
                        al_hash(c.n ? c.p : "", c.n < MAX_CLASS_IN_PATH ? c.n : MAX_CLASS_IN_PATH)};
    elem.path = al_hash_word(steps, sizeof steps);
    TRY(al_doc_add_elem(doc, &elem, &e->elem));
    struct al_elem *added = &doc->elems[e->elem];
    added->is_comment =
        added->like == e->elem ? says_comment(added->names) : doc->elems[added->like].is_comment;
    if (added->is_comment)
        added->flags |= AL_F_IN_COMMENT;
    return ARTICLEAN_OK;
}

enum articlean_status al_outline_enter(struct al_outline *o, struct al_doc *doc, uint32_t *elem)
{
    size_t i = o->n - 1;
    while (i > 0 && (o->open[i].is_inline || o->open[i].elem == AL_NO_ELEM))
        i--;
    if (o->open[i].elem == AL_NO_ELEM)
        TRY(enter(o, &o->open[i], NULL, 0, doc));
    uint32_t parent = o->open[i].elem;
    while (++i < o->n) {
        struct al_open *e = &o->open[i];
        if (e->is_inline)
            continue;
        struct al_elem above = doc->elems[parent];
        TRY(enter(o, e, &above, parent, doc));
        parent = e->elem;
    }
    *elem = parent;
    return ARTICLEAN_OK;
}
