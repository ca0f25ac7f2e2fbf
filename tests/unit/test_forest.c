#include "unit.h"

#include "strip/forest.h"

#include <math.h>
#include <stdlib.h>

enum {
    WIDTH = 13,
    DEPTH = AL_FOREST_DEPTH,
    TREES = 3 * AL_FOREST_GROUP,
    FIRST = AL_FOREST_GROUP,
    MANY = 7 * AL_ROWS + 5
};

/* Column c holds (value + c) * 50 * (1 + c / 8). */
static float middle[WIDTH], step[WIDTH];
static uint16_t columns[TREES * DEPTH];
static int16_t borders[TREES * DEPTH];
static uint8_t leaves[TREES << (DEPTH + 1)];
static const struct al_forest forest = {middle,    step,  WIDTH, columns, borders, leaves,
                                        1 / 256.f, DEPTH, TREES, TREES,   0,       1};
static const struct al_forest_way *way; /* in which the rows walk */

static uint32_t noise(uint32_t *state)
{
    *state = *state * 1664525 + 1013904223;
    return *state >> 8;
}

static void make_leaves(uint8_t *out, int depth)
{
    uint32_t seed = 3;
    for (int t = 0; t < TREES; t++, out += 2 << depth)
        for (int k = 0; k < 1 << depth; k++) {
            uint32_t leaf = noise(&seed) % 2000 - 1000;
            out[k] = (uint8_t)leaf;
            out[(1 << depth) + k] = (uint8_t)(leaf >> 8);
        }
}

static int make_forest(void **state)
{
    (void)state;
    uint32_t seed = 1;
    for (int c = 0; c < WIDTH; c++) {
        middle[c] = -(float)c;
        step[c] = 50 * (1 + (float)c / 8);
    }
    for (int k = 0; k < TREES * DEPTH; k++) {
        columns[k] = (uint16_t)AL_FOREST_COLUMN(noise(&seed) % WIDTH);
        borders[k] = (int16_t)(noise(&seed) % 65536 - 32768);
    }
    make_leaves(leaves, DEPTH);
    return 0;
}

static int whole(const float *row, int c)
{
    double v = (row[c] - middle[c]) * step[c];
    return (int)(v < -32768 ? -32768 : v > 32767 ? 32767 : v);
}

/* The sum of trees from..to-1 of some depth, one comparison after the other. */
static int sum_of(const float *row, const uint8_t *values, int depth, int from, int to)
{
    int sum = 0;
    for (int t = from; t < to; t++) {
        const uint8_t *low = values + (t << (depth + 1)), *high = low + (1 << depth);
        int leaf = 0;
        for (int k = t * depth; k < (t + 1) * depth; k++)
            leaf = 2 * leaf + (whole(row, columns[k] / (int)AL_FOREST_COLUMN(1)) < borders[k]);
        sum += (int16_t)(low[leaf] | high[leaf] << 8);
    }
    return sum;
}

static int plain(const float *row, int from, int to)
{
    return sum_of(row, leaves, DEPTH, from, to);
}

static void make_rows(float (*rows)[WIDTH])
{
    uint32_t seed = 2;
    for (int r = 0; r < MANY; r++)
        for (int c = 0; c < WIDTH; c++)
            rows[r][c] = (float)(noise(&seed) % 1600) - (float)c - 800;
}

static void score(const struct al_forest *f, const float (*rows)[WIDTH], int n, float *odds)
{
    static struct al_forest_walk walk;
    al_column values[WIDTH] = {{0}};
    al_forest_begin(&walk, f, odds);
    walk.way = way ? way : walk.way;
    for (int r = 0; r < n; r++) {
        for (int c = 0; c < WIDTH; c++)
            values[c][r % AL_ROWS] = rows[r][c];
        if (r + 1 == n || (r + 1) % AL_ROWS == 0)
            al_forest_add(&walk, (const al_column *)values, (unsigned)r % AL_ROWS + 1);
    }
    al_forest_end(&walk);
}

static void rows_side_by_side_are_as_alone(void **state)
{
    (void)state;
    static float rows[MANY][WIDTH];
    make_rows(rows);
    for (int n = 0; n <= MANY; n++) {
        float odds[MANY + 1] = {0};
        score(&forest, (const float(*)[WIDTH])rows, n, odds);
        for (int r = 0; r < n; r++)
            assert_float_equal(odds[r], (float)plain(rows[r], 0, TREES) / 256, 0);
        assert_float_equal(odds[n], 0, 0);
    }
}

static void a_sure_row_is_let_go(void **state)
{
    (void)state;
    static float rows[MANY][WIDTH];
    float odds[MANY] = {0};
    struct al_forest f = forest;
    f.n_first = FIRST;
    f.sure = 1000;
    f.scale = 3;
    make_rows(rows);
    score(&f, (const float(*)[WIDTH])rows, MANY, odds);
    int n_sure = 0;
    for (int r = 0; r < MANY; r++) {
        int part = plain(rows[r], 0, FIRST), sure = abs(part) > f.sure;
        n_sure += sure;
        assert_float_equal(odds[r], (float)(sure ? 3 * part : plain(rows[r], 0, TREES)) / 256, 0);
    }
    assert_in_range(n_sure, MANY / 10, MANY * 9 / 10);
}

static void trees_may_have_four_levels(void **state)
{
    (void)state;
    static float rows[MANY][WIDTH];
    float odds[MANY] = {0};
    uint8_t small[TREES << 5];
    struct al_forest f = forest;
    make_leaves(small, 4);
    f.depth = 4;
    f.leaves = small;
    make_rows(rows);
    score(&f, (const float(*)[WIDTH])rows, MANY, odds);
    for (int r = 0; r < MANY; r++)
        assert_float_equal(odds[r], (float)sum_of(rows[r], small, 4, 0, TREES) / 256, 0);
}

static void odds_are_added_to(void **state)
{
    (void)state;
    static float rows[MANY][WIDTH];
    float odds[1] = {10};
    make_rows(rows);
    score(&forest, (const float(*)[WIDTH])rows, 1, odds);
    assert_float_equal(odds[0], 10 + (float)plain(rows[0], 0, TREES) / 256, 0);
}

static void values_out_of_range_are_cut(void **state)
{
    (void)state;
    static float rows[4][WIDTH], like[4][WIDTH];
    for (int c = 0; c < WIDTH; c++) {
        rows[0][c] = 1e30f;
        rows[1][c] = -1e30f;
        rows[2][c] = INFINITY;
        rows[3][c] = -INFINITY;
        for (int r = 0; r < 4; r++)
            like[r][c] = r % 2 ? -3000 : 3000;
    }
    float odds[4] = {0};
    score(&forest, (const float(*)[WIDTH])rows, 4, odds);
    for (int r = 0; r < 4; r++)
        assert_float_equal(odds[r], (float)plain(like[r], 0, TREES) / 256, 0);
}

static void logistic_is_close_and_monotone(void **state)
{
    (void)state;
    float before = 0;
    for (float x = -12; x < 12; x += .01f) {
        float p = al_logistic(x);
        assert_true(fabsf(p - 1 / (1 + expf(-x))) < .002f);
        assert_true(p >= before - 1e-6f);
        before = p;
    }
    assert_true(al_logistic(-1e30f) > 0 && al_logistic(1e30f) <= 1);
}

/* All that the machine does best, as a machine does it that knows nothing. */
static void all_is_the_same_in_the_plain_way(void **state)
{
    way = &al_forest_plain;
    rows_side_by_side_are_as_alone(state);
    a_sure_row_is_let_go(state);
    trees_may_have_four_levels(state);
    values_out_of_range_are_cut(state);
    way = NULL;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_side_by_side_are_as_alone), cmocka_unit_test(a_sure_row_is_let_go),
        cmocka_unit_test(trees_may_have_four_levels),     cmocka_unit_test(odds_are_added_to),
        cmocka_unit_test(values_out_of_range_are_cut),    cmocka_unit_test(all_is_the_same_in_the_plain_way),
        cmocka_unit_test(logistic_is_close_and_monotone),
    };
    return cmocka_run_group_tests(tests, make_forest, NULL);
}
