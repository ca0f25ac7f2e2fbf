#include "zone.h"

#include "base/eight.h"
#include "base/utf8.h"
#include "rules/key.h"
#include "rules/rule.h"
#include "unicode/props.h"

enum {
    PROSE_WEIGHT = 100, /* a block of this weight with a stop or comma counts as prose */
    TAIL_PROSE = 300,   /* weight of prose that must precede a tail */
    MAX_WEIGHT = 100000 /* of one block; more makes no difference */
};

uint32_t al_prose_weight(const struct al_block *b)
{
    if (b->kind == ARTICLEAN_HEADING || b->kind == ARTICLEAN_CODE || b->kind == ARTICLEAN_ROW ||
        b->key.n < PROSE_WEIGHT)
        return 0;
    bool has_mark = false;
    const uint32_t marks = AL_C_STOP | AL_C_COMMA | AL_C_UNSPACED; /* Thai has neither of the first */
    for (const char *p = b->key.p, *end = p + b->key.n; p < end && !has_mark;) {
        if (end - p >= 8) {
            uint64_t v = al_eight_load(p);
            unsigned n = al_eight_before(~(al_eight_letters(v) | al_eight_spaces(v)) & AL_EIGHT_HIGH);
            p += n;
            if (n == 8)
                continue;
        }
        if ((unsigned char)*p < 0x80) {
            has_mark = (al_ascii_class[(unsigned char)*p++] & marks) != 0;
            continue;
        }
        uint32_t cp;
        p += al_utf8_decode(p, end, &cp);
        has_mark = (al_class(cp) & marks) != 0;
    }
    unsigned weight = has_mark ? al_key_weight(b->key, MAX_WEIGHT) : 0;
    return weight >= PROSE_WEIGHT ? weight : 0;
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
