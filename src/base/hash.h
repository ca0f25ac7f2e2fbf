/* The hash of bytes that words, keys and texts are known by: XXH3. Trained tables hold its values. */
#ifndef AL_BASE_HASH_H
#define AL_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* Words are hashed in place: the library's own way to a hash takes longer than most of them. */
#define XXH_INLINE_ALL
#include <xxhash.h>

/* XXH3 of n bytes, 64 bits, without a seed. */
uint64_t al_hash(const void *p, size_t n);

/* The same of n bytes that are few as a rule. */
static inline uint64_t al_hash_word(const void *p, size_t n)
{
    return n <= 16 ? XXH3_64bits(p, n) : al_hash(p, n);
}

#endif
