/* Parts that add up to the whole. */
#include "kern/part.h"

#include <string.h>

#include "base/clock.h"
#include "base/par.h"
#include "test.h"

static void spend(double seconds)
{
    double began = clock_seconds();
    while (clock_seconds() - began < seconds)
        continue;
}

START_TEST(inner_time_is_the_inner_part_s)
{
    double spent[PARTS] = {0}, began = clock_seconds();
    part_watch(spent);
    enum part outer = part_switch(PART_ATTENTION);
    ck_assert_int_eq(outer, PART_REST);
    spend(0.002);
    ck_assert_int_eq(part_switch(PART_GEMM), PART_ATTENTION);
    spend(0.004);
    part_switch(PART_ATTENTION);
    spend(0.002);
    part_switch(outer);
    spend(0.001);
    part_watch(NULL);
    double whole = clock_seconds() - began, sum = 0;
    for (int p = 0; p < PARTS; p++)
        sum += spent[p];
    ck_assert_double_ge(spent[PART_ATTENTION], 0.0039);
    ck_assert_double_ge(spent[PART_GEMM], 0.0039);
    ck_assert_double_ge(spent[PART_REST], 0.0009);
    ck_assert_double_eq(spent[PART_DATA], 0);
    ck_assert_double_le(sum, whole);
    ck_assert_double_ge(sum, 0.0089);
}
END_TEST

START_TEST(nothing_is_added_unwatched)
{
    double spent[PARTS] = {0}, none[PARTS] = {0};
    part_switch(PART_GEMM);
    part_watch(spent);
    part_watch(NULL);
    part_switch(PART_GEMM);
    spent[PART_REST] = 0;
    spend(0.001);
    part_switch(PART_REST);
    ck_assert(memcmp(spent, none, sizeof none) == 0);
}
END_TEST

static void switch_and_spend(void *ctx, int lo, int hi)
{
    (void)ctx;
    enum part outer = part_switch(PART_SOFTMAX);
    spend(0.002 * (hi - lo));
    part_switch(outer);
}

/* The caller is watched, as it works and as it waits; the others are not. */
START_TEST(one_thread_is_watched)
{
    double spent[PARTS] = {0}, began = clock_seconds();
    par_set_threads(3);
    part_watch(spent);
    par_range(3, 1, switch_and_spend, NULL);
    part_watch(NULL);
    double whole = clock_seconds() - began;
    par_set_threads(0);
    ck_assert_double_ge(spent[PART_SOFTMAX], 0.0019);
    ck_assert_double_le(spent[PART_SOFTMAX] + spent[PART_REST], whole);
}
END_TEST

START_TEST(names)
{
    for (int p = 0; p < PARTS; p++)
        ck_assert(part_name(p)[0] && part_what(p)[0]);
    ck_assert_str_eq(part_name(PART_GEMM), "gemm");
    ck_assert_str_eq(part_name(PART_REST), "rest");
}
END_TEST

TEST_MAIN("part", inner_time_is_the_inner_part_s, nothing_is_added_unwatched,
          one_thread_is_watched, names)
