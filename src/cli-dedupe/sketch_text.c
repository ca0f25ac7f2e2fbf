#include "sketch_text.h"

#include <string.h>

static const char digits[] = "+-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

static char *write_number(char *out, unsigned number, int n_digits)
{
    for (int d = n_digits - 1; d >= 0; d--, number /= 64)
        out[d] = digits[number % 64];
    return out + n_digits;
}

void sketch_write(const struct articlean_hashes *h, char out[SKETCH_TEXT])
{
    out = write_number(out, h->shift, 1);
    for (size_t i = 0; i < h->n; i++)
        out = write_number(out, h->value[i], HASH_DIGITS);
    *out = '\0';
}

static bool read_number(const char *text, int n_digits, unsigned max, unsigned *number)
{
    *number = 0;
    for (int d = 0; d < n_digits; d++) {
        const char *digit = strchr(digits, text[d]);
        if (!digit)
            return false;
        *number = *number * 64 + (unsigned)(digit - digits);
    }
    return *number <= max;
}

bool sketch_read(const char *text, struct articlean_hashes *h)
{
    size_t n = strlen(text);
    unsigned number;
    if (n < 1 + HASH_DIGITS || n >= SKETCH_TEXT || n % HASH_DIGITS != 1 || !read_number(text, 1, 16, &number))
        return false;
    *h = (struct articlean_hashes){.n = (uint8_t)(n / HASH_DIGITS), .shift = (uint8_t)number};
    for (size_t i = 0; i < h->n; i++) {
        if (!read_number(text + 1 + i * HASH_DIGITS, HASH_DIGITS, UINT16_MAX, &number))
            return false;
        h->value[i] = (uint16_t)number;
    }
    return true;
}
