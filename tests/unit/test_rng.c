#include "base/rng.h"

#include <math.h>
#include <stdbool.h>

#include "test.h"

/* The bits are a promise: a changed value changes every model. */
START_TEST(known_values)
{
    struct rng r = rng_key(1, RNG_TEST, 2, 3);
    ck_assert_uint_eq(rng_u64(r, 0), UINT64_C(0xA4F104A0D08DCD99));
    ck_assert_uint_eq(rng_u64(r, 1), UINT64_C(0x80085713AEF8820F));
    ck_assert_uint_eq(rng_u64(r, UINT64_C(1) << 40), UINT64_C(0xA1B9A7C27F270AE2));
}
END_TEST

START_TEST(every_part_of_the_key_counts)
{
    struct rng r[] = {
        rng_key(1, RNG_TEST, 2, 3), rng_key(2, RNG_TEST, 2, 3),
        rng_key(1, RNG_INIT, 2, 3), rng_key(1, RNG_TEST, 3, 2),
        rng_key(1, RNG_TEST, 2, 4), rng_key(1, RNG_TEST, 0, 3),
        rng_key(0, RNG_TEST, 0, 0), rng_key(0, RNG_INIT, 0, 0)
    };
    for (int i = 0; i < 8; i++)
        for (int j = 0; j < i; j++)
            ck_assert_uint_ne(rng_u64(r[i], 0), rng_u64(r[j], 0));
}
END_TEST

/* Neighbouring indices and keys agree in 32 of 64 bits on average. */
START_TEST(neighbours_are_unrelated)
{
    long ones = 0, bits = 0;
    for (uint64_t i = 0; i < 20000; i++) {
        struct rng a = rng_key(i, RNG_TEST, 0, 0);
        struct rng b = rng_key(i + 1, RNG_TEST, 0, 0);
        ones += __builtin_popcountll(rng_u64(a, i) ^ rng_u64(a, i + 1));
        ones += __builtin_popcountll(rng_u64(a, i) ^ rng_u64(b, i));
        bits += 128;
    }
    double share = (double)ones / (double)bits;
    ck_assert_double_eq_tol(share, 0.5, 0.002);
}
END_TEST

START_TEST(uniform_moments)
{
    struct rng r = rng_key(7, RNG_TEST, 0, 0);
    double sum = 0, square = 0;
    int n = 1000000, outside = 0;
    for (int i = 0; i < n; i++) {
        double u = rng_uniform(r, (uint64_t)i);
        outside += !(u >= 0 && u < 1);
        sum += u;
        square += u * u;
    }
    ck_assert_int_eq(outside, 0);
    ck_assert_double_eq_tol(sum / n, 0.5, 0.0015);
    ck_assert_double_eq_tol(square / n, 1.0 / 3, 0.0015);
}
END_TEST

START_TEST(normal_moments)
{
    struct rng r = rng_key(8, RNG_TEST, 0, 0);
    double sum = 0, square = 0, fourth = 0;
    int n = 1000000, beyond = 0, infinite = 0;
    for (int i = 0; i < n; i++) {
        double x = rng_normal(r, (uint64_t)i);
        infinite += !isfinite(x);
        sum += x;
        square += x * x;
        fourth += x * x * x * x;
        beyond += fabs(x) > 1.959964;
    }
    ck_assert_int_eq(infinite, 0);
    ck_assert_double_eq_tol(sum / n, 0, 0.005);
    ck_assert_double_eq_tol(square / n, 1, 0.01);
    ck_assert_double_eq_tol(fourth / n, 3, 0.06);
    ck_assert_double_eq_tol((double)beyond / n, 0.05, 0.002);
}
END_TEST

START_TEST(below_is_even)
{
    struct rng r = rng_key(9, RNG_TEST, 0, 0);
    int count[7] = {0};
    for (int i = 0; i < 700000; i++)
        count[rng_below(r, (uint64_t)i, 7)]++;
    for (int i = 0; i < 7; i++)
        ck_assert_int_lt(abs(count[i] - 100000), 1500);
    for (uint64_t i = 0; i < 1000; i++) {
        ck_assert_uint_eq(rng_below(r, i, 1), 0);
        ck_assert_uint_lt(rng_below(r, i, UINT64_MAX), UINT64_MAX);
    }
}
END_TEST

START_TEST(shuffle_is_a_permutation)
{
    int order[1000], n = 1000, fixed = 0;
    bool seen[1000] = {false};
    rng_shuffle(rng_key(3, RNG_SHUFFLE, 1, 0), order, n);
    for (int i = 0; i < n; i++) {
        ck_assert(order[i] >= 0 && order[i] < n && !seen[order[i]]);
        seen[order[i]] = true;
        fixed += order[i] == i;
    }
    ck_assert_int_lt(fixed, 10);
    rng_shuffle(rng_key(3, RNG_SHUFFLE, 1, 0), order, 1);
    ck_assert_int_eq(order[0], 0);
    rng_shuffle(rng_key(3, RNG_SHUFFLE, 1, 0), order, 0);
}
END_TEST

/* Each of the 24 orders of 4 comes about as often. */
START_TEST(shuffle_is_even)
{
    int count[256] = {0}, order[4];
    for (uint64_t i = 0; i < 240000; i++) {
        rng_shuffle(rng_key(5, RNG_SHUFFLE, i, 0), order, 4);
        count[order[0] | order[1] << 2 | order[2] << 4 | order[3] << 6]++;
    }
    int orders = 0;
    for (int i = 0; i < 256; i++)
        if (count[i] > 0) {
            orders++;
            ck_assert_int_lt(abs(count[i] - 10000), 500);
        }
    ck_assert_int_eq(orders, 24);
}
END_TEST

TEST_MAIN("rng", known_values, every_part_of_the_key_counts,
          neighbours_are_unrelated, uniform_moments, normal_moments,
          below_is_even, shuffle_is_a_permutation, shuffle_is_even)
