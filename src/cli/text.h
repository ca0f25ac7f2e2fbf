/* Growing bytes and checked memory for the program: running out of memory ends the run with a message. */
#ifndef CLI_TEXT_H
#define CLI_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Owned bytes; p is terminated by a zero that n does not count, or NULL while nothing was added. */
struct text {
    char *p;
    size_t n, cap;
};

/* An owned list of owned strings. */
struct names {
    char **v;
    size_t n, cap;
};

void *check_alloc(void *p);
char *copy_string(const char *z);
/* Formats into a new string that the caller frees. */
char *format_string(const char *format, ...) __attribute__((format(printf, 1, 2)));

void text_add(struct text *t, const void *p, size_t n);
void text_z(struct text *t, const char *z);
void text_f(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_vf(struct text *t, const char *format, va_list args);
/* Appends `n` bytes of UTF-8 so that no terminal can take them for commands: controls and bad bytes as \xNN.
 */
void text_visible(struct text *t, const char *p, size_t n);
/* Appends a JSON string with its quotes; bytes that are no UTF-8 become U+FFFD. */
void text_json(struct text *t, const char *p, size_t n);
/* Appends a number of bytes as people say it: "812 bytes", "4.4 kB". */
void text_bytes(struct text *t, uint64_t n);
/* Appends text for an HTML page or attribute. */
void text_html(struct text *t, const char *p, size_t n);
void text_clear(struct text *t);

void names_add(struct names *names, const char *z);
void names_clear(struct names *names);

#endif
