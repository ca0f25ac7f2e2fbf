/* Runs a reader over bytes in portions of a given size and keeps what it hands out. */
#ifndef TESTS_UNIT_RECORDS_H
#define TESTS_UNIT_RECORDS_H

#include "unit.h"

#include <articlean/articlean.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct kept {
    char *data;
    size_t size;
    uint64_t offset, index;
    uint32_t part;
    int is_last, from;
    char id[80], url[80], charset[40], error[80], date[40];
    char *json;
};

struct records {
    struct kept *list;
    size_t n, cap;
    size_t n_reports; /* of level DROPPED */
    size_t n_repairs;
    uint64_t last_offset, last_line;
    char last_report[200];
    enum articlean_status status; /* of the end */
};

static void keep_string(char *to, size_t size, const char *from)
{
    snprintf(to, size, "%s", from ? from : "");
}

static enum articlean_status keep_record(const struct articlean_record *r, void *context)
{
    struct records *all = context;
    if (all->n == all->cap) {
        all->cap = all->cap ? all->cap * 2 : 64;
        all->list = realloc(all->list, all->cap * sizeof *all->list);
        assert_non_null(all->list);
    }
    struct kept *k = &all->list[all->n++];
    *k = (struct kept){.data = malloc(r->size + 1),
                       .size = r->size,
                       .offset = r->offset,
                       .index = r->index,
                       .part = r->part,
                       .is_last = r->is_last_part,
                       .from = (int)r->from,
                       .json = r->json ? strdup(r->json) : NULL};
    assert_non_null(k->data);
    if (r->size)
        memcpy(k->data, r->data, r->size);
    k->data[r->size] = '\0';
    keep_string(k->id, sizeof k->id, r->id);
    keep_string(k->url, sizeof k->url, r->url);
    keep_string(k->charset, sizeof k->charset, r->charset);
    keep_string(k->error, sizeof k->error, r->error);
    keep_string(k->date, sizeof k->date, r->date);
    return ARTICLEAN_OK;
}

static void keep_report(const struct articlean_report *report, void *context)
{
    struct records *all = context;
    all->n_reports += report->level == ARTICLEAN_DROPPED;
    all->n_repairs += report->level == ARTICLEAN_REPAIRED;
    if (report->level < ARTICLEAN_REPAIRED)
        return;
    all->last_offset = report->offset;
    all->last_line = report->line;
    snprintf(all->last_report, sizeof all->last_report, "%s", report->text);
}

static inline struct records read_records(const void *data, size_t size, size_t portion,
                                          struct articlean_options options)
{
    struct records all = {0};
    struct articlean_reader *reader;
    options.report = keep_report;
    options.report_context = &all;
    assert_int_equal(articlean_reader_new(&options, keep_record, &all, &reader), ARTICLEAN_OK);
    assert_int_equal(articlean_reader_begin(reader, "input", NULL), ARTICLEAN_OK);
    for (size_t i = 0; i < size; i += portion) {
        size_t n = size - i < portion ? size - i : portion;
        assert_int_equal(articlean_reader_feed(reader, (const char *)data + i, n), ARTICLEAN_OK);
    }
    all.status = articlean_reader_end(reader);
    articlean_reader_free(reader);
    return all;
}

static inline void free_records(struct records *all)
{
    for (size_t i = 0; i < all->n; i++) {
        free(all->list[i].data);
        free(all->list[i].json);
    }
    free(all->list);
    *all = (struct records){0};
}

/* Reads in portions of 1, 7 and 4096 bytes, asserts that they give the same, and returns it. */
static inline struct records read_all(const void *data, size_t size, struct articlean_options options)
{
    struct records want = read_records(data, size, 4096, options);
    for (size_t portion = 1; portion <= 7; portion += 6) {
        struct records got = read_records(data, size, portion, options);
        assert_int_equal(got.n, want.n);
        assert_int_equal(got.n_reports, want.n_reports);
        assert_int_equal(got.status, want.status);
        for (size_t i = 0; i < got.n; i++) {
            const struct kept *a = &got.list[i], *b = &want.list[i];
            assert_int_equal(a->size, b->size);
            assert_memory_equal(a->data, b->data, a->size);
            assert_int_equal(a->offset, b->offset);
            assert_int_equal(a->part, b->part);
            assert_string_equal(a->id, b->id);
            assert_string_equal(a->error, b->error);
        }
        free_records(&got);
    }
    return want;
}

static inline struct articlean_options default_options(void)
{
    struct articlean_options options;
    articlean_options_init(&options);
    return options;
}

/* A growing string for building inputs. */
struct text {
    char *p;
    size_t n, cap;
};

static inline void put(struct text *t, const void *p, size_t n)
{
    if (t->n + n > t->cap) {
        t->cap = (t->n + n) * 2;
        t->p = realloc(t->p, t->cap);
        assert_non_null(t->p);
    }
    memcpy(t->p + t->n, p, n);
    t->n += n;
}

static inline void put_z(struct text *t, const char *z)
{
    put(t, z, strlen(z));
}

static inline void free_text(struct text *t)
{
    free(t->p);
    *t = (struct text){0};
}

#endif
