/* What the input formats share: the bytes not yet read, and the way to hand out a record. */
#ifndef AL_FORMATS_INPUT_H
#define AL_FORMATS_INPUT_H

#include "base/buf.h"
#include "codec.h"
#include "doc/report.h"

#include <articlean/reader.h>

enum { AL_INPUT_PREFIX = 4096 }; /* bytes that formats see when they bid */

/* A container format. */
struct al_input_format {
    /* How many bits of the first AL_INPUT_PREFIX bytes (fewer at the end) speak for it; 0: not mine. */
    unsigned (*bid)(struct al_str first);
    /* Begins an input, and frees what it took. */
    enum articlean_status (*begin)(struct articlean_reader *r);
    void (*clear)(struct articlean_reader *r);
    /* Reads what it can from the rest; at_end tells that nothing will follow. */
    enum articlean_status (*step)(struct articlean_reader *r);
    /* Bytes are missing after the rest: r->broken says why. What follows is of an unknown place. */
    enum articlean_status (*jump)(struct articlean_reader *r);
};

extern const struct al_input_format al_input_plain, al_input_warc, al_input_jsonl, al_input_binary;

struct articlean_reader {
    struct articlean_options options;
    articlean_record_fn *on_record;
    void *context;
    struct al_reporter reporter;
    struct al_buf name, url;
    bool has_url;

    struct al_codec codec;
    bool has_codec;    /* the coding is known */
    struct al_buf raw; /* first bytes, kept until the coding is known */

    const struct al_input_format *format; /* NULL until the first bytes are there */
    void *state;                          /* of the format */
    struct al_buf in;                     /* decompressed bytes */
    size_t pos;                           /* bytes of `in` that were read */
    uint64_t base;                        /* offset of in.p[0] in the decompressed input */
    bool at_end;
    bool at_member_end; /* the rest ends where a compressed member does */
    const char *broken; /* static; why the compressed input is damaged, NULL while it is not */

    uint64_t index;   /* of the next record */
    uint32_t part;    /* of the next window */
    size_t counted;   /* bytes of that window in which line ends were counted */
    size_t n_lines;   /* line ends found there */
    size_t max_lines; /* of a window of the record */
};

/* The bytes not yet read; valid until the reader appends. */
struct al_str al_input_rest(const struct articlean_reader *r);
void al_input_take(struct articlean_reader *r, size_t n);
/* Offset of the first byte not yet read. */
uint64_t al_input_offset(const struct articlean_reader *r);

/* Hands out `data` as the last window of a record, larger data in several. Name, index, part and url (unless
   set) are filled in. */
enum articlean_status al_input_hand_out(struct articlean_reader *r, struct articlean_record *record,
                                        struct al_str data);
/* Hands out the full windows of a record that goes on; returns in *n how many bytes went out. */
enum articlean_status al_input_hand_out_windows(struct articlean_reader *r, struct articlean_record *record,
                                                struct al_str data, size_t *n);

#endif
