/* Measures the stage normalize: every file is a document, every line a paragraph.
   usage: normalize_lines [-p] [-c] [-s] [-n ROUNDS] FILE...
   Default: each change as "file:line why before -> after", then totals per reason and the rate.
   -p prints the normalized lines instead; -s prints the rate of each check of clean text; -c totals only; -n
   repeats the run for a steadier rate. */
#include "base/utf8.h"
#include "doc/doc.h"
#include "normalize/badness.h"
#include "normalize/hanbytes.h"
#include "normalize/lookalike.h"
#include "normalize/normalize.h"
#include "normalize/space.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { MAX_REASONS = 32 };

static struct {
    const char *why;
    unsigned long n;
} reasons[MAX_REASONS];

static void count(const char *why)
{
    int i = 0;
    while (i < MAX_REASONS - 1 && reasons[i].why && strcmp(reasons[i].why, why) != 0)
        i++;
    reasons[i].why = why;
    reasons[i].n++;
}

static struct al_str read_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    struct al_str s = {"", 0};
    if (!f || fseek(f, 0, SEEK_END) != 0) {
        perror(path);
        exit(2);
    }
    long size = ftell(f);
    rewind(f);
    char *p = malloc((size_t)size + 1);
    if (p)
        s = al_str(p, fread(p, 1, (size_t)size, f));
    fclose(f);
    return s;
}

static void add_lines(struct al_doc *doc, struct al_str text)
{
    const char *p = text.p, *end = p + text.n;
    while (p < end) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        size_t n = (size_t)((nl ? nl : end) - p);
        if (al_doc_add(doc, ARTICLEAN_PARAGRAPH, al_str(p, n), (uint32_t)(p - text.p),
                       (uint32_t)(p - text.p) + (uint32_t)n, NULL) != ARTICLEAN_OK)
            exit(2);
        p += n + 1;
    }
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Prints how fast the checks let the lines of a text pass, each the best of `rounds`. */
static void time_checks(struct al_doc *doc, double bytes, int rounds)
{
    static const char *const names[] = {"white space and NFC", "mojibake", "look-alikes"};
    struct al_lookalike lookalike;
    al_lookalike_init(&lookalike);
    for (int k = 0; k < 3; k++) {
        double best = 1e9;
        size_t sum = 0;
        for (int round = 0; round < rounds; round++) {
            double t = now();
            for (size_t i = 0; i < doc->n_blocks && k < 2; i++) {
                struct al_str text = doc->blocks[i].text;
                sum += k == 0 ? al_space_scan(text, AL_LAYOUT_PROSE)
                              : al_badness(text, 0, true).n + al_hanbytes_look(text).n_rare;
            }
            if (k == 2 && al_lookalike_run(&lookalike, doc) != ARTICLEAN_OK)
                exit(2);
            t = now() - t;
            best = t < best ? t : best;
        }
        printf("%s: %.0f MB/s (%zu)\n", names[k], bytes / 1e6 / best, sum);
    }
    al_lookalike_clear(&lookalike);
}

int main(int argc, char **argv)
{
    bool print = false, quiet = false, checks = false;
    int rounds = 1, option;
    while ((option = getopt(argc, argv, "pcsn:")) != -1) {
        print |= option == 'p';
        quiet |= option == 'c';
        checks |= option == 's';
        if (option == 'n')
            rounds = atoi(optarg);
    }
    struct articlean_options options;
    articlean_options_init(&options);
    void *self;
    if (al_normalize_open(&options, &self) != ARTICLEAN_OK)
        return 2;
    double seconds = 0, bytes = 0, chars = 0;
    unsigned long flags[AL_N_FLAGS] = {0};
    struct al_doc doc;
    al_doc_init(&doc, 0);
    for (int i = optind; i < argc; i++) {
        struct al_str text = read_file(argv[i]);
        double best = 1e9;
        if (checks) {
            al_doc_reset(&doc);
            add_lines(&doc, text);
            time_checks(&doc, (double)text.n, rounds);
        }
        for (int round = 0; round < rounds; round++) {
            al_doc_reset(&doc);
            add_lines(&doc, text);
            double t = now();
            if (al_normalize_run(self, &doc) != ARTICLEAN_OK)
                return 2;
            t = now() - t;
            best = t < best ? t : best;
        }
        seconds += best;
        bytes += (double)text.n;
        for (size_t k = 0; k < text.n; k++)
            chars += ((unsigned char)text.p[k] & 0xC0) != 0x80;
        for (int k = 0; k < AL_N_FLAGS; k++)
            flags[k] += doc.flags[k];
        for (size_t k = 0; k < doc.n_changes; k++) {
            const struct al_change *c = &doc.changes[k];
            count(c->why);
            if (!print && !quiet)
                printf("%s:%u %s [%.*s] -> [%.*s]\n", argv[i], c->block + 1, c->why, (int)c->before.n,
                       c->before.p, (int)c->after.n, c->after.p);
        }
        for (size_t k = 0; print && k < doc.n_blocks; k++)
            printf("%.*s\n", (int)doc.blocks[k].text.n, doc.blocks[k].text.p);
        free((char *)text.p);
    }
    FILE *out = print ? stderr : stdout;
    fprintf(out, "%.0f bytes, %.0f code points, %.0f MB/s\n", bytes, chars, bytes / 1e6 / seconds);
    for (int i = 0; i < MAX_REASONS && reasons[i].why; i++)
        fprintf(out, "%s: %lu\n", reasons[i].why, reasons[i].n);
    fprintf(out, "lost: %lu, mojibake runs: %lu, look-alikes: %lu\n", flags[AL_FLAG_LOST],
            flags[AL_FLAG_MOJIBAKE], flags[AL_FLAG_LOOKALIKES]);
    al_doc_clear(&doc);
    al_normalize_close(self);
    return 0;
}
