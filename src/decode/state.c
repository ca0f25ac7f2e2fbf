#include "state.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/try.h"
#include "base/utf8.h"
#include "html.h"
#include "tokenizer.h"

#include <json-c/json.h>

enum {
    MIN_SOURCE = 200,      /* bytes */
    MAX_SOURCE = 4 << 20,  /* bytes; the parsed form takes some ten times as much */
    MAX_DEPTH = 128,       /* of JSON */
    MAX_NESTED = 3,        /* of JSON in strings of JSON */
    LITTLE_TEXT = 1000,    /* bytes of prose in the page itself */
    MIN_PROSE_BLOCK = 40,  /* bytes; shorter blocks are not counted as prose */
    MIN_STRING = 100,      /* bytes of a string that may be prose */
    MIN_MARKUP_STRING = 40 /* bytes of one that holds HTML */
};

void al_state_note(struct al_state *state, struct al_str raw, enum al_source_kind kind)
{
    if (state->n < AL_MAX_SOURCES && raw.n >= MIN_SOURCE && raw.n <= MAX_SOURCE)
        state->sources[state->n++] = (struct al_source){raw, kind};
}

static bool has_little_text(const struct al_doc *doc)
{
    size_t n = 0;
    for (size_t i = 0; i < doc->n_blocks && n < LITTLE_TEXT; i++) {
        const struct al_block *b = &doc->blocks[i];
        size_t own = b->text.n - b->link_bytes;
        if (own >= MIN_PROSE_BLOCK)
            n += own;
    }
    return n < LITTLE_TEXT;
}

/* A walk over the state of one page. */
struct walk {
    struct al_doc *doc;
    struct al_map seen; /* hashes of the texts of all blocks */
    enum al_source_kind kind;
    uint32_t start, end; /* of the source in doc->text */
    uint32_t elem;       /* of the blocks, UINT32_MAX before there is one */
    bool has_block;      /* of this source */
};

/* Is this text new to the page and its state? */
static enum articlean_status is_new(struct walk *w, struct al_str text, int *is_new)
{
    uint32_t *ignored;
    uint64_t hash = al_hash(text.p, text.n);
    return al_map_put(&w->seen, hash ? hash : 1, 0, &ignored, is_new);
}

static enum articlean_status add_block(struct walk *w, const struct al_block *like, struct al_str text)
{
    struct al_block *b;
    int is_first;
    TRY(is_new(w, text, &is_first));
    if (!is_first)
        return ARTICLEAN_OK;
    struct al_str copy = al_arena_dup(&w->doc->arena, text);
    if (!copy.p)
        return ARTICLEAN_NO_MEMORY;
    if (w->elem == UINT32_MAX) {
        static const struct al_elem root = {.names = {"", 0}};
        struct al_elem state = {
            .flags = AL_F_FROM_SCRIPT, .depth = 1, .names = {"", 0}, .path = AL_F_FROM_SCRIPT};
        if (!w->doc->n_elems)
            TRY(al_doc_add_elem(w->doc, &root, &w->elem));
        TRY(al_doc_add_elem(w->doc, &state, &w->elem));
    }
    TRY(al_doc_add(w->doc, like->kind, copy, w->has_block ? w->end : w->start, w->end, &b));
    w->has_block = true;
    b->elem = w->elem;
    b->level = like->level;
    b->flags = like->flags | AL_F_FROM_SCRIPT;
    b->link_bytes = like->link_bytes;
    b->n_links = like->n_links;
    b->n_bold_bytes = like->n_bold_bytes;
    b->n_images = like->n_images;
    b->blank_before = like->blank_before;
    return ARTICLEAN_OK;
}

static enum articlean_status add_markup(struct walk *w, struct al_str html)
{
    struct al_doc fragment;
    al_doc_init(&fragment, 0);
    fragment.text = html;
    enum articlean_status status = al_html_fragment(&fragment);
    for (size_t i = 0; i < fragment.n_blocks && !status; i++)
        status = add_block(w, &fragment.blocks[i], fragment.blocks[i].text);
    al_doc_clear(&fragment);
    return status;
}

static enum articlean_status add_lines(struct walk *w, struct al_str text, enum articlean_kind kind)
{
    const struct al_block like = {.kind = (uint8_t)kind, .level = kind == ARTICLEAN_HEADING};
    while (text.n) {
        const char *nl = memchr(text.p, '\n', text.n);
        struct al_str line = al_str(text.p, nl ? (size_t)(nl - text.p) : text.n);
        text = al_str(line.p + line.n + (nl != NULL), text.n - line.n - (nl != NULL));
        line = al_str_trim(line);
        if (line.n)
            TRY(add_block(w, &like, line));
    }
    return ARTICLEAN_OK;
}

static bool holds(struct al_str s, const char *word)
{
    return s.n && memmem(s.p, s.n, word, strlen(word));
}

static bool is_markup(struct al_str s)
{
    return holds(s, "</p>") || holds(s, "<br") || holds(s, "</li>") || holds(s, "</h");
}

/* Prose has blanks between words of usual length, or Han and kana; code and data have neither. */
static bool is_prose(struct al_str s)
{
    size_t n_spaces = 0, n_wide = 0, n_code = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        n_spaces += c == ' ';
        n_wide += c >= 0xE3 && c <= 0xE9;
        n_code += c == '{' || c == '}' || c == ';' || c == '=' || c == '<' || c == '\\';
    }
    return (n_spaces * 12 > s.n || n_wide * 6 > s.n) && n_code * 60 < s.n;
}

static bool is_key(const char *key, const char *const *keys)
{
    for (; key && *keys; keys++)
        if (strcmp(key, *keys) == 0)
            return true;
    return false;
}

static enum articlean_status add_text(struct walk *w, struct al_str s, enum articlean_kind kind)
{
    return holds(s, "</") || holds(s, "<br") || holds(s, "&") ? add_markup(w, s) : add_lines(w, s, kind);
}

static enum articlean_status walk_text(struct walk *w, struct al_str text, int nested);

static enum articlean_status on_string(struct walk *w, const char *key, struct al_str s, int nested)
{
    static const char *const ld_keys[] = {"articleBody",      "text", "reviewBody", "recipeInstructions",
                                          "recipeIngredient", NULL};
    static const char *const post_keys[] = {"cooked", "articleBody", NULL};
    if (w->kind == AL_SOURCE_LD) {
        if (is_key(key, (const char *const[]){"headline", NULL}))
            return add_text(w, s, ARTICLEAN_HEADING);
        return is_key(key, ld_keys) ? add_text(w, s, ARTICLEAN_PARAGRAPH) : ARTICLEAN_OK;
    }
    if (s.n && (*s.p == '{' || *s.p == '['))
        return nested < MAX_NESTED ? walk_text(w, s, nested + 1) : ARTICLEAN_OK;
    if (is_key(key, post_keys) || (s.n >= MIN_MARKUP_STRING && is_markup(s)) ||
        (s.n >= MIN_STRING && is_prose(s)))
        return add_text(w, s, ARTICLEAN_PARAGRAPH);
    return ARTICLEAN_OK;
}

/* The depth of `value` is at most MAX_DEPTH: the parser sees to that. */
static enum articlean_status walk_value(struct walk *w, const char *key, struct json_object *value,
                                        int nested)
{
    switch (json_object_get_type(value)) {
    case json_type_string:
        return on_string(
            w, key, al_str(json_object_get_string(value), (size_t)json_object_get_string_len(value)), nested);
    case json_type_array:
        for (size_t i = 0; i < json_object_array_length(value); i++)
            TRY(walk_value(w, key, json_object_array_get_idx(value, i), nested));
        return ARTICLEAN_OK;
    case json_type_object: {
        json_object_object_foreach(value, name, member)
        {
            TRY(walk_value(w, name, member, nested));
        }
        return ARTICLEAN_OK;
    }
    default:
        return ARTICLEAN_OK;
    }
}

/* Walks the JSON value at the start of `text`; what follows it, or what is no JSON, is not looked at. */
static enum articlean_status walk_text(struct walk *w, struct al_str text, int nested)
{
    struct json_tokener *parser = json_tokener_new_ex(MAX_DEPTH);
    if (!parser)
        return ARTICLEAN_NO_MEMORY;
    struct json_object *value = json_tokener_parse_ex(parser, text.p, (int)text.n);
    enum articlean_status status = value ? walk_value(w, NULL, value, nested) : ARTICLEAN_OK;
    json_object_put(value);
    json_tokener_free(parser);
    return status;
}

/* A script is JSON from its first byte on, or assigns it: `window.__STATE__ = {`, `= JSON.parse("`. */
static struct al_str value_of_script(struct al_str s)
{
    s = al_str_trim(s);
    if (!s.n || *s.p == '{' || *s.p == '[')
        return s;
    const char *p = memchr(s.p, '=', s.n);
    if (!p)
        return al_str(s.p, 0);
    s = al_str_trim(al_str(p + 1, s.n - (size_t)(p + 1 - s.p)));
    static const struct al_str parse = {"JSON.parse(", 11};
    if (al_str_starts(s, parse))
        s = al_str_trim(al_str(s.p + parse.n, s.n - parse.n));
    return s.n && (*s.p == '{' || *s.p == '[' || *s.p == '"') ? s : al_str(s.p, 0);
}

static enum articlean_status walk_source(struct walk *w, const struct al_source *source)
{
    w->kind = source->kind;
    w->start = (uint32_t)(source->raw.p - w->doc->text.p);
    w->end = w->start + (uint32_t)source->raw.n;
    w->has_block = false;
    if (source->kind != AL_SOURCE_ATTRIBUTE)
        return walk_text(w, value_of_script(source->raw), 0);
    struct al_buf value;
    al_buf_init(&value, 0);
    enum articlean_status status =
        al_token_decode(&value, source->raw, AL_READ_REFERENCES | AL_READ_ATTRIBUTE);
    if (!status)
        status = walk_text(w, al_buf_str(&value), 0);
    al_buf_clear(&value);
    return status;
}

/* Brings blocks [n_visible, n_blocks), ascending, to their places among the visible ones. */
static enum articlean_status merge(struct al_doc *doc, size_t n_visible)
{
    size_t n_new = doc->n_blocks - n_visible;
    if (!n_new || !n_visible)
        return ARTICLEAN_OK;
    struct al_block *added = al_malloc(n_new * sizeof *added);
    if (!added)
        return ARTICLEAN_NO_MEMORY;
    memcpy(added, doc->blocks + n_visible, n_new * sizeof *added);
    for (size_t at = doc->n_blocks; n_new;) {
        const struct al_block *before = n_visible ? &doc->blocks[n_visible - 1] : NULL;
        if (before && before->start >= added[n_new - 1].start) {
            doc->blocks[--at] = doc->blocks[--n_visible];
            continue;
        }
        struct al_block *b = &doc->blocks[--at];
        *b = added[--n_new];
        /* A script in the middle of a block. */
        if (before && before->end > b->start)
            b->start = b->end = before->end;
    }
    al_free(added);
    return ARTICLEAN_OK;
}

enum articlean_status al_state_blocks(const struct al_state *state, struct al_doc *doc)
{
    if (!state->n || !has_little_text(doc))
        return ARTICLEAN_OK;
    struct walk w = {.doc = doc, .elem = UINT32_MAX};
    size_t n_visible = doc->n_blocks;
    al_map_init(&w.seen);
    enum articlean_status status = ARTICLEAN_OK;
    int ignored;
    for (size_t i = 0; i < n_visible && !status; i++)
        status = is_new(&w, doc->blocks[i].text, &ignored);
    for (size_t i = 0; i < state->n && !status; i++)
        status = walk_source(&w, &state->sources[i]);
    al_map_clear(&w.seen);
    if (!status)
        status = merge(doc, n_visible);
    return status;
}
