#include "records.h"

#include "base/alloc.h"

#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

/* Each packs `n` bytes as one member and appends it to `out`. */
static void pack_gzip(struct text *out, const char *p, size_t n)
{
    z_stream z = {0};
    char *room = malloc(n + 1000);
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (Bytef *)(uintptr_t)p;
    z.avail_in = (uInt)n;
    z.next_out = (Bytef *)room;
    z.avail_out = (uInt)n + 1000;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    put(out, room, z.total_out);
    deflateEnd(&z);
    free(room);
}

static void pack_zstd(struct text *out, const char *p, size_t n)
{
    char *room = malloc(ZSTD_compressBound(n));
    put(out, room, ZSTD_compress(room, ZSTD_compressBound(n), p, n, 3));
    free(room);
}

static void pack_xz(struct text *out, const char *p, size_t n)
{
    size_t used = 0;
    uint8_t *room = malloc(n + 4096);
    assert_int_equal(
        lzma_easy_buffer_encode(0, LZMA_CHECK_CRC32, NULL, (const uint8_t *)p, n, room, &used, n + 4096),
        LZMA_OK);
    put(out, room, used);
    free(room);
}

static void pack_bzip2(struct text *out, const char *p, size_t n)
{
    unsigned used = (unsigned)(n + n / 100 + 600);
    char *room = malloc(used);
    assert_int_equal(BZ2_bzBuffToBuffCompress(room, &used, (char *)(uintptr_t)p, (unsigned)n, 9, 0, 0),
                     BZ_OK);
    put(out, room, used);
    free(room);
}

typedef void pack_fn(struct text *out, const char *p, size_t n);
static pack_fn *const packers[] = {pack_gzip, pack_zstd, pack_xz, pack_bzip2};
enum { N_PACKERS = sizeof packers / sizeof *packers };

static void plain_input_is_one_record(void **state)
{
    (void)state;
    struct records all = read_all("one\ntwo\n", 8, default_options());
    assert_int_equal(all.n, 1);
    assert_string_equal(all.list[0].data, "one\ntwo\n");
    assert_int_equal(all.list[0].is_last, 1);
    assert_int_equal(all.status, ARTICLEAN_OK);
    free_records(&all);
}

static void empty_input_is_one_empty_record(void **state)
{
    (void)state;
    struct records all = read_all("", 0, default_options());
    assert_int_equal(all.n, 1);
    assert_int_equal(all.list[0].size, 0);
    free_records(&all);
}

static void members_are_read_as_one_stream(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_PACKERS; i++) {
        struct text packed = {0};
        packers[i](&packed, "first, ", 7);
        packers[i](&packed, "", 0);
        packers[i](&packed, "second", 6);
        struct records all = read_all(packed.p, packed.n, default_options());
        assert_int_equal(all.n, 1);
        assert_string_equal(all.list[0].data, "first, second");
        assert_int_equal(all.status, ARTICLEAN_OK);
        free_records(&all);
        free_text(&packed);
    }
}

static void what_breaks_off_is_told(void **state)
{
    (void)state;
    static char long_text[20000];
    for (size_t i = 0; i < sizeof long_text; i++)
        long_text[i] = (char)('a' + i * i % 7);
    for (size_t i = 0; i < N_PACKERS; i++) {
        struct text packed = {0};
        packers[i](&packed, long_text, sizeof long_text);
        struct records all = read_all(packed.p, packed.n - 6, default_options());
        assert_int_equal(all.status, ARTICLEAN_BAD_FORMAT);
        assert_int_equal(all.n, 1);
        assert_int_equal(all.n_reports, 1);
        assert_string_equal(all.list[0].error, "the compressed data breaks off");
        assert_memory_equal(all.list[0].data, long_text, all.list[0].size);
        free_records(&all);
        free_text(&packed);
    }
}

static void damage_costs_one_member(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct text packed = {0};
        packers[i](&packed, "first ", 6);
        size_t at = packed.n;
        packers[i](&packed, "xxxxxxxxxxxxx broken broken yyyyyyyyyyyyyyyyyyyy ", 49);
        memset(packed.p + at + 6, 0xFF, 20);
        packers[i](&packed, "third", 5);
        struct records all = read_all(packed.p, packed.n, default_options());
        assert_int_equal(all.status, ARTICLEAN_BAD_FORMAT);
        assert_int_equal(all.n_reports, 1);
        assert_int_equal(strncmp(all.list[0].data, "first ", 6), 0);
        assert_non_null(strstr(all.list[0].data, "third"));
        free_records(&all);
        free_text(&packed);
    }
}

/* All of a frame lies before the unpacker at once: the blocks before the damaged one come out all the same.
 */
static void damage_costs_one_block_of_a_frame(void **state)
{
    (void)state;
    enum { SIZE = 400000, BLOCK = 128 * 1024 };
    char *text = malloc(SIZE);
    assert_non_null(text);
    for (size_t i = 0; i < SIZE; i++)
        text[i] = (char)('a' + i * i % 7 + (i % 1009 == 0));
    struct text packed = {0};
    pack_zstd(&packed, text, SIZE);
    memset(packed.p + packed.n - 12, 0xFF, 12);
    struct records all = read_all(packed.p, packed.n, default_options());
    assert_int_equal(all.status, ARTICLEAN_BAD_FORMAT);
    assert_int_equal(all.n, 1);
    assert_true(all.list[0].size >= 2 * BLOCK);
    assert_memory_equal(all.list[0].data, text, 2 * BLOCK);
    free_records(&all);
    free_text(&packed);
    free(text);
}

static void large_documents_come_in_windows(void **state)
{
    (void)state;
    struct text t = {0};
    for (int i = 0; i < 3000; i++)
        put_z(&t, i % 7 ? "a line of text\n" : "<p>\xE4\xB8\x80\xE4\xB8\x81</p>\n");
    struct articlean_options options = default_options();
    options.max_input = 5000;
    struct records all = read_all(t.p, t.n, options);
    assert_true(all.n > t.n / 5000);
    size_t sum = 0;
    for (size_t i = 0; i < all.n; i++) {
        assert_true(all.list[i].size <= 5000);
        assert_int_equal(all.list[i].part, i);
        assert_int_equal(all.list[i].index, 0);
        assert_int_equal(all.list[i].is_last, i + 1 == all.n);
        assert_int_equal(all.list[i].offset, sum);
        assert_memory_equal(all.list[i].data, t.p + sum, all.list[i].size);
        assert_int_equal(all.list[i].data[all.list[i].size - 1], '\n');
        sum += all.list[i].size;
    }
    assert_int_equal(sum, t.n);
    free_records(&all);
    free_text(&t);
}

static void many_short_lines_come_in_windows(void **state)
{
    (void)state;
    struct text t = {0};
    for (int i = 0; i < 32 * 1024; i++)
        put_z(&t, "a\n");
    struct records all = read_records(t.p, t.n, 4096, default_options());
    assert_int_equal(all.n, 1);
    free_records(&all);
    put_z(&t, "end");
    all = read_all(t.p, t.n, default_options());
    assert_int_equal(all.n, 2);
    assert_string_equal(all.list[1].data, "end");
    assert_int_equal(all.list[1].is_last, 1);
    free_records(&all);
    free_text(&t);
}

static void windows_do_not_cut_characters(void **state)
{
    (void)state;
    struct text t = {0};
    for (int i = 0; i < 5000; i++)
        put_z(&t, "\xE4\xB8\x80");
    struct articlean_options options = default_options();
    options.max_input = 4096;
    struct records all = read_all(t.p, t.n, options);
    assert_int_equal(all.n, 4);
    for (size_t i = 0; i < all.n; i++)
        assert_int_equal(all.list[i].size % 3, 0);
    free_records(&all);
    free_text(&t);
}

static size_t largest;

static enum articlean_status measure(const struct articlean_record *record, void *context)
{
    (void)context;
    largest = record->size > largest ? record->size : largest;
    return ARTICLEAN_OK;
}

/* 64 MiB of zeros in some 60 KB must not be held at once. */
static void bomb_meets_the_window(void **state)
{
    (void)state;
    size_t n = 64 << 20;
    char *zeros = calloc(1, n);
    assert_non_null(zeros);
    struct text packed = {0};
    pack_gzip(&packed, zeros, n);
    free(zeros);
    struct articlean_options options = default_options();
    options.max_input = 1 << 20;
    struct articlean_reader *reader;
    largest = 0;
    assert_int_equal(articlean_reader_new(&options, measure, NULL, &reader), ARTICLEAN_OK);
    assert_int_equal(articlean_reader_begin(reader, NULL, NULL), ARTICLEAN_OK);
    assert_int_equal(articlean_reader_feed(reader, packed.p, packed.n), ARTICLEAN_OK);
    assert_int_equal(articlean_reader_end(reader), ARTICLEAN_OK);
    assert_int_equal(largest, 1 << 20);
    articlean_reader_free(reader);
    free_text(&packed);
}

static enum articlean_status stop(const struct articlean_record *record, void *context)
{
    (void)record;
    (void)context;
    return ARTICLEAN_STOPPED;
}

static void callback_stops_the_reader(void **state)
{
    (void)state;
    struct articlean_reader *reader;
    assert_int_equal(articlean_reader_new(NULL, stop, NULL, &reader), ARTICLEAN_OK);
    assert_int_equal(articlean_reader_begin(reader, "x", "http://a.example/"), ARTICLEAN_OK);
    assert_int_equal(articlean_reader_feed(reader, "abc", 3), ARTICLEAN_OK);
    assert_int_equal(articlean_reader_end(reader), ARTICLEAN_STOPPED);
    articlean_reader_free(reader);
    articlean_reader_free(NULL);
    assert_int_equal(articlean_reader_new(NULL, NULL, NULL, &reader), ARTICLEAN_BAD_ARGUMENT);
}

static enum articlean_status pass(const struct articlean_record *record, void *context)
{
    (void)record;
    (void)context;
    return ARTICLEAN_OK;
}

static enum articlean_status run(const struct text *input)
{
    struct articlean_reader *reader;
    enum articlean_status s = articlean_reader_new(NULL, pass, NULL, &reader);
    if (s)
        return s;
    s = articlean_reader_begin(reader, "x", "http://a.example/");
    if (!s)
        s = articlean_reader_feed(reader, input->p, input->n);
    if (!s)
        s = articlean_reader_end(reader);
    articlean_reader_free(reader);
    return s;
}

/* Every allocation of a run fails once; the reader must say so and free what it took. */
static void every_allocation_may_fail(void **state)
{
    (void)state;
    static const char record[] = "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <u>\r\n"
                                 "Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n";
    static const char line[] = "{\"id\": 1, \"url\": \"u\", \"text\": \"hello\"}\n";
    const char *inputs[] = {"just text", record, line};
    for (size_t i = 0; i < 3; i++)
        for (size_t p = 0; p < N_PACKERS; p++) {
            struct text packed = {0};
            packers[p](&packed, inputs[i], strlen(inputs[i]));
            long n = 0;
            enum articlean_status s;
            do {
                al_alloc_fail_after(n++);
                s = run(&packed);
                al_alloc_fail_after(-1);
                assert_true(s == ARTICLEAN_OK || s == ARTICLEAN_NO_MEMORY);
            } while (s && n < 200);
            assert_int_equal(s, ARTICLEAN_OK);
            assert_true(n > 3);
            free_text(&packed);
        }
}

static void binary_files_are_told_and_passed_over(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
        const char *error;
    } files[] = {
        {"\x89PNG\r\n\x1A\n\0\0\0\rIHDR and then bytes", 31, "an image: leave it out"},
        {"%PDF-1.7\n% and objects", 22, "a PDF file: convert it to text first"},
        {"PK\3\4\x14\0\0\0", 8, "a ZIP archive or an office document: unpack or convert it first"},
        {"\177ELF\2\1\1\0", 8, "a program: leave it out"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct records all = read_all(files[i].bytes, files[i].n, default_options());
        assert_int_equal(all.n, 1);
        assert_int_equal(all.list[0].size, 0);
        assert_string_equal(all.list[0].error, files[i].error);
        free_records(&all);
    }
    struct articlean_options options = default_options();
    options.from = ARTICLEAN_FROM_TEXT;
    struct records all = read_all(files[0].bytes, files[0].n, options);
    assert_int_equal(all.list[0].size, files[0].n);
    free_records(&all);
}

static void text_that_begins_like_a_binary_file_is_text(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
    } texts[] = {{"GIF89a is a format", 18},
                 {"PDF files", 9},
                 {"ID3 tags, and how to read them", 30},
                 {"ftypftyp", 8},
                 {"", 0},
                 {"T\0h\0e\0 \0I\0D\0003\0 \0t\0a\0g\0", 22},
                 {"A b\0c d\0", 8},
                 {"BZh is a name", 13}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct records all = read_all(texts[i].bytes, texts[i].n, default_options());
        assert_int_equal(all.list[0].size, texts[i].n);
        assert_string_equal(all.list[0].error, "");
        free_records(&all);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_input_is_one_record),
        cmocka_unit_test(empty_input_is_one_empty_record),
        cmocka_unit_test(members_are_read_as_one_stream),
        cmocka_unit_test(what_breaks_off_is_told),
        cmocka_unit_test(damage_costs_one_member),
        cmocka_unit_test(damage_costs_one_block_of_a_frame),
        cmocka_unit_test(large_documents_come_in_windows),
        cmocka_unit_test(many_short_lines_come_in_windows),
        cmocka_unit_test(windows_do_not_cut_characters),
        cmocka_unit_test(bomb_meets_the_window),
        cmocka_unit_test(binary_files_are_told_and_passed_over),
        cmocka_unit_test(text_that_begins_like_a_binary_file_is_text),
        cmocka_unit_test(callback_stops_the_reader),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
