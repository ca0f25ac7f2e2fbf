#include "http.h"

bool al_header_next(struct al_str *block, struct al_header_field *field)
{
    while (block->n) {
        const char *nl = memchr(block->p, '\n', block->n);
        size_t n = nl ? (size_t)(nl - block->p) : block->n;
        struct al_str line = {block->p, n};
        n += nl != NULL;
        *block = al_str(block->p + n, block->n - n);
        const char *colon = line.n ? memchr(line.p, ':', line.n) : NULL;
        if (!colon)
            continue;
        size_t name = (size_t)(colon - line.p);
        field->name = al_str_trim(al_str(line.p, name));
        field->value = al_str_trim(al_str(colon + 1, line.n - name - 1));
        return true;
    }
    return false;
}

size_t al_header_size(struct al_str s)
{
    for (const char *p = s.p, *end = s.p + s.n; (p = memchr(p, '\n', (size_t)(end - p)));) {
        p++;
        if (p < end && *p == '\n')
            return (size_t)(p + 1 - s.p);
        if (end - p >= 2 && p[0] == '\r' && p[1] == '\n')
            return (size_t)(p + 2 - s.p);
    }
    return 0;
}

/* The part of *s before `end`, both trimmed; *s becomes what follows it. */
static struct al_str take_until(struct al_str *s, char end)
{
    const char *p = s->n ? memchr(s->p, end, s->n) : NULL;
    size_t n = p ? (size_t)(p - s->p) : s->n;
    struct al_str part = al_str_trim(al_str(s->p, n));
    n += p != NULL;
    *s = al_str(s->p + n, s->n - n);
    return part;
}

static struct al_str unquote(struct al_str s)
{
    if (s.n && (s.p[0] == '"' || s.p[0] == '\''))
        s.p++, s.n--;
    if (s.n && (s.p[s.n - 1] == '"' || s.p[s.n - 1] == '\''))
        s.n--;
    return s;
}

struct al_media_type al_media_type(struct al_str value)
{
    struct al_media_type type = {.type = take_until(&value, ';')};
    while (value.n) {
        struct al_str parameter = take_until(&value, ';');
        struct al_str name = take_until(&parameter, '=');
        if (al_str_eq_nocase(name, AL_STR("charset")))
            type.charset = unquote(parameter);
    }
    return type;
}

bool al_media_is_text(struct al_str type, enum articlean_from *from)
{
    static const struct {
        struct al_str type;
        enum articlean_from from;
    } known[] = {
        {{"", 0}, ARTICLEAN_FROM_AUTO},
        {{"text/html", 9}, ARTICLEAN_FROM_HTML},
        {{"application/xhtml+xml", 21}, ARTICLEAN_FROM_HTML},
        {{"text/plain", 10}, ARTICLEAN_FROM_AUTO},
        {{"text/markdown", 13}, ARTICLEAN_FROM_MARKDOWN},
        {{"text/xml", 8}, ARTICLEAN_FROM_AUTO},
        {{"application/xml", 15}, ARTICLEAN_FROM_AUTO},
        {{"application/octet-stream", 24}, ARTICLEAN_FROM_AUTO},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (al_str_eq_nocase(type, known[i].type)) {
            *from = known[i].from;
            return true;
        }
    return false;
}

struct al_http al_http_read(struct al_str block)
{
    struct al_http http = {0};
    if (!al_str_starts(block, AL_STR("HTTP/")))
        return http;
    const char *space = memchr(block.p, ' ', block.n < 16 ? block.n : 16);
    for (const char *p = space ? space + 1 : block.p + block.n;
         p < block.p + block.n && al_ascii_digit((unsigned char)*p) && http.status < 1000; p++)
        http.status = http.status * 10 + (*p - '0');
    struct al_header_field field;
    while (al_header_next(&block, &field)) {
        if (al_str_eq_nocase(field.name, AL_STR("Content-Type")))
            http.type = al_media_type(field.value);
        else if (al_str_eq_nocase(field.name, AL_STR("Content-Encoding")))
            http.coding = field.value;
        else if (al_str_eq_nocase(field.name, AL_STR("Transfer-Encoding")))
            http.is_chunked = al_str_eq_nocase(field.value, AL_STR("chunked"));
    }
    return http;
}

static int hex_digit(char c)
{
    unsigned char lower = al_ascii_lower((unsigned char)c);
    return al_ascii_digit(lower) ? lower - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* The bytes after the chunk-size line that a chunked body begins with; 0 when it does not. */
static size_t chunk_head(struct al_str first)
{
    size_t n = 0;
    while (n < first.n && n < 16 && hex_digit(first.p[n]) >= 0)
        n++;
    if (!n)
        return 0;
    const char *nl = memchr(first.p + n, '\n', first.n - n);
    bool ends = n < first.n && strchr(" ;\r\n", first.p[n]) && first.p[n];
    return nl && ends ? (size_t)(nl + 1 - first.p) : 0;
}

static bool is_zlib_header(struct al_str s)
{
    return s.n >= 2 && ((unsigned char)s.p[0] & 0x0F) == 8 &&
           ((unsigned)(unsigned char)s.p[0] * 256 + (unsigned char)s.p[1]) % 31 == 0;
}

/* The coding of the first bytes of the entity, as far as header and bytes agree. */
static enum articlean_status choose_coding(struct al_str name, struct al_str first, enum al_coding *coding)
{
    enum al_coding seen = al_coding_of(first);
    *coding = AL_CODING_NONE;
    if (!name.n || al_str_eq_nocase(name, AL_STR("identity")))
        return ARTICLEAN_OK;
    if (al_str_eq_nocase(name, AL_STR("gzip")) || al_str_eq_nocase(name, AL_STR("x-gzip")) ||
        al_str_eq_nocase(name, AL_STR("zstd"))) {
        *coding = seen;
        return ARTICLEAN_OK;
    }
    if (al_str_eq_nocase(name, AL_STR("deflate"))) {
        bool text = first.n && (first.p[0] == '<' || al_ascii_space((unsigned char)first.p[0]));
        *coding = is_zlib_header(first) ? AL_CODING_ZLIB : text ? AL_CODING_NONE : AL_CODING_DEFLATE;
        return ARTICLEAN_OK;
    }
    bool text = first.n && (first.p[0] == '<' || al_ascii_space((unsigned char)first.p[0]));
    return text ? ARTICLEAN_OK : ARTICLEAN_BAD_FORMAT;
}

enum articlean_status al_http_body_begin(struct al_http_body *body, const struct al_http *http,
                                         struct al_str first)
{
    al_http_body_clear(body);
    size_t head = http->is_chunked ? chunk_head(first) : 0;
    body->is_chunked = head > 0;
    enum al_coding coding;
    enum articlean_status s = choose_coding(http->coding, al_str(first.p + head, first.n - head), &coding);
    if (s)
        return s;
    body->is_coded = coding != AL_CODING_NONE;
    al_codec_init(&body->codec, coding);
    return ARTICLEAN_OK;
}

bool al_http_body_is_plain(const struct al_http_body *body)
{
    return !body->is_chunked && !body->is_coded;
}

/* Reads a byte of the line that tells a chunk's size; extensions after it have no meaning. */
static enum articlean_status read_size(struct al_http_body *body, char c)
{
    int digit = hex_digit(c);
    if (c == '\n') {
        if (!body->n_digits)
            return ARTICLEAN_BAD_FORMAT;
        body->has_ended = body->chunk_left == 0;
        body->chunk_state = AL_CHUNK_DATA;
        body->n_digits = 0;
    } else if (digit >= 0 && body->n_digits < 16) {
        body->chunk_left = body->chunk_left * 16 + (unsigned)digit;
        body->n_digits++;
    } else if (!body->n_digits) {
        return ARTICLEAN_BAD_FORMAT;
    } else {
        body->n_digits = 16;
    }
    return body->chunk_left >> 48 ? ARTICLEAN_BAD_FORMAT : ARTICLEAN_OK;
}

/* The next bytes of data inside chunks, taken off *in; empty when more input is needed or all is read. */
static enum articlean_status next_data(struct al_http_body *body, struct al_str *in, struct al_str *data)
{
    *data = al_str(in->p, 0);
    while (in->n && !body->has_ended) {
        if (body->chunk_state == AL_CHUNK_DATA && body->chunk_left) {
            *data = al_str(in->p, in->n < body->chunk_left ? in->n : (size_t)body->chunk_left);
            return ARTICLEAN_OK;
        }
        char c = *in->p;
        in->p++;
        in->n--;
        if (body->chunk_state == AL_CHUNK_DATA)
            body->chunk_state = AL_CHUNK_END;
        if (body->chunk_state == AL_CHUNK_END) {
            body->chunk_state = c == '\n' ? AL_CHUNK_SIZE : AL_CHUNK_END;
            if (c != '\n' && c != '\r')
                return ARTICLEAN_BAD_FORMAT;
            continue;
        }
        enum articlean_status s = read_size(body, c);
        if (s)
            return s;
    }
    if (body->has_ended)
        *in = al_str(in->p + in->n, 0);
    return ARTICLEAN_OK;
}

static enum articlean_status read_data(struct al_http_body *body, struct al_str *data, char *out, size_t room,
                                       size_t *n)
{
    if (body->is_coded)
        return al_codec_read(&body->codec, data, out, room, n);
    *n = data->n < room ? data->n : room;
    memcpy(out, data->p, *n);
    *data = al_str(data->p + *n, data->n - *n);
    return ARTICLEAN_OK;
}

enum articlean_status al_http_body_read(struct al_http_body *body, struct al_str *in, char *out, size_t room,
                                        size_t *n)
{
    *n = 0;
    struct al_str data = *in;
    if (body->is_chunked) {
        enum articlean_status s = next_data(body, in, &data);
        if (s)
            return s;
    }
    const char *start = data.p;
    enum articlean_status s = read_data(body, &data, out, room, n);
    size_t taken = (size_t)(data.p - start);
    *in = al_str(in->p + taken, in->n - taken);
    if (body->is_chunked)
        body->chunk_left -= taken;
    return s;
}

bool al_http_body_is_complete(const struct al_http_body *body)
{
    return (!body->is_chunked || body->has_ended) && (!body->is_coded || al_codec_is_complete(&body->codec));
}

void al_http_body_clear(struct al_http_body *body)
{
    al_codec_clear(&body->codec);
    *body = (struct al_http_body){.codec = body->codec};
}
