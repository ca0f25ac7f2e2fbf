#include "dump_lynx.h"

#include "base/try.h"

/* Reads up to six digits off the front of *s; 0 when there are none. */
static unsigned take_number(struct al_str *s)
{
    unsigned v = 0;
    for (int i = 0; i < 6 && s->n && al_ascii_digit((unsigned char)*s->p); i++) {
        v = v * 10 + (unsigned)(*s->p - '0');
        *s = al_str(s->p + 1, s->n - 1);
    }
    return v;
}

/* The number of a line like "  12. http://site.example/", 0 for others. */
static unsigned address_number(struct al_str line)
{
    line = al_str_trim(line);
    unsigned v = take_number(&line);
    bool dot = line.n > 3 && line.p[0] == '.' && line.p[1] == ' ' && line.p[2] != ' ';
    return v && dot && memchr(line.p, ':', line.n) ? v : 0;
}

/* The last line of `s`, without its end; *before are the bytes before it. */
static struct al_str last_line(struct al_str s, size_t *before)
{
    size_t n = s.n - (s.n && s.p[s.n - 1] == '\n');
    const char *nl = n ? memrchr(s.p, '\n', n) : NULL;
    *before = nl ? (size_t)(nl + 1 - s.p) : 0;
    return al_str_trim(al_str(s.p + *before, n - *before));
}

/* Whether a number stands right before a word, as that of a link does; that of a note stands after one. */
static bool has_link_number(struct al_str text)
{
    for (const char *p = text.p, *end = p + text.n; (p = memchr(p, '[', (size_t)(end - p))); p++) {
        struct al_str after = al_str(p + 1, (size_t)(end - p) - 1);
        if (take_number(&after) && after.n > 1 && *after.p == ']' && (unsigned char)after.p[1] > '/')
            return true;
    }
    return false;
}

size_t al_lynx_body(struct al_str text, unsigned *n_links)
{
    unsigned below = UINT32_MAX, lowest = UINT32_MAX, highest = 0;
    *n_links = 0;
    for (struct al_str rest = text; rest.n;) {
        size_t before;
        struct al_str line = last_line(rest, &before);
        bool indented = rest.p[before] == ' ';
        rest.n = before;
        if (lowest <= 2 && al_str_eq(line, AL_STR("References"))) {
            *n_links = has_link_number(rest) ? highest : 0;
            return *n_links ? before : text.n;
        }
        unsigned v = address_number(line);
        bool section =
            al_str_starts(line, AL_STR("Visible links")) || al_str_starts(line, AL_STR("Hidden links"));
        if (v ? v >= below || (!indented && v < 1000) : line.n && !section)
            break;
        below = section ? UINT32_MAX : v ? v : below;
        lowest = v && v < lowest ? v : lowest;
        highest = v > highest ? v : highest;
    }
    return text.n;
}

bool al_lynx_has_numbers(struct al_str text)
{
    return text.n && memchr(text.p, '[', text.n);
}

enum articlean_status al_lynx_strip(struct al_buf *out, struct al_str text, unsigned n_links,
                                    unsigned *n_found)
{
    *n_found = 0;
    TRY(al_buf_reserve(out, text.n));
    while (text.n) {
        struct al_str after = al_str(text.p + 1, text.n - 1);
        unsigned v = *text.p == '[' ? take_number(&after) : 0;
        if (v && v <= n_links && after.n && *after.p == ']') {
            text = al_str(after.p + 1, after.n - 1);
            ++*n_found;
            continue;
        }
        out->p[out->n++] = *text.p;
        text = al_str(text.p + 1, text.n - 1);
    }
    return ARTICLEAN_OK;
}
