#include "input.h"

#include "base/alloc.h"
#include "base/try.h"
#include "http.h"

#include <inttypes.h>

/* WARC/1.0 and 1.1 (ISO 28500). A record whose length is wrong is told from where the next one begins. */

enum {
    MAX_HEADER = 64 * 1024,
    BORDER = 32, /* bytes that a border and what proves it can take */
    PORTION = 64 * 1024
};

enum state {
    AT_HEADER, /* before "WARC/" */
    IN_WHOLE,  /* in a body that is read as a whole, so that a wrong length shows before it is handed out */
    IN_LARGE,  /* in a body larger than a window: read as it comes */
    IN_OTHER,  /* in a body that holds no text */
    AT_END,    /* after a body */
    IN_RUBBLE  /* looking for the next record */
};

struct warc {
    enum state state;
    uint64_t offset; /* of the record */
    uint64_t left;   /* bytes of the body not yet read */
    size_t scanned;  /* bytes of the rest in which no end of the header was found */
    bool is_response, has_http, is_refused, unknown_coding;
    bool is_jump; /* bytes were lost before the rest: what it begins with is no fault of its own */
    enum articlean_from from;
    struct al_buf id, url, date, charset, type;
    struct al_http_body body;
    struct al_buf text; /* body without its codings, what has not been handed out */
};

static unsigned bid(struct al_str first)
{
    while (first.n && (*first.p == '\r' || *first.p == '\n'))
        first.p++, first.n--;
    return al_str_starts(first, AL_STR("WARC/1.")) || al_str_starts(first, AL_STR("WARC/0.")) ? 56 : 0;
}

static enum articlean_status begin(struct articlean_reader *r)
{
    struct warc *w = al_calloc(1, sizeof *w);
    if (!w)
        return ARTICLEAN_NO_MEMORY;
    struct al_buf *bufs[] = {&w->id, &w->url, &w->date, &w->charset, &w->type, &w->text};
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
        al_buf_init(bufs[i], 0);
    r->state = w;
    return ARTICLEAN_OK;
}

static void clear(struct articlean_reader *r)
{
    struct warc *w = r->state;
    struct al_buf *bufs[] = {&w->id, &w->url, &w->date, &w->charset, &w->type, &w->text};
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
        al_buf_clear(bufs[i]);
    al_http_body_clear(&w->body);
    al_free(w);
}

/* Replaces the buffer's text by a terminated copy; an empty one counts as unknown. */
static enum articlean_status set(struct al_buf *b, struct al_str s)
{
    b->n = 0;
    TRY(al_buf_append_str(b, s));
    return s.n ? al_buf_append_byte(b, '\0') : ARTICLEAN_OK;
}

static const char *get(const struct al_buf *b)
{
    return b->n ? b->p : NULL;
}

static struct articlean_record record_of(const struct warc *w)
{
    return (struct articlean_record){.offset = w->offset,
                                     .from = w->from,
                                     .id = get(&w->id),
                                     .url = get(&w->url),
                                     .date = get(&w->date),
                                     .charset = get(&w->charset)};
}

/* Offset in `s` of a line that begins the next record: a version line and a header line that only WARC has.
   s.n when there is none. */
static size_t find_border(struct al_str s)
{
    for (const char *p = s.p, *end = s.p + s.n; (p = memmem(p, (size_t)(end - p), "\nWARC/1.", 8)); p += 8) {
        struct al_str after = {p + 8, (size_t)(end - p) - 8};
        if (!after.n || !al_ascii_digit((unsigned char)*after.p))
            continue;
        size_t n = 1 + (after.n > 1 && after.p[1] == '\r');
        bool line = after.n > n && after.p[n] == '\n';
        if (line && al_str_starts(al_str(after.p + n + 1, after.n - n - 1), AL_STR("WARC-")))
            return (size_t)(p + 1 - s.p);
    }
    return s.n;
}

/* Reports a broken record and, when it was one that holds a page, hands out what could be read of it. */
static enum articlean_status give_broken(struct articlean_reader *r, struct al_str data, const char *why)
{
    struct warc *w = r->state;
    al_report(&r->reporter, ARTICLEAN_DROPPED, w->offset, 0, 0,
              "WARC record%s%s: %s, reading on at the next one", w->id.n ? " " : "", w->id.n ? w->id.p : "",
              why);
    struct articlean_record record = record_of(w);
    record.error = why;
    return al_input_hand_out(r, &record, data);
}

static void forget_record(struct articlean_reader *r)
{
    struct warc *w = r->state;
    w->id.n = w->url.n = w->date.n = w->charset.n = w->type.n = w->text.n = 0;
    w->is_response = w->has_http = w->is_refused = w->unknown_coding = false;
    al_http_body_clear(&w->body);
    w->from = ARTICLEAN_FROM_AUTO;
    w->offset = al_input_offset(r);
    w->scanned = 0;
}

struct header {
    bool has_length;
    uint64_t length;
    struct al_str type;
};

static bool read_length(struct al_str s, uint64_t *length)
{
    *length = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!al_ascii_digit((unsigned char)s.p[i]) || i > 15)
            return false;
        *length = *length * 10 + (unsigned)(s.p[i] - '0');
    }
    return s.n > 0;
}

static struct al_str without_brackets(struct al_str s)
{
    bool both = s.n > 1 && s.p[0] == '<' && s.p[s.n - 1] == '>';
    return both ? al_str(s.p + 1, s.n - 2) : s;
}

static enum articlean_status read_header(struct warc *w, struct al_str block, struct header *h)
{
    struct al_header_field field;
    *h = (struct header){0};
    while (al_header_next(&block, &field)) {
        if (al_str_eq_nocase(field.name, AL_STR("WARC-Type")))
            h->type = field.value;
        else if (al_str_eq_nocase(field.name, AL_STR("Content-Length")))
            h->has_length = read_length(field.value, &h->length);
        else if (al_str_eq_nocase(field.name, AL_STR("WARC-Record-ID")))
            TRY(set(&w->id, without_brackets(field.value)));
        else if (al_str_eq_nocase(field.name, AL_STR("WARC-Target-URI")))
            TRY(set(&w->url, without_brackets(field.value)));
        else if (al_str_eq_nocase(field.name, AL_STR("WARC-Date")))
            TRY(set(&w->date, field.value));
        else if (al_str_eq_nocase(field.name, AL_STR("Content-Type")))
            TRY(set(&w->type, field.value));
    }
    return ARTICLEAN_OK;
}

/* Chooses how the body is read. */
static enum articlean_status choose_body(struct warc *w, struct al_str type, bool *is_page)
{
    struct al_media_type media = al_media_type(al_str_z(get(&w->type)));
    *is_page = true;
    if (al_str_eq_nocase(type, AL_STR("response"))) {
        w->is_response = true;
        return ARTICLEAN_OK;
    }
    bool conversion = al_str_eq_nocase(type, AL_STR("conversion"));
    *is_page =
        (conversion || al_str_eq_nocase(type, AL_STR("resource"))) && al_media_is_text(media.type, &w->from);
    if (conversion && w->from == ARTICLEAN_FROM_AUTO)
        w->from = ARTICLEAN_FROM_TEXT;
    return set(&w->charset, media.charset);
}

static enum articlean_status begin_record(struct articlean_reader *r, struct al_str block)
{
    struct warc *w = r->state;
    struct header h;
    w->scanned = 0;
    TRY(read_header(w, block, &h));
    if (!h.has_length) {
        TRY(give_broken(r, al_str("", 0), "no Content-Length"));
        al_input_take(r, 1);
        w->state = IN_RUBBLE;
        return ARTICLEAN_OK;
    }
    al_input_take(r, block.n);
    w->left = h.length;
    w->is_jump = false;
    bool is_page;
    TRY(choose_body(w, h.type, &is_page));
    w->state = !is_page ? IN_OTHER : h.length <= r->options.max_input ? IN_WHOLE : IN_LARGE;
    return ARTICLEAN_OK;
}

/* Reads a record's header; *more is set when bytes are missing. */
static enum articlean_status step_header(struct articlean_reader *r, bool *more)
{
    struct warc *w = r->state;
    struct al_str rest = al_input_rest(r);
    size_t blank = 0;
    while (!w->scanned && blank < rest.n && (rest.p[blank] == '\r' || rest.p[blank] == '\n'))
        blank++;
    al_input_take(r, blank);
    rest = al_str(rest.p + blank, rest.n - blank);
    if (!w->scanned)
        forget_record(r);
    *more = !rest.n || (rest.n < 8 && !r->at_end);
    if (*more)
        return ARTICLEAN_OK;
    if (!al_str_starts(rest, AL_STR("WARC/"))) {
        if (!w->is_jump)
            TRY(give_broken(r, al_str("", 0), "no WARC header where one must be"));
        w->state = IN_RUBBLE;
        return ARTICLEAN_OK;
    }
    size_t from = w->scanned > 3 ? w->scanned - 3 : 0;
    size_t n = al_header_size(al_str(rest.p + from, rest.n - from));
    if (n && from + n <= MAX_HEADER)
        return begin_record(r, al_str(rest.p, from + n));
    w->scanned = rest.n;
    *more = !r->at_end && rest.n < MAX_HEADER;
    if (*more)
        return ARTICLEAN_OK;
    w->scanned = 0;
    TRY(give_broken(r, al_str("", 0), "the header does not end"));
    al_input_take(r, 1);
    w->state = IN_RUBBLE;
    return ARTICLEAN_OK;
}

/* Takes the HTTP head off a response and prepares for its body. */
static enum articlean_status read_http(struct articlean_reader *r, struct al_str *data)
{
    struct warc *w = r->state;
    if (!w->is_response || w->has_http)
        return ARTICLEAN_OK;
    size_t n = al_header_size(*data);
    struct al_http http = al_http_read(al_str(data->p, n));
    *data = al_str(data->p + n, data->n - n);
    w->has_http = true;
    TRY(set(&w->charset, http.type.charset));
    bool text = al_media_is_text(http.type.type, &w->from);
    if (!http.status || !text || http.status < 200 || http.status > 299) {
        w->is_refused = true;
        al_report(&r->reporter, ARTICLEAN_NOTE, w->offset, 0, 0,
                  "response of status %d and type %.*s passed over", http.status,
                  (int)(http.type.type.n < 80 ? http.type.type.n : 80),
                  http.type.type.n ? http.type.type.p : "");
        return ARTICLEAN_OK;
    }
    enum articlean_status s = al_http_body_begin(&w->body, &http, *data);
    w->unknown_coding = w->is_refused = s == ARTICLEAN_BAD_FORMAT;
    return w->unknown_coding ? ARTICLEAN_OK : s;
}

/* Undoes the codings of `data` into w->text, handing out full windows. */
static enum articlean_status decode_body(struct articlean_reader *r, struct al_str data, bool *damaged)
{
    struct warc *w = r->state;
    struct articlean_record record = record_of(w);
    size_t n;
    *damaged = false;
    do {
        TRY(al_buf_reserve(&w->text, PORTION));
        enum articlean_status s = al_http_body_read(&w->body, &data, w->text.p + w->text.n, PORTION, &n);
        *damaged = s == ARTICLEAN_BAD_FORMAT;
        if (s && !*damaged)
            return s;
        w->text.n += n;
        size_t out;
        TRY(al_input_hand_out_windows(r, &record, al_buf_str(&w->text), &out));
        al_buf_consume(&w->text, out);
    } while (!*damaged && (data.n || n == PORTION));
    return ARTICLEAN_OK;
}

static const char damaged_body[] = "the body's chunks or compression are damaged";
static const char too_long[] = "its length reaches into the next record";
static const char goes_on[] = "its content goes on after its length";
static const char broke_off[] = "the input breaks off in it";

/* Hands out a body that is there as a whole. `why` is not NULL for a broken record. */
static enum articlean_status give_whole(struct articlean_reader *r, struct al_str data, const char *why)
{
    struct warc *w = r->state;
    TRY(read_http(r, &data));
    bool damaged = false;
    if (!w->is_refused && !al_http_body_is_plain(&w->body)) {
        TRY(decode_body(r, data, &damaged));
        data = al_buf_str(&w->text);
        damaged = damaged || !al_http_body_is_complete(&w->body);
    }
    if (!why && w->unknown_coding)
        why = "its Content-Encoding is not known";
    if (!why && damaged)
        why = damaged_body;
    if (why)
        return give_broken(r, w->is_refused ? al_str("", 0) : data, why);
    if (w->is_refused)
        return ARTICLEAN_OK;
    struct articlean_record record = record_of(w);
    return al_input_hand_out(r, &record, data);
}

/* How `after` shows that a record ends before it. */
enum ending {
    NO_END,
    LINE_ENDS, /* two of them, then something that is no record */
    NEXT_RECORD
};

static enum ending find_ending(const struct articlean_reader *r, struct al_str after)
{
    unsigned n_lines = 0;
    while (after.n && (*after.p == '\r' || *after.p == '\n')) {
        n_lines += *after.p == '\n';
        after = al_str(after.p + 1, after.n - 1);
    }
    bool next = after.n ? al_str_starts(after, AL_STR("WARC/")) : r->at_end || r->at_member_end;
    return next ? NEXT_RECORD : n_lines > 1 ? LINE_ENDS : NO_END;
}

/* The line ends between a record and the next one are no content. */
static struct al_str before_border(struct al_str s)
{
    for (int i = 0; i < 2 && s.n && s.p[s.n - 1] == '\n'; i++)
        s.n -= 1 + (s.n > 1 && s.p[s.n - 2] == '\r');
    return s;
}

static enum articlean_status step_whole(struct articlean_reader *r, bool *more)
{
    struct warc *w = r->state;
    struct al_str rest = al_input_rest(r);
    size_t left = (size_t)w->left;
    *more = !r->at_end && (rest.n < left || (!r->at_member_end && rest.n - left < BORDER));
    if (*more)
        return ARTICLEAN_OK;
    bool is_there = rest.n >= left;
    struct al_str data = al_str(rest.p, is_there ? left : rest.n);
    enum ending ending = is_there ? find_ending(r, al_str(rest.p + left, rest.n - left)) : NO_END;
    size_t border = ending == NEXT_RECORD ? data.n : find_border(data);
    if (ending != NO_END && border == data.n) {
        TRY(give_whole(r, data, NULL));
        al_input_take(r, left);
        w->state = AT_HEADER;
        return ARTICLEAN_OK;
    }
    if (border < data.n) {
        TRY(give_whole(r, before_border(al_str(data.p, border)), too_long));
        al_input_take(r, border);
        w->state = AT_HEADER;
        return ARTICLEAN_OK;
    }
    TRY(give_whole(r, data, is_there ? goes_on : broke_off));
    al_input_take(r, data.n);
    w->state = IN_RUBBLE;
    return ARTICLEAN_OK;
}

/* The part of the rest that belongs to the body for sure; sets *border when the next record begins after it,
   and *more when nothing can be told before more bytes are there. */
static struct al_str next_part(struct articlean_reader *r, bool *border, bool *more)
{
    struct warc *w = r->state;
    struct al_str rest = al_input_rest(r);
    bool all = rest.n >= w->left;
    struct al_str part = al_str(rest.p, all ? (size_t)w->left : rest.n);
    size_t found = find_border(part);
    *border = found < part.n;
    *more = false;
    if (*border) {
        part = al_str(part.p, found);
    } else if (!all && !r->at_end) {
        part.n -= part.n < BORDER ? part.n : BORDER;
        *more = !part.n;
    }
    return part;
}

/* Ends a body read in parts; `why` is not NULL for a broken record. */
static enum articlean_status end_parts(struct articlean_reader *r, const char *why)
{
    struct warc *w = r->state;
    if (!why && (w->unknown_coding || !al_http_body_is_complete(&w->body)))
        why = damaged_body;
    struct articlean_record record = record_of(w);
    if (why)
        return give_broken(r, al_buf_str(&w->text), why);
    return w->is_refused ? ARTICLEAN_OK : al_input_hand_out(r, &record, al_buf_str(&w->text));
}

static enum articlean_status report_other(struct articlean_reader *r, const char *why)
{
    struct warc *w = r->state;
    al_report(&r->reporter, ARTICLEAN_DROPPED, w->offset, 0, 0, "WARC record %s: %s", w->id.n ? w->id.p : "",
              why);
    return ARTICLEAN_OK;
}

static enum articlean_status step_parts(struct articlean_reader *r, bool *more)
{
    struct warc *w = r->state;
    struct al_str rest = al_input_rest(r);
    bool has_head = w->state == IN_OTHER || !w->is_response || w->has_http || al_header_size(rest);
    *more = !has_head && !r->at_end && rest.n < MAX_HEADER && rest.n < w->left;
    if (*more)
        return ARTICLEAN_OK;
    bool border;
    struct al_str part = next_part(r, &border, more);
    if (*more)
        return ARTICLEAN_OK;
    struct al_str data = border ? before_border(part) : part;
    w->left -= part.n;
    bool broken = border || (r->at_end && w->left && part.n == rest.n);
    bool damaged = false;
    if (w->state == IN_LARGE) {
        TRY(read_http(r, &data));
        if (!w->is_refused)
            TRY(decode_body(r, data, &damaged));
    }
    al_input_take(r, part.n);
    if (!broken && !damaged && w->left)
        return ARTICLEAN_OK;
    const char *why = border ? too_long : broken ? broke_off : damaged ? damaged_body : NULL;
    if (w->state == IN_LARGE)
        TRY(end_parts(r, why));
    else if (why)
        TRY(report_other(r, why));
    w->state = broken ? AT_HEADER : w->left ? IN_OTHER : AT_END;
    return ARTICLEAN_OK;
}

static enum articlean_status step_end(struct articlean_reader *r, bool *more)
{
    struct warc *w = r->state;
    struct al_str rest = al_input_rest(r);
    *more = !r->at_end && !r->at_member_end && rest.n < BORDER;
    if (*more)
        return ARTICLEAN_OK;
    w->state = find_ending(r, rest) ? AT_HEADER : IN_RUBBLE;
    return w->state == AT_HEADER ? ARTICLEAN_OK : report_other(r, goes_on);
}

static enum articlean_status step_rubble(struct articlean_reader *r, bool *more)
{
    struct warc *w = r->state;
    struct al_str rest = al_input_rest(r);
    size_t border = find_border(rest);
    if (border < rest.n || r->at_end) {
        al_input_take(r, border);
        w->state = AT_HEADER;
        return ARTICLEAN_OK;
    }
    al_input_take(r, rest.n > BORDER ? rest.n - BORDER : 0);
    *more = true;
    return ARTICLEAN_OK;
}

static enum articlean_status step(struct articlean_reader *r)
{
    static enum articlean_status (*const steps[])(struct articlean_reader *, bool *) = {
        [AT_HEADER] = step_header, [IN_WHOLE] = step_whole, [IN_LARGE] = step_parts,
        [IN_OTHER] = step_parts,   [AT_END] = step_end,     [IN_RUBBLE] = step_rubble};
    struct warc *w = r->state;
    for (bool more = false; !more;)
        TRY(steps[w->state](r, &more));
    return ARTICLEAN_OK;
}

static enum articlean_status jump(struct articlean_reader *r)
{
    struct warc *w = r->state;
    struct al_str rest = al_input_rest(r);
    if (w->state == IN_WHOLE)
        TRY(give_whole(r, al_str(rest.p, rest.n < w->left ? rest.n : (size_t)w->left), r->broken));
    else if (w->state == IN_LARGE)
        TRY(end_parts(r, r->broken));
    else if (w->state == AT_HEADER)
        TRY(give_broken(r, al_str("", 0), r->broken));
    al_input_take(r, rest.n);
    w->state = AT_HEADER;
    w->scanned = 0;
    w->is_jump = true;
    return ARTICLEAN_OK;
}

const struct al_input_format al_input_warc = {bid, begin, clear, step, jump};
