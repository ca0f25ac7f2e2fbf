/* rulec: compiles rule packs to C constants at build time, with the parser that the library uses.
   usage: rulec PACK... > builtin.c */
#include "base/alloc.h"
#include "index.h"
#include "pack.h"
#include "pattern.h"

#include <stdio.h>
#include <stdlib.h>

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define BYTE_ORDER_NAME "BIG"
#else
#define BYTE_ORDER_NAME "LITTLE"
#endif

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

static void put_items(const char *name, const char *items, uint32_t n)
{
    if (!n)
        return;
    printf(".%s = ", name);
    for (; n--; items += strlen(items) + 1) {
        put_string(items, strlen(items));
        puts("\"\\0\"");
    }
    printf(",\n");
}

static void put_field(const char *name, const char *value)
{
    printf(".%s = ", name);
    put_string(value, strlen(value));
    puts(",");
}

static void put_rule(const struct al_rule *r)
{
    puts("{");
    put_field("id", r->id);
    put_field("pack", r->pack);
    put_field("source", r->source);
    put_field("host", r->host);
    put_field("pattern", r->pattern);
    put_items("words", r->words, r->n_words);
    put_items("needs", r->needs, r->n_needs);
    printf(".n_words = %u, .n_needs = %u, .line = %u, .max = %u, .weight = %.3ff, .scope = %u, .zone = %u, "
           ".action = %u, .class_of = %u, "
           ".needs_digit = %u, .first = {%lluu, %lluu}, .shortest = %u},\n",
           (unsigned)r->n_words, (unsigned)r->n_needs, (unsigned)r->line, (unsigned)r->max, (double)r->weight,
           r->scope, r->zone, r->action, r->class_of, r->needs_digit, (unsigned long long)r->first[0],
           (unsigned long long)r->first[1], (unsigned)r->shortest);
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

/* Writes n > 0 numbers of 4 or 8 bytes as an initializer, between `before` and `after`. */
static void put_numbers(const char *before, const void *numbers, size_t size, size_t n, const char *after)
{
    printf("%s{", before);
    for (size_t i = 0; i < n; i++) {
        uint64_t number = size == 8 ? ((const uint64_t *)numbers)[i] : ((const uint32_t *)numbers)[i];
        printf("%lluu,%s", (unsigned long long)number, i % 32 == 31 ? "\n" : "");
    }
    printf("}%s\n", after);
}

#define PUT_ARRAY(name, array)                                                                               \
    put_numbers("." name " = ", array, sizeof *(array), sizeof(array) / sizeof *(array), ",")

/* What the index points to. */
static void put_index_parts(const struct al_rule_index *x)
{
    puts("static const struct al_entry entries[] = {");
    for (size_t i = 0; i < x->n_entries; i++)
        printf("{%u, %u, %u},\n", (unsigned)x->entries[i].rule, (unsigned)x->entries[i].next,
               x->entries[i].is_word);
    puts("};\nstatic const struct al_literal literals[] = {");
    for (size_t i = 0; i < x->literals.n; i++) {
        const struct al_literal *e = &x->literals.entries[i];
        fputs("{{", stdout);
        put_string(e->text.p, e->text.n);
        printf(", %zu}, %u},\n", e->text.n, (unsigned)e->value);
    }
    puts("};\nstatic const struct al_literal_window windows[] = {");
    for (size_t i = 0; i < x->literals.n_windows; i++) {
        const struct al_literal_window *w = &x->literals.windows[i];
        printf("{%u, %u, %u, %u},\n", (unsigned)w->literal, (unsigned)w->offset, (unsigned)w->head,
               (unsigned)w->next);
    }
    puts("};");
    const struct al_map *lines = &x->lines.map;
    put_numbers("static const uint64_t line_keys[] = ", lines->keys, sizeof *lines->keys, lines->n_slots,
                ";");
    put_numbers("static const uint32_t line_values[] = ", lines->values, sizeof *lines->values,
                lines->n_slots, ";");
    put_numbers("static const uint32_t digit_rules[] = ", x->digit_rules, sizeof *x->digit_rules,
                x->n_digit_rules, ";");
}

/* The index of the built-in rules. Its hashes of bytes are those of this machine's byte order. */
static void put_index(const struct al_rule_index *x)
{
    const struct al_literals *l = &x->literals;
    puts("#if __BYTE_ORDER__ == __ORDER_" BYTE_ORDER_NAME "_ENDIAN__");
    put_index_parts(x);
    printf("static const struct al_rule_index built = {.entries = (struct al_entry *)entries, .n_entries = "
           "%zu,\n"
           ".digit_rules = (uint32_t *)digit_rules, .n_digit_rules = %zu,\n"
           ".literals = {.entries = (struct al_literal *)literals, .n = %zu,\n"
           ".windows = (struct al_literal_window *)windows, .n_windows = %zu,\n",
           x->n_entries, x->n_digit_rules, l->n, l->n_windows);
    PUT_ARRAY("filter", l->filter);
    PUT_ARRAY("fifths", l->fifths);
    PUT_ARRAY("before", l->before);
    PUT_ARRAY("buckets", l->buckets);
    PUT_ARRAY("shorts", l->shorts);
    printf("}, .lines = {.map = {(uint64_t *)line_keys, (uint32_t *)line_values, %zu, %zu}, .short_sizes = "
           "%u,\n",
           x->lines.map.n, x->lines.map.n_slots, x->lines.short_sizes);
    PUT_ARRAY("wholes", x->lines.wholes);
    put_numbers(".edges = {", x->lines.edges[0], sizeof(uint64_t),
                sizeof x->lines.edges[0] / sizeof(uint64_t), ",");
    put_numbers("", x->lines.edges[1], sizeof(uint64_t), sizeof x->lines.edges[1] / sizeof(uint64_t), "");
    puts("}}};\nconst struct al_rule_index *const al_builtin_index = &built;\n"
         "#else\nconst struct al_rule_index *const al_builtin_index = NULL;\n#endif");
}

static int make_index(const struct al_rule_list *list)
{
    static struct al_rule_index x;
    enum articlean_status s = ARTICLEAN_OK;
    al_rule_index_init(&x);
    for (size_t i = 0; i < list->n && !s; i++)
        s = al_rule_index_add(&x, (uint32_t)i, &list->rules[i]);
    if (!s)
        put_index(&x);
    al_rule_index_clear(&x);
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
        puts("const struct al_rule al_builtin_rules[] = {");
        for (size_t i = 0; i < list.n; i++)
            put_rule(&list.rules[i]);
        printf("};\nconst uint32_t al_n_builtin_rules = %zu;\n", list.n);
        failed = put_patterns(&list) || make_index(&list);
    }
    al_rule_list_clear(&list);
    al_arena_clear(&arena);
    return failed || fflush(stdout) != 0;
}
