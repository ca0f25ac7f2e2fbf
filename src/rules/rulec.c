/* rulec: compiles rule packs to C constants at build time, with the parser that the library uses.
   usage: rulec PACK... > builtin.c */
#include "base/alloc.h"
#include "pack.h"
#include "pattern.h"

#include <stdio.h>
#include <stdlib.h>

static void say(const struct articlean_report *report, void *context)
{
    (void)context;
    fprintf(stderr, "%s:%llu:%llu: %s\n", report->name, (unsigned long long)report->line,
            (unsigned long long)report->column, report->text);
}

static char *read_file(const char *path, size_t *size)
{
    FILE *f = fopen(path, "rb");
    char *data = NULL;
    size_t n = 0, cap = 0;
    if (!f)
        return NULL;
    do {
        cap = cap ? cap * 2 : 65536;
        char *more = realloc(data, cap);
        if (!more)
            break;
        data = more;
        n += fread(data + n, 1, cap - n, f);
    } while (n == cap);
    fclose(f);
    *size = n;
    return data;
}

static void put_string(const char *s, size_t n)
{
    putchar('"');
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c == '"' || c == '\\')
            printf("\\%c", c);
        else if (c >= ' ' && c < 0x7F && c != '?')
            putchar(c);
        else
            printf("\\%03o", c);
        if (c == '\n')
            fputs("\"\n\"", stdout);
    }
    putchar('"');
}

static void put_items(const char *kind, size_t rule, const struct al_str *items, uint32_t n)
{
    if (!n)
        return;
    printf("static const struct al_str %s_%zu[] = {", kind, rule);
    for (uint32_t i = 0; i < n; i++) {
        fputs("{", stdout);
        put_string(items[i].p, items[i].n);
        printf(", %zu},\n", items[i].n);
    }
    puts("};");
}

static void put_field(const char *name, const char *value)
{
    printf(".%s = ", name);
    put_string(value, strlen(value));
    puts(",");
}

static void put_rule(size_t i, const struct al_rule *r)
{
    puts("{");
    put_field("id", r->id);
    put_field("pack", r->pack);
    put_field("source", r->source);
    put_field("host", r->host);
    put_field("pattern", r->pattern);
    if (r->n_words)
        printf(".words = words_%zu, .n_words = %u,\n", i, (unsigned)r->n_words);
    if (r->n_needs)
        printf(".needs = needs_%zu, .n_needs = %u,\n", i, (unsigned)r->n_needs);
    printf(".line = %u, .max = %u, .weight = %.3ff, .scope = %u, .zone = %u, .action = %u, .class_of = %u, "
           ".needs_digit = %u, .first = {%lluu, %lluu}, .shortest = %u},\n",
           (unsigned)r->line, (unsigned)r->max, (double)r->weight, r->scope, r->zone, r->action, r->class_of,
           r->needs_digit, (unsigned long long)r->first[0], (unsigned long long)r->first[1],
           (unsigned)r->shortest);
}

static int compile(struct al_arena *arena, const char *path, struct al_rule_list *list)
{
    const char *slash = strrchr(path, '/');
    struct al_reporter reporter = {say, NULL, slash ? slash + 1 : path};
    size_t size = 0;
    char *data = read_file(path, &size);
    if (!data) {
        fprintf(stderr, "rulec: cannot read %s\n", path);
        return 1;
    }
    size_t n_before = list->n;
    enum articlean_status s = al_pack_parse(arena, &reporter, al_str(data, size), list);
    for (size_t i = n_before; !s && i < list->n; i++)
        s = al_pattern_study(&list->rules[i], &reporter);
    free(data);
    return s != ARTICLEAN_OK;
}

/* The same id in two packs would make --explain ambiguous. */
static int check_ids(const struct al_rule_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(list->rules[i].id, list->rules[j].id) == 0) {
                fprintf(stderr, "%s:%u: \"%s\" is used already in %s\n", list->rules[i].pack,
                        (unsigned)list->rules[i].line, list->rules[i].id, list->rules[j].pack);
                return 1;
            }
    return 0;
}

static int put_patterns(const struct al_rule_list *list)
{
    struct al_buf bytes, by;
    al_buf_init(&bytes, 0);
    al_buf_init(&by, 0);
    enum articlean_status s = al_patterns_compile(list->rules, list->n, &bytes, &by);
    if (!s) {
        fputs("static const _Alignas(uint64_t) uint8_t compiled[] = {", stdout);
        for (size_t i = 0; i < bytes.n; i++)
            printf("%u,%s", (unsigned)(unsigned char)bytes.p[i], i % 32 == 31 ? "\n" : "");
        fputs("};\nconst struct al_compiled al_builtin_patterns = {", stdout);
        put_string(by.p, by.n);
        puts(", compiled};");
    }
    al_buf_clear(&bytes);
    al_buf_clear(&by);
    return s != ARTICLEAN_OK;
}

int main(int argc, char **argv)
{
    struct al_arena arena;
    struct al_rule_list list = {NULL, 0, 0};
    al_arena_init(&arena, 0);
    int failed = 0;
    for (int i = 1; i < argc; i++)
        failed |= compile(&arena, argv[i], &list);
    failed |= check_ids(&list);
    if (!failed) {
        puts("/* Made by src/rules/rulec.c from src/rules/packs; do not edit. */\n#include "
             "\"rules/rules.h\"\n");
        for (size_t i = 0; i < list.n; i++) {
            put_items("words", i, list.rules[i].words, list.rules[i].n_words);
            put_items("needs", i, list.rules[i].needs, list.rules[i].n_needs);
        }
        puts("const struct al_rule al_builtin_rules[] = {");
        for (size_t i = 0; i < list.n; i++)
            put_rule(i, &list.rules[i]);
        printf("};\nconst uint32_t al_n_builtin_rules = %zu;\n", list.n);
        failed = put_patterns(&list);
    }
    al_rule_list_clear(&list);
    al_arena_clear(&arena);
    return failed || fflush(stdout) != 0;
}
