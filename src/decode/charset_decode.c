#include "charset.h"

#include "base/try.h"
#include "base/utf8.h"
#include "charset_mixed.h"

enum {
    CHUNK = 4096,     /* bytes of text between two points of the map */
    ICONV_CHUNK = 64, /* the same where the map has to interpolate */
    MIN_POINTS = 16
};

/* What one decoding builds: text and points grow in the arena. */
struct job {
    struct al_arena *arena;
    struct al_str raw;
    struct al_decoded *out;
    char *text;
    size_t n, cap;
    struct al_srcmap_point *points;
    size_t n_points, cap_points;
};

static size_t bom_length(const struct al_encoding *e, struct al_str raw)
{
    static const struct {
        enum al_encoding_kind kind;
        const char *bytes;
        size_t n;
    } marks[] = {{AL_ENC_UTF8, "\xEF\xBB\xBF", 3},    {AL_ENC_UTF16LE, "\xFF\xFE", 2},
                 {AL_ENC_UTF16BE, "\xFE\xFF", 2},     {AL_ENC_UTF32LE, "\xFF\xFE\0\0", 4},
                 {AL_ENC_UTF32BE, "\0\0\xFE\xFF", 4}, {AL_ENC_GB18030, "\x84\x31\x95\x33", 4}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (e->kind == marks[i].kind && al_str_starts(raw, al_str(marks[i].bytes, marks[i].n)))
            return marks[i].n;
    return 0;
}

/* Twice as large, in the arena: the old copy is given up. */
static enum articlean_status grow_points(struct job *j)
{
    size_t cap = j->cap_points ? 2 * j->cap_points : MIN_POINTS;
    struct al_srcmap_point *p = al_arena_alloc(j->arena, cap * sizeof *p);
    if (!p)
        return ARTICLEAN_NO_MEMORY;
    if (j->n_points)
        memcpy(p, j->points, j->n_points * sizeof *p);
    j->points = p;
    j->cap_points = cap;
    return ARTICLEAN_OK;
}

static enum articlean_status add_point(struct job *j, size_t raw, const struct al_encoding *e, uint8_t state)
{
    if (j->n_points == j->cap_points)
        TRY(grow_points(j));
    j->points[j->n_points++] = (struct al_srcmap_point){.text = (uint32_t)j->n,
                                                        .raw = (uint32_t)raw,
                                                        .encoding = (uint16_t)(e - al_encodings),
                                                        .state = state};
    return ARTICLEAN_OK;
}

/* Makes room for `want` bytes more: half as much again, or the most that the rest of the input can become. */
static enum articlean_status grow_text(struct job *j, size_t want, size_t raw_left)
{
    size_t most = j->n + 3 * raw_left + want, cap = j->cap + j->cap / 2 + want;
    if (cap > most)
        cap = most;
    char *p = al_arena_alloc(j->arena, cap + AL_TRANSCODE_SLACK);
    if (!p)
        return ARTICLEAN_NO_MEMORY;
    if (j->n)
        memcpy(p, j->text, j->n);
    j->text = p;
    j->cap = cap;
    return ARTICLEAN_OK;
}

/* The bytes of text that the raw bytes will take: exact for single bytes, enough for nearly all others. */
static size_t expected_size(const struct al_encoding *e, struct al_str raw)
{
    if (e->kind != AL_ENC_SINGLE)
        return raw.n + raw.n / 2 + CHUNK;
    uint8_t length[256];
    for (unsigned b = 0; b < 256; b++) {
        uint32_t cp = b < 0x80 ? b : e->map[b - 0x80];
        length[b] = cp < 0x80 ? 1 : cp < 0x800 ? 2 : 3;
    }
    size_t n = CHUNK;
    for (size_t i = 0; i < raw.n; i++)
        n += length[(unsigned char)raw.p[i]];
    return n;
}

static enum articlean_status decode_run(struct job *j, size_t start, const struct al_charset_run *run)
{
    size_t chunk = run->encoding->kind == AL_ENC_ICONV ? ICONV_CHUNK : CHUNK;
    struct al_transcoder t;
    TRY(al_transcoder_init(&t, run->encoding, al_str(j->raw.p + start, run->end - start)));
    enum articlean_status s = ARTICLEAN_OK;
    while (!s && t.p < t.end) {
        s = add_point(j, (size_t)((const char *)t.p - j->raw.p), run->encoding, t.state);
        if (!s && j->cap - j->n < chunk)
            s = grow_text(j, chunk, (size_t)(t.end - t.p) + (j->raw.n - run->end));
        if (!s)
            j->n += al_transcode(&t, j->text + j->n, chunk);
    }
    j->out->n_replaced += t.n_replaced;
    al_transcoder_close(&t);
    return s;
}

static enum articlean_status decode_runs(struct job *j, const struct al_encoding *e, size_t start, bool mixed)
{
    TRY(grow_text(j, expected_size(e, j->raw), j->raw.n));
    while (start < j->raw.n) {
        struct al_charset_run run = {j->raw.n, e};
        if (mixed)
            run = al_charset_next_run(e, j->raw, start);
        if (run.encoding != e)
            j->out->n_mixed_runs++;
        TRY(decode_run(j, start, &run));
        start = run.end;
    }
    if (j->n > UINT32_MAX)
        return ARTICLEAN_LIMIT;
    return add_point(j, j->raw.n, e, 0);
}

/* Whether the bytes are the text already: valid UTF-8, or ASCII in an encoding that keeps ASCII. */
static bool is_plain(const struct al_encoding *e, struct al_str raw)
{
    if (e->kind == AL_ENC_UTF8 || !raw.n)
        return al_utf8_valid_prefix(raw.p, raw.n) == raw.n;
    bool keeps_ascii = e->kind == AL_ENC_SINGLE || e->kind == AL_ENC_USER_DEFINED ||
                       (e->kind >= AL_ENC_GB18030 && e->kind <= AL_ENC_EUC_KR);
    return keeps_ascii && al_ascii_prefix(raw.p, raw.n) == raw.n;
}

static enum articlean_status decode(struct al_arena *arena, const char *name, struct al_str raw, bool mixed,
                                    struct al_decoded *out)
{
    const struct al_encoding *e = al_encoding_by_name(name);
    size_t start = bom_length(e, raw);
    *out = (struct al_decoded){.map = {.raw = raw, .shift = (uint32_t)start}};
    out->text = al_str(raw.p + start, raw.n - start);
    if (is_plain(e, out->text))
        return ARTICLEAN_OK;
    struct job j = {.arena = arena, .raw = raw, .out = out};
    TRY(decode_runs(&j, e, start, mixed));
    out->text = al_str(j.text, j.n);
    out->map.points = j.points;
    out->map.n = j.n_points;
    return ARTICLEAN_OK;
}

enum articlean_status al_charset_decode(struct al_arena *arena, const char *name, struct al_str raw,
                                        struct al_decoded *out)
{
    return decode(arena, name, raw, false, out);
}

enum articlean_status al_charset_decode_mixed(struct al_arena *arena, const char *name, struct al_str raw,
                                              struct al_decoded *out)
{
    return decode(arena, name, raw, true, out);
}
