/* How many columns of a terminal a code point takes. */
#ifndef AL_UNICODE_WIDTH_H
#define AL_UNICODE_WIDTH_H

#include "props.h"

/* Returns 0 for marks, format and control characters, 2 for wide ones, else 1. */
static inline unsigned al_cp_width(uint32_t cp)
{
    if (cp < 0x300)
        return 1;
    uint32_t bits = al_class(cp);
    if (bits & (AL_C_MARK | AL_C_FORMAT | AL_C_CONTROL))
        return 0;
    bool wide = bits & AL_C_WIDE || (cp >= 0x3000 && cp < 0x3040) || (cp >= 0xFF01 && cp <= 0xFF60) ||
                (cp >= 0xAC00 && cp < 0xD7A4) || (cp >= 0x1F300 && cp < 0x1FB00);
    return wide ? 2 : 1;
}

#endif
