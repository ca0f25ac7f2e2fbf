#include "unit.h"

#include "doc/doc.h"
#include "strip/date.h"
#include "strip/lang.h"
#include "strip/meta.h"

#include <string.h>

static void dates_of_many_languages(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"2014-08-12T02:40:18", "2014-08-12T02:40:18"},
        {"2014-08-12T02:40:18.123+08:00", "2014-08-12T02:40:18+08:00"},
        {"2014-08-12T02:40:18Z", "2014-08-12T02:40:18Z"},
        {"2014/8/12 2:40:18", "2014-08-12T02:40:18"},
        {"20140812", "2014-08-12"},
        {"Tue, 12 Aug 2014 02:40:18 GMT", "2014-08-12T02:40:18Z"},
        {"Tue, 12 Aug 2014 02:40:18 +0200", "2014-08-12T02:40:18+02:00"},
        {"August 12th, 2014 at 3:05 pm", "2014-08-12T15:05"},
        {"12 August 2014", "2014-08-12"},
        {"Published Aug. 12, 2014", "2014-08-12"},
        {"May 2014", "2014-05"},
        {"12:00 AM, March 3, 2021", "2021-03-03T00:00"},
        {"12.08.2014", "2014-08-12"},
        {"31/08/2014", "2014-08-31"},
        {"08/31/2014", "2014-08-31"},
        {"12. August 2014, 10:30 Uhr", "2014-08-12T10:30"},
        {"3. März 2014", "2014-03-03"},
        {"le 12 août 2014 à 10h30", "2014-08-12T10:30"},
        {"1er février 2014", "2014-02-01"},
        {"12 de agosto de 2014", "2014-08-12"},
        {"3 de março de 2014", "2014-03-03"},
        {"12 agosto 2014", "2014-08-12"},
        {"12 sierpnia 2014", "2014-08-12"},
        {"12 августа 2014 г., 10:30", "2014-08-12T10:30"},
        {"12 серпня 2014", "2014-08-12"},
        {"12 Αυγούστου 2014", "2014-08-12"},
        {"12 augustus 2014", "2014-08-12"},
        {"2014. augusztus 12.", "2014-08-12"},
        {"12 Ağustos 2014", "2014-08-12"},
        {"12. srpna 2014", "2014-08-12"},
        {"12 أغسطس 2014", "2014-08-12"},
        {"12 สิงหาคม 2557", "2014-08-12"},
        {"2014年8月12日 02:40", "2014-08-12T02:40"},
        {"2014年08月12日下午3:05", "2014-08-12T15:05"},
        {"民國103年8月12日", "2014-08-12"},
        {"平成26年8月12日", "2014-08-12"},
        {"2014년 8월 12일 오후 3:05", "2014-08-12T15:05"},
        {"2014. 8. 12.", "2014-08-12"},
        {"2014年8月", "2014-08"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char iso[AL_DATE_MAX] = "none";
        al_date_iso(al_str_z(cases[i][0]), iso);
        if (strcmp(iso, cases[i][1]))
            fail_msg("%s gives %s, not %s", cases[i][0], iso, cases[i][1]);
    }
}

static void what_is_no_date(void **state)
{
    (void)state;
    static const char *const cases[] = {"",           "3/4/2014",      "2014-13-01",      "31.02.2014",
                                        "1234567890", "May the force", "192.168.100.200", "August",
                                        "2014-08-99", "12 apples 2014"};
    char iso[AL_DATE_MAX];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (al_date_iso(al_str_z(cases[i]), iso))
            fail_msg("%s is taken for %s", cases[i], iso);
}

static void languages(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"en", "The ship was late and the men of the harbour waited for it with their lamps."},
        {"de",
         "Das Schiff kam nicht, und die Männer standen mit den Lampen auf der Mauer, die im Regen lag."},
        {"fr", "Le bateau est en retard et les hommes du port attendent avec des lampes sur le quai."},
        {"es",
         "El barco no llega y los hombres del puerto esperan con las lámparas en la mano por una hora."},
        {"pt",
         "O barco não chega e os homens do porto esperam com as lâmpadas na mão, mais uma hora da noite."},
        {"it",
         "La nave non arriva e gli uomini del porto aspettano con le lampade nel vento che è una furia."},
        {"pl",
         "Statek się nie zjawił i ludzie z portu czekali na niego z lampami, bo to jest noc jak każda."},
        {"ru", "Корабль не пришёл, и люди ждали его на берегу с лампами, но это было не то, что они думали."},
        {"uk", "Корабель не прийшов, і люди чекали на нього з лампами, але це було не те, що вони думали."},
        {"el", "Το πλοίο άργησε και οι άνθρωποι του λιμανιού περίμεναν με τις λάμπες."},
        {"ar", "السفينة تأخرت والرجال في الميناء ينتظرون على الرصيف من الليل إلى الصباح مع مصابيح"},
        {"th", "เรือมาช้าและผู้คนที่ท่าเรือรอพร้อมตะเกียงอยู่ริมน้ำตลอดทั้งคืน"},
        {"ja", "船は遅れて、港の人々は灯を持って岸で待っていた。夜が明けるまで誰も帰らなかった。"},
        {"ko", "배가 늦어서 항구의 사람들은 등불을 들고 밤새 부두에서 기다렸다."},
        {"zh-Hans", "船来晚了，港口的人们提着灯在岸边等了一夜，没有人说话，只有风的声音。"},
        {"zh-Hant", "船來晚了，港口的人們提著燈在岸邊等了一夜，沒有人說話，只有風的聲音。"},
    };
    struct al_lang lang;
    assert_int_equal(al_lang_open(&lang), ARTICLEAN_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct al_lang_counts counts = {.seen = 0};
        al_lang_count(&lang, al_str_z(cases[i][1]), &counts);
        const char *tag = al_lang_of(&counts);
        if (!tag || strcmp(tag, cases[i][0]))
            fail_msg("%s is taken for %s", cases[i][0], tag ? tag : "nothing");
    }
    struct al_lang_counts counts = {.seen = 0};
    assert_null(al_lang_of(&counts));
    al_lang_close(&lang);
}

static void add_pair(struct al_doc *doc, const char *name, const char *value)
{
    assert_int_equal(al_doc_add_pair(doc, al_str_z(name), al_str_z(value)), ARTICLEAN_OK);
}

static struct al_block *add_block(struct al_doc *doc, enum articlean_kind kind, const char *text)
{
    struct al_block *b;
    assert_int_equal(al_doc_add(doc, kind, al_str_z(text), 0, 0, &b), ARTICLEAN_OK);
    return b;
}

static void expect(const struct al_doc *doc, enum articlean_meta key, const char *value)
{
    assert_non_null(doc->meta[key].p);
    assert_string_equal(doc->meta[key].p, value);
}

static void run(struct al_doc *doc)
{
    struct al_meta *meta;
    assert_int_equal(al_meta_open(&meta), ARTICLEAN_OK);
    assert_int_equal(al_meta_head(meta, doc), ARTICLEAN_OK);
    assert_int_equal(al_doc_fold(doc), ARTICLEAN_OK);
    assert_int_equal(al_meta_body(meta, doc), ARTICLEAN_OK);
    al_meta_close(meta);
}

static const char prose[] =
    "The ship was late, and the men of the harbour waited for it with their lamps until the "
    "morning came and the fog went out to sea with the tide.";

static void the_head_of_a_page(void **state)
{
    (void)state;
    struct al_doc doc;
    al_doc_init(&doc, 0);
    doc.from = ARTICLEAN_FROM_HTML;
    add_pair(&doc, "title", "The late ship | Harbour News");
    add_pair(&doc, "og:site_name", "Harbour News");
    add_pair(&doc, "author", "https://example.org/jane");
    add_pair(&doc, "canonical", "https://www.example.org:443/ship?id=1");
    add_pair(
        &doc, "ld+json",
        "{\"@graph\":[{\"@type\":\"WebSite\"},{\"@type\":[\"NewsArticle\"],\"author\":[{\"name\":\"Jane "
        "Doe\"},"
        "\"John Roe\"],\"datePublished\":\"2014-08-12T02:40:18+00:00\",\"keywords\":[\"ship\",\"fog\"]}]}");
    add_pair(&doc, "description", "A ship  is\nlate.");
    add_block(&doc, ARTICLEAN_PARAGRAPH, prose);
    run(&doc);
    expect(&doc, ARTICLEAN_META_TITLE, "The late ship");
    expect(&doc, ARTICLEAN_META_SITENAME, "Harbour News");
    expect(&doc, ARTICLEAN_META_AUTHOR, "Jane Doe, John Roe");
    expect(&doc, ARTICLEAN_META_DATE, "2014-08-12T02:40:18+00:00");
    expect(&doc, ARTICLEAN_META_HOSTNAME, "www.example.org");
    expect(&doc, ARTICLEAN_META_KEYWORDS, "ship, fog");
    expect(&doc, ARTICLEAN_META_DESCRIPTION, "A ship is late.");
    expect(&doc, ARTICLEAN_META_LANGUAGE, "en");
    al_doc_clear(&doc);
}

static void titles(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"The late ship - example", "https://example.org/", "The late ship"},
        {"The ship - late again", "https://example.org/", "The ship - late again"},
        {"迟到的船_新闻中心_示例网", "", "迟到的船_新闻中心_示例网"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct al_doc doc;
        al_doc_init(&doc, 0);
        doc.from = ARTICLEAN_FROM_HTML;
        doc.url = cases[i][1];
        add_pair(&doc, "title", cases[i][0]);
        run(&doc);
        expect(&doc, ARTICLEAN_META_TITLE, cases[i][2]);
        al_doc_clear(&doc);
    }
}

static void a_heading_beats_the_title_with_a_site(void **state)
{
    (void)state;
    struct al_doc doc;
    al_doc_init(&doc, 0);
    doc.from = ARTICLEAN_FROM_HTML;
    add_pair(&doc, "title", "迟到的船与港口的人_新闻中心_示例网");
    add_pair(&doc, "lang", "zh-CN");
    add_block(&doc, ARTICLEAN_HEADING, "迟到的船与港口的人");
    run(&doc);
    expect(&doc, ARTICLEAN_META_TITLE, "迟到的船与港口的人");
    expect(&doc, ARTICLEAN_META_LANGUAGE, "zh-Hans");
    al_doc_clear(&doc);
}

static void a_declared_language_counts_when_text_is_short(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"zh_CN", "zh-Hans"}, {"zh-hk", "zh-Hant"}, {"zh-Hant", "zh-Hant"}, {"EN-us", "en"}, {"pt", "pt"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct al_doc doc;
        al_doc_init(&doc, 0);
        add_pair(&doc, "lang", cases[i][0]);
        run(&doc);
        expect(&doc, ARTICLEAN_META_LANGUAGE, cases[i][1]);
        al_doc_clear(&doc);
    }
}

static void copies_of_the_title_go(void **state)
{
    (void)state;
    struct al_doc doc;
    al_doc_init(&doc, 0);
    doc.from = ARTICLEAN_FROM_TEXT;
    add_block(&doc, ARTICLEAN_PARAGRAPH, "The ship’s late arrival,");
    add_block(&doc, ARTICLEAN_PARAGRAPH, "The ship's late arrival-ship, harbour, fog-Harbour News");
    add_block(&doc, ARTICLEAN_PARAGRAPH, "The ship's late arrival was no surprise.");
    add_block(&doc, ARTICLEAN_PARAGRAPH, prose);
    run(&doc);
    assert_int_not_equal(doc.blocks[0].verdict, ARTICLEAN_DROP);
    assert_int_equal(doc.blocks[1].verdict, ARTICLEAN_DROP);
    assert_string_equal(doc.blocks[1].why, "meta.any.title-copy");
    assert_int_not_equal(doc.blocks[2].verdict, ARTICLEAN_DROP);
    expect(&doc, ARTICLEAN_META_TITLE, "The ship’s late arrival,");
    al_doc_clear(&doc);
}

/* The model dropped what the site made of the headline, and kept the headline. */
static void a_dropped_copy_of_the_title_stays_dropped(void **state)
{
    (void)state;
    struct al_doc doc;
    al_doc_init(&doc, 0);
    doc.from = ARTICLEAN_FROM_TEXT;
    add_block(&doc, ARTICLEAN_PARAGRAPH, "The ship's late arrival | Harbour News");
    add_block(&doc, ARTICLEAN_PARAGRAPH, "The ship's late arrival");
    add_block(&doc, ARTICLEAN_PARAGRAPH, prose);
    doc.blocks[0].verdict = ARTICLEAN_DROP;
    run(&doc);
    assert_int_equal(doc.blocks[0].verdict, ARTICLEAN_DROP);
    expect(&doc, ARTICLEAN_META_TITLE, "The ship's late arrival");
    al_doc_clear(&doc);
}

static void broken_json_is_ignored(void **state)
{
    (void)state;
    static const char *const cases[] = {"",
                                        "{",
                                        "[]",
                                        "null",
                                        "{\"@graph\":3}",
                                        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
                                        "{\"@type\":null}",
                                        "[{\"@type\":\"Article\",\"author\":[[[]]]}]",
                                        "{\"@type\":\"Article\",\"author\":{\"name\":[]},\"headline\":7}"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct al_doc doc;
        al_doc_init(&doc, 0);
        doc.from = ARTICLEAN_FROM_HTML;
        add_pair(&doc, "ld+json", cases[i]);
        run(&doc);
        assert_null(doc.meta[ARTICLEAN_META_AUTHOR].p);
        al_doc_clear(&doc);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_of_many_languages),
        cmocka_unit_test(what_is_no_date),
        cmocka_unit_test(languages),
        cmocka_unit_test(the_head_of_a_page),
        cmocka_unit_test(titles),
        cmocka_unit_test(a_heading_beats_the_title_with_a_site),
        cmocka_unit_test(a_declared_language_counts_when_text_is_short),
        cmocka_unit_test(copies_of_the_title_go),
        cmocka_unit_test(a_dropped_copy_of_the_title_stays_dropped),
        cmocka_unit_test(broken_json_is_ignored),
    };
    return cmocka_run_group_tests_name("meta", tests, NULL, NULL);
}
