/* Schedules: where each begins and ends, and that it never rises after its
 * warming up. */
#include "nn/schedule.h"

#include <math.h>

#include "test.h"

enum { W = 10, S = 110 };

static const double lr = 0.5;

START_TEST(rises_in_a_line_then_never)
{
    const struct schedule_kind *k = schedule_kind(_i);
    for (long s = 1; s <= W; s++)
        ck_assert_double_eq_tol(schedule_rate(k, lr, s, W, S), lr * s / W,
                                1e-15);
    for (long s = W + 1; s <= S; s++) {
        double before = schedule_rate(k, lr, s - 1, W, S);
        double now = schedule_rate(k, lr, s, W, S);
        ck_assert_double_le(now, before);
        ck_assert_double_gt(now, 0);
    }
}
END_TEST

START_TEST(begins_at_the_rate_without_warmup)
{
    const struct schedule_kind *k = schedule_kind(_i);
    ck_assert_double_eq_tol(schedule_rate(k, lr, 1, 0, S), lr, 1e-3 * lr);
    ck_assert_double_eq_tol(schedule_rate(k, lr, 1, 0, 0), lr, 1e-3 * lr);
}
END_TEST

START_TEST(values)
{
    double l = (S - 60 + 1) / (double)(S - W + 1);
    ck_assert_double_eq(schedule_rate(&schedule_plateau, lr, 60, W, S), lr);
    ck_assert_double_eq_tol(schedule_rate(&schedule_linear, lr, 60, W, S),
                            lr * l, 1e-15);
    ck_assert_double_eq_tol(schedule_rate(&schedule_cosine, lr, 60, W, S),
                            lr * (1 - cos(3.14159265358979 * l)) / 2, 1e-12);
    ck_assert_double_eq_tol(schedule_rate(&schedule_sqrt, lr, 40, W, S),
                            lr / 2, 1e-15);
}
END_TEST

/* While --time measures, the end is not known: no schedule falls by it. */
START_TEST(unknown_end_keeps_the_rate)
{
    ck_assert_double_eq(schedule_rate(&schedule_linear, lr, 39, 0, 0), lr);
    ck_assert_double_eq(schedule_rate(&schedule_cosine, lr, 39, 0, 0), lr);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("schedule");
    int n = test_count(schedule_kind_name);
    tcase_add_loop_test(t, rises_in_a_line_then_never, 0, n);
    tcase_add_loop_test(t, begins_at_the_rate_without_warmup, 0, n);
    tcase_add_test(t, values);
    tcase_add_test(t, unknown_end_keeps_the_rate);
    return test_run("schedule", t);
}
