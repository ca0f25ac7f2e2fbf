#include "json_out.h"

#include "base/utf8.h"

static void escape_byte(struct al_out *out, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    static const char shorts[] = "btn\0fr"; /* U+0008 .. U+000D */
    if (c == '"' || c == '\\') {
        al_out_bytes(out, "\\", 1);
        al_out_bytes(out, &c, 1);
    } else if (c >= 8 && c <= 13 && shorts[c - 8]) {
        al_out_bytes(out, "\\", 1);
        al_out_bytes(out, &shorts[c - 8], 1);
    } else {
        char code[] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
        al_out_bytes(out, code, sizeof code);
    }
}

void al_json_escape(struct al_out *out, struct al_str text)
{
    size_t start = 0;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c >= ' ' && c != '"' && c != '\\' && c != 0x7F)
            continue;
        al_out_bytes(out, text.p + start, i - start);
        escape_byte(out, c);
        start = i + 1;
    }
    al_out_bytes(out, text.p + start, text.n - start);
}

void al_json_string(struct al_out *out, struct al_str text)
{
    al_out_bytes(out, "\"", 1);
    while (text.n) {
        size_t n = al_utf8_valid_prefix(text.p, text.n);
        al_json_escape(out, al_str(text.p, n));
        text = al_str(text.p + n, text.n - n);
        if (!text.n)
            break;
        uint32_t cp;
        n = al_utf8_decode(text.p, text.p + text.n, &cp);
        al_out_z(out, "\xEF\xBF\xBD");
        text = al_str(text.p + n, text.n - n);
    }
    al_out_bytes(out, "\"", 1);
}

void al_json_key(struct al_out *out, bool *is_first, const char *key)
{
    al_out_z(out, *is_first ? "" : ",");
    *is_first = false;
    al_json_string(out, al_str_z(key));
    al_out_bytes(out, ":", 1);
}

void al_json_member(struct al_out *out, bool *is_first, const char *key, const char *value)
{
    if (value)
        al_json_member_str(out, is_first, key, al_str_z(value));
}

void al_json_member_str(struct al_out *out, bool *is_first, const char *key, struct al_str value)
{
    al_json_key(out, is_first, key);
    al_json_string(out, value);
}

void al_json_member_uint(struct al_out *out, bool *is_first, const char *key, uint64_t value)
{
    al_json_key(out, is_first, key);
    al_out_uint(out, value);
}

/* The bytes of the string at the start of `s`, its quotes included; 0 when it does not end. */
static size_t string_size(struct al_str s)
{
    for (size_t i = 1; i < s.n; i++) {
        if (s.p[i] == '\\')
            i++;
        else if (s.p[i] == '"')
            return i + 1;
    }
    return 0;
}

/* The bytes of the value at the start of `s`. */
static size_t value_size(struct al_str s)
{
    size_t depth = 0, i = 0;
    while (i < s.n) {
        char c = s.p[i];
        if (c == '"') {
            size_t n = string_size(al_str(s.p + i, s.n - i));
            if (!n)
                return 0;
            i += n;
            continue;
        }
        if (!depth && (c == ',' || c == '}' || c == ']'))
            break;
        depth += c == '{' || c == '[';
        depth -= c == '}' || c == ']';
        i++;
    }
    return depth ? 0 : i;
}

bool al_json_next_member(struct al_str *rest, struct al_str *key, struct al_str *value)
{
    struct al_str s = al_str_trim(*rest);
    if (!s.n || (s.p[0] != '{' && s.p[0] != ','))
        return false;
    s = al_str_trim(al_str(s.p + 1, s.n - 1));
    size_t n = s.n && s.p[0] == '"' ? string_size(s) : 0;
    *key = al_str(s.p, n);
    s = al_str_trim(al_str(s.p + n, s.n - n));
    if (!n || !s.n || s.p[0] != ':')
        return false;
    s = al_str_trim(al_str(s.p + 1, s.n - 1));
    n = value_size(s);
    *value = al_str_trim(al_str(s.p, n));
    *rest = al_str(s.p + n, s.n - n);
    return n > 0;
}
