/* Native program of the build: compiles han.txt, grams.txt and pairs.txt to the tables behind
   normalize/han.h. usage: makehan HAN.TXT GRAMS.TXT PAIRS.TXT > han_table.c */
#include "normalize/han.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { MAX_TARGETS = 1 << 12, MAX_PAIRS = 1 << 15 };

static struct al_han han[AL_HAN_N];
static unsigned char in_gb[AL_HAN_N];
static uint16_t slots[AL_HAN_N_GRAMS];
static struct al_han_pair pairs[MAX_PAIRS];
static uint16_t targets[MAX_TARGETS], index_of[1 << 16];
static size_t n_pairs, n_grams, n_targets;
static char line[1 << 20];

static _Noreturn void die(const char *why)
{
    fprintf(stderr, "makehan: %s\n", why);
    exit(1);
}

static uint16_t take(const char **p)
{
    utf8proc_int32_t cp;
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)*p, -1, &cp);
    if (n <= 0 || cp > 0xFFFF)
        die("a character does not fit");
    *p += n;
    return (uint16_t)cp;
}

static FILE *open_text(const char *path)
{
    FILE *f = fopen(path, "r");
    if (!f)
        die("cannot open a table");
    return f;
}

static void read_han(const char *path)
{
    for (size_t i = 0; i < AL_HAN_N; i++)
        han[i] = (struct al_han){AL_HAN_UNKNOWN, 0};
    FILE *f = open_text(path);
    while (fgets(line, sizeof line, f)) {
        if (line[0] == '#')
            continue;
        const char *p = line;
        uint32_t i = (uint32_t)take(&p) - AL_HAN_FIRST;
        unsigned cost;
        char flags[8] = "";
        if (i >= AL_HAN_N || sscanf(p, "%u %7s", &cost, flags) < 1 || cost > 63)
            die("bad line in the table of characters");
        han[i].cost = (uint8_t)cost;
        in_gb[i] = strchr(flags, 'g') != NULL;
        han[i].flags =
            (uint8_t)((strchr(flags, 't') ? AL_HAN_TRADITIONAL : 0) |
                      (strchr(flags, 's') ? AL_HAN_SIMPLIFIED : 0) | (strchr(flags, 'v') ? AL_HAN_VERB : 0));
    }
    fclose(f);
}

static void add_gram(const uint16_t *gram, size_t n, unsigned gain)
{
    uint64_t hash = XXH3_64bits(gram, n * sizeof *gram);
    uint16_t *slot = &slots[al_han_slot(slots, gram, n)];
    if (!*slot && ++n_grams > AL_HAN_N_GRAMS * 4 / 5)
        die("too many grams");
    if ((*slot & 15u) < gain)
        *slot = (uint16_t)((hash & 0xFFF) << 4 | gain);
}

static void read_grams(const char *path)
{
    FILE *f = open_text(path);
    while (fgets(line, sizeof line, f)) {
        if (line[0] == '#')
            continue;
        char *p;
        unsigned long gain = strtoul(line, &p, 10);
        if (gain == 0 || gain > 15 || *p != '\t')
            die("bad line in the table of grams");
        const char *q = p + 1;
        uint16_t gram[AL_HAN_GRAM_MAX];
        for (size_t n = 0; *q;) {
            if (*q == ' ' || *q == '\n') {
                add_gram(gram, n, (unsigned)gain);
                n = 0;
                q++;
                continue;
            }
            if (n == AL_HAN_GRAM_MAX)
                die("a gram is too long");
            gram[n++] = take(&q);
        }
    }
    fclose(f);
}

static int compare(const void *a, const void *b)
{
    return (int)((const struct al_han_pair *)a)->from - (int)((const struct al_han_pair *)b)->from;
}

/* The candidate at *p: a character and a hexadecimal digit. */
static uint16_t take_candidate(const char **p)
{
    static const char digits[] = "0123456789ABCDEF";
    uint16_t cp = take(p);
    const char *digit = strchr(digits, *(*p)++);
    if (!digit || digit == digits)
        die("bad likeness");
    if (!index_of[cp]) {
        if (n_targets == MAX_TARGETS)
            die("too many targets");
        targets[n_targets++] = cp;
        index_of[cp] = (uint16_t)n_targets;
    }
    return (uint16_t)((index_of[cp] - 1u) << 4 | (unsigned)(digit - digits));
}

static void read_pairs(const char *path)
{
    FILE *f = open_text(path);
    while (fgets(line, sizeof line, f)) {
        if (line[0] == '#')
            continue;
        if (n_pairs == MAX_PAIRS)
            die("too many pairs");
        const char *p = line;
        struct al_han_pair *pair = &pairs[n_pairs++];
        pair->from = take(&p);
        if (*p++ != ' ' || (n_pairs > 1 && compare(pair - 1, pair) >= 0))
            die("bad line in the table of pairs");
        for (size_t i = 0; *p != '\n'; i++) {
            if (i == AL_HAN_MAX_CANDIDATES)
                die("too many candidates");
            pair->to[i] = take_candidate(&p);
        }
        uint32_t at = (uint32_t)pair->from - AL_HAN_FIRST;
        if (at < AL_HAN_N && !(han[at].flags & AL_HAN_TRADITIONAL))
            han[at].flags |= in_gb[at] ? AL_HAN_USABLE : AL_HAN_ODD;
    }
    fclose(f);
}

static void print_numbers(const char *name, const uint16_t *numbers, size_t n)
{
    printf("const uint16_t %s[] = {\n", name);
    for (size_t i = 0; i < n; i++)
        printf("%u,%s", numbers[i], i % 16 == 15 ? "\n" : "");
    printf("};\n\n");
}

int main(int argc, char **argv)
{
    if (argc != 4)
        die("usage: makehan HAN.TXT GRAMS.TXT PAIRS.TXT");
    read_han(argv[1]);
    read_grams(argv[2]);
    read_pairs(argv[3]);
    printf("/* Made by src/normalize/tables/makehan.c. Do not edit. */\n#include \"normalize/han.h\"\n\n");
    printf("const struct al_han al_han[AL_HAN_N] = {\n");
    for (size_t i = 0; i < AL_HAN_N; i++)
        printf("{%u,%u},%s", han[i].cost, han[i].flags, i % 8 == 7 ? "\n" : "");
    printf("};\n\n");
    print_numbers("al_han_grams", slots, AL_HAN_N_GRAMS);
    print_numbers("al_han_targets", targets, n_targets);
    printf("const struct al_han_pair al_han_pairs[] = {\n");
    for (size_t i = 0; i < n_pairs; i++) {
        printf("{%u,{", pairs[i].from);
        for (size_t k = 0; k < AL_HAN_MAX_CANDIDATES; k++)
            printf("%u,", pairs[i].to[k]);
        printf("}},\n");
    }
    printf("};\n\nconst size_t al_han_n_pairs = %zu;\n", n_pairs);
    return fflush(stdout) || ferror(stdout) ? 1 : 0;
}
