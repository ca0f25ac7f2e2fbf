#include "records.h"

#include <stdbool.h>
#include <zlib.h>

static void put_record(struct text *t, const char *type, const char *content_type, unsigned id,
                       const void *body, size_t n, long length)
{
    char head[400];
    snprintf(
        head, sizeof head,
        "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:test:%u>\r\nWARC-Date: 2020-01-02T03:04:05Z\r\n"
        "WARC-Target-URI: http://site.example/%u\r\nContent-Type: %s\r\nContent-Length: %ld\r\n\r\n",
        type, id, id, content_type, length >= 0 ? length : (long)n);
    put_z(t, head);
    put(t, body, n);
    put_z(t, "\r\n\r\n");
}

static void put_response(struct text *t, unsigned id, const char *http)
{
    put_record(t, "response", "application/http; msgtype=response", id, http, strlen(http), -1);
}

static void pack(struct text *out, const char *p, size_t n, int bits)
{
    z_stream z = {0};
    char *room = malloc(n + 1000);
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (Bytef *)(uintptr_t)p;
    z.avail_in = (uInt)n;
    z.next_out = (Bytef *)room;
    z.avail_out = (uInt)n + 1000;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    put(out, room, z.total_out);
    deflateEnd(&z);
    free(room);
}

static void response_conversion_and_resource_are_read(void **state)
{
    (void)state;
    struct text t = {0};
    put_record(&t, "warcinfo", "application/warc-fields", 0, "software: x\r\n", 13, -1);
    put_record(&t, "request", "application/http", 1, "GET / HTTP/1.1\r\n\r\n", 18, -1);
    put_response(&t, 2, "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=\"GBK\"\r\n\r\n<p>two</p>");
    put_record(&t, "conversion", "text/plain", 3, "three\n", 6, -1);
    put_record(&t, "resource", "text/html; charset=utf-8", 4, "<p>four</p>", 11, -1);
    put_response(&t, 5, "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\ngone");
    put_response(&t, 6, "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG");
    put_response(&t, 7, "HTTP/1.0 200\nContent-type: text/plain\n\nseven");
    struct records all = read_all(t.p, t.n, default_options());
    assert_int_equal(all.status, ARTICLEAN_OK);
    assert_int_equal(all.n_reports, 0);
    assert_int_equal(all.n, 4);
    assert_string_equal(all.list[0].data, "<p>two</p>");
    assert_string_equal(all.list[0].charset, "GBK");
    assert_string_equal(all.list[0].url, "http://site.example/2");
    assert_string_equal(all.list[0].id, "urn:test:2");
    assert_string_equal(all.list[0].date, "2020-01-02T03:04:05Z");
    assert_int_equal(all.list[0].from, ARTICLEAN_FROM_HTML);
    assert_string_equal(all.list[1].data, "three\n");
    assert_int_equal(all.list[1].from, ARTICLEAN_FROM_TEXT);
    assert_string_equal(all.list[1].charset, "");
    assert_string_equal(all.list[2].charset, "utf-8");
    assert_string_equal(all.list[3].data, "seven");
    assert_int_equal(all.list[3].from, ARTICLEAN_FROM_AUTO);
    for (size_t i = 0; i < all.n; i++)
        assert_int_equal(memcmp(t.p + all.list[i].offset, "WARC/1.0", 8), 0);
    free_records(&all);
    free_text(&t);
}

static const char page[] = "<p>The page that was packed.</p>";

static void put_packed_response(struct text *t, unsigned id, const char *head, const struct text *body)
{
    struct text http = {0};
    put_z(&http, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n");
    put_z(&http, head);
    put_z(&http, "\r\n");
    put(&http, body->p, body->n);
    put_record(t, "response", "application/http", id, http.p, http.n, -1);
    free_text(&http);
}

static void bodies_are_unpacked(void **state)
{
    (void)state;
    struct text t = {0}, plain = {0}, gz = {0}, zlib = {0}, raw = {0}, chunked = {0}, both = {0};
    put_z(&plain, page);
    pack(&gz, page, strlen(page), 31);
    pack(&zlib, page, strlen(page), 15);
    pack(&raw, page, strlen(page), -15);
    put_z(&chunked, "7;x=y\r\n<p>The \r\n0019\r\npage that was packed.</p>\r\n0\r\n\r\n");
    char size[16];
    snprintf(size, sizeof size, "%zx\r\n", gz.n);
    put_z(&both, size);
    put(&both, gz.p, gz.n);
    put_z(&both, "\r\n0\r\n\r\n");
    put_packed_response(&t, 0, "Content-Encoding: gzip\r\n", &gz);
    put_packed_response(&t, 1, "Content-Encoding: deflate\r\n", &zlib);
    put_packed_response(&t, 2, "Content-Encoding: deflate\r\n", &raw);
    put_packed_response(&t, 3, "Transfer-Encoding: chunked\r\n", &chunked);
    put_packed_response(&t, 4, "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", &both);
    /* Headers that lie: the archive keeps the body decoded. */
    put_packed_response(&t, 5, "Content-Encoding: gzip\r\n", &plain);
    put_packed_response(&t, 6, "Transfer-Encoding: chunked\r\n", &plain);
    put_packed_response(&t, 7, "Content-Encoding: br\r\n", &plain);
    struct records all = read_all(t.p, t.n, default_options());
    assert_int_equal(all.n, 8);
    assert_int_equal(all.n_reports, 0);
    for (size_t i = 0; i < all.n; i++)
        assert_string_equal(all.list[i].data, page);
    free_records(&all);
    free_text(&t);
    free_text(&plain);
    free_text(&gz);
    free_text(&zlib);
    free_text(&raw);
    free_text(&chunked);
    free_text(&both);
}

static void damaged_bodies_are_told(void **state)
{
    (void)state;
    struct text t = {0}, gz = {0}, odd = {0}, cut = {0};
    pack(&gz, page, strlen(page), 31);
    gz.n -= 12;
    put_z(&odd, "\x8B\x02\x80 brotli");
    put_z(&cut, "7\r\n<p>The \r\nzz\r\n");
    put_packed_response(&t, 0, "Content-Encoding: gzip\r\n", &gz);
    put_packed_response(&t, 1, "Content-Encoding: br\r\n", &odd);
    put_packed_response(&t, 2, "Transfer-Encoding: chunked\r\n", &cut);
    put_record(&t, "conversion", "text/plain", 3, "good", 4, -1);
    struct records all = read_all(t.p, t.n, default_options());
    assert_int_equal(all.n, 4);
    assert_int_equal(all.n_reports, 3);
    for (size_t i = 0; i < 3; i++)
        assert_true(all.list[i].error[0]);
    assert_string_equal(all.list[2].data, "<p>The ");
    assert_string_equal(all.list[3].data, "good");
    assert_string_equal(all.list[3].error, "");
    free_records(&all);
    free_text(&t);
    free_text(&gz);
    free_text(&odd);
    free_text(&cut);
}

/* Each way to break a record between two good ones: both must come out, and the broken one with its name. */
static void neighbours_of_broken_records_survive(void **state)
{
    (void)state;
    static const char body[] = "line one\r\n\r\nline two";
    for (int way = 0; way < 7; way++) {
        struct text t = {0};
        put_record(&t, "conversion", "text/plain", 1, "before", 6, -1);
        size_t at = t.n;
        long length = way == 0 ? 3 : way == 1 ? 100 : way == 2 ? 99999 : -1;
        put_record(&t, "conversion", "text/plain", 2, body, strlen(body), length);
        if (way == 3)
            memcpy(t.p + at, "JUNK", 4);
        if (way == 4)
            memcpy(strstr(t.p + at, "Content-Length"), "Confused-Width", 14);
        if (way == 5)
            memcpy(strstr(t.p + at, "Length: ") + 8, "x", 1);
        if (way == 6)
            put_z(&t, "rubble between records\r\n");
        put_record(&t, "conversion", "text/plain", 3, "after", 5, -1);
        struct records all = read_all(t.p, t.n, default_options());
        size_t last = way == 6 ? 3 : 2;
        assert_int_equal(all.n, last + 1);
        assert_int_equal(all.n_reports, 1);
        assert_string_equal(all.list[0].data, "before");
        assert_string_equal(all.list[0].error, "");
        assert_true(all.list[last - 1].error[0]);
        assert_int_equal(all.list[1].offset, at);
        if (way == 1 || way == 2 || way == 6)
            assert_string_equal(all.list[1].data, body);
        assert_string_equal(all.list[last].data, "after");
        assert_string_equal(all.list[last].error, "");
        assert_string_equal(all.list[last].id, "urn:test:3");
        free_records(&all);
        free_text(&t);
    }
}

/* A large record, read in windows, and one that claims to be larger than all that follows. */
static void large_records_come_in_windows(void **state)
{
    (void)state;
    struct text t = {0}, body = {0};
    for (int i = 0; i < 2000; i++)
        put_z(&body, "a line of text\n");
    struct articlean_options options = default_options();
    options.max_input = 8192;
    put_record(&t, "conversion", "text/plain", 1, body.p, body.n, -1);
    put_record(&t, "conversion", "text/plain", 2, body.p, body.n, 1000000);
    put_record(&t, "request", "application/http", 3, "GET /", 5, 1000000);
    put_record(&t, "conversion", "text/plain", 4, "after", 5, -1);
    struct records all = read_all(t.p, t.n, options);
    size_t sum = 0, n_first = 0;
    while (n_first < all.n && all.list[n_first].index == 0)
        sum += all.list[n_first++].size;
    assert_int_equal(sum, body.n);
    assert_true(all.list[n_first - 1].is_last);
    assert_string_equal(all.list[n_first - 1].error, "");
    assert_int_equal(all.n_reports, 2);
    assert_true(all.list[all.n - 2].error[0]);
    assert_true(all.list[all.n - 2].is_last);
    assert_string_equal(all.list[all.n - 1].data, "after");
    free_records(&all);
    free_text(&t);
    free_text(&body);
}

static void truncated_input_is_told(void **state)
{
    (void)state;
    struct text t = {0};
    put_record(&t, "conversion", "text/plain", 1, "whole", 5, -1);
    put_record(&t, "conversion", "text/plain", 2, "only the start", 14, 5000);
    struct records all = read_all(t.p, t.n, default_options());
    assert_int_equal(all.n, 2);
    assert_int_equal(all.n_reports, 1);
    assert_string_equal(all.list[1].error, "the input breaks off in it");
    assert_int_equal(strncmp(all.list[1].data, "only the start", 14), 0);
    free_records(&all);
    free_text(&t);
}

static void missing_line_ends_are_forgiven(void **state)
{
    (void)state;
    struct text t = {0};
    put_z(&t, "\r\nWARC/1.1\nWARC-Type: conversion\nContent-Type: text/plain\nContent-Length: 3\n\nabc\n"
              "WARC/1.1\nWARC-Type: conversion\nContent-Type: text/plain\nContent-Length: 3\n\ndef");
    struct records all = read_all(t.p, t.n, default_options());
    assert_int_equal(all.n, 2);
    assert_int_equal(all.n_reports, 0);
    assert_string_equal(all.list[1].data, "def");
    free_records(&all);
    free_text(&t);
}

static bool is_bad(unsigned i)
{
    return i % 100 == 37;
}

/* One of six ways to break record i. */
static void put_numbered(struct text *t, unsigned i, bool packed)
{
    struct text record = {0};
    char body[128];
    int n = snprintf(body, sizeof body,
                     "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>page %u</p>\r\n\r\n", i);
    unsigned way = is_bad(i) ? i / 100 % 6 : 6;
    long length = way == 0 ? n - 20 : way == 1 ? n + 300 : way == 2 ? 10000000 : -1;
    put_record(&record, "response", "application/http", i, body, (size_t)n, length);
    if (way == 3)
        memcpy(record.p, "????", 4);
    if (way == 4)
        memcpy(strstr(record.p, "Content-Length"), "Content-Lenght", 14);
    size_t at = t->n;
    if (packed)
        pack(t, record.p, record.n, 31);
    else
        put(t, record.p, record.n);
    if (way == 5 && packed)
        memset(t->p + at + (t->n - at) / 2, 0xAA, 8);
    else if (way == 5)
        memset(strstr(t->p + at, "Content-Length: ") + 16, '-', 2);
    free_text(&record);
}

static void check_ten_thousand(bool packed)
{
    struct text t = {0};
    for (unsigned i = 0; i < 10000; i++)
        put_numbered(&t, i, packed);
    struct records all = read_records(t.p, t.n, 4096, default_options());
    unsigned n_good = 0, n_bad = 0;
    for (size_t k = 0; k < all.n; k++) {
        char want[64];
        unsigned i = (unsigned)all.list[k].index;
        assert_int_equal(i, k);
        snprintf(want, sizeof want, "<p>page %u</p>\r\n\r\n", i);
        if (is_bad(i)) {
            n_bad += all.list[k].error[0] != '\0';
            continue;
        }
        assert_string_equal(all.list[k].error, "");
        assert_string_equal(all.list[k].data, want);
        n_good++;
    }
    assert_int_equal(n_good, 9900);
    assert_int_equal(n_bad, 100);
    assert_true(all.n_reports >= 100);
    free_records(&all);
    free_text(&t);
}

static void one_percent_broken_costs_one_percent(void **state)
{
    (void)state;
    check_ten_thousand(false);
    check_ten_thousand(true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(response_conversion_and_resource_are_read),
        cmocka_unit_test(bodies_are_unpacked),
        cmocka_unit_test(damaged_bodies_are_told),
        cmocka_unit_test(neighbours_of_broken_records_survive),
        cmocka_unit_test(large_records_come_in_windows),
        cmocka_unit_test(truncated_input_is_told),
        cmocka_unit_test(missing_line_ends_are_forgiven),
        cmocka_unit_test(one_percent_broken_costs_one_percent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
