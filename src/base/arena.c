#include "arena.h"

#include "alloc.h"

#include <stdalign.h>
#include <stdint.h>

enum { FIRST_CHUNK = 16 * 1024, ALIGN = alignof(max_align_t) };

struct al_arena_chunk {
    struct al_arena_chunk *next;
    size_t size, used; /* bytes of data */
    alignas(max_align_t) char data[];
};

void al_arena_init(struct al_arena *a, size_t max)
{
    *a = (struct al_arena){.max = max ? max : SIZE_MAX};
}

void *al_arena_alloc(struct al_arena *a, size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    size = (size + ALIGN - 1) / ALIGN * ALIGN;
    if (size > a->max - a->used)
        return NULL;
    struct al_arena_chunk *c = a->head;
    if (!c || c->size - c->used < size) {
        size_t want = c ? c->size + c->size / 2 : FIRST_CHUNK;
        if (want > 4u << 20)
            want = 4u << 20;
        if (want < size)
            want = size;
        c = al_malloc(sizeof *c + want);
        if (!c)
            return NULL;
        *c = (struct al_arena_chunk){.next = a->head, .size = want};
        a->head = c;
    }
    void *p = c->data + c->used;
    c->used += size;
    a->used += size;
    return p;
}

void *al_arena_zalloc(struct al_arena *a, size_t size)
{
    void *p = al_arena_alloc(a, size);
    return p ? memset(p, 0, size) : NULL;
}

struct al_str al_arena_dup(struct al_arena *a, struct al_str s)
{
    char *p = s.n < SIZE_MAX ? al_arena_alloc(a, s.n + 1) : NULL;
    if (!p)
        return (struct al_str){NULL, 0};
    if (s.n)
        memcpy(p, s.p, s.n);
    p[s.n] = '\0';
    return al_str(p, s.n);
}

void al_arena_reset(struct al_arena *a)
{
    struct al_arena_chunk *best = a->head;
    for (struct al_arena_chunk *c = a->head; c; c = c->next)
        if (c->size > best->size)
            best = c;
    for (struct al_arena_chunk *c = a->head, *next; c; c = next) {
        next = c->next;
        if (c != best)
            al_free(c);
    }
    if (best) {
        best->next = NULL;
        best->used = 0;
    }
    a->head = best;
    a->used = 0;
}

void al_arena_clear(struct al_arena *a)
{
    for (struct al_arena_chunk *c = a->head, *next; c; c = next) {
        next = c->next;
        al_free(c);
    }
    a->head = NULL;
    a->used = 0;
}
