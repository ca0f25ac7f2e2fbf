#include "unit.h"

#include "strip/forest.h"

#include <math.h>

/* x0 < 1 ? (x1 < 5 ? -1 : .5) : 2, then x1 < 0 ? 10 : 0, both filled up to depth 2 */
static const float thresholds[] = {1, 5, 0, 0, 0, 0};
static const uint8_t features[] = {0, 1, 0, 1, 0, 0};
static const float leaves[] = {-1, .5f, 2, 2, 10, 10, 0, 0};

static float score(const struct al_forest *f, float a, float b)
{
    float out;
    al_forest_score(f, (float[]){a, b}, 2, 1, &out);
    return out;
}

static void trees_add_up(void **state)
{
    (void)state;
    struct al_forest f = {thresholds, features, leaves, 2, 2, 0, 0, 0};
    assert_float_equal(score(&f, 0, 0), -1, 1e-6);
    assert_float_equal(score(&f, 0, 5), .5, 1e-6);
    assert_float_equal(score(&f, 1, 5), 2, 1e-6);
    assert_float_equal(score(&f, 1, -1), 12, 1e-6);
}

static void a_sure_row_is_let_go(void **state)
{
    (void)state;
    struct al_forest f = {thresholds, features, leaves, 2, 2, 1, 1.5f, 3};
    assert_float_equal(score(&f, 1, -1), 6, 1e-6);
    assert_float_equal(score(&f, 0, -1), 9, 1e-6);
}

static void rows_side_by_side_are_as_alone(void **state)
{
    (void)state;
    struct al_forest f = {thresholds, features, leaves, 2, 2, 1, 1.5f, 3};
    float rows[AL_FOREST_ROWS][2], out[AL_FOREST_ROWS];
    for (int i = 0; i < AL_FOREST_ROWS; i++) {
        rows[i][0] = (float)(i % 3);
        rows[i][1] = (float)(i - 4);
    }
    for (size_t n = 0; n <= AL_FOREST_ROWS; n++) {
        al_forest_score(&f, rows[0], 2, n, out);
        for (size_t i = 0; i < n; i++)
            assert_float_equal(out[i], score(&f, rows[i][0], rows[i][1]), 1e-6);
    }
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
        cmocka_unit_test(trees_add_up),
        cmocka_unit_test(a_sure_row_is_let_go),
        cmocka_unit_test(rows_side_by_side_are_as_alone),
        cmocka_unit_test(logistic_is_close_and_monotone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
