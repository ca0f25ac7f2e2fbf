#include "manifest.h"

#include "base/try.h"

#define XXH_INLINE_ALL
#include <inttypes.h>
#include <stdio.h>
#include <xxhash.h>

#define HEAD "articlean-index 1\nparameters " AL_MANIFEST_PARAMETERS "\n"

void al_manifest_init(struct al_manifest *m)
{
    *m = (struct al_manifest){0};
    al_buf_init(&m->segments, 0);
}

void al_manifest_clear(struct al_manifest *m)
{
    al_buf_clear(&m->segments);
}

static enum articlean_status write_file(struct al_buf *out, const char *what,
                                        const struct al_manifest_file *f)
{
    char line[160];
    int n = snprintf(line, sizeof line, "%s %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %016" PRIx64 "\n",
                     what, f->file, f->first, f->n, f->bytes, f->checksum);
    return al_buf_append(out, line, (size_t)n);
}

enum articlean_status al_manifest_write(const struct al_manifest *m, struct al_buf *out)
{
    size_t start = out->n;
    TRY(al_buf_append_z(out, HEAD));
    const struct al_manifest_file *f = (const struct al_manifest_file *)m->segments.p;
    for (size_t i = 0; i < m->segments.n / sizeof *f; i++)
        TRY(write_file(out, "segment", &f[i]));
    if (m->state.file)
        TRY(write_file(out, "state", &m->state));
    char end[32];
    int n = snprintf(end, sizeof end, "end %016" PRIx64 "\n", XXH3_64bits(out->p + start, out->n - start));
    return al_buf_append(out, end, (size_t)n);
}

static enum articlean_status parse_line(struct al_manifest *m, const char *line)
{
    struct al_manifest_file f;
    char what[16];
    if (sscanf(line, "%15s %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNx64, what, &f.file, &f.first,
               &f.n, &f.bytes, &f.checksum) != 6)
        return ARTICLEAN_BAD_FORMAT;
    if (strcmp(what, "segment") == 0)
        return al_buf_append(&m->segments, &f, sizeof f);
    if (strcmp(what, "state") != 0)
        return ARTICLEAN_BAD_FORMAT;
    m->state = f;
    return ARTICLEAN_OK;
}

enum articlean_status al_manifest_parse(struct al_manifest *m, struct al_str text, bool *other_parameters)
{
    static const struct al_str magic = {"articlean-index ", 16};
    enum { END = 21 }; /* "end ", 16 digits, LF */
    *other_parameters = false;
    uint64_t sum;
    if (!al_str_starts(text, magic) || text.n < magic.n + END || text.p[text.n - 1] != '\n' ||
        sscanf(text.p + text.n - END, "end %16" SCNx64, &sum) != 1 ||
        sum != XXH3_64bits(text.p, text.n - END))
        return ARTICLEAN_BAD_FORMAT;
    *other_parameters = !al_str_starts(text, AL_STR(HEAD));
    if (*other_parameters)
        return ARTICLEAN_OK;
    const char *end = text.p + text.n - END;
    for (const char *p = text.p + sizeof HEAD - 1; p < end;) {
        char line[160];
        size_t n = (size_t)((const char *)memchr(p, '\n', (size_t)(end - p)) - p);
        if (n >= sizeof line)
            return ARTICLEAN_BAD_FORMAT;
        memcpy(line, p, n);
        line[n] = '\0';
        TRY(parse_line(m, line));
        p += n + 1;
    }
    return ARTICLEAN_OK;
}
