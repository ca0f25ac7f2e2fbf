/* Native program of the build: compiles han.txt, words.txt and pairs.txt to the tables behind
   normalize/han.h. usage: makehan HAN.TXT WORDS.TXT PAIRS.TXT > han_table.c */
#include "normalize/han.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static struct al_han han[AL_HAN_N];
static unsigned char in_gb[AL_HAN_N];
static uint32_t slots[AL_HAN_N_SLOTS];
static struct al_han_pair pairs[1 << 15];
static size_t n_pairs, n_words;
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
        han[i] = (struct al_han){AL_HAN_UNKNOWN, AL_HAN_UNKNOWN, 0};
    FILE *f = open_text(path);
    while (fgets(line, sizeof line, f)) {
        if (line[0] == '#')
            continue;
        const char *p = line;
        uint32_t i = (uint32_t)take(&p) - AL_HAN_FIRST;
        unsigned cost, word;
        char flags[8] = "";
        if (i >= AL_HAN_N || sscanf(p, "%u %u %7s", &cost, &word, flags) < 2 || cost > 63 || word > 63)
            die("bad line in the table of characters");
        han[i].cost = (uint8_t)cost;
        han[i].word = (uint8_t)word;
        in_gb[i] = strchr(flags, 'g') != NULL;
        han[i].flags =
            (uint8_t)((strchr(flags, 't') ? AL_HAN_TRADITIONAL : 0) |
                      (strchr(flags, 's') ? AL_HAN_SIMPLIFIED : 0) | (strchr(flags, 'v') ? AL_HAN_VERB : 0));
    }
    fclose(f);
}

static void add_word(const uint16_t *word, size_t n, unsigned cost)
{
    uint64_t hash = al_han_hash(word, n);
    uint32_t *slot = slots + (al_han_slot(slots, hash) - slots);
    if (!*slot && ++n_words > AL_HAN_N_SLOTS * 4 / 5)
        die("too many words");
    if (!*slot || (*slot & 63) > cost)
        *slot = (uint32_t)(hash & 0x3FFFFFF) << 6 | cost;
}

static void read_words(const char *path)
{
    FILE *f = open_text(path);
    while (fgets(line, sizeof line, f)) {
        if (line[0] == '#')
            continue;
        char *p;
        unsigned long cost = strtoul(line, &p, 10);
        if (cost == 0 || cost > 63 || *p != '\t')
            die("bad line in the table of words");
        const char *q = p + 1;
        uint16_t word[AL_HAN_WORD_MAX];
        for (size_t n = 0; *q;) {
            if (*q == ' ' || *q == '\n') {
                add_word(word, n, (unsigned)cost);
                n = 0;
                q++;
                continue;
            }
            if (n == AL_HAN_WORD_MAX)
                die("a word is too long");
            word[n++] = take(&q);
        }
    }
    fclose(f);
}

static int compare(const void *a, const void *b)
{
    return (int)((const struct al_han_pair *)a)->from - (int)((const struct al_han_pair *)b)->from;
}

static void read_pairs(const char *path)
{
    FILE *f = open_text(path);
    while (fgets(line, sizeof line, f)) {
        if (line[0] == '#')
            continue;
        if (n_pairs == sizeof pairs / sizeof *pairs)
            die("too many pairs");
        const char *p = line;
        struct al_han_pair *pair = &pairs[n_pairs++];
        pair->from = take(&p);
        if (*p++ != ' ')
            die("bad line in the table of pairs");
        for (size_t i = 0; *p != '\n'; i++) {
            if (i == AL_HAN_MAX_CANDIDATES)
                die("too many candidates");
            pair->to[i] = take(&p);
            pair->kind[i] = (uint8_t)(*p++ - '0');
        }
        uint32_t at = (uint32_t)pair->from - AL_HAN_FIRST;
        if (at < AL_HAN_N && !(han[at].flags & AL_HAN_TRADITIONAL))
            han[at].flags |= in_gb[at] ? AL_HAN_USABLE : AL_HAN_ODD;
    }
    fclose(f);
    qsort(pairs, n_pairs, sizeof *pairs, compare);
}

static void print_pair(const struct al_han_pair *pair)
{
    printf("{%u,{", pair->from);
    for (size_t i = 0; i < AL_HAN_MAX_CANDIDATES; i++)
        printf("%u,", pair->to[i]);
    printf("},{");
    for (size_t i = 0; i < AL_HAN_MAX_CANDIDATES; i++)
        printf("%u,", pair->kind[i]);
    printf("}},\n");
}

int main(int argc, char **argv)
{
    if (argc != 4)
        die("usage: makehan HAN.TXT WORDS.TXT PAIRS.TXT");
    read_han(argv[1]);
    read_words(argv[2]);
    read_pairs(argv[3]);
    printf("/* Made by src/normalize/tables/makehan.c. Do not edit. */\n#include \"normalize/han.h\"\n\n");
    printf("const struct al_han al_han[AL_HAN_N] = {\n");
    for (size_t i = 0; i < AL_HAN_N; i++)
        printf("{%u,%u,%u},%s", han[i].cost, han[i].word, han[i].flags, i % 8 == 7 ? "\n" : "");
    printf("};\n\nconst uint32_t al_han_words[AL_HAN_N_SLOTS] = {\n");
    for (size_t i = 0; i < AL_HAN_N_SLOTS; i++)
        printf("%lu,%s", (unsigned long)slots[i], i % 8 == 7 ? "\n" : "");
    printf("};\n\nconst struct al_han_pair al_han_pairs[] = {\n");
    for (size_t i = 0; i < n_pairs; i++)
        print_pair(&pairs[i]);
    printf("};\n\nconst size_t al_han_n_pairs = %zu;\n", n_pairs);
    return fflush(stdout) || ferror(stdout) ? 1 : 0;
}
