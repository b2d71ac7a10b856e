/* Optimizers: each goes downhill, with the same bits where the vectors come
 * piece by piece; Adadelta against its paper's algorithm. */
#include "nn/optimizer.h"

#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "kern/kern.h"
#include "test.h"

enum { N = 9001, STEPS = 60 };

static real w[N], g[N], state[OPTIMIZER_STATES][N];
static real *const states[OPTIMIZER_STATES] = {state[0], state[1]};

/* sum of (k % 5 + 1) / 2 w_k^2: its gradient and, as the result, itself. */
static double bowl(void)
{
    double sum = 0;
    for (int k = 0; k < N; k++) {
        double a = k % 5 + 1;
        g[k] = (real)a * w[k];
        sum += a / 2 * (double)w[k] * (double)w[k];
    }
    return sum;
}

static void begin(void)
{
    struct error err;
    ck_assert(kern_init(&err));
    memset(state, 0, sizeof state);
    for (size_t k = 0; k < N; k++)
        w[k] = (real)(rng_uniform(rng_key(3, RNG_TEST, 0, 0), k) - 0.5);
}

/* In pieces of n. */
static void run(const struct optimizer_kind *o, wide lr, int n)
{
    begin();
    for (long step = 1; step <= STEPS; step++) {
        bowl();
        for (int k = 0; k < N; k += n) {
            real *const at[OPTIMIZER_STATES] = {state[0] + k, state[1] + k};
            o->update(N - k < n ? N - k : n, w + k, g + k, at, step, lr, 0.5);
        }
    }
}

START_TEST(every_row_goes_downhill)
{
    const struct optimizer_kind *o = optimizer_kind(_i);
    static real one[N];
    begin();
    double before = bowl();
    run(o, o->lr > 0 ? o->lr : 0.01, N);
    ck_assert_double_lt(bowl(), 0.95 * before);
    memcpy(one, w, sizeof w);
    run(o, o->lr > 0 ? o->lr : 0.01, 1234);
    ck_assert(memcmp(one, w, sizeof w) == 0);
}
END_TEST

/* Zeiler 2012, algorithm 1, as written: RMS[d]_{t-1} / RMS[g]_t g_t. */
START_TEST(adadelta_equals_its_algorithm)
{
    static double x[N], Eg[N], Ed[N];
    const double rho = 0.95, eps = 1e-6, lr = 0.7, scale = 0.5;
    begin();
    memset(Eg, 0, sizeof Eg);
    memset(Ed, 0, sizeof Ed);
    for (int k = 0; k < N; k++)
        x[k] = (double)w[k];
    for (long step = 1; step <= STEPS; step++) {
        bowl();
        optimizer_adadelta.update(N, w, g, states, step, lr, scale);
        for (int k = 0; k < N; k++) {
            double s = scale * (k % 5 + 1) * x[k];
            Eg[k] = rho * Eg[k] + (1 - rho) * s * s;
            double d = -sqrt(Ed[k] + eps) / sqrt(Eg[k] + eps) * s;
            Ed[k] = rho * Ed[k] + (1 - rho) * d * d;
            x[k] += lr * d;
        }
    }
    for (int k = 0; k < N; k++)
        ck_assert_double_eq_tol((double)w[k], x[k],
                                REAL_IS_DOUBLE ? 1e-13 : 1e-5);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("optimizer");
    int rows = 0;
    while (optimizer_kind(rows))
        rows++;
    tcase_add_loop_test(t, every_row_goes_downhill, 0, rows);
    tcase_add_test(t, adadelta_equals_its_algorithm);
    return test_run("optimizer", t);
}
