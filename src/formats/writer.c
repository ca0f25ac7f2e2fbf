#include "writer.h"

void al_out_bytes(struct al_out *out, const void *p, size_t n)
{
    const char *bytes = p;
    while (n && !out->status) {
        size_t room = sizeof out->data - out->n;
        size_t take = n < room ? n : room;
        memcpy(out->data + out->n, bytes, take);
        out->n += take;
        bytes += take;
        n -= take;
        if (out->n == sizeof out->data)
            al_out_flush(out);
    }
}

void al_out_z(struct al_out *out, const char *z)
{
    al_out_bytes(out, z, strlen(z));
}

void al_out_str(struct al_out *out, struct al_str s)
{
    al_out_bytes(out, s.p, s.n);
}

void al_out_uint(struct al_out *out, uint64_t v)
{
    char digits[20];
    size_t i = sizeof digits;
    do
        digits[--i] = (char)('0' + v % 10);
    while (v /= 10);
    al_out_bytes(out, digits + i, sizeof digits - i);
}

enum articlean_status al_out_flush(struct al_out *out)
{
    if (!out->status && out->n)
        out->status = out->sink(out->data, out->n, out->context);
    out->n = 0;
    return out->status;
}

enum articlean_status articlean_write(const struct articlean_document *doc, enum articlean_to to,
                                      unsigned flags, articlean_sink_fn *sink, void *context)
{
    static void (*const writers[])(struct al_out *, const struct al_doc *) = {
        [ARTICLEAN_TO_TEXT] = al_out_text,
    };
    if (!doc || !sink || (size_t)to >= sizeof writers / sizeof *writers || !writers[to])
        return ARTICLEAN_BAD_ARGUMENT;
    struct al_out out = {.sink = sink, .context = context, .flags = flags};
    writers[to](&out, doc);
    return al_out_flush(&out);
}
