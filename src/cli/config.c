#include "config.h"

#include "message.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef SYSCONFDIR
#define SYSCONFDIR "/etc"
#endif

static const char *used = "none"; /* the file that was applied */

static bool exists(const char *path)
{
    struct stat st;
    return !stat(path, &st);
}

/* Owned path of "directory/name" when it exists, else NULL. */
static char *existing(const char *directory, const char *name)
{
    char *path = format_string("%s/%s", directory, name);
    if (exists(path))
        return path;
    free(path);
    return NULL;
}

/* The search ends at the repository's root: a project's settings do not leak into the projects inside it. */
static char *find_upward(void)
{
    char *directory = getcwd(NULL, 0), *found = NULL;
    while (directory && !found) {
        found = existing(directory, ".articlean.conf");
        char *root = existing(directory, ".git");
        char *slash = strrchr(directory, '/');
        bool is_top = root || !directory[1];
        free(root);
        if (found || is_top)
            break;
        slash[slash == directory] = 0;
    }
    free(directory);
    return found;
}

static char *find_personal(void)
{
    const char *base = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    if (base && *base == '/')
        return existing(base, "articlean/config");
    return home && *home ? existing(home, ".config/articlean/config") : NULL;
}

static char *find(const struct settings *asked)
{
    const char *from_environment = getenv("ARTICLEAN_CONFIG");
    char *path = NULL;
    if (asked->no_config)
        return NULL;
    if (asked->config)
        return copy_string(asked->config);
    if (from_environment && *from_environment)
        return copy_string(from_environment);
    if ((path = find_upward()) || (path = find_personal()))
        return path;
    return existing(SYSCONFDIR, "articlean/config");
}

struct line {
    const char *path;
    unsigned long number;
    const char *start;
};

_Noreturn static void refuse(const struct line *line, const char *at, const char *why)
{
    die(EXIT_USAGE, "%s:%lu:%lu: %s", line->path, line->number, (unsigned long)(at - line->start) + 1, why);
}

static char *skip_blanks(char *p)
{
    return p + strspn(p, " \t");
}

static void trim_end(char *start)
{
    size_t n = strlen(start);
    while (n && strchr(" \t\r\n", start[n - 1]))
        start[--n] = 0;
}

static const struct option_row *find_key(const struct line *line, const char *key, size_t n)
{
    const struct option_row *row = option_find(key, n);
    const char *near = option_nearest(key, n);
    char *why = NULL;
    if (row && row->is_config)
        return row;
    if (row)
        why = format_string("'%s' has a meaning on the command line only; remove the line", row->name);
    else if (near)
        why = format_string("unknown key '%.*s'; did you mean %s?", (int)n, key, near);
    else
        why = format_string("unknown key '%.*s'; --help lists the options, which are the keys", (int)n, key);
    refuse(line, key, why);
}

static void apply_line(struct settings *s, char *text, const struct line *line, const char *base)
{
    trim_end(text);
    char *key = skip_blanks(text);
    if (!*key || *key == '#')
        return;
    size_t n = strcspn(key, " \t=");
    const struct option_row *row = find_key(line, key, n);
    char *p = skip_blanks(key + n), *value = NULL;
    if (*p && *p != '=')
        refuse(line, p, "expected '=' after the key");
    if (*p)
        value = skip_blanks(p + 1);
    if (!value && row->argument)
        refuse(line, p, format_string("'%s' needs '= %s'", row->name, row->argument));
    char *why = option_set(s, row, value, base);
    if (why)
        refuse(line, value ? value : key, why + 2); /* without the dashes of an option */
}

static char *directory_of(const char *path)
{
    char *real = realpath(path, NULL);
    char *slash = real ? strrchr(real, '/') : NULL;
    if (slash)
        *slash = 0;
    return real;
}

void config_load(struct settings *s, const struct settings *asked)
{
    char *path = find(asked);
    if (!path)
        return;
    FILE *file = fopen(path, "r");
    char *line = NULL, *base = directory_of(path);
    size_t cap = 0;
    if (!file)
        die(EXIT_USAGE, "%s: %s", path, strerror(errno));
    struct line at = {path, 0, NULL};
    for (ssize_t n; (n = getline(&line, &cap, file)) > 0;) {
        at.number++;
        at.start = line;
        if (strlen(line) != (size_t)n)
            refuse(&at, line + strlen(line), "a NUL byte; the file is text");
        apply_line(s, line, &at, base);
    }
    if (ferror(file))
        die(EXIT_USAGE, "%s: %s", path, strerror(errno));
    fclose(file);
    free(base);
    free(line);
    used = path; /* for config_dump */
}

static void dump_names(const struct option_row *row, const struct names *names, struct text *out)
{
    for (size_t i = 0; i < names->n; i++)
        text_f(out, "%s = %s\n", row->name, names->v[i]);
}

void config_dump(const struct settings *s, struct text *out)
{
    text_f(out, "# articlean %s, configuration file: %s\n", articlean_version(), used);
    for (size_t i = 0; i < n_option_rows; i++) {
        const struct option_row *row = &option_rows[i];
        struct text value = {0};
        if (!row->is_config)
            continue;
        if (row->kind == AS_STRINGS || row->kind == AS_PATHS)
            dump_names(row, (const struct names *)((const char *)s + row->at), out);
        else if (option_show(s, row, &value))
            text_f(out, "%s = %s\n", row->name, value.p);
        text_clear(&value);
    }
}
