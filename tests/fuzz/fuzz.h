/* What the fuzz targets share: the first bytes of the input choose the options, the rest is the document. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <articlean/articlean.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Takes up to four bytes off the front of *data and makes options of them. */
void fuzz_options(struct articlean_options *options, const uint8_t **data, size_t *size);

/* A sink that checks that all it gets is well-formed UTF-8 and aborts when it is not. */
struct fuzz_utf8 {
    unsigned char open[4];
    size_t n_open;
};
enum articlean_status fuzz_utf8_sink(const void *data, size_t size, void *context);
void fuzz_utf8_end(const struct fuzz_utf8 *state);

/* Aborts with a message unless `ok`; a fuzzer and the replay both see that. */
void fuzz_check(int ok, const char *what);

#endif
