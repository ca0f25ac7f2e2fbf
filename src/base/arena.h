/* Memory of one document: many allocations, freed or reset whole. */
#ifndef AL_BASE_ARENA_H
#define AL_BASE_ARENA_H

#include "str.h"

#include <articlean/status.h>

struct al_arena_chunk;

struct al_arena {
    struct al_arena_chunk *head; /* newest first */
    size_t used;                 /* bytes handed out */
    size_t max;                  /* bytes it may ever hand out */
};

/* `max` 0 means SIZE_MAX. */
void al_arena_init(struct al_arena *a, size_t max);
/* Returns `size` bytes aligned for any type, not cleared; NULL when memory or the cap ends. */
void *al_arena_alloc(struct al_arena *a, size_t size);
/* As al_arena_alloc, cleared. */
void *al_arena_zalloc(struct al_arena *a, size_t size);
/* A copy of `s` in the arena, terminated; {NULL, 0} when memory ends. */
struct al_str al_arena_dup(struct al_arena *a, struct al_str s);
/* Forgets all allocations, keeps the largest chunk for reuse. */
void al_arena_reset(struct al_arena *a);
/* Frees everything. */
void al_arena_clear(struct al_arena *a);

#endif
