/* The hash of bytes that words, keys and texts are known by: XXH3. Trained tables hold its values. */
#ifndef AL_BASE_HASH_H
#define AL_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* XXH3 of n bytes, 64 bits, without a seed. */
uint64_t al_hash(const void *p, size_t n);

#endif
