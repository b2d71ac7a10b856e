#include "base/par.h"

#include <stdint.h>
#include <string.h>

#include "base/clock.h"
#include "test.h"

#define N 10007

static int count[N], grain_now, bad, ranges;

/* Ranges are disjoint, so each thread writes its own elements. */
static void visit(void *ctx, int lo, int hi)
{
    int *elements = ctx;
    if (lo % grain_now != 0 || (hi % grain_now != 0 && hi != N) || lo >= hi)
        __atomic_add_fetch(&bad, 1, __ATOMIC_RELAXED);
    __atomic_add_fetch(&ranges, 1, __ATOMIC_RELAXED);
    for (int i = lo; i < hi; i++)
        elements[i]++;
}

START_TEST(covers_the_range_once)
{
    static const int grains[] = {1, 3, 64, 5000, N - 1, N, 2 * N};
    for (int threads = 1; threads <= 9; threads++)
        for (int g = 0; g < 7; g++) {
            memset(count, 0, sizeof(count));
            bad = ranges = 0;
            grain_now = grains[g];
            int set = par_set_threads(threads);
            par_range(N, grain_now, visit, count);
            ck_assert_int_eq(bad, 0);
            ck_assert_int_le(ranges, set);
            for (int i = 0; i < N; i++)
                ck_assert_int_eq(count[i], 1);
        }
    par_range(0, 1, visit, count);
    par_range(-5, 1, visit, count);
}
END_TEST

static void outer(void *ctx, int lo, int hi)
{
    int *inner = ctx;
    (void)lo;
    (void)hi;
    int mine[N] = {0};
    par_range(N, 1, visit, mine);
    int once = 0;
    for (int i = 0; i < N; i++)
        once += mine[i] == 1;
    __atomic_add_fetch(inner, once == N, __ATOMIC_RELAXED);
}

START_TEST(nested_is_serial)
{
    int inner = 0;
    grain_now = 1;
    par_set_threads(4);
    par_range(100, 1, outer, &inner);
    int parts = inner;
    ck_assert_int_eq(ranges, parts);
    ck_assert_int_ge(parts, 1);
}
END_TEST

START_TEST(threads)
{
    ck_assert_int_ge(par_threads(), 1);
    ck_assert_int_ge(par_set_threads(0), 1);
    ck_assert_int_eq(par_set_threads(1), 1);
    ck_assert_int_eq(par_threads(), 1);
}
END_TEST

START_TEST(clock_goes_forward)
{
    double t = clock_seconds();
    usleep(20000);
    double passed = clock_seconds() - t;
    ck_assert(passed > 0.015 && passed < 10);
}
END_TEST

TEST_MAIN("par", covers_the_range_once, nested_is_serial, threads,
          clock_goes_forward)
