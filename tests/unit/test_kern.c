/* Every row of the kernel table against the ref row, bit for bit, and the
 * ref row against libm and central differences. */
#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "kern/kern.h"
#include "test.h"

/* Inner loops call ck_abort_msg and not ck_assert, which does a system call
 * each time. */

enum { MAX_N = 9001, ROOM = 4 * MAX_N + 64, LANES = 68 };

static const real none = -(real)INFINITY;

/* ==== Inputs and comparison ==== */

/* Uniform in [-size, size), the i-th of stream `salt`. */
static real value(int salt, int i, double size)
{
    struct rng r = rng_key(1, RNG_TEST, (uint64_t)salt, 0);
    return (real)((rng_uniform(r, (uint64_t)i) * 2 - 1) * size);
}

static void fill(real *x, int n, int salt, double size)
{
    for (int i = 0; i < n; i++)
        x[i] = value(salt, i, size);
}

static bool same_bits(real a, real b)
{
    return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof a) == 0;
}

/* ==== Probes: one call of a kernel, its outputs in `out` ==== */

/* Buffers start at an odd offset, so that nothing is aligned. */
struct buffers {
    real room[6][ROOM + 4];
};

struct probe {
    const char *name;
    void (*run)(const struct kern *k, int n, struct buffers *b, int at);
};

#define IN(i) (b->room[i] + at)

static void probe_exp(const struct kern *k, int n, struct buffers *b, int at)
{
    k->exp(n, IN(0), IN(1));
}

static void probe_tanh(const struct kern *k, int n, struct buffers *b, int at)
{
    k->tanh(n, IN(0), IN(1));
}

static void probe_sigmoid(const struct kern *k, int n, struct buffers *b,
                          int at)
{
    k->sigmoid(n, IN(0), IN(1));
}

static void probe_arithmetic(const struct kern *k, int n, struct buffers *b,
                             int at)
{
    k->add(n, IN(0), IN(1));
    k->mul(n, IN(2), IN(3));
    k->axpy(n, value(9, 0, 1), IN(1), IN(3));
    k->scale(n, value(9, 1, 1), IN(4));
    k->tanh_backward(n, IN(5), IN(1), IN(3));
}

static void probe_reductions(const struct kern *k, int n, struct buffers *b,
                             int at)
{
    IN(0)[0] = k->dot(n, IN(1), IN(2));
    IN(0)[1] = k->sum(n, IN(1));
    IN(0)[2] = k->dot(n, IN(1), IN(1));
    if (n > 0) {
        IN(0)[3] = k->max(n, IN(1));
        IN(0)[4] = k->logsumexp(n, IN(1));
    }
}

static void probe_softmax(const struct kern *k, int n, struct buffers *b,
                          int at)
{
    if (n == 0)
        return;
    IN(1)[n / 2] = n > 1 ? none : 0;
    k->softmax(n, IN(0), IN(1));
    k->softmax_backward(n, IN(2), IN(0), IN(3));
}

static void probe_cross_entropy(const struct kern *k, int n, struct buffers *b,
                                int at)
{
    if (n == 0)
        return;
    IN(0)[0] = k->cross_entropy(n, IN(1), n / 3, 0, 1);
    IN(0)[1] = k->cross_entropy(n, IN(2), n / 2, (real)0.1, (real)0.25);
}

static void probe_twice(const struct kern *k, int n, struct buffers *b, int at)
{
    if (n < 2)
        return;
    k->cross_entropy_twice(n, IN(1), IN(2), n / 3, 0, 1, (real)0.5, IN(0));
    k->cross_entropy_twice(n, IN(3), IN(4), n / 2, (real)0.1, (real)0.25, 2,
                           IN(0));
}

static void probe_lstm(const struct kern *k, int n, struct buffers *b, int at)
{
    k->lstm_forward(n, IN(1), IN(2), IN(3), IN(4));
    k->lstm_backward(n, IN(0), IN(1), IN(2), IN(3), IN(5), IN(5) + n);
    k->lstm_backward(n, IN(1), IN(1), IN(2), IN(3), IN(5), IN(5) + n);
}

static void probe_concat(const struct kern *k, int n, struct buffers *b, int at)
{
    IN(0)[n] = k->concat_score(n, IN(1), IN(2), IN(3));
    k->concat_score_backward(n, value(9, 2, 1), IN(1), IN(2), IN(3), IN(0),
                             IN(4), IN(5));
}

static void probe_dropout(const struct kern *k, int n, struct buffers *b,
                          int at)
{
    k->dropout(n, IN(0), 7, 123, (real)0.3);
    k->dropout(n, IN(1), 7, UINT64_C(0x3ffffffe0), (real)0.3);
    k->dropout(n, IN(2), 7, 123, 0);
}

static void probe_adam(const struct kern *k, int n, struct buffers *b, int at)
{
    struct kern_adam a = {(real)0.9,  (real)0.999, (real)1e-3,
                          (real)1e-8, (real)1e-2,  (real)0.7};
    for (int i = 0; i < n; i++)
        IN(3)[i] = (real)fabs((double)IN(3)[i]);
    k->adam(n, IN(0), IN(1), IN(2), IN(3), &a);
}

static const struct probe probes[] = {
    {"exp", probe_exp},
    {"tanh", probe_tanh},
    {"sigmoid", probe_sigmoid},
    {"arithmetic", probe_arithmetic},
    {"reductions", probe_reductions},
    {"softmax", probe_softmax},
    {"cross_entropy", probe_cross_entropy},
    {"cross_entropy_twice", probe_twice},
    {"lstm", probe_lstm},
    {"concat", probe_concat},
    {"dropout", probe_dropout},
    {"adam", probe_adam},
};
enum { PROBES = sizeof probes / sizeof *probes };

/* Elements that a probe of n may touch, and some that it must not. */
static int room_of(int n)
{
    return 4 * n + 64;
}

static void prepare_once(struct buffers *b)
{
    static const real edges[] = {
        0,          -0.0f,      1,        -1,    88.72283f, 88.72284f,
        -87.33654f, -87.33655f, -103.9f,  -200,  1e-30f,    -1e-30f,
        1e-42f,     7.9053f,    -7.9054f, 1e30f,
    };
    for (int i = 0; i < 6; i++)
        fill(b->room[i], ROOM + 4, i, i == 1 ? 20 : 1);
    for (int i = 0; i < 16; i++)
        b->room[1][2 + 3 * i] = edges[i];
}

static void prepare(struct buffers *b, int n)
{
    static struct buffers all;
    static bool ready;
    if (!ready)
        prepare_once(&all);
    ready = true;
    for (int i = 0; i < 6; i++)
        memcpy(b->room[i], all.room[i], (size_t)room_of(n) * sizeof(real));
}

/* 0 with the same bits, else the difference relative to max(1, |y|). */
static double distance(real x, real y)
{
    if (same_bits(x, y))
        return 0;
    double d = fabs((double)x - (double)y), size = fabs((double)y);
    d /= size > 1 ? size : 1;
    return d > 0 ? d : isnan(d) ? (double)INFINITY : 1e-300; /* 0 and -0 */
}

static void compare(const struct kern *row, const struct kern *ref,
                    const struct probe *p, int n, int at)
{
    static struct buffers mine, theirs;
    prepare(&mine, n);
    prepare(&theirs, n);
    p->run(row, n, &mine, at);
    p->run(ref, n, &theirs, at);
    for (int b = 0; b < 6; b++) {
        for (int i = 0; i < room_of(n); i++) {
            double d = distance(mine.room[b][i], theirs.room[b][i]);
            if (d > (row->fma ? 0 : 1e-4))
                ck_abort_msg("%s: %s of %d elements at %d: element %d of"
                             " buffer %d differs by %g",
                             row->name, p->name, n, at, i, b, d);
        }
    }
}

static const struct kern *last_row(void)
{
    int i = 0;
    while (kern_row(i + 1) != NULL)
        i++;
    return kern_row(i);
}

/* The row number i, or NULL where the processor cannot run it. */
static const struct kern *usable(int i)
{
    const struct kern *row = i < 0 ? NULL : kern_row(i);
    return row != NULL && kern_supported(row) ? row : NULL;
}

static const struct kern *best_row(void)
{
    int i = 0;
    while (usable(i) == NULL)
        i++;
    return kern_row(i);
}

START_TEST(every_row_has_ref_s_bits)
{
    const struct kern *ref = last_row();
    const struct probe *p = &probes[_i];
    ck_assert_str_eq(ref->name, "ref");
    for (int i = 0; kern_row(i) != NULL; i++) {
        if (usable(i) == NULL)
            continue;
        for (int n = 0; n < LANES; n++)
            compare(kern_row(i), ref, p, n, n % 4);
        compare(kern_row(i), ref, p, 1000, 1);
        compare(kern_row(i), ref, p, MAX_N, 3);
    }
}
END_TEST

/* ==== Accuracy ==== */

struct function {
    const char *name;
    double from, to, step;
    double (*right)(double x);
    double absolute, relative; /* allowed, one or the other */
};

static double sigmoid(double x)
{
    return 1 / (1 + exp(-x));
}

static const struct function functions[] = {
    {"exp", -87.3, 88.72, 1e-3, exp, 0, 1.2e-7},
    {"tanh", -12, 12, 1e-4, tanh, 3e-7, 4e-7},
    {"sigmoid", -80, 80, 1e-3, sigmoid, 0, 3e-7},
};

static void call(const struct kern *row, int f, int n, real *y, const real *x)
{
    (f == 0 ? row->exp : f == 1 ? row->tanh : row->sigmoid)(n, y, x);
}

START_TEST(functions_are_accurate)
{
    enum { N = 1000 };
    const struct function *f = &functions[_i];
    for (int r = 0; kern_row(r) != NULL; r++) {
        if (usable(r) == NULL)
            continue;
        for (double from = f->from; from < f->to; from += N * f->step) {
            real x[N], y[N];
            for (int i = 0; i < N; i++)
                x[i] = (real)fmin(from + i * f->step, f->to);
            call(kern_row(r), _i, N, y, x);
            for (int i = 0; i < N; i++) {
                double right = f->right((double)x[i]);
                double d = fabs((double)y[i] - right);
                d /= kern_row(r)->fma ? 1 : 2;
                if (d > f->absolute && d > f->relative * fabs(right))
                    ck_abort_msg("%s: %s(%.9g) = %.9g, expected %.9g",
                                 kern_row(r)->name, f->name, (double)x[i],
                                 (double)y[i], right);
                if (_i > 0 && fabs((double)y[i]) > 1)
                    ck_abort_msg("%s is beyond 1", f->name);
            }
        }
    }
}
END_TEST

START_TEST(edges_are_right)
{
    for (int r = 0; kern_row(r) != NULL; r++) {
        const struct kern *row = usable(r);
        if (row == NULL)
            continue;
        real inf = (real)INFINITY,
             x[8] = {inf, -inf, (real)NAN, 0, 1000, -1000, 0, 0}, y[8];
        row->exp(8, y, x);
        ck_assert(isinf(y[0]) && y[1] == 0 && isnan(y[2]) && y[3] == 1);
        ck_assert(isinf(y[4]) && y[5] == 0);
        row->tanh(8, y, x);
        ck_assert(fabs((double)y[0] - 1) < 3e-7);
        ck_assert(fabs((double)y[1] + 1) < 3e-7);
        ck_assert(isnan(y[2]) && y[3] == 0);
        row->sigmoid(8, y, x);
        ck_assert(y[0] == 1 && y[1] == 0 && isnan(y[2]) && y[4] == 1);
        ck_assert(y[3] == (real)0.5 && y[5] == 0);
    }
}
END_TEST

/* Every size around the vectors' and the strip's; nothing beyond is touched.
 * One assertion a size: each costs a word to the parent process. */
static void check_turn(const struct kern *row, int m, int n)
{
    enum { LD = 150, MARK = -1 };
    static real x[LD * LD], y[LD * LD];
    int wrong = 0;
    for (int i = 0; i < LD * LD; i++) {
        x[i] = (real)i;
        y[i] = MARK;
    }
    row->turn(m, n, x, LD, y, LD);
    for (int j = 0; j < LD; j++)
        for (int i = 0; i < LD; i++) {
            real want = i < m && j < n ? x[i * LD + j] : MARK;
            wrong += y[j * LD + i] < want || y[j * LD + i] > want;
        }
    ck_assert_msg(wrong == 0, "%s: %d x %d: %d elements are wrong", row->name,
                  m, n, wrong);
}

START_TEST(turn_changes_rows_and_columns)
{
    static const int size[] = {0, 1, 3, 8, 15, 16, 17, 63, 65, 149};
    enum { SIZES = sizeof size / sizeof *size };
    for (int r = 0; kern_row(r) != NULL; r++)
        for (int k = 0; usable(r) != NULL && k < SIZES * SIZES; k++)
            check_turn(usable(r), size[k / SIZES], size[k % SIZES]);
}
END_TEST

/* A NaN at any place of a row reaches every result. */
START_TEST(nan_is_never_hidden)
{
    for (int r = 0; kern_row(r) != NULL; r++) {
        const struct kern *row = usable(r);
        for (int at = 0; row != NULL && at < LANES; at++) {
            real x[LANES], y[LANES];
            fill(x, LANES, 1, 3);
            x[at] = (real)NAN;
            ck_assert(isnan(row->max(LANES, x)));
            ck_assert(isnan(row->sum(LANES, x)));
            ck_assert(isnan(row->dot(LANES, x, x)));
            ck_assert(isnan(row->logsumexp(LANES, x)));
            row->softmax(LANES, y, x);
            ck_assert(isnan(y[0]) && isnan(y[LANES - 1]));
            ck_assert(isnan(row->cross_entropy(LANES, x, 3, 0, 1)));
        }
    }
}
END_TEST

START_TEST(logsumexp_is_right)
{
    for (int r = 0; kern_row(r) != NULL; r++) {
        const struct kern *row = usable(r);
        if (row == NULL)
            continue;
        for (int n = 1; n <= 10000; n = 2 * n + 1) {
            static real x[20000];
            double sum = 0;
            fill(x, n, n, 5);
            for (int i = 0; i < n; i++)
                sum += exp((double)x[i]);
            ck_assert_double_eq_tol((double)row->logsumexp(n, x), log(sum),
                                    2e-6);
        }
        real far[3] = {1000, 1000, none}, gone[2] = {none, none};
        ck_assert_double_eq_tol((double)row->logsumexp(3, far), 1000 + log(2),
                                1e-4);
        ck_assert(row->logsumexp(2, gone) == none);
    }
}
END_TEST

/* ==== Gradients: central differences of the formulas in double ==== */

enum { G = 37 }; /* elements; not a multiple of anything */

/* The loss of a forward pass as a function of its inputs. */
typedef double loss_f(const double *x);

static double weight(int i)
{
    return (double)value(5, i, 1);
}

static void check_gradient(const char *row, loss_f *loss, const real *x, int n,
                           const real *dx)
{
    double y[8 * G], h = 1e-5, tolerance = REAL_IS_DOUBLE ? 1e-8 : 2e-6;
    for (int i = 0; i < n; i++)
        y[i] = (double)x[i];
    for (int i = 0; i < n; i++) {
        double at = y[i];
        y[i] = at + h;
        double up = loss(y);
        y[i] = at - h;
        double slope = (up - loss(y)) / (2 * h);
        y[i] = at;
        ck_assert_msg(fabs(slope - (double)dx[i]) < tolerance,
                      "%s: gradient %d is %.9g, expected %.9g", row, i,
                      (double)dx[i], slope);
    }
}

static double softmax_loss(const double *x)
{
    double sum = 0, loss = 0;
    for (int i = 0; i < G; i++)
        sum += exp(x[i]);
    for (int i = 0; i < G; i++)
        loss += weight(i) * exp(x[i]) / sum;
    return loss;
}

static double cross_entropy_loss(const double *x)
{
    double sum = 0, all = 0;
    for (int i = 0; i < G; i++) {
        sum += exp(x[i]);
        all += x[i];
    }
    return log(sum) - (1 - (double)(real)0.1) * x[5] -
           (double)(real)0.1 / G * all;
}

/* x: both rows; weight 0.6 */
static double twice_loss(const double *x)
{
    double sum[2] = {0, 0}, loss = 0;
    for (int i = 0; i < 2 * G; i++)
        sum[i / G] += exp(x[i]);
    for (int i = 0; i < G; i++) {
        double p = exp(x[i]) / sum[0], q = exp(x[G + i]) / sum[1];
        loss += (double)(real)0.6 * (p - q) * log(p / q);
    }
    return loss + cross_entropy_loss(x) + cross_entropy_loss(x + G);
}

/* x: z [4G], c_prev [G] */
static double lstm_loss(const double *x)
{
    double loss = 0;
    for (int u = 0; u < G; u++) {
        double c = sigmoid(x[G + u]) * x[4 * G + u] +
                   sigmoid(x[u]) * tanh(x[2 * G + u]);
        loss += weight(u) * sigmoid(x[3 * G + u]) * tanh(c) + weight(G + u) * c;
    }
    return loss;
}

/* x: q [G], k [G], v [G] */
static double concat_loss(const double *x)
{
    double loss = 0;
    for (int i = 0; i < G; i++)
        loss += x[2 * G + i] * tanh(x[i] + x[G + i]);
    return loss * weight(0);
}

static void gradient_of_softmax(const struct kern *row)
{
    real x[G], y[G], dy[G], dx[G] = {0};
    fill(x, G, 1, 2);
    fill(dy, G, 5, 1);
    row->softmax(G, y, x);
    row->softmax_backward(G, dx, y, dy);
    check_gradient(row->name, softmax_loss, x, G, dx);
}

static void gradient_of_cross_entropy(const struct kern *row)
{
    real x[G], dx[G];
    double copy[G];
    fill(x, G, 1, 2);
    memcpy(dx, x, sizeof dx);
    for (int i = 0; i < G; i++)
        copy[i] = (double)x[i];
    real loss = row->cross_entropy(G, dx, 5, (real)0.1, 1);
    ck_assert_double_eq_tol((double)loss, cross_entropy_loss(copy), 1e-6);
    check_gradient(row->name, cross_entropy_loss, x, G, dx);
}

static void gradient_of_twice(const struct kern *row)
{
    real x[2 * G], dx[2 * G], loss[2];
    double copy[2 * G];
    fill(x, 2 * G, 1, 2);
    memcpy(dx, x, sizeof dx);
    for (int i = 0; i < 2 * G; i++)
        copy[i] = (double)x[i];
    row->cross_entropy_twice(G, dx, dx + G, 5, (real)0.1, 1, (real)0.6, loss);
    ck_assert_double_eq_tol((double)loss[0] + (double)loss[1],
                            twice_loss(copy), 2e-6);
    check_gradient(row->name, twice_loss, x, 2 * G, dx);
}

/* Logits that are all far below zero differ as little. */
static void twice_far_below(const struct kern *row)
{
    real x[2 * G], y[2 * G], loss[2], far[2];
    fill(x, 2 * G, 1, 2);
    for (int i = 0; i < 2 * G; i++)
        y[i] = x[i] - 1000;
    row->cross_entropy_twice(G, x, x + G, 5, 0, 1, 1, loss);
    row->cross_entropy_twice(G, y, y + G, 5, 0, 1, 1, far);
    ck_assert_double_eq_tol((double)loss[0], (double)far[0], 1e-3);
    for (int i = 0; i < 2 * G; i++)
        ck_assert_double_eq_tol((double)x[i], (double)y[i], 1e-3);
}

static void gradient_of_lstm(const struct kern *row)
{
    real x[5 * G], dx[5 * G], z[4 * G], c[G], h[G], dh[2 * G];
    fill(x, 5 * G, 1, 2);
    fill(dh, 2 * G, 5, 1);
    memcpy(z, x, sizeof z);
    row->lstm_forward(G, z, x + 4 * G, c, h);
    memcpy(dx + 4 * G, dh + G, G * sizeof *dx);
    row->lstm_backward(G, dx, z, x + 4 * G, c, dh, dx + 4 * G);
    check_gradient(row->name, lstm_loss, x, 5 * G, dx);
}

static void gradient_of_concat(const struct kern *row)
{
    real x[3 * G], dx[3 * G] = {0};
    fill(x, 3 * G, 1, 2);
    row->concat_score_backward(G, (real)weight(0), x, x + G, x + 2 * G, dx,
                               dx + G, dx + 2 * G);
    check_gradient(row->name, concat_loss, x, 3 * G, dx);
}

START_TEST(gradients_are_right)
{
    for (int r = 0; kern_row(r) != NULL; r++) {
        const struct kern *row = usable(r);
        if (row == NULL)
            continue;
        gradient_of_softmax(row);
        gradient_of_cross_entropy(row);
        gradient_of_twice(row);
        twice_far_below(row);
        gradient_of_lstm(row);
        gradient_of_concat(row);
    }
}
END_TEST

/* ==== Adam, dropout ==== */

START_TEST(adam_is_the_formula)
{
    enum { N = 50 };
    struct kern_adam a = {(real)0.9,  (real)0.99, (real)0.01,
                          (real)1e-6, (real)0.02, (real)0.5};
    real w[N], g[N], m[N], v[N];
    double W[N], M[N], V[N];
    fill(w, N, 1, 1);
    fill(g, N, 2, 1);
    fill(m, N, 3, 0.1);
    fill(v, N, 4, 0.1);
    for (int i = 0; i < N; i++) {
        double grad = 0.5 * (double)g[i];
        v[i] = v[i] < 0 ? -v[i] : v[i];
        M[i] = 0.9 * (double)m[i] + 0.1 * grad;
        V[i] = 0.99 * (double)v[i] + 0.01 * grad * grad;
        W[i] = (double)w[i] * (1 - 0.02) - 0.01 * M[i] / (sqrt(V[i]) + 1e-6);
    }
    last_row()->adam(N, w, g, m, v, &a);
    for (int i = 0; i < N; i++) {
        ck_assert_double_eq_tol((double)w[i], W[i], 1e-6);
        ck_assert_double_eq_tol((double)m[i], M[i], 1e-6);
        ck_assert_double_eq_tol((double)v[i], V[i], 1e-6);
    }
}
END_TEST

enum { DROPS = 1 << 18 };

/* Which of DROPS elements stay, as 1 and 0, less their mean. */
static double kept(double *centred, uint64_t key, uint64_t index, double p)
{
    static real x[DROPS];
    double sum = 0;
    for (int i = 0; i < DROPS; i++)
        x[i] = 1;
    best_row()->dropout(DROPS, x, key, index, (real)p);
    for (int i = 0; i < DROPS; i++) {
        if (x[i] != 0 && fabs((double)x[i] * (1 - p) - 1) > 1e-6)
            ck_abort_msg("%g of 1 stays at p = %g", (double)x[i], p);
        sum += x[i] != 0;
    }
    for (int i = 0; i < DROPS; i++)
        centred[i] = (x[i] != 0) - sum / DROPS;
    return sum / DROPS;
}

/* Five standard deviations of a correlation of DROPS independent pairs. */
static void check_independent(const double *a, const double *b, int n, double p)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += a[i] * b[i];
    double correlation = sum / n / (p * (1 - p));
    ck_assert_msg(fabs(correlation) < 5 / sqrt(n), "correlation %g",
                  correlation);
}

START_TEST(dropout_is_random)
{
    static double a[DROPS], b[DROPS];
    static const double rates[] = {0.5, 0.2, 0.01};
    double p = rates[_i], mean = kept(a, 12345, 0, p);
    ck_assert(fabs(mean - (1 - p)) < 5 * sqrt(p * (1 - p) / DROPS));
    for (int lag = 1; lag <= 1024; lag *= 2)
        check_independent(a, a + lag, DROPS - lag, p);
    check_independent(a, a + 3, DROPS - 3, p);
    check_independent(a, a + 1000, DROPS - 1000, p);
    for (int i = 0; i < 40; i++) { /* neighbouring keys, far indices */
        kept(b, i < 20 ? UINT64_C(12345) ^ (UINT64_C(1) << (3 * i)) : 12345,
             i < 20 ? 0 : UINT64_C(1) << (20 + i), p);
        check_independent(a, b, DROPS, p);
    }
}
END_TEST

/* Two calls of halves, and of one element each, are the whole. */
START_TEST(dropout_depends_on_the_index_alone)
{
    real whole[LANES], parts[LANES];
    uint64_t start = UINT64_C(0x1ffffffd0); /* crosses 2^33 */
    fill(whole, LANES, 1, 1);
    memcpy(parts, whole, sizeof parts);
    best_row()->dropout(LANES, whole, 5, start, (real)0.4);
    for (int i = 0; i < LANES; i++)
        best_row()->dropout(1, parts + i, 5, start + (uint64_t)i, (real)0.4);
    ck_assert_mem_eq(whole, parts, sizeof whole);
}
END_TEST

/* ==== The table ==== */

START_TEST(s2s_isa_chooses)
{
    struct error err;
    for (int i = 0; kern_row(i) != NULL; i++) {
        setenv("S2S_ISA", kern_row(i)->name, 1);
        ck_assert(kern_init(&err) == kern_supported(kern_row(i)));
        ck_assert(usable(i) == NULL || K == kern_row(i));
    }
    setenv("S2S_ISA", "mmx", 1);
    ck_assert(!kern_init(&err));
    ck_assert_ptr_nonnull(strstr(err.text, "mmx"));
    ck_assert_ptr_nonnull(strstr(err.text, "ref"));
    unsetenv("S2S_ISA");
    ck_assert(kern_init(&err));
    ck_assert(kern_peak(0.01) > 0);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("kern");
    tcase_set_timeout(cases, 120);
    tcase_add_loop_test(cases, every_row_has_ref_s_bits, 0, PROBES);
    tcase_add_loop_test(cases, functions_are_accurate, 0, 3);
    tcase_add_test(cases, edges_are_right);
    tcase_add_test(cases, turn_changes_rows_and_columns);
    tcase_add_test(cases, nan_is_never_hidden);
    tcase_add_test(cases, logsumexp_is_right);
    tcase_add_test(cases, gradients_are_right);
    tcase_add_test(cases, adam_is_the_formula);
    tcase_add_loop_test(cases, dropout_is_random, 0, 3);
    tcase_add_test(cases, dropout_depends_on_the_index_alone);
    tcase_add_test(cases, s2s_isa_chooses);
    return test_run("kern", cases);
}
