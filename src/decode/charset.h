/* Which encoding bytes are in, and their way to UTF-8. Knows no HTML beyond the prescan for a declaration. */
#ifndef AL_DECODE_CHARSET_H
#define AL_DECODE_CHARSET_H

#include "base/arena.h"
#include "base/str.h"

#include <articlean/status.h>
#include <stdbool.h>
#include <stdint.h>

struct al_charset_guess {
    const char *name; /* static, canonical lower-case name ("utf-8", "gb18030") */
    const char *by;   /* static: "option", "bom", "header", "meta", "xml", "utf-8", "escape", "nulls",
                         "statistics", "ascii" */
    float confidence; /* 0..1 */
};

/* Resolves a label of the Encoding Standard (or of a further encoding that iconv knows) to its canonical
   static name; NULL when it is none, "" never. */
const char *al_charset_label(struct al_str label);

/* Guesses the encoding of raw bytes. `override` and `header` are labels or NULL. Cannot fail. */
struct al_charset_guess al_charset_detect(struct al_str raw, const char *override, const char *header);

/* Maps offsets of the decoded text to offsets of the raw bytes: pairs in ascending order, both start at 0. */
struct al_srcmap {
    struct al_srcmap_point {
        uint32_t text, raw;
    } * points; /* arena */
    size_t n;
    bool is_identity; /* offsets are equal, points unused */
};

struct al_decoded {
    struct al_str text; /* UTF-8; raw itself where nothing had to change, else in the arena */
    struct al_srcmap map;
    uint32_t n_replaced;   /* U+FFFD made */
    uint32_t n_mixed_runs; /* runs decoded in another encoding than `name` */
};

/* Decodes raw bytes as the Encoding Standard does; never stops at bad bytes. A byte order mark is dropped.
   ARTICLEAN_NO_MEMORY or ARTICLEAN_LIMIT only. */
enum articlean_status al_charset_decode(struct al_arena *arena, const char *name, struct al_str raw,
                                        struct al_decoded *out);

/* The raw offset of a text offset: exact at points, interpolated by re-decoding is not needed between them.
   `cursor` is 0 at first and speeds up ascending queries. */
uint32_t al_srcmap_raw(const struct al_srcmap *map, uint32_t text_off, size_t *cursor);

#endif
