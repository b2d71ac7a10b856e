/* kern_body_nn: loss, LSTM cell, concat score, dropout, Adam. */
#ifndef KERN_KERN_BODY_NN_H
#define KERN_KERN_BODY_NN_H

#include "base/rng.h"

/* (1 - a) a d: the derivative of the sigmoid, from its value, times d */
VEC_FN struct wide wide_sigmoid_slope(struct wide a, struct wide d)
{
    return wide_mul(wide_mul(wide_sub(wide_set1(1), a), a), d);
}

/* (1 - a a) d, the same of tanh */
VEC_FN struct wide wide_tanh_slope(struct wide a, struct wide d)
{
    struct wide minus = wide_sub(wide_set1(0), a);
    return wide_mul(wide_fma(minus, a, wide_set1(1)), d);
}

/* ==== Cross-entropy ==== */

/* loss = log sum_j exp x_j - (1 - eps) x_target - eps / n sum_j x_j, without
 * its first term */
static double minus_wanted(int n, const real *row, int target, real eps)
{
    double loss = -(1 - (double)eps) * (double)row[target];
    if (eps > 0) /* 0 times the -inf of a masked word is NaN */
        loss -= (double)eps / n * sum_of(n, row);
    return loss;
}

static real kern_cross_entropy(int n, real *row, int target, real eps,
                               real scale)
{
    real max = kern_max(n, row);
    double loss = (double)max + minus_wanted(n, row, target, eps);
    double sum = exp_sum(n, row, row, max);

    struct wide a = wide_set1((real)((double)scale / sum));
    struct wide b = wide_set1(-(scale * eps / (real)n));
    for (int i = 0; i < n; i += WIDE)
        wide_store(row + i, n - i, wide_fma(wide_load(row + i, n - i), a, b));
    row[target] -= scale * (1 - eps);
    return (real)(loss + fmath_log(sum));
}

/* A softmax, an element of which is computed when it is wanted. */
struct soft {
    double log_sum;            /* log sum_j exp x_j */
    real max;                  /* p = exp(x - max) inverse */
    struct wide inverse;
};

VEC_FN struct soft soft_of(int n, const real *x)
{
    real max = kern_max(n, x);
    double sum = exp_sum(n, NULL, x, max);
    return (struct soft){(double)max + fmath_log(sum), max,
                         wide_set1((real)(1 / sum))};
}

VEC_FN struct wide soft_p(const struct soft *s, struct wide x)
{
    return wide_mul(wide_exp(wide_sub(x, wide_set1(s->max))), s->inverse);
}

/* sum_j p_j d_j and sum_j q_j d_j with d = x - y, which is 0 behind the last;
 * p and q must be finite there. */
static void mean_differences(int n, const real *x, const real *y,
                             const struct soft *p, const struct soft *q,
                             double mean[2])
{
    mean[0] = mean[1] = 0;
    for (int i = 0; i < n;) {
        struct wide sp = wide_set1(0), sq = sp;
        for (int end = block_end(i, n); i < end; i += WIDE) {
            struct wide d = wide_sub(wide_load(x + i, n - i),
                                     wide_load(y + i, n - i));
            struct wide a = wide_load_or(x + i, n - i, p->max);
            struct wide b = wide_load_or(y + i, n - i, q->max);
            sp = wide_fma(soft_p(p, a), d, sp);
            sq = wide_fma(soft_p(q, b), d, sq);
        }
        mean[0] += (double)wide_fold_add(sp);
        mean[1] += (double)wide_fold_add(sq);
    }
}

/* dJ / dx_j = p_j (d_j - sum_k p_k d_k) + p_j - q_j
 * dJ / dy_j = q_j (sum_k q_k d_k - d_j) + q_j - p_j */
static void kern_cross_entropy_twice(int n, real *x, real *y, int target,
                                     real eps, real scale, real weight,
                                     real loss[2])
{
    struct soft p = soft_of(n, x), q = soft_of(n, y);
    double mean[2];
    mean_differences(n, x, y, &p, &q, mean);
    double half = (double)weight / 2 * (mean[0] - mean[1]);
    loss[0] = (real)(p.log_sum + minus_wanted(n, x, target, eps) + half);
    loss[1] = (real)(q.log_sum + minus_wanted(n, y, target, eps) + half);

    struct wide mp = wide_set1((real)mean[0]), mq = wide_set1((real)mean[1]);
    struct wide s = wide_set1(scale), w = wide_set1(scale * weight);
    struct wide rest = wide_set1(-(scale * eps / (real)n));
    for (int i = 0; i < n; i += WIDE) {
        struct wide a = wide_load(x + i, n - i), b = wide_load(y + i, n - i);
        struct wide d = wide_sub(a, b);
        struct wide pi = soft_p(&p, a), qi = soft_p(&q, b);
        struct wide e = wide_sub(pi, qi);
        a = wide_fma(pi, wide_sub(d, mp), e);
        b = wide_sub(wide_mul(qi, wide_sub(mq, d)), e);
        wide_store(x + i, n - i, wide_fma(w, a, wide_fma(s, pi, rest)));
        wide_store(y + i, n - i, wide_fma(w, b, wide_fma(s, qi, rest)));
    }
    x[target] -= scale * (1 - eps);
    y[target] -= scale * (1 - eps);
}

/* ==== LSTM ==== */

static void kern_lstm_forward(int N, real *z, const real *c_prev, real *c,
                              real *h)
{
    real *zi = z, *zf = z + N, *zg = zf + N, *zo = zg + N;
    for (int u = 0; u < N; u += WIDE) {
        int n = N - u;
        struct wide i = wide_sigmoid(wide_load(zi + u, n));
        struct wide f = wide_sigmoid(wide_load(zf + u, n));
        struct wide g = wide_tanh(wide_load(zg + u, n));
        struct wide o = wide_sigmoid(wide_load(zo + u, n));
        struct wide cell =
            wide_fma(f, wide_load(c_prev + u, n), wide_mul(i, g));
        wide_store(zi + u, n, i);
        wide_store(zf + u, n, f);
        wide_store(zg + u, n, g);
        wide_store(zo + u, n, o);
        wide_store(c + u, n, cell);
        wide_store(h + u, n, wide_mul(o, wide_tanh(cell)));
    }
}

static void kern_lstm_backward(int N, real *dz, const real *z,
                               const real *c_prev, const real *c,
                               const real *dh, real *dc)
{
    const real *zi = z, *zf = z + N, *zg = zf + N, *zo = zg + N;
    for (int u = 0; u < N; u += WIDE) {
        int n = N - u;
        struct wide i = wide_load(zi + u, n), f = wide_load(zf + u, n);
        struct wide g = wide_load(zg + u, n), o = wide_load(zo + u, n);
        struct wide t = wide_tanh(wide_load(c + u, n));
        struct wide d = wide_load(dh + u, n);
        /* h = o t */
        struct wide dcell =
            wide_add(wide_tanh_slope(t, wide_mul(d, o)), wide_load(dc + u, n));
        struct wide d_o = wide_mul(d, t);
        /* c = f c_prev + i g */
        struct wide d_f = wide_mul(dcell, wide_load(c_prev + u, n));
        struct wide d_i = wide_mul(dcell, g), d_g = wide_mul(dcell, i);
        wide_store(dc + u, n, wide_mul(dcell, f));
        wide_store(dz + u, n, wide_sigmoid_slope(i, d_i));
        wide_store(dz + N + u, n, wide_sigmoid_slope(f, d_f));
        wide_store(dz + 2 * N + u, n, wide_tanh_slope(g, d_g));
        wide_store(dz + 3 * N + u, n, wide_sigmoid_slope(o, d_o));
    }
}

/* ==== Concat score ==== */

static real kern_concat_score(int A, const real *q, const real *k,
                              const real *v)
{
    struct wide s = wide_set1(0);
    for (int i = 0; i < A; i += WIDE) {
        int n = A - i;
        struct wide t =
            wide_tanh(wide_add(wide_load(q + i, n), wide_load(k + i, n)));
        s = wide_fma(wide_load(v + i, n), t, s);
    }
    return wide_fold_add(s);
}

static void kern_concat_score_backward(int A, real de, const real *q,
                                       const real *k, const real *v, real *dq,
                                       real *dk, real *dv)
{
    struct wide e = wide_set1(de);
    for (int i = 0; i < A; i += WIDE) {
        int n = A - i;
        struct wide t =
            wide_tanh(wide_add(wide_load(q + i, n), wide_load(k + i, n)));
        struct wide z = wide_tanh_slope(t, wide_mul(e, wide_load(v + i, n)));
        wide_store(dv + i, n, wide_fma(e, t, wide_load(dv + i, n)));
        wide_store(dq + i, n, wide_add(wide_load(dq + i, n), z));
        wide_store(dk + i, n, wide_add(wide_load(dk + i, n), z));
    }
}

/* ==== Dropout ==== */

/* 32 bits from 32 bits: two multiplications and three shifts as in Wellons'
 * lowbias32, the second half of the key added in the middle so that two keys
 * do not permute the same sequence. */
VEC_FN vint dropout_hash(vint x, vint a, vint b)
{
    x = vint_xor(x, a);
    x = vint_xor(x, vint_shift_right(x, 16));
    x = vint_mul(x, vint_set1(0x7feb352du));
    x = vint_xor(x, vint_shift_right(x, 15));
    x = vint_add(x, b);
    x = vint_mul(x, vint_set1(0x846ca68bu));
    return vint_xor(x, vint_shift_right(x, 16));
}

/* Elements start .. start + n - 1 of the 2^32 that one `bits` serves. */
static void dropout_run(int n, real *x, uint64_t bits, uint32_t start, real p)
{
    vint a = vint_set1((uint32_t)bits), b = vint_set1((uint32_t)(bits >> 32));
    /* Dropped when the hash's upper 24 bits are below p 2^24, so p is
     * rounded to a multiple of 2^-24. */
    vint limit = vint_set1((uint32_t)((double)p * 16777216.0 + 0.5));
    vec scale = vec_set1((real)(1 / (1 - (double)p)));
    for (int i = 0; i < n; i += VEC) {
        int left = n - i < VEC ? n - i : VEC;
        vint h = dropout_hash(vint_count(start + (uint32_t)i), a, b);
        h = vint_shift_right(h, 8);
        vec y = vec_mul(scale, left == VEC ? vec_load(x + i)
                                           : vec_load_n(x + i, left, 0));
        y = vec_zero_if_less(h, limit, y);
        if (left == VEC)
            vec_store(x + i, y);
        else
            vec_store_n(x + i, y, left);
    }
}

static void kern_dropout(int n, real *x, uint64_t key, uint64_t index, real p)
{
    while (n > 0) {
        uint64_t room = (UINT64_C(1) << 32) - (index & UINT32_MAX);
        int run = (uint64_t)n < room ? n : (int)room;
        uint64_t bits = rng_u64((struct rng){key}, index >> 32);
        dropout_run(run, x, bits, (uint32_t)index, p);
        x += run;
        n -= run;
        index += (uint64_t)run;
    }
}

/* ==== Adam ==== */

static void kern_adam(int n, real *w, const real *g, real *m, real *v,
                      const struct kern_adam *a)
{
    struct wide beta1 = wide_set1(a->beta1), beta2 = wide_set1(a->beta2);
    struct wide alpha1 = wide_set1(1 - a->beta1);
    struct wide alpha2 = wide_set1(1 - a->beta2);
    struct wide eps = wide_set1(a->eps_hat), scale = wide_set1(a->grad_scale);
    struct wide rate = wide_set1(-a->rate), decay = wide_set1(-a->decay);
    for (int i = 0; i < n; i += WIDE) {
        int left = n - i;
        struct wide G = wide_mul(scale, wide_load(g + i, left));
        struct wide M =
            wide_fma(beta1, wide_load(m + i, left), wide_mul(alpha1, G));
        struct wide V = wide_fma(beta2, wide_load(v + i, left),
                                 wide_mul(alpha2, wide_mul(G, G)));
        struct wide W = wide_load(w + i, left);
        W = wide_fma(decay, W, W);
        struct wide step = wide_div(M, wide_add(wide_sqrt(V), eps));
        wide_store(m + i, left, M);
        wide_store(v + i, left, V);
        wide_store(w + i, left, wide_fma(rate, step, W));
    }
}

#endif
