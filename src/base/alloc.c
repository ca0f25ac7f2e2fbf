#include "alloc.h"

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
