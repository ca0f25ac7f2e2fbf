#include "buf.h"

#include "alloc.h"

void al_buf_init(struct al_buf *b, size_t max)
{
    *b = (struct al_buf){.max = max ? max : SIZE_MAX};
}

void al_buf_clear(struct al_buf *b)
{
    al_free(b->p);
    al_buf_init(b, b->max);
}

enum articlean_status al_buf_grow(struct al_buf *b, size_t more)
{
    if (more > b->max - b->n)
        return ARTICLEAN_LIMIT;
    size_t want = b->n + more;
    size_t cap = b->cap + b->cap / 2;
    if (cap < want)
        cap = want < 64 ? 64 : want;
    if (cap > b->max)
        cap = b->max;
    char *p = al_realloc(b->p, cap);
    if (!p)
        return ARTICLEAN_NO_MEMORY;
    b->p = p;
    b->cap = cap;
    return ARTICLEAN_OK;
}

enum articlean_status al_buf_append(struct al_buf *b, const void *p, size_t n)
{
    if (!n)
        return ARTICLEAN_OK;
    enum articlean_status s = al_buf_reserve(b, n);
    if (s)
        return s;
    memcpy(b->p + b->n, p, n);
    b->n += n;
    return ARTICLEAN_OK;
}

enum articlean_status al_buf_append_str(struct al_buf *b, struct al_str s)
{
    return al_buf_append(b, s.p, s.n);
}

enum articlean_status al_buf_append_z(struct al_buf *b, const char *z)
{
    return al_buf_append(b, z, strlen(z));
}

enum articlean_status al_buf_append_byte(struct al_buf *b, char c)
{
    return al_buf_append(b, &c, 1);
}

void al_buf_consume(struct al_buf *b, size_t n)
{
    if (n >= b->n) {
        b->n = 0;
        return;
    }
    memmove(b->p, b->p + n, b->n - n);
    b->n -= n;
}
