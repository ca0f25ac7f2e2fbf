/* A borrowed view of bytes; never owns, never terminated. Whoever makes one says whose memory it is. */
#ifndef AL_BASE_STR_H
#define AL_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct al_str {
    const char *p;
    size_t n; /* bytes */
};

#define AL_STR(literal) ((struct al_str){(literal), sizeof(literal) - 1})

static inline struct al_str al_str(const char *p, size_t n)
{
    return (struct al_str){p, n};
}

/* A view of a terminated string; NULL gives an empty view. */
static inline struct al_str al_str_z(const char *z)
{
    return (struct al_str){z ? z : "", z ? strlen(z) : 0};
}

static inline bool al_str_eq(struct al_str a, struct al_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool al_str_starts(struct al_str s, struct al_str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

static inline bool al_str_ends(struct al_str s, struct al_str suffix)
{
    return s.n >= suffix.n && (suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

static inline bool al_ascii_space(unsigned char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline unsigned char al_ascii_lower(unsigned char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static inline bool al_ascii_alpha(unsigned char c)
{
    c = al_ascii_lower(c);
    return c >= 'a' && c <= 'z';
}

static inline bool al_ascii_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

/* Equality that ignores the case of ASCII letters. */
static inline bool al_str_eq_nocase(struct al_str a, struct al_str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (al_ascii_lower((unsigned char)a.p[i]) != al_ascii_lower((unsigned char)b.p[i]))
            return false;
    return true;
}

/* The view without ASCII white space at both ends. */
static inline struct al_str al_str_trim(struct al_str s)
{
    while (s.n && al_ascii_space((unsigned char)s.p[0]))
        s.p++, s.n--;
    while (s.n && al_ascii_space((unsigned char)s.p[s.n - 1]))
        s.n--;
    return s;
}

/* Where `first` and then `second` stand next in [p, end), NULL when nowhere; for a pair whose first byte is
   rare this beats memmem(3). */
static inline const char *al_find_pair(const char *p, const char *end, char first, char second)
{
    while (end - p > 1 && (p = (const char *)memchr(p, first, (size_t)(end - p - 1)))) {
        if (p[1] == second)
            return p;
        p++;
    }
    return NULL;
}

#endif
