/* Tokens of HTML as the HTML Standard's section 13.2.5 has them, pulled one by one from text in memory. A
   token is a view of the page: nothing is copied, decoded or allocated until somebody asks. Knows no tree:
   who pulls the tokens sets the mode after start tags. */
#ifndef AL_DECODE_TOKENIZER_H
#define AL_DECODE_TOKENIZER_H

#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* How the coming bytes are read, until the end tag of the element that was opened last. */
enum al_mode {
    AL_MODE_DATA,
    AL_MODE_RCDATA,
    AL_MODE_RAWTEXT,
    AL_MODE_SCRIPT,
    AL_MODE_PLAINTEXT,
    AL_MODE_CDATA
};

enum al_token_kind {
    AL_TOKEN_NONE, /* the text is at its end */
    AL_TOKEN_TEXT,
    AL_TOKEN_START,
    AL_TOKEN_END,
    AL_TOKEN_COMMENT,
    AL_TOKEN_DOCTYPE
};

struct al_token {
    uint8_t kind;       /* enum al_token_kind */
    uint8_t mode;       /* enum al_mode in which a text was read */
    uint16_t tag;       /* al_tag_number() of a start or end tag */
    struct al_str data; /* text; name of a tag; inside of a comment; all of a doctype between "<!" and ">" */
};

struct al_attribute {
    struct al_str name, value; /* as written; value without its quotes, p NULL when there is no "=" */
};

struct al_tokenizer {
    /* Set by whoever pulls. */
    enum al_mode mode;
    struct al_str last_start; /* name whose end tag ends RCDATA, RAWTEXT and SCRIPT; set by each start tag */
    bool is_foreign;          /* <![CDATA[ opens a section */
    bool mends;               /* a tag that the end of the text would swallow ends at its first ">" */

    /* Its own. */
    const char *begin, *end, *at;
    const char *tag;    /* "<" of the tag whose attributes are being read, NULL when there is none */
    const char *limit;  /* attributes end here at the latest */
    bool is_slash_last; /* "/" is what came last in the tag */
    bool is_loose;      /* a tag was mended: quotes no longer protect ">" */
};

/* Starts at the beginning of `text`, which must stay; mode DATA. */
void al_tokenizer_init(struct al_tokenizer *t, struct al_str text);

/* Reads the next token. A start or end tag is read up to its name: go on with al_tokenizer_attribute() while
   it gives any, then ask al_tokenizer_tag_ends(). */
void al_tokenizer_next(struct al_tokenizer *t, struct al_token *token);

/* Reads the next attribute of the tag; false when there is no more. Equal names are not compared. */
bool al_tokenizer_attribute(struct al_tokenizer *t, struct al_attribute *attribute);

/* Is the ">" of the tag what comes next? */
static inline bool al_tokenizer_is_at_close(const struct al_tokenizer *t)
{
    return t->tag && t->at < t->limit && *t->at == '>';
}

/* As al_tokenizer_tag_ends(), where there may be more than the ">". */
bool al_tokenizer_skip_tag(struct al_tokenizer *t, bool *is_self_closing);

/* Skips what is left of the tag. False when the text ends inside: such a tag counts as not there (with
   `mends` it comes again as next token if it has a ">"). */
static inline bool al_tokenizer_tag_ends(struct al_tokenizer *t, bool *is_self_closing)
{
    if (!al_tokenizer_is_at_close(t))
        return al_tokenizer_skip_tag(t, is_self_closing);
    *is_self_closing = t->is_slash_last;
    t->tag = NULL;
    t->at++;
    return true;
}

/* How al_token_decode() reads bytes. */
enum {
    AL_READ_REFERENCES = 1,
    AL_READ_ATTRIBUTE = 2, /* references as in attribute values */
    AL_READ_NULS = 4,      /* NUL stays, else it becomes U+FFFD */
    AL_READ_LOWER = 8      /* ASCII letters to lower case */
};

/* What the text of a token needs to be read as the standard says. */
static inline unsigned al_token_reading(const struct al_token *token)
{
    static const uint8_t reading[] = {[AL_MODE_DATA] = AL_READ_REFERENCES | AL_READ_NULS,
                                      [AL_MODE_RCDATA] = AL_READ_REFERENCES,
                                      [AL_MODE_CDATA] = AL_READ_NULS};
    return reading[token->mode];
}

/* Appends what `raw` means: references resolved, CR and CR LF as LF. */
enum articlean_status al_token_decode(struct al_buf *out, struct al_str raw, unsigned reading);

#endif
