/* Each encoder against its formula in plain loops. */
#include <math.h>

#include "encoder_case.h"

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

int main(void)
{
    TCase *t = tcase_create("encoders");
    tcase_set_timeout(t, 240);        /* sanitizers */
    tcase_add_loop_test(t, threads_agree, 0,
                        layer_count(encoder_kind_name));
    tcase_add_loop_test(t, window_equals_loops, 0, 8);
    return test_run("encoders", t);
}
