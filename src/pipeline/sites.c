#include "sites.h"

#include "base/alloc.h"
#include "base/census.h"
#include "base/map.h"
#include "base/try.h"
#include "unicode/fold.h"

#define XXH_INLINE_ALL
#include <string.h>
#include <xxhash.h>

enum {
    SLOTS = 1 << 20,
    PROSE_BYTES = 150, /* a longer block is prose, by which copies are known */
    MAX_BYTES = 4096   /* of a block that are compared */
};

struct articlean_sites {
    struct al_census census;
};

enum articlean_status articlean_sites_new(struct articlean_sites **out)
{
    if (!out)
        return ARTICLEAN_BAD_ARGUMENT;
    struct articlean_sites *s = al_calloc(1, sizeof *s);
    if (!s)
        return ARTICLEAN_NO_MEMORY;
    enum articlean_status status = al_census_init(&s->census, SLOTS);
    if (status)
        al_free(s);
    else
        *out = s;
    return status;
}

void articlean_sites_free(struct articlean_sites *s)
{
    if (!s)
        return;
    al_census_clear(&s->census);
    al_free(s);
}

/* Host of a URL, else the directory of a name. */
static uint64_t site_of(const struct al_doc *doc)
{
    const char *start = doc->url ? strstr(doc->url, "://") : NULL;
    if (start) {
        start += 3;
        return XXH3_64bits(start, strcspn(start, "/?#"));
    }
    const char *name = doc->name ? doc->name : "", *slash = strrchr(name, '/');
    return XXH3_64bits(name, slash ? (size_t)(slash - name) : 0);
}

/* Key of a block of a site: its folded text, every number alike, because counters and dates change from page
   to page. 0 when it has hardly a letter. */
static enum articlean_status key_of(const struct al_block *b, uint64_t site, struct al_buf *folded,
                                    uint64_t *key)
{
    *key = 0;
    folded->n = 0;
    TRY(al_fold(folded, al_str(b->text.p, b->text.n < MAX_BYTES ? b->text.n : MAX_BYTES)));
    size_t n = 0, letters = 0;
    for (size_t i = 0; i < folded->n; i++) {
        unsigned char c = (unsigned char)folded->p[i];
        bool digit = c >= '0' && c <= '9';
        if (digit && n && folded->p[n - 1] == '0')
            continue;
        letters += c >= 0x80 || (c >= 'a' && c <= 'z');
        folded->p[n++] = digit ? '0' : (char)c;
    }
    if (letters > 2) {
        uint64_t h = XXH3_64bits_withSeed(folded->p, n, site);
        *key = h + !h;
    }
    return ARTICLEAN_OK;
}

/* Keys of one page. */
struct page {
    struct al_buf folded;
    struct al_map seen;        /* on this page */
    size_t prose, known_prose; /* bytes, and those counted before */
};

static enum articlean_status collect(const struct articlean_sites *s, const struct al_doc *doc, uint64_t site,
                                     struct page *page)
{
    for (size_t i = 0; i < doc->n_blocks; i++) {
        const struct al_block *b = &doc->blocks[i];
        uint64_t key;
        TRY(key_of(b, site, &page->folded, &key));
        if (!key)
            continue;
        TRY(al_map_put(&page->seen, key, 0, NULL, NULL));
        if (b->text.n <= PROSE_BYTES)
            continue;
        page->prose += b->text.n;
        page->known_prose += al_census_seen(&s->census, key) ? b->text.n : 0;
    }
    return ARTICLEAN_OK;
}

enum articlean_status articlean_sites_add(struct articlean_sites *s, const struct articlean_document *doc)
{
    if (doc->part)
        return ARTICLEAN_OK;
    uint64_t site = site_of(doc);
    struct page page = {0};
    al_buf_init(&page.folded, 0);
    al_map_init(&page.seen);
    enum articlean_status status = collect(s, doc, site, &page);
    if (!status && page.known_prose * 2 <= page.prose) {
        al_census_count(&s->census, site);
        for (size_t i = 0; i < page.seen.n_slots; i++)
            if (page.seen.keys[i])
                al_census_count(&s->census, page.seen.keys[i]);
    }
    al_map_clear(&page.seen);
    al_buf_clear(&page.folded);
    return status;
}

enum articlean_status al_sites_look(const struct articlean_sites *s, struct al_doc *doc)
{
    uint64_t site = site_of(doc);
    struct al_buf folded;
    al_buf_init(&folded, 0);
    enum articlean_status status = ARTICLEAN_OK;
    doc->n_site_pages = al_census_seen(&s->census, site);
    for (size_t i = 0; i < doc->n_blocks && !status; i++) {
        uint64_t key;
        status = key_of(&doc->blocks[i], site, &folded, &key);
        unsigned n = key ? al_census_seen(&s->census, key) : 0;
        doc->blocks[i].n_elsewhere = (uint8_t)(n ? n - 1 : 0);
    }
    al_buf_clear(&folded);
    return status;
}
