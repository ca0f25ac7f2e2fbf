#include "html.h"

#include "attributes.h"
#include "base/try.h"
#include "hidden.h"
#include "prose.h"
#include "rows.h"
#include "state.h"
#include "tags.h"

enum {
    ROLE_HEADING_LEVEL = 2, /* what ARIA takes when nothing else is said */
    MANY_BLOCKS =
        24 * 1024,       /* no page for people has more; memory of a block is many times that of its text */
    LEAST_OF_MANY = 4096 /* bytes of each further block */
};

struct builder {
    struct al_doc *doc;
    struct al_tokenizer tokens;
    struct al_outline outline;
    struct al_prose prose;
    struct al_links links;
    uint16_t raw; /* element whose text tokens are no text of the page; 0 outside */
    bool is_data; /* the raw element is a script of JSON-LD */
    struct al_state state;
    bool has_title;
    const char *after_link; /* end of the text in the block when a link was closed last */
    uint16_t skipped;       /* element whose content is skipped, 0 outside */
    uint32_t depth;         /* of equal elements inside the skipped one, from 1 */
    uint32_t n_islands;     /* open elements in skipped foreign content that hold HTML */
    const char
        *next_end[AL_N_TAGS]; /* end tag of an element found last, `end` of the page when there is none */
};

/* Is there an end tag of `tag` ahead? Without one a skipped element would swallow the rest of the page. Each
   part of the page is searched once for each such tag. */
static bool has_end(struct builder *b, uint16_t tag)
{
    const char **next = &b->next_end[tag], *end = b->tokens.end;
    struct al_str name = al_tag_name(tag);
    if (*next > b->tokens.at)
        return *next < end;
    const char *p = b->tokens.at + (b->tokens.at < end);
    while ((p = al_find_pair(p, end, '<', '/')) &&
           (end - p <= (ptrdiff_t)name.n + 2 || !al_str_eq_nocase(al_str(p + 2, name.n), name)))
        p++;
    *next = p ? p : end;
    return p != NULL;
}

/* Flags that an element gives to its blocks. */
static uint32_t flags_of(uint16_t tag)
{
    static const uint32_t flags[AL_N_TAGS] = {
        [AL_TAG_NAV] = AL_F_IN_NAV,
        [AL_TAG_HEADER] = AL_F_IN_HEADER,
        [AL_TAG_FOOTER] = AL_F_IN_FOOTER,
        [AL_TAG_ASIDE] = AL_F_IN_ASIDE,
        [AL_TAG_MAIN] = AL_F_IN_MAIN,
        [AL_TAG_ARTICLE] = AL_F_IN_ARTICLE,
        [AL_TAG_FORM] = AL_F_IN_FORM,
        [AL_TAG_TABLE] = AL_F_IN_TABLE,
        [AL_TAG_UL] = AL_F_IN_LIST,
        [AL_TAG_OL] = AL_F_IN_LIST,
        [AL_TAG_DL] = AL_F_IN_LIST,
        [AL_TAG_FIGURE] = AL_F_IN_FIGURE,
        [AL_TAG_BLOCKQUOTE] = AL_F_IN_QUOTE,
        [AL_TAG_PRE] = AL_F_IN_PRE,
        [AL_TAG_H1] = AL_F_IN_HEADING,
        [AL_TAG_H2] = AL_F_IN_HEADING,
        [AL_TAG_H3] = AL_F_IN_HEADING,
        [AL_TAG_H4] = AL_F_IN_HEADING,
        [AL_TAG_H5] = AL_F_IN_HEADING,
        [AL_TAG_H6] = AL_F_IN_HEADING,
        [AL_TAG_BUTTON] = AL_F_IN_BUTTON,
        [AL_TAG_NOSCRIPT] = AL_F_IN_NOSCRIPT,
        [AL_TAG_NOFRAMES] = AL_F_IN_NOSCRIPT,
        [AL_TAG_LI] = AL_F_IN_ITEM,
        [AL_TAG_TD] = AL_F_IN_CELL,
        [AL_TAG_TH] = AL_F_IN_CELL,
        [AL_TAG_FIGCAPTION] = AL_F_IN_CAPTION,
        [AL_TAG_CAPTION] = AL_F_IN_CAPTION,
        [AL_TAG_DIALOG] = AL_F_IN_DIALOG,
        [AL_TAG_SECTION] = AL_F_IN_SECTION,
        [AL_TAG_SUMMARY] = AL_F_IN_SUMMARY,
        [AL_TAG_DETAILS] = AL_F_IN_SUMMARY,
        [AL_TAG_A] = AL_F_IN_LINK,
        [AL_TAG_XMP] = AL_F_IN_PRE,
        [AL_TAG_LISTING] = AL_F_IN_PRE,
        [AL_TAG_PLAINTEXT] = AL_F_IN_PRE,
    };
    return tag < AL_N_TAGS ? flags[tag] : 0;
}

/* Elements that only make lines inside preformatted text; others end it. */
static bool makes_lines(uint16_t tag)
{
    return tag == AL_TAG_DIV || tag == AL_TAG_OL || tag == AL_TAG_UL || tag == AL_TAG_LI ||
           tag >= AL_TAG_UNKNOWN;
}

/* Sets the kind of blocks in `e`, which has its parent's as long as its tag says nothing else. */
static void set_kind(struct al_open *e)
{
    if (e->kind == ARTICLEAN_CODE) {
        if (e->is_inline || makes_lines(e->tag))
            return;
        e->kind = ARTICLEAN_PARAGRAPH;
    }
    if (e->properties & AL_T_HEADING) {
        e->kind = ARTICLEAN_HEADING;
        e->level = (uint8_t)(e->tag - AL_TAG_H1 + 1);
        return;
    }
    if (e->properties & AL_T_PRE) {
        e->kind = ARTICLEAN_CODE;
        e->level = 0;
        return;
    }
    switch (e->tag) {
    case AL_TAG_UL:
    case AL_TAG_OL:
    case AL_TAG_DL:
    case AL_TAG_MENU:
    case AL_TAG_DIR:
        e->list_depth += e->list_depth < UINT8_MAX;
        break;
    case AL_TAG_LI:
    case AL_TAG_DT:
    case AL_TAG_DD:
        e->kind = ARTICLEAN_ITEM;
        e->level = e->list_depth ? e->list_depth : 1;
        break;
    case AL_TAG_BLOCKQUOTE:
        e->kind = ARTICLEAN_QUOTE;
        e->level = 0;
        break;
    case AL_TAG_FIGCAPTION:
    case AL_TAG_CAPTION:
        e->kind = ARTICLEAN_CAPTION;
        e->level = 0;
        break;
    case AL_TAG_TABLE:
    case AL_TAG_TD:
    case AL_TAG_TH:
        e->kind = ARTICLEAN_PARAGRAPH;
        e->level = 0;
        break;
    default:
        break;
    }
}

/* What an element is by its tag and attributes alone. */
static void describe(struct al_open *e, uint16_t tag, uint16_t properties, const struct al_attributes *a)
{
    memset(e, 0, offsetof(struct al_open, names));
    e->tag = tag;
    e->properties = properties;
    e->is_bold = properties & AL_T_BOLD;
    e->flags = flags_of(tag);
    e->elem = AL_NO_ELEM;
    al_attributes_describe(a, e);
    e->is_hidden = e->flags & AL_F_HIDDEN;
    e->is_unshown = (e->is_hidden && !(a->present >> AL_ATTR_ARIA_HIDDEN & 1)) || tag == AL_TAG_NOSCRIPT;
    /* Unshown text is no part of the line it stands in. */
    e->is_inline = properties & AL_T_INLINE && !e->is_unshown;
}

/* Adds what it has from the element it stands in. */
static void inherit(struct al_open *e, const struct al_outline *o)
{
    const struct al_open *top = al_outline_top(o);
    e->is_bold |= e->properties & AL_T_INLINE && top->is_bold;
    e->is_unshown |= top->is_unshown;
    e->is_unseen = top->is_unseen || (e->properties & AL_T_RUBY && o->n_of[AL_TAG_RUBY]);
    e->flags |= top->flags;
    e->kind = top->kind;
    e->level = top->level;
    e->list_depth = top->list_depth;
    set_kind(e);
    if (e->flags & ~top->flags & AL_F_IN_HEADING && e->kind != ARTICLEAN_HEADING) {
        e->kind = ARTICLEAN_HEADING; /* role=heading */
        e->level = ROLE_HEADING_LEVEL;
    }
}

/* Elements that end the block around them only when they hold text. */
static bool stands_in_line(uint16_t tag, uint16_t properties)
{
    return properties & AL_T_INLINE || tag == AL_TAG_NOSCRIPT;
}

/* Does the text go on although its element ends, because the page has too many blocks already? */
static bool is_gathered(const struct builder *b)
{
    return b->doc->n_blocks >= MANY_BLOCKS && b->prose.text.n && b->prose.text.n < LEAST_OF_MANY &&
           b->tokens.at < b->tokens.end;
}

static enum articlean_status flush(struct builder *b, uint32_t n_breaks)
{
    struct al_outline *o = &b->outline;
    if (is_gathered(b)) {
        b->prose.is_spaced = true;
        return ARTICLEAN_OK;
    }
    size_t n = o->n;
    /* Shown text is not that of an unshown element which was opened since. */
    while (b->prose.text.n && !b->prose.is_unshown && o->n > 1 && al_outline_top(o)->is_unshown)
        o->n--;
    enum articlean_status status = al_prose_flush(&b->prose, o, b->doc, n_breaks);
    o->n = n;
    return status;
}

/* The page's text breaks off here, before something of kind `next`. */
static enum articlean_status end_block(struct builder *b, uint8_t next)
{
    if (next == ARTICLEAN_CODE && al_outline_top(&b->outline)->kind == ARTICLEAN_CODE)
        return al_prose_end_line(&b->prose, false);
    return flush(b, 0);
}

static enum articlean_status add_pair(struct builder *b, struct al_str name, struct al_str raw,
                                      unsigned reading)
{
    struct al_buf value;
    al_buf_init(&value, 0);
    enum articlean_status status = al_token_decode(&value, raw, reading);
    if (!status)
        status = al_doc_add_pair(b->doc, name, al_str_trim(al_buf_str(&value)));
    al_buf_clear(&value);
    return status;
}

static enum articlean_status add_attribute(struct builder *b, struct al_str name,
                                           const struct al_attributes *a, enum al_attr i)
{
    struct al_str v = al_attribute(a, i);
    return v.n ? add_pair(b, name, v, AL_READ_REFERENCES | AL_READ_ATTRIBUTE) : ARTICLEAN_OK;
}

static enum articlean_status on_meta(struct builder *b, const struct al_attributes *a)
{
    static const enum al_attr keys[] = {AL_ATTR_NAME, AL_ATTR_PROPERTY, AL_ATTR_ITEMPROP};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct al_str raw = al_str_trim(al_attribute(a, keys[i]));
        char name[64];
        if (!raw.n || raw.n > sizeof name)
            continue;
        for (size_t k = 0; k < raw.n; k++)
            name[k] = (char)al_ascii_lower((unsigned char)raw.p[k]);
        TRY(add_attribute(b, al_str(name, raw.n), a, AL_ATTR_CONTENT));
    }
    return ARTICLEAN_OK;
}

/* Elements that only say something of the page. */
static enum articlean_status on_page_fact(struct builder *b, uint16_t tag, const struct al_attributes *a)
{
    switch (tag) {
    case AL_TAG_META:
        return on_meta(b, a);
    case AL_TAG_LINK:
        if (al_str_eq_nocase(al_str_trim(al_attribute(a, AL_ATTR_REL)), AL_STR("canonical")))
            return add_attribute(b, AL_STR("canonical"), a, AL_ATTR_HREF);
        return ARTICLEAN_OK;
    case AL_TAG_BASE:
        return b->doc->wants_links ? al_links_set_base(&b->links, al_attribute(a, AL_ATTR_HREF))
                                   : ARTICLEAN_OK;
    case AL_TAG_HTML:
        return add_attribute(b, AL_STR("lang"), a, AL_ATTR_LANG);
    case AL_TAG_BODY:
        if (!b->outline.open[0].n_names) {
            struct al_open body = {0};
            al_attributes_describe(a, &body);
            memcpy(b->outline.open[0].names, body.names, sizeof body.names);
            b->outline.open[0].n_names = body.n_names;
        }
        return ARTICLEAN_OK;
    case AL_TAG_TIME:
        return add_attribute(b, AL_STR("time"), a, AL_ATTR_DATETIME);
    default:
        return ARTICLEAN_OK;
    }
}

/* Tells the tokenizer what follows the start tag of an element whose content is plain text. */
static bool set_mode(struct builder *b, uint16_t tag, uint16_t properties)
{
    if (tag == AL_TAG_SCRIPT)
        b->tokens.mode = AL_MODE_SCRIPT;
    else if (tag == AL_TAG_PLAINTEXT)
        b->tokens.mode = AL_MODE_PLAINTEXT;
    else if (!(properties & (AL_T_RCDATA | AL_T_RAWTEXT)) || !has_end(b, tag))
        return false;
    else
        b->tokens.mode = properties & AL_T_RCDATA ? AL_MODE_RCDATA : AL_MODE_RAWTEXT;
    if (properties & AL_T_SKIP)
        b->raw = tag;
    return true;
}

static void leave_skipped(struct builder *b)
{
    b->skipped = 0;
    b->n_islands = 0;
    b->tokens.is_foreign = false;
}

/* A start tag in skipped content. False when it ends the skipping and is to be read as any other. */
static bool on_skipped_start(struct builder *b, uint16_t tag, bool is_self_closing)
{
    uint16_t properties = al_tag_properties(tag), skipped = al_tag_properties(b->skipped);
    bool is_foreign = skipped & AL_T_FOREIGN && !b->n_islands;
    if ((is_foreign && properties & AL_T_BREAKOUT) ||
        (b->skipped == AL_TAG_SELECT &&
         (tag == AL_TAG_SELECT || tag == AL_TAG_INPUT || tag == AL_TAG_TEXTAREA))) {
        leave_skipped(b);
        return tag == AL_TAG_SELECT;
    }
    if (is_foreign && is_self_closing)
        return true;
    if (tag == b->skipped)
        b->depth++;
    else if (skipped & AL_T_FOREIGN && properties & AL_T_ISLAND)
        b->n_islands++;
    else if (!is_foreign)
        set_mode(b, tag, properties);
    b->tokens.is_foreign = skipped & AL_T_FOREIGN && !b->n_islands;
    return true;
}

static void on_skipped_end(struct builder *b, uint16_t tag)
{
    if (tag == b->skipped) {
        if (--b->depth == 0)
            leave_skipped(b);
    } else if (b->n_islands && al_tag_properties(tag) & AL_T_ISLAND) {
        b->n_islands--;
        b->tokens.is_foreign = !b->n_islands;
    }
}

/* Elements whose content is not read. False when the element is to be opened as any other. */
static bool begin_skipped(struct builder *b, uint16_t tag, uint16_t properties, bool is_self_closing)
{
    if (set_mode(b, tag, properties))
        return properties & AL_T_SKIP;
    if (!(properties & AL_T_SKIP))
        return false;
    if (properties & AL_T_FOREIGN && is_self_closing)
        return true;
    if (has_end(b, tag)) {
        b->skipped = tag;
        b->depth = 1;
        b->n_islands = 0;
        b->tokens.is_foreign = properties & AL_T_FOREIGN;
    }
    return true;
}

/* Closes an inline element below others that stay open. */
static void close_below(struct al_outline *o, size_t index)
{
    bool is_link = o->open[index].tag == AL_TAG_A;
    al_outline_remove(o, index);
    for (size_t i = index; is_link && i < o->n; i++)
        o->open[i].flags &= ~(uint32_t)AL_F_IN_LINK;
}

static void close_open_link(struct al_outline *o)
{
    for (size_t i = o->n; i-- > 1 && o->open[i].tag != AL_TAG_TABLE && o->open[i].tag != AL_TAG_TD;)
        if (o->open[i].tag == AL_TAG_A) {
            close_below(o, i);
            return;
        }
}

static enum articlean_status open_element(struct builder *b, uint16_t tag, uint16_t properties,
                                          const struct al_attributes *a)
{
    struct al_outline *o = &b->outline;
    if (!stands_in_line(tag, properties)) {
        bool goes_on = al_outline_top(o)->kind == ARTICLEAN_CODE && makes_lines(tag);
        TRY(goes_on ? al_prose_end_line(&b->prose, false) : flush(b, 0));
    }
    al_outline_imply_end(o, tag, properties);
    if (tag == AL_TAG_A) {
        if (o->n_of[AL_TAG_A])
            close_open_link(o);
        b->prose.n_links++;
        if (b->doc->wants_links)
            TRY(al_links_open(&b->links, al_attribute(a, AL_ATTR_HREF)));
        /* Links side by side are entries of a menu, not parts of a word. */
        if (b->prose.text.n && b->prose.end == b->after_link)
            b->prose.is_spaced = true;
    }
    struct al_open *e = al_outline_next(o);
    describe(e, tag, properties, a);
    while (al_outline_top(o)->properties & AL_T_RUBY && (properties & AL_T_RUBY || !e->is_inline))
        al_outline_cut(o, o->n - 1);
    if (e != al_outline_next(o))
        e = memcpy(al_outline_next(o), e, sizeof *e);
    inherit(e, o);
    al_outline_push(o);
    return ARTICLEAN_OK;
}

static enum articlean_status on_void(struct builder *b, uint16_t tag)
{
    const struct al_open *top = al_outline_top(&b->outline);
    if (tag == AL_TAG_BR)
        return top->kind == ARTICLEAN_CODE ? al_prose_end_line(&b->prose, true) : flush(b, 1);
    if (tag == AL_TAG_IMG)
        b->prose.n_images++;
    if (tag == AL_TAG_HR)
        return end_block(b, ARTICLEAN_PARAGRAPH);
    return ARTICLEAN_OK;
}

static void note_state(struct builder *b, const struct al_attributes *a)
{
    static const enum al_attr holders[] = {AL_ATTR_DATA_PAGE, AL_ATTR_DATA_PROPS, AL_ATTR_DATA_PRELOADED};
    for (size_t i = 0; i < sizeof holders / sizeof *holders; i++)
        if (a->present >> holders[i] & 1)
            al_state_note(&b->state, a->value[holders[i]], AL_SOURCE_ATTRIBUTE);
}

static enum articlean_status on_start(struct builder *b, const struct al_token *token)
{
    uint16_t tag = token->tag, properties = al_tag_properties(tag);
    struct al_attributes a;
    bool is_self_closing;
    a.present = 0;
    if (!b->skipped &&
        (!(properties & AL_T_VOID) || tag == AL_TAG_META || tag == AL_TAG_LINK || tag == AL_TAG_BASE))
        al_attributes_read(&a, &b->tokens);
    if (!al_tokenizer_tag_ends(&b->tokens, &is_self_closing))
        return ARTICLEAN_OK;
    if (b->skipped && on_skipped_start(b, tag, is_self_closing))
        return ARTICLEAN_OK;
    note_state(b, &a);
    TRY(on_page_fact(b, tag, &a));
    if (tag == AL_TAG_HTML || tag == AL_TAG_HEAD || tag == AL_TAG_BODY)
        return ARTICLEAN_OK;
    if (properties & AL_T_VOID)
        return on_void(b, tag);
    if (properties & AL_T_SKIP && !(properties & AL_T_INLINE))
        TRY(flush(b, 0));
    if (begin_skipped(b, tag, properties, is_self_closing)) {
        b->is_data = b->raw == AL_TAG_SCRIPT && al_str_eq_nocase(al_str_trim(al_attribute(&a, AL_ATTR_TYPE)),
                                                                 AL_STR("application/ld+json"));
        return ARTICLEAN_OK;
    }
    return open_element(b, tag, properties, &a);
}

static enum articlean_status close_element(struct builder *b, uint16_t tag, uint16_t properties)
{
    struct al_outline *o = &b->outline;
    size_t found = al_outline_find_end(o, tag);
    if (!stands_in_line(tag, properties))
        TRY(end_block(b, found ? o->open[found - 1].kind : al_outline_top(o)->kind));
    if (!found)
        return ARTICLEAN_OK;
    if (o->open[found].is_inline)
        for (size_t i = found + 1; i < o->n; i++)
            if (!o->open[i].is_inline) {
                close_below(o, found);
                return ARTICLEAN_OK;
            }
    if (tag == AL_TAG_A) {
        b->after_link = b->prose.end;
        b->links.href = al_str("", 0);
    }
    if (stands_in_line(tag, properties) && !o->open[found].is_inline && b->prose.is_unshown)
        TRY(flush(b, 0));
    al_outline_cut(o, found);
    return ARTICLEAN_OK;
}

static enum articlean_status on_end(struct builder *b, const struct al_token *token)
{
    bool ignored;
    uint16_t tag = token->tag, properties = al_tag_properties(tag);
    if (!al_tokenizer_tag_ends(&b->tokens, &ignored))
        return ARTICLEAN_OK;
    if (b->raw) {
        b->raw = 0;
        return ARTICLEAN_OK;
    }
    if (b->skipped) {
        on_skipped_end(b, tag);
        return ARTICLEAN_OK;
    }
    if (tag == AL_TAG_BODY || tag == AL_TAG_HTML || tag == AL_TAG_HEAD)
        return ARTICLEAN_OK;
    if (tag == AL_TAG_BR)
        return on_void(b, tag);
    return close_element(b, tag, properties);
}

static enum articlean_status on_text(struct builder *b, const struct al_token *token)
{
    unsigned reading = al_token_reading(token);
    if (b->raw == AL_TAG_TITLE && !b->skipped && !b->has_title) {
        b->has_title = true;
        return add_pair(b, AL_STR("title"), token->data, reading);
    }
    if (b->raw == AL_TAG_SCRIPT && !b->skipped)
        al_state_note(&b->state, token->data, b->is_data ? AL_SOURCE_LD : AL_SOURCE_SCRIPT);
    if (b->raw == AL_TAG_SCRIPT && b->is_data && !b->skipped)
        return add_pair(b, AL_STR("ld+json"), token->data, reading);
    if (b->raw || b->skipped || al_outline_top(&b->outline)->is_unseen)
        return ARTICLEAN_OK;
    const struct al_open *top = al_outline_top(&b->outline);
    if (top->is_unshown && !b->prose.is_unshown && b->prose.text.n && al_str_trim(token->data).n)
        TRY(flush(b, 0));
    return al_prose_append(&b->prose, token->data, reading, top);
}

static enum articlean_status read_page(struct builder *b)
{
    enum { TOKEN_WORK = 64 }; /* bytes that a token counts for */
    struct al_token token;
    for (;;) {
        TRY(al_doc_watch(b->doc, TOKEN_WORK));
        al_tokenizer_next(&b->tokens, &token);
        switch ((enum al_token_kind)token.kind) {
        case AL_TOKEN_TEXT:
            TRY(on_text(b, &token));
            break;
        case AL_TOKEN_START:
            TRY(on_start(b, &token));
            break;
        case AL_TOKEN_END:
            TRY(on_end(b, &token));
            break;
        case AL_TOKEN_NONE:
            return flush(b, 0);
        default:
            break;
        }
    }
}

static enum articlean_status build(struct al_doc *doc, bool is_fragment)
{
    struct builder b = {.doc = doc};
    if (!doc->text.n)
        return ARTICLEAN_OK;
    TRY(al_outline_init(&b.outline));
    al_tokenizer_init(&b.tokens, doc->text);
    b.tokens.mends = true;
    al_prose_init(&b.prose);
    al_links_init(&b.links, doc);
    b.prose.page_links = doc->wants_links ? &b.links : NULL;
    enum articlean_status status = read_page(&b);
    if (!status)
        status = al_hidden_review(doc);
    if (!status)
        status = al_rows_join(doc);
    if (!status && !is_fragment)
        status = al_state_blocks(&b.state, doc);
    al_links_clear(&b.links);
    al_prose_clear(&b.prose);
    al_outline_clear(&b.outline);
    return status;
}

enum articlean_status al_html_blocks(struct al_doc *doc)
{
    return build(doc, false);
}

enum articlean_status al_html_fragment(struct al_doc *doc)
{
    return build(doc, true);
}
