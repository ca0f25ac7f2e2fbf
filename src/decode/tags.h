/* The elements of HTML: number, name, and what the block builder must know of each. Numbers are stable: new
   names go to the end, because trained tables hold them. */
#ifndef AL_DECODE_TAGS_H
#define AL_DECODE_TAGS_H

#include "base/str.h"

#include <stdint.h>

/* Properties of an element. */
enum {
    AL_T_VOID = 1 << 0,     /* has no content and no end tag */
    AL_T_INLINE = 1 << 1,   /* stands inside a line; all others end the block before and after them */
    AL_T_CLOSES_P = 1 << 2, /* its start tag closes an open <p> */
    AL_T_RCDATA = 1 << 3,   /* content is text with references */
    AL_T_RAWTEXT = 1 << 4,  /* content is text as it stands */
    AL_T_SKIP = 1 << 5,     /* content is no text of the page */
    AL_T_FOREIGN = 1 << 6,  /* opens SVG or MathML */
    AL_T_BREAKOUT = 1 << 7, /* its start tag ends foreign content */
    AL_T_HEADING = 1 << 8,
    AL_T_PRE = 1 << 9,    /* white space counts */
    AL_T_ROWS = 1 << 10,  /* tr, td and the groups of rows */
    AL_T_SCOPE = 1 << 11, /* an end tag of something else does not reach out of it */
    AL_T_BOLD = 1 << 12,
    AL_T_RUBY = 1 << 13,  /* reading beside the base text */
    AL_T_ISLAND = 1 << 14 /* holds HTML inside foreign content */
};

#define AL_BLOCK_ (AL_T_CLOSES_P)
#define AL_H_ (AL_T_CLOSES_P | AL_T_HEADING | AL_T_BREAKOUT)

/* X(number, name, properties) */
#define AL_TAGS(X)                                                                                           \
    X(A, "a", AL_T_INLINE)                                                                                   \
    X(ABBR, "abbr", AL_T_INLINE)                                                                             \
    X(ACRONYM, "acronym", AL_T_INLINE)                                                                       \
    X(ADDRESS, "address", AL_BLOCK_)                                                                         \
    X(AREA, "area", AL_T_VOID)                                                                               \
    X(ARTICLE, "article", AL_BLOCK_)                                                                         \
    X(ASIDE, "aside", AL_BLOCK_)                                                                             \
    X(AUDIO, "audio", AL_T_SKIP)                                                                             \
    X(B, "b", AL_T_INLINE | AL_T_BREAKOUT | AL_T_BOLD)                                                       \
    X(BASE, "base", AL_T_VOID)                                                                               \
    X(BDI, "bdi", AL_T_INLINE)                                                                               \
    X(BDO, "bdo", AL_T_INLINE)                                                                               \
    X(BIG, "big", AL_T_INLINE | AL_T_BREAKOUT)                                                               \
    X(BLOCKQUOTE, "blockquote", AL_BLOCK_ | AL_T_BREAKOUT)                                                   \
    X(BODY, "body", AL_T_BREAKOUT)                                                                           \
    X(BR, "br", AL_T_VOID | AL_T_BREAKOUT)                                                                   \
    X(BUTTON, "button", AL_T_SCOPE)                                                                          \
    X(CANVAS, "canvas", AL_T_SKIP)                                                                           \
    X(CAPTION, "caption", 0)                                                                                 \
    X(CENTER, "center", AL_BLOCK_ | AL_T_BREAKOUT)                                                           \
    X(CITE, "cite", AL_T_INLINE)                                                                             \
    X(CODE, "code", AL_T_INLINE | AL_T_BREAKOUT)                                                             \
    X(COL, "col", AL_T_VOID)                                                                                 \
    X(COLGROUP, "colgroup", 0)                                                                               \
    X(DATA, "data", AL_T_INLINE)                                                                             \
    X(DATALIST, "datalist", AL_T_SKIP)                                                                       \
    X(DD, "dd", AL_T_CLOSES_P | AL_T_BREAKOUT)                                                               \
    X(DEL, "del", AL_T_INLINE)                                                                               \
    X(DETAILS, "details", AL_BLOCK_)                                                                         \
    X(DFN, "dfn", AL_T_INLINE)                                                                               \
    X(DIALOG, "dialog", AL_BLOCK_)                                                                           \
    X(DIR, "dir", AL_BLOCK_)                                                                                 \
    X(DIV, "div", AL_BLOCK_ | AL_T_BREAKOUT)                                                                 \
    X(DL, "dl", AL_BLOCK_ | AL_T_BREAKOUT)                                                                   \
    X(DT, "dt", AL_T_CLOSES_P | AL_T_BREAKOUT)                                                               \
    X(EM, "em", AL_T_INLINE | AL_T_BREAKOUT)                                                                 \
    X(EMBED, "embed", AL_T_VOID | AL_T_BREAKOUT)                                                             \
    X(FIELDSET, "fieldset", AL_BLOCK_)                                                                       \
    X(FIGCAPTION, "figcaption", AL_BLOCK_)                                                                   \
    X(FIGURE, "figure", AL_BLOCK_)                                                                           \
    X(FONT, "font", AL_T_INLINE)                                                                             \
    X(FOOTER, "footer", AL_BLOCK_)                                                                           \
    X(FORM, "form", AL_BLOCK_)                                                                               \
    X(FRAME, "frame", AL_T_VOID)                                                                             \
    X(FRAMESET, "frameset", 0)                                                                               \
    X(H1, "h1", AL_H_)                                                                                       \
    X(H2, "h2", AL_H_)                                                                                       \
    X(H3, "h3", AL_H_)                                                                                       \
    X(H4, "h4", AL_H_)                                                                                       \
    X(H5, "h5", AL_H_)                                                                                       \
    X(H6, "h6", AL_H_)                                                                                       \
    X(HEAD, "head", AL_T_BREAKOUT)                                                                           \
    X(HEADER, "header", AL_BLOCK_)                                                                           \
    X(HGROUP, "hgroup", AL_BLOCK_)                                                                           \
    X(HR, "hr", AL_T_VOID | AL_T_CLOSES_P | AL_T_BREAKOUT)                                                   \
    X(HTML, "html", 0)                                                                                       \
    X(I, "i", AL_T_INLINE | AL_T_BREAKOUT)                                                                   \
    X(IFRAME, "iframe", AL_T_RAWTEXT | AL_T_SKIP)                                                            \
    X(IMG, "img", AL_T_VOID | AL_T_INLINE | AL_T_BREAKOUT)                                                   \
    X(INPUT, "input", AL_T_VOID)                                                                             \
    X(INS, "ins", AL_T_INLINE)                                                                               \
    X(KBD, "kbd", AL_T_INLINE)                                                                               \
    X(KEYGEN, "keygen", AL_T_VOID)                                                                           \
    X(LABEL, "label", AL_T_INLINE)                                                                           \
    X(LEGEND, "legend", 0)                                                                                   \
    X(LI, "li", AL_T_CLOSES_P | AL_T_BREAKOUT)                                                               \
    X(LINK, "link", AL_T_VOID)                                                                               \
    X(LISTING, "listing", AL_BLOCK_ | AL_T_PRE | AL_T_BREAKOUT)                                              \
    X(MAIN, "main", AL_BLOCK_)                                                                               \
    X(MAP, "map", AL_T_INLINE)                                                                               \
    X(MARK, "mark", AL_T_INLINE)                                                                             \
    X(MARQUEE, "marquee", 0)                                                                                 \
    X(MATH, "math", AL_T_INLINE | AL_T_FOREIGN | AL_T_SKIP)                                                  \
    X(MENU, "menu", AL_BLOCK_ | AL_T_BREAKOUT)                                                               \
    X(META, "meta", AL_T_VOID | AL_T_BREAKOUT)                                                               \
    X(METER, "meter", AL_T_INLINE)                                                                           \
    X(NAV, "nav", AL_BLOCK_)                                                                                 \
    X(NOBR, "nobr", AL_T_INLINE | AL_T_BREAKOUT)                                                             \
    X(NOEMBED, "noembed", AL_T_RAWTEXT | AL_T_SKIP)                                                          \
    X(NOFRAMES, "noframes", 0)                                                                               \
    X(NOSCRIPT, "noscript", 0)                                                                               \
    X(OBJECT, "object", AL_T_SKIP)                                                                           \
    X(OL, "ol", AL_BLOCK_ | AL_T_BREAKOUT)                                                                   \
    X(OPTGROUP, "optgroup", 0)                                                                               \
    X(OPTION, "option", 0)                                                                                   \
    X(OUTPUT, "output", AL_T_INLINE)                                                                         \
    X(P, "p", AL_BLOCK_ | AL_T_BREAKOUT)                                                                     \
    X(PARAM, "param", AL_T_VOID)                                                                             \
    X(PICTURE, "picture", AL_T_INLINE)                                                                       \
    X(PLAINTEXT, "plaintext", AL_BLOCK_ | AL_T_PRE)                                                          \
    X(PRE, "pre", AL_BLOCK_ | AL_T_PRE | AL_T_BREAKOUT)                                                      \
    X(PROGRESS, "progress", AL_T_INLINE)                                                                     \
    X(Q, "q", AL_T_INLINE)                                                                                   \
    X(RB, "rb", AL_T_INLINE)                                                                                 \
    X(RP, "rp", AL_T_INLINE | AL_T_RUBY)                                                                     \
    X(RT, "rt", AL_T_INLINE | AL_T_RUBY)                                                                     \
    X(RTC, "rtc", AL_T_INLINE | AL_T_RUBY)                                                                   \
    X(RUBY, "ruby", AL_T_INLINE | AL_T_BREAKOUT)                                                             \
    X(S, "s", AL_T_INLINE | AL_T_BREAKOUT)                                                                   \
    X(SAMP, "samp", AL_T_INLINE)                                                                             \
    X(SCRIPT, "script", AL_T_SKIP | AL_T_INLINE)                                                             \
    X(SEARCH, "search", AL_BLOCK_)                                                                           \
    X(SECTION, "section", AL_BLOCK_)                                                                         \
    X(SELECT, "select", AL_T_SKIP)                                                                           \
    X(SLOT, "slot", AL_T_INLINE)                                                                             \
    X(SMALL, "small", AL_T_INLINE | AL_T_BREAKOUT)                                                           \
    X(SOURCE, "source", AL_T_VOID | AL_T_INLINE)                                                             \
    X(SPAN, "span", AL_T_INLINE | AL_T_BREAKOUT)                                                             \
    X(STRIKE, "strike", AL_T_INLINE | AL_T_BREAKOUT)                                                         \
    X(STRONG, "strong", AL_T_INLINE | AL_T_BREAKOUT | AL_T_BOLD)                                             \
    X(STYLE, "style", AL_T_RAWTEXT | AL_T_SKIP | AL_T_INLINE)                                                \
    X(SUB, "sub", AL_T_INLINE | AL_T_BREAKOUT)                                                               \
    X(SUMMARY, "summary", AL_BLOCK_)                                                                         \
    X(SUP, "sup", AL_T_INLINE | AL_T_BREAKOUT)                                                               \
    X(SVG, "svg", AL_T_INLINE | AL_T_FOREIGN | AL_T_SKIP)                                                    \
    X(TABLE, "table", AL_BLOCK_ | AL_T_BREAKOUT | AL_T_SCOPE)                                                \
    X(TBODY, "tbody", AL_T_ROWS)                                                                             \
    X(TD, "td", AL_T_ROWS | AL_T_SCOPE)                                                                      \
    X(TEMPLATE, "template", AL_T_SKIP)                                                                       \
    X(TEXTAREA, "textarea", AL_T_RCDATA | AL_T_SKIP)                                                         \
    X(TFOOT, "tfoot", AL_T_ROWS)                                                                             \
    X(TH, "th", AL_T_ROWS | AL_T_SCOPE)                                                                      \
    X(THEAD, "thead", AL_T_ROWS)                                                                             \
    X(TIME, "time", AL_T_INLINE)                                                                             \
    X(TITLE, "title", AL_T_RCDATA | AL_T_SKIP | AL_T_INLINE | AL_T_ISLAND)                                   \
    X(TR, "tr", AL_T_ROWS)                                                                                   \
    X(TRACK, "track", AL_T_VOID | AL_T_INLINE)                                                               \
    X(TT, "tt", AL_T_INLINE | AL_T_BREAKOUT)                                                                 \
    X(U, "u", AL_T_INLINE | AL_T_BREAKOUT)                                                                   \
    X(UL, "ul", AL_BLOCK_ | AL_T_BREAKOUT)                                                                   \
    X(VAR, "var", AL_T_INLINE | AL_T_BREAKOUT)                                                               \
    X(VIDEO, "video", AL_T_SKIP)                                                                             \
    X(WBR, "wbr", AL_T_VOID | AL_T_INLINE)                                                                   \
    X(XMP, "xmp", AL_BLOCK_ | AL_T_PRE | AL_T_RAWTEXT)                                                       \
    X(FOREIGNOBJECT, "foreignobject", AL_T_ISLAND)                                                           \
    X(DESC, "desc", AL_T_ISLAND)                                                                             \
    X(ANNOTATION_XML, "annotation-xml", AL_T_ISLAND)                                                         \
    X(MI, "mi", AL_T_ISLAND)                                                                                 \
    X(MO, "mo", AL_T_ISLAND)                                                                                 \
    X(MN, "mn", AL_T_ISLAND)                                                                                 \
    X(MS, "ms", AL_T_ISLAND)                                                                                 \
    X(MTEXT, "mtext", AL_T_ISLAND)

enum al_tag {
    AL_TAG_ROOT, /* of the stack; no name */
#define AL_TAG_NUMBER_(number, name, properties) AL_TAG_##number,
    AL_TAGS(AL_TAG_NUMBER_)
#undef AL_TAG_NUMBER_
        AL_N_TAGS,
    AL_TAG_UNKNOWN = 256,           /* names not in the list: from here on, by hash */
    AL_TAG_UNKNOWN_INLINE = 1 << 15 /* bit of those with a colon */
};

extern const uint16_t al_tag_properties_of[AL_N_TAGS];

/* Returns the number of a tag name as written in the page; names that HTML does not know get one of
   AL_TAG_UNKNOWN .. UINT16_MAX, equal for equal names. Case of ASCII letters is ignored. */
uint16_t al_tag_number(struct al_str name);
/* Returns AL_T_* of a number; what is unknown has none. A name with a colon counts as inline. */
static inline uint16_t al_tag_properties(uint16_t tag)
{
    if (tag < AL_N_TAGS)
        return al_tag_properties_of[tag];
    return tag & AL_TAG_UNKNOWN_INLINE ? AL_T_INLINE : 0;
}
/* Returns the name of a known number, an empty one otherwise. */
struct al_str al_tag_name(uint16_t tag);

#endif
