/* The parser of rule packs, and what it accepted run over its own text. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct articlean_rules *rules = NULL;
    fuzz_check(!articlean_rules_new(0, &rules), "a set of rules is made");
    enum articlean_status s = articlean_rules_add(rules, "fuzz", (const char *)data, size, NULL, NULL);
    fuzz_check(!s || s == ARTICLEAN_BAD_RULE || s == ARTICLEAN_LIMIT, "a pack is read or refused");
    size_t n_run, n_failed;
    fuzz_check(!articlean_rules_test(rules, NULL, NULL, &n_run, &n_failed), "examples run");
    struct articlean_options options;
    articlean_options_init(&options);
    options.rules = rules;
    struct fuzz_utf8 state = {.n_open = 0};
    fuzz_check(
        !articlean_clean_bytes(&options, "fuzz", data, size, ARTICLEAN_TO_TEXT, fuzz_utf8_sink, &state),
        "the text is cleaned with its own rules");
    fuzz_utf8_end(&state);
    articlean_rules_free(rules);
    return 0;
}
