/* An HTTP response as archives keep it: status, the headers that matter here, and the way to its body. */
#ifndef AL_FORMATS_HTTP_H
#define AL_FORMATS_HTTP_H

#include "base/buf.h"
#include "codec.h"

#include <articlean/options.h>

/* One "Name: value" line of a header block. */
struct al_header_field {
    struct al_str name, value; /* trimmed; name without the colon */
};

/* Takes the next field off *block; false at its end. Lines without a colon are passed over. */
bool al_header_next(struct al_str *block, struct al_header_field *field);
/* Returns the bytes of the header block at the start of `s`, its empty line included; 0 when that is not
 * there.
 */
size_t al_header_size(struct al_str s);

/* A Content-Type value taken apart; both borrowed from it. */
struct al_media_type {
    struct al_str type;    /* "text/html" */
    struct al_str charset; /* empty when not told */
};
struct al_media_type al_media_type(struct al_str value);
/* Whether the type may hold text of an article; *from tells what kind, AUTO when the type does not. */
bool al_media_is_text(struct al_str type, enum articlean_from *from);

struct al_http {
    int status; /* 0: the block does not begin with an HTTP status line */
    struct al_media_type type;
    bool is_chunked;
    struct al_str coding; /* of Content-Encoding; empty for none */
};

/* Reads the header block of a response, `block` as al_header_size() cut it. */
struct al_http al_http_read(struct al_str block);

/* Undoes Transfer-Encoding and Content-Encoding of a body in portions. */
struct al_http_body {
    bool is_chunked, is_coded, has_ended;
    enum { AL_CHUNK_SIZE, AL_CHUNK_DATA, AL_CHUNK_END } chunk_state;
    uint64_t chunk_left;
    unsigned n_digits;
    struct al_codec codec;
};

/* Prepares for a body; `first` holds its first bytes, by which a header that lies is told (archives often
   keep bodies decoded and headers as they were). ARTICLEAN_BAD_FORMAT: a coding that is not known. */
enum articlean_status al_http_body_begin(struct al_http_body *body, const struct al_http *http,
                                         struct al_str first);
/* Whether the bytes are the body as they are. */
bool al_http_body_is_plain(const struct al_http_body *body);
/* Reads from the front of *in, at most `room` bytes to `out`, their number in *n; to be called until *in is
   empty and *n is less than `room`. ARTICLEAN_BAD_FORMAT: damaged, nothing more can be read. */
enum articlean_status al_http_body_read(struct al_http_body *body, struct al_str *in, char *out, size_t room,
                                        size_t *n);
/* Whether the body may end here. */
bool al_http_body_is_complete(const struct al_http_body *body);
void al_http_body_clear(struct al_http_body *body);

#endif
