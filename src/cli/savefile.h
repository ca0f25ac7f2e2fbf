/* Files that appear whole or not at all: written beside their place, then renamed onto it. One at a time;
   what is not finished is removed when the run dies or is interrupted. */
#ifndef CLI_SAVEFILE_H
#define CLI_SAVEFILE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

struct savefile {
    int fd;        /* -1 when closed */
    char *target;  /* where the content goes; a symbolic link is resolved */
    char *part;    /* the file beside it; NULL when the target is written directly (a device, a pipe) */
    size_t n;      /* bytes buffered */
    uint64_t size; /* bytes written and buffered */
    int error;     /* errno of the first failure; later writes do nothing */
    char data[65536];
};

/* Opens the part of `path`. For an existing regular file mode and owner are those of `like` when it is not
   NULL. `resume_at` > 0 reopens a part of an earlier run and cuts it there. False: errno tells. */
bool savefile_open(struct savefile *file, const char *path, const struct stat *like, uint64_t resume_at);
/* Writes to a descriptor that is not closed in the end (standard output). */
void savefile_wrap(struct savefile *file, int fd);
bool savefile_write(struct savefile *file, const void *data, size_t size);
/* An interrupt no longer removes the part: a journal refers to it. */
void savefile_keep(struct savefile *file);
/* Empties the buffer. */
bool savefile_flush(struct savefile *file);
/* Flushes, closes and renames; `sync` forces the bytes to the disk first. False: errno tells, the part is
   removed and the target is as it was. */
bool savefile_commit(struct savefile *file, bool sync);
/* Closes and removes the part; fine when nothing is open. */
void savefile_drop(struct savefile *file);
/* Closes but leaves the part for a later run. */
void savefile_leave(struct savefile *file);

/* Removes what is not finished; safe in a signal handler. */
void savefile_abandon(void);
/* Removes unfinished files when SIGINT, SIGTERM or SIGHUP arrives, then dies of it. */
void savefile_catch_signals(void);

#endif
