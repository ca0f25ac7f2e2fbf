/* Runs html5lib's tokenizer tests. usage: tokenizer-cases FILE.test...
   Prints a line for each failure and the counts of each file; exits 1 when anything failed. Parse errors are
   not compared: the tokenizer mends and does not report. xmlViolation.test asks for XML's rules and is
   counted apart. */
#include "base/utf8.h"
#include "decode/tokenizer.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>

struct doctype {
    struct al_str name, public_id, system_id; /* p NULL when missing */
    bool is_correct;
};

/* White space of HTML: no vertical tab. */
static bool is_space(char c)
{
    return c != '\v' && al_ascii_space((unsigned char)c);
}

static struct al_str skip_space(struct al_str s)
{
    while (s.n && is_space(*s.p))
        s.p++, s.n--;
    return s;
}

static bool take_word(struct al_str *s, const char *word)
{
    struct al_str w = al_str_z(word);
    if (s->n < w.n || !al_str_eq_nocase(al_str(s->p, w.n), w))
        return false;
    *s = al_str(s->p + w.n, s->n - w.n);
    return true;
}

/* A quoted identifier at the start of *s; false when there is none or it does not end. */
static bool take_quoted(struct al_str *s, struct al_str *out)
{
    if (!s->n || (*s->p != '"' && *s->p != '\''))
        return false;
    const char *p = s->p + 1, *q = memchr(p, *s->p, s->n - 1);
    *out = al_str(p, q ? (size_t)(q - p) : s->n - 1);
    *s = q ? al_str(q + 1, s->n - out->n - 2) : al_str(s->p + s->n, 0);
    return q != NULL;
}

/* `s` is all between "<!" and ">"; `is_cut` when the text ended before ">". */
static struct doctype parse_doctype(struct al_str s, bool is_cut)
{
    struct doctype d = {.is_correct = false};
    take_word(&s, "doctype");
    s = skip_space(s);
    size_t n = 0;
    while (n < s.n && !is_space(s.p[n]))
        n++;
    if (!n)
        return d;
    d.name = al_str(s.p, n);
    s = skip_space(al_str(s.p + n, s.n - n));
    if (!s.n) {
        d.is_correct = !is_cut;
        return d;
    }
    bool is_public = take_word(&s, "public");
    if (!is_public && !take_word(&s, "system"))
        return d;
    s = skip_space(s);
    if (!take_quoted(&s, is_public ? &d.public_id : &d.system_id))
        return d;
    s = skip_space(s);
    if (is_public && s.n) {
        if (!take_quoted(&s, &d.system_id))
            return d;
        s = skip_space(s);
    }
    d.is_correct = s.n ? true : !is_cut;
    return d;
}

static struct json_object *decoded(struct al_str raw, unsigned reading)
{
    struct al_buf b;
    al_buf_init(&b, 0);
    if (!raw.p || al_token_decode(&b, raw, reading))
        return NULL;
    struct json_object *out = json_object_new_string_len(al_buf_str(&b).p, (int)b.n);
    al_buf_clear(&b);
    return out;
}

static struct json_object *new_token(struct json_object *out, const char *kind)
{
    struct json_object *token = json_object_new_array();
    json_object_array_add(token, json_object_new_string(kind));
    json_object_array_add(out, token);
    return token;
}

/* Adjacent texts are one in the expected output. */
static void add_text(struct json_object *out, struct json_object *text)
{
    size_t n = json_object_array_length(out);
    struct json_object *last = n ? json_object_array_get_idx(out, n - 1) : NULL;
    if (!last || strcmp(json_object_get_string(json_object_array_get_idx(last, 0)), "Character") != 0) {
        json_object_array_add(new_token(out, "Character"), text);
        return;
    }
    struct json_object *before = json_object_array_get_idx(last, 1);
    struct al_buf b;
    al_buf_init(&b, 0);
    if (al_buf_append(&b, json_object_get_string(before), (size_t)json_object_get_string_len(before)) ||
        al_buf_append(&b, json_object_get_string(text), (size_t)json_object_get_string_len(text)))
        exit(1);
    json_object_array_put_idx(last, 1, json_object_new_string_len(b.p, (int)b.n));
    json_object_put(text);
    al_buf_clear(&b);
}

static void add_tag(struct json_object *out, struct al_tokenizer *t, const struct al_token *token)
{
    bool is_self_closing;
    struct al_attribute a;
    struct json_object *name = decoded(token->data, AL_READ_LOWER), *attributes = json_object_new_object();
    while (al_tokenizer_attribute(t, &a)) {
        struct json_object *key = decoded(a.name, AL_READ_LOWER);
        struct json_object *value =
            decoded(a.value.p ? a.value : AL_STR(""), AL_READ_REFERENCES | AL_READ_ATTRIBUTE);
        if (json_object_object_get_ex(attributes, json_object_get_string(key), NULL))
            json_object_put(value);
        else
            json_object_object_add(attributes, json_object_get_string(key), value);
        json_object_put(key);
    }
    if (!al_tokenizer_tag_ends(t, &is_self_closing)) {
        json_object_put(name);
        json_object_put(attributes);
        return;
    }
    struct json_object *tag = new_token(out, token->kind == AL_TOKEN_START ? "StartTag" : "EndTag");
    json_object_array_add(tag, name);
    if (token->kind == AL_TOKEN_END) {
        json_object_put(attributes);
        return;
    }
    json_object_array_add(tag, attributes);
    if (is_self_closing)
        json_object_array_add(tag, json_object_new_boolean(1));
}

static void add_doctype(struct json_object *out, const struct al_token *token, const char *end)
{
    struct doctype d = parse_doctype(token->data, token->data.p + token->data.n == end);
    struct json_object *doctype = new_token(out, "DOCTYPE");
    json_object_array_add(doctype, decoded(d.name, AL_READ_LOWER));
    json_object_array_add(doctype, decoded(d.public_id, 0));
    json_object_array_add(doctype, decoded(d.system_id, 0));
    json_object_array_add(doctype, json_object_new_boolean(d.is_correct));
}

static struct json_object *tokenize(struct al_str input, enum al_mode mode, struct al_str last_start)
{
    struct json_object *out = json_object_new_array();
    struct al_tokenizer t;
    struct al_token token;
    al_tokenizer_init(&t, input);
    t.mode = mode;
    t.last_start = last_start;
    for (al_tokenizer_next(&t, &token); token.kind != AL_TOKEN_NONE; al_tokenizer_next(&t, &token)) {
        if (token.kind == AL_TOKEN_TEXT)
            add_text(out, decoded(token.data, al_token_reading(&token)));
        else if (token.kind == AL_TOKEN_COMMENT)
            json_object_array_add(new_token(out, "Comment"), decoded(token.data, 0));
        else if (token.kind == AL_TOKEN_DOCTYPE)
            add_doctype(out, &token, input.p + input.n);
        else
            add_tag(out, &t, &token);
    }
    return out;
}

/* The string of a test after the second round of unescaping that "doubleEscaped" asks for. */
static struct json_object *unescaped(struct json_object *string)
{
    struct al_str s = al_str(json_object_get_string(string), (size_t)json_object_get_string_len(string));
    struct al_buf b;
    al_buf_init(&b, 0);
    for (size_t i = 0; i < s.n; i++) {
        unsigned cp, low;
        char bytes[4];
        if (s.n - i < 6 || sscanf(s.p + i, "\\u%4x", &cp) != 1) {
            if (al_buf_append_byte(&b, s.p[i]))
                exit(1);
            continue;
        }
        i += 5;
        if (cp >= 0xD800 && cp < 0xDC00 && s.n - i > 6 && sscanf(s.p + i + 1, "\\u%4x", &low) == 1) {
            cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
            i += 6;
        }
        if (al_buf_append(&b, bytes, al_utf8_encode(cp, bytes)))
            exit(1);
    }
    struct json_object *out = json_object_new_string_len(al_buf_str(&b).p, (int)b.n);
    al_buf_clear(&b);
    return out;
}

static struct json_object *unescape_all(struct json_object *value)
{
    if (json_object_is_type(value, json_type_string))
        return unescaped(value);
    if (json_object_is_type(value, json_type_array)) {
        struct json_object *out = json_object_new_array();
        for (size_t i = 0; i < json_object_array_length(value); i++)
            json_object_array_add(out, unescape_all(json_object_array_get_idx(value, i)));
        return out;
    }
    if (json_object_is_type(value, json_type_object)) {
        struct json_object *out = json_object_new_object();
        json_object_object_foreach(value, key, v)
        {
            struct json_object *name = json_object_new_string(key), *plain = unescaped(name);
            json_object_object_add(out, json_object_get_string(plain), unescape_all(v));
            json_object_put(name);
            json_object_put(plain);
        }
        return out;
    }
    return json_object_get(value);
}

static enum al_mode mode_of(const char *state)
{
    static const char *const names[] = {"Data state",        "RCDATA state",    "RAWTEXT state",
                                        "Script data state", "PLAINTEXT state", "CDATA section state"};
    for (int i = 0; i < 6; i++)
        if (strcmp(state, names[i]) == 0)
            return (enum al_mode)i;
    fprintf(stderr, "unknown state: %s\n", state);
    exit(1);
}

static bool run_case(struct json_object *test, const char *state)
{
    bool twice = json_object_get_boolean(json_object_object_get(test, "doubleEscaped"));
    struct json_object *input = json_object_object_get(test, "input"),
                       *wanted = json_object_object_get(test, "output");
    input = twice ? unescape_all(input) : json_object_get(input);
    wanted = twice ? unescape_all(wanted) : json_object_get(wanted);
    struct al_str last = al_str_z(json_object_get_string(json_object_object_get(test, "lastStartTag")));
    struct json_object *got =
        tokenize(al_str(json_object_get_string(input), (size_t)json_object_get_string_len(input)),
                 mode_of(state), last);
    bool passed = json_object_equal(got, wanted);
    if (!passed)
        printf("  %s [%s]\n    wanted %s\n    got    %s\n",
               json_object_get_string(json_object_object_get(test, "description")), state,
               json_object_to_json_string_ext(wanted, 0), json_object_to_json_string_ext(got, 0));
    json_object_put(got);
    json_object_put(input);
    json_object_put(wanted);
    return passed;
}

static void run_file(const char *path, unsigned *n_run, unsigned *n_passed, bool *is_xml)
{
    struct json_object *file = json_object_from_file(path), *tests;
    if (!file) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(1);
    }
    *is_xml = json_object_object_get_ex(file, "xmlViolationTests", &tests);
    if (!*is_xml)
        tests = json_object_object_get(file, "tests");
    for (size_t i = 0; i < json_object_array_length(tests); i++) {
        struct json_object *test = json_object_array_get_idx(tests, i);
        struct json_object *states = json_object_object_get(test, "initialStates");
        size_t n = states ? json_object_array_length(states) : 1;
        for (size_t k = 0; k < n; k++) {
            const char *state =
                states ? json_object_get_string(json_object_array_get_idx(states, k)) : "Data state";
            ++*n_run;
            *n_passed += run_case(test, state);
        }
    }
    json_object_put(file);
}

int main(int argc, char **argv)
{
    unsigned n_all = 0, n_good = 0, n_xml = 0;
    for (int i = 1; i < argc; i++) {
        unsigned n_run = 0, n_passed = 0;
        bool is_xml;
        run_file(argv[i], &n_run, &n_passed, &is_xml);
        printf("%s: %u of %u\n", argv[i], n_passed, n_run);
        if (is_xml) {
            n_xml += n_run;
            continue;
        }
        n_all += n_run;
        n_good += n_passed;
    }
    printf("passed %u of %u (and %u of XML's rules, not followed)\n", n_good, n_all, n_xml);
    return n_all == 0 || n_good != n_all;
}
