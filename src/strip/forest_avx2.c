#include "forest.h"

#ifdef __x86_64__

#include <immintrin.h>

enum { PART = AL_ROWS, LANES = 16, EIGHT = 8, MAX_PARTS = AL_FOREST_BATCH / PART };

#define AVX2 __attribute__((target("avx2")))
/* The walk is made once for each depth and number of parts, with everything it calls. */
#define INLINE __attribute__((always_inline, target("avx2"))) static inline

INLINE __m256i whole_8(const float *values, __m256 middle, __m256 step)
{
    __m256 v = _mm256_mul_ps(_mm256_sub_ps(_mm256_loadu_ps(values), middle), step);
    return _mm256_cvttps_epi32(_mm256_min_ps(v, _mm256_set1_ps(INT16_MAX)));
}

INLINE void store_16(const float *values, __m256 middle, __m256 step, int16_t *out)
{
    __m256i v = _mm256_packs_epi32(whole_8(values, middle, step), whole_8(values + 8, middle, step));
    _mm256_store_si256((__m256i *)out, _mm256_permute4x64_epi64(v, 0xD8));
}

AVX2 static void bring_down(const struct al_forest *f, const al_column *rows, struct al_forest_batch *b)
{
    for (size_t k = 0; k < f->width; k++) {
        __m256 middle = _mm256_broadcast_ss(&f->middle[k]), step = _mm256_broadcast_ss(&f->step[k]);
        int16_t *out = b->values[k] + b->n;
        store_16(rows[k], middle, step, out);
        store_16(rows[k] + LANES, middle, step, out + LANES);
    }
}

/* Which values of a part are below a border, a byte each: the order is that of packing, which takes eight of
   each half in turn, and unpacking brings back. */
INLINE __m256i below(const __m256i *v, __m256i border)
{
    return _mm256_packs_epi16(_mm256_cmpgt_epi16(border, _mm256_load_si256(&v[0])),
                              _mm256_cmpgt_epi16(border, _mm256_load_si256(&v[1])));
}

INLINE __m256i sixteen(const uint8_t *bytes)
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)bytes));
}

/* One byte of the leaves: the last four levels choose among 16, the two before among those. */
INLINE void look_up(const uint8_t *bytes, unsigned depth, unsigned parts, const __m256i (*masks)[MAX_PARTS],
                    const __m256i *number, __m256i *out)
{
#pragma GCC unroll 2
    for (unsigned p = 0; p < parts; p++) {
        out[p] = _mm256_shuffle_epi8(sixteen(bytes), number[p]);
        if (depth <= 4)
            continue;
        __m256i second = _mm256_shuffle_epi8(sixteen(bytes + 16), number[p]),
                third = _mm256_shuffle_epi8(sixteen(bytes + 32), number[p]),
                fourth = _mm256_shuffle_epi8(sixteen(bytes + 48), number[p]);
        out[p] = _mm256_blendv_epi8(_mm256_blendv_epi8(out[p], second, masks[1][p]),
                                    _mm256_blendv_epi8(third, fourth, masks[1][p]), masks[0][p]);
    }
}

/* Adds one tree to sums of 16 bits. */
INLINE void add_tree(const struct al_forest *f, const struct al_forest_batch *b, size_t t, unsigned depth,
                     unsigned parts, __m256i (*sums)[2])
{
    __m256i masks[AL_FOREST_DEPTH][MAX_PARTS], number[MAX_PARTS], low[MAX_PARTS], high[MAX_PARTS];
    const uint8_t *leaves = f->leaves + (t << (depth + 1));
#pragma GCC unroll 6
    for (unsigned k = 0; k < depth; k++) {
        const __m256i *values = (const __m256i *)((const char *)b->values + f->columns[t * depth + k]);
        __m256i border = _mm256_set1_epi16(f->borders[t * depth + k]);
#pragma GCC unroll 2
        for (unsigned p = 0; p < parts; p++)
            masks[k][p] = below(values + p * PART / LANES, border);
    }
#pragma GCC unroll 2
    for (unsigned p = 0; p < parts; p++) {
        number[p] = _mm256_setzero_si256();
#pragma GCC unroll 4
        for (unsigned k = depth - 4; k < depth; k++)
            number[p] = _mm256_sub_epi8(_mm256_add_epi8(number[p], number[p]), masks[k][p]);
    }
    look_up(leaves, depth, parts, masks, number, low);
    look_up(leaves + (1u << depth), depth, parts, masks, number, high);
#pragma GCC unroll 2
    for (unsigned p = 0; p < parts; p++) {
        sums[p][0] = _mm256_add_epi16(sums[p][0], _mm256_unpacklo_epi8(low[p], high[p]));
        sums[p][1] = _mm256_add_epi16(sums[p][1], _mm256_unpackhi_epi8(low[p], high[p]));
    }
}

INLINE void add_8(int32_t *sum, __m128i more)
{
    __m256i *at = (__m256i *)sum;
    _mm256_store_si256(at, _mm256_add_epi32(_mm256_load_si256(at), _mm256_cvtepi16_epi32(more)));
}

INLINE void walk_parts(const struct al_forest *f, struct al_forest_batch *b, unsigned depth, unsigned parts,
                       unsigned from, unsigned to)
{
    for (unsigned t = from; t < to; t += AL_FOREST_GROUP) {
        __m256i sums[MAX_PARTS][2] = {{_mm256_setzero_si256()}};
        for (unsigned k = 0; k < AL_FOREST_GROUP; k++)
            add_tree(f, b, t + k, depth, parts, sums);
#pragma GCC unroll 4
        for (unsigned h = 0; h < 2 * parts; h++) {
            add_8(b->sum + h * LANES, _mm256_castsi256_si128(sums[h / 2][h % 2]));
            add_8(b->sum + h * LANES + EIGHT, _mm256_extracti128_si256(sums[h / 2][h % 2], 1));
        }
    }
}

AVX2 static void walk(const struct al_forest *f, struct al_forest_batch *b, unsigned parts, unsigned from,
                      unsigned to)
{
    if (f->depth == AL_FOREST_DEPTH && parts == MAX_PARTS)
        walk_parts(f, b, AL_FOREST_DEPTH, MAX_PARTS, from, to);
    else if (f->depth == AL_FOREST_DEPTH)
        walk_parts(f, b, AL_FOREST_DEPTH, 1, from, to);
    else if (parts == MAX_PARTS)
        walk_parts(f, b, 4, MAX_PARTS, from, to);
    else
        walk_parts(f, b, 4, 1, from, to);
}

/* Which bytes of eight values to take so that the chosen ones come first; returns how many these are. */
static unsigned order_of(const uint8_t *chosen, unsigned n, unsigned first, uint8_t *order)
{
    unsigned k = 0;
    for (; k < n && chosen[k] < first + EIGHT; k++) {
        order[2 * k] = (uint8_t)(2 * (chosen[k] - first));
        order[2 * k + 1] = (uint8_t)(2 * (chosen[k] - first) + 1);
    }
    return k;
}

AVX2 static void choose(const struct al_forest *f, const int16_t (*from)[AL_FOREST_ROOM],
                        const uint8_t *chosen, unsigned n, struct al_forest_batch *to)
{
    enum { EIGHTS = PART / EIGHT };
    _Alignas(16) uint8_t order[EIGHTS][16] = {{0}};
    unsigned start[EIGHTS], done = 0;
    for (unsigned e = 0; e < EIGHTS; e++) {
        start[e] = to->n + done;
        done += order_of(chosen + done, n - done, e * EIGHT, order[e]);
    }
    for (size_t k = 0; k < f->width; k++)
#pragma GCC unroll 4
        for (unsigned e = 0; e < EIGHTS; e++) {
            __m128i v = _mm_load_si128((const __m128i *)(from[k] + e * EIGHT));
            v = _mm_shuffle_epi8(v, _mm_load_si128((const __m128i *)order[e]));
            _mm_storeu_si128((__m128i *)(to->values[k] + start[e]), v);
        }
}

const struct al_forest_way al_forest_avx2 = {bring_down, walk, choose};

#endif
