/* Each encoder against its formula in plain loops. */
#define NUMERIC_STEP (REAL_IS_DOUBLE ? 2e-4 : 2e-2)
#include <math.h>

#include "encoder_case.h"
#include "nn/direction.h"
#include "nn/selfrnn.h"

static const struct net_options plain = {
    .M = M, .N = N, .layers = 1, .A = 5, .cell = &cell_lstm,
    .enc_window = 1, .enc_heads = 2, .residual = true, .layer_norm = true};

static double weight(const struct encoder_case *c, const char *name, int at)
{
    return (double)params_find(&c->l.ps, name)->w[at];
}

static void read_batch(struct encoder_case *c, struct annotations *a)
{
    layer_begin(&c->l);
    c->kind->forward(&c->l.r, c->self, &c->batch.src, c->X.w, a);
}

/* Input m of token t of the sentence at place b, zero outside. */
static double input(const struct encoder_case *c, int b, int t, int m)
{
    const struct side *s = &c->batch.src;
    if (t < 0 || t >= s->len[b])
        return 0;
    return (double)c->X.w[(s->off[t] + b) * M + m];
}

static double output(const struct encoder_case *c,
                     const struct annotations *a, int b, int t, int n)
{
    return (double)a->H[(c->batch.src.off[t] + b) * N + n];
}

/* ==== All ==== */

START_TEST(threads_agree)
{
    struct encoder_case c;
    encoder_new(&c, encoder_kind(_i), cell_kind(0), 2);
    ck_assert(layer_threads_agree(&c.l, encoder_pass, &c));
    layer_drop(&c.l);
}
END_TEST

/* ==== window ==== */

static double window_loop(const struct encoder_case *c, int k, int b, int t,
                          int n)
{
    int parts = 2 * k + 1;
    double z = weight(c, "encoder.b", n);
    for (int o = 0; o < parts; o++)
        for (int m = 0; m < M; m++)
            z += weight(c, "encoder.W", (n * parts + o) * M + m) *
                 input(c, b, t + o - k, m);
    return tanh(z);
}

START_TEST(window_equals_loops)
{
    struct encoder_case c;
    struct annotations a;
    struct net_options o = plain;
    o.encoder = &encoder_window;
    o.enc_window = _i;
    encoder_from(&c, &o);
    read_batch(&c, &a);
    for (int b = 0; b < c.batch.src.B; b++)
        for (int t = 0; t < c.batch.src.len[b]; t++)
            for (int n = 0; n < N; n++)
                ck_assert_double_eq_tol(output(&c, &a, b, t, n),
                                        window_loop(&c, _i, b, t, n),
                                        LAYER_CLOSE);
    ck_assert(layer_agrees(&c.l, encoder_pass, &c));
    layer_drop(&c.l);
}
END_TEST

/* ==== selfrnn ==== */

/* c_t and alpha_t from the states up to t, in double. */
static void past_loop(const struct encoder_case *c, int t,
                      double h[][N], double *alpha, double *ctx)
{
    double sum = 0;
    for (int j = 0; j <= t; j++) {
        double e = 0;
        for (int a = 0; a < plain.A; a++) {
            double z = 0;
            for (int n = 0; n < N; n++)
                z += weight(c, "encoder.W_q", a * N + n) * h[t][n] +
                     weight(c, "encoder.W_k", a * N + n) * h[j][n];
            e += weight(c, "encoder.v", a) * tanh(z);
        }
        sum += alpha[j] = exp(e);
    }
    for (int n = 0; n < N; n++)
        ctx[n] = 0;
    for (int j = 0; j <= t; j++) {
        alpha[j] /= sum;
        for (int n = 0; n < N; n++)
            ctx[n] += alpha[j] * h[j][n];
    }
}

START_TEST(selfrnn_equals_loops)
{
    enum { T = 5 };
    struct encoder_case c;
    struct annotations a;
    struct net_options o = plain;
    o.encoder = &encoder_selfrnn;
    encoder_from(&c, &o);
    const struct side *src = &c.batch.src;
    layer_begin(&c.l);
    void *cache = c.kind->forward(&c.l.r, c.self, src, c.X.w, &a);
    for (int b = 0; b < src->B; b++) {
        double h[T][N], ctx[N] = {0}, alpha[T];
        real seen[T * T];
        int len = src->len[b];
        c.kind->look(c.self, cache, src, b, 0, seen);
        for (int t = 0; t < len; t++) {
            for (int n = 0; n < N; n++) {
                double z = weight(&c, "encoder.b", n);
                for (int m = 0; m < M; m++)
                    z += weight(&c, "encoder.W", n * M + m) *
                         input(&c, b, t, m);
                for (int k = 0; k < N; k++)
                    z += weight(&c, "encoder.U", n * N + k) * ctx[k];
                h[t][n] = tanh(z);
                ck_assert_double_eq_tol(output(&c, &a, b, t, n), h[t][n],
                                        4 * LAYER_CLOSE);
            }
            past_loop(&c, t, h, alpha, ctx);
            for (int j = 0; j < len; j++)
                ck_assert_double_eq_tol((double)seen[t * len + j],
                                        j <= t ? alpha[j] : 0,
                                        4 * LAYER_CLOSE);
        }
    }
    layer_drop(&c.l);
}
END_TEST

/* With all weight on the last state it is the simple RNN: states and
 * gradients, bit for bit. */
START_TEST(selfrnn_on_the_last_is_rnn)
{
    static const int length[4] = {6, 11, 1, 7};
    struct encoder_case c;
    struct net_options o = plain;
    o.encoder = &encoder_selfrnn;
    encoder_over(&c, &o, 4, length);
    const struct side *src = &c.batch.src;
    struct run *r = &c.l.r;
    struct cell *cell = &(struct cell){
        .kind = &cell_rnn, .N = N, .in = M,
        .W = params_find(&c.l.ps, "encoder.W"),
        .U = params_find(&c.l.ps, "encoder.U"),
        .b = params_find(&c.l.ps, "encoder.b")};
    struct selfrnn s = {.cell = cell, .N = N, .A = plain.A,
                        .W_q = params_find(&c.l.ps, "encoder.W_q"),
                        .W_k = params_find(&c.l.ps, "encoder.W_k"),
                        .v = params_find(&c.l.ps, "encoder.v"),
                        .last = _i == 0};
    struct selfrnn_seq q;
    struct cell_seq rnn;
    size_t states = (size_t)(src->rows * N) * sizeof(real);
    real *dH = run_matrix(r, src->rows, N);
    real *dx = run_matrix(r, src->rows, M), *dy = run_matrix(r, src->rows, M);
    selfrnn_forward(r, &s, src, c.X.w, &q);
    direction_forward(r, cell, src, false, c.X.w, &cell_state_none, &rnn);
    ck_assert((memcmp(q.q.h, rnn.h, states) == 0) == s.last);
    if (s.last) {
        layer_weigh(0, src->rows, N, rnn.h, dH);
        selfrnn_backward(r, &s, src, c.X.w, &q, dH, dx);
        direction_backward(r, cell, src, false, c.X.w, &rnn, dH, N, dy,
                           &cell_state_none, &cell_state_none);
        ck_assert(memcmp(dx, dy, (size_t)(src->rows * M) * sizeof *dx) == 0);
    }
    layer_drop(&c.l);
}
END_TEST

/* ==== self ==== */

enum { LONGEST = 80 };

/* Of one sentence, in double. */
struct self_loop {
    int T;
    double x[LONGEST][N], y[LONGEST][N], alpha[LONGEST][LONGEST];
};

static double row_times(const struct encoder_case *c, const char *name,
                        int n, int width, const double *x)
{
    double sum = 0;
    for (int m = 0; m < width; m++)
        sum += weight(c, name, n * width + m) * x[m];
    return sum;
}

static void norm_loop(const struct encoder_case *c, const char *name,
                      double *y)
{
    char g[32], b[32];
    double mean = 0, var = 0;
    snprintf(g, sizeof g, "encoder.%s.g", name);
    snprintf(b, sizeof b, "encoder.%s.b", name);
    for (int n = 0; n < N; n++)
        mean += y[n] / N;
    for (int n = 0; n < N; n++)
        var += (y[n] - mean) * (y[n] - mean) / N;
    for (int n = 0; n < N; n++)
        y[n] = (y[n] - mean) / sqrt(var + 1e-5) * weight(c, g, n) +
               weight(c, b, n);
}

/* alpha_ij of a head, and o_i's part. */
static void head_loop(const struct encoder_case *c, struct self_loop *s,
                      int window, int i, int head, double *o)
{
    enum { D = N / 2 };
    double sum = 0, score[LONGEST];
    for (int j = 0; j < s->T; j++) {
        double dot = 0;
        for (int k = head * D; k < (head + 1) * D; k++)
            dot += row_times(c, "encoder.W_Q", k, N, s->x[i]) *
                   row_times(c, "encoder.W_K", k, N, s->x[j]);
        bool seen = window == 0 || abs(i - j) <= window;
        score[j] = seen ? exp(dot / sqrt(D)) : 0;
        sum += score[j];
    }
    for (int k = head * D; k < (head + 1) * D; k++)
        o[k] = 0;
    for (int j = 0; j < s->T; j++) {
        if (head == 1)
            s->alpha[i][j] = score[j] / sum;
        for (int k = head * D; k < (head + 1) * D; k++)
            o[k] += score[j] / sum *
                    row_times(c, "encoder.W_V", k, N, s->x[j]);
    }
}

static void self_loop(const struct encoder_case *c,
                      const struct net_options *opt, struct self_loop *s,
                      int b)
{
    s->T = c->batch.src.len[b];
    for (int t = 0; t < s->T; t++) {
        double in[M];
        for (int m = 0; m < M; m++)
            in[m] = input(c, b, t, m);
        for (int n = 0; n < N; n++)
            s->x[t][n] = row_times(c, "encoder.W_in", n, M, in);
    }
    for (int i = 0; i < s->T; i++) {
        double o[N], u[N], *y = s->y[i];
        head_loop(c, s, opt->self_window, i, 0, o);
        head_loop(c, s, opt->self_window, i, 1, o);
        for (int n = 0; n < N; n++)
            u[n] = row_times(c, "encoder.W_O", n, N, o) +
                   (opt->residual ? s->x[i][n] : 0);
        if (opt->layer_norm)
            norm_loop(c, "norm_u", u);
        for (int n = 0; n < N; n++)
            y[n] = tanh(row_times(c, "encoder.W_f", n, N, u) +
                        weight(c, "encoder.b_f", n)) +
                   (opt->residual ? u[n] : 0);
        if (opt->layer_norm)
            norm_loop(c, "norm_y", y);
    }
}

/* Bits 0 and 1: residual, layer norm; then windows. */
static struct net_options self_options(int i)
{
    static const int windows[] = {0, 1, 2, 20, 33, 69, 70, 1000};
    struct net_options o = plain;
    o.encoder = &encoder_self;
    o.residual = i & 1;
    o.layer_norm = i & 2;
    o.self_window = windows[i / 4];
    return o;
}

/* The second fills a window of 69, beside one that does not fit. */
enum { LONG = 4 };
static const int long_lengths[LONG] = {70, 69, 37, 2};

/* The matrix form, and what look shows. */
START_TEST(self_equals_loops)
{
    struct encoder_case c;
    struct annotations a;
    struct net_options o = self_options(_i);
    static struct self_loop s;
    static real alpha[LONGEST * LONGEST];
    encoder_over(&c, &o, LONG, long_lengths);
    const struct side *src = &c.batch.src;
    layer_begin(&c.l);
    void *cache = c.kind->forward(&c.l.r, c.self, src, c.X.w, &a);
    for (int b = 0; b < src->B; b++) {
        self_loop(&c, &o, &s, b);
        c.kind->look(c.self, cache, src, b, 1, alpha);
        for (int i = 0; i < s.T; i++) {
            for (int n = 0; n < N; n++)
                ck_assert_double_eq_tol(output(&c, &a, b, i, n), s.y[i][n],
                                        20 * LAYER_CLOSE);
            for (int j = 0; j < s.T; j++)
                ck_assert_double_eq_tol((double)alpha[i * s.T + j],
                                        s.alpha[i][j], LAYER_CLOSE);
        }
    }
    layer_drop(&c.l);
}
END_TEST

/* All residual and norm choices, 1 and 2 layers, 1 and 2 heads, M = N.
 * In double only: four numbers may lie so close together that what they are
 * when normalised bends within a step that float can measure. */
START_TEST(self_gradients)
{
    struct encoder_case c;
    struct net_options o = self_options(_i % 16);
    o.layers = 1 + (_i / 16) % 2;
    o.enc_heads = 1 + (_i / 32) % 2;
    o.M = _i % 3 ? M : N;
    encoder_from(&c, &o);
    ck_assert(layer_agrees(&c.l, encoder_pass, &c));
    layer_drop(&c.l);
}
END_TEST

static void self_keep(struct encoder_case *c, struct layer *keep, int window)
{
    struct net_options o = self_options(3);
    o.self_window = window;
    o.layers = 2;
    encoder_over(c, &o, LONG, long_lengths);
    par_set_threads(window % 3 + 1);
    for (int i = 0; i < c->l.arrays; i++)
        memset(c->l.array[i].g, 0, c->l.array[i].n * sizeof(real));
    encoder_pass(c, true);
    par_set_threads(1);
    *keep = c->l;
}

/* A window that holds the sentence is none: annotations and gradients, bit
 * for bit; one that does not is something else. */
START_TEST(wide_window_is_none)
{
    struct encoder_case c;
    struct layer none, wide_one;
    self_keep(&c, &none, 0);
    self_keep(&c, &wide_one, _i);
    bool same = true;
    for (int i = 0; i < none.arrays; i++)
        same = same && memcmp(none.array[i].g, wide_one.array[i].g,
                              none.array[i].n * sizeof(real)) == 0;
    ck_assert(same == (_i >= 69));
    layer_drop(&none);
    layer_drop(&wide_one);
}
END_TEST

/* Without positions the order of the tokens is the order of the annotations
 * and nothing more. */
START_TEST(permuting_permutes)
{
    enum { T = 9 };
    static const int length[1] = {T};
    struct encoder_case c;
    struct annotations a, b;
    struct net_options o = self_options(3);
    o.layers = 2;
    encoder_over(&c, &o, 1, length);
    read_batch(&c, &a);
    real before[T * N];
    memcpy(before, a.H, sizeof before);
    for (int t = 0; t < T / 2; t++)
        for (int m = 0; m < M; m++) {
            real *x = c.X.w + t * M + m, *y = c.X.w + (T - 1 - t) * M + m;
            real old = *x;
            *x = *y;
            *y = old;
        }
    read_batch(&c, &b);
    for (int t = 0; t < T; t++)
        for (int n = 0; n < N; n++)
            ck_assert_double_eq_tol((double)b.H[(T - 1 - t) * N + n],
                                    (double)before[t * N + n],
                                    20 * LAYER_CLOSE);
    layer_drop(&c.l);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("encoders");
    tcase_set_timeout(t, 240);        /* sanitizers */
    tcase_add_loop_test(t, threads_agree, 0,
                        test_count(encoder_kind_name));
    tcase_add_loop_test(t, window_equals_loops, 0, 8);
    tcase_add_test(t, selfrnn_equals_loops);
    tcase_add_loop_test(t, selfrnn_on_the_last_is_rnn, 0, 2);
    tcase_add_loop_test(t, self_equals_loops, 0, 32);
    tcase_add_loop_test(t, self_gradients, 0, REAL_IS_DOUBLE ? 64 : 0);
    tcase_add_loop_test(t, wide_window_is_none, 67, 72);
    tcase_add_test(t, permuting_permutes);
    return test_run("encoders", t);
}
