#include "writer.h"

#include "json_out.h"

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

void al_out_repeat(struct al_out *out, char c, size_t n)
{
    while (n--)
        al_out_bytes(out, &c, 1);
}

void al_out_share(struct al_out *out, double v)
{
    unsigned n = v >= 1 ? 10000 : v > 0 ? (unsigned)(v * 10000 + 0.5) : 0;
    char digits[] = {(char)('0' + n / 10000),     '.',
                     (char)('0' + n / 1000 % 10), (char)('0' + n / 100 % 10),
                     (char)('0' + n / 10 % 10),   (char)('0' + n % 10)};
    al_out_bytes(out, digits, sizeof digits);
}

enum articlean_status al_out_flush(struct al_out *out)
{
    if (!out->status && out->n)
        out->status = out->sink(out->data, out->n, out->context);
    out->n = 0;
    return out->status;
}

const char *al_kind_name(enum articlean_kind kind)
{
    static const char *const names[] = {"paragraph", "heading", "item",    "row",
                                        "code",      "quote",   "caption", "verse"};
    return (size_t)kind < sizeof names / sizeof *names ? names[kind] : "";
}

const char *al_verdict_name(const struct al_block *block)
{
    return al_block_kept(block) ? "keep" : "drop";
}

const char *al_meta_name(enum articlean_meta key)
{
    static const char *const names[ARTICLEAN_N_META] = {
        "title", "author",   "date",        "source",   "sitename",      "hostname",
        "url",   "language", "description", "keywords", "original_title"};
    return (unsigned)key < ARTICLEAN_N_META ? names[key] : "";
}

const char *al_stage_of(const char *why)
{
    static const char *const stages[] = {"decode", "normalize", "dedupe"};
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
        size_t n = strlen(stages[i]);
        if (strncmp(why, stages[i], n) == 0 && why[n] == '.')
            return stages[i];
    }
    return "strip";
}

const char *al_flag_name(enum al_flag flag, bool *is_counted)
{
    static const char *const names[AL_N_FLAGS] = {
        [AL_FLAG_REPLACED] = "replaced",         [AL_FLAG_MIXED] = "mixed",
        [AL_FLAG_MOJIBAKE] = "mojibake",         [AL_FLAG_LOST] = "lost",
        [AL_FLAG_LOOKALIKES] = "lookalikes",     [AL_FLAG_PINYIN] = "pinyin",
        [AL_FLAG_INVISIBLE] = "invisible",       [AL_FLAG_ENTITIES] = "entities",
        [AL_FLAG_UNWRAPPED] = "unwrapped",       [AL_FLAG_REPEATS] = "repeats",
        [AL_FLAG_NEAR_REPEATS] = "near-repeats", [AL_FLAG_WINDOW] = "window",
        [AL_FLAG_TRUNCATED] = "truncated"};
    *is_counted = flag != AL_FLAG_WINDOW && flag != AL_FLAG_TRUNCATED;
    return (unsigned)flag < AL_N_FLAGS ? names[flag] : NULL;
}

void al_out_front_matter(struct al_out *out, const struct al_doc *doc)
{
    if (!(out->flags & ARTICLEAN_WITH_METADATA))
        return;
    bool any = false;
    for (int key = 0; key < ARTICLEAN_N_META; key++) {
        if (!doc->meta[key].p)
            continue;
        al_out_z(out, any ? "" : "---\n");
        any = true;
        al_out_z(out, al_meta_name((enum articlean_meta)key));
        al_out_z(out, ": ");
        al_json_string(out, doc->meta[key]); /* a JSON string is a YAML string */
        al_out_z(out, "\n");
    }
    al_out_z(out, any ? "---\n\n" : "");
}

enum articlean_status articlean_write(const struct articlean_document *doc, enum articlean_to to,
                                      unsigned flags, articlean_sink_fn *sink, void *context)
{
    static void (*const writers[])(struct al_out *, const struct al_doc *) = {
        [ARTICLEAN_TO_TEXT] = al_out_text,       [ARTICLEAN_TO_MARKDOWN] = al_out_markdown,
        [ARTICLEAN_TO_JSONL] = al_out_jsonl,     [ARTICLEAN_TO_EXPLAIN] = al_out_explain,
        [ARTICLEAN_TO_REMOVED] = al_out_removed, [ARTICLEAN_TO_EXPLAIN_JSONL] = al_out_explain_jsonl};
    if (!doc || !sink || (size_t)to >= sizeof writers / sizeof *writers)
        return ARTICLEAN_BAD_ARGUMENT;
    struct al_out out = {.sink = sink, .context = context, .flags = flags};
    writers[to](&out, doc);
    return al_out_flush(&out);
}
