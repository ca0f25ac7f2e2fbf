#include "charset_mixed.h"

struct al_charset_run al_charset_next_run(const struct al_encoding *page, struct al_str raw, size_t start)
{
    (void)start;
    return (struct al_charset_run){raw.n, page};
}
