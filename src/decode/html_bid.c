#include "html.h"
#include "tags.h"
#include "tokenizer.h"

/* Bytes of the beginning that al_html_bid() looks at, and known tags that make it sure. */
enum { BID_PREFIX = 4096, BID_SURE = 12, BID_LEAD = 100 };

int al_html_bid(struct al_str text)
{
    struct al_tokenizer t;
    struct al_token token;
    bool ignored;
    size_t n_known = 0, n_ends = 0, tag_bytes = 0, text_bytes = 0;
    if (text.n > BID_PREFIX)
        text.n = BID_PREFIX;
    if (al_str_starts(text, AL_STR("\xEF\xBB\xBF")))
        text = al_str(text.p + 3, text.n - 3);
    text = al_str_trim(text);
    bool starts = text.n && *text.p == '<';
    al_tokenizer_init(&t, text);
    for (al_tokenizer_next(&t, &token); token.kind != AL_TOKEN_NONE; al_tokenizer_next(&t, &token)) {
        if (token.kind == AL_TOKEN_DOCTYPE && text_bytes < BID_LEAD)
            return 100;
        if (token.kind == AL_TOKEN_TEXT)
            text_bytes += al_str_trim(token.data).n;
        if ((token.kind != AL_TOKEN_START && token.kind != AL_TOKEN_END) ||
            !al_tokenizer_tag_ends(&t, &ignored) || token.tag >= AL_N_TAGS)
            continue;
        if (token.tag == AL_TAG_HTML || token.tag == AL_TAG_HEAD || token.tag == AL_TAG_BODY)
            if (text_bytes < BID_LEAD)
                return starts ? 98 : 80;
        n_known++;
        n_ends += token.kind == AL_TOKEN_END;
        tag_bytes += (size_t)(t.at - token.data.p) + 1;
    }
    int sure = (int)(n_known < BID_SURE ? n_known : BID_SURE);
    if (starts && n_known && tag_bytes * 100 >= text.n)
        return 60 + 3 * sure;
    /* Words about HTML have tags too, but fewer of them. */
    return n_ends > 1 && tag_bytes * 7 >= text.n ? 50 + 3 * sure : sure;
}
