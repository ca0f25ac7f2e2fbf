#include "glob.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A pattern is an automaton with one state a token; all states are followed at once, so nothing backtracks.
 */
enum token_kind {
    BYTE,
    ANY,  /* one byte but no slash */
    SET,  /* [...] */
    STAR, /* bytes without slash */
    DIRS, /* whole directories with their slash */
    DEEP  /* anything */
};

struct token {
    enum token_kind kind;
    unsigned char byte;
    uint32_t set[8]; /* bits of the bytes in it */
};

static bool in_class(const char *name, size_t n, int c)
{
    static const char *const names[] = {"alpha", "digit", "alnum", "upper",
                                        "lower", "space", "punct", "xdigit"};
    bool is_upper = c >= 'A' && c <= 'Z', is_lower = c >= 'a' && c <= 'z', is_digit = c >= '0' && c <= '9';
    bool answers[] = {is_upper || is_lower,
                      is_digit,
                      is_upper || is_lower || is_digit,
                      is_upper,
                      is_lower,
                      c == ' ' || (c >= 9 && c <= 13),
                      c > 32 && c < 127 && !(is_upper || is_lower || is_digit),
                      is_digit || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f')};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == n && !memcmp(names[i], name, n))
            return answers[i];
    return false;
}

static void add_range(struct token *t, int from, int to)
{
    for (int c = from; c <= to; c++)
        t->set[c / 32] |= 1u << c % 32;
}

/* Reads "[...]" at p; returns the place after it, or NULL when it never ends. */
static const char *read_set(struct token *t, const char *p)
{
    bool is_negated = *++p == '!' || *p == '^';
    const char *first = p += is_negated;
    *t = (struct token){.kind = SET};
    for (; *p != ']' || p == first; p++) {
        const char *end = *p == '[' && p[1] == ':' ? strstr(p + 2, ":]") : NULL;
        if (!*p)
            return NULL;
        if (end) {
            for (int c = 1; c < 256; c++)
                if (in_class(p + 2, (size_t)(end - p - 2), c))
                    add_range(t, c, c);
            p = end + 1;
            continue;
        }
        if (*p == '\\' && p[1])
            p++;
        int from = (unsigned char)*p;
        if (p[1] == '-' && p[2] && p[2] != ']') {
            p += 2;
            p += *p == '\\' && p[1];
            add_range(t, from, (unsigned char)*p);
        } else {
            add_range(t, from, from);
        }
    }
    for (size_t i = 0; is_negated && i < 8; i++)
        t->set[i] = ~t->set[i];
    t->set['/' / 32] &= ~(1u << '/' % 32);
    return p + 1;
}

/* Reads one token at p and returns the place after it. `start` is the pattern's start. */
static const char *read_token(struct token *t, const char *p, const char *start)
{
    bool at_segment = p == start || p[-1] == '/';
    *t = (struct token){.kind = BYTE, .byte = (unsigned char)*p};
    size_t n_stars = strspn(p, "*");
    if (n_stars >= 2 && at_segment && (p[n_stars] == '/' || !p[n_stars])) {
        t->kind = p[n_stars] ? DIRS : DEEP;
        return p + n_stars + (p[n_stars] == '/');
    }
    if (n_stars) {
        t->kind = STAR;
        return p + n_stars;
    }
    if (*p == '?') {
        t->kind = ANY;
        return p + 1;
    }
    if (*p == '[') {
        const char *end = read_set(t, p);
        if (end)
            return end;
        *t = (struct token){.kind = BYTE, .byte = '['};
        return p + 1;
    }
    if (*p == '\\' && p[1])
        t->byte = (unsigned char)*++p;
    return p + 1;
}

/* Adds state i and those that it reaches without a byte. */
static void enter(bool *states, const struct token *tokens, size_t n, size_t i)
{
    for (; i <= n && !states[i]; i++) {
        states[i] = true;
        if (i == n || (tokens[i].kind != STAR && tokens[i].kind != DIRS && tokens[i].kind != DEEP))
            return;
    }
}

static void step(const bool *now, bool *next, const struct token *tokens, size_t n, unsigned char c)
{
    memset(next, 0, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (!now[i])
            continue;
        const struct token *t = &tokens[i];
        bool takes = t->kind == BYTE  ? c == t->byte
                     : t->kind == SET ? t->set[c / 32] >> c % 32 & 1
                                      : c != '/';
        if (t->kind == DIRS) {
            if (c == '/')
                enter(next, tokens, n, i + 1);
            next[i] = true; /* not entered: what follows must begin after a slash */
        } else if (t->kind == STAR || t->kind == DEEP) {
            if (takes || t->kind == DEEP)
                enter(next, tokens, n, i);
        } else if (takes) {
            enter(next, tokens, n, i + 1);
        }
    }
}

static bool match_whole(const char *pattern, size_t size, const char *path)
{
    char *copy = check_alloc(strndup(pattern, size));
    struct token *tokens = check_alloc(calloc(size + 1, sizeof *tokens));
    bool *now = check_alloc(calloc(2, size + 1)), *states = now, *next = now + size + 1;
    size_t n = 0;
    for (const char *p = copy; *p;)
        p = read_token(&tokens[n++], p, copy);
    enter(now, tokens, n, 0);
    for (; *path; path++) {
        step(now, next, tokens, n, (unsigned char)*path);
        bool *swap = now;
        now = next;
        next = swap;
    }
    bool is_match = now[n];
    free(states);
    free(tokens);
    free(copy);
    return is_match;
}

bool glob_match(const char *pattern, const char *path, bool is_directory)
{
    size_t n = strlen(pattern);
    if (n && pattern[n - 1] == '/') {
        if (!is_directory)
            return false;
        n--;
    }
    bool is_anchored = memchr(pattern, '/', n) != NULL;
    if (n && *pattern == '/') {
        pattern++;
        n--;
    }
    const char *slash = strrchr(path, '/');
    return n && match_whole(pattern, n, is_anchored || !slash ? path : slash + 1);
}

int globs_find(const struct names *patterns, const char *path, bool is_directory)
{
    for (size_t i = patterns->n; i-- > 0;) {
        const char *pattern = patterns->v[i];
        bool takes_back = *pattern == '!';
        if (glob_match(pattern + takes_back, path, is_directory))
            return takes_back ? -1 : 1;
    }
    return 0;
}
