/* Prints the title and the clean text of a page given on standard input. */
#include <articlean/articlean.h>
#include <stdio.h>

static enum articlean_status print(const void *data, size_t size, void *file)
{
    return fwrite(data, 1, size, file) == size ? ARTICLEAN_OK : ARTICLEAN_IO;
}

static enum articlean_status clean(const struct articlean_record *record, void *cleaner)
{
    struct articlean_document *document;
    enum articlean_status status = articlean_clean(cleaner, record, &document);
    if (status)
        return status;
    const char *title = articlean_document_meta(document, ARTICLEAN_META_TITLE);
    printf("title: %s\n", title ? title : "-");
    return articlean_write(document, ARTICLEAN_TO_TEXT, 0, print, stdout);
}

int main(void)
{
    struct articlean_cleaner *cleaner = NULL;
    struct articlean_reader *reader = NULL;
    char data[4096];
    enum articlean_status s = articlean_cleaner_new(NULL, &cleaner);
    if (!s)
        s = articlean_reader_new(NULL, clean, cleaner, &reader);
    if (!s)
        s = articlean_reader_begin(reader, "standard input", NULL);
    for (size_t n; !s && (n = fread(data, 1, sizeof data, stdin)) > 0;)
        s = articlean_reader_feed(reader, data, n);
    if (!s)
        s = articlean_reader_end(reader);
    if (s)
        fprintf(stderr, "example: %s\n", articlean_strerror(s));
    articlean_reader_free(reader);
    articlean_cleaner_free(cleaner);
    return s ? 1 : 0;
}
