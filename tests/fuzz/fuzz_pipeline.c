/* The whole way of a stream: reader, cleaner, corpus, every writer. Any bytes in, valid UTF-8 out. */
#include "fuzz.h"

struct run {
    struct articlean_cleaner *cleaner;
    struct articlean_corpus *corpus;
};

static enum articlean_status clean(const struct articlean_record *record, void *context)
{
    struct run *run = context;
    struct articlean_document *doc;
    enum articlean_status s = articlean_clean(run->cleaner, record, &doc);
    if (s == ARTICLEAN_BAD_ENCODING || s == ARTICLEAN_LIMIT)
        return ARTICLEAN_OK;
    fuzz_check(!s, "a record is cleaned");
    if (run->corpus)
        fuzz_check(!articlean_corpus_add(run->corpus, doc), "a document is remembered");
    for (int to = ARTICLEAN_TO_TEXT; to <= ARTICLEAN_TO_REMOVED; to++) {
        struct fuzz_utf8 state = {.n_open = 0};
        fuzz_check(!articlean_write(doc, (enum articlean_to)to, 7, fuzz_utf8_sink, &state),
                   "a document is written");
        fuzz_utf8_end(&state);
    }
    uint64_t end = 0;
    for (size_t i = 0; i < articlean_document_n_blocks(doc); i++) {
        struct articlean_block b;
        fuzz_check(!articlean_document_block(doc, i, &b), "a block can be read");
        fuzz_check(b.start <= b.end && b.end <= record->size, "a block lies in the record");
        fuzz_check(b.start >= end, "blocks are in order");
        fuzz_check(b.verdict != ARTICLEAN_DROP || b.why[0], "a dropped block has a reason");
        end = b.end;
    }
    return ARTICLEAN_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct articlean_options options;
    size_t step = size > 3 ? 1 + data[3] % 97 : 1;
    fuzz_options(&options, &data, &size);
    struct run run = {NULL, NULL};
    struct articlean_reader *reader = NULL;
    fuzz_check(!articlean_cleaner_new(&options, &run.cleaner), "a cleaner is made");
    if (options.dedupe == ARTICLEAN_DEDUPE_CORPUS && (options.stages & ARTICLEAN_DEDUPE))
        fuzz_check(!articlean_corpus_new(&options, &run.corpus), "a corpus is made");
    fuzz_check(!articlean_reader_new(&options, clean, &run, &reader), "a reader is made");
    fuzz_check(!articlean_reader_begin(reader, "fuzz", NULL), "an input begins");
    for (size_t at = 0; at < size; at += step) {
        enum articlean_status s =
            articlean_reader_feed(reader, data + at, size - at < step ? size - at : step);
        fuzz_check(!s || s == ARTICLEAN_BAD_FORMAT, "a portion is read");
    }
    enum articlean_status s = articlean_reader_end(reader);
    fuzz_check(!s || s == ARTICLEAN_BAD_FORMAT, "an input ends");
    articlean_reader_free(reader);
    articlean_corpus_free(run.corpus);
    articlean_cleaner_free(run.cleaner);
    return 0;
}
