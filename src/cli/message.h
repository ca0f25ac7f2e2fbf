/* What is said on stderr, how often, and the exit status that follows from it. */
#ifndef CLI_MESSAGE_H
#define CLI_MESSAGE_H

#include "text.h"

#include <articlean/report.h>

/* Exit statuses, in articlean(1); the gravest of a run wins in the order 4 2 3 1 0. */
enum { EXIT_DONE, EXIT_FINDING, EXIT_USAGE, EXIT_PARTIAL, EXIT_INTERNAL };

/* Chooses what is printed: -1 failures only, 0 losses too, 1 everything. */
void message_verbosity(int level);
int message_level(void);

/* Prints "articlean: TEXT" with controls made visible. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same, and the run ends with at least `status`. */
void fail(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Prints, removes temporary files and exits at once. */
_Noreturn void die(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Raises the exit status. */
void note_status(int status);
/* The exit status so far. */
int exit_status(void);

/* Appends a report as one printable line; nothing when the verbosity leaves it out. */
void message_add(struct text *lines, const struct articlean_report *report);
/* The exit status that a report asks for. */
int message_status(const struct articlean_report *report);
/* An articlean_report_fn that prints at once and notes the status. */
void message_report(const struct articlean_report *report, void *context);
/* Prints lines made by message_add and empties them. */
void message_print(struct text *lines);

#endif
