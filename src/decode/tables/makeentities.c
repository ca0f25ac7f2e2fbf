/* Native program of the build: writes the table of named character references to stdout.
   usage: makeentities ENTITIES.TXT > entities_table.c
   The list must be sorted by byte; it refuses any other, and what the table cannot hold. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { MAX_NAMES = 4096, MAX_POOL = 65536 };

static char pool[MAX_POOL];
static struct {
    unsigned name, n, cp[2];
} entries[MAX_NAMES];

static int fail(const char *why, const char *line)
{
    fprintf(stderr, "makeentities: %s: %s", why, line);
    return 1;
}

static int read_list(FILE *in, unsigned *n_entries, unsigned *n_pool)
{
    char line[256], name[64], last[64] = "";
    while (fgets(line, sizeof line, in)) {
        if (*line == '#')
            continue;
        unsigned cp[2] = {0, 0};
        if (sscanf(line, "%63s %x %x", name, &cp[0], &cp[1]) < 2 || cp[0] > 0x10FFFF || cp[1] > 0xFFFF)
            return fail("not a name with its code points", line);
        unsigned n = (unsigned)strlen(name);
        if (strcmp(last, name) >= 0)
            return fail("out of order", line);
        if (*n_entries == MAX_NAMES || *n_pool + n > MAX_POOL)
            return fail("the table is full", line);
        memcpy(pool + *n_pool, name, n);
        entries[*n_entries].name = *n_pool;
        entries[*n_entries].n = n;
        entries[*n_entries].cp[0] = cp[0];
        entries[*n_entries].cp[1] = cp[1];
        ++*n_entries;
        *n_pool += n;
        strcpy(last, name);
    }
    return 0;
}

int main(int argc, char **argv)
{
    FILE *in = argc == 2 ? fopen(argv[1], "r") : NULL;
    if (!in)
        return fail("cannot read the list", "\n");
    unsigned n = 0, n_pool = 0;
    int failed = read_list(in, &n, &n_pool);
    fclose(in);
    if (failed)
        return 1;
    printf(
        "/* Made by makeentities. */\n#include \"decode/entities.h\"\n\nconst uint32_t al_n_entities = %u;\n",
        n);
    printf("const char al_entity_names[] =");
    for (unsigned i = 0; i < n; i++)
        printf("%s\"%.*s\"", i % 8 ? " " : "\n    ", (int)entries[i].n, pool + entries[i].name);
    puts(";\nconst struct al_entity al_entities[] = {");
    for (unsigned i = 0; i < n; i++)
        printf("    {%u, %u, {0x%X, 0x%X}},\n", entries[i].name, entries[i].n, entries[i].cp[0],
               entries[i].cp[1]);
    puts("};");
    return 0;
}
