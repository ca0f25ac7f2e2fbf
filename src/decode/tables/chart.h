/* How the native programs of this folder read its charts. */
#ifndef CHART_H
#define CHART_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_LINE = 4096 };

static const char *folder; /* of the charts */

static void fail(const char *what, const char *where)
{
    fprintf(stderr, "makecharsets: %s: %s\n", what, where);
    exit(1);
}

static FILE *open_chart(const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "r");
    if (!f)
        fail("cannot open", path);
    return f;
}

/* The next line that is no comment, without its end; 0 at the end of the file. */
static int next_line(FILE *f, char line[MAX_LINE])
{
    while (fgets(line, MAX_LINE, f)) {
        size_t n = strlen(line);
        if (!n || line[n - 1] != '\n')
            fail("line too long", line);
        line[n - 1] = '\0';
        if (line[0] != '#' || line[1] != ' ')
            return 1;
    }
    return 0;
}

/* Reads one place of a chart; *cp is `hole` at a hole. */
static const char *next_place(const char *p, uint32_t hole, uint32_t *cp)
{
    unsigned char c = (unsigned char)*p;
    if (c == '.') {
        *cp = hole;
        return p + 1;
    }
    if (c == '\\') {
        int digits = p[1] == 'U' ? 6 : 4;
        char hex[7] = {0};
        p += p[1] == 'U' ? 2 : 1;
        strncpy(hex, p, (size_t)digits);
        *cp = (uint32_t)strtoul(hex, NULL, 16);
        return p + digits;
    }
    int n = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    uint32_t v = n == 1 ? c : c & (0x7Fu >> n);
    for (int i = 1; i < n; i++)
        v = v << 6 | ((unsigned char)p[i] & 0x3Fu);
    *cp = v;
    return p + n;
}

#endif
