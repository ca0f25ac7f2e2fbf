/* How stages report: the caller's callback with its context and the name of the input. */
#ifndef AL_DOC_REPORT_H
#define AL_DOC_REPORT_H

#include <articlean/report.h>
#include <stdint.h>

struct al_reporter {
    articlean_report_fn *call; /* may be NULL */
    void *context;
    const char *name; /* of the input; NULL counts as "" */
};

/* Formats like printf (control characters of the arguments become '?') and reports; line and column may be 0.
 */
void al_report(const struct al_reporter *r, enum articlean_level level, uint64_t offset, uint64_t line,
               uint64_t column, const char *format, ...) __attribute__((format(printf, 6, 7)));

#endif
