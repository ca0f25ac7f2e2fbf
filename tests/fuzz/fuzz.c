#include "fuzz.h"

#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fuzz_check(int ok, const char *what)
{
    if (ok)
        return;
    fprintf(stderr, "fuzz check failed: %s\n", what);
    abort();
}

void fuzz_options(struct articlean_options *options, const uint8_t **data, size_t *size)
{
    static const uint64_t windows[] = {64, 1000, 4096, 1 << 20};
    articlean_options_init(options);
    uint8_t b[4] = {0};
    size_t n = *size < sizeof b ? *size : sizeof b;
    if (n)
        memcpy(b, *data, n);
    *data += n;
    *size -= n;
    options->from = (enum articlean_from)(b[0] % (ARTICLEAN_FROM_JSONL + 1));
    options->stages = b[0] & 0x80 ? ARTICLEAN_ALL_STAGES : ARTICLEAN_DECODE | (b[0] >> 3 & 15);
    options->lean = (enum articlean_lean)(b[1] % 3);
    options->mojibake = b[1] >> 2 & 1;
    options->lookalikes = b[1] >> 3 & 1;
    options->fold_width = b[1] >> 4 & 1;
    options->fold_ligatures = b[1] >> 5 & 1;
    options->near_blocks = b[1] >> 6 & 1;
    options->unwrap = b[1] >> 7 ? ARTICLEAN_UNWRAP_AUTO : ARTICLEAN_UNWRAP_NEVER;
    options->dedupe = (enum articlean_dedupe)(b[2] % 3);
    options->max_input = windows[b[2] >> 6];
    static const char *const encodings[] = {
        NULL,   NULL,       NULL,     NULL,          NULL,     NULL,     "gb18030", "big5",
        "sjis", "utf-16le", "euc-jp", "iso-2022-jp", "euc-kr", "koi8-r", "latin1",  "hz"};
    options->encoding = encodings[b[3] & 15];
    options->decode_errors_fail = b[3] >> 4 & 1;
    options->with_links = b[3] >> 5 & 1;
}

enum articlean_status fuzz_utf8_sink(const void *data, size_t size, void *context)
{
    struct fuzz_utf8 *s = context;
    const unsigned char *p = data;
    while (s->n_open && size) {
        s->open[s->n_open++] = *p++;
        size--;
        uint32_t cp;
        size_t n = al_utf8_decode((const char *)s->open, (const char *)s->open + s->n_open, &cp);
        if (al_utf8_open_tail((const char *)s->open, s->n_open) == s->n_open)
            continue;
        fuzz_check(n == s->n_open && al_utf8_valid_prefix((const char *)s->open, n) == n, "output is UTF-8");
        s->n_open = 0;
    }
    size_t tail = al_utf8_open_tail((const char *)p, size);
    fuzz_check(al_utf8_valid_prefix((const char *)p, size - tail) == size - tail, "output is UTF-8");
    if (tail)
        memcpy(s->open, p + size - tail, tail);
    s->n_open += tail;
    return ARTICLEAN_OK;
}

void fuzz_utf8_end(const struct fuzz_utf8 *state)
{
    fuzz_check(!state->n_open, "output ends with a whole character");
}
