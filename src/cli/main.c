#include <articlean/articlean.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

static enum articlean_status to_stdout(const void *data, size_t size, void *context)
{
    (void)context;
    return fwrite(data, 1, size, stdout) == size ? ARTICLEAN_OK : ARTICLEAN_IO;
}

static enum articlean_status clean(const struct articlean_record *record, void *context)
{
    struct articlean_document *document;
    enum articlean_status s = articlean_clean(context, record, &document);
    return s ? s : articlean_write(document, ARTICLEAN_TO_TEXT, 0, to_stdout, NULL);
}

int main(void)
{
    struct articlean_cleaner *cleaner = NULL;
    struct articlean_reader *reader = NULL;
    enum articlean_status s = articlean_cleaner_new(NULL, &cleaner);
    if (!s)
        s = articlean_reader_new(NULL, clean, cleaner, &reader);
    if (!s)
        s = articlean_reader_begin(reader, "-", NULL);
    char data[65536];
    size_t n;
    while (!s && (n = fread(data, 1, sizeof data, stdin)))
        s = articlean_reader_feed(reader, data, n);
    if (!s)
        s = articlean_reader_end(reader);
    articlean_reader_free(reader);
    articlean_cleaner_free(cleaner);
    if (fflush(stdout) && !s)
        s = ARTICLEAN_IO;
    if (s)
        fprintf(stderr, "articlean: %s\n", articlean_strerror(s));
    return s ? 4 : 0;
}
