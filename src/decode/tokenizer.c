#include "tokenizer.h"

#include "base/try.h"
#include "base/utf8.h"
#include "entities.h"
#include "tags.h"
#include "tags_hash.h"

/* What a byte is inside a tag. */
enum { SPACE = 1, SLASH = 2, CLOSE = 4, EQUALS = 8, ENDS_NAME = SPACE | SLASH | CLOSE };

static const uint8_t in_tag[256] = {
    ['\t'] = SPACE, ['\n'] = SPACE, ['\f'] = SPACE, ['\r'] = SPACE,
    [' '] = SPACE,  ['/'] = SLASH,  ['>'] = CLOSE,  ['='] = EQUALS,
};

static inline bool is_in_tag(const char *p, unsigned classes)
{
    return in_tag[(unsigned char)*p] & classes;
}

static inline const char *skip_until(const char *p, const char *end, unsigned classes)
{
    while (p < end && !is_in_tag(p, classes))
        p++;
    return p;
}

static inline const char *skip_over(const char *p, const char *end, unsigned classes)
{
    while (p < end && is_in_tag(p, classes))
        p++;
    return p;
}

static const char *find(const char *p, const char *end, char c)
{
    const char *q = p < end ? memchr(p, c, (size_t)(end - p)) : NULL;
    return q ? q : end;
}

static bool starts_with(const char *p, const char *end, struct al_str word)
{
    return (size_t)(end - p) >= word.n && al_str_eq_nocase(al_str(p, word.n), word);
}

void al_tokenizer_init(struct al_tokenizer *t, struct al_str text)
{
    *t = (struct al_tokenizer){.begin = text.p, .end = text.p + text.n, .at = text.p};
}

/* Does `word` stand at p, followed by what ends the name of a tag? */
static bool names_tag(const char *p, const char *end, struct al_str word)
{
    return starts_with(p, end, word) && p + word.n < end && is_in_tag(p + word.n, ENDS_NAME);
}

/* Is the "<" at p that of the end tag which ends RCDATA, RAWTEXT or a script? */
static bool is_own_end(const struct al_tokenizer *t, const char *p)
{
    return t->last_start.n && t->end - p > 2 && p[1] == '/' && names_tag(p + 2, t->end, t->last_start);
}

static const char *raw_end(const struct al_tokenizer *t)
{
    const char *p = find(t->at, t->end, '<');
    while (p < t->end && !is_own_end(t, p))
        p = find(p + 1, t->end, '<');
    return p;
}

/* Scripts may hold "<!--", and in that "<script>" again, whose "</script>" is not the end: the states "script
   data escaped" and "double escaped" of the standard. */
static const char *script_end(const struct al_tokenizer *t)
{
    enum { PLAIN, ESCAPED, TWICE } state = PLAIN;
    int dashes = 0;
    const char *p = t->at;
    while (p < t->end) {
        if (state == PLAIN) {
            p = find(p, t->end, '<');
            if (p == t->end || is_own_end(t, p))
                return p;
            if (starts_with(p, t->end, AL_STR("<!--"))) {
                state = ESCAPED;
                dashes = 2;
                p += 4;
            } else {
                p++;
            }
            continue;
        }
        if (*p == '-') {
            dashes++;
            p++;
            continue;
        }
        if (*p == '>' && dashes >= 2)
            state = PLAIN;
        dashes = 0;
        if (*p == '<' && state == ESCAPED) {
            if (is_own_end(t, p))
                return p;
            if (names_tag(p + 1, t->end, AL_STR("script"))) {
                state = TWICE;
                p += 7;
            }
        } else if (*p == '<' && t->end - p > 2 && p[1] == '/' && names_tag(p + 2, t->end, AL_STR("script"))) {
            state = ESCAPED;
            p += 8;
        }
        p++;
    }
    return p;
}

/* Where text in mode DATA ends: at the "<" of any markup. */
static const char *data_end(const struct al_tokenizer *t)
{
    const char *p = find(t->at, t->end, '<');
    for (; p < t->end; p = find(p + 1, t->end, '<')) {
        if (t->end - p < 2)
            return t->end;
        unsigned char c = (unsigned char)p[1];
        if (al_ascii_alpha(c) || c == '!' || c == '?' || (c == '/' && t->end - p > 2))
            return p;
    }
    return p;
}

static const char *cdata_end(const struct al_tokenizer *t)
{
    const char *p = t->at < t->end ? memmem(t->at, (size_t)(t->end - t->at), "]]>", 3) : NULL;
    return p ? p : t->end;
}

static const char *text_end(const struct al_tokenizer *t)
{
    switch (t->mode) {
    case AL_MODE_DATA:
        return data_end(t);
    case AL_MODE_RCDATA:
    case AL_MODE_RAWTEXT:
        return raw_end(t);
    case AL_MODE_SCRIPT:
        return script_end(t);
    case AL_MODE_CDATA:
        return cdata_end(t);
    case AL_MODE_PLAINTEXT:
        break;
    }
    return t->end;
}

static void give(struct al_token *token, enum al_token_kind kind, const char *p, const char *end)
{
    token->kind = (uint8_t)kind;
    token->data = al_str(p, (size_t)(end - p));
}

/* Bytes at the end of an unfinished comment that belong to its "-->". */
static size_t open_comment_tail(const char *p, const char *end)
{
    size_t n = (size_t)(end - p);
    if (n >= 3 && memcmp(end - 3, "--!", 3) == 0)
        return 3;
    if (n >= 2 && memcmp(end - 2, "--", 2) == 0)
        return 2;
    return n >= 1 && end[-1] == '-';
}

/* t->at stands after "<!--". */
static void read_comment(struct al_tokenizer *t, struct al_token *token)
{
    const char *p = t->at;
    if (starts_with(p, t->end, AL_STR(">")) || starts_with(p, t->end, AL_STR("->"))) {
        t->at += *p == '>' ? 1 : 2;
        give(token, AL_TOKEN_COMMENT, p, p);
        return;
    }
    for (const char *q = find(p, t->end, '>'); q < t->end; q = find(q + 1, t->end, '>')) {
        size_t n = (size_t)(q - p);
        size_t tail = n >= 2 && memcmp(q - 2, "--", 2) == 0    ? 2
                      : n >= 3 && memcmp(q - 3, "--!", 3) == 0 ? 3
                                                               : 0;
        if (tail) {
            give(token, AL_TOKEN_COMMENT, p, q - tail);
            t->at = q + 1;
            return;
        }
    }
    give(token, AL_TOKEN_COMMENT, p, t->end - open_comment_tail(p, t->end));
    t->at = t->end;
}

/* Everything from p to the next ">" is one token. */
static void read_to_close(struct al_tokenizer *t, struct al_token *token, enum al_token_kind kind,
                          const char *p)
{
    const char *q = find(p, t->end, '>');
    give(token, kind, p, q);
    t->at = q < t->end ? q + 1 : q;
}

/* The "<!" at t->at. False when it was only the door to a CDATA section. */
static bool read_declaration(struct al_tokenizer *t, struct al_token *token)
{
    const char *p = t->at + 2;
    if (t->end - p >= 2 && memcmp(p, "--", 2) == 0) {
        t->at = p + 2;
        read_comment(t, token);
    } else if (starts_with(p, t->end, AL_STR("doctype"))) {
        read_to_close(t, token, AL_TOKEN_DOCTYPE, p);
    } else if (t->is_foreign && t->end - p >= 7 && memcmp(p, "[CDATA[", 7) == 0) {
        t->at = p + 7;
        t->mode = AL_MODE_CDATA;
        return false;
    } else {
        read_to_close(t, token, AL_TOKEN_COMMENT, p);
    }
    return true;
}

/* al_tag_key() of the name at p, read at once where the page goes on far enough. */
static uint64_t key_at(const struct al_tokenizer *t, const char *p, size_t n)
{
    if (n > AL_TAG_KEY_BYTES || t->end - p < AL_TAG_KEY_BYTES)
        return al_tag_key(al_str(p, n));
    const unsigned char *b = (const unsigned char *)p;
    uint64_t key = (uint64_t)b[0] << 56 | (uint64_t)b[1] << 48 | (uint64_t)b[2] << 40 | (uint64_t)b[3] << 32 |
                   (uint64_t)b[4] << 24 | (uint64_t)b[5] << 16 | (uint64_t)b[6] << 8 | b[7];
    return al_tag_fold(key >> (64 - 8 * n));
}

/* The name of a tag starts at p. False when the text ends before the name does. */
static bool read_tag_name(struct al_tokenizer *t, struct al_token *token, enum al_token_kind kind,
                          const char *p)
{
    t->limit = t->end;
    if (t->is_loose) {
        const char *close = find(p, t->end, '>');
        t->limit = close < t->end ? close + 1 : close;
    }
    const char *q = skip_until(p, t->limit, ENDS_NAME);
    if (q == t->limit) {
        t->at = t->end;
        return false;
    }
    give(token, kind, p, q);
    token->tag = al_tag_number_of_key(token->data, key_at(t, p, token->data.n));
    t->tag = t->at;
    t->at = q;
    t->mode = AL_MODE_DATA;
    t->is_slash_last = false;
    if (kind == AL_TOKEN_START)
        t->last_start = token->data;
    return true;
}

/* The markup at t->at; false when nothing comes of it. */
static bool read_markup(struct al_tokenizer *t, struct al_token *token)
{
    const char *p = t->at;
    if (p[1] == '!')
        return read_declaration(t, token);
    if (p[1] == '?') {
        read_to_close(t, token, AL_TOKEN_COMMENT, p + 1);
        return true;
    }
    if (p[1] != '/')
        return read_tag_name(t, token, AL_TOKEN_START, p + 1);
    if (al_ascii_alpha((unsigned char)p[2]))
        return read_tag_name(t, token, AL_TOKEN_END, p + 2);
    if (p[2] == '>') {
        t->at = p + 3;
        return false;
    }
    read_to_close(t, token, AL_TOKEN_COMMENT, p + 2);
    return true;
}

void al_tokenizer_next(struct al_tokenizer *t, struct al_token *token)
{
    bool ignored;
    if (t->tag)
        al_tokenizer_tag_ends(t, &ignored);
    while (t->at < t->end) {
        const char *p = text_end(t);
        token->mode = (uint8_t)t->mode;
        if (t->mode == AL_MODE_CDATA) {
            give(token, AL_TOKEN_TEXT, t->at, p);
            t->at = p < t->end ? p + 3 : p;
            t->mode = AL_MODE_DATA;
            if (token->data.n)
                return;
            continue;
        }
        if (p > t->at) {
            give(token, AL_TOKEN_TEXT, t->at, p);
            t->at = p;
            return;
        }
        if (read_markup(t, token))
            return;
    }
    token->kind = AL_TOKEN_NONE;
}

/* Reads the value after "=" and leaves t->at behind it; false when the text ends inside. */
static bool read_value(struct al_tokenizer *t, const char *p, struct al_attribute *attribute)
{
    p = skip_over(p, t->limit, SPACE);
    if (p == t->limit)
        return false;
    const char *q;
    if (*p == '"' || *p == '\'') {
        q = find(p + 1, t->limit, *p);
        if (q == t->limit)
            return false;
        p++;
        t->at = q + 1;
    } else {
        q = skip_until(p, t->limit, SPACE | CLOSE);
        if (q == t->limit)
            return false;
        t->at = q;
    }
    attribute->value = al_str(p, (size_t)(q - p));
    return true;
}

bool al_tokenizer_attribute(struct al_tokenizer *t, struct al_attribute *attribute)
{
    if (!t->tag)
        return false;
    const char *p = skip_over(t->at, t->limit, SPACE | SLASH);
    if (p > t->at)
        t->is_slash_last = p[-1] == '/';
    t->at = p;
    if (p == t->limit || *p == '>')
        return false;
    t->is_slash_last = false;
    const char *q = skip_until(p + 1, t->limit, ENDS_NAME | EQUALS);
    attribute->name = al_str(p, (size_t)(q - p));
    attribute->value = al_str(NULL, 0);
    t->at = q;
    q = skip_over(q, t->limit, SPACE);
    if (q < t->limit && *q == '=' && !read_value(t, q + 1, attribute)) {
        t->at = t->limit;
        return false;
    }
    return true;
}

bool al_tokenizer_tag_ends(struct al_tokenizer *t, bool *is_self_closing)
{
    struct al_attribute ignored;
    *is_self_closing = false;
    if (!t->tag)
        return false;
    while ((t->at == t->limit || *t->at != '>') && al_tokenizer_attribute(t, &ignored))
        ;
    const char *tag = t->tag;
    t->tag = NULL;
    if (t->at < t->limit) {
        *is_self_closing = t->is_slash_last;
        t->at++;
        return true;
    }
    if (t->is_loose && t->limit[-1] == '>')
        return true;
    if (t->mends && !t->is_loose) {
        t->is_loose = true;
        t->at = tag;
    }
    return false;
}

unsigned al_token_reading(const struct al_token *token)
{
    switch ((enum al_mode)token->mode) {
    case AL_MODE_DATA:
        return AL_READ_REFERENCES | AL_READ_NULS;
    case AL_MODE_RCDATA:
        return AL_READ_REFERENCES;
    case AL_MODE_CDATA:
        return AL_READ_NULS;
    default:
        return 0;
    }
}

/* Appends what the byte at p, which is_special() or to be lowered, means; returns the bytes read, 0 when it
   stands for itself. */
static size_t special(const char *p, const char *end, unsigned reading, char *out, size_t *n)
{
    *n = 0;
    if (*p == '\r') {
        out[(*n)++] = '\n';
        return p + 1 < end && p[1] == '\n' ? 2 : 1;
    }
    if (*p == '\0' && !(reading & AL_READ_NULS)) {
        *n = al_utf8_encode(AL_REPLACEMENT, out);
        return 1;
    }
    if (*p == '&' && reading & AL_READ_REFERENCES) {
        uint32_t cp[2];
        size_t read = al_entity_decode(p, end, reading & AL_READ_ATTRIBUTE, cp);
        if (read) {
            *n = al_utf8_encode(cp[0], out);
            if (cp[1])
                *n += al_utf8_encode(cp[1], out + *n);
        }
        return read;
    }
    if (reading & AL_READ_LOWER) {
        out[(*n)++] = (char)al_ascii_lower((unsigned char)*p);
        return 1;
    }
    return 0;
}

static inline bool is_special(char c)
{
    static const uint8_t table[256] = {['\0'] = 1, ['\r'] = 1, ['&'] = 1};
    return table[(unsigned char)c];
}

enum articlean_status al_token_decode(struct al_buf *out, struct al_str raw, unsigned reading)
{
    const char *p = raw.p, *end = p + raw.n, *plain = p;
    while (p < end) {
        char bytes[8];
        size_t n;
        if (!is_special(*p) && !(reading & AL_READ_LOWER)) {
            p++;
            continue;
        }
        size_t read = special(p, end, reading, bytes, &n);
        if (!read) {
            p++;
            continue;
        }
        TRY(al_buf_append(out, plain, (size_t)(p - plain)));
        TRY(al_buf_append(out, bytes, n));
        p += read;
        plain = p;
    }
    return al_buf_append(out, plain, (size_t)(p - plain));
}
