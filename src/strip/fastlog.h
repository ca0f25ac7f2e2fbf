/* A cheap logarithm for features: exact at powers of two, straight lines between them. Trees need order only,
   and this gives the same bits on every machine. */
#ifndef AL_STRIP_FASTLOG_H
#define AL_STRIP_FASTLOG_H

#include <stdint.h>
#include <string.h>

/* About log2(1 + x) for x >= 0. */
static inline float al_fastlog(float x)
{
    x += 1;
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return (float)(int32_t)(bits - 0x3F800000u) * (1.0f / 8388608.0f);
}

#endif
