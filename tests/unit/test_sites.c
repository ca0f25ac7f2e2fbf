#include "unit.h"

#include "base/alloc.h"
#include "base/census.h"
#include "pipeline/sites.h"

#include <articlean/articlean.h>
#include <stdio.h>

static const char STORY[] =
    "The harbour froze over in the second week of January, and the fishermen walked out with "
    "saws to cut a channel from the mole to the lighthouse, four hundred metres long, number %d.";

/* A page of a site: the same line, and a story of its own. */
static struct al_doc page(int number, const char *name, const char *url, char *story, size_t size)
{
    struct al_doc doc;
    struct al_block *b;
    al_doc_init(&doc, 0);
    doc.name = name;
    doc.url = url;
    snprintf(story, size, STORY, 0);
    for (char *p = story; *p; p++)
        *p = *p == 'a' ? (char)('b' + number) : *p;
    assert_int_equal(al_doc_add(&doc, ARTICLEAN_PARAGRAPH, AL_STR("Read 12 comments"), 0, 16, &b),
                     ARTICLEAN_OK);
    assert_int_equal(al_doc_add(&doc, ARTICLEAN_PARAGRAPH, al_str_z(story), 16, 300, &b), ARTICLEAN_OK);
    assert_int_equal(al_doc_add(&doc, ARTICLEAN_PARAGRAPH, AL_STR("12"), 300, 302, &b), ARTICLEAN_OK);
    return doc;
}

static void blocks_of_a_site_are_counted(void **state)
{
    (void)state;
    struct articlean_sites *sites;
    char story[400];
    assert_int_equal(articlean_sites_new(&sites), ARTICLEAN_OK);
    for (int i = 0; i < 3; i++) {
        struct al_doc doc = page(i, "a/page", NULL, story, sizeof story);
        assert_int_equal(articlean_sites_add(sites, &doc), ARTICLEAN_OK);
        al_doc_clear(&doc);
    }
    struct al_doc doc = page(0, "a/other", NULL, story, sizeof story);
    assert_int_equal(articlean_sites_add(sites, &doc), ARTICLEAN_OK); /* a copy */
    struct al_doc window = page(3, "a/long", NULL, story, sizeof story);
    window.part = 1;
    assert_int_equal(articlean_sites_add(sites, &window), ARTICLEAN_OK); /* what a page says twice */
    al_doc_clear(&window);
    assert_int_equal(al_sites_look(sites, &doc), ARTICLEAN_OK);
    assert_int_equal(doc.n_site_pages, 3);
    assert_int_equal(doc.blocks[0].n_elsewhere, 2);
    assert_int_equal(doc.blocks[1].n_elsewhere, 0);
    assert_int_equal(doc.blocks[2].n_elsewhere, 0); /* has no letter */
    doc.url = "http://example.org/page";
    assert_int_equal(al_sites_look(sites, &doc), ARTICLEAN_OK);
    assert_int_equal(doc.blocks[0].n_elsewhere, 0);
    al_doc_clear(&doc);
    articlean_sites_free(sites);
    articlean_sites_free(NULL);
}

static void failed_allocations_are_reported(void **state)
{
    (void)state;
    for (long n = 0;; n++) {
        struct articlean_sites *sites = NULL;
        char story[400];
        struct al_doc doc = page(0, "a/page", NULL, story, sizeof story);
        al_alloc_fail_after(n);
        enum articlean_status s = articlean_sites_new(&sites);
        if (!s)
            s = articlean_sites_add(sites, &doc);
        if (!s)
            s = al_sites_look(sites, &doc);
        al_alloc_fail_after(-1);
        articlean_sites_free(sites);
        al_doc_clear(&doc);
        if (!s)
            break;
        assert_int_equal(s, ARTICLEAN_NO_MEMORY);
        assert_true(n < 100);
    }
}

/* However many keys come once, one that recurs is known. */
static void census_keeps_what_recurs(void **state)
{
    (void)state;
    struct al_census c;
    assert_int_equal(al_census_init(&c, 64), ARTICLEAN_OK);
    uint64_t noise = 1;
    for (int i = 0; i < 3000; i++) {
        noise = noise * UINT64_C(6364136223846793005) + 1442695040888963407;
        al_census_count(&c, noise);
        if (i % 4 == 0)
            al_census_count(&c, UINT64_C(0x123456789ABCDEF0));
    }
    assert_in_range(al_census_seen(&c, UINT64_C(0x123456789ABCDEF0)), 2, AL_CENSUS_MOST);
    assert_int_equal(al_census_seen(&c, 77777777), 0);
    al_census_clear(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(blocks_of_a_site_are_counted),
                                       cmocka_unit_test(failed_allocations_are_reported),
                                       cmocka_unit_test(census_keeps_what_recurs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
