/* Each function reduces its argument to a short interval around 0, where a
 * power series of a dozen terms is exact to double, and puts the result back
 * together with the rounding errors that matter carried along.
 *
 *     exp   x = k ln 2 + r            e^x = 2^k e^r            |r| <= 0.35
 *     log   x = 2^k m                 log m = 2 atanh(s),  s = (m-1)/(m+1)
 *     sin   x = k pi/2 + r            sin or cos of r          |r| <= 0.79
 *     pow   x^y = exp(y log x)        the log as a sum of two doubles
 *
 * The compiler must not fuse a product and a sum (-ffp-contract=off) and must
 * not keep more bits than double has. */
#include "base/fmath.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

_Static_assert(FLT_EVAL_METHOD == 0, "double must be evaluated as double");

/* ln 2 and pi/2 cut into pieces: k times a piece is exact for every k that
 * occurs, all but the last. */
#define LN2_HI 0x1.62e42fefa2000p-1
#define LN2_LO 0x1.9ef35793c7673p-41
#define PIO2_1 0x1.921fb54400000p+0
#define PIO2_2 0x1.0b4611a600000p-34
#define PIO2_3 0x1.3198a2e037073p-69

/* ==== Parts ==== */

/* hi + lo, unevaluated: about 106 bits. */
struct pair {
    double hi, lo;
};

/* a + b exactly. */
static struct pair sum(double a, double b)
{
    double s = a + b, t = s - a;
    return (struct pair){s, (a - (s - t)) + (b - t)};
}

/* a * b exactly: each factor is cut into two of 26 bits first. */
static struct pair product(double a, double b)
{
    double ca = 134217729.0 * a, cb = 134217729.0 * b;
    double ah = ca - (ca - a), al = a - ah;
    double bh = cb - (cb - b), bl = b - bh;
    double p = a * b;
    return (struct pair){p, ((ah * bh - p) + ah * bl + al * bh) + al * bl};
}

static struct pair pair_times(struct pair a, struct pair b)
{
    struct pair p = product(a.hi, b.hi);
    return sum(p.hi, p.lo + (a.hi * b.lo + a.lo * b.hi));
}

static struct pair pair_plus(struct pair a, struct pair b)
{
    struct pair s = sum(a.hi, b.hi);
    return sum(s.hi, s.lo + (a.lo + b.lo));
}

/* 2^k for -1022 <= k <= 1023. */
static double power_of_two(int k)
{
    uint64_t bits = (uint64_t)(k + 1023) << 52;
    double x;
    memcpy(&x, &bits, sizeof(x));
    return x;
}

static int nearest(double x)
{
    return (int)(x < 0 ? x - 0.5 : x + 0.5);
}

/* c[0] + c[1] x + ... + c[n-1] x^(n-1) */
static double polynomial(const double *c, int n, double x)
{
    double y = c[n - 1];
    for (int i = n - 2; i >= 0; i--)
        y = c[i] + x * y;
    return y;
}

/* ==== exp ==== */

/* x = k ln 2 + r + err and e^(r + err) = 1 + r + rest. */
struct exp_parts {
    int k;
    double r, rest;
};

static struct exp_parts exp_reduce(double hi, double lo)
{
    static const double factorial[] = {
        1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040,
        1.0 / 40320, 1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800,
        1.0 / 479001600, 1.0 / 6227020800.0
    };
    int k = nearest(hi * 0x1.71547652b82fep+0);
    double top = hi - k * LN2_HI, low = k * LN2_LO - lo;
    double r = top - low, err = (top - r) - low;
    double rest = r * r * polynomial(factorial, 12, r);
    return (struct exp_parts){k, r, rest + err};
}

/* e^(hi + lo), |lo| far below |hi|. */
static double exp_pair(double hi, double lo)
{
    if (isnan(hi))
        return hi;
    if (hi > 709.79)
        return (double)INFINITY;
    if (hi < -745.2)
        return 0;
    struct exp_parts e = exp_reduce(hi, lo);
    struct pair y = sum(1, e.r);
    /* in two steps: 2^k itself may be out of range where the result is not */
    int half = e.k / 2;
    return (y.hi + (y.lo + e.rest)) * power_of_two(half) *
           power_of_two(e.k - half);
}

double fmath_exp(double x)
{
    return exp_pair(x, 0);
}

/* ==== log, pow ==== */

/* x = 2^k m with m in [sqrt(1/2), sqrt(2)), for finite x > 0. */
static double split_power(double x, int *k)
{
    uint64_t bits;
    *k = 0;
    if (x < DBL_MIN) {
        x *= 0x1p54;
        *k = -54;
    }
    memcpy(&bits, &x, sizeof(bits));
    *k += (int)(bits >> 52) - 1023;
    bits = (bits & 0xFFFFFFFFFFFFF) | (uint64_t)1023 << 52;
    memcpy(&x, &bits, sizeof(x));
    if (x < 0x1.6a09e667f3bcdp+0)
        return x;
    *k += 1;
    return x / 2;
}

/* atanh(s) = s + s^3/3 + s^5/5 + ...: 2/3, 2/5, 2/7, ... */
static const double atanh_series[] = {
    2.0 / 3, 2.0 / 5, 2.0 / 7, 2.0 / 9, 2.0 / 11, 2.0 / 13, 2.0 / 15,
    2.0 / 17, 2.0 / 19, 2.0 / 21, 2.0 / 23, 2.0 / 25
};

/* log m = f - s (f - z P(z)), where f = m - 1 is exact and z = s^2. */
double fmath_log(double x)
{
    if (!(x > 0))
        return x == 0 ? (double)-INFINITY : (double)NAN;
    if (isinf(x))
        return x;
    int k;
    double f = split_power(x, &k) - 1;
    double s = f / (2 + f), z = s * s;
    double low = s * (f - z * polynomial(atanh_series, 12, z));
    return k * LN2_HI + (f - (low - k * LN2_LO));
}

/* log x to about 2^-64 of its size: the first two terms of the series in
 * pairs, the rest is small enough for double. */
static struct pair log_pair(double x)
{
    int k;
    double m = split_power(x, &k), f = m - 1;
    struct pair g = sum(m, 1);
    double q = f / g.hi;
    struct pair back = product(q, g.hi);
    double rest = ((f - back.hi) - back.lo) - q * g.lo;
    struct pair s = sum(q, rest / g.hi), z = pair_times(s, s);
    struct pair third = {0x1.5555555555555p-1, 0x1.5555555555555p-55};
    struct pair tail = product(z.hi, polynomial(atanh_series + 1, 11, z.hi));
    struct pair p = pair_times(pair_times(s, z), pair_plus(third, tail));
    p = pair_plus((struct pair){2 * s.hi, 2 * s.lo}, p);
    return pair_plus(sum(k * LN2_HI, k * LN2_LO), p);
}

double fmath_pow(double x, double y)
{
    if (x == 1 || y == 0)
        return 1;
    if (!(x > 0) || isinf(x) || isnan(y))
        return exp_pair(y * fmath_log(x), 0);
    struct pair l = log_pair(x);
    if (fabs(y * l.hi) > 800)
        return exp_pair(y * l.hi, 0);
    struct pair p = product(y, l.hi);
    return exp_pair(p.hi, p.lo + y * l.lo);
}

/* ==== sin, cos ==== */

/* x - k pi/2; *k is the multiple. */
static struct pair quarter_turns(double x, int *k)
{
    *k = nearest(x * 0x1.45f306dc9c883p-1);
    struct pair r = sum(x - *k * PIO2_1, -(*k * PIO2_2));
    struct pair t = sum(r.hi, -(*k * PIO2_3));
    return sum(t.hi, t.lo + r.lo);
}

static double sin_small(struct pair r)
{
    static const double c[] = {
        -1.0 / 6, 1.0 / 120, -1.0 / 5040, 1.0 / 362880, -1.0 / 39916800,
        1.0 / 6227020800.0, -1.0 / 1307674368000.0, 1.0 / 355687428096000.0
    };
    double z = r.hi * r.hi;
    double low = r.lo * (1 - z / 2);
    return r.hi + (r.hi * z * polynomial(c, 8, z) + low);
}

static double cos_small(struct pair r)
{
    static const double c[] = {
        1.0 / 24, -1.0 / 720, 1.0 / 40320, -1.0 / 3628800,
        1.0 / 479001600, -1.0 / 87178291200.0, 1.0 / 20922789888000.0,
        -1.0 / 6402373705728000.0
    };
    double z = r.hi * r.hi;
    struct pair y = sum(1, -z / 2);
    return y.hi + (y.lo + (z * z * polynomial(c, 8, z) - r.hi * r.lo));
}

/* sin(x + quarter * pi/2) */
static double sin_from(double x, int quarter)
{
    int k;
    if (!(fabs(x) < 1e9))
        return (double)NAN;
    struct pair r = quarter_turns(x, &k);
    k += quarter;
    double y = k & 1 ? cos_small(r) : sin_small(r);
    return k & 2 ? -y : y;
}

double fmath_sin(double x)
{
    return sin_from(x, 0);
}

double fmath_cos(double x)
{
    return sin_from(x, 1);
}
