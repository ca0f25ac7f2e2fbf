/* Which encoding bytes are in, and their way to UTF-8. Knows no HTML beyond the prescan for a declaration. */
#ifndef AL_DECODE_CHARSET_H
#define AL_DECODE_CHARSET_H

#include "base/arena.h"
#include "base/str.h"
#include "srcmap.h"

#include <articlean/status.h>
#include <stdbool.h>
#include <stdint.h>

struct al_charset_guess {
    const char *name; /* static, canonical lower-case name ("utf-8", "gb18030") */
    const char *by;   /* static: "option", "bom", "header", "meta", "xml", "utf-8", "escape", "nulls",
                         "statistics", "ascii" */
    float confidence; /* 0..1 */
    bool is_text;     /* the bytes were found to be UTF-8 all through, without a byte order mark */
};

/* Resolves a label of the Encoding Standard (or of a further encoding that can be decoded here) to its
   canonical static name; NULL when it is none. UTF-7 is none. */
const char *al_charset_label(struct al_str label);

/* As al_charset_label, for what a user names: iso-2022-kr and its like are meant, which the standard refuses
   to decode. */
const char *al_charset_chosen(const char *label);

/* Guesses the encoding of raw bytes. `override` and `header` are labels or NULL. Cannot fail. Reads all of
   the bytes only to see whether they are UTF-8, and a bounded number for the rest. */
struct al_charset_guess al_charset_detect(struct al_str raw, const char *override, const char *header);

/* The declaration in the first 1024 bytes, as the standard's prescan finds it: canonical name or NULL.
 *by becomes "meta" or "xml". */
const char *al_charset_prescan(struct al_str raw, const char **by);

struct al_decoded {
    struct al_str text; /* UTF-8; raw itself where nothing had to change, else in the arena */
    struct al_srcmap map;
    uint32_t n_replaced;   /* U+FFFD made */
    uint32_t n_mixed_runs; /* runs decoded in another encoding than `name` */
};

/* Decodes raw bytes as the Encoding Standard does; never stops at bad bytes. A byte order mark of the
   encoding is dropped. `name` is canonical. ARTICLEAN_NO_MEMORY or ARTICLEAN_LIMIT only. */
enum articlean_status al_charset_decode(struct al_arena *arena, const char *name, struct al_str raw,
                                        struct al_decoded *out);

/* As al_charset_decode, but runs that are clearly in another encoding (windows-1252 or GBK in a UTF-8 page,
   UTF-8 in a GBK page) are decoded in that one. */
enum articlean_status al_charset_decode_mixed(struct al_arena *arena, const char *name, struct al_str raw,
                                              struct al_decoded *out);

#endif
