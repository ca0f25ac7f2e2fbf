/* A buffer in front of the caller's sink, and the output formats that write through it. */
#ifndef AL_FORMATS_WRITER_H
#define AL_FORMATS_WRITER_H

#include "doc/doc.h"

struct al_out {
    articlean_sink_fn *sink;
    void *context;
    unsigned flags;               /* ARTICLEAN_WITH_* */
    enum articlean_status status; /* the first failure; later writes do nothing */
    size_t n;
    char data[8192];
};

void al_out_bytes(struct al_out *out, const void *p, size_t n);
void al_out_z(struct al_out *out, const char *z);
void al_out_str(struct al_out *out, struct al_str s);
void al_out_uint(struct al_out *out, uint64_t v);
/* Writes `c` `n` times. */
void al_out_repeat(struct al_out *out, char c, size_t n);
/* Writes 0 <= v <= 1 with four decimals, whatever the locale. */
void al_out_share(struct al_out *out, double v);
/* Hands what is left to the sink and returns the first failure. */
enum articlean_status al_out_flush(struct al_out *out);

/* The lower-case names that outputs use. */
const char *al_kind_name(enum articlean_kind kind);
const char *al_verdict_name(const struct al_block *block);
const char *al_meta_name(enum articlean_meta key);
/* The stage that a reason belongs to: "decode", "normalize", "dedupe", else "strip". */
const char *al_stage_of(const char *why);
/* Name of a counter of doc->flags, and whether its number means something. */
const char *al_flag_name(enum al_flag flag, bool *is_counted);

/* The first block from `b` on that is kept and has text; NULL when there is none. */
const struct al_block *al_next_kept(const struct al_doc *doc, const struct al_block *b);
/* Whether block `b` follows kept block `a` without an empty line. */
bool al_is_tight(const struct al_block *a, const struct al_block *b);
/* Writes the kept text without the line end after it. */
void al_out_kept(struct al_out *out, const struct al_doc *doc);
/* Writes known metadata as a YAML block between lines of "---", when the flags ask for it. */
void al_out_front_matter(struct al_out *out, const struct al_doc *doc);

/* Writes the counters that are not zero as a JSON array of "name:count". */
void al_out_flags(struct al_out *out, const struct al_doc *doc);

/* One function a format; failures stay in out->status. */
void al_out_text(struct al_out *out, const struct al_doc *doc);
void al_out_markdown(struct al_out *out, const struct al_doc *doc);
void al_out_jsonl(struct al_out *out, const struct al_doc *doc);
void al_out_explain(struct al_out *out, const struct al_doc *doc);
void al_out_explain_jsonl(struct al_out *out, const struct al_doc *doc);
void al_out_removed(struct al_out *out, const struct al_doc *doc);

#endif
