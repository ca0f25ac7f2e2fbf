#include "charset_stats.h"

const struct al_encoding *al_charset_stats(struct al_str raw, const struct al_encoding *declared,
                                           float *confidence)
{
    (void)raw;
    *confidence = 0.5f;
    return declared ? declared : al_encoding_by_name("windows-1252");
}
