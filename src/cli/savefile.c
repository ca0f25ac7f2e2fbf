#include "savefile.h"

#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Parts that a signal must remove: fixed memory, so that the handler needs no lock. */
enum { MOST_PARTS = 4 };
static char parts[MOST_PARTS][PATH_MAX];
static volatile sig_atomic_t part_is_live[MOST_PARTS];

static void remember(const char *path)
{
    for (int i = 0; i < MOST_PARTS; i++)
        if (!part_is_live[i] && strlen(path) < PATH_MAX) {
            strcpy(parts[i], path);
            part_is_live[i] = 1;
            return;
        }
}

static void forget(const char *path)
{
    for (int i = 0; i < MOST_PARTS; i++)
        if (part_is_live[i] && !strcmp(parts[i], path))
            part_is_live[i] = 0;
}

void savefile_abandon(void)
{
    for (int i = 0; i < MOST_PARTS; i++)
        if (part_is_live[i])
            unlink(parts[i]);
}

static void on_signal(int number)
{
    savefile_abandon();
    signal(number, SIG_DFL);
    raise(number);
}

void savefile_catch_signals(void)
{
    const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction old, action = {.sa_handler = on_signal};
        sigemptyset(&action.sa_mask);
        sigaction(numbers[i], NULL, &old);
        if (old.sa_handler != SIG_IGN) /* nohup stays in force */
            sigaction(numbers[i], &action, NULL);
    }
    signal(SIGPIPE, SIG_DFL); /* a reader that has enough ends the pipe quietly */
}

/* "dir/.name.articlean-part" for "dir/name"; a name of the longest length loses its end. */
static char *part_name(const char *target)
{
    const char *slash = strrchr(target, '/');
    const char *base = slash ? slash + 1 : target;
    int room = NAME_MAX - (int)strlen("..articlean-part");
    return format_string("%.*s.%.*s.articlean-part", (int)(base - target), target, room, base);
}

static bool open_part(struct savefile *f, const struct stat *like, uint64_t resume_at)
{
    f->part = part_name(f->target);
    if (resume_at && access(f->part, F_OK))
        rename(f->target, f->part); /* the earlier run had finished it */
    if (!resume_at)
        unlink(f->part); /* of a run that was killed; a link that somebody put there is not followed */
    f->fd = open(f->part, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC | (resume_at ? 0 : O_EXCL),
                 like ? 0600 : 0666);
    if (f->fd < 0)
        return false;
    if (!resume_at)
        remember(f->part);
    struct stat now;
    if (resume_at && (fstat(f->fd, &now) || (uint64_t)now.st_size < resume_at ||
                      ftruncate(f->fd, (off_t)resume_at) || lseek(f->fd, 0, SEEK_END) < 0))
        return false;
    if (like) {
        /* Without the right to give files away the owner stays ours; the mode comes after, chown clears bits.
         */
        if (fchown(f->fd, like->st_uid, like->st_gid) && errno != EPERM)
            return false;
        if (fchmod(f->fd, like->st_mode & 07777))
            return false;
    }
    return true;
}

bool savefile_open(struct savefile *f, const char *path, const struct stat *like, uint64_t resume_at)
{
    f->fd = -1;
    f->n = 0;
    f->size = resume_at;
    f->error = 0;
    f->part = NULL;
    struct stat st;
    bool exists = !stat(path, &st);
    f->target = exists ? realpath(path, NULL) : copy_string(path);
    if (!f->target)
        return false;
    if (exists && !S_ISREG(st.st_mode)) {
        f->fd = open(path, O_WRONLY | O_CLOEXEC);
    } else if (!open_part(f, exists && !like ? &st : like, resume_at)) {
        int error = errno;
        savefile_drop(f);
        errno = error;
    }
    return f->fd >= 0;
}

void savefile_wrap(struct savefile *f, int fd)
{
    f->fd = fd;
    f->target = f->part = NULL;
    f->n = 0;
    f->size = 0;
    f->error = 0;
}

bool savefile_flush(struct savefile *f)
{
    const char *p = f->data;
    while (f->n && !f->error) {
        ssize_t done = write(f->fd, p, f->n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0) {
            f->error = errno;
            break;
        }
        p += done;
        f->n -= (size_t)done;
    }
    f->n = 0;
    errno = f->error;
    return !f->error;
}

bool savefile_write(struct savefile *f, const void *data, size_t size)
{
    const char *p = data;
    while (size) {
        size_t take = size < sizeof f->data - f->n ? size : sizeof f->data - f->n;
        memcpy(f->data + f->n, p, take);
        f->n += take;
        f->size += take;
        p += take;
        size -= take;
        if (f->n == sizeof f->data && !savefile_flush(f))
            return false;
    }
    errno = f->error;
    return !f->error;
}

void savefile_keep(struct savefile *f)
{
    if (f->part)
        forget(f->part);
}

static void release(struct savefile *f)
{
    if (f->part)
        forget(f->part);
    free(f->part);
    free(f->target);
    f->part = f->target = NULL;
}

bool savefile_commit(struct savefile *f, bool sync)
{
    bool is_ok = savefile_flush(f) && !(sync && f->part && fsync(f->fd));
    int error = errno;
    if (close(f->fd) && is_ok) {
        is_ok = false;
        error = errno;
    }
    f->fd = -1;
    if (is_ok && f->part && rename(f->part, f->target)) {
        is_ok = false;
        error = errno;
    }
    if (!is_ok && f->part)
        unlink(f->part);
    release(f);
    errno = error;
    return is_ok;
}

void savefile_drop(struct savefile *f)
{
    if (f->fd >= 0)
        close(f->fd);
    f->fd = -1;
    if (f->part)
        unlink(f->part);
    release(f);
}

void savefile_leave(struct savefile *f)
{
    savefile_flush(f);
    if (f->fd >= 0)
        close(f->fd);
    f->fd = -1;
    release(f);
}
