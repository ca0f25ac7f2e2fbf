/* From a record to a cleaned document. A cleaner belongs to one thread at a time and is reused for any number
   of records; what it gives does not depend on what it cleaned before. */
#ifndef ARTICLEAN_CLEANER_H
#define ARTICLEAN_CLEANER_H

#include <articlean/document.h>
#include <articlean/options.h>
#include <articlean/reader.h>

struct articlean_cleaner;

/* Creates a cleaner. `options` is copied (its strings and rules are not) and may be NULL for the defaults. */
ARTICLEAN_API enum articlean_status articlean_cleaner_new(const struct articlean_options *options,
                                                          struct articlean_cleaner **out);

/* Cleans one record. *out belongs to the cleaner and lives until its next call; so does record->data, which
   the document refers to. A record with an error still gives a document of what could be read.
   ARTICLEAN_NO_MEMORY, ARTICLEAN_LIMIT, ARTICLEAN_BAD_ENCODING (only with decode_errors_fail). */
ARTICLEAN_API enum articlean_status articlean_clean(struct articlean_cleaner *cleaner,
                                                    const struct articlean_record *record,
                                                    struct articlean_document **out);

/* Frees the cleaner and its document; NULL is fine. */
ARTICLEAN_API void articlean_cleaner_free(struct articlean_cleaner *cleaner);

/* Cleans `size` bytes of one page in one call and writes it as `to`; the shortest way to use the library.
   `name` may be NULL. */
ARTICLEAN_API enum articlean_status articlean_clean_bytes(const struct articlean_options *options,
                                                          const char *name, const void *data, size_t size,
                                                          enum articlean_to to, articlean_sink_fn *sink,
                                                          void *context);

#endif
