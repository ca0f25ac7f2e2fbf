#include "unit.h"

#include "base/alloc.h"
#include "dedupe/match.h"
#include "dedupe/store.h"

#include <articlean/articlean.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { TABLE = 16 };

static char dir[64];

static int make_dir(void **state)
{
    (void)state;
    strcpy(dir, "/tmp/test-index-XXXXXX");
    return mkdtemp(dir) ? 0 : -1;
}

static int remove_dir(void **state)
{
    (void)state;
    char command[96];
    snprintf(command, sizeof command, "rm -rf %s", dir);
    return system(command);
}

/* Document i of a made-up corpus: its hashes are shared with no other. */
static struct articlean_sketch make_sketch(uint64_t i)
{
    struct articlean_sketch k = {.fingerprint = (i + 1) * UINT64_C(0x9E3779B97F4A7C15),
                                 .hashes = {.n = AL_SKETCH_SIZE, .shift = 15}};
    for (uint32_t h = 0; h < AL_SKETCH_SIZE; h++) {
        uint32_t hash = h << 24 | (uint32_t)(i * 2654435761u & 0xFFFFFF);
        if (h < AL_SKETCH_KEYS)
            k.keys[h] = hash;
        k.hashes.value[h] = (uint16_t)(hash >> 15);
    }
    return k;
}

static void add(struct al_store *s, uint64_t i)
{
    struct articlean_sketch sketch = make_sketch(i);
    char name[32];
    snprintf(name, sizeof name, "doc-%llu", (unsigned long long)i);
    assert_int_equal(al_store_add(s, name, &sketch), ARTICLEAN_OK);
}

static void check(struct al_store *s, uint64_t i)
{
    struct articlean_sketch sketch = make_sketch(i);
    uint64_t number;
    assert_true(al_store_find_exact(s, sketch.fingerprint, &number));
    assert_int_equal(number, i);
    char name[32];
    snprintf(name, sizeof name, "doc-%llu", (unsigned long long)i);
    assert_string_equal(al_store_name(s, i), name);
    assert_memory_equal(al_store_sketch(s, i), &sketch.hashes, sizeof sketch.hashes);
    const struct al_candidate *c;
    size_t n;
    assert_int_equal(al_store_find_near(s, sketch.keys, AL_SKETCH_KEYS, &c, &n), ARTICLEAN_OK);
    assert_int_equal(n, 1);
    assert_int_equal(c[0].number, i);
    assert_int_equal(c[0].n_shared, AL_SKETCH_KEYS);
}

static enum articlean_status open_index(struct al_index *x, const char *path, bool read_only, uint64_t *state)
{
    struct al_reporter quiet = {0};
    return al_index_open(x, path, read_only, state, sizeof *state, &quiet);
}

static void temporary_store_finds_all_after_merges(void **state)
{
    (void)state;
    struct al_index x;
    struct al_store s;
    uint64_t owner = 0;
    assert_int_equal(open_index(&x, NULL, false, &owner), ARTICLEAN_OK);
    al_store_init(&s, &x, TABLE);
    for (uint64_t i = 0; i < 1500; i++)
        add(&s, i);
    assert_in_range(x.n_segments, 1, 24);
    for (uint64_t i = 0; i < 1500; i++)
        check(&s, i);
    for (size_t i = 0; i < x.n_segments; i++)
        assert_true(al_segment_is_sound(&x.segments[i]));
    uint64_t number;
    assert_false(al_store_find_exact(&s, 12345, &number));
    al_store_clear(&s);
    al_index_close(&x);
}

static void directory_lasts_and_has_one_writer(void **state)
{
    (void)state;
    struct al_index x, other;
    struct al_store s;
    uint64_t owner = 77, read = 0;
    assert_int_equal(open_index(&x, dir, false, &owner), ARTICLEAN_OK);
    assert_int_equal(open_index(&other, dir, false, &read), ARTICLEAN_IO);
    al_store_init(&s, &x, TABLE);
    for (uint64_t i = 0; i < 300; i++)
        add(&s, i);
    assert_int_equal(al_store_flush(&s), ARTICLEAN_OK);
    assert_int_equal(al_index_commit(&x), ARTICLEAN_OK);
    /* 12 bytes a document to know its text again, 192 to know it nearly; its name and where that lies. */
    size_t bytes = 0;
    for (size_t i = 0; i < x.n_segments; i++)
        bytes += x.segments[i].map_size - 256;
    assert_in_range(bytes, 1, 300 * (12 + 192 + sizeof(uint64_t) + sizeof "doc-299"));
    add(&s, 300); /* never committed */
    al_store_clear(&s);

    /* A reader needs no lock and sees the commit; what it adds goes nowhere. */
    assert_int_equal(open_index(&other, dir, true, &read), ARTICLEAN_OK);
    assert_int_equal(read, 77);
    al_store_init(&s, &other, TABLE);
    for (uint64_t i = 300; i < 500; i++)
        add(&s, i);
    for (uint64_t i = 0; i < 500; i++)
        check(&s, i);
    assert_int_equal(al_index_commit(&other), ARTICLEAN_OK);
    al_store_clear(&s);
    al_index_close(&other);
    al_index_close(&x);

    assert_int_equal(open_index(&x, dir, false, &read), ARTICLEAN_OK);
    assert_int_equal(al_index_count(&x), 300);
    al_index_close(&x);
}

static void write_manifest(const char *text)
{
    char path[96];
    snprintf(path, sizeof path, "%s/MANIFEST", dir);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void damage_is_refused(void **state)
{
    (void)state;
    struct al_index x;
    uint64_t owner = 0;
    write_manifest("articlean-index 1\nparameters fold=1\nend 0000000000000000\n");
    assert_int_equal(open_index(&x, dir, false, &owner), ARTICLEAN_BAD_FORMAT);
    write_manifest("");
    assert_int_equal(open_index(&x, dir, true, &owner), ARTICLEAN_BAD_FORMAT);
}

static void overlap_estimates_both_shares(void **state)
{
    (void)state;
    /* A short document that lies in a long one, whose hashes reach less high and so have more of their bits.
     */
    struct articlean_hashes long_one = {.n = AL_SKETCH_SIZE, .shift = 2}, short_one = {.n = 8, .shift = 4};
    for (unsigned i = 0; i < AL_SKETCH_SIZE; i++) {
        long_one.value[i] = (uint16_t)(100 * (i + 1));
        if (i < 8)
            short_one.value[i] = (uint16_t)(100 * (i + 1) / 4);
    }
    const struct articlean_hashes *a = &long_one, *b = &short_one;
    struct al_overlap o = al_overlap(a, b);
    assert_int_equal(o.n_shared, 8);
    assert_float_equal(o.of_b, 1, 1e-6);
    assert_float_equal(o.of_a, 8.0 / AL_SKETCH_SIZE, 1e-6);
    assert_int_equal(al_copy_kind(&o, 0.45f), AL_NO_COPY); /* a adds much to b */
    o = al_overlap(b, a);
    assert_int_equal(al_copy_kind(&o, 0.45f), AL_CONTAINED);
    o = al_overlap(a, a);
    assert_int_equal(al_copy_kind(&o, 0.45f), AL_NEAR);
}

static const char STORY[] =
    "The harbour froze over in the second week of January, and the fishermen walked out with saws.\n\n"
    "They cut a channel from the mole to the lighthouse, four hundred metres long, and kept it open for "
    "three "
    "weeks by taking turns through the night while the women brought soup and dry gloves to the ice.\n\n"
    "When the thaw came at last nobody could say who had first had the idea, but the channel saved the "
    "fleet, "
    "and the town still remembers it every winter with a walk to the lighthouse and a kettle of soup.\n";

/* Cleans and adds a document; tells what it is a copy of. */
static const char *add_text(struct articlean_cleaner *cleaner, struct articlean_corpus *corpus,
                            const char *id, const char *text, const char **kind)
{
    struct articlean_record r = {
        .data = text, .size = strlen(text), .id = id, .is_last_part = 1, .from = ARTICLEAN_FROM_TEXT};
    struct articlean_document *doc;
    assert_int_equal(articlean_clean(cleaner, &r, &doc), ARTICLEAN_OK);
    assert_int_equal(articlean_corpus_add(corpus, doc), ARTICLEAN_OK);
    const char *of = articlean_document_duplicate(doc, kind, NULL);
    assert_int_equal(articlean_document_is_empty(doc), of != NULL);
    return of;
}

static void corpus_names_the_first(void **state)
{
    (void)state;
    struct articlean_options o;
    articlean_options_init(&o);
    o.stages = ARTICLEAN_NORMALIZE | ARTICLEAN_DEDUPE;
    o.dedupe = ARTICLEAN_DEDUPE_CORPUS;
    o.index = dir;
    struct articlean_cleaner *cleaner;
    struct articlean_corpus *corpus;
    assert_int_equal(articlean_cleaner_new(&o, &cleaner), ARTICLEAN_OK);
    char path[96];
    snprintf(path, sizeof path, "%s/MANIFEST", dir);
    unlink(path);
    const char *kind;
    for (int run = 0; run < 2; run++) {
        assert_int_equal(articlean_corpus_new(&o, &corpus), ARTICLEAN_OK);
        assert_null(add_text(cleaner, corpus, "first", STORY, &kind));
        char shout[sizeof STORY];
        for (size_t i = 0; i < sizeof STORY; i++)
            shout[i] = (char)(STORY[i] >= 'a' && STORY[i] <= 'z' ? STORY[i] - 32 : STORY[i]);
        assert_string_equal(add_text(cleaner, corpus, "loud", shout, &kind), "first");
        assert_string_equal(kind, "exact");
        char edited[sizeof STORY];
        memcpy(edited, STORY, sizeof STORY);
        memcpy(strstr(edited, "fishermen"), "villagers", 9);
        assert_string_equal(add_text(cleaner, corpus, "edited", edited, &kind), "first");
        assert_string_equal(kind, "near");
        assert_null(
            add_text(cleaner, corpus, "other", "A different text that has nothing in common.", &kind));
        assert_int_equal(articlean_corpus_commit(corpus), ARTICLEAN_OK);
        assert_int_equal(articlean_corpus_verify(corpus), ARTICLEAN_OK);
        struct articlean_corpus_stats stats;
        articlean_corpus_stats(corpus, &stats);
        assert_int_equal(stats.remembered, 2);
        articlean_corpus_free(corpus);
    }
    articlean_cleaner_free(cleaner);
    articlean_corpus_free(NULL);
}

static void failed_allocations_are_reported(void **state)
{
    (void)state;
    for (long n = 0;; n++) {
        struct al_index x;
        struct al_store s;
        uint64_t owner = 0;
        al_alloc_fail_after(n);
        enum articlean_status status = open_index(&x, NULL, false, &owner);
        if (!status) {
            al_store_init(&s, &x, 4);
            for (uint64_t i = 0; !status && i < 40; i++) {
                struct articlean_sketch sketch = make_sketch(i);
                status = al_store_add(&s, "name", &sketch);
            }
            al_store_clear(&s);
            al_index_close(&x);
        }
        al_alloc_fail_after(-1);
        if (!status)
            return;
        assert_int_equal(status, ARTICLEAN_NO_MEMORY);
        assert_true(n < 1000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(temporary_store_finds_all_after_merges),
        cmocka_unit_test(directory_lasts_and_has_one_writer),
        cmocka_unit_test(damage_is_refused),
        cmocka_unit_test(overlap_estimates_both_shares),
        cmocka_unit_test(corpus_names_the_first),
        cmocka_unit_test(failed_allocations_are_reported),
    };
    return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
