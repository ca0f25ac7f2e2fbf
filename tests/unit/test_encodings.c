/* Every short byte sequence of every encoding of the Encoding Standard, against hashes of what another
   implementation makes of them (tests/quality/whatwg_hashes: encoding_rs 0.8.44). */
#include "decode/charset.h"
#include "unit.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

enum set {
    ONE_AND_TWO,    /* all of one byte, of two, and of two and an A */
    THREE,          /* all of three bytes */
    THREE_AFTER_8F, /* 8F and all of two bytes */
    FOUR_GB18030,   /* all four-byte sequences of gb18030 */
    BROKEN_GB18030, /* 81 30 and all of two bytes and an A; 84 31 and all of one */
    ISO_2022_JP,    /* all pairs in every shift state, and all escapes */
    UTF_16_PAIRS    /* surrogates in every combination */
};

static const struct row {
    const char *name;
    enum set set;
    uint64_t hash;
} rows[] = {
    {"utf-8", ONE_AND_TWO, 0x76A80550A2683DC3},          {"ibm866", ONE_AND_TWO, 0x730D2D01115E3AD6},
    {"iso-8859-2", ONE_AND_TWO, 0x92201EFC6CD80558},     {"iso-8859-3", ONE_AND_TWO, 0x93CF8E150BEB4655},
    {"iso-8859-4", ONE_AND_TWO, 0x480C100A393A851F},     {"iso-8859-5", ONE_AND_TWO, 0xAD153F8226D3CD72},
    {"iso-8859-6", ONE_AND_TWO, 0xB59FCBBA3F22B721},     {"iso-8859-7", ONE_AND_TWO, 0xCE4E87C5FDA3DD5B},
    {"iso-8859-8", ONE_AND_TWO, 0x6CD0B80EE599E31D},     {"iso-8859-8-i", ONE_AND_TWO, 0x6CD0B80EE599E31D},
    {"iso-8859-10", ONE_AND_TWO, 0x8F17E2535B0D5D4A},    {"iso-8859-13", ONE_AND_TWO, 0xECA92F1AB831879E},
    {"iso-8859-14", ONE_AND_TWO, 0xA2D4D51F20F2995A},    {"iso-8859-15", ONE_AND_TWO, 0x5A9F4B55C847B7E2},
    {"iso-8859-16", ONE_AND_TWO, 0x5B8B40BAE45F2E08},    {"koi8-r", ONE_AND_TWO, 0x66E3AC6B52626473},
    {"koi8-u", ONE_AND_TWO, 0x9308F59EB0FDE874},         {"macintosh", ONE_AND_TWO, 0xC7B4529C626230BC},
    {"windows-874", ONE_AND_TWO, 0x6DF4DCBACFA7D3C0},    {"windows-1250", ONE_AND_TWO, 0x04ED895FFAB0A6B9},
    {"windows-1251", ONE_AND_TWO, 0xFE264681642E933B},   {"windows-1252", ONE_AND_TWO, 0x866D63BF95357890},
    {"windows-1253", ONE_AND_TWO, 0x8EBE98767C741A9A},   {"windows-1254", ONE_AND_TWO, 0x21E3654C60FA1CB7},
    {"windows-1255", ONE_AND_TWO, 0x872757A140D48F95},   {"windows-1256", ONE_AND_TWO, 0x21D7813FA93F34CD},
    {"windows-1257", ONE_AND_TWO, 0xB8C46875D696657B},   {"windows-1258", ONE_AND_TWO, 0x9AE4BF6F8C09BE52},
    {"x-mac-cyrillic", ONE_AND_TWO, 0xC0D0D6BECCA89F74}, {"gbk", ONE_AND_TWO, 0xE573BD209DB5AB0C},
    {"gb18030", ONE_AND_TWO, 0xE573BD209DB5AB0C},        {"big5", ONE_AND_TWO, 0x3432974E845B0E3F},
    {"euc-jp", ONE_AND_TWO, 0xD68197F76C5CD111},         {"iso-2022-jp", ONE_AND_TWO, 0xF995AC98FE62323A},
    {"shift_jis", ONE_AND_TWO, 0x81D4C361E1A1066E},      {"euc-kr", ONE_AND_TWO, 0xFB6175488A313607},
    {"replacement", ONE_AND_TWO, 0x1D5793AC5AE7DC4D},    {"utf-16be", ONE_AND_TWO, 0xD7F9594A8062F781},
    {"utf-16le", ONE_AND_TWO, 0x5074F1402F46EFBA},       {"x-user-defined", ONE_AND_TWO, 0x641E38F17754271C},
    {"euc-jp", THREE_AFTER_8F, 0x34D521BB729A6865},      {"utf-8", THREE, 0xB77F06A87D922207},
    {"gb18030", FOUR_GB18030, 0x91A2BE572EF025A9},       {"gb18030", BROKEN_GB18030, 0x78F8A6BE2F22E13D},
    {"iso-2022-jp", ISO_2022_JP, 0x5D670EB58D4267CF},    {"utf-16le", UTF_16_PAIRS, 0xA2F39D2D551A8777},
};

struct reference {
    struct al_arena arena;
    const char *name;
    XXH3_state_t *hash;
};

static void add(struct reference *r, const unsigned char *bytes, size_t n)
{
    struct al_decoded d;
    assert_int_equal(al_charset_decode(&r->arena, r->name, al_str((const char *)bytes, n), &d), ARTICLEAN_OK);
    XXH3_64bits_update(r->hash, d.text.p, d.text.n);
    XXH3_64bits_update(r->hash, "", 1);
    al_arena_reset(&r->arena);
}

/* All sequences of `n` bytes after `prefix`, with `suffix`. */
static void all(struct reference *r, const char *prefix, unsigned n, const char *suffix)
{
    unsigned char bytes[16];
    size_t at = strlen(prefix), end = strlen(suffix);
    memcpy(bytes, prefix, at);
    memcpy(bytes + at + n, suffix, end);
    for (uint32_t i = 0; i < UINT32_C(1) << 8 * n; i++) {
        for (unsigned k = 0; k < n; k++)
            bytes[at + k] = (unsigned char)(i >> 8 * (n - 1 - k));
        add(r, bytes, at + n + end);
    }
}

static void four_byte_gb18030(struct reference *r)
{
    for (unsigned a = 0x81; a <= 0xFE; a++)
        for (unsigned b = 0x30; b <= 0x39; b++)
            for (unsigned c = 0x81; c <= 0xFE; c++)
                for (unsigned d = 0x30; d <= 0x39; d++)
                    add(r,
                        (unsigned char[]){(unsigned char)a, (unsigned char)b, (unsigned char)c,
                                          (unsigned char)d},
                        4);
}

static void iso_2022_jp(struct reference *r)
{
    static const char *const shifts[] = {"\x1B$B", "\x1B$@",       "\x1B(J",  "\x1B(I",
                                         "\x1B(B", "\x1B$B\x1B(J", "x\x1B(Iy"};
    for (size_t i = 0; i < sizeof shifts / sizeof *shifts; i++) {
        all(r, shifts[i], 2, "");
        all(r, shifts[i], 1, "\x1B(BA");
    }
    all(r, "\x1B", 2, "A");
}

static void utf_16_pairs(struct reference *r)
{
    static const unsigned char highs[] = {0xD7, 0xD8, 0xDB, 0xDC, 0xDF, 0xE0};
    for (size_t i = 0; i < sizeof highs; i++)
        for (unsigned low = 0; low <= 0xFF; low++) {
            unsigned char bytes[] = {0x41, 0, 0x12, highs[i], 0x34, (unsigned char)low};
            add(r, bytes, 6);
            add(r, bytes, 5);
        }
}

static void run(struct reference *r, enum set set)
{
    switch (set) {
    case ONE_AND_TWO:
        all(r, "", 1, "");
        all(r, "", 2, "");
        all(r, "", 2, "A");
        break;
    case THREE:
        all(r, "", 3, "");
        break;
    case THREE_AFTER_8F:
        all(r, "\x8F", 2, "");
        break;
    case FOUR_GB18030:
        four_byte_gb18030(r);
        break;
    case BROKEN_GB18030:
        all(r, "\x81\x30", 2, "A");
        all(r, "\x84\x31", 1, "");
        break;
    case ISO_2022_JP:
        iso_2022_jp(r);
        break;
    case UTF_16_PAIRS:
        utf_16_pairs(r);
        break;
    }
}

static void every_sequence_as_the_standard(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct reference r = {.name = rows[i].name, .hash = XXH3_createState()};
        al_arena_init(&r.arena, 0);
        XXH3_64bits_reset(r.hash);
        run(&r, rows[i].set);
        uint64_t got = XXH3_64bits_digest(r.hash);
        XXH3_freeState(r.hash);
        al_arena_clear(&r.arena);
        if (got != rows[i].hash)
            fail_msg("%s, set %d: %016llx", rows[i].name, rows[i].set, (unsigned long long)got);
    }
}

static void labels(void **state)
{
    (void)state;
    assert_string_equal(al_charset_label(AL_STR(" Latin1\n")), "windows-1252");
    assert_string_equal(al_charset_label(AL_STR("GB2312")), "gbk");
    assert_string_equal(al_charset_label(AL_STR("x-sjis")), "shift_jis");
    assert_string_equal(al_charset_label(AL_STR("unicode")), "utf-16le");
    assert_string_equal(al_charset_label(AL_STR("hz-gb-2312")), "replacement");
    assert_string_equal(al_charset_label(AL_STR("cp855")), "ibm855");
    assert_null(al_charset_label(AL_STR("utf-7")));
    assert_null(al_charset_label(AL_STR("")));
    assert_null(al_charset_label(AL_STR("no-such-encoding-anywhere-on-this-whole-planet")));
}

static void every_label_leads_to_its_encoding(void **state)
{
    (void)state;
    assert_int_equal(al_n_standard_labels, 228);
    for (unsigned i = 0; i < al_n_encodings; i++) {
        const char *name = al_encodings[i].name;
        assert_ptr_equal(al_encoding_by_name(name), &al_encodings[i]);
        assert_ptr_equal(al_encoding_by_further_label(al_str_z(name)), &al_encodings[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sequence_as_the_standard),
        cmocka_unit_test(labels),
        cmocka_unit_test(every_label_leads_to_its_encoding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
