/* What must hold for every page of corpus/: portions have no meaning, ranges are in order, every allocation
   may fail. usage: properties CORPUS */
#include "base/alloc.h"
#include "base/buf.h"
#include "base/utf8.h"

#include <articlean/articlean.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static unsigned n_pages, n_failed;
static unsigned long n_allocations;

struct run {
    struct articlean_cleaner *cleaner;
    struct al_buf text;
    const char *path;
};

static void fail(const char *path, const char *what)
{
    printf("%s: %s\n", path, what);
    n_failed++;
}

static enum articlean_status append(const void *data, size_t size, void *buf)
{
    return al_buf_append(buf, data, size);
}

static void check_ranges(const struct articlean_document *doc, size_t size, const char *path)
{
    uint64_t end = 0;
    for (size_t i = 0; i < articlean_document_n_blocks(doc); i++) {
        struct articlean_block b;
        articlean_document_block(doc, i, &b);
        if (b.start < end || b.end < b.start || b.end > size) {
            fail(path, "byte ranges are out of order");
            return;
        }
        if (b.verdict == ARTICLEAN_DROP && !b.why[0]) {
            fail(path, "a block was dropped without a reason");
            return;
        }
        end = b.end;
    }
}

static enum articlean_status clean(const struct articlean_record *record, void *context)
{
    struct run *run = context;
    struct articlean_document *doc;
    enum articlean_status s = articlean_clean(run->cleaner, record, &doc);
    if (s)
        return s;
    check_ranges(doc, record->size, run->path);
    for (int to = ARTICLEAN_TO_TEXT; to <= ARTICLEAN_TO_REMOVED && !s; to++)
        s = articlean_write(doc, (enum articlean_to)to, 0, append, &run->text);
    return s;
}

/* Cleans a page fed in portions; run->text holds all outputs one after the other. */
static enum articlean_status clean_page(struct run *run, const struct al_buf *page, size_t portion)
{
    struct articlean_reader *reader = NULL;
    run->cleaner = NULL;
    run->text.n = 0;
    enum articlean_status s = articlean_cleaner_new(NULL, &run->cleaner);
    if (!s)
        s = articlean_reader_new(NULL, clean, run, &reader);
    if (!s)
        s = articlean_reader_begin(reader, "page", NULL);
    for (size_t at = 0; !s && at < page->n; at += portion)
        s = articlean_reader_feed(reader, page->p + at, page->n - at < portion ? page->n - at : portion);
    if (!s)
        s = articlean_reader_end(reader);
    articlean_reader_free(reader);
    articlean_cleaner_free(run->cleaner);
    return s;
}

static void check_portions(struct run *run, const struct al_buf *page)
{
    static const size_t portions[] = {1, 7, 4096};
    if (clean_page(run, page, page->n + 1))
        fail(run->path, "cannot be cleaned");
    struct al_buf whole = run->text;
    al_buf_init(&run->text, 0);
    if (al_utf8_valid_prefix(whole.p, whole.n) != whole.n)
        fail(run->path, "output is not UTF-8");
    for (size_t i = 0; i < sizeof portions / sizeof *portions; i++) {
        if (clean_page(run, page, portions[i]) || !al_str_eq(al_buf_str(&run->text), al_buf_str(&whole)))
            fail(run->path, "portions give another output");
    }
    al_buf_clear(&whole);
}

/* Fails the allocations one by one; strides grow so that long pages stay affordable. */
static void check_allocations(struct run *run, const struct al_buf *page)
{
    al_buf_clear(&run->text);
    for (long n = 0;; n += 1 + n / 32) {
        al_alloc_fail_after(n);
        enum articlean_status s = clean_page(run, page, page->n + 1);
        al_alloc_fail_after(-1);
        al_buf_clear(&run->text);
        n_allocations++;
        if (s == ARTICLEAN_OK)
            return;
        if (s != ARTICLEAN_NO_MEMORY) {
            fail(run->path, "a failed allocation gives another status than ARTICLEAN_NO_MEMORY");
            return;
        }
    }
}

static void check_page(const char *path)
{
    struct al_buf page;
    al_buf_init(&page, 0);
    FILE *f = fopen(path, "rb");
    char data[4096];
    for (size_t n; f && (n = fread(data, 1, sizeof data, f)) > 0;)
        al_buf_append(&page, data, n);
    if (!f || fclose(f)) {
        fail(path, "cannot be read");
        return;
    }
    struct run run = {.path = path};
    al_buf_init(&run.text, 0);
    check_portions(&run, &page);
    if (n_pages % 8 == 0)
        check_allocations(&run, &page);
    al_buf_clear(&run.text);
    al_buf_clear(&page);
    n_pages++;
}

static void walk(const char *path)
{
    struct dirent **names;
    int n = scandir(path, &names, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        char child[4096];
        snprintf(child, sizeof child, "%s/%s", path, names[i]->d_name);
        struct stat st;
        if (names[i]->d_name[0] != '.' && !stat(child, &st)) {
            if (S_ISDIR(st.st_mode))
                walk(child);
            else if (!strncmp(names[i]->d_name, "page.", 5))
                check_page(child);
        }
        free(names[i]);
    }
    if (n >= 0)
        free(names);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: properties CORPUS\n");
        return 2;
    }
    walk(argv[1]);
    printf("%u pages, %lu failed allocations survived, %u faults\n", n_pages, n_allocations, n_failed);
    return n_failed || !n_pages ? 1 : 0;
}
