/* From a byte stream to records: containers (WARC, WET, JSONL), compression, and windows of huge documents.
 */
#ifndef ARTICLEAN_READER_H
#define ARTICLEAN_READER_H

#include <stddef.h>
#include <stdint.h>

#include <articlean/options.h>

/* One document, or one window of a document larger than options.max_input. All pointers are borrowed from the
   reader and end with the callback; strings may be NULL when the container does not say. */
struct articlean_record {
    const char *data;         /* raw bytes of the document, not decoded; NULL when size is 0 */
    size_t size;              /* bytes */
    const char *name;         /* of the input, as given to articlean_reader_begin */
    uint64_t offset;          /* of the record in the decompressed input, bytes */
    uint64_t index;           /* of the record in the input, from 0 */
    uint32_t part;            /* window number from 0 */
    int is_last_part;         /* nonzero on the last window (and on every whole document) */
    enum articlean_from from; /* TEXT, HTML, MARKDOWN when the container tells, else AUTO */
    const char *id;
    const char *url;
    const char *charset; /* of a Content-Type header */
    const char *date;    /* of capture, as the container writes it */
    const char *json;    /* the whole input object of a JSONL record, for passing keys through */
    const char *error;   /* not NULL: the record is broken, data is what could be read, the text says why; it
                            was reported */
};

/* Called for each record in input order; any status but ARTICLEAN_OK stops the reader, which returns it. */
typedef enum articlean_status articlean_record_fn(const struct articlean_record *record, void *context);

struct articlean_reader;

/* Creates a reader. `options` is copied (its strings are not) and may be NULL for the defaults.
   Returns ARTICLEAN_OK, ARTICLEAN_NO_MEMORY or ARTICLEAN_BAD_ARGUMENT; *out is untouched on failure. */
ARTICLEAN_API enum articlean_status articlean_reader_new(const struct articlean_options *options,
                                                         articlean_record_fn *on_record, void *context,
                                                         struct articlean_reader **out);

/* Starts an input named `name` (copied; NULL counts as ""). `url` is the page's address, or NULL. */
ARTICLEAN_API enum articlean_status articlean_reader_begin(struct articlean_reader *reader, const char *name,
                                                           const char *url);

/* Feeds `size` bytes in any portions. Gives what the callback gave, or ARTICLEAN_NO_MEMORY.
   A damaged container is reported and skipped, it is no failure. */
ARTICLEAN_API enum articlean_status articlean_reader_feed(struct articlean_reader *reader, const void *data,
                                                          size_t size);

/* Ends the input: hands out the last record. The reader can then begin the next input. An input without a
   byte still gives one empty record. ARTICLEAN_BAD_FORMAT: the container broke off, what could be read was
   handed out. */
ARTICLEAN_API enum articlean_status articlean_reader_end(struct articlean_reader *reader);

/* Frees the reader; NULL is fine. */
ARTICLEAN_API void articlean_reader_free(struct articlean_reader *reader);

#endif
