#include "tokenizer.h"

#include "base/eight.h"
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

/* Skips letters of ASCII, at most eight. */
static inline const char *skip_letters(const char *p, const char *end)
{
    return end - p >= 8 ? p + al_eight_before(~al_eight_letters(al_eight_load(p)) & AL_EIGHT_HIGH) : p;
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
    const char *p = *t->at == '<' ? t->at : find(t->at, t->end, '<');
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

static const char *plain_end(const struct al_tokenizer *t)
{
    return t->end;
}

/* Where text ends in the other modes. */
static const char *(*const other_end[])(const struct al_tokenizer *t) = {[AL_MODE_RCDATA] = raw_end,
                                                                         [AL_MODE_RAWTEXT] = raw_end,
                                                                         [AL_MODE_SCRIPT] = script_end,
                                                                         [AL_MODE_PLAINTEXT] = plain_end,
                                                                         [AL_MODE_CDATA] = cdata_end};

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

/* Where the name of a tag at p ends; the text goes on to `end`. Sets *key to its al_tag_key(). */
static inline const char *read_name(const char *p, const char *limit, const char *end, uint64_t *key)
{
    if (end - p >= AL_TAG_KEY_BYTES) {
        uint64_t v = al_eight_load(p);
        unsigned n = al_eight_before(~(al_eight_letters(v) | al_eight_digits(v)) & AL_EIGHT_HIGH);
        if (n < AL_TAG_KEY_BYTES && p + n < limit && is_in_tag(p + n, ENDS_NAME)) {
            *key = al_tag_fold(al_eight_number(v) >> (64 - 8 * n));
            return p + n;
        }
    }
    const char *q = skip_until(p, limit, ENDS_NAME);
    *key = al_tag_key(al_str(p, (size_t)(q - p)));
    return q;
}

/* The name of a tag starts at p. False when the text ends before the name does. */
static inline bool read_tag_name(struct al_tokenizer *t, struct al_token *token, enum al_token_kind kind,
                                 const char *p)
{
    t->limit = t->end;
    if (t->is_loose) {
        const char *close = find(p, t->end, '>');
        t->limit = close < t->end ? close + 1 : close;
    }
    uint64_t key;
    const char *q = read_name(p, t->limit, t->end, &key);
    if (q == t->limit) {
        t->at = t->end;
        return false;
    }
    give(token, kind, p, q);
    token->tag = al_tag_number_of_key(token->data, key);
    t->tag = t->at;
    t->at = q;
    t->mode = AL_MODE_DATA;
    t->is_slash_last = false;
    if (kind == AL_TOKEN_START)
        t->last_start = token->data;
    return true;
}

/* The markup at t->at; false when nothing comes of it. */
static inline bool read_markup(struct al_tokenizer *t, struct al_token *token)
{
    const char *p = t->at;
    bool is_end = p[1] == '/';
    if (al_ascii_alpha((unsigned char)p[1 + is_end]))
        return read_tag_name(t, token, is_end ? AL_TOKEN_END : AL_TOKEN_START, p + 1 + is_end);
    if (p[1] == '!')
        return read_declaration(t, token);
    if (p[1] == '?') {
        read_to_close(t, token, AL_TOKEN_COMMENT, p + 1);
        return true;
    }
    if (p[2] == '>') {
        t->at = p + 3;
        return false;
    }
    read_to_close(t, token, AL_TOKEN_COMMENT, p + 2);
    return true;
}

void al_tokenizer_next(struct al_tokenizer *t, struct al_token *token)
{
    if (t->tag)
        al_tokenizer_skip_tag(t, &t->is_slash_last);
    while (t->at < t->end) {
        const char *p = t->mode == AL_MODE_DATA ? data_end(t) : other_end[t->mode](t);
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

/* Reads the value at p, after "=" and white space. Returns the end of what was read, NULL when the text ends
   inside. */
static inline const char *read_value(const char *p, const char *limit, struct al_str *value)
{
    if (p == limit)
        return NULL;
    bool is_quoted = *p == '"' || *p == '\'';
    const char *q = is_quoted ? find(p + 1, limit, *p) : skip_until(p, limit, SPACE | CLOSE);
    if (q == limit)
        return NULL;
    *value = al_str(p + is_quoted, (size_t)(q - p) - is_quoted);
    return q + is_quoted;
}

bool al_tokenizer_attribute(struct al_tokenizer *t, struct al_attribute *attribute)
{
    if (!t->tag)
        return false;
    const char *limit = t->limit, *p = skip_over(t->at, limit, SPACE | SLASH);
    if (p > t->at)
        t->is_slash_last = p[-1] == '/';
    t->at = p;
    if (p == limit || *p == '>')
        return false;
    t->is_slash_last = false;
    const char *q = skip_until(skip_letters(p + 1, limit), limit, ENDS_NAME | EQUALS);
    attribute->name = al_str(p, (size_t)(q - p));
    attribute->value = al_str(NULL, 0);
    t->at = q;
    q = skip_over(q, limit, SPACE);
    if (q < limit && *q == '=') {
        q = read_value(skip_over(q + 1, limit, SPACE), limit, &attribute->value);
        t->at = q ? q : limit;
        return q;
    }
    return true;
}

bool al_tokenizer_skip_tag(struct al_tokenizer *t, bool *is_self_closing)
{
    struct al_attribute ignored;
    *is_self_closing = false;
    if (!t->tag)
        return false;
    while (!al_tokenizer_is_at_close(t) && al_tokenizer_attribute(t, &ignored))
        ;
    if (t->at < t->limit)
        return al_tokenizer_tag_ends(t, is_self_closing);
    const char *tag = t->tag;
    t->tag = NULL;
    if (t->is_loose && t->limit[-1] == '>')
        return true;
    if (t->mends && !t->is_loose) {
        t->is_loose = true;
        t->at = tag;
    }
    return false;
}

/* Appends what the byte at p, which is special or to be lowered, means; returns the bytes read, 0 when it
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

/* Skips bytes that stand for themselves, whatever the reading. */
static const char *skip_plain(const char *p, const char *end)
{
    for (; end - p >= 8; p += 8) {
        uint64_t v = al_eight_load(p), low = v & ~AL_EIGHT_HIGH;
        uint64_t marks = (al_eight_between(low, '\0', '\0') | al_eight_between(low, '\r', '\r') |
                          al_eight_between(low, '&', '&')) &
                         ~v;
        if (marks)
            return p + al_eight_before(marks);
    }
    while (p < end && *p && *p != '\r' && *p != '&')
        p++;
    return p;
}

enum articlean_status al_token_decode(struct al_buf *out, struct al_str raw, unsigned reading)
{
    const char *p = raw.p, *end = p + raw.n, *plain = p;
    for (;;) {
        char bytes[8];
        size_t n;
        if (!(reading & AL_READ_LOWER))
            p = skip_plain(p, end);
        if (p == end)
            break;
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
