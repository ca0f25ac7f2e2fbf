#include "text.h"

#include "message.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *check_alloc(void *p)
{
    if (!p)
        die(EXIT_INTERNAL, "out of memory");
    return p;
}

char *copy_string(const char *z)
{
    return check_alloc(strdup(z));
}

char *format_string(const char *format, ...)
{
    struct text t = {0};
    va_list args;
    va_start(args, format);
    text_vf(&t, format, args);
    va_end(args);
    return t.p;
}

static void make_room(struct text *t, size_t n)
{
    if (n < t->cap - t->n && t->p)
        return;
    size_t cap = t->cap ? t->cap : 256;
    while (cap - t->n <= n)
        cap = cap > SIZE_MAX / 2 ? die(EXIT_INTERNAL, "out of memory"), 0 : cap * 2;
    t->p = check_alloc(realloc(t->p, cap));
    t->cap = cap;
}

void text_add(struct text *t, const void *p, size_t n)
{
    make_room(t, n);
    if (n)
        memcpy(t->p + t->n, p, n);
    t->n += n;
    t->p[t->n] = 0;
}

void text_z(struct text *t, const char *z)
{
    text_add(t, z, strlen(z));
}

void text_vf(struct text *t, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    make_room(t, n < 0 ? 0 : (size_t)n);
    t->p[t->n] = 0;
    if (n > 0)
        vsnprintf(t->p + t->n, (size_t)n + 1, format, args);
    t->n += n < 0 ? 0 : (size_t)n;
}

void text_f(struct text *t, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    text_vf(t, format, args);
    va_end(args);
}

/* Returns the length of the valid UTF-8 sequence at p, 0 when there is none; *c is its code point. */
static size_t utf8_length(const unsigned char *p, size_t n, uint32_t *c)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t len = p[0] < 0x80 ? 1 : p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
    if ((p[0] >= 0x80 && p[0] < 0xC2) || p[0] > 0xF4 || len > n)
        return 0;
    *c = len == 1 ? p[0] : p[0] & (0x7Fu >> len);
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        *c = *c << 6 | (p[i] & 0x3F);
    }
    bool is_bad = *c > 0x10FFFF || (*c >= 0xD800 && *c < 0xE000) || *c < least[len];
    return is_bad ? 0 : len;
}

/* Bidirectional controls can reorder a line on the terminal, as escape sequences can rewrite it. */
static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200E && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

void text_bytes(struct text *t, uint64_t n)
{
    static const char *const units[] = {"kB", "MB", "GB", "TB"};
    double value = (double)n / 1000;
    size_t i = 0;
    while (value >= 999.95 && i + 1 < sizeof units / sizeof *units) {
        value /= 1000;
        i++;
    }
    if (n < 1000)
        text_f(t, n == 1 ? "%u byte" : "%u bytes", (unsigned)n);
    else
        text_f(t, "%.1f %s", value, units[i]);
}

void text_visible(struct text *t, const char *bytes, size_t n)
{
    const unsigned char *p = (const unsigned char *)bytes;
    while (n) {
        uint32_t c = 0;
        size_t len = utf8_length(p, n, &c);
        if (len && !is_control(c)) {
            text_add(t, p, len);
        } else {
            len = len ? len : 1;
            for (size_t i = 0; i < len; i++)
                text_f(t, "\\x%02X", p[i]);
        }
        p += len;
        n -= len;
    }
}

void text_json(struct text *t, const char *bytes, size_t n)
{
    const unsigned char *p = (const unsigned char *)bytes;
    text_z(t, "\"");
    while (n) {
        uint32_t c = 0;
        size_t len = utf8_length(p, n, &c);
        if (!len)
            text_z(t, "\xEF\xBF\xBD");
        else if (c == '"' || c == '\\')
            text_f(t, "\\%c", (int)c);
        else if (c < 0x20 || c == 0x7F)
            text_f(t, "\\u%04x", (unsigned)c);
        else
            text_add(t, p, len);
        len = len ? len : 1;
        p += len;
        n -= len;
    }
    text_z(t, "\"");
}

void text_html(struct text *t, const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *as = p[i] == '&'   ? "&amp;"
                         : p[i] == '<' ? "&lt;"
                         : p[i] == '>' ? "&gt;"
                         : p[i] == '"' ? "&quot;"
                                       : NULL;
        if (as)
            text_z(t, as);
        else
            text_add(t, p + i, 1);
    }
}

void text_clear(struct text *t)
{
    free(t->p);
    *t = (struct text){0};
}

void names_add(struct names *names, const char *z)
{
    if (names->n == names->cap) {
        names->cap = names->cap ? names->cap * 2 : 8;
        names->v = check_alloc(realloc(names->v, names->cap * sizeof *names->v));
    }
    names->v[names->n++] = copy_string(z);
}

void names_clear(struct names *names)
{
    for (size_t i = 0; i < names->n; i++)
        free(names->v[i]);
    free(names->v);
    *names = (struct names){0};
}
