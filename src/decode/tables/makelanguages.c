/* Native program: languages.txt, frequency.txt and the single-byte charts to the C arrays of
   charset_language.h on stdout. Argument: the folder of the charts. */
#include "chart.h"

#include <math.h>
#include <stdbool.h>
#include <utf8proc.h>

enum {
    HOLE = 0xFFFF,
    MAX_PAGES = 96,
    MAX_LANGUAGES = 64,
    MAX_CANDIDATES = 320,
    MAX_LETTERS = 120,
    STEP = 6,
    MIDDLE = 45
};
enum { BOUNDARY, ASCII, FOREIGN, FIRST }; /* as in train_languages.py */
enum { NO_LETTER, LOWER, UPPER, CASELESS, SYMBOL, OPENER, CLOSER, JOINER, APOSTROPHE };

static struct {
    char name[32];
    uint32_t chars[256];
    int used, is_ebcdic;
} pages[MAX_PAGES];
static int n_pages;

static struct {
    char name[16];
    uint32_t letters[MAX_LETTERS];
    int n_letters, is_latin, apostrophe;
} languages[MAX_LANGUAGES];
static int n_languages;

static struct {
    int page, language, prior;
} candidates[MAX_CANDIDATES];
static int n_candidates;

static void read_pages(const char *file)
{
    char line[MAX_LINE];
    FILE *f = open_chart(file);
    while (next_line(f, line) && line[0] != '=') {
        char *space = strchr(line, ' ');
        uint32_t v[256];
        int n = 0;
        *space = '\0';
        for (const char *p = space + 1; *p; n++)
            p = next_place(p, HOLE, &v[n]);
        if (n_pages == MAX_PAGES)
            fail("too many code pages", line);
        snprintf(pages[n_pages].name, sizeof pages->name, "%.31s", line);
        for (uint32_t b = 0; b < 256; b++)
            pages[n_pages].chars[b] = n == 256 ? v[b] : b < 128 ? b : v[b - 128];
        pages[n_pages].is_ebcdic = pages[n_pages].chars[0x40] == ' ';
        n_pages++;
    }
    fclose(f);
}

static int find_page(const char *name)
{
    for (int i = 0; i < n_pages; i++)
        if (strcmp(pages[i].name, name) == 0)
            return i;
    fail("unknown code page", name);
    return -1;
}

static int is_letter(uint32_t c)
{
    utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
    return (k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO) || k == UTF8PROC_CATEGORY_MN;
}

static uint32_t lower_of(uint32_t c, const char *language)
{
    if (strcmp(language, "tr") == 0 && (c == 'I' || c == 0x130))
        return c == 'I' ? 0x131 : 'i';
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

static int class_of(int language, uint32_t c)
{
    uint32_t low = lower_of(c, languages[language].name);
    for (int i = 0; i < languages[language].n_letters; i++)
        if (languages[language].letters[i] == low)
            return FIRST + i;
    if (c < 128)
        return is_letter(c) ? ASCII : BOUNDARY;
    return c != HOLE && c != 0xAA && c != 0xBA && is_letter(c) ? FOREIGN : BOUNDARY;
}

static bool is_among(uint32_t c, const char *chars)
{
    for (uint32_t u; *chars;) {
        chars = next_place(chars, 0, &u);
        if (u == c)
            return true;
    }
    return false;
}

/* How a character stands beside letters; the kinds of charset_language.h. */
static int kind_of(uint32_t c)
{
    if (c == HOLE)
        return SYMBOL;
    if (is_letter(c) && c != 0xAA && c != 0xBA)
        return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LU   ? UPPER
               : utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LL ? LOWER
                                                                                : CASELESS;
    if (c <= 0xA0)
        return c < 0x80 || c == 0xA0 ? NO_LETTER : SYMBOL;
    if (c == 0x2019)
        return APOSTROPHE;
    return is_among(c, "\u201C\u201E\u201A\u00AB\u00BB\u00BF\u00A1\u2039\u2018")         ? OPENER
           : is_among(c, "\u201D\u2026\u2122\u00AE\u00BA\u00AA\u00B0\u00B2\u00B3\u203A") ? CLOSER
           : is_among(c, "\u2013\u2014\u00AD\u00B7")                                     ? JOINER
                                                                                         : SYMBOL;
}

/* The cost of a character among all that stand between words, in nats: by what is usual in articles. */
static double emission(uint32_t c)
{
    static const struct {
        const char *chars;
        double nats;
    } usual[] = {
        {"\u2019\u201C\u201D\u2013", 3.5},
        {"\u2014\u2018\u00AB\u00BB\u201E\u2026\u20AC\u2116\u00A3\u00A0", 4.5},
        {"\u2022\u00B7\u00B0\u00A9\u00AE\u2122\u00A3\u00A7\u00BF\u00A1\u00B4", 6},
        {"\u00AD\u201A\u2039\u203A\u00BA\u00AA\u00BD\u00BC\u00BE\u00B2\u00B3\u00D7\u00B1\u00B5\u00B6\u00A8"
         "\u060C\u061B\u061F",
         7.5},
        {"\u00A2\u00A5\u00A6\u00AC\u00AF\u00B8\u00B9\u00F7\u2020\u2021\u2030\u0192\u02C6\u02DC", 9.5}};
    if (c == HOLE)
        return 14;
    if (c < 128)
        return 0;
    if (c < 0xA0)
        return 13;
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (is_among(c, usual[i].chars))
            return usual[i].nats;
    return c >= 0x2200 ? 11.5 : 10.5;
}

static void put_bytes(const int *v)
{
    for (int b = 0; b < 256; b++)
        printf("%s%d,", b % 32 ? "" : "\n    ", v[b]);
    printf("\n};\n");
}

static bool is_greek(uint32_t c)
{
    return c >= 0x370 && c < 0x400;
}

/* What a code page says of its bytes whatever the language. */
static void put_page(int page)
{
    int v[256], n_greek = 0;
    for (int b = 0; b < 256; b++)
        n_greek += is_greek(pages[page].chars[b]);
    for (int b = 0; b < 256; b++) {
        uint32_t c = pages[page].chars[b];
        /* A few Greek letters are signs of physics, not letters of words. */
        bool is_sign = n_greek < 24 && is_greek(c);
        double nats = is_sign ? 5 : c != HOLE && is_letter(c) && c != 0xAA && c != 0xBA ? 0 : emission(c);
        v[b] = (int)lround(nats * STEP);
    }
    printf("static const uint8_t emission%d[256] = { /* %s */", page, pages[page].name);
    put_bytes(v);
    for (int b = 0; b < 256; b++)
        v[b] = kind_of(pages[page].chars[b]);
    printf("static const uint8_t kinds%d[256] = {", page);
    put_bytes(v);
}

static void add_candidates(int language, char *words, double prior)
{
    double place = 0; /* pages are named in the order of how usual they are */
    for (char *word = strtok(words, " "); word; word = strtok(NULL, " "), place += 1.0) {
        int page = find_page(word);
        if (n_candidates == MAX_CANDIDATES)
            fail("too many candidates", word);
        candidates[n_candidates].page = page;
        candidates[n_candidates].language = language;
        double rare = strncmp(word, "ibm", 3) == 0                     ? 1.5
                      : strncmp(word, "mac", 3) == 0 || word[0] == 'x' ? 1
                                                                       : 0;
        candidates[n_candidates++].prior = (int)lround((prior + rare + (place > 3 ? 3 : place)) * STEP);
        pages[page].used = 1;
    }
}

/* The classes whose cost is relative to the mean of languages. */
static bool is_base(int class)
{
    return class == BOUNDARY || (class >= FIRST && class < FIRST + 26);
}

/* One language: its head, its letters, and its rows, which are printed at once. */
static void read_language(FILE *f, char *head)
{
    char line[MAX_LINE], name[16], *words = head + 2;
    double prior;
    int used, n = n_languages++;
    if (n == MAX_LANGUAGES || sscanf(words, "%15s %lf %n", name, &prior, &used) != 2 || !next_line(f, line))
        fail("no language", head);
    snprintf(languages[n].name, sizeof languages->name, "%s", name);
    for (const char *p = line; *p; languages[n].n_letters++)
        p = next_place(p, 0, &languages[n].letters[languages[n].n_letters]);
    languages[n].is_latin = line[0] == 'a';
    languages[n].apostrophe = strstr(" en fr it ca ga cy mt nl uk be eu ", name) ? 0 : 4 * STEP;
    add_candidates(n, words + used, prior);
    int classes = FIRST + languages[n].n_letters;
    printf("static const int8_t costs%d[] = { /* %s */", n, name);
    for (int a = 0; a < classes; a++) {
        if (!next_line(f, line) || strlen(line) != (size_t)classes)
            fail("row of a wrong length", name);
        printf("\n    ");
        for (int b = 0; b < classes; b++) {
            int cost = line[b] < '\\' ? line[b] - '#' : line[b] - '#' - 1;
            bool is_relative = languages[n].is_latin && a != ASCII && is_base(b);
            printf("%d,", is_relative ? cost - MIDDLE : cost);
        }
    }
    printf("\n};\n");
}

static void put_candidates(void)
{
    for (int i = 0; i < n_candidates; i++) {
        int v[256];
        for (int b = 0; b < 256; b++)
            v[b] = class_of(candidates[i].language, pages[candidates[i].page].chars[b]);
        printf("static const uint8_t classes%d[256] = {", i);
        put_bytes(v);
    }
    printf("const struct al_reading al_readings[] = {\n");
    for (int i = 0; i < n_candidates; i++) {
        int l = candidates[i].language, p = candidates[i].page;
        printf("    {\"%s\", \"%s\", costs%d, classes%d, emission%d, kinds%d, %d, %d, %d, %d, %d},\n",
               pages[p].name, languages[l].name, l, i, p, p, FIRST + languages[l].n_letters,
               candidates[i].prior, languages[l].apostrophe, languages[l].is_latin, pages[p].is_ebcdic);
    }
    printf("};\nconst unsigned al_n_readings = %d;\n\n", n_candidates);
}

/* The costs of characters in four languages, four bits each. */
static void put_frequency(void)
{
    static const char *const names[] = {"zh-hans", "zh-hant", "ja", "ko"};
    static uint16_t packed[0x10000];
    memset(packed, 0xFF, sizeof packed);
    char line[MAX_LINE];
    int at = -1;
    FILE *f = open_chart("frequency.txt");
    while (next_line(f, line)) {
        if (line[0] == '=') {
            if (++at == 4 || strcmp(line + 2, names[at]) != 0)
                fail("unexpected language", line);
            continue;
        }
        char *rest;
        double nats = (double)strtol(line, &rest, 10) / 4;
        int level = (int)lround((nats - 2.5) / 0.85);
        level = level < 0 ? 0 : level > 14 ? 14 : level;
        for (const char *p = rest + 1; *p;) {
            uint32_t c;
            p = next_place(p, 0, &c);
            if (c < 0x10000)
                packed[c] = (uint16_t)((packed[c] & ~(15u << 4 * at)) | (unsigned)level << 4 * at);
        }
    }
    fclose(f);
    printf("const uint16_t al_frequency[] = {");
    for (int c = 0x2000; c < 0x10000; c++)
        printf("%s0x%X,", c % 32 ? "" : "\n    ", packed[c]);
    printf("\n};\n");
}

int main(int argc, char **argv)
{
    if (argc != 2)
        fail("usage", "makelanguages FOLDER");
    folder = argv[1];
    printf("/* Made by makelanguages.c. */\n#include \"decode/charset_language.h\"\n\n");
    read_pages("single-byte.txt");
    read_pages("codepages.txt");
    char line[MAX_LINE];
    FILE *f = open_chart("languages.txt");
    while (next_line(f, line))
        read_language(f, line);
    fclose(f);
    for (int i = 0; i < n_pages; i++)
        if (pages[i].used)
            put_page(i);
    put_candidates();
    put_frequency();
    return 0;
}
