/* Native program: the charts beside it to C arrays on stdout. Arguments: the folder of the charts. It stops
   at what it cannot represent. */
#include "chart.h"

enum { MAX_LABELS = 512, MAX_ENCODINGS = 128, HOLE = 0xFFFF };

static void put_numbers(const uint32_t *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        printf("%s0x%X,", i % 16 ? "" : "\n    ", v[i]);
    printf("\n};\n\n");
}

/* One index: a line per row of `row` places, `n` places in all. */
static void put_index(const char *name, const char *file, const char *type, size_t row, size_t n)
{
    uint32_t *v = calloc(n + row, sizeof *v);
    char line[MAX_LINE];
    FILE *f = open_chart(file);
    size_t at = 0;
    for (; next_line(f, line); at += row) {
        const char *p = line;
        for (size_t i = at; *p; i++) {
            if (i >= at + row || i >= n)
                fail("row too long", file);
            p = next_place(p, 0, &v[i]);
            if (v[i] > 0xFFFF && strcmp(type, "uint16_t") == 0)
                fail("character beyond 16 bits", file);
        }
    }
    if (at < n || at >= n + row)
        fail("wrong number of rows", file);
    fclose(f);
    printf("const %s %s[] = {", type, name);
    put_numbers(v, n);
    free(v);
}

static void put_ranges(void)
{
    char line[MAX_LINE];
    unsigned n = 0;
    FILE *f = open_chart("gb18030-ranges.txt");
    printf("const struct al_gb18030_range al_gb18030_ranges[] = {\n");
    for (; next_line(f, line); n++) {
        unsigned pointer, cp;
        if (sscanf(line, "%u %x", &pointer, &cp) != 2)
            fail("no range", line);
        printf("    {%u, 0x%X},\n", pointer, cp);
    }
    fclose(f);
    printf("};\nconst unsigned al_n_gb18030_ranges = %u;\n\n", n);
}

/* What is known of each encoding until all is printed. */
static struct {
    char name[32], kind[24], iconv_name[24];
    int map; /* number of its map, -1 without */
} encodings[MAX_ENCODINGS];
static int n_encodings, n_maps;

static struct label {
    char text[40];
    int encoding;
} labels[MAX_LABELS];
static int n_labels;

static int add_encoding(const char *name, const char *kind, const char *iconv_name, int map)
{
    if (n_encodings == MAX_ENCODINGS)
        fail("too many encodings", name);
    snprintf(encodings[n_encodings].name, sizeof encodings->name, "%s", name);
    snprintf(encodings[n_encodings].kind, sizeof encodings->kind, "%s", kind);
    snprintf(encodings[n_encodings].iconv_name, sizeof encodings->iconv_name, "%s", iconv_name);
    encodings[n_encodings].map = map;
    return n_encodings++;
}

static int find_encoding(const char *name)
{
    for (int i = 0; i < n_encodings; i++)
        if (strcmp(encodings[i].name, name) == 0)
            return i;
    return -1;
}

static void add_label(const char *text, int encoding)
{
    if (n_labels == MAX_LABELS || strlen(text) >= sizeof labels->text)
        fail("too many labels, or too long", text);
    strcpy(labels[n_labels].text, text);
    labels[n_labels++].encoding = encoding;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(((const struct label *)a)->text, ((const struct label *)b)->text);
}

static void put_labels(const char *name)
{
    qsort(labels, (size_t)n_labels, sizeof *labels, by_text);
    printf("const struct al_encoding_label al_%s_labels[] = {\n", name);
    for (int i = 0; i < n_labels; i++)
        printf("    {\"%s\", %d},\n", labels[i].text, labels[i].encoding);
    printf("};\nconst unsigned al_n_%s_labels = %d;\n\n", name, n_labels);
    n_labels = 0;
}

/* Reads "name places" lines of single-byte maps and prints the maps. */
static void put_maps(const char *file)
{
    char line[MAX_LINE];
    FILE *f = open_chart(file);
    while (next_line(f, line) && line[0] != '=') {
        char *space = strchr(line, ' ');
        if (!space)
            fail("no map", line);
        *space = '\0';
        uint32_t v[256];
        size_t n = 0;
        for (const char *p = space + 1; *p; n++) {
            if (n == 256)
                fail("map too long", line);
            p = next_place(p, HOLE, &v[n]);
        }
        if (n != 128 && n != 256)
            fail("map of a wrong length", line);
        printf("static const uint16_t map%d[] = { /* %s */", n_maps, line);
        put_numbers(v, n);
        add_encoding(line, n == 128 ? "SINGLE" : "PAGE", "-", n_maps++);
    }
    fclose(f);
}

static void read_standard_labels(void)
{
    static const char *const kinds[][2] = {{"utf-8", "UTF8"},
                                           {"utf-16le", "UTF16LE"},
                                           {"utf-16be", "UTF16BE"},
                                           {"gbk", "GB18030"},
                                           {"gb18030", "GB18030"},
                                           {"big5", "BIG5"},
                                           {"euc-jp", "EUC_JP"},
                                           {"shift_jis", "SHIFT_JIS"},
                                           {"euc-kr", "EUC_KR"},
                                           {"iso-2022-jp", "ISO_2022_JP"},
                                           {"replacement", "REPLACEMENT"},
                                           {"x-user-defined", "USER_DEFINED"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        add_encoding(kinds[i][0], kinds[i][1], "-", -1);
    char line[MAX_LINE];
    FILE *f = open_chart("labels.txt");
    while (next_line(f, line)) {
        char *word = strtok(line, " ");
        int encoding = find_encoding(word);
        if (encoding < 0)
            fail("label of an unknown encoding", word);
        for (; word; word = strtok(NULL, " "))
            add_label(word, encoding);
    }
    fclose(f);
}

/* The rest of a line that strtok has begun: an encoding and labels of it, its own name among them. */
static void add_labels(void)
{
    char *word = strtok(NULL, " ");
    int encoding = word ? find_encoding(word) : -1;
    if (encoding < 0)
        fail("label of an unknown encoding", word ? word : "");
    for (; word; word = strtok(NULL, " "))
        add_label(word, encoding);
}

static void read_codepage_labels(void)
{
    char line[MAX_LINE];
    FILE *f = open_chart("codepages.txt");
    while (next_line(f, line)) {
        if (line[0] != '=')
            continue;
        strtok(line, " ");
        add_labels();
    }
    fclose(f);
}

static void read_further(void)
{
    char line[MAX_LINE];
    FILE *f = open_chart("further.txt");
    while (next_line(f, line)) {
        char *name = strtok(line, " ");
        if (strcmp(name, "=") == 0) {
            add_labels();
            continue;
        }
        char *kind = strtok(NULL, " "), *iconv_name = strtok(NULL, " ");
        if (!iconv_name)
            fail("incomplete", line);
        int encoding = add_encoding(name, kind, iconv_name, -1);
        add_label(name, encoding);
        for (char *word; (word = strtok(NULL, " "));)
            add_label(word, encoding);
    }
    fclose(f);
}

static void put_encodings(int n_standard)
{
    printf("const struct al_encoding al_encodings[] = {\n");
    for (int i = 0; i < n_encodings; i++) {
        printf("    {\"%s\", AL_ENC_%s, ", encodings[i].name, encodings[i].kind);
        if (encodings[i].map >= 0)
            printf("map%d, NULL},\n", encodings[i].map);
        else if (strcmp(encodings[i].iconv_name, "-") != 0)
            printf("NULL, \"%s\"},\n", encodings[i].iconv_name);
        else
            printf("NULL, NULL},\n");
    }
    printf("};\nconst unsigned al_n_encodings = %d, al_n_standard_encodings = %d;\n", n_encodings,
           n_standard);
}

int main(int argc, char **argv)
{
    if (argc != 2)
        fail("usage", "makecharsets FOLDER");
    folder = argv[1];
    printf(
        "/* Made by makecharsets.c. */\n#include \"decode/charset_encoding.h\"\n\n#include <stddef.h>\n\n");
    put_index("al_jis0208", "jis0208.txt", "uint16_t", 94, 11104);
    put_index("al_jis0212", "jis0212.txt", "uint16_t", 94, 7211);
    put_index("al_euc_kr", "euc-kr.txt", "uint16_t", 190, 23750);
    put_index("al_gb18030", "gb18030.txt", "uint16_t", 190, 23940);
    put_index("al_big5", "big5.txt", "uint32_t", 157, 19782);
    put_ranges();
    put_maps("single-byte.txt");
    read_standard_labels();
    int n_standard = n_encodings;
    put_labels("standard");
    put_maps("codepages.txt");
    read_codepage_labels();
    read_further();
    put_labels("further");
    put_encodings(n_standard);
    return 0;
}
