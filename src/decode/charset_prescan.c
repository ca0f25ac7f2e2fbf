/* The prescan of the HTML Standard ("prescan a byte stream to determine its encoding") and its XML sibling.
 */
#include "charset.h"

#include "charset_encoding.h"

enum { PRESCAN_BYTES = 16 * 1024 }; /* the standard's 1024 are the least; its parser heeds later ones, too */

struct scan {
    const char *p, *end;
};

struct attribute {
    struct al_str name, value; /* without the lowering of case: comparisons ignore it */
};

static bool is_space(char c)
{
    return c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' ';
}

static void skip_spaces(struct scan *s)
{
    while (s->p < s->end && is_space(*s->p))
        s->p++;
}

static struct al_str quoted(struct scan *s)
{
    char quote = *s->p++;
    const char *start = s->p;
    while (s->p < s->end && *s->p != quote)
        s->p++;
    struct al_str value = al_str(start, (size_t)(s->p - start));
    if (s->p < s->end)
        s->p++;
    return value;
}

/* The standard's "get an attribute"; false at the end of the tag or of the bytes. */
static bool next_attribute(struct scan *s, struct attribute *a)
{
    while (s->p < s->end && (is_space(*s->p) || *s->p == '/'))
        s->p++;
    if (s->p == s->end || *s->p == '>')
        return false;
    const char *start = s->p;
    while (s->p < s->end && !is_space(*s->p) && *s->p != '/' && *s->p != '>' &&
           (*s->p != '=' || s->p == start))
        s->p++;
    a->name = al_str(start, (size_t)(s->p - start));
    a->value = al_str(s->p, 0);
    skip_spaces(s);
    if (s->p == s->end || *s->p != '=')
        return true;
    s->p++;
    skip_spaces(s);
    if (s->p == s->end)
        return false;
    if (*s->p == '"' || *s->p == '\'') {
        a->value = quoted(s);
        return true;
    }
    start = s->p;
    while (s->p < s->end && !is_space(*s->p) && *s->p != '>')
        s->p++;
    a->value = al_str(start, (size_t)(s->p - start));
    return true;
}

/* The standard's "extracting a character encoding from a meta element". */
static struct al_str charset_of_content(struct al_str content)
{
    struct scan s = {content.p, content.p + content.n};
    static const struct al_str word = {"charset", 7};
    while ((size_t)(s.end - s.p) > word.n) {
        if (!al_str_eq_nocase(al_str(s.p, word.n), word)) {
            s.p++;
            continue;
        }
        s.p += word.n;
        skip_spaces(&s);
        if (s.p == s.end || *s.p != '=')
            continue;
        s.p++;
        skip_spaces(&s);
        if (s.p == s.end)
            break;
        if (*s.p == '"' || *s.p == '\'') {
            const char *close = memchr(s.p + 1, *s.p, (size_t)(s.end - s.p - 1));
            return close ? al_str(s.p + 1, (size_t)(close - s.p - 1)) : al_str(s.p, 0);
        }
        const char *start = s.p;
        while (s.p < s.end && !is_space(*s.p) && *s.p != ';')
            s.p++;
        return al_str(start, (size_t)(s.p - start));
    }
    return al_str(content.p, 0);
}

/* A declaration that could be read cannot be in UTF-16, nor can a page be in x-user-defined. */
static const struct al_encoding *declared(struct al_str label)
{
    const struct al_encoding *e = al_encoding_by_label(label);
    if (e && (e->kind == AL_ENC_UTF16LE || e->kind == AL_ENC_UTF16BE))
        return al_encoding_by_name("utf-8");
    if (e && e->kind == AL_ENC_USER_DEFINED)
        return al_encoding_by_name("windows-1252");
    return e;
}

/* The attributes of a <meta>; what they declare or NULL. */
static const struct al_encoding *scan_meta(struct scan *s)
{
    struct attribute a;
    bool got_pragma = false, need_pragma = false, seen[3] = {false};
    struct al_str label = {NULL, 0};
    while (next_attribute(s, &a)) {
        if (al_str_eq_nocase(a.name, AL_STR("http-equiv")) && !seen[0]) {
            seen[0] = true;
            got_pragma = al_str_eq_nocase(a.value, AL_STR("content-type"));
        } else if (al_str_eq_nocase(a.name, AL_STR("content")) && !seen[1]) {
            seen[1] = true;
            struct al_str found = charset_of_content(a.value);
            if (!label.p && found.n) {
                label = found;
                need_pragma = true;
            }
        } else if (al_str_eq_nocase(a.name, AL_STR("charset")) && !seen[2]) {
            seen[2] = true;
            label = a.value;
            need_pragma = false;
        }
    }
    bool is_closed = s->p < s->end;
    return is_closed && label.p && (!need_pragma || got_pragma) ? declared(label) : NULL;
}

static void skip_past(struct scan *s, struct al_str mark)
{
    const char *found = memmem(s->p, (size_t)(s->end - s->p), mark.p, mark.n);
    s->p = found ? found + mark.n : s->end;
}

static void skip_tag(struct scan *s)
{
    struct attribute a;
    while (s->p < s->end && !is_space(*s->p) && *s->p != '>')
        s->p++;
    while (next_attribute(s, &a))
        continue;
}

static const struct al_encoding *scan_html(struct scan s)
{
    while ((s.p = memchr(s.p, '<', (size_t)(s.end - s.p)))) {
        struct al_str rest = al_str(s.p, (size_t)(s.end - s.p));
        if (al_str_starts(rest, AL_STR("<!--"))) {
            s.p += 2; /* "<!-->" is a whole comment */
            skip_past(&s, AL_STR("-->"));
        } else if (rest.n > 5 && al_str_eq_nocase(al_str(rest.p, 5), AL_STR("<meta")) &&
                   (is_space(rest.p[5]) || rest.p[5] == '/')) {
            s.p += 5;
            const struct al_encoding *e = scan_meta(&s);
            if (e)
                return e;
        } else if (rest.n > 1 &&
                   (al_ascii_alpha((unsigned char)rest.p[1]) ||
                    (rest.n > 2 && rest.p[1] == '/' && al_ascii_alpha((unsigned char)rest.p[2])))) {
            s.p++;
            skip_tag(&s);
        } else if (rest.n > 1 && strchr("!/?", rest.p[1])) {
            skip_past(&s, AL_STR(">"));
        } else {
            s.p++;
        }
    }
    return NULL;
}

/* The standard's "get an XML encoding". */
static const struct al_encoding *scan_xml(struct scan s)
{
    struct al_str all = al_str(s.p, (size_t)(s.end - s.p));
    const char *close = memchr(all.p, '>', all.n);
    if (!al_str_starts(all, AL_STR("<?xml")) || !close)
        return NULL;
    s.end = close;
    skip_past(&s, AL_STR("encoding"));
    skip_spaces(&s);
    if (s.p == s.end || *s.p != '=')
        return NULL;
    s.p++;
    skip_spaces(&s);
    if (s.p == s.end || (*s.p != '"' && *s.p != '\''))
        return NULL;
    struct al_str label = quoted(&s);
    for (size_t i = 0; i < label.n; i++)
        if ((unsigned char)label.p[i] <= 0x20)
            return NULL;
    const struct al_encoding *e = al_encoding_by_label(label);
    bool is_utf16 = e && (e->kind == AL_ENC_UTF16LE || e->kind == AL_ENC_UTF16BE);
    return is_utf16 ? al_encoding_by_name("utf-8") : e;
}

const char *al_charset_prescan(struct al_str raw, const char **by)
{
    struct scan s = {raw.p, raw.p + (raw.n < PRESCAN_BYTES ? raw.n : PRESCAN_BYTES)};
    if (!raw.n)
        return NULL;
    *by = "xml";
    if (al_str_starts(raw, al_str("<\0?\0x\0", 6)))
        return "utf-16le";
    if (al_str_starts(raw, al_str("\0<\0?\0x", 6)))
        return "utf-16be";
    const struct al_encoding *e = scan_html(s);
    if (e) {
        *by = "meta";
        return e->name;
    }
    e = scan_xml(s);
    return e ? e->name : NULL;
}
