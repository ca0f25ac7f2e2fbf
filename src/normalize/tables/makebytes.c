/* Native program of the build: writes the tables behind normalize/bytes.h to stdout.
   usage: makebytes > bytes_table.c
   Charsets come from iconv, general categories from utf8proc. The lists of symbols say in which company a
   character is odd; they follow the categories of ftfy's badness heuristic (Apache-2.0). */
#include "normalize/bytes.h"

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* In the order of enum al_bytes_charset. */
static const struct {
    const char *name;
    int fill_holes; /* windows charsets: an unused byte is the C1 control, as browsers have it */
} charsets[AL_N_BYTES] = {
    {"LATIN1", 0}, {"CP1252", 1}, {"CP1251", 1},     {"CP1250", 1},    {"CP1253", 1},
    {"CP1254", 1}, {"CP1257", 1}, {"ISO-8859-2", 0}, {"MACINTOSH", 0}, {"CP437", 0},
};

static const struct {
    uint32_t bit;
    const char *members;
} symbols[] = {
    {AL_B_COMMON, "\u00a0\u00ad·´–—―…’"},
    {AL_B_BAD, "¦¤¨¬¯¸ƒˆˇ˘˛˜†‡‰⌐◊ªº"},
    {AL_B_LAW, "¶§"},
    {AL_B_CURRENCY, "¢£¥₧€"},
    {AL_B_START, "¡«¿©΄΅‘‚“„•‹"},
    {AL_B_END, "®»˝”›™"},
    {AL_B_NUMERIC, "²³¹±¼½¾×µ÷⁄∂∆∏∑√∞∩∫≈≠≡≤≥№"},
    {AL_B_BOX, "│┌┐┘├┤┬┼═║╒╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡╢╣╤╥╦╧╨╩╪╫╬▀▄█▌▐░▒▓"},
    {AL_B_KAOMOJI, "ÒÓÔÕÖÙÚÛÜòóôõöøùúûüŐŌŪŲ°"},
    /* First and second characters of the sequences that badness.c lists one by one. */
    {AL_B_FIRST, "ÂÃÎÐ×ØÙà√≈‚вВГРСβΒΓΞΟāŒœ"},
    {AL_B_SECOND, "€œŠš¢£Ÿž\u00a0\u00ad®©°·»¡«¿΄΅‘‚“„•‹˝”›™–—´²³µ¹¼½¾±∂†≠≤≥¥øÄâóàä°êЂўπ∫Ά…’ΰ"},
};

static uint16_t decode[AL_N_BYTES][128];
static uint32_t classes[AL_BYTES_LIMIT];

static _Noreturn void die(const char *why)
{
    fprintf(stderr, "makebytes: %s\n", why);
    exit(1);
}

static void read_charset(int k)
{
    iconv_t cd = iconv_open("UCS-4LE", charsets[k].name);
    if (cd == (iconv_t)-1)
        die("iconv lacks a charset");
    for (int i = 0; i < 128; i++) {
        char in[1] = {(char)(128 + i)};
        unsigned char out[4];
        char *ip = in, *op = (char *)out;
        size_t in_left = 1, out_left = 4;
        iconv(cd, NULL, NULL, NULL, NULL);
        if (iconv(cd, &ip, &in_left, &op, &out_left) == 0 && out_left == 0)
            decode[k][i] = (uint16_t)(out[0] | out[1] << 8);
        else if (charsets[k].fill_holes)
            decode[k][i] = (uint16_t)(128 + i);
        else
            die("a charset has holes");
    }
    iconv_close(cd);
    /* Apple's table of today; C libraries differ in these. */
    if (k == AL_BYTES_MACINTOSH) {
        decode[k][0x3D] = 0x03A9;
        decode[k][0x46] = 0x2206;
        decode[k][0x5B] = 0x20AC;
        decode[k][0x70] = 0xF8FF;
    }
}

static int is_in(uint32_t cp, const char *first, const char *last)
{
    utf8proc_int32_t a, b;
    utf8proc_iterate((const utf8proc_uint8_t *)first, -1, &a);
    utf8proc_iterate((const utf8proc_uint8_t *)last, -1, &b);
    return cp >= (uint32_t)a && cp <= (uint32_t)b;
}

static uint32_t letter_class(uint32_t cp)
{
    utf8proc_category_t g = utf8proc_category((utf8proc_int32_t)cp);
    int upper = g == UTF8PROC_CATEGORY_LU, lower = g == UTF8PROC_CATEGORY_LL;
    if (!upper && !lower)
        return 0;
    if (cp >= 0x370) {
        if (cp == 0x490 || cp == 0x491)
            return upper ? AL_B_UPPER_ACCENTED : AL_B_LOWER_ACCENTED;
        return cp > 0x45F ? 0 : upper ? AL_B_UPPER_COMMON : AL_B_LOWER_COMMON;
    }
    if (cp == 0xDE)
        return AL_B_UPPER_COMMON;
    if (cp > 0x17F || is_in(cp, "Ò", "Ö") || is_in(cp, "Ù", "Û") || is_in(cp, "ò", "û") || cp == 0xFD ||
        cp == 0xFE || cp == 0xFF || cp == 0x131 || cp == 0x138 || cp == 0x149 || cp == 0x150 || cp == 0x14C ||
        cp == 0x16A || cp == 0x172)
        return 0;
    return upper ? AL_B_UPPER_ACCENTED : AL_B_LOWER_ACCENTED;
}

static void fill_classes(void)
{
    for (uint32_t cp = 0; cp < AL_BYTES_LIMIT; cp++) {
        utf8proc_category_t g = utf8proc_category((utf8proc_int32_t)cp);
        if ((g >= UTF8PROC_CATEGORY_LU && g <= UTF8PROC_CATEGORY_LO) || g == UTF8PROC_CATEGORY_ND ||
            cp == '_')
            classes[cp] |= AL_B_WORD;
        if (g == UTF8PROC_CATEGORY_ZS || (cp >= 9 && cp <= 13))
            classes[cp] |= AL_B_SPACE;
        if (cp >= 0x80 && cp <= 0x9F)
            classes[cp] |= AL_B_C1;
        if (cp >= 'a' && cp <= 'z')
            classes[cp] |= AL_B_LOWER;
        if (cp >= 'A' && cp <= 'Z')
            classes[cp] |= AL_B_UPPER;
        if (cp >= 0x80)
            classes[cp] |= letter_class(cp);
    }
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
        const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)symbols[i].members;
        while (*p) {
            utf8proc_int32_t cp;
            p += utf8proc_iterate(p, -1, &cp);
            if (cp >= AL_BYTES_LIMIT)
                die("a symbol is beyond the table");
            uint32_t keep = AL_B_WORD | AL_B_SPACE | AL_B_KAOMOJI | AL_B_FIRST | AL_B_SECOND;
            if (symbols[i].bit < AL_B_KAOMOJI)
                classes[cp] &= keep;
            classes[cp] |= symbols[i].bit;
        }
    }
    classes[0xDC] |= AL_B_UPPER_ACCENTED;
    classes[0xFC] |= AL_B_LOWER_ACCENTED;
}

/* What part of a UTF-8 sequence a character is when it was a byte of a charset of the web. */
static void fill_parts(void)
{
    for (int k = 0; k <= AL_BYTES_8859_2; k++)
        for (int i = 0; i < 128; i++) {
            uint32_t cp = decode[k][i], byte = (uint32_t)i + 128;
            if (cp >= AL_BYTES_LIMIT)
                continue;
            if (byte < 0xC0)
                classes[cp] |= AL_B_CONT;
            else if (byte >= 0xC2 && byte <= 0xDF)
                classes[cp] |= AL_B_LEAD2;
            else if (byte >= 0xE0 && byte <= 0xEF)
                classes[cp] |= AL_B_LEAD3;
            else if (byte == 0xF0 || byte == 0xF3)
                classes[cp] |= AL_B_LEAD4;
        }
    classes[' '] |= AL_B_CONT;
}

static int compare(const void *a, const void *b)
{
    return (int)*(const uint16_t *)a - (int)*(const uint16_t *)b;
}

static void print_encode(void)
{
    uint16_t all[AL_N_BYTES * 128];
    memcpy(all, decode, sizeof all);
    qsort(all, AL_N_BYTES * 128, sizeof *all, compare);
    static uint16_t row_of[AL_BYTES_LIMIT];
    size_t n = 0;
    printf("const struct al_bytes_row al_bytes_rows[] = {\n");
    for (size_t i = 0; i < AL_N_BYTES * 128; i++) {
        if (i && all[i] == all[i - 1])
            continue;
        printf("{%u, {", (unsigned)all[i]);
        for (int k = 0; k < AL_N_BYTES; k++) {
            unsigned byte = 0;
            for (unsigned j = 0; j < 128 && !byte; j++)
                if (decode[k][j] == all[i])
                    byte = 128 + j;
            printf("%u,", byte);
        }
        printf("}},\n");
        n++;
        if (all[i] < AL_BYTES_LIMIT)
            row_of[all[i]] = (uint16_t)n;
    }
    printf("};\nconst size_t al_bytes_n_rows = %zu;\n\nconst uint16_t al_bytes_row_of[] = {", n);
    for (uint32_t cp = 0; cp < AL_BYTES_LIMIT; cp++)
        printf("%s%u,", cp % 16 ? "" : "\n", row_of[cp]);
    printf("\n};\n\n");
}

int main(void)
{
    for (int k = 0; k < AL_N_BYTES; k++)
        read_charset(k);
    fill_classes();
    fill_parts();
    printf(
        "/* Made by src/normalize/tables/makebytes.c. Do not edit. */\n#include \"normalize/bytes.h\"\n\n");
    printf("const uint16_t al_bytes_1252[128] = {");
    for (int i = 0; i < 128; i++)
        printf("%s%u,", i % 16 ? "" : "\n", (unsigned)decode[AL_BYTES_1252][i]);
    printf("\n};\n\n");
    print_encode();
    printf("const uint32_t al_bytes_class[] = {");
    for (uint32_t cp = 0; cp < AL_BYTES_LIMIT; cp++)
        printf("%s%lu,", cp % 16 ? "" : "\n", (unsigned long)classes[cp]);
    printf("\n};\n");
    return fflush(stdout) || ferror(stdout) ? 1 : 0;
}
