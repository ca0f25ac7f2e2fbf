#include "records.h"

#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Appends what is shown of an id to `out`, which must hold three bytes for each of `id` and one more. */
static void escape(const char *id, char *out)
{
    for (; *id; id++) {
        unsigned char c = (unsigned char)*id;
        if (c > ' ' && c != '%' && c != 0x7F)
            *out++ = (char)c;
        else
            out += sprintf(out, "%%%02X", c);
    }
    *out = '\0';
}

/* Fills the record from its line; *id is its own memory, *object holds the text. */
static int read_record(const struct settings *s, struct json_tokener *tok, struct record *r, char **id,
                       struct json_object **object)
{
    json_tokener_reset(tok);
    *object = json_tokener_parse_ex(tok, r->line, (int)r->size);
    struct json_object *name, *text;
    if (!*object || !json_object_is_type(*object, json_type_object))
        return 0;
    if (!json_object_object_get_ex(*object, s->id_field, &name) ||
        !json_object_object_get_ex(*object, s->text_field, &text) ||
        !json_object_is_type(text, json_type_string))
        return 0;
    const char *plain = json_object_get_string(name);
    *id = plain ? malloc(strlen(plain) * 3 + 1) : NULL;
    if (!*id)
        return 0;
    escape(plain, *id);
    r->id = *id;
    r->text = json_object_get_string(text);
    r->text_size = (size_t)json_object_get_string_len(text);
    return 1;
}

static int one_record(const struct settings *s, struct json_tokener *tok, const char *line, size_t size,
                      unsigned long number, int all, record_fn *call, void *context)
{
    struct record r = {.line = line, .size = size};
    struct json_object *object = NULL;
    char *id = NULL;
    int status = DONE;
    if (!read_record(s, tok, &r, &id, &object)) {
        status = complain(s, PARTIAL, "line %lu: no record with \"%s\" and \"%s\"; %s", number, s->id_field,
                          s->text_field, all ? "kept" : "left out");
        r.id = NULL;
    }
    int called = r.id || all ? call(&r, context) : DONE;
    free(id);
    json_object_put(object);
    return called ? called : status;
}

int each_record(const struct settings *s, int all, record_fn *call, void *context)
{
    struct json_tokener *tok = json_tokener_new();
    if (!tok)
        return complain(s, FAILED, "out of memory");
    char *line = NULL;
    size_t cap = 0;
    int status = DONE;
    unsigned long number = 0;
    for (ssize_t n; (n = getline(&line, &cap, stdin)) > 0;) {
        number++;
        if (n > INT32_MAX || (n == 1 && *line == '\n'))
            continue;
        int one = one_record(s, tok, line, (size_t)n, number, all, call, context);
        if (one > status)
            status = one;
        if (one == FAILED)
            break;
    }
    if (ferror(stdin))
        status = complain(s, FAILED, "cannot read: %s", strerror(errno));
    free(line);
    json_tokener_free(tok);
    return status;
}

struct documents {
    const struct settings *settings;
    struct articlean_cleaner *cleaner;
    document_fn *call;
    void *context;
};

static int sketch_record(const struct record *r, void *context)
{
    struct documents *d = context;
    struct articlean_record record = {
        .data = r->text, .size = r->text_size, .id = r->id, .is_last_part = 1, .from = ARTICLEAN_FROM_TEXT};
    struct articlean_document *document;
    enum articlean_status status = articlean_clean(d->cleaner, &record, &document);
    if (status)
        return complain(d->settings, FAILED, "%s: %s", r->id, articlean_strerror(status));
    return d->call(r->id, document, d->context);
}

int each_document(const struct settings *s, document_fn *call, void *context)
{
    struct articlean_options options;
    articlean_options_init(&options);
    options.encoding = "utf-8";
    options.stages = ARTICLEAN_DEDUPE;
    options.dedupe = ARTICLEAN_DEDUPE_CORPUS;
    struct documents d = {.settings = s, .call = call, .context = context};
    enum articlean_status status = articlean_cleaner_new(&options, &d.cleaner);
    if (status)
        return complain(s, FAILED, "%s", articlean_strerror(status));
    int result = each_record(s, 0, sketch_record, &d);
    articlean_cleaner_free(d.cleaner);
    return result;
}
