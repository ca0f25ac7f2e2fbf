#include "chrome.h"

#include "base/alloc.h"

enum { WAYS = 8, COUNT_BITS = 8, COUNT_MASK = (1 << COUNT_BITS) - 1 };

enum articlean_status al_chrome_init(struct al_chrome *c)
{
    c->slots = al_calloc(AL_CHROME_SLOTS, sizeof *c->slots);
    return c->slots ? ARTICLEAN_OK : ARTICLEAN_NO_MEMORY;
}

void al_chrome_clear(struct al_chrome *c)
{
    al_free(c->slots);
    c->slots = NULL;
}

static uint64_t *bucket(const struct al_chrome *c, uint64_t key)
{
    return c->slots + (key >> COUNT_BITS) % (AL_CHROME_SLOTS / WAYS) * WAYS;
}

void al_chrome_count(struct al_chrome *c, uint64_t key)
{
    uint64_t *b = bucket(c, key), *least = b;
    for (int i = 0; i < WAYS; i++) {
        if ((b[i] ^ key) >> COUNT_BITS == 0 && b[i]) {
            b[i] += (b[i] & COUNT_MASK) < COUNT_MASK;
            return;
        }
        if ((b[i] & COUNT_MASK) < (*least & COUNT_MASK))
            least = &b[i];
    }
    if ((*least & COUNT_MASK) > 1)
        --*least;
    else
        *least = (key & ~(uint64_t)COUNT_MASK) | 1;
}

bool al_chrome_is(const struct al_chrome *c, uint64_t key)
{
    const uint64_t *b = bucket(c, key);
    for (int i = 0; i < WAYS; i++)
        if ((b[i] ^ key) >> COUNT_BITS == 0)
            return (b[i] & COUNT_MASK) >= AL_CHROME_MIN;
    return false;
}
