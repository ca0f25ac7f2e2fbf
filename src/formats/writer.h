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
/* Hands what is left to the sink and returns the first failure. */
enum articlean_status al_out_flush(struct al_out *out);

/* One function a format; failures stay in out->status. */
void al_out_text(struct al_out *out, const struct al_doc *doc);

#endif
