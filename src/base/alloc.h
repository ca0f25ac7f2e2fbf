/* The one door to malloc, so that a test can make the n-th allocation fail. Knows nothing of documents. */
#ifndef AL_BASE_ALLOC_H
#define AL_BASE_ALLOC_H

#include <articlean/status.h>
#include <stddef.h>

void *al_malloc(size_t size);
void *al_calloc(size_t n, size_t size);
void *al_realloc(void *p, size_t size);
void al_free(void *p);

/* Makes room for one more item of `size` bytes in an array that holds n of *cap; it grows by half, from 64.
   ARTICLEAN_NO_MEMORY; ARTICLEAN_LIMIT from 2^31 items on, so that their numbers fit 32 bits. On failure the
   array stays as it was. */
enum articlean_status al_grow(void **items, size_t n, size_t *cap, size_t size);

/* Makes the allocation after the next `n` of this thread fail, and all later ones too; -1 switches it off. */
void al_alloc_fail_after(long n);
/* Allocations of this thread since the last al_alloc_fail_after(). */
long al_alloc_count(void);

#endif
