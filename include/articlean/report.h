/* Messages: what became of the input, told through a callback. The library itself never prints. */
#ifndef ARTICLEAN_REPORT_H
#define ARTICLEAN_REPORT_H

#include <stdint.h>

/* Ordered by what happened to the user's text, the gravest last. */
enum articlean_level {
    ARTICLEAN_NOTE,        /* nothing was lost or changed */
    ARTICLEAN_REPAIRED,    /* bytes were mended; the message says how */
    ARTICLEAN_UNSUPPORTED, /* part of the input is of a kind that cannot be read */
    ARTICLEAN_DROPPED,     /* a record was lost; the next one is read */
    ARTICLEAN_ERROR        /* the system refused something */
};

struct articlean_report {
    enum articlean_level level;
    const char *name; /* of the input, as given by the caller; "" when none */
    uint64_t offset;  /* in bytes from the start of the (decompressed) input */
    uint64_t line;    /* from 1, 0 when lines have no meaning here */
    uint64_t column;  /* from 1 in bytes, 0 when unknown */
    const char *text; /* one sentence with the remedy taken, no full stop, no control characters */
};

/* Called while the library works; must not call back into the same object. Strings live until it returns. */
typedef void articlean_report_fn(const struct articlean_report *report, void *context);

#endif
