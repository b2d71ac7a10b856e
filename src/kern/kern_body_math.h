/* kern_body_math: functions of elements, and reductions. */
#ifndef KERN_KERN_BODY_MATH_H
#define KERN_KERN_BODY_MATH_H

#include "base/fmath.h"

/* Sums of more terms than this go on in double, block by block: a float
 * chain over a vocabulary would lose digits. */
enum { KERN_BLOCK = 4096 };

/* ==== exp, tanh, sigmoid of a wide ==== */

#if REAL_IS_DOUBLE

VEC_FN struct wide wide_exp(struct wide x)
{
    WIDE_EACH(p) x.v[p] = real_exp(x.v[p]);
    return x;
}

VEC_FN struct wide wide_tanh(struct wide x)
{
    WIDE_EACH(p) x.v[p] = real_tanh(x.v[p]);
    return x;
}

#else

/* sum_i c[i] x^(n-1-i), Horner's rule */
VEC_FN struct wide wide_polynomial(int n, const float *c, struct wide x)
{
    struct wide y = wide_set1(c[0]);
    KERN_UNROLL
    for (int i = 1; i < n; i++)
        y = wide_fma(y, x, wide_set1(c[i]));
    return y;
}

VEC_FN struct wide wide_add_exponent(struct wide x, struct wide t)
{
    WIDE_EACH(p) x.v[p] = vec_add_exponent(x.v[p], t.v[p]);
    return x;
}

/* e^x = 2^n e^r with n = round(x / log 2), |r| <= log(2) / 2, and e^r by
 * Cephes' polynomial (Moshier, expf).  Relative error 1e-7.  Infinity above
 * log(FLT_MAX); 0 where the result would be subnormal, because those are
 * slow and nobody needs them; NaN for NaN. */
VEC_FN struct wide wide_exp(struct wide x)
{
    static const float c[6] = {1.9875691500e-4f, 1.3981999507e-3f,
                               8.3334519073e-3f, 4.1665795894e-2f,
                               1.6666665459e-1f, 5.0000001201e-1f};
    const float magic = 12582912.0f; /* 1.5 * 2^23: t's low bits are n */
    struct wide t = wide_fma(x, wide_set1(1.44269504f), wide_set1(magic));
    struct wide n = wide_sub(t, wide_set1(magic));
    /* log 2 in two parts; n times the first is exact. */
    struct wide r = wide_fma(n, wide_set1(-0.693359375f), x);
    r = wide_fma(n, wide_set1(2.12194440e-4f), r);
    struct wide y = wide_fma(wide_polynomial(6, c, r), wide_mul(r, r), r);
    y = wide_add_exponent(wide_add(y, wide_set1(1.0f)), t);

    y = wide_if_less(x, wide_set1(-87.3365402f), wide_set1(0), y);
    struct wide beyond = wide_mul(x, wide_set1(INFINITY)); /* NaN or inf */
    return wide_if_less(x, wide_set1(88.7228394f), y, beyond);
}

/* tanh x = x P(x x) / Q(x x): the rational function of Eigen, PyTorch and
 * XLA, of degree 13 over 6.  Absolute error 3e-7; relative, too, near 0. */
VEC_FN struct wide wide_tanh(struct wide x)
{
    static const float P[7] = {-2.76076847742355e-16f, 2.00018790482477e-13f,
                               -8.60467152213735e-11f, 5.12229709037114e-08f,
                               1.48572235717979e-05f,  6.37261928875436e-04f,
                               4.89352455891786e-03f};
    static const float Q[4] = {1.19825839466702e-06f, 1.18534705686654e-04f,
                               2.26843463243900e-03f, 4.89352518554385e-03f};
    const float limit = 7.90531110763549805f; /* tanh rounds to 1 there */
    /* x second: a NaN must pass. */
    x = wide_max(wide_set1(-limit), wide_min(wide_set1(limit), x));
    struct wide x2 = wide_mul(x, x);
    struct wide p = wide_mul(x, wide_polynomial(7, P, x2));
    return wide_div(p, wide_polynomial(4, Q, x2));
}

#endif

VEC_FN struct wide wide_sigmoid(struct wide x)
{
    struct wide one = wide_set1(1);
    struct wide e = wide_exp(wide_sub(wide_set1(0), x));
    return wide_div(one, wide_add(one, e));
}

/* ==== Elementwise ==== */

static void kern_exp(int n, real *y, const real *x)
{
    for (int i = 0; i < n; i += WIDE)
        wide_store(y + i, n - i, wide_exp(wide_load(x + i, n - i)));
}

static void kern_tanh(int n, real *y, const real *x)
{
    for (int i = 0; i < n; i += WIDE)
        wide_store(y + i, n - i, wide_tanh(wide_load(x + i, n - i)));
}

static void kern_sigmoid(int n, real *y, const real *x)
{
    for (int i = 0; i < n; i += WIDE)
        wide_store(y + i, n - i, wide_sigmoid(wide_load(x + i, n - i)));
}

static void kern_add(int n, real *y, const real *x)
{
    for (int i = 0; i < n; i += WIDE)
        wide_store(y + i, n - i,
                   wide_add(wide_load(y + i, n - i), wide_load(x + i, n - i)));
}

static void kern_mul(int n, real *y, const real *x)
{
    for (int i = 0; i < n; i += WIDE)
        wide_store(y + i, n - i,
                   wide_mul(wide_load(y + i, n - i), wide_load(x + i, n - i)));
}

static void kern_axpy(int n, real a, const real *x, real *y)
{
    for (int i = 0; i < n; i += WIDE)
        wide_store(y + i, n - i,
                   wide_fma(wide_set1(a), wide_load(x + i, n - i),
                            wide_load(y + i, n - i)));
}

static void kern_scale(int n, real a, real *y)
{
    for (int i = 0; i < n; i += WIDE)
        wide_store(y + i, n - i,
                   wide_mul(wide_set1(a), wide_load(y + i, n - i)));
}

static void kern_tanh_backward(int n, real *dx, const real *y, const real *dy)
{
    for (int i = 0; i < n; i += WIDE) {
        struct wide t = wide_load(y + i, n - i), d = wide_load(dy + i, n - i);
        /* dy - (dy y) y */
        struct wide minus = wide_sub(wide_set1(0), wide_mul(d, t));
        wide_store(dx + i, n - i, wide_fma(minus, t, d));
    }
}

/* ==== Reductions ==== */

/* The end of the block that starts at i. */
VEC_FN int block_end(int i, int n)
{
    return n - i > KERN_BLOCK ? i + KERN_BLOCK : n;
}

static real kern_dot(int n, const real *x, const real *y)
{
    double total = 0;
    for (int i = 0; i < n;) {
        struct wide s = wide_set1(0);
        for (int end = block_end(i, n); i < end; i += WIDE)
            s = wide_fma(wide_load(x + i, n - i), wide_load(y + i, n - i), s);
        total += (double)wide_fold_add(s);
    }
    return (real)total;
}

static double sum_of(int n, const real *x)
{
    double total = 0;
    for (int i = 0; i < n;) {
        struct wide s = wide_set1(0);
        for (int end = block_end(i, n); i < end; i += WIDE)
            s = wide_add(s, wide_load(x + i, n - i));
        total += (double)wide_fold_add(s);
    }
    return total;
}

static real kern_sum(int n, const real *x)
{
    return (real)sum_of(n, x);
}

/* The larger of both, NaN when one is NaN. */
VEC_FN struct wide wide_max_nan(struct wide max, struct wide x)
{
    return wide_if_nan(x, wide_max(x, max));
}

/* Four chains hide the latency; the order does not matter to a maximum. */
static real kern_max(int n, const real *x)
{
    struct wide m0 = wide_set1(-(real)INFINITY), m1 = m0, m2 = m0, m3 = m0;
    int i = 0;
    for (; n - i >= 4 * WIDE; i += 4 * WIDE) {
        m0 = wide_max_nan(m0, wide_load(x + i, WIDE));
        m1 = wide_max_nan(m1, wide_load(x + i + WIDE, WIDE));
        m2 = wide_max_nan(m2, wide_load(x + i + 2 * WIDE, WIDE));
        m3 = wide_max_nan(m3, wide_load(x + i + 3 * WIDE, WIDE));
    }
    for (; i < n; i += WIDE)
        m0 = wide_max_nan(m0, wide_load_or(x + i, n - i, -(real)INFINITY));
    m0 = wide_max_nan(m0, m1);
    m2 = wide_max_nan(m2, m3);
    return wide_fold_max(wide_max_nan(m0, m2));
}

/* y = exp(x - max); returns the sum.  y may be x, and NULL. */
VEC_FN double exp_sum(int n, real *y, const real *x, real max)
{
    double total = 0;
    struct wide m = wide_set1(max);
    for (int i = 0; i < n;) {
        struct wide s = wide_set1(0);
        for (int end = block_end(i, n); i < end; i += WIDE) {
            struct wide v = wide_load_or(x + i, n - i, -(real)INFINITY);
            v = wide_exp(wide_sub(v, m));
            s = wide_add(s, v);
            if (y != NULL)
                wide_store(y + i, n - i, v);
        }
        total += (double)wide_fold_add(s);
    }
    return total;
}

static void kern_softmax(int n, real *y, const real *x)
{
    double sum = exp_sum(n, y, x, kern_max(n, x));
    kern_scale(n, (real)(1 / sum), y);
}

static void kern_softmax_backward(int n, real *dx, const real *y,
                                  const real *dy)
{
    struct wide s = wide_set1(kern_dot(n, y, dy));
    for (int i = 0; i < n; i += WIDE) {
        struct wide d = wide_sub(wide_load(dy + i, n - i), s);
        wide_store(
            dx + i, n - i,
            wide_fma(wide_load(y + i, n - i), d, wide_load(dx + i, n - i)));
    }
}

static real kern_logsumexp(int n, const real *x)
{
    real max = kern_max(n, x);
    if (isinf(max)) /* inf - inf would be NaN; exp(-inf) adds nothing */
        return max;
    return (real)((double)max + fmath_log(exp_sum(n, NULL, x, max)));
}

#endif
