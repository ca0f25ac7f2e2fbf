/* Shows what the decoder makes of files.
 *
 *   al-charset FILE...             encoding, what decided, confidence
 *   al-charset -d NAME FILE        the text of the file, decoded as NAME, on stdout
 *   al-charset -m FILE             the text as the stage decode reads it, mixed runs and all
 *   al-charset -p FILE            what the file declares and where, windows-1252 when nothing
 *   al-charset -l LABEL           the name of the encoding that a label stands for
 *   al-charset -s [BYTES] < LIST   LIST holds "FILE TAB LABEL|LABEL..." lines; adds a column: 1 when the text
 * is that of one of the labels. BYTES: only so many from the first non-ASCII byte on. al-charset -b [TIMES]
 * FILE...  speed of detection over the files, MB per second of CPU time
 */
#include "decode/charset.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static struct al_str read_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) {
        perror(path);
        exit(2);
    }
    size_t n = 0, cap = 1 << 16;
    char *p = malloc(cap);
    for (size_t got; (got = fread(p + n, 1, cap - n, f)) > 0; n += got)
        if (n + got == cap)
            p = realloc(p, cap *= 2);
    fclose(f);
    return al_str(p, n);
}

static struct al_str window(struct al_str raw, size_t bytes)
{
    size_t i = 0;
    while (i < raw.n && (unsigned char)raw.p[i] < 0x80)
        i++;
    raw = al_str(raw.p + i, raw.n - i);
    return al_str(raw.p, raw.n < bytes ? raw.n : bytes);
}

/* The text in `name` without U+FEFF and U+FFFD. */
static struct al_str text_of(struct al_arena *arena, const char *name, struct al_str raw)
{
    struct al_decoded d;
    if (al_charset_decode(arena, name, raw, &d))
        exit(2);
    char *out = al_arena_alloc(arena, d.text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < d.text.n;) {
        struct al_str rest = al_str(d.text.p + i, d.text.n - i);
        if (al_str_starts(rest, AL_STR("\xEF\xBB\xBF")) || al_str_starts(rest, AL_STR("\xEF\xBF\xBD"))) {
            i += 3;
            continue;
        }
        out[n++] = d.text.p[i++];
    }
    return al_str(out, n);
}

/* The encoding a label of the list means: a byte order mark tells which UTF-16 or UTF-32 it is. */
static const char *expected_name(const char *label, struct al_str raw)
{
    bool utf16 = strcmp(label, "utf-16") == 0, utf32 = strcmp(label, "utf-32") == 0;
    if (utf16 && al_str_starts(raw, AL_STR("\xFE\xFF")))
        return "utf-16be";
    if (utf32 && al_str_starts(raw, al_str("\0\0\xFE\xFF", 4)))
        return "utf-32be";
    const struct al_encoding *e = al_encoding_by_further_label(al_str_z(label));
    return e ? e->name : NULL;
}

static int is_right(const char *guess, char *labels, struct al_str raw)
{
    int right = 0;
    for (char *label = strtok(labels, "|"); label && !right; label = strtok(NULL, "|")) {
        const char *name = expected_name(label, raw);
        if (!name) {
            fprintf(stderr, "al-charset: unknown label %s\n", label);
            continue;
        }
        struct al_arena arena;
        al_arena_init(&arena, 0);
        right = al_str_eq(text_of(&arena, guess, raw), text_of(&arena, name, raw));
        al_arena_clear(&arena);
    }
    return right;
}

static void score(size_t bytes)
{
    char line[8192];
    while (fgets(line, sizeof line, stdin)) {
        char *path = strtok(line, "\t"), *labels = strtok(NULL, "\n");
        struct al_str whole = read_file(path);
        struct al_str raw = bytes ? window(whole, bytes) : whole;
        struct al_charset_guess g = al_charset_detect(raw, NULL, NULL);
        printf("%s\t%s\t%s\t%s\t%.2f\t", path, labels, g.name, g.by, (double)g.confidence);
        printf("%d\n", raw.n ? is_right(g.name, labels, raw) : -1);
        free((void *)(uintptr_t)whole.p);
    }
}

static int decode(const char *name, const char *path)
{
    struct al_str raw = read_file(path);
    struct al_charset_guess g = al_charset_detect(raw, name, NULL);
    struct al_arena arena;
    struct al_decoded d;
    al_arena_init(&arena, 0);
    if (name ? al_charset_decode(&arena, g.name, raw, &d) : al_charset_decode_mixed(&arena, g.name, raw, &d))
        return 2;
    fwrite(d.text.p, 1, d.text.n, stdout);
    fprintf(stderr, "%s: %u replaced, %u runs in another encoding\n", g.name, d.n_replaced, d.n_mixed_runs);
    al_arena_clear(&arena);
    free((void *)(uintptr_t)raw.p);
    return 0;
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void bench(int times, char **paths, int n)
{
    struct al_str *files = calloc((size_t)n, sizeof *files);
    double bytes = 0;
    for (int i = 0; i < n; i++)
        files[i] = read_file(paths[i]);
    double start = seconds();
    for (int k = 0; k < times; k++)
        for (int i = 0; i < n; i++) {
            struct al_charset_guess g = al_charset_detect(files[i], NULL, NULL);
            bytes += g.name ? (double)files[i].n : 0;
        }
    double spent = seconds() - start;
    printf("%.1f MB/s, %.1f us a file\n", bytes / spent / 1e6, spent * 1e6 / times / n);
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "-d") == 0)
        return decode(argv[2], argv[3]);
    if (argc == 3 && strcmp(argv[1], "-l") == 0) {
        const char *name = al_charset_label(al_str_z(argv[2]));
        puts(name ? name : "");
        return 0;
    }
    if (argc == 3 && strcmp(argv[1], "-p") == 0) {
        struct al_str raw = read_file(argv[2]);
        const char *by = "none", *name = al_charset_prescan(raw, &by);
        printf("%s\t%s\n", name ? name : "windows-1252", by);
        free((void *)(uintptr_t)raw.p);
        return 0;
    }
    if (argc == 3 && strcmp(argv[1], "-m") == 0)
        return decode(NULL, argv[2]);
    if (argc >= 2 && strcmp(argv[1], "-s") == 0) {
        score(argc > 2 ? strtoul(argv[2], NULL, 10) : 0);
        return 0;
    }
    if (argc > 3 && strcmp(argv[1], "-b") == 0) {
        bench(atoi(argv[2]), argv + 3, argc - 3);
        return 0;
    }
    for (int i = 1; i < argc; i++) {
        struct al_str raw = read_file(argv[i]);
        struct al_charset_guess g = al_charset_detect(raw, NULL, NULL);
        printf("%s\t%s\t%s\t%.2f\n", argv[i], g.name, g.by, (double)g.confidence);
        free((void *)(uintptr_t)raw.p);
    }
    return 0;
}
