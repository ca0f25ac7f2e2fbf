/* Rows of features are made and asked so many at a time, with one value of all of them side by side. */
#ifndef AL_STRIP_COLUMNS_H
#define AL_STRIP_COLUMNS_H

#include "base/arena.h"
#include "base/cpu.h"

#include <string.h>

enum { AL_ROWS = 32 };

/* One feature of as many blocks, in their order. */
typedef float al_column[AL_ROWS];

/* What fills columns is made twice on x86-64: the copy for machines with AVX2 works on twice as many values
   at once and gives the same, since neither fuses operations nor reorders sums. AL_TWICE(type, name,
   parameters, arguments) makes name(parameters) of name##_any(parameters), with everything that calls inline.
 */
#ifdef __x86_64__
#define AL_TWICE(type, name, parameters, arguments)                                                          \
    __attribute__((target("avx2"), flatten)) static type name##_avx2 parameters                              \
    {                                                                                                        \
        return name##_any arguments;                                                                         \
    }                                                                                                        \
    type name parameters                                                                                     \
    {                                                                                                        \
        return al_cpu_has_avx2() ? name##_avx2 arguments : name##_any arguments;                             \
    }
#else
#define AL_TWICE(type, name, parameters, arguments)                                                          \
    type name parameters                                                                                     \
    {                                                                                                        \
        return name##_any arguments;                                                                         \
    }
#endif

/* Blocks that a column of a whole page goes on before the first and behind the last one, so that neighbours
   can be asked for without a look at where the page ends. */
enum { AL_EDGE = 64 };

/* Makes such a column for n values of `size` bytes with 0 at its edges; it is the arena's. NULL when memory
   ends. */
static inline void *al_column_new(struct al_arena *arena, size_t n, size_t size)
{
    char *p = al_arena_alloc(arena, (n + 2 * AL_EDGE) * size);
    if (!p)
        return NULL;
    memset(p, 0, AL_EDGE * size);
    memset(p + (n + AL_EDGE) * size, 0, AL_EDGE * size);
    return p + AL_EDGE * size;
}

#endif
