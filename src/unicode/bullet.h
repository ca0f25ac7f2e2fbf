/* Bullets: the marks before the items of a list, put there by a renderer or typed by the author. */
#ifndef AL_UNICODE_BULLET_H
#define AL_UNICODE_BULLET_H

#include "base/utf8.h"

#include <stdbool.h>

/* Tells whether a code point is a bullet where it begins a line and a space follows it. */
static inline bool al_is_bullet(uint32_t cp)
{
    switch (cp) {
    case 0x2022: /* • */
    case 0x25E6: /* ◦ */
    case 0x25AA: /* ▪ */
    case 0x25CF: /* ● */
    case 0x25A0: /* ■ */
    case 0x25A1: /* □ */
    case 0x2606: /* ☆ */
    case 0x25CB: /* ○ */
    case 0x2023: /* ‣ */
    case 0x00B7: /* · */
    case '*':
    case '+':
        return true;
    default:
        return false;
    }
}

/* Returns `text` (UTF-8) without the bullets that it begins with and the spaces after each. */
static inline struct al_str al_without_bullets(struct al_str text)
{
    while (text.n) {
        uint32_t cp;
        size_t n = al_utf8_decode(text.p, text.p + text.n, &cp);
        if (!al_is_bullet(cp) || n >= text.n || text.p[n] != ' ')
            break;
        while (n < text.n && text.p[n] == ' ')
            n++;
        text = al_str(text.p + n, text.n - n);
    }
    return text;
}

#endif
