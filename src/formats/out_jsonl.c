#include "account.h"
#include "base/map.h"
#include "json_out.h"

#include <articlean/articlean.h>

#define XXH_INLINE_ALL
#include <stdio.h>
#include <xxhash.h>

/* Counts code points on their way into a JSON string. */
struct text_sink {
    struct al_out *out;
    uint64_t n_cp;
};

static enum articlean_status escape_text(const void *data, size_t size, void *context)
{
    struct text_sink *sink = context;
    const char *p = data;
    for (size_t i = 0; i < size; i++)
        sink->n_cp += ((unsigned char)p[i] & 0xC0) != 0x80;
    al_json_escape(sink->out, al_str(p, size));
    return sink->out->status;
}

/* Writes the kept text as a JSON string; returns its code points. */
static uint64_t write_text(struct al_out *out, const struct al_doc *doc)
{
    struct text_sink sink = {.out = out};
    struct al_out inner = {.sink = escape_text, .context = &sink};
    al_out_z(out, "\"");
    al_out_kept(&inner, doc);
    al_out_flush(&inner);
    al_out_z(out, "\"");
    return sink.n_cp;
}

/* Keys of the record itself; those of an input that was such a record are found again, not handed on. */
static bool is_record_key(struct al_str key)
{
    static const char *const keys[] = {"id",          "text",     "source",   "url",      "title",
                                       "author",      "date",     "hostname", "sitename", "language",
                                       "description", "metadata", "error",    "articlean"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (al_str_eq(key, al_str_z(keys[i])))
            return true;
    return false;
}

struct metadata {
    struct al_out *out;
    struct al_map seen; /* keys already written: the first one stays */
    bool is_first;
};

static void add_member(struct metadata *m, struct al_str key, struct al_str value)
{
    int is_new;
    enum articlean_status s = al_map_put(&m->seen, XXH3_64bits(key.p, key.n), 0, NULL, &is_new);
    if (s) {
        m->out->status = s;
        return;
    }
    if (!is_new)
        return;
    al_out_z(m->out, m->is_first ? "" : ",");
    m->is_first = false;
    al_out_str(m->out, key);
    al_out_z(m->out, ":");
    al_out_str(m->out, value);
}

/* Writes the input's own keys: those of its "metadata" first, so that a record can be read and written any
   number of times, then the others but the text; all byte for byte. */
static void write_metadata(struct al_out *out, struct al_str object)
{
    struct metadata m = {.out = out, .is_first = true};
    al_map_init(&m.seen);
    bool is_record = false;
    struct al_str rest = object, key, value;
    while (al_json_next_member(&rest, &key, &value)) {
        struct al_str inner = value, inner_key, inner_value;
        is_record |= al_str_eq(key, AL_STR("\"articlean\""));
        if (al_str_eq(key, AL_STR("\"metadata\"")))
            while (al_json_next_member(&inner, &inner_key, &inner_value))
                add_member(&m, inner_key, inner_value);
    }
    rest = object;
    while (al_json_next_member(&rest, &key, &value)) {
        struct al_str name = al_str(key.p + 1, key.n - 2);
        bool has_place = al_str_eq(name, AL_STR("id")) || al_str_eq(name, AL_STR("text")) ||
                         (al_str_eq(name, AL_STR("metadata")) && value.p[0] == '{');
        if (!has_place && !(is_record && is_record_key(name)))
            add_member(&m, key, value);
    }
    al_map_clear(&m.seen);
}

static void write_encoding(struct al_out *out, const struct al_doc *doc)
{
    bool first = true;
    al_out_z(out, "{");
    al_json_member(out, &first, "name", doc->encoding);
    al_json_key(out, &first, "confidence");
    al_out_share(out, doc->encoding_confidence);
    al_json_member(out, &first, "by", doc->encoding_by);
    al_out_z(out, "}");
}

void al_out_flags(struct al_out *out, const struct al_doc *doc)
{
    bool first = true;
    al_out_z(out, "[");
    for (int f = 0; f < AL_N_FLAGS; f++) {
        if (!doc->flags[f])
            continue;
        bool counted;
        al_out_z(out, first ? "\"" : ",\"");
        first = false;
        al_out_z(out, al_flag_name((enum al_flag)f, &counted));
        if (counted) {
            al_out_z(out, ":");
            al_out_uint(out, doc->flags[f]);
        }
        al_out_z(out, "\"");
    }
    al_out_z(out, "]");
}

static void write_fingerprint(struct al_out *out, const struct al_doc *doc)
{
    char hex[33];
    snprintf(hex, sizeof hex, "%016llx%016llx", (unsigned long long)doc->fingerprint[0],
             (unsigned long long)doc->fingerprint[1]);
    al_json_string(out, al_str_z(hex));
}

static void write_range(struct al_out *out, bool *is_first, uint32_t start, uint32_t end, const char *why)
{
    bool first = true;
    al_out_z(out, *is_first ? "{" : ",{");
    *is_first = false;
    al_json_member_uint(out, &first, "start", start);
    al_json_member_uint(out, &first, "end", end);
    al_json_member(out, &first, "stage", al_stage_of(why));
    al_json_member(out, &first, "rule", why);
    al_out_z(out, "}");
}

/* Writes the ranges of dropped blocks and of cuts inside kept ones. */
static void write_removed(struct al_out *out, const struct al_doc *doc)
{
    struct al_account account;
    struct al_span span;
    bool first = true;
    out->status = out->status ? out->status : al_account_begin(&account, doc);
    if (out->status)
        return;
    al_out_z(out, "[");
    while (al_account_next(&account, &span)) {
        if (!span.block)
            continue;
        if (!al_block_kept(span.block)) {
            write_range(out, &first, span.start, span.end, span.why);
            continue;
        }
        const uint32_t *numbers;
        size_t n = al_account_changes(&account, span.block, &numbers);
        for (size_t i = 0; i < n; i++) {
            const struct al_change *c = &doc->changes[numbers[i]];
            if (!c->after.n)
                write_range(out, &first, c->start, c->end, c->why);
        }
    }
    al_out_z(out, "]");
    al_account_end(&account);
}

static void write_articlean(struct al_out *out, const struct al_doc *doc, uint64_t n_out)
{
    bool first = true;
    al_out_z(out, "{");
    al_json_member(out, &first, "version", ARTICLEAN_VERSION);
    al_json_member(out, &first, "rules", doc->rules);
    if (doc->encoding) {
        al_json_key(out, &first, "encoding");
        write_encoding(out, doc);
    }
    uint64_t n_in = 0;
    for (size_t i = 0; i < doc->text.n; i++)
        n_in += ((unsigned char)doc->text.p[i] & 0xC0) != 0x80;
    al_json_member_uint(out, &first, "chars_in", n_in);
    al_json_member_uint(out, &first, "chars_out", n_out);
    al_json_key(out, &first, "confidence");
    al_out_share(out, doc->confidence);
    al_json_key(out, &first, "flags");
    al_out_flags(out, doc);
    if (doc->part || !doc->is_last_part)
        al_json_member_uint(out, &first, "part", doc->part);
    if (doc->fingerprint[0] || doc->fingerprint[1]) {
        al_json_key(out, &first, "fingerprint");
        write_fingerprint(out, doc);
    }
    al_json_member(out, &first, "keywords", doc->meta[ARTICLEAN_META_KEYWORDS].p);
    al_json_member(out, &first, "original_title", doc->meta[ARTICLEAN_META_ORIGINAL_TITLE].p);
    al_json_member(out, &first, "duplicate_of", doc->duplicate_of);
    if (out->flags & ARTICLEAN_WITH_REMOVED) {
        al_json_key(out, &first, "removed");
        write_removed(out, doc);
    }
    al_out_z(out, "}");
}

void al_out_jsonl(struct al_out *out, const struct al_doc *doc)
{
    static const enum articlean_meta order[] = {
        ARTICLEAN_META_TITLE,    ARTICLEAN_META_AUTHOR,   ARTICLEAN_META_DATE,       ARTICLEAN_META_HOSTNAME,
        ARTICLEAN_META_SITENAME, ARTICLEAN_META_LANGUAGE, ARTICLEAN_META_DESCRIPTION};
    bool first = true;
    al_out_z(out, "{");
    al_json_member(out, &first, "id", doc->id ? doc->id : "");
    al_json_key(out, &first, "text");
    uint64_t n_cp = write_text(out, doc);
    const char *source = doc->meta[ARTICLEAN_META_SOURCE].p;
    al_json_member(out, &first, "source", source ? source : doc->name ? doc->name : "");
    const char *url = doc->meta[ARTICLEAN_META_URL].p;
    al_json_member(out, &first, "url", doc->url ? doc->url : url);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        al_json_member(out, &first, al_meta_name(order[i]), doc->meta[order[i]].p);
    al_json_member(out, &first, "error", doc->error);
    if (doc->json) {
        al_json_key(out, &first, "metadata");
        al_out_z(out, "{");
        write_metadata(out, al_str_z(doc->json));
        al_out_z(out, "}");
    }
    al_json_key(out, &first, "articlean");
    write_articlean(out, doc, n_cp);
    al_out_z(out, "}\n");
}
