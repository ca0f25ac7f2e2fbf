#include "compare.h"

#include "diff.h"
#include "message.h"
#include "savefile.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool is_changed(const struct comparison *c)
{
    return c->old_size != c->new_size || (c->old_size && memcmp(c->old, c->new, c->old_size));
}

void show_change(const struct settings *s, const struct comparison *c, struct text *out)
{
    if (s->check && !s->diff) {
        text_visible(out, c->name, strlen(c->name));
        text_z(out, ": would change: ");
        tally_sentence(c->tally, 3, out);
        text_z(out, "\n");
    }
    if (s->diff)
        diff_unified(c->name, c->old ? c->old : "", c->old_size, c->new ? c->new : "", c->new_size,
                     isatty(STDOUT_FILENO), s->color == WHEN_ALWAYS, out);
}

static bool refuse(const struct comparison *c, int status, const char *why)
{
    fail(status, "%s: left as it is: %s", c->name, why);
    return false;
}

/* Keeps the old content under its name plus the suffix; a backup that exists is replaced, as by cp and sed.
 */
static bool back_up(const struct comparison *c, const char *target, const char *suffix)
{
    struct savefile *file = check_alloc(malloc(sizeof *file));
    char *path = strchr(suffix, '/') ? NULL : format_string("%s%s", target, suffix);
    bool is_ok = path && savefile_open(file, path, c->st, 0) && savefile_write(file, c->old, c->old_size) &&
                 savefile_commit(file, true);
    if (!is_ok)
        fail(EXIT_PARTIAL, "%s: left as it is: backup %s%s: %s", c->name, target, suffix,
             path ? strerror(errno) : "the suffix holds a slash");
    free(path);
    free(file);
    return is_ok;
}

static bool replace(const struct settings *s, const struct comparison *c, const char *target)
{
    if (s->backup && !back_up(c, target, s->backup))
        return false;
    struct savefile *file = check_alloc(malloc(sizeof *file));
    bool is_ok = savefile_open(file, target, c->st, 0);
    if (is_ok) {
        savefile_write(file, c->new, c->new_size);
        is_ok = savefile_commit(file, true);
    }
    if (!is_ok)
        refuse(c, EXIT_PARTIAL, strerror(errno));
    free(file);
    return is_ok;
}

bool rewrite(const struct settings *s, const struct comparison *c)
{
    struct stat now;
    if (!c->new_size)
        return refuse(c, EXIT_FINDING, "nothing of it would be kept");
    if (!S_ISREG(c->st->st_mode))
        return refuse(c, EXIT_PARTIAL, "not a regular file");
    if (c->st->st_nlink > 1)
        return refuse(c, EXIT_PARTIAL, "it has other hard links, which would keep the old content");
    if (stat(c->path, &now) || now.st_ino != c->st->st_ino || now.st_size != c->st->st_size ||
        now.st_mtim.tv_sec != c->st->st_mtim.tv_sec || now.st_mtim.tv_nsec != c->st->st_mtim.tv_nsec)
        return refuse(c, EXIT_PARTIAL, "it changed while it was read");
    char *target = realpath(c->path, NULL);
    if (!target)
        return refuse(c, EXIT_PARTIAL, strerror(errno));
    bool is_ok = replace(s, c, target);
    free(target);
    return is_ok;
}
