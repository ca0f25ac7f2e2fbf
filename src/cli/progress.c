#include "progress.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

static bool is_on, is_drawn;
static uint64_t files_in_all, bytes_in_all;
static double began, drawn_at;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void progress_start(uint64_t total_files, uint64_t total_bytes)
{
    is_on = true;
    files_in_all = total_files;
    bytes_in_all = total_bytes;
    began = drawn_at = now();
}

static int columns(void)
{
    struct winsize size;
    return !ioctl(STDERR_FILENO, TIOCGWINSZ, &size) && size.ws_col ? size.ws_col : 80;
}

/* Time left by bytes where the total is known; a run of unknown length has none. */
static void add_left(char *line, size_t cap, double seconds, uint64_t bytes)
{
    if (!bytes_in_all || !bytes || bytes > bytes_in_all)
        return;
    unsigned left = (unsigned)(seconds * (double)(bytes_in_all - bytes) / (double)bytes + 0.5);
    size_t n = strlen(line);
    snprintf(line + n, cap - n, ", %u %%, %u:%02u:%02u left", (unsigned)(100 * bytes / bytes_in_all),
             left / 3600, left / 60 % 60, left % 60);
}

void progress_show(uint64_t files, uint64_t documents, uint64_t bytes)
{
    double t;
    if (!is_on || (t = now()) - drawn_at < 0.2)
        return;
    drawn_at = t;
    double seconds = t - began;
    char line[256];
    int n = files_in_all ? snprintf(line, sizeof line, "%llu/%llu files, ", (unsigned long long)files,
                                    (unsigned long long)files_in_all)
                         : snprintf(line, sizeof line, "%llu files, ", (unsigned long long)files);
    snprintf(line + n, sizeof line - (size_t)n, "%llu documents, %.1f MB, %.1f MB/s, %.0f/s",
             (unsigned long long)documents, (double)bytes / 1e6, (double)bytes / 1e6 / seconds,
             (double)documents / seconds);
    add_left(line, sizeof line, seconds, bytes);
    fprintf(stderr, "\r\033[K%.*s", columns() - 1, line);
    fflush(stderr);
    is_drawn = true;
}

void progress_wipe(void)
{
    if (is_drawn)
        fputs("\r\033[K", stderr);
    is_drawn = false;
}
