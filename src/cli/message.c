#include "message.h"

#include "progress.h"
#include "savefile.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int verbosity;
static int worst;

void message_verbosity(int level)
{
    verbosity = level;
}

int message_level(void)
{
    return verbosity;
}

static int rank(int status)
{
    static const int ranks[] = {0, 1, 3, 2, 4};
    return status >= 0 && status <= EXIT_INTERNAL ? ranks[status] : 4;
}

void note_status(int status)
{
    if (rank(status) > rank(worst))
        worst = status;
}

int exit_status(void)
{
    return worst;
}

static void print_bytes(const char *p, size_t n)
{
    progress_wipe();
    while (n) {
        ssize_t done = write(STDERR_FILENO, p, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return; /* a message that cannot be written has nowhere to be reported */
        p += done;
        n -= (size_t)done;
    }
}

static void say_args(const char *format, va_list args)
{
    char raw[4096];
    vsnprintf(raw, sizeof raw, format, args);
    struct text line = {0};
    text_z(&line, "articlean: ");
    text_visible(&line, raw, strlen(raw));
    text_z(&line, "\n");
    print_bytes(line.p, line.n);
    text_clear(&line);
}

void say(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say_args(format, args);
    va_end(args);
}

void fail(int status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say_args(format, args);
    va_end(args);
    note_status(status);
}

void die(int status, const char *format, ...)
{
    static volatile int is_dying; /* text.c dies when memory runs out, which a message needs too */
    if (is_dying)
        _exit(EXIT_INTERNAL);
    is_dying = 1;
    va_list args;
    va_start(args, format);
    say_args(format, args);
    va_end(args);
    savefile_abandon();
    note_status(status);
    _exit(exit_status());
}

static bool is_wanted(enum articlean_level level)
{
    enum articlean_level least = verbosity > 0    ? ARTICLEAN_NOTE
                                 : verbosity == 0 ? ARTICLEAN_UNSUPPORTED
                                                  : ARTICLEAN_ERROR;
    return level >= least;
}

void message_add(struct text *lines, const struct articlean_report *r)
{
    if (!is_wanted(r->level))
        return;
    text_z(lines, "articlean: ");
    if (r->name && *r->name) {
        text_visible(lines, r->name, strlen(r->name));
        if (r->line)
            text_f(lines, r->column ? ":%llu:%llu" : ":%llu", (unsigned long long)r->line,
                   (unsigned long long)r->column);
        else if (r->offset)
            text_f(lines, ":%llu", (unsigned long long)r->offset);
        text_z(lines, ": ");
    }
    text_visible(lines, r->text, strlen(r->text));
    text_z(lines, "\n");
}

int message_status(const struct articlean_report *r)
{
    return r->level >= ARTICLEAN_DROPPED ? EXIT_PARTIAL : EXIT_DONE;
}

void message_report(const struct articlean_report *r, void *context)
{
    (void)context;
    struct text line = {0};
    message_add(&line, r);
    message_print(&line);
    note_status(message_status(r));
}

void message_print(struct text *lines)
{
    if (lines->n)
        print_bytes(lines->p, lines->n);
    text_clear(lines);
}
