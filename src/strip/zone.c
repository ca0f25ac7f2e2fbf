#include "zone.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "rules/key.h"
#include "rules/rule.h"
#include "unicode/props.h"

enum {
    TAIL_PROSE = 300,   /* weight of prose that must precede a tail */
    MAX_WEIGHT = 100000 /* of one block; more makes no difference */
};

/* How many of the next bytes are letters, digits and spaces of ASCII, as far as sixteen. */
static inline unsigned plain_bytes(const char *p, const char *end)
{
    char low[16];
    struct al_sixteen s =
        end - p >= 16 ? al_sixteen_read(p, low) : al_sixteen_read_some(p, (unsigned)(end - p), low);
    return (unsigned)__builtin_ctz(~(s.letters | s.digits | s.spaces) | 0x10000);
}

/* Whether a text has a mark of sentences, or letters of a script that sets none (Thai). */
static bool has_mark(struct al_str key)
{
    const uint32_t marks = AL_C_STOP | AL_C_COMMA | AL_C_UNSPACED;
    for (const char *p = key.p, *end = p + key.n; p < end;) {
        uint32_t cp = 0;
        if ((unsigned char)*p < 0x80 && end - p > 1 && (unsigned char)p[1] < 0x80) {
            unsigned n = plain_bytes(p, end);
            p += n;
            if (n)
                continue;
        }
        p = al_utf8_next(p, end, &cp);
        if ((cp < 0x80 ? al_ascii_class[cp] : al_class(cp)) & marks)
            return true;
    }
    return false;
}

uint32_t al_long_prose_weight(const struct al_block *b)
{
    if (b->kind == ARTICLEAN_HEADING || b->kind == ARTICLEAN_CODE || b->kind == ARTICLEAN_ROW)
        return 0;
    unsigned weight = has_mark(b->key) ? al_key_weight(b->key, MAX_WEIGHT) : 0;
    return weight >= AL_PROSE_WEIGHT ? weight : 0;
}

static uint32_t clamp(uint64_t v)
{
    return v > UINT32_MAX ? UINT32_MAX : (uint32_t)v;
}

enum articlean_status al_zones_make(struct al_doc *doc, struct al_zones *zones)
{
    uint64_t sum = 0;
    zones->before = al_arena_alloc(&doc->arena, (doc->n_blocks + 1) * sizeof *zones->before);
    if (!zones->before)
        return ARTICLEAN_NO_MEMORY;
    for (size_t i = 0; i < doc->n_blocks; i++) {
        zones->before[i] = clamp(sum);
        sum += al_prose_weight(&doc->blocks[i]);
    }
    zones->total = clamp(sum);
    zones->dropped = 0;
    return ARTICLEAN_OK;
}

bool al_zones_has(const struct al_zones *zones, unsigned zone, size_t i)
{
    uint32_t before = zones->before[i] - zones->dropped, total = zones->total - zones->dropped;
    switch (zone) {
    case AL_ZONE_HEAD:
        return total > 0 && before <= total / 10;
    case AL_ZONE_TAIL:
        return before >= TAIL_PROSE && before >= total / 2;
    default:
        return true;
    }
}
