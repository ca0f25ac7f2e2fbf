/* Cleans files again and again in one process and prints the CPU time of each stage.
   usage: bench ROUNDS STAGES [--rules=PACK] FILE...   STAGES: decode, or decode,normalize and so on, or all
   A pack stands in the place of the built-in rules.
   The files are read before the clock starts. One line: bytes, seconds of the fastest and the median round.
 */
#include "base/alloc.h"

#include <articlean/articlean.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct file {
    char *data;
    size_t size;
};

static enum articlean_status count(const void *data, size_t size, void *total)
{
    (void)data;
    *(size_t *)total += size;
    return ARTICLEAN_OK;
}

static struct file read_file(const char *path)
{
    struct file f = {NULL, 0};
    FILE *in = fopen(path, "rb");
    if (in && !fseek(in, 0, SEEK_END)) {
        long size = ftell(in);
        rewind(in);
        f.data = size > 0 ? al_malloc((size_t)size) : NULL;
        f.size = f.data ? fread(f.data, 1, (size_t)size, in) : 0;
    }
    if (in)
        fclose(in);
    return f;
}

static unsigned stage_bits(const char *names)
{
    static const char *const known[] = {"decode", "normalize", "strip", "dedupe"};
    unsigned bits = 0;
    for (unsigned i = 0; i < 4; i++)
        if (strstr(names, known[i]) || !strcmp(names, "all"))
            bits |= 1u << i;
    return bits;
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int clean_all(struct articlean_cleaner *cleaner, const struct file *files, int n, size_t *written)
{
    for (int i = 0; i < n; i++) {
        struct articlean_record record = {.data = files[i].data, .size = files[i].size, .is_last_part = 1};
        struct articlean_document *doc;
        if (articlean_clean(cleaner, &record, &doc) ||
            articlean_write(doc, ARTICLEAN_TO_TEXT, 0, count, written))
            return 1;
    }
    return 0;
}

static struct articlean_rules *read_rules(const char *path)
{
    struct articlean_rules *rules = NULL;
    struct file pack = read_file(path);
    if (articlean_rules_new(0, &rules) ||
        articlean_rules_add(rules, path, pack.data, pack.size, NULL, NULL)) {
        articlean_rules_free(rules);
        rules = NULL;
    }
    al_free(pack.data);
    return rules;
}

int main(int argc, char **argv)
{
    struct articlean_rules *rules = NULL;
    const char *pack = argc > 3 && strncmp(argv[3], "--rules=", 8) == 0 ? argv[3] + 8 : NULL;
    if (pack) {
        rules = read_rules(pack);
        argv[3] = argv[2];
        argv[2] = argv[1];
        argv++;
        argc = rules ? argc - 1 : 0;
    }
    int rounds = argc > 3 ? atoi(argv[1]) : 0;
    if (rounds < 1) {
        fprintf(stderr, "usage: bench ROUNDS STAGES [--rules=PACK] FILE...\n");
        return 2;
    }
    int n = argc - 3;
    size_t bytes = 0, written = 0;
    struct file *files = al_calloc((size_t)n, sizeof *files);
    double *times = al_calloc((size_t)rounds, sizeof *times);
    struct articlean_options options;
    struct articlean_cleaner *cleaner = NULL;
    articlean_options_init(&options);
    options.stages = stage_bits(argv[2]);
    options.rules = rules;
    if (!files || !times || articlean_cleaner_new(&options, &cleaner))
        return 4;
    for (int i = 0; i < n; i++) {
        files[i] = read_file(argv[3 + i]);
        bytes += files[i].size;
    }
    int failed = clean_all(cleaner, files, n, &written);
    for (int r = 0; r < rounds && !failed; r++) {
        double start = seconds();
        failed = clean_all(cleaner, files, n, &written);
        times[r] = seconds() - start;
    }
    qsort(times, (size_t)rounds, sizeof *times, by_value);
    printf("%zu %.6f %.6f %zu\n", bytes, times[0], times[rounds / 2], written / (size_t)(rounds + 1));
    for (int i = 0; i < n; i++)
        al_free(files[i].data);
    al_free(files);
    al_free(times);
    articlean_cleaner_free(cleaner);
    articlean_rules_free(rules);
    return failed ? 4 : 0;
}
