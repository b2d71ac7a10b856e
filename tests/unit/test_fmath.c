#include "base/fmath.h"

#include <math.h>

#include "base/rng.h"
#include "test.h"

#define POINTS 1000000

/* Numbers come from the program's own generator, one stream a test. */
static double between(int stream, int i, double lo, double hi)
{
    struct rng r = rng_key(11, RNG_TEST, (uint64_t)stream, 0);
    return lo + (hi - lo) * rng_uniform(r, (uint64_t)i);
}

/* |got - want| in units of the last place of want. */
static double ulps(double got, long double want)
{
    double w = fabs((double)want);
    if ((long double)got == want)
        return 0;
    return (double)(fabsl((long double)got - want) /
                    (long double)(nextafter(w, (double)INFINITY) - w));
}

/* Within two of them; of so many points only a wrong one says a word. */
static void near(double got, long double want)
{
    if (!(ulps(got, want) <= 2))
        ck_abort_msg("%a should be %La", got, want);
}

/* Linear and logarithmic points: near 0 and far from it. */
static double point(int stream, int i, double most)
{
    double x = between(stream, i, -most, most);
    if (i % 2 == 0)
        return x;
    double small = exp(between(stream + 1, i, -30, log(most)));
    return x < 0 ? -small : small;
}

START_TEST(exponential)
{
    for (int i = 0; i < POINTS; i++) {
        double x = point(0, i, 700);
        near(fmath_exp(x), expl((long double)x));
    }
    ck_assert_double_eq(fmath_exp(0), 1);
    ck_assert_double_eq(fmath_exp((double)-INFINITY), 0);
    ck_assert_double_eq(fmath_exp(-1e9), 0);
    ck_assert(isinf(fmath_exp(710)) && isnan(fmath_exp((double)NAN)));
    ck_assert(fmath_exp(-744) > 0);
}
END_TEST

START_TEST(logarithm)
{
    for (int i = 0; i < POINTS; i++) {
        double x = exp(between(2, i, -700, 700));
        near(fmath_log(x), logl((long double)x));
        x = between(3, i, 0.25, 4);
        near(fmath_log(x), logl((long double)x));
    }
    ck_assert_double_eq(fmath_log(1), 0);
    ck_assert_double_eq(fmath_log(0), (double)-INFINITY);
    ck_assert(isnan(fmath_log(-1)) && isnan(fmath_log((double)NAN)));
    ck_assert(isinf(fmath_log((double)INFINITY)));
    ck_assert_double_le(ulps(fmath_log(0x1p-1074), logl(0x1p-1074L)), 2);
}
END_TEST

START_TEST(power)
{
    for (int i = 0; i < POINTS; i++) {
        double x = exp(between(4, i, -5, 5)), y = between(5, i, -100, 100);
        long double want = powl((long double)x, (long double)y);
        near(fmath_pow(x, y), want);
        /* Adam's: beta^t */
        x = between(6, i, 0.9, 0.9999);
        y = floor(between(7, i, 1, 5000));
        want = powl((long double)x, (long double)y);
        near(fmath_pow(x, y), want);
    }
    ck_assert_double_eq(fmath_pow(2, 10), 1024);
    ck_assert_double_eq(fmath_pow(10, -2), 0.01);
    ck_assert_double_eq(fmath_pow(4, 0.5), 2);
    ck_assert_double_eq(fmath_pow(5, 0), 1);
    ck_assert_double_eq(fmath_pow(0.5, 1e300), 0);
    ck_assert(isinf(fmath_pow(1.5, 1e300)));
}
END_TEST

START_TEST(sine_and_cosine)
{
    for (int i = 0; i < POINTS; i++) {
        double x = point(8, i, i % 3 == 0 ? 1e6 : 20);
        near(fmath_sin(x), sinl((long double)x));
        near(fmath_cos(x), cosl((long double)x));
    }
    ck_assert_double_eq(fmath_sin(0), 0);
    ck_assert_double_eq(fmath_cos(0), 1);
    ck_assert(isnan(fmath_sin((double)INFINITY)));
}
END_TEST

/* The doubles nearest to multiples of pi/2: all but the last bits cancel. */
START_TEST(sine_at_its_zeros)
{
    for (int k = 1; k < 600000; k += 7) {
        double x = (double)(k * 1.5707963267948966192L);
        near(fmath_sin(x), sinl((long double)x));
        near(fmath_cos(x), cosl((long double)x));
    }
}
END_TEST

TEST_MAIN("fmath", exponential, logarithm, power, sine_and_cosine,
          sine_at_its_zeros)
