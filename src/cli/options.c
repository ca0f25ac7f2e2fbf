#include "options.h"

#include "message.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void settings_init(struct settings *s)
{
    *s = (struct settings){.jobs = 1, .fail_below = -1, .near = -1, .stdin_name = "-"};
    articlean_options_init(&s->lib);
}

const char *option_values(const struct option_row *row)
{
    static char classes[512];
    if (!row->values || *row->values != '@')
        return row->values;
    if (!*classes)
        for (int c = ARTICLEAN_CLASS_NONE + 1; c < ARTICLEAN_N_CLASSES; c++) {
            strcat(classes, c > 1 ? "," : "");
            strcat(classes, articlean_class_name((enum articlean_class)c));
        }
    return classes;
}

/* Returns the index of the word of n bytes in a list separated by commas, -1 when it is not there. */
static int find_word(const char *words, const char *word, size_t n)
{
    for (int i = 0; words; i++) {
        size_t len = strcspn(words, ",");
        if (len == n && !memcmp(words, word, n))
            return i;
        words = words[len] ? words + len + 1 : NULL;
    }
    return -1;
}

static char *bad_word(const struct option_row *row, const char *word, size_t n)
{
    return format_string("--%s does not know '%.*s'; use one of %s", row->name, (int)n, word,
                         option_values(row));
}

static char *set_choice(int *to, const struct option_row *row, const char *argument)
{
    int i = argument ? find_word(row->values, argument, strlen(argument)) : 0;
    if (i < 0)
        return bad_word(row, argument, strlen(argument));
    *to = i + row->value;
    return NULL;
}

static char *set_flag(int *to, const struct option_row *row, const char *argument)
{
    if (!argument || find_word("yes,true,on,1", argument, strlen(argument)) >= 0)
        *to = row->value;
    else if (find_word("no,false,off,0", argument, strlen(argument)) >= 0)
        *to = 0;
    else
        return format_string("--%s does not know '%s'; use yes or no", row->name, argument);
    return NULL;
}

/* Bit i of *bits stands for word i, counted from `first`. */
static char *read_bits(uint32_t *bits, int first, const struct option_row *row, const char *argument)
{
    *bits = 0;
    for (const char *p = argument;;) {
        size_t n = strcspn(p, ",");
        int i = find_word(option_values(row), p, n);
        if (i < 0)
            return bad_word(row, p, n);
        *bits |= 1u << (i + first);
        if (!p[n])
            return NULL;
        p += n + 1;
    }
}

static char *read_number(uint64_t *to, bool has_suffix, const struct option_row *row, const char *argument)
{
    char *end;
    errno = 0;
    unsigned long long v = strtoull(argument, &end, 10);
    unsigned shift = 0;
    if (has_suffix && *end) {
        const char *at = strchr("kKmMgG", *end);
        shift = at ? 10 * (unsigned)((at - "kKmMgG") / 2 + 1) : 0;
        end += at && *at;
    }
    if (*argument < '0' || *argument > '9' || errno || *end || v > UINT64_MAX >> (shift + 1))
        return format_string("--%s needs a %s, not '%s'", row->name,
                             has_suffix ? "size such as 512K or 8M" : "number", argument);
    *to = (uint64_t)v << shift;
    return NULL;
}

static char *read_real(double *to, double most, const struct option_row *row, const char *argument)
{
    char *end;
    double v = strtod(argument, &end);
    if (!*argument || *end || !(v >= 0 && v <= most))
        return format_string("--%s needs a number from 0 to %g, not '%s'", row->name, most, argument);
    *to = v;
    return NULL;
}

static char *path_from(const char *base, const char *path)
{
    return base && *path != '/' && strcmp(path, "-") != 0 ? format_string("%s/%s", base, path)
                                                          : copy_string(path);
}

static char *set_number(struct settings *s, const struct option_row *row, const char *argument)
{
    void *to = (char *)s + row->at;
    uint32_t bits;
    double real = 0;
    char *error = NULL;
    switch (row->kind) {
    case AS_ONLY:
    case AS_SKIP:
        error = read_bits(&bits, 0, row, argument);
        if (!error && row->kind == AS_ONLY)
            s->lib.stages = bits | ARTICLEAN_DECODE;
        else if (!error)
            s->lib.stages &= ~bits | ARTICLEAN_DECODE;
        return error;
    case AS_CLASSES:
        error = read_bits(&bits, 1, row, argument);
        if (!error)
            *(uint32_t *)to = bits;
        return error;
    case AS_SIZE:
        return read_number(to, true, row, argument);
    case AS_NUMBER:
        return read_number(to, false, row, argument);
    case AS_SECONDS:
        error = read_real(&real, 1e6, row, argument);
        if (!error)
            *(unsigned *)to = (unsigned)lround(real * 1000);
        return error;
    default:
        error = read_real(&real, 1, row, argument);
        if (!error)
            *(float *)to = (float)real;
        return error;
    }
}

char *option_set(struct settings *s, const struct option_row *row, const char *argument, const char *base)
{
    void *to = (char *)s + row->at;
    char *path;
    if (!argument && row->argument && !row->is_optional)
        return format_string("--%s needs an argument %s", row->name, row->argument);
    switch (row->kind) {
    case AS_FLAG:
        return set_flag(to, row, argument);
    case AS_CHOICE:
        return set_choice(to, row, argument);
    case AS_STRING:
        *(const char **)to = copy_string(argument ? argument : "");
        return NULL;
    case AS_PATH:
        *(const char **)to = path_from(argument ? base : NULL, argument ? argument : "");
        return NULL;
    case AS_STRINGS:
    case AS_PATHS:
        path = path_from(row->kind == AS_PATHS ? base : NULL, argument);
        names_add(to, path);
        free(path);
        return NULL;
    default:
        return set_number(s, row, argument);
    }
}

static void show_bits(struct text *out, uint32_t bits, int first, const char *words)
{
    for (int i = 0; words; i++) {
        size_t n = strcspn(words, ",");
        if (bits >> (i + first) & 1) {
            text_z(out, out->n && out->p[out->n - 1] != ' ' ? "," : "");
            text_add(out, words, n);
        }
        words = words[n] ? words + n + 1 : NULL;
    }
}

static bool show_choice(const struct option_row *row, int v, struct text *out)
{
    const char *words = row->values;
    for (v -= row->value; v > 0; v--)
        words += strcspn(words, ",") + 1;
    text_add(out, words, strcspn(words, ","));
    return true;
}

bool option_show(const struct settings *s, const struct option_row *row, struct text *out)
{
    const void *from = (const char *)s + row->at;
    const char *z;
    switch (row->kind) {
    case AS_FLAG:
        text_z(out, *(const int *)from == row->value ? "yes" : "no");
        return *(const int *)from == row->value;
    case AS_CHOICE:
        return show_choice(row, *(const int *)from, out);
    case AS_STRING:
    case AS_PATH:
        z = *(const char *const *)from;
        text_z(out, z ? z : "");
        return z != NULL;
    case AS_SIZE:
    case AS_NUMBER:
        text_f(out, "%llu", (unsigned long long)*(const uint64_t *)from);
        return true;
    case AS_SECONDS:
        text_f(out, "%g", *(const unsigned *)from / 1000.0);
        return true;
    case AS_FRACTION:
        text_f(out, "%g", (double)*(const float *)from);
        return *(const float *)from >= 0;
    case AS_ONLY:
        show_bits(out, *(const uint32_t *)from, 0, row->values);
        return true;
    case AS_CLASSES:
        show_bits(out, *(const uint32_t *)from, 1, option_values(row));
        return *(const uint32_t *)from != 0;
    default: /* AS_SKIP is shown by --only; lists are shown one key an entry by the caller */
        return false;
    }
}

const struct option_row *option_find(const char *name, size_t n)
{
    for (size_t i = 0; i < n_option_rows; i++)
        if (strlen(option_rows[i].name) == n && !memcmp(option_rows[i].name, name, n))
            return &option_rows[i];
    return NULL;
}

/* Edits (insert, delete, replace, swap neighbours) between two names of up to 31 bytes. */
static int distance(const char *a, size_t n, const char *b, size_t m)
{
    int d[33][33];
    if (n > 31 || m > 31)
        return 99;
    for (size_t i = 0; i <= n; i++)
        for (size_t j = 0; j <= m; j++) {
            if (!i || !j) {
                d[i][j] = (int)(i + j);
                continue;
            }
            int best = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            best = d[i - 1][j] + 1 < best ? d[i - 1][j] + 1 : best;
            best = d[i][j - 1] + 1 < best ? d[i][j - 1] + 1 : best;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && d[i - 2][j - 2] + 1 < best)
                best = d[i - 2][j - 2] + 1;
            d[i][j] = best;
        }
    return d[n][m];
}

const char *option_nearest(const char *name, size_t n)
{
    const char *nearest = NULL;
    int least = 99;
    for (size_t i = 0; i < n_option_rows; i++) {
        const char *other = option_rows[i].name;
        size_t m = strlen(other);
        /* A prefix was meant as an abbreviation; it beats any misspelling. */
        int d = n && n < m && !memcmp(name, other, n) ? 0 : distance(name, n, other, m);
        if (d < least && (d == 0 || (size_t)d <= 1 + m / 4)) {
            least = d;
            nearest = other;
        }
    }
    return nearest;
}

_Noreturn static void refuse_long(const char *element)
{
    const char *name = element + 2;
    size_t n = strcspn(name, "=");
    const char *near = option_nearest(name, n);
    if (near)
        die(EXIT_USAGE, "unknown option '--%.*s'; did you mean --%s?", (int)n, name, near);
    die(EXIT_USAGE, "unknown option '--%.*s'; 'articlean --help' lists the options", (int)n, name);
}

_Noreturn static void refuse(int code, int letter, const char *element)
{
    const struct option_row *row =
        !strncmp(element, "--", 2) ? option_find(element + 2, strcspn(element + 2, "=")) : NULL;
    for (size_t i = 0; !row && letter && i < n_option_rows; i++)
        if (option_rows[i].letter == letter)
            row = &option_rows[i];
    if (row && code == ':')
        die(EXIT_USAGE, "option --%s needs an argument %s", row->name, row->argument);
    if (row)
        die(EXIT_USAGE, "option --%s takes no argument", row->name);
    if (!strncmp(element, "--", 2))
        refuse_long(element);
    die(EXIT_USAGE, "unknown option '-%c'; 'articlean --help' lists the options", letter);
}

/* getopt accepts abbreviations; the element that it just read must hold the whole name. */
static const char *element_read(char **argv, bool had_argument)
{
    bool is_separate = had_argument && optarg == argv[optind - 1];
    return argv[optind - (is_separate ? 2 : 1)];
}

static void make_getopt_tables(struct option *longs, char *letters)
{
    *letters++ = ':';
    for (size_t i = 0; i < n_option_rows; i++) {
        const struct option_row *row = &option_rows[i];
        longs[i] = (struct option){row->name,
                                   !row->argument     ? no_argument
                                   : row->is_optional ? optional_argument
                                                      : required_argument,
                                   NULL, 256 + (int)i};
        if (row->letter)
            *letters++ = row->letter;
        if (row->letter && row->argument)
            *letters++ = ':';
    }
    *letters = 0;
    longs[n_option_rows] = (struct option){0};
}

static const struct option_row *row_of(int code)
{
    if (code >= 256)
        return &option_rows[code - 256];
    for (size_t i = 0; i < n_option_rows; i++)
        if (option_rows[i].letter == code)
            return &option_rows[i];
    return NULL;
}

void options_parse(struct settings *s, int argc, char **argv)
{
    struct option *longs = check_alloc(calloc(n_option_rows + 1, sizeof *longs));
    char letters[128];
    make_getopt_tables(longs, letters);
    opterr = 0;
    optind = 0;
    for (int code; (code = getopt_long(argc, argv, letters, longs, NULL)) != -1;) {
        if (code == '?' || code == ':')
            refuse(code, optopt < 256 ? optopt : 0, argv[optind - 1]);
        const struct option_row *row = row_of(code);
        const char *element = element_read(argv, optarg != NULL);
        if (code >= 256 && strcspn(element + 2, "=") != strlen(row->name))
            refuse_long(element);
        char *error = option_set(s, row, optarg, NULL);
        if (error)
            die(EXIT_USAGE, "%s", error);
    }
    names_clear(&s->operands);
    for (int i = optind; i < argc; i++)
        names_add(&s->operands, argv[i]);
    free(longs);
}
