/* Status codes that every fallible function of the library returns. */
#ifndef ARTICLEAN_STATUS_H
#define ARTICLEAN_STATUS_H

#if defined(__GNUC__)
#define ARTICLEAN_API __attribute__((visibility("default")))
#else
#define ARTICLEAN_API
#endif

enum articlean_status {
    ARTICLEAN_OK = 0,
    /* Memory ran out. Free the object; nothing was written. */
    ARTICLEAN_NO_MEMORY,
    /* A documented limit was met (options.max_memory, options.timeout_ms, 2^31 items or bytes). Raise the
       limit or split the input. */
    ARTICLEAN_LIMIT,
    /* An argument is outside its documented range. Mend the call. */
    ARTICLEAN_BAD_ARGUMENT,
    /* A rule file is wrong; the report names file, line and column. Mend the file. */
    ARTICLEAN_BAD_RULE,
    /* Bytes could not be decoded and options.decode_errors_fail is set. Name the right encoding, or let bytes
       be repaired. */
    ARTICLEAN_BAD_ENCODING,
    /* A container (WARC, JSONL, gz, xz, zst) is damaged from the reported offset on. What could be read was
       handed out; fetch the input again for the rest. */
    ARTICLEAN_BAD_FORMAT,
    /* The caller's sink or the system refused a read or write; errno tells. */
    ARTICLEAN_IO,
    /* The callback asked to stop. */
    ARTICLEAN_STOPPED,
    /* A bug in the library. Please report it. */
    ARTICLEAN_INTERNAL
};

/* Returns a static English sentence without a full stop for `status`; never NULL. */
ARTICLEAN_API const char *articlean_strerror(enum articlean_status status);

#endif
