#include "meta.h"

#include "base/alloc.h"
#include "base/try.h"
#include "base/utf8.h"
#include "date.h"
#include "lang.h"
#include "linked.h"
#include "rules/key.h"
#include "title.h"
#include "unicode/fold.h"
#include "unicode/props.h"
#include "zone.h"

enum {
    TITLE_MIN = 12,  /* weight of the shortest title whose copies are looked for */
    TITLE_MAX = 300, /* weight of the longest line that may be a title */
    HEAD_BLOCKS = 24 /* blocks among which a copy of the title may stand */
};

struct al_meta {
    struct al_lang lang;
    struct al_map words; /* scratch for al_title_find */
};

enum articlean_status al_meta_open(struct al_meta **out)
{
    struct al_meta *m = al_malloc(sizeof *m);
    if (!m)
        return ARTICLEAN_NO_MEMORY;
    enum articlean_status s = al_lang_open(&m->lang);
    if (s) {
        al_free(m);
        return s;
    }
    al_map_init(&m->words);
    *out = m;
    return ARTICLEAN_OK;
}

void al_meta_close(struct al_meta *meta)
{
    if (!meta)
        return;
    al_lang_close(&meta->lang);
    al_map_clear(&meta->words);
    al_free(meta);
}

/* Names of pairs that give a key, the best first. JSON-LD comes before them, the page's <title> after. */
static const struct source {
    enum articlean_meta key;
    const char *name;
} sources[] = {
    {ARTICLEAN_META_SITENAME, "og:site_name"},
    {ARTICLEAN_META_SITENAME, "application-name"},
    {ARTICLEAN_META_SITENAME, "publisher"},
    {ARTICLEAN_META_SITENAME, "dc.publisher"},
    {ARTICLEAN_META_AUTHOR, "author"},
    {ARTICLEAN_META_AUTHOR, "article:author"},
    {ARTICLEAN_META_AUTHOR, "parsely-author"},
    {ARTICLEAN_META_AUTHOR, "sailthru.author"},
    {ARTICLEAN_META_AUTHOR, "dc.creator"},
    {ARTICLEAN_META_AUTHOR, "dcterms.creator"},
    {ARTICLEAN_META_AUTHOR, "citation_author"},
    {ARTICLEAN_META_AUTHOR, "byl"},
    {ARTICLEAN_META_DATE, "article:published_time"},
    {ARTICLEAN_META_DATE, "og:article:published_time"},
    {ARTICLEAN_META_DATE, "og:published_time"},
    {ARTICLEAN_META_DATE, "datepublished"},
    {ARTICLEAN_META_DATE, "pubdate"},
    {ARTICLEAN_META_DATE, "publishdate"},
    {ARTICLEAN_META_DATE, "publish_date"},
    {ARTICLEAN_META_DATE, "publication_date"},
    {ARTICLEAN_META_DATE, "parsely-pub-date"},
    {ARTICLEAN_META_DATE, "sailthru.date"},
    {ARTICLEAN_META_DATE, "article.published"},
    {ARTICLEAN_META_DATE, "dc.date.issued"},
    {ARTICLEAN_META_DATE, "dcterms.created"},
    {ARTICLEAN_META_DATE, "dc.date"},
    {ARTICLEAN_META_DATE, "date"},
    {ARTICLEAN_META_DATE, "citation_publication_date"},
    {ARTICLEAN_META_DESCRIPTION, "description"},
    {ARTICLEAN_META_DESCRIPTION, "og:description"},
    {ARTICLEAN_META_DESCRIPTION, "twitter:description"},
    {ARTICLEAN_META_KEYWORDS, "keywords"},
    {ARTICLEAN_META_KEYWORDS, "news_keywords"},
    {ARTICLEAN_META_KEYWORDS, "article:tag"},
    {ARTICLEAN_META_KEYWORDS, "parsely-tags"},
    {ARTICLEAN_META_URL, "canonical"},
    {ARTICLEAN_META_URL, "og:url"},
};

static bool is_address(struct al_str s)
{
    return al_str_starts(s, AL_STR("http:")) || al_str_starts(s, AL_STR("https:"));
}

static enum articlean_status set_from_pairs(struct al_doc *doc)
{
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        struct al_str value = al_str_trim(al_doc_pair(doc, sources[i].name));
        enum articlean_meta key = sources[i].key;
        char iso[AL_DATE_MAX];
        if (!value.n || is_address(value) != (key == ARTICLEAN_META_URL))
            continue;
        if (key == ARTICLEAN_META_DATE && al_date_iso(value, iso))
            value = al_str_z(iso);
        TRY(al_doc_set_meta(doc, key, value));
    }
    return ARTICLEAN_OK;
}

static enum articlean_status set_host(struct al_doc *doc)
{
    struct al_str url = doc->meta[ARTICLEAN_META_URL];
    const char *slashes = url.p ? strstr(url.p, "://") : NULL;
    if (!slashes)
        return ARTICLEAN_OK;
    const char *host = slashes + 3;
    size_t n = strcspn(host, "/?#");
    const char *at = memchr(host, '@', n);
    if (at) {
        n -= (size_t)(at + 1 - host);
        host = at + 1;
    }
    const char *colon = memchr(host, ':', n);
    if (colon)
        n = (size_t)(colon - host);
    struct al_buf folded;
    al_buf_init(&folded, 0);
    enum articlean_status s = al_fold(&folded, al_str(host, n));
    if (!s)
        s = al_doc_set_meta(doc, ARTICLEAN_META_HOSTNAME, al_buf_str(&folded));
    al_buf_clear(&folded);
    return s;
}

enum articlean_status al_meta_head(struct al_meta *meta, struct al_doc *doc)
{
    (void)meta;
    TRY(al_doc_set_meta(doc, ARTICLEAN_META_URL, al_str_z(doc->url)));
    for (size_t i = 0; i < doc->n_pairs; i++)
        if (al_str_eq(doc->pairs[i].name, AL_STR("ld+json")))
            TRY(al_linked_read(doc, doc->pairs[i].value));
    TRY(set_from_pairs(doc));
    return set_host(doc);
}

/* The next letter or digit at *p, folded; 0 at the end. *p is left behind it. */
static uint32_t next_letter(const char **p, const char *end)
{
    while (*p < end) {
        uint32_t cp;
        *p += al_utf8_decode(*p, end, &cp);
        if (al_class(cp) & (AL_C_LETTER | AL_C_DIGIT))
            return al_fold_cp(cp);
    }
    return 0;
}

/* What follows in `text` when its letters begin with all of `start`, marks and spaces aside; p NULL when they
   do not. */
static struct al_str rest_after(struct al_str text, struct al_str start)
{
    const char *t = text.p, *s = start.p, *t_end = t + text.n, *s_end = s + start.n;
    for (;;) {
        uint32_t want = next_letter(&s, s_end);
        if (!want)
            return al_str(t, (size_t)(t_end - t));
        if (next_letter(&t, t_end) != want)
            return al_str(NULL, 0);
    }
}

static bool is_separator(uint32_t cp)
{
    return cp == '-' || cp == '|' || cp == '_' || cp == 0x2013 || cp == 0x2014 || cp == 0xB7 || cp == 0xBB ||
           cp == 0xAB || cp == 0x203A || cp == 0x2022 || cp == 0xFF5C || cp == '/' || cp == '<' || cp == '>';
}

/* Does a title go on with what sites append: a separator, then more? */
static bool is_appendix(struct al_str rest)
{
    uint32_t cp = 0;
    rest = al_str_trim(rest);
    while (rest.n) {
        size_t n = al_utf8_decode(rest.p, rest.p + rest.n, &cp);
        if (!(al_class(cp) & (AL_C_PUNCT | AL_C_SPACE | AL_C_SYMBOL)) || is_separator(cp))
            break;
        rest.p += n, rest.n -= n;
    }
    return rest.n && is_separator(cp);
}

/* Is a part of a title the name of the site: as declared, or a label of its host? */
static bool is_site(const struct al_doc *doc, struct al_str part)
{
    struct al_str site = doc->meta[ARTICLEAN_META_SITENAME], host = doc->meta[ARTICLEAN_META_HOSTNAME];
    struct al_str rest = site.n ? rest_after(part, site) : al_str(NULL, 0);
    if (rest.p && !rest.n)
        return true;
    rest = site.n ? rest_after(site, part) : rest;
    if (rest.p && part.n >= 3)
        return true;
    rest = host.n ? rest_after(part, host) : rest;
    if (host.n && rest.p && !rest.n)
        return true;
    for (const char *p = host.p, *end = p ? p + host.n : p; p < end;) {
        const char *dot = memchr(p, '.', (size_t)(end - p));
        struct al_str label = al_str(p, (size_t)((dot ? dot : end) - p));
        rest = label.n > 3 ? rest_after(part, label) : al_str(NULL, 0);
        if (rest.p && !rest.n)
            return true;
        p += label.n + 1;
    }
    return false;
}

static struct al_str trim_separators(struct al_str s)
{
    uint32_t cp;
    s = al_str_trim(s);
    while (s.n) {
        const char *last = al_utf8_prev(s.p, s.p + s.n);
        al_utf8_decode(last, s.p + s.n, &cp);
        if (!is_separator(cp) && !(al_class(cp) & AL_C_SPACE))
            break;
        s.n = (size_t)(last - s.p);
    }
    return s;
}

/* A title without the site's name behind its last or before its first separator. */
static struct al_str without_site(const struct al_doc *doc, struct al_str title)
{
    const char *end = title.p + title.n;
    bool is_first = true;
    for (const char *p = title.p; p < end && is_first;) {
        uint32_t cp;
        const char *after = p + al_utf8_decode(p, end, &cp);
        if (is_separator(cp) || cp == ':') {
            is_first = false;
            struct al_str tail = al_str_trim(al_str(after, (size_t)(end - after)));
            if (tail.n && is_site(doc, al_str_trim(al_str(title.p, (size_t)(p - title.p)))))
                return tail;
        }
        p = after;
    }
    for (const char *p = end; p > title.p;) {
        uint32_t cp;
        const char *at = al_utf8_prev(title.p, p), *after = at + al_utf8_decode(at, p, &cp);
        p = at;
        struct al_str head = trim_separators(al_str(title.p, (size_t)(at - title.p)));
        if (is_separator(cp) && head.n && is_site(doc, al_str_trim(al_str(after, (size_t)(end - after)))))
            return head;
    }
    return title;
}

/* The first line of the page that can be its headline; NULL when the page begins with prose. */
static const struct al_block *first_line(const struct al_doc *doc)
{
    const struct al_block *line = NULL;
    for (size_t i = 0, n = 0; i < doc->n_blocks && n < HEAD_BLOCKS; i++) {
        const struct al_block *b = &doc->blocks[i];
        if (b->verdict == ARTICLEAN_DROP || !b->text.n)
            continue;
        if (b->kind == ARTICLEAN_HEADING)
            return b;
        n++;
        if (!line && b->kind == ARTICLEAN_PARAGRAPH && al_key_weight(b->key, TITLE_MAX) <= TITLE_MAX)
            line = b;
        if (al_prose_weight(b))
            break;
    }
    return line && !al_prose_weight(line) ? line : NULL;
}

/* The title as the head gives it, and without the site: a heading that it begins with, else its own part. */
static enum articlean_status set_html_title(struct al_doc *doc)
{
    static const char *const names[] = {"og:title", "twitter:title", "parsely-title", "citation_title",
                                        "dc.title", "dcterms.title", "title"};
    struct al_str title = {NULL, 0};
    for (size_t i = 0; i < sizeof names / sizeof *names && !title.n; i++)
        title = al_str_trim(al_doc_pair(doc, names[i]));
    if (!title.n)
        return ARTICLEAN_OK;
    for (size_t i = 0; i < doc->n_blocks; i++) {
        const struct al_block *b = &doc->blocks[i];
        if (b->kind != ARTICLEAN_HEADING || al_key_weight(b->key, TITLE_MIN) < TITLE_MIN)
            continue;
        struct al_str rest = rest_after(title, b->text);
        if (rest.p && (!rest.n || is_appendix(rest)))
            return al_doc_set_meta(doc, ARTICLEAN_META_TITLE, b->text);
    }
    return al_doc_set_meta(doc, ARTICLEAN_META_TITLE, without_site(doc, title));
}

static bool ends_sentence(struct al_str text)
{
    uint32_t cp;
    text = al_str_trim(text);
    if (!text.n)
        return false;
    const char *last = al_utf8_prev(text.p, text.p + text.n);
    al_utf8_decode(last, text.p + text.n, &cp);
    return (al_class(cp) & AL_C_STOP) != 0;
}

static bool is_longer_copy(const struct al_block *copy, const struct al_block *of)
{
    if (al_key_weight(of->key, TITLE_MIN) < TITLE_MIN || al_key_weight(copy->key, TITLE_MAX) > TITLE_MAX ||
        ends_sentence(copy->text))
        return false;
    struct al_str rest = rest_after(copy->text, of->text);
    return rest.p && is_appendix(rest);
}

/* Of two lines before the prose, one that is the other with a separator and more behind it is what the site
   made of the headline. */
static void drop_title_copies(struct al_doc *doc)
{
    struct al_block *head[HEAD_BLOCKS];
    size_t n = 0;
    for (size_t i = 0; i < doc->n_blocks && n < HEAD_BLOCKS; i++) {
        struct al_block *b = &doc->blocks[i];
        if (b->verdict == ARTICLEAN_DROP || !b->text.n)
            continue;
        head[n++] = b;
        if (ends_sentence(b->text) && al_prose_weight(b))
            break;
    }
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            if (i != k && is_longer_copy(head[i], head[k])) {
                al_doc_mark(head[i], ARTICLEAN_DROP, "meta.any.title-copy", ARTICLEAN_CLASS_REPEAT);
                break;
            }
}

static bool is_traditional(struct al_str region)
{
    static const char *const regions[] = {"tw", "hk", "mo", "hant"};
    if (region.n)
        region = al_str(region.p + 1, region.n - 1);
    for (size_t i = 0; i < sizeof regions / sizeof *regions; i++) {
        struct al_str r = al_str_z(regions[i]);
        if (region.n >= r.n && al_str_eq_nocase(al_str(region.p, r.n), r))
            return true;
    }
    return false;
}

static enum articlean_status keep_title(struct al_meta *meta, struct al_doc *doc)
{
    struct al_block *title;
    drop_title_copies(doc);
    TRY(al_title_find(doc, &meta->words, &title));
    if (!title)
        return ARTICLEAN_OK;
    if (title->verdict == ARTICLEAN_DROP)
        al_doc_mark(title, ARTICLEAN_KEEP, "meta.any.title", ARTICLEAN_CLASS_TITLE);
    drop_title_copies(doc);
    return al_block_kept(title) ? al_doc_set_meta(doc, ARTICLEAN_META_TITLE, title->text) : ARTICLEAN_OK;
}

/* A declared language as we write it: Chinese by script, else without region. */
static enum articlean_status set_declared_language(struct al_doc *doc)
{
    struct al_str lang = al_str_trim(al_doc_pair(doc, "lang"));
    char tag[12];
    size_t n = 0;
    while (n < lang.n && n < sizeof tag - 1 && al_ascii_alpha((unsigned char)lang.p[n])) {
        tag[n] = (char)al_ascii_lower((unsigned char)lang.p[n]);
        n++;
    }
    if (n < 2 || n > 3)
        return ARTICLEAN_OK;
    struct al_str main = al_str(tag, n), region = al_str(lang.p + n, lang.n - n);
    if (al_str_eq(main, AL_STR("zh")))
        main = is_traditional(region) ? AL_STR("zh-Hant") : AL_STR("zh-Hans");
    return al_doc_set_meta(doc, ARTICLEAN_META_LANGUAGE, main);
}

static enum articlean_status set_language(struct al_meta *meta, struct al_doc *doc)
{
    struct al_lang_counts counts = {.seen = 0};
    for (size_t i = 0; i < doc->n_blocks && counts.seen < AL_LANG_ENOUGH; i++)
        if (doc->blocks[i].verdict != ARTICLEAN_DROP && doc->blocks[i].kind != ARTICLEAN_CODE)
            al_lang_count(&meta->lang, doc->blocks[i].text, &counts);
    TRY(al_doc_set_meta(doc, ARTICLEAN_META_LANGUAGE, al_str_z(al_lang_of(&counts))));
    return set_declared_language(doc);
}

enum articlean_status al_meta_body(struct al_meta *meta, struct al_doc *doc)
{
    if (doc->from == ARTICLEAN_FROM_TEXT)
        TRY(keep_title(meta, doc));
    TRY(set_html_title(doc));
    const struct al_block *line = first_line(doc);
    if (line)
        TRY(al_doc_set_meta(doc, ARTICLEAN_META_TITLE, line->text));
    return set_language(meta, doc);
}
