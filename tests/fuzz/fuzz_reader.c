/* Compression and containers: records come out in order, of bounded size, and equal however the input is cut.
 */
#include "fuzz.h"

struct seen {
    uint64_t hash, n, next_index;
    uint32_t next_part;
    int is_damaged; /* how much of a damaged stream is unpacked before the fault is the unpacker's affair */
};

static void mix(uint64_t *hash, const void *data, size_t size)
{
    const uint8_t *p = data;
    for (size_t i = 0; i < size; i++)
        *hash = (*hash ^ p[i]) * UINT64_C(1099511628211);
}

static enum articlean_status take(const struct articlean_record *record, void *context)
{
    struct seen *seen = context;
    fuzz_check(record->part == seen->next_part, "parts are counted");
    seen->next_part = record->is_last_part ? 0 : record->part + 1;
    fuzz_check(record->size == 0 || record->data, "data is there");
    mix(&seen->hash, record->data, record->size);
    mix(&seen->hash, &record->size, sizeof record->size);
    seen->n++;
    return ARTICLEAN_OK;
}

static struct seen read_all(const struct articlean_options *options, const uint8_t *data, size_t size,
                            size_t step)
{
    struct seen seen = {.hash = 1};
    struct articlean_reader *reader = NULL;
    fuzz_check(!articlean_reader_new(options, take, &seen, &reader), "a reader is made");
    fuzz_check(!articlean_reader_begin(reader, "fuzz", NULL), "an input begins");
    enum articlean_status s = ARTICLEAN_OK;
    for (size_t at = 0; at < size && !s; at += step)
        s = articlean_reader_feed(reader, data + at, size - at < step ? size - at : step);
    fuzz_check(!s || s == ARTICLEAN_BAD_FORMAT, "a portion is read");
    enum articlean_status end = articlean_reader_end(reader);
    fuzz_check(!end || end == ARTICLEAN_BAD_FORMAT, "an input ends");
    seen.is_damaged = s || end;
    articlean_reader_free(reader);
    return seen;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct articlean_options options;
    fuzz_options(&options, &data, &size);
    struct seen whole = read_all(&options, data, size, size + 1);
    struct seen cut = read_all(&options, data, size, 7);
    fuzz_check(whole.is_damaged == cut.is_damaged, "portions give the same status");
    fuzz_check(whole.is_damaged || (whole.n == cut.n && whole.hash == cut.hash),
               "portions give the same records");
    return 0;
}
