#include "hash.h"

uint64_t al_hash(const void *p, size_t n)
{
    return XXH3_64bits(p, n);
}
