#include "sketch_text.h"

#include <string.h>

static const char digits[] = "+-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

void sketch_write(const struct articlean_sketch *k, char out[SKETCH_TEXT])
{
    for (size_t i = 0; i < k->n; i++) {
        uint32_t hash = k->hashes[i];
        for (int d = HASH_DIGITS - 1; d >= 0; d--, hash /= 64)
            *(out + i * HASH_DIGITS + (size_t)d) = digits[hash % 64];
    }
    out[k->n * HASH_DIGITS] = '\0';
}

bool sketch_read(const char *text, struct articlean_sketch *k)
{
    size_t n = strlen(text);
    *k = (struct articlean_sketch){.n = n / HASH_DIGITS};
    if (n % HASH_DIGITS || k->n > ARTICLEAN_SKETCH_HASHES || !k->n)
        return false;
    for (size_t i = 0; i < ARTICLEAN_SKETCH_HASHES; i++) {
        k->hashes[i] = UINT32_MAX;
        if (i >= k->n)
            continue;
        uint32_t hash = 0;
        for (size_t d = 0; d < HASH_DIGITS; d++) {
            const char *digit = strchr(digits, text[i * HASH_DIGITS + d]);
            if (!digit)
                return false;
            hash = hash * 64 + (uint32_t)(digit - digits);
        }
        k->hashes[i] = hash;
    }
    return true;
}
