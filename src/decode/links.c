#include "links.h"

#include "base/try.h"
#include "tokenizer.h"

enum {
    MAX_HREF = 2048,       /* bytes; longer ones are left out */
    MIN_MEMORY = 64 * 1024 /* bytes for addresses beside as many as the page has */
};

/* Bytes of "scheme:", 0 for an address without one. */
static size_t scheme_size(struct al_str s)
{
    size_t n = 0;
    while (n < s.n && (al_ascii_alpha((unsigned char)s.p[n]) ||
                       (n && (al_ascii_digit((unsigned char)s.p[n]) || memchr("+-.", s.p[n], 3)))))
        n++;
    return n && n < s.n && s.p[n] == ':' ? n + 1 : 0;
}

static bool has_scheme(struct al_str s, struct al_str scheme)
{
    return s.n > scheme.n && al_str_eq_nocase(al_str(s.p, scheme.n), scheme);
}

static bool is_web(struct al_str s)
{
    return has_scheme(s, AL_STR("http://")) || has_scheme(s, AL_STR("https://"));
}

void al_links_init(struct al_links *links, struct al_doc *doc)
{
    *links = (struct al_links){.doc = doc, .left = doc->text.n + MIN_MEMORY};
    al_buf_init(&links->raw, 0);
    al_buf_init(&links->out, 0);
    struct al_str url = al_str_z(doc->url);
    if (is_web(url) && url.n <= MAX_HREF)
        links->base = url;
}

void al_links_clear(struct al_links *links)
{
    al_buf_clear(&links->raw);
    al_buf_clear(&links->out);
}

/* Bytes of `s` before the first of `ends`. */
static size_t span_before(struct al_str s, size_t from, const char *ends)
{
    while (from < s.n && !(s.p[from] && strchr(ends, s.p[from])))
        from++;
    return from;
}

/* Takes "." and ".." out of the path that begins at out->p[start]. */
static void remove_dots(struct al_buf *out, size_t start)
{
    size_t end = span_before(al_buf_str(out), start, "?#"), to = start, rest = out->n - end;
    for (size_t from = start; from < end;) {
        size_t next = from + 1;
        while (next < end && out->p[next] != '/')
            next++;
        struct al_str segment = al_str(out->p + from, next - from);
        bool is_up = al_str_eq(segment, AL_STR("/..")), is_here = al_str_eq(segment, AL_STR("/."));
        while (is_up && to > start && out->p[--to] != '/')
            ;
        if (!is_up && !is_here) {
            memmove(out->p + to, segment.p, segment.n);
            to += segment.n;
        } else if (next == end) {
            out->p[to++] = '/';
        }
        from = next;
    }
    memmove(out->p + to, out->p + end, rest);
    out->n = to + rest;
}

enum articlean_status al_links_resolve(struct al_buf *out, struct al_str base, struct al_str href)
{
    size_t before = out->n, scheme = scheme_size(base);
    size_t host_end = span_before(base, scheme + 2, "/?#"), path_end = span_before(base, host_end, "?#");
    size_t kept = host_end;
    if (href.n > 1 && href.p[0] == '/' && href.p[1] == '/') {
        kept = scheme;
    } else if (!href.n || href.p[0] == '#') {
        kept = span_before(base, path_end, "#");
    } else if (href.p[0] == '?') {
        kept = path_end;
    } else if (href.p[0] != '/') {
        kept = path_end;
        while (kept > host_end && base.p[kept - 1] != '/')
            kept--;
    }
    TRY(al_buf_append(out, base.p, kept));
    if (kept == host_end && href.n && href.p[0] != '/' && href.p[0] != '#')
        TRY(al_buf_append_byte(out, '/'));
    TRY(al_buf_append_str(out, href));
    if (kept != scheme)
        remove_dots(out, before + host_end);
    return ARTICLEAN_OK;
}

/* The address that an attribute's value means: references resolved, no white space at its ends and no line
   ends in it, as browsers read it. In links->raw. */
static enum articlean_status read_value(struct al_links *links, struct al_str value, struct al_str *out)
{
    links->raw.n = 0;
    TRY(al_token_decode(&links->raw, value, AL_READ_REFERENCES | AL_READ_ATTRIBUTE));
    char *to = links->raw.p;
    for (size_t i = 0; i < links->raw.n; i++)
        if (!memchr("\t\n\r", links->raw.p[i], 3))
            *to++ = links->raw.p[i];
    links->raw.n = (size_t)(to - links->raw.p);
    *out = al_str_trim(al_buf_str(&links->raw));
    return ARTICLEAN_OK;
}

/* Sets *out to an address in the arena, to nothing when it is not wanted. */
static enum articlean_status take(struct al_links *links, struct al_str value, struct al_str *out)
{
    struct al_str href;
    *out = al_str("", 0);
    if (!value.n || value.n > MAX_HREF)
        return ARTICLEAN_OK;
    TRY(read_value(links, value, &href));
    bool is_absolute = is_web(href) || has_scheme(href, AL_STR("mailto:"));
    if (!href.n || (!is_absolute && (scheme_size(href) || (href.p[0] == '#' && !links->base.n))))
        return ARTICLEAN_OK;
    if (!is_absolute && links->base.n) {
        links->out.n = 0;
        TRY(al_links_resolve(&links->out, links->base, href));
        href = al_buf_str(&links->out);
    }
    if (href.n > links->left)
        return ARTICLEAN_OK;
    links->left -= href.n;
    *out = al_arena_dup(&links->doc->arena, href);
    return out->p ? ARTICLEAN_OK : ARTICLEAN_NO_MEMORY;
}

enum articlean_status al_links_set_base(struct al_links *links, struct al_str value)
{
    struct al_str base;
    TRY(take(links, value, &base));
    if (is_web(base) && !links->has_base) {
        links->base = base;
        links->has_base = true;
    }
    return ARTICLEAN_OK;
}

enum articlean_status al_links_open(struct al_links *links, struct al_str value)
{
    return take(links, value, &links->href);
}
