#include "unit.h"

#include "strip/forest.h"

#include <math.h>
#include <stdlib.h>

enum {
    WIDTH = 2 * AL_FOREST_CHUNK,
    DEPTH = AL_FOREST_DEPTH,
    TREES = 3 * AL_FOREST_GROUP,
    FIRST = AL_FOREST_GROUP,
    MANY = 3 * AL_FOREST_ROWS + 5
};

/* Column c holds (value + c) * 50 * (1 + c / 8). */
static _Alignas(16) float middle[WIDTH], step[WIDTH];
static uint8_t columns[TREES * DEPTH];
static int16_t borders[TREES * DEPTH];
static int16_t leaves[TREES << DEPTH];
static const struct al_forest forest = {middle,    step,  WIDTH, columns, borders, leaves,
                                        1 / 256.f, TREES, TREES, 0,       1};

static uint32_t noise(uint32_t *state)
{
    *state = *state * 1664525 + 1013904223;
    return *state >> 8;
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
        columns[k] = (uint8_t)(noise(&seed) % WIDTH);
        borders[k] = (int16_t)(noise(&seed) % 65536 - 32768);
    }
    for (int k = 0; k < TREES << DEPTH; k++)
        leaves[k] = (int16_t)(noise(&seed) % 2000 - 1000);
    return 0;
}

static int whole(const float *row, int c)
{
    double v = (row[c] - middle[c]) * step[c];
    return (int)(v < -32768 ? -32768 : v > 32767 ? 32767 : v);
}

/* The sum of trees from..to-1, one comparison after the other. */
static int plain(const float *row, int from, int to)
{
    int sum = 0;
    for (int t = from; t < to; t++) {
        int leaf = 0;
        for (int k = t * DEPTH; k < (t + 1) * DEPTH; k++)
            leaf = 2 * leaf + (whole(row, columns[k]) > borders[k]);
        sum += leaves[(t << DEPTH) + leaf];
    }
    return sum;
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
    struct al_forest_walk walk;
    al_forest_begin(&walk, f, odds);
    for (int r = 0; r < n; r++)
        al_forest_add(&walk, rows[r]);
    al_forest_end(&walk);
}

static void rows_side_by_side_are_as_alone(void **state)
{
    (void)state;
    static _Alignas(16) float rows[MANY][WIDTH];
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
    static _Alignas(16) float rows[MANY][WIDTH];
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

static void odds_are_added_to(void **state)
{
    (void)state;
    static _Alignas(16) float rows[MANY][WIDTH];
    float odds[1] = {10};
    make_rows(rows);
    score(&forest, (const float(*)[WIDTH])rows, 1, odds);
    assert_float_equal(odds[0], 10 + (float)plain(rows[0], 0, TREES) / 256, 0);
}

static void values_out_of_range_are_cut(void **state)
{
    (void)state;
    static _Alignas(16) float rows[4][WIDTH], like[4][WIDTH];
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_side_by_side_are_as_alone),
        cmocka_unit_test(a_sure_row_is_let_go),
        cmocka_unit_test(odds_are_added_to),
        cmocka_unit_test(values_out_of_range_are_cut),
        cmocka_unit_test(logistic_is_close_and_monotone),
    };
    return cmocka_run_group_tests(tests, make_forest, NULL);
}
