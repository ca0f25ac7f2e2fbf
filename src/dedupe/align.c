#include "align.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

static uint32_t token_hash(const struct al_tokens *t, size_t i)
{
    return (uint32_t)XXH3_64bits(t->text.p + t->items[i].start, t->items[i].end - t->items[i].start);
}

struct al_alignment al_align(const struct al_tokens *later, const struct al_tokens *earlier)
{
    uint32_t hashes[AL_ALIGN_MAX];
    uint16_t row[AL_ALIGN_MAX + 1] = {0}; /* common length with the first k tokens of `earlier` */
    struct al_alignment a = {0};
    for (size_t k = 0; k < earlier->n; k++)
        hashes[k] = token_hash(earlier, k);
    for (size_t i = 0; i < later->n; i++) {
        uint32_t hash = token_hash(later, i);
        uint16_t diagonal = 0;
        bool is_new = true;
        for (size_t k = 0; k < earlier->n; k++) {
            uint16_t above = row[k + 1];
            if (hashes[k] == hash) {
                row[k + 1] = (uint16_t)(diagonal + 1);
                is_new = false;
            } else if (row[k] > above) {
                row[k + 1] = row[k];
            }
            diagonal = above;
        }
        a.n_new_numbers += is_new && later->items[i].has_digit;
    }
    a.n_common = row[earlier->n];
    return a;
}
