#include "input.h"

#include "base/alloc.h"
#include "base/try.h"
#include "base/utf8.h"

#include <json-c/json.h>
#include <stdio.h>

/* One JSON object a line; the object itself goes along, so that its other keys can be written again. */

enum { MAX_DEPTH = 256 };

struct jsonl {
    uint64_t line;  /* number of the line being read, from 1 */
    size_t scanned; /* bytes of the rest that hold no line end */
    bool is_over;   /* inside a line that is too long: passing over */
    bool is_jump;   /* the line may have lost its start: if it is broken, that was told already */
    json_tokener *tokener;
    struct al_buf object; /* a line that had to be mended, terminated */
    struct al_buf id, url;
};

static unsigned bid(struct al_str first)
{
    if (al_str_starts(first, AL_STR("\xEF\xBB\xBF")))
        first = al_str(first.p + 3, first.n - 3);
    const char *nl = first.n ? memchr(first.p, '\n', first.n) : NULL;
    struct al_str line = al_str_trim(nl ? al_str(first.p, (size_t)(nl - first.p)) : first);
    struct al_str inner = line.n > 1 ? al_str_trim(al_str(line.p + 1, line.n - 1)) : al_str("", 0);
    if (!line.n || line.p[0] != '{' || !inner.n || (inner.p[0] != '"' && inner.p[0] != '}'))
        return 0;
    return !nl || line.p[line.n - 1] == '}' ? 24 : 0;
}

static enum articlean_status begin(struct articlean_reader *r)
{
    struct jsonl *j = al_calloc(1, sizeof *j);
    if (!j)
        return ARTICLEAN_NO_MEMORY;
    j->tokener = json_tokener_new_ex(MAX_DEPTH);
    if (!j->tokener) {
        al_free(j);
        return ARTICLEAN_NO_MEMORY;
    }
    json_tokener_set_flags(j->tokener, JSON_TOKENER_STRICT);
    j->line = 1;
    al_buf_init(&j->object, 0);
    al_buf_init(&j->id, 0);
    al_buf_init(&j->url, 0);
    r->state = j;
    return ARTICLEAN_OK;
}

static void clear(struct articlean_reader *r)
{
    struct jsonl *j = r->state;
    json_tokener_free(j->tokener);
    al_buf_clear(&j->object);
    al_buf_clear(&j->id);
    al_buf_clear(&j->url);
    al_free(j);
}

static enum articlean_status give_broken(struct articlean_reader *r, struct articlean_record *record,
                                         const char *why)
{
    const struct jsonl *j = r->state;
    if (j->is_jump)
        return ARTICLEAN_OK;
    al_report(&r->reporter, ARTICLEAN_DROPPED, record->offset, j->line, 0,
              "JSON line: %s, reading the next line", why);
    record->error = why;
    return al_input_hand_out(r, record, al_str("", 0));
}

/* Copies the line to j->object with U+FFFD for ill-formed UTF-8. */
static enum articlean_status mend(struct articlean_reader *r, struct al_str line)
{
    struct jsonl *j = r->state;
    j->object.n = 0;
    while (line.n) {
        size_t n = al_utf8_valid_prefix(line.p, line.n);
        TRY(al_buf_append(&j->object, line.p, n));
        line = al_str(line.p + n, line.n - n);
        if (!line.n)
            break;
        uint32_t cp;
        n = al_utf8_decode(line.p, line.p + line.n, &cp);
        TRY(al_buf_append_z(&j->object, "\xEF\xBF\xBD"));
        line = al_str(line.p + n, line.n - n);
    }
    al_report(&r->reporter, ARTICLEAN_REPAIRED, al_input_offset(r), j->line, 0,
              "JSON line is not UTF-8, replacing what cannot be decoded");
    return al_buf_append_byte(&j->object, '\0');
}

/* Sets *object to the line as a terminated string. A good line is ended where it lies, over its line end or
   the white space before it: it may be as large as the memory for it. */
static enum articlean_status terminate(struct articlean_reader *r, struct al_str line, struct al_str *object)
{
    struct jsonl *j = r->state;
    if (al_utf8_valid_prefix(line.p, line.n) < line.n) {
        TRY(mend(r, line));
        *object = al_str(j->object.p, j->object.n - 1);
        return ARTICLEAN_OK;
    }
    size_t end = (size_t)(line.p - r->in.p) + line.n;
    if (end == r->in.n)
        TRY(al_buf_reserve(&r->in, 1));
    r->in.p[end] = '\0';
    *object = al_str(r->in.p + end - line.n, line.n);
    return ARTICLEAN_OK;
}

/* The value of a key as a terminated string in `b`: strings and numbers count. */
static enum articlean_status get_string(json_object *object, const char *key, struct al_buf *b,
                                        const char **out)
{
    json_object *value;
    *out = NULL;
    if (!json_object_object_get_ex(object, key, &value))
        return ARTICLEAN_OK;
    if (!json_object_is_type(value, json_type_string) && !json_object_is_type(value, json_type_int))
        return ARTICLEAN_OK;
    b->n = 0;
    TRY(al_buf_append_z(b, json_object_get_string(value)));
    TRY(al_buf_append_byte(b, '\0'));
    *out = b->p;
    return ARTICLEAN_OK;
}

static enum articlean_status give_object(struct articlean_reader *r, struct articlean_record *record,
                                         json_object *object)
{
    struct jsonl *j = r->state;
    const struct articlean_options *o = &r->options;
    TRY(get_string(object, o->id_field ? o->id_field : "id", &j->id, &record->id));
    TRY(get_string(object, o->url_field ? o->url_field : "url", &j->url, &record->url));
    json_object *text;
    if (!json_object_object_get_ex(object, o->text_field ? o->text_field : "text", &text) ||
        !json_object_is_type(text, json_type_string))
        return give_broken(r, record, "no text field");
    return al_input_hand_out(r, record,
                             al_str(json_object_get_string(text), (size_t)json_object_get_string_len(text)));
}

static enum articlean_status read_line(struct articlean_reader *r, struct al_str line)
{
    struct jsonl *j = r->state;
    struct articlean_record record = {.offset = al_input_offset(r)};
    if (r->index == 0 && al_str_starts(line, AL_STR("\xEF\xBB\xBF")))
        line = al_str(line.p + 3, line.n - 3);
    line = al_str_trim(line);
    if (!line.n)
        return ARTICLEAN_OK;
    if (line.n > INT32_MAX / 4)
        return give_broken(r, &record, "too long");
    struct al_str text;
    TRY(terminate(r, line, &text));
    json_tokener_reset(j->tokener);
    json_object *object = json_tokener_parse_ex(j->tokener, text.p, (int)text.n + 1);
    char why[96];
    if (!json_object_is_type(object, json_type_object)) {
        enum json_tokener_error e = json_tokener_get_error(j->tokener);
        snprintf(why, sizeof why, "%s", e == json_tokener_success ? "no object" : json_tokener_error_desc(e));
        json_object_put(object);
        return give_broken(r, &record, why);
    }
    record.json = text.p;
    enum articlean_status s = give_object(r, &record, object);
    json_object_put(object);
    return s;
}

/* Longer lines are passed over: the text in them may take six bytes a character, and needs room twice. */
static size_t max_line(const struct articlean_reader *r)
{
    return (size_t)r->options.max_input * 4;
}

static enum articlean_status end_line(struct articlean_reader *r, struct al_str line, size_t with_end)
{
    struct jsonl *j = r->state;
    struct articlean_record record = {.offset = al_input_offset(r)};
    if (!j->is_over && line.n > max_line(r)) {
        TRY(give_broken(r, &record, "too long"));
    } else if (!j->is_over) {
        TRY(read_line(r, line));
    }
    j->is_over = j->is_jump = false;
    j->scanned = 0;
    j->line++;
    al_input_take(r, with_end);
    return ARTICLEAN_OK;
}

static enum articlean_status step(struct articlean_reader *r)
{
    struct jsonl *j = r->state;
    for (;;) {
        struct al_str rest = al_input_rest(r);
        const char *nl = memchr(rest.p + j->scanned, '\n', rest.n - j->scanned);
        if (nl) {
            size_t n = (size_t)(nl - rest.p);
            TRY(end_line(r, al_str(rest.p, n), n + 1));
            continue;
        }
        j->scanned = rest.n;
        if (r->at_end)
            return rest.n ? end_line(r, rest, rest.n) : ARTICLEAN_OK;
        if (!j->is_over && rest.n > max_line(r)) {
            struct articlean_record record = {.offset = al_input_offset(r)};
            TRY(give_broken(r, &record, "too long"));
            j->is_over = true;
        }
        if (j->is_over) {
            al_input_take(r, rest.n);
            j->scanned = 0;
        }
        return ARTICLEAN_OK;
    }
}

static enum articlean_status jump(struct articlean_reader *r)
{
    struct jsonl *j = r->state;
    struct al_str rest = al_input_rest(r);
    struct articlean_record record = {.offset = al_input_offset(r)};
    if (rest.n && !j->is_over)
        TRY(give_broken(r, &record, r->broken));
    al_input_take(r, rest.n);
    j->scanned = 0;
    j->is_over = false;
    j->is_jump = true;
    return ARTICLEAN_OK;
}

const struct al_input_format al_input_jsonl = {bid, begin, clear, step, jump};
