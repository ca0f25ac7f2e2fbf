/* Native program of the build: writes the property table of unicode/props.h to stdout.
   usage: maketables SIMPLIFIED.TXT > props_table.c
   Categories, case and compositions come from utf8proc, scripts from the block list below, the Chinese fold
   from the text file. It refuses what the table cannot hold. */
#include "unicode/props.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { N = 0x110000, BLOCK = 128, MAX_ENTRIES = 65535 };

static struct al_props props[N];
static struct al_props entries[MAX_ENTRIES];
static uint16_t stage2[N];
static uint16_t blocks[N / BLOCK];
static size_t n_entries, n_blocks;

static const struct {
    uint32_t first, last;
    enum al_script script;
} ranges[] = {
    {0x0041, 0x024F, AL_SCRIPT_LATIN},    {0x0250, 0x02AF, AL_SCRIPT_LATIN},
    {0x0370, 0x03FF, AL_SCRIPT_GREEK},    {0x0400, 0x052F, AL_SCRIPT_CYRILLIC},
    {0x0530, 0x058F, AL_SCRIPT_ARMENIAN}, {0x0590, 0x05FF, AL_SCRIPT_HEBREW},
    {0x0600, 0x08FF, AL_SCRIPT_ARABIC},   {0x0900, 0x0DFF, AL_SCRIPT_INDIC},
    {0x0E00, 0x0E7F, AL_SCRIPT_THAI},     {0x0E80, 0x0EFF, AL_SCRIPT_LAO},
    {0x0F00, 0x0FFF, AL_SCRIPT_INDIC},    {0x1000, 0x109F, AL_SCRIPT_MYANMAR},
    {0x10A0, 0x10FF, AL_SCRIPT_GEORGIAN}, {0x1100, 0x11FF, AL_SCRIPT_HANGUL},
    {0x1200, 0x139F, AL_SCRIPT_ETHIOPIC}, {0x1780, 0x17FF, AL_SCRIPT_KHMER},
    {0x1C80, 0x1C8F, AL_SCRIPT_CYRILLIC}, {0x1C90, 0x1CBF, AL_SCRIPT_GEORGIAN},
    {0x1D00, 0x1DBF, AL_SCRIPT_LATIN},    {0x1E00, 0x1EFF, AL_SCRIPT_LATIN},
    {0x1F00, 0x1FFF, AL_SCRIPT_GREEK},    {0x2DE0, 0x2DFF, AL_SCRIPT_CYRILLIC},
    {0x2E80, 0x2FDF, AL_SCRIPT_HAN},      {0x3005, 0x3007, AL_SCRIPT_HAN},
    {0x3021, 0x3029, AL_SCRIPT_HAN},      {0x3038, 0x303B, AL_SCRIPT_HAN},
    {0x3041, 0x30FF, AL_SCRIPT_KANA},     {0x3100, 0x312F, AL_SCRIPT_HAN},
    {0x3130, 0x318F, AL_SCRIPT_HANGUL},   {0x31A0, 0x31BF, AL_SCRIPT_HAN},
    {0x31F0, 0x31FF, AL_SCRIPT_KANA},     {0x3400, 0x4DBF, AL_SCRIPT_HAN},
    {0x4E00, 0x9FFF, AL_SCRIPT_HAN},      {0xA640, 0xA69F, AL_SCRIPT_CYRILLIC},
    {0xA720, 0xA7FF, AL_SCRIPT_LATIN},    {0xA960, 0xA97F, AL_SCRIPT_HANGUL},
    {0xAA60, 0xAA7F, AL_SCRIPT_MYANMAR},  {0xAC00, 0xD7FF, AL_SCRIPT_HANGUL},
    {0xF900, 0xFAFF, AL_SCRIPT_HAN},      {0xFB00, 0xFB06, AL_SCRIPT_LATIN},
    {0xFB13, 0xFB17, AL_SCRIPT_ARMENIAN}, {0xFB1D, 0xFB4F, AL_SCRIPT_HEBREW},
    {0xFB50, 0xFDFF, AL_SCRIPT_ARABIC},   {0xFE70, 0xFEFE, AL_SCRIPT_ARABIC},
    {0xFF21, 0xFF5A, AL_SCRIPT_LATIN},    {0xFF66, 0xFF9F, AL_SCRIPT_KANA},
    {0xFFA0, 0xFFDC, AL_SCRIPT_HANGUL},   {0x1B000, 0x1B16F, AL_SCRIPT_KANA},
    {0x20000, 0x3FFFD, AL_SCRIPT_HAN},
};

/* Sentence ends and commas over the scripts of the world, as in Unicode's Sentence_Terminal. */
static const uint32_t stops[] = {'.',    '!',    '?',    0x2026, 0x203C, 0x203D, 0x2047, 0x2048, 0x2049,
                                 0x0589, 0x061F, 0x06D4, 0x0700, 0x0964, 0x0965, 0x104A, 0x104B, 0x1362,
                                 0x1367, 0x1368, 0x17D4, 0x17D5, 0x3002, 0xFE52, 0xFE56, 0xFE57, 0xFF01,
                                 0xFF0E, 0xFF1F, 0xFF61, 0x037E, 0x0F0D, 0};
static const uint32_t commas[] = {',',    ';',    0x3001, 0xFF0C, 0xFF1B, 0xFF64, 0x060C, 0x061B,
                                  0x055D, 0x1363, 0x1364, 0x0387, 0xFE50, 0xFE51, 0xFE54, 0};

static _Noreturn void die(const char *why)
{
    fprintf(stderr, "maketables: %s\n", why);
    exit(1);
}

static uint32_t category_bits(uint32_t cp)
{
    switch (utf8proc_category((utf8proc_int32_t)cp)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT:
        return AL_C_LETTER | AL_C_UPPER;
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
        return AL_C_LETTER;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return AL_C_MARK;
    case UTF8PROC_CATEGORY_ND:
        return AL_C_DIGIT;
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return AL_C_NUMBER;
    case UTF8PROC_CATEGORY_PF:
    case UTF8PROC_CATEGORY_PE:
        return AL_C_PUNCT | AL_C_CLOSE;
    case UTF8PROC_CATEGORY_PC:
    case UTF8PROC_CATEGORY_PD:
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PI:
    case UTF8PROC_CATEGORY_PO:
        return AL_C_PUNCT;
    case UTF8PROC_CATEGORY_SM:
    case UTF8PROC_CATEGORY_SC:
    case UTF8PROC_CATEGORY_SK:
    case UTF8PROC_CATEGORY_SO:
        return AL_C_SYMBOL;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return AL_C_SPACE;
    case UTF8PROC_CATEGORY_CC:
        return (cp >= 9 && cp <= 13) || cp == 0x85 ? AL_C_SPACE : AL_C_CONTROL;
    case UTF8PROC_CATEGORY_CF:
        return AL_C_FORMAT;
    case UTF8PROC_CATEGORY_CO:
        return AL_C_PRIVATE;
    case UTF8PROC_CATEGORY_CS:
        return AL_C_NONCHAR;
    default:
        return (cp & 0xFFFE) == 0xFFFE || (cp >= 0xFDD0 && cp <= 0xFDEF) ? AL_C_NONCHAR : 0;
    }
}

static void mark_all(const uint32_t *list, uint32_t bit)
{
    for (; *list; list++)
        props[*list].bits |= bit;
}

/* Sets AL_C_NFC_SLOW for all that NFC could change or join: no starter, changed by itself, or the last part
   of a canonical composition. */
static void mark_nfc(void)
{
    for (uint32_t cp = 0; cp < N; cp++) {
        if (cp >= 0xD800 && cp <= 0xDFFF)
            continue;
        const utf8proc_property_t *p = utf8proc_get_property((utf8proc_int32_t)cp);
        if (p->combining_class)
            props[cp].bits |= AL_C_NFC_SLOW;
        if (cp >= 0xAC00 && cp <= 0xD7A3)
            continue;
        utf8proc_int32_t parts[32], whole[32];
        int boundary = 0;
        utf8proc_ssize_t n =
            utf8proc_decompose_char((utf8proc_int32_t)cp, parts, 32, UTF8PROC_DECOMPOSE, &boundary);
        if (n <= 0 || n > 32)
            die("a decomposition is longer than expected");
        memcpy(whole, parts, sizeof whole);
        utf8proc_ssize_t m = utf8proc_normalize_utf32(whole, n, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
        if (m != 1 || whole[0] != (utf8proc_int32_t)cp)
            props[cp].bits |= AL_C_NFC_SLOW | AL_C_NFC_JOIN;
        for (utf8proc_ssize_t i = 1; i < n; i++)
            props[parts[i]].bits |= AL_C_NFC_SLOW | AL_C_NFC_JOIN;
    }
    for (uint32_t cp = 0x1160; cp <= 0x11FF; cp++)
        props[cp].bits |= AL_C_NFC_SLOW | AL_C_NFC_JOIN;
}

static void read_simplified(const char *path)
{
    FILE *f = fopen(path, "r");
    if (!f)
        die("cannot open the table of simplified characters");
    char line[256];
    while (fgets(line, sizeof line, f)) {
        unsigned from, to;
        if (line[0] == '#')
            continue;
        if (sscanf(line, "%x %x", &from, &to) != 2 || from >= N || to >= N)
            die("bad line in the table of simplified characters");
        props[from].fold = (int32_t)to - (int32_t)from;
    }
    fclose(f);
}

static void fill(const char *simplified)
{
    for (uint32_t cp = 0; cp < N; cp++) {
        struct al_props *p = &props[cp];
        p->bits = category_bits(cp);
        p->script = AL_SCRIPT_COMMON;
        if (p->bits & AL_C_LETTER)
            p->script = AL_SCRIPT_OTHER;
        if (cp < 0xD800 || cp > 0xDFFF)
            p->fold = utf8proc_tolower((utf8proc_int32_t)cp) - (utf8proc_int32_t)cp;
    }
    for (size_t r = 0; r < sizeof ranges / sizeof *ranges; r++)
        for (uint32_t cp = ranges[r].first; cp <= ranges[r].last; cp++)
            if (props[cp].bits & (AL_C_LETTER | AL_C_MARK | AL_C_NUMBER) || ranges[r].script == AL_SCRIPT_HAN)
                props[cp].script = (uint8_t)ranges[r].script;
    for (uint32_t cp = 0; cp < N; cp++) {
        if (props[cp].script == AL_SCRIPT_HAN || props[cp].script == AL_SCRIPT_KANA)
            props[cp].bits |= AL_C_WIDE;
        if (props[cp].script >= AL_SCRIPT_THAI && props[cp].script <= AL_SCRIPT_MYANMAR)
            props[cp].bits |= AL_C_UNSPACED;
    }
    for (uint32_t cp = 0xFF01; cp <= 0xFF5E; cp++) {
        uint32_t narrow = cp - 0xFEE0;
        if (narrow >= 'A' && narrow <= 'Z')
            narrow += 32;
        props[cp].fold = (int32_t)narrow - (int32_t)cp;
    }
    for (uint32_t cp = 0; cp < N; cp++)
        if (props[cp].bits & AL_C_SPACE)
            props[cp].fold = ' ' - (int32_t)cp;
    mark_all(stops, AL_C_STOP);
    mark_all(commas, AL_C_COMMA);
    props['"'].bits |= AL_C_CLOSE;
    props['\''].bits |= AL_C_CLOSE;
    mark_nfc();
    read_simplified(simplified);
}

static uint16_t entry_of(const struct al_props *p)
{
    for (size_t i = 0; i < n_entries; i++)
        if (entries[i].bits == p->bits && entries[i].fold == p->fold && entries[i].script == p->script)
            return (uint16_t)i;
    if (n_entries == MAX_ENTRIES)
        die("too many different entries");
    entries[n_entries] = *p;
    return (uint16_t)n_entries++;
}

static void compress(void)
{
    for (uint32_t b = 0; b < N / BLOCK; b++) {
        uint16_t block[BLOCK];
        for (uint32_t i = 0; i < BLOCK; i++)
            block[i] = entry_of(&props[b * BLOCK + i]);
        size_t found = 0;
        while (found < n_blocks && memcmp(stage2 + found * BLOCK, block, sizeof block))
            found++;
        if (found == n_blocks)
            memcpy(stage2 + n_blocks++ * BLOCK, block, sizeof block);
        blocks[b] = (uint16_t)found;
    }
}

static void print_u16(const char *name, const uint16_t *v, size_t n)
{
    printf("const uint16_t %s[] = {", name);
    for (size_t i = 0; i < n; i++)
        printf("%s%u,", i % 20 ? "" : "\n", (unsigned)v[i]);
    printf("\n};\n\n");
}

int main(int argc, char **argv)
{
    if (argc != 2)
        die("usage: maketables SIMPLIFIED.TXT");
    fill(argv[1]);
    compress();
    printf("/* Made by src/unicode/tables/maketables.c with utf8proc (Unicode %s). Do not edit. */\n",
           utf8proc_unicode_version());
    printf("#include \"unicode/props.h\"\n\n");
    print_u16("al_props_stage1", blocks, N / BLOCK);
    print_u16("al_props_stage2", stage2, n_blocks * BLOCK);
    uint16_t ascii[128];
    for (uint32_t cp = 0; cp < 128; cp++) {
        if (props[cp].bits > UINT16_MAX)
            die("a class bit of ASCII does not fit");
        ascii[cp] = (uint16_t)props[cp].bits;
    }
    print_u16("al_ascii_class", ascii, 128);
    printf("const struct al_props al_props_entries[] = {\n");
    for (size_t i = 0; i < n_entries; i++)
        printf("{%luu, %ld, %u},\n", (unsigned long)entries[i].bits, (long)entries[i].fold,
               entries[i].script);
    printf("};\n");
    return fflush(stdout) || ferror(stdout) ? 1 : 0;
}
