#include "doc.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "base/try.h"
#include "unicode/fold.h"

#include <time.h>

enum { META_MAX = 4096 };

void al_doc_init(struct al_doc *doc, size_t max_memory)
{
    *doc = (struct al_doc){0};
    al_arena_init(&doc->arena, max_memory);
    al_buf_init(&doc->keys, 0);
    al_map_init(&doc->kinds);
}

void al_doc_reset(struct al_doc *doc)
{
    struct al_doc kept = {
        .arena = doc->arena,
        .blocks = doc->blocks,
        .cap_blocks = doc->cap_blocks,
        .elems = doc->elems,
        .cap_elems = doc->cap_elems,
        .changes = doc->changes,
        .cap_changes = doc->cap_changes,
        .pairs = doc->pairs,
        .cap_pairs = doc->cap_pairs,
        .keys = doc->keys,
        .kinds = doc->kinds,
    };
    kept.keys.n = 0;
    al_map_reset(&kept.kinds);
    al_arena_reset(&kept.arena);
    *doc = kept;
}

void al_doc_clear(struct al_doc *doc)
{
    al_arena_clear(&doc->arena);
    al_buf_clear(&doc->keys);
    al_map_clear(&doc->kinds);
    al_free(doc->blocks);
    al_free(doc->elems);
    al_free(doc->changes);
    al_free(doc->pairs);
    *doc = (struct al_doc){0};
}

enum articlean_status al_doc_add(struct al_doc *doc, enum articlean_kind kind, struct al_str text,
                                 uint32_t start, uint32_t end, struct al_block **out)
{
    TRY(al_grow((void **)&doc->blocks, doc->n_blocks, &doc->cap_blocks, sizeof *doc->blocks));
    struct al_block *b = &doc->blocks[doc->n_blocks++];
    *b = (struct al_block){.text = text,
                           .key = {"", 0},
                           .start = start,
                           .end = end,
                           .kind = (uint8_t)kind,
                           .score = -1,
                           .why = "",
                           .note = ""};
    if (out)
        *out = b;
    return ARTICLEAN_OK;
}

enum articlean_status al_doc_add_elem(struct al_doc *doc, const struct al_elem *elem, uint32_t *index)
{
    TRY(al_grow((void **)&doc->elems, doc->n_elems, &doc->cap_elems, sizeof *doc->elems));
    uint32_t *like;
    int is_new;
    uint64_t kind = al_hash(elem->names.p, elem->names.n) ^ elem->tag;
    TRY(al_map_put(&doc->kinds, kind, (uint32_t)doc->n_elems, &like, &is_new));
    struct al_elem *e = &doc->elems[doc->n_elems];
    *e = *elem;
    e->like = *like;
    e->names = is_new ? al_arena_dup(&doc->arena, elem->names) : doc->elems[*like].names;
    if (!e->names.p)
        return ARTICLEAN_NO_MEMORY;
    *index = (uint32_t)doc->n_elems++;
    return ARTICLEAN_OK;
}

enum articlean_status al_doc_add_pair(struct al_doc *doc, struct al_str name, struct al_str value)
{
    TRY(al_grow((void **)&doc->pairs, doc->n_pairs, &doc->cap_pairs, sizeof *doc->pairs));
    struct al_pair pair = {al_arena_dup(&doc->arena, name), al_arena_dup(&doc->arena, value)};
    if (!pair.name.p || !pair.value.p)
        return ARTICLEAN_NO_MEMORY;
    doc->pairs[doc->n_pairs++] = pair;
    return ARTICLEAN_OK;
}

struct al_str al_doc_pair(const struct al_doc *doc, const char *name)
{
    struct al_str want = al_str_z(name);
    for (size_t i = 0; i < doc->n_pairs; i++)
        if (al_str_eq(doc->pairs[i].name, want))
            return doc->pairs[i].value;
    return (struct al_str){NULL, 0};
}

enum articlean_status al_doc_change(struct al_doc *doc, const struct al_change *change)
{
    TRY(al_grow((void **)&doc->changes, doc->n_changes, &doc->cap_changes, sizeof *doc->changes));
    doc->changes[doc->n_changes++] = *change;
    return ARTICLEAN_OK;
}

int64_t al_now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

enum articlean_status al_doc_look_at_clock(struct al_doc *doc)
{
    doc->n_unwatched = 0;
    return al_now_ms() >= doc->deadline ? ARTICLEAN_LIMIT : ARTICLEAN_OK;
}

void al_doc_mark(struct al_block *block, enum articlean_verdict verdict, const char *why,
                 enum articlean_class class_of)
{
    if (block->is_final)
        return;
    block->verdict = (uint8_t)verdict;
    block->why = why;
    block->class_of = (uint8_t)class_of;
}

enum articlean_status al_doc_set_meta(struct al_doc *doc, enum articlean_meta key, struct al_str value)
{
    value = al_str_trim(value);
    if (doc->meta[key].p || !value.n)
        return ARTICLEAN_OK;
    if (value.n > META_MAX) {
        value.n = META_MAX;
        while (value.n && ((unsigned char)value.p[value.n] & 0xC0) == 0x80)
            value.n--;
    }
    struct al_str copy = al_arena_dup(&doc->arena, value);
    if (!copy.p)
        return ARTICLEAN_NO_MEMORY;
    char *o = (char *)copy.p;
    for (size_t i = 0; i < copy.n; i++) {
        bool space = al_ascii_space((unsigned char)copy.p[i]);
        if (!space || o[-1] != ' ')
            *o++ = space ? ' ' : copy.p[i];
    }
    *o = '\0';
    copy.n = (size_t)(o - copy.p);
    doc->meta[key] = copy;
    return ARTICLEAN_OK;
}

enum articlean_status al_doc_fold(struct al_doc *doc)
{
    doc->keys.n = 0;
    for (size_t i = 0; i < doc->n_blocks; i++) {
        struct al_block *b = &doc->blocks[i];
        size_t start = doc->keys.n;
        TRY(al_fold(&doc->keys, b->text));
        b->key.n = doc->keys.n - start;
        TRY(al_buf_append_byte(&doc->keys, '\n'));
    }
    const char *p = doc->keys.p;
    for (size_t i = 0; i < doc->n_blocks; i++) {
        doc->blocks[i].key.p = p;
        p += doc->blocks[i].key.n + 1;
    }
    return ARTICLEAN_OK;
}
