#include "charset_sample.h"

#include "base/utf8.h"

enum {
    CONTEXT = 12,      /* bytes of ASCII kept on each side */
    HEAD = 128 * 1024, /* bytes read from the beginning */
    PLACES = 8,        /* further places in a longer input */
    PLACE = 16 * 1024, /* bytes read at each of them at most */
    HEAD_SHARE = AL_SAMPLE_BYTES / 2
};

static bool is_high(char c)
{
    return (unsigned char)c >= 0x80;
}

/* Tags and line ends: what lies beyond has nothing to do with the word here. No trail byte of a multi-byte
   encoding looks like one. */
static bool is_border(char c)
{
    return c == '<' || c == '>' || c == '\n' || c == '\r';
}

/* The end of the stretch whose first high byte is at `i`: after CONTEXT bytes of ASCII or at a border. */
static size_t stretch_end(struct al_str raw, size_t i)
{
    size_t last = i;
    while (i < raw.n && i - last <= CONTEXT && !is_border(raw.p[i])) {
        if (is_high(raw.p[i]))
            last = i;
        i++;
    }
    return i;
}

static size_t stretch_start(struct al_str raw, size_t from, size_t i)
{
    size_t start = i;
    while (start > from && i - start < CONTEXT && !is_border(raw.p[start - 1]))
        start--;
    return start;
}

/* Adds the stretches of raw[from..to) until the sample holds `limit` bytes; returns where it stopped. */
static size_t add_stretches(struct al_charset_sample *s, struct al_str raw, size_t from, size_t to,
                            size_t limit)
{
    struct al_str part = al_str(raw.p, to);
    while (s->n + 1 < limit) {
        size_t i = from + al_ascii_prefix(part.p + from, part.n - from);
        if (i == part.n)
            return part.n;
        size_t start = stretch_start(part, from, i), end = stretch_end(part, i);
        size_t n = end - start, room = limit - s->n - 1;
        s->is_cut = n > room || end == part.n;
        if (n > room)
            n = room;
        memcpy(s->bytes + s->n, part.p + start, n);
        s->n += n;
        s->bytes[s->n++] = '\n';
        from = start + n;
    }
    return from;
}

/* A place where no character of a multi-byte encoding can be under way: after a byte that is no trail byte.
 */
static size_t safe_start(struct al_str raw, size_t i)
{
    while (i < raw.n && (unsigned char)raw.p[i] >= 0x30)
        i++;
    return i;
}

void al_charset_sample(struct al_str raw, struct al_charset_sample *s)
{
    s->n = 0;
    s->is_cut = false;
    size_t head = raw.n < HEAD ? raw.n : HEAD;
    size_t read = add_stretches(s, raw, 0, head, HEAD_SHARE), left = raw.n - read;
    if (left <= AL_SAMPLE_BYTES) {
        add_stretches(s, raw, read, raw.n, AL_SAMPLE_BYTES);
        return;
    }
    for (size_t k = 0; k < PLACES; k++) {
        size_t from = read + left / PLACES * k, to = from + left / PLACES;
        from = safe_start(al_str(raw.p, to), from);
        if (to - from > PLACE)
            to = from + PLACE;
        add_stretches(s, raw, from, to, HEAD_SHARE + (AL_SAMPLE_BYTES - HEAD_SHARE) / PLACES * (k + 1));
    }
}
