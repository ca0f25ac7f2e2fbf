#include "alloc.h"

#include <stdint.h>
#include <stdlib.h>

static _Thread_local long fail_after = -1;
static _Thread_local long count;

static int may_allocate(void)
{
    count++;
    return fail_after < 0 || count <= fail_after;
}

void *al_malloc(size_t size)
{
    return may_allocate() ? malloc(size ? size : 1) : NULL;
}

void *al_calloc(size_t n, size_t size)
{
    return may_allocate() ? calloc(n ? n : 1, size ? size : 1) : NULL;
}

void *al_realloc(void *p, size_t size)
{
    return may_allocate() ? realloc(p, size ? size : 1) : NULL;
}

void al_free(void *p)
{
    free(p);
}

void al_alloc_fail_after(long n)
{
    fail_after = n;
    count = 0;
}

long al_alloc_count(void)
{
    return count;
}

enum articlean_status al_grow(void **items, size_t n, size_t *cap, size_t size)
{
    if (n < *cap)
        return ARTICLEAN_OK;
    size_t want = *cap ? *cap + *cap / 2 : 64;
    if (n >= UINT32_MAX / 2 || want > SIZE_MAX / size)
        return ARTICLEAN_LIMIT;
    void *p = al_realloc(*items, want * size);
    if (!p)
        return ARTICLEAN_NO_MEMORY;
    *items = p;
    *cap = want;
    return ARTICLEAN_OK;
}
