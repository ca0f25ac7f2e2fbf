#include "srcmap.h"

enum { SCRATCH = 4096 };

/* The last point at or before text_off. */
static size_t find_point(const struct al_srcmap *map, uint32_t text_off)
{
    size_t low = 0, high = map->n;
    while (high - low > 1) {
        size_t mid = low + (high - low) / 2;
        if (map->points[mid].text <= text_off)
            low = mid;
        else
            high = mid;
    }
    return low;
}

static uint32_t interpolate(const struct al_srcmap_point *a, uint32_t text_off)
{
    const struct al_srcmap_point *b = a + 1;
    uint64_t part = (uint64_t)(text_off - a->text) * (b->raw - a->raw);
    return a->raw + (b->text > a->text ? (uint32_t)(part / (b->text - a->text)) : 0);
}

uint32_t al_srcmap_raw(const struct al_srcmap *map, uint32_t text_off, struct al_srcmap_cursor *c)
{
    if (!map->n)
        return text_off >= map->raw.n - map->shift ? (uint32_t)map->raw.n : text_off + map->shift;
    size_t i = find_point(map, text_off);
    const struct al_srcmap_point *point = &map->points[i];
    if (i + 1 == map->n || point->text == text_off)
        return point->raw;
    const struct al_encoding *encoding = &al_encodings[point->encoding];
    if (encoding->kind == AL_ENC_ICONV)
        return interpolate(point, text_off);
    if (!c->at.encoding || c->point != i || c->text > text_off) {
        struct al_str rest = al_str(map->raw.p + point->raw, point[1].raw - point->raw);
        if (al_transcoder_init(&c->at, encoding, rest))
            return point->raw;
        c->at.state = point->state;
        c->text = point->text;
        c->point = i;
    }
    char scratch[SCRATCH + AL_TRANSCODE_SLACK];
    while (c->text < text_off && c->at.p < c->at.end) {
        uint32_t want = text_off - c->text;
        c->text += (uint32_t)al_transcode(&c->at, scratch, want < SCRATCH ? want : SCRATCH);
    }
    return (uint32_t)((const char *)c->at.p - map->raw.p);
}
