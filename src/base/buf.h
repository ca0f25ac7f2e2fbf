/* An owned growing byte buffer whose cap is given at init, so that hostile input meets a number. */
#ifndef AL_BASE_BUF_H
#define AL_BASE_BUF_H

#include "str.h"

#include <articlean/status.h>
#include <stdint.h>

struct al_buf {
    char *p;
    size_t n;   /* bytes used */
    size_t cap; /* bytes allocated */
    size_t max; /* bytes it may ever hold */
};

/* `max` 0 means SIZE_MAX. Allocates nothing. */
void al_buf_init(struct al_buf *b, size_t max);
/* Frees the memory; the buffer stays usable with the same cap. */
void al_buf_clear(struct al_buf *b);
/* What is left of the function below when there is no room yet. */
enum articlean_status al_buf_grow(struct al_buf *b, size_t more);

/* Makes room for `more` bytes after the used ones. ARTICLEAN_LIMIT over the cap, ARTICLEAN_NO_MEMORY. */
static inline enum articlean_status al_buf_reserve(struct al_buf *b, size_t more)
{
    return more <= b->cap - b->n ? ARTICLEAN_OK : al_buf_grow(b, more);
}

enum articlean_status al_buf_append(struct al_buf *b, const void *p, size_t n);
enum articlean_status al_buf_append_str(struct al_buf *b, struct al_str s);
enum articlean_status al_buf_append_z(struct al_buf *b, const char *z);
enum articlean_status al_buf_append_byte(struct al_buf *b, char c);
/* Drops the first `n` bytes. */
void al_buf_consume(struct al_buf *b, size_t n);

static inline struct al_str al_buf_str(const struct al_buf *b)
{
    return al_str(b->p ? b->p : "", b->n);
}

#endif
