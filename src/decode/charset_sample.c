#include "charset_sample.h"

#include "base/utf8.h"

enum {
    CONTEXT = 12,       /* bytes of ASCII kept on each side, */
    WIDE_CONTEXT = 120, /* or so many where there is little else */
    SMALL_SAMPLE = 512, /* bytes: little */
    HEAD = 128 * 1024,  /* bytes read from the beginning */
    PLACES = 8,         /* further places in a longer input */
    PLACE = 16 * 1024,  /* bytes read at each of them at most */
    HEAD_SHARE = AL_SAMPLE_BYTES / 2
};

/* Where stretches are taken from, and how much of their surroundings. */
struct source {
    struct al_str raw;
    size_t context;
};

static bool is_high(char c)
{
    return (unsigned char)c >= 0x80;
}

/* Tags and, in a narrow context, line ends: what lies beyond has nothing to do with the word here. No trail
   byte of a multi-byte encoding looks like one. */
static bool is_border(char c, size_t context)
{
    return c == '<' || c == '>' || (context == CONTEXT && (c == '\n' || c == '\r'));
}

/* The end of the stretch whose first high byte is at `i`: after so many bytes of ASCII or at a border. */
static size_t stretch_end(const struct source *src, size_t to, size_t i)
{
    size_t last = i;
    while (i < to && i - last <= src->context && !is_border(src->raw.p[i], src->context)) {
        if (is_high(src->raw.p[i]))
            last = i;
        i++;
    }
    return i;
}

static size_t stretch_start(const struct source *src, size_t from, size_t i)
{
    size_t start = i;
    while (start > from && i - start < src->context && !is_border(src->raw.p[start - 1], src->context))
        start--;
    return start;
}

/* Adds the stretches of raw[from..to) until the sample holds `limit` bytes; returns where it stopped. */
static size_t add_stretches(struct al_charset_sample *s, const struct source *src, size_t from, size_t to,
                            size_t limit)
{
    while (s->n + 1 < limit) {
        size_t i = from + al_ascii_prefix(src->raw.p + from, to - from);
        if (i == to)
            return to;
        size_t start = stretch_start(src, from, i), end = stretch_end(src, to, i);
        size_t n = end - start, room = limit - s->n - 1;
        s->is_cut = n > room || end == to;
        if (n > room)
            n = room;
        memcpy(s->bytes + s->n, src->raw.p + start, n);
        s->n += n;
        s->bytes[s->n++] = '\n';
        from = start + n;
    }
    return from;
}

/* A place where no character of a multi-byte encoding can be under way: after a byte that is no trail byte.
 */
static size_t safe_start(const struct source *src, size_t i, size_t to)
{
    while (i < to && (unsigned char)src->raw.p[i] >= 0x30)
        i++;
    return i;
}

static void add_places(struct al_charset_sample *s, const struct source *src, size_t read)
{
    size_t step = (src->raw.n - read) / PLACES;
    for (size_t k = 0; k < PLACES; k++) {
        size_t to = read + step * (k + 1), from = safe_start(src, read + step * k, to);
        if (to - from > PLACE)
            to = from + PLACE;
        add_stretches(s, src, from, to, HEAD_SHARE + (AL_SAMPLE_BYTES - HEAD_SHARE) / PLACES * (k + 1));
    }
}

void al_charset_sample(struct al_str raw, struct al_charset_sample *s)
{
    struct source src = {raw, CONTEXT};
    s->n = 0;
    s->is_cut = false;
    size_t head = raw.n < HEAD ? raw.n : HEAD;
    size_t read = add_stretches(s, &src, 0, head, HEAD_SHARE);
    if (raw.n - read > AL_SAMPLE_BYTES) {
        add_places(s, &src, read);
        return;
    }
    add_stretches(s, &src, read, raw.n, AL_SAMPLE_BYTES);
    if (s->n < SMALL_SAMPLE) {
        src.context = WIDE_CONTEXT;
        s->n = 0;
        add_stretches(s, &src, 0, raw.n, AL_SAMPLE_BYTES);
    }
}

void al_charset_sample_head(struct al_str raw, struct al_charset_sample *s)
{
    s->n = raw.n < AL_SAMPLE_BYTES ? raw.n : AL_SAMPLE_BYTES;
    s->is_cut = false;
    memcpy(s->bytes, raw.p, s->n);
}
