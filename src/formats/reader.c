#include "base/alloc.h"
#include "base/try.h"
#include "input.h"

enum {
    PORTION = 64 * 1024,
    MAGIC_BYTES = 6,
    /* Of a window: what is kept of a line of text takes far more room than a short line. */
    MAX_LINES = 32 * 1024,
    MAX_LINES_OF_PAGE = 256 * 1024
};

enum articlean_status articlean_reader_new(const struct articlean_options *options,
                                           articlean_record_fn *on_record, void *context,
                                           struct articlean_reader **out)
{
    if (!on_record || !out)
        return ARTICLEAN_BAD_ARGUMENT;
    struct articlean_reader *r = al_calloc(1, sizeof *r);
    if (!r)
        return ARTICLEAN_NO_MEMORY;
    if (options)
        r->options = *options;
    else
        articlean_options_init(&r->options);
    if (r->options.max_input < AL_INPUT_PREFIX)
        r->options.max_input = AL_INPUT_PREFIX;
    r->on_record = on_record;
    r->context = context;
    r->reporter.call = r->options.report;
    r->reporter.context = r->options.report_context;
    al_buf_init(&r->name, 0);
    al_buf_init(&r->url, 0);
    al_buf_init(&r->raw, 0);
    al_buf_init(&r->in, 0);
    *out = r;
    return ARTICLEAN_OK;
}

static void clear_format(struct articlean_reader *r)
{
    if (r->format)
        r->format->clear(r);
    r->format = NULL;
    r->state = NULL;
}

enum articlean_status articlean_reader_begin(struct articlean_reader *r, const char *name, const char *url)
{
    clear_format(r);
    al_codec_init(&r->codec, AL_CODING_NONE);
    r->has_codec = false;
    r->name.n = r->url.n = r->raw.n = r->in.n = r->pos = 0;
    r->base = r->index = r->part = 0;
    r->counted = r->n_lines = 0;
    r->at_end = r->at_member_end = false;
    r->broken = NULL;
    r->has_url = url != NULL;
    TRY(al_buf_append(&r->name, name ? name : "", name ? strlen(name) + 1 : 1));
    if (url)
        TRY(al_buf_append(&r->url, url, strlen(url) + 1));
    r->reporter.name = r->name.p;
    return ARTICLEAN_OK;
}

struct al_str al_input_rest(const struct articlean_reader *r)
{
    return al_str((r->in.p ? r->in.p : "") + r->pos, r->in.n - r->pos);
}

void al_input_take(struct articlean_reader *r, size_t n)
{
    r->pos += n;
}

uint64_t al_input_offset(const struct articlean_reader *r)
{
    return r->base + r->pos;
}

/* Where a window of `max` bytes ends best: after a line, a tag, a word; else before a whole character. */
static size_t cut(const char *p, size_t max)
{
    static const char ends[] = "\n> ";
    for (const char *c = ends; *c; c++) {
        const char *found = memrchr(p, *c, max);
        if (found && (size_t)(found - p) >= max / 2)
            return (size_t)(found - p) + 1;
    }
    size_t n = max;
    while (n > max - 4 && ((unsigned char)p[n] & 0xC0) == 0x80)
        n--;
    return n > max - 4 ? n : max;
}

static enum articlean_status hand_out(struct articlean_reader *r, struct articlean_record *record,
                                      struct al_str data, bool last)
{
    record->data = data.n ? data.p : NULL;
    record->size = data.n;
    record->name = r->name.p;
    record->index = r->index;
    record->part = r->part++;
    record->is_last_part = last;
    if (!record->url && r->has_url)
        record->url = r->url.p;
    return r->on_record(record, r->context);
}

/* Does it begin as HTML does, in which a line is no unit? */
static bool is_page(struct al_str data)
{
    data = al_str_trim(data);
    if (al_str_starts(data, AL_STR("\xEF\xBB\xBF")))
        data = al_str_trim(al_str(data.p + 3, data.n - 3));
    return data.n && data.p[0] == '<';
}

/* The bytes of the next window when `data` goes on after it, else 0. Line ends are counted once, and not
   before they could be too many. */
static size_t next_window(struct articlean_reader *r, struct al_str data)
{
    size_t max = (size_t)r->options.max_input, limit = data.n < max ? data.n : max;
    if (!r->part && !r->counted)
        r->max_lines = is_page(al_str(data.p, limit)) ? MAX_LINES_OF_PAGE : MAX_LINES;
    while (r->n_lines < r->max_lines && limit - r->counted >= r->max_lines - r->n_lines) {
        const char *nl = memchr(data.p + r->counted, '\n', limit - r->counted);
        r->n_lines += nl != NULL;
        r->counted = nl ? (size_t)(nl + 1 - data.p) : limit;
    }
    if (r->n_lines == r->max_lines && r->counted < data.n)
        return r->counted;
    return data.n > max ? cut(data.p, max) : 0;
}

enum articlean_status al_input_hand_out_windows(struct articlean_reader *r, struct articlean_record *record,
                                                struct al_str data, size_t *n)
{
    size_t size;
    for (*n = 0; (size = next_window(r, al_str(data.p + *n, data.n - *n))); *n += size) {
        r->counted = r->n_lines = 0;
        TRY(hand_out(r, record, al_str(data.p + *n, size), false));
        record->offset += size;
    }
    return ARTICLEAN_OK;
}

enum articlean_status al_input_hand_out(struct articlean_reader *r, struct articlean_record *record,
                                        struct al_str data)
{
    size_t n;
    TRY(al_input_hand_out_windows(r, record, data, &n));
    TRY(hand_out(r, record, al_str(data.p + n, data.n - n), true));
    r->index++;
    r->part = 0;
    r->counted = r->n_lines = 0;
    return ARTICLEAN_OK;
}

static enum articlean_status choose_format(struct articlean_reader *r)
{
    static const struct al_input_format *const formats[] = {&al_input_plain, &al_input_warc, &al_input_jsonl,
                                                            &al_input_binary};
    struct al_str first = al_input_rest(r);
    if (first.n > AL_INPUT_PREFIX)
        first.n = AL_INPUT_PREFIX;
    const struct al_input_format *best = &al_input_plain;
    switch (r->options.from) {
    case ARTICLEAN_FROM_WARC:
    case ARTICLEAN_FROM_WET:
        best = &al_input_warc;
        break;
    case ARTICLEAN_FROM_JSONL:
        best = &al_input_jsonl;
        break;
    case ARTICLEAN_FROM_AUTO:
        for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
            if (formats[i]->bid(first) > best->bid(first))
                best = formats[i];
        break;
    default:
        break;
    }
    TRY(best->begin(r));
    r->format = best;
    return ARTICLEAN_OK;
}

/* Forgets the bytes that were read, so that each byte is moved a bounded number of times. */
static void compact(struct articlean_reader *r)
{
    if (r->pos < r->in.n && r->pos < r->in.n / 2)
        return;
    al_buf_consume(&r->in, r->pos);
    r->base += r->pos;
    r->pos = 0;
}

static enum articlean_status step(struct articlean_reader *r)
{
    if (!r->format && !r->at_end && r->in.n - r->pos < AL_INPUT_PREFIX)
        return ARTICLEAN_OK;
    if (!r->format)
        TRY(choose_format(r));
    TRY(r->format->step(r));
    compact(r);
    return ARTICLEAN_OK;
}

/* Tells of damage once, and the format at each place where bytes are missing. */
static enum articlean_status jump(struct articlean_reader *r)
{
    r->broken = "the compressed data is damaged";
    al_report(&r->reporter, ARTICLEAN_DROPPED, al_input_offset(r) + al_input_rest(r).n, 0, 0,
              "%s here, reading on at the next member", r->broken);
    if (!r->format)
        TRY(choose_format(r));
    TRY(r->format->jump(r));
    compact(r);
    return ARTICLEAN_OK;
}

static enum articlean_status feed_coded(struct articlean_reader *r, struct al_str data)
{
    size_t n;
    do {
        TRY(al_buf_reserve(&r->in, PORTION));
        enum articlean_status s = al_codec_read(&r->codec, &data, r->in.p + r->in.n, PORTION, &n);
        r->in.n += n;
        if (s && s != ARTICLEAN_BAD_FORMAT)
            return s;
        r->at_member_end = !r->codec.is_open && !s;
        if (n || r->at_member_end)
            TRY(step(r));
        if (s)
            TRY(jump(r));
    } while (data.n || n == PORTION);
    return ARTICLEAN_OK;
}

static enum articlean_status feed_bytes(struct articlean_reader *r, struct al_str data)
{
    if (r->codec.coding != AL_CODING_NONE)
        return feed_coded(r, data);
    while (data.n) {
        size_t n = data.n < PORTION ? data.n : PORTION;
        TRY(al_buf_append(&r->in, data.p, n));
        data = al_str(data.p + n, data.n - n);
        TRY(step(r));
    }
    return ARTICLEAN_OK;
}

static enum articlean_status choose_coding(struct articlean_reader *r)
{
    r->has_codec = true;
    al_codec_init(&r->codec, al_coding_of(al_buf_str(&r->raw)));
    return feed_bytes(r, al_buf_str(&r->raw));
}

enum articlean_status articlean_reader_feed(struct articlean_reader *r, const void *data, size_t size)
{
    struct al_str rest = {data, size};
    while (!r->has_codec && rest.n) {
        TRY(al_buf_append_byte(&r->raw, *rest.p));
        rest = al_str(rest.p + 1, rest.n - 1);
        if (r->raw.n == MAGIC_BYTES)
            TRY(choose_coding(r));
    }
    return rest.n ? feed_bytes(r, rest) : ARTICLEAN_OK;
}

enum articlean_status articlean_reader_end(struct articlean_reader *r)
{
    if (!r->has_codec)
        TRY(choose_coding(r));
    if (r->codec.coding != AL_CODING_NONE && !al_codec_is_complete(&r->codec) && !r->codec.is_lost) {
        r->broken = "the compressed data breaks off";
        al_report(&r->reporter, ARTICLEAN_DROPPED, al_input_offset(r) + al_input_rest(r).n, 0, 0,
                  "%s here, taking what came before", r->broken);
    }
    r->at_end = true;
    TRY(step(r));
    return r->broken ? ARTICLEAN_BAD_FORMAT : ARTICLEAN_OK;
}

void articlean_reader_free(struct articlean_reader *r)
{
    if (!r)
        return;
    clear_format(r);
    al_codec_clear(&r->codec);
    al_buf_clear(&r->name);
    al_buf_clear(&r->url);
    al_buf_clear(&r->raw);
    al_buf_clear(&r->in);
    al_free(r);
}
