#include "unit.h"

#include "normalize/badness.h"
#include "normalize/hanbytes.h"
#include "normalize/mojibake.h"

static void check(const char *in, const char *want)
{
    struct al_mojibake m;
    struct al_mended out;
    al_mojibake_init(&m);
    assert_int_equal(al_mojibake_mend(&m, al_str_z(in), &out), ARTICLEAN_OK);
    if (!al_str_eq(out.text, al_str_z(want)))
        fail_msg("\"%s\": got \"%.*s\", want \"%s\"", in, (int)out.text.n, out.text.p, want);
    al_mojibake_clear(&m);
}

static void layers_of_single_byte_charsets_are_undone(void **state)
{
    (void)state;
    check("La tempÃªte s'est levÃ©e Ã  l'aube", "La tempête s'est levée à l'aube");
    check("Itâ€™s a â€œgoodâ€\xc2\x9d day", "It’s a “good” day");
    check("doesnÃ¢â‚¬â„¢t matter", "doesn’t matter");
    check("РџСЂРёРІРµС‚, РјРёСЂ", "Привет, мир");
    check("l'HĂ´tel de la LibertĂ©", "l'Hôtel de la Liberté");
    check("un cafГ© noir", "un café noir");
    check("r√©gime √©quilibr√©", "régime équilibré");
    check("Viß╗çt Nam", "Việt Nam");
    check("å¤©æ°”é¢„æŠ¥", "天气预报");
}

static void altered_bytes_are_restored(void **state)
{
    (void)state;
    check("voilÃ le rÃ©sultat", "voilà le résultat");
    check("â€œQuotedâ€\ufffd text", "“Quoted\ufffd text");
    check("smile í\u00a0½í¸\xc2\x80!", "smile 😀!");
}

static void runs_in_good_text_are_mended(void **state)
{
    (void)state;
    check("他说 Itâ€™s fine，然后走了。", "他说 It’s fine，然后走了。");
    check("Le marché — dÃ©jÃ\u00a0 — fermé", "Le marché — déjà — fermé");
}

static void controls_become_punctuation(void **state)
{
    (void)state;
    check("\xc2\x93Quoted\xc2\x94 and more\xc2\x85", "“Quoted” and more…");
    check("中文\xc2\x9b", "中文\xc2\x9b");
}

static void genuine_text_stays(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "CAFÉ® — «déjà vu», 20 £ × 3 = 60 £, ±2°",
        "Сербия: Ђорђе Петровић, «Привет» — №5",
        "Η λέξη «καλημέρα» σημαίνει…",
        "NAÏVE Ætt Ørsted Åse ß Ñandú Çelik İstanbul",
        "Șapte țări, „Ä–Z“, L’Écosse, l’œuvre",
        "The bytes show up as “Ã©” or “Ã¨” in the wrong charset",
        "Tiếng Việt rất đẹp, 中文，日本語「テスト」",
        "√2 ≈ 1.41, π∫x dx, ½ + ¼",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check(texts[i], texts[i]);
}

static void check_han(const char *in, const char *want, bool latin)
{
    struct al_hanbytes h;
    struct al_mended out;
    al_hanbytes_init(&h);
    assert_int_equal(latin ? al_hanbytes_mend_latin(&h, al_str_z(in), 3, &out)
                           : al_hanbytes_mend_han(&h, al_str_z(in), &out),
                     ARTICLEAN_OK);
    if (!al_str_eq(out.text, al_str_z(want)))
        fail_msg("\"%s\": got \"%.*s\", want \"%s\"", in, (int)out.text.n, out.text.p, want);
    al_hanbytes_clear(&h);
}

static void double_byte_charsets_are_undone(void **state)
{
    (void)state;
    check_han(
        "\u00bd\u00f1\u00cc\u00ec\u00b5\u00c4\u00cc\u00ec\u00c6\u00f8\u00ba\u00dc\u00ba\u00c3\u00a3\u00ac"
        "\u00ce\u00d2\u00c3\u00c7\u00c8\u00a5\u00b9\u00ab\u00d4\u00b0\u00c9\u00a2\u00b2\u00bd\u00a1\u00a3",
        "今天的天气很好，我们去公园散步。", true);
    check_han("\u00a4\u00b5\u00a4\u00d1\u00aa\u00ba\u00a4\u00d1\u00ae\u00f0\u00ab\u00dc\u00a6n\u00a1A\u00a7"
              "\u00da\u00ad\u00cc\u00a5h\u00a4\u00bd\u00b6\u00e9\u00b4\u00b2\u00a8B\u00a1C",
              "今天的天氣很好，我們去公園散步。", true);
    check_han("鎴戜滑鍦ㄥ叕鍥噷鏁ｆ", "我们在公园里散步", false);
    check_han("ÄÖÜäöüß ÅÅÅÅ éèêë", "ÄÖÜäöüß ÅÅÅÅ éèêë", true);
    check_han("囹圄饕餮魑魅魍魉，纛鼐夔", "囹圄饕餮魑魅魍魉，纛鼐夔", false);
    check_han("読み込みの環境、開発者", "読み込みの環境、開発者", false);
    check_han("στη θάλασσα στη 回首", "στη θάλασσα στη 回首", false);
    check_han("\uE5E6\uE14C\uE5EE\uE6C4\uE7CF\u7522\u79CF\uE706\uE6B6\u5993\uE61B\uE706",
              "一個人回到家鄉作同樣工作", false);
}

static void lost_characters_are_counted(void **state)
{
    (void)state;
    assert_int_equal(al_hanbytes_look(AL_STR("前锟斤拷锟斤拷后烫烫烫")).n_lost, 3);
    assert_int_equal(al_hanbytes_look(AL_STR("水很烫，他在屯子里。")).n_lost, 0);
    struct al_han_look look = al_hanbytes_look(AL_STR("今天的天气很好，我们去公园散步。"));
    assert_false(al_hanbytes_is_suspect(&look));
}

static void latin_runs_are_measured(void **state)
{
    (void)state;
    assert_int_equal(al_badness(AL_STR("x ÖÐÎÄÐÂ y é"), 100, true).latin_run, 6);
    assert_int_equal(al_badness(AL_STR("Plain text, Zürich, naïve"), 100, true).latin_run, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layers_of_single_byte_charsets_are_undone),
        cmocka_unit_test(altered_bytes_are_restored),
        cmocka_unit_test(runs_in_good_text_are_mended),
        cmocka_unit_test(controls_become_punctuation),
        cmocka_unit_test(genuine_text_stays),
        cmocka_unit_test(double_byte_charsets_are_undone),
        cmocka_unit_test(lost_characters_are_counted),
        cmocka_unit_test(latin_runs_are_measured),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
