/* Encoders and summaries, each alone. */
#include "encoder_case.h"
#include "nn/direction.h"
#include "nn/summary.h"

/* ==== encoder ==== */

START_TEST(encoder_gradients)
{
    for (int cell = 0; cell_kind(cell); cell++)
        for (int layers = 1; layers <= 2; layers++) {
            struct encoder_case c;
            encoder_new(&c, encoder_kind(_i), cell_kind(cell), layers);
            ck_assert(layer_agrees(&c.l, encoder_pass, &c));
            layer_drop(&c.l);
        }
}
END_TEST

START_TEST(encoder_fills_annotations)
{
    struct encoder_case c;
    struct annotations a;
    encoder_new(&c, encoder_kind(_i), &cell_lstm, 2);
    const struct side *src = &c.batch.src;
    c.kind->forward(&c.l.r, c.self, src, c.X.w, &a);
    ck_assert_ptr_eq(a.src, src);
    ck_assert_int_eq(a.N, N);
    ck_assert(a.split >= 0 && a.split <= N);
    ck_assert_ptr_nonnull(a.dH);
    /* while translating: no gradients, and nothing is dropped */
    c.l.r.train = false;
    c.kind->forward(&c.l.r, c.self, src, c.X.w, &a);
    ck_assert_ptr_null(a.dH);
    struct annotations again;
    c.l.r.step++;
    c.kind->forward(&c.l.r, c.self, src, c.X.w, &again);
    ck_assert(memcmp(a.H, again.H,
                     (size_t)(src->rows * N) * sizeof *a.H) == 0);
    layer_drop(&c.l);
}
END_TEST

/* bi is [fwd ; bwd], each the direction of its own cell. */
START_TEST(bi_is_two_directions)
{
    struct encoder_case c;
    struct annotations a;
    encoder_new(&c, &encoder_bi, &cell_lstm, 1);
    const struct side *src = &c.batch.src;
    c.kind->forward(&c.l.r, c.self, src, c.X.w, &a);
    ck_assert_int_eq(a.split, N / 2);
    for (int d = 0; d < 2; d++) {
        const char *side = d ? "bwd" : "fwd";
        char name[3][32];
        for (int k = 0; k < 3; k++)
            snprintf(name[k], sizeof name[k], "encoder.%s.%c", side,
                     "WUb"[k]);
        struct cell cell = {.kind = &cell_lstm, .N = N / 2, .in = M,
                            .W = params_find(&c.l.ps, name[0]),
                            .U = params_find(&c.l.ps, name[1]),
                            .b = params_find(&c.l.ps, name[2])};
        struct cell_seq q;
        direction_forward(&c.l.r, &cell, src, d == 1, c.X.w,
                          &cell_state_none, &q);
        for (int i = 0; i < src->rows; i++)
            ck_assert(memcmp(a.H + i * N + d * N / 2, q.h + i * N / 2,
                             N / 2 * sizeof *q.h) == 0);
    }
    layer_drop(&c.l);
}
END_TEST

/* ==== summary ==== */

struct summary_case {
    struct layer l;
    const struct summary_kind *kind;
    void *self;
    struct batch batch;
    struct leaf H;
    int split;
};

static double summary_pass(void *ctx, bool backward)
{
    struct summary_case *c = ctx;
    const struct side *src = &c->batch.src;
    struct annotations a = {.src = src, .N = N, .split = c->split,
                            .H = c->H.w, .dH = c->H.g};
    layer_begin(&c->l);
    real *z = run_matrix(&c->l.r, src->B, N);
    real *dz = run_matrix(&c->l.r, src->B, N);
    void *cache = c->kind->forward(&c->l.r, c->self, &a, z);
    double sum = layer_weigh(0, src->B, N, z, dz);
    if (backward)
        c->kind->backward(&c->l.r, c->self, cache, &a, dz);
    return sum;
}

static void summary_new(struct summary_case *c,
                        const struct summary_kind *kind, int split)
{
    layer_init(&c->l);
    layer_ragged(&c->l, &c->batch);
    struct net_options o = {.N = N, .A = N, .summary = kind};
    c->kind = kind;
    c->split = split;
    c->self = kind->declare ? kind->declare(&c->l.ps, &o) : NULL;
    c->H = layer_input(&c->l, "H", c->batch.src.rows, N, NUMERIC_LIVE);
    layer_seal(&c->l, NUMERIC_LIVE);
}

/* A float's steps are so wide that another word becomes the largest. */
static bool has_kinks(const struct summary_kind *kind)
{
    return !REAL_IS_DOUBLE && kind == &summary_max;
}

START_TEST(summary_gradients)
{
    if (has_kinks(summary_kind(_i)))
        return;
    for (int split = 0; split <= N; split += 2) {
        struct summary_case c;
        summary_new(&c, summary_kind(_i), split);
        ck_assert(layer_agrees(&c.l, summary_pass, &c));
        layer_drop(&c.l);
    }
}
END_TEST

/* What element k of the summary of sentence b must be, in plain double. */
typedef double formula(const struct summary_case *c, int b, int k);

static double element(const struct summary_case *c, int b, int j, int k)
{
    return (double)c->H.w[(c->batch.src.off[j] + b) * N + k];
}

static double last_formula(const struct summary_case *c, int b, int k)
{
    return element(c, b, k < c->split ? c->batch.src.len[b] - 1 : 0, k);
}

static double first_formula(const struct summary_case *c, int b, int k)
{
    return c->split < N && k < c->split ? 0 : element(c, b, 0, k);
}

static double mean_formula(const struct summary_case *c, int b, int k)
{
    double sum = 0;
    for (int j = 0; j < c->batch.src.len[b]; j++)
        sum += element(c, b, j, k);
    return sum / c->batch.src.len[b];
}

static double max_formula(const struct summary_case *c, int b, int k)
{
    double max = -INFINITY;
    for (int j = 0; j < c->batch.src.len[b]; j++)
        max = fmax(max, element(c, b, j, k));
    return max;
}

static const struct {
    const struct summary_kind *kind;
    formula *f;
} formulas[] = {
    {&summary_last, last_formula},
    {&summary_first, first_formula},
    {&summary_mean, mean_formula},
    {&summary_max, max_formula},
};
enum { FORMULAS = sizeof formulas / sizeof *formulas };

START_TEST(summary_equals_formula)
{
    for (int split = 0; split <= N; split += 2) {
        struct summary_case c;
        summary_new(&c, formulas[_i].kind, split);
        const struct side *s = &c.batch.src;
        struct annotations a = {.src = s, .N = N, .split = split,
                                .H = c.H.w};
        real *z = run_matrix(&c.l.r, s->B, N);
        c.kind->forward(&c.l.r, c.self, &a, z);
        for (int b = 0; b < s->B; b++)
            for (int k = 0; k < N; k++)
                ck_assert_double_eq_tol((double)z[b * N + k],
                                        formulas[_i].f(&c, b, k),
                                        LAYER_CLOSE);
        layer_drop(&c.l);
    }
}
END_TEST

/* Of equal values the first word's is taken, and alone gets the gradient. */
START_TEST(max_takes_the_first_of_equals)
{
    struct summary_case c;
    summary_new(&c, &summary_max, 2);
    size_t n = (size_t)c.batch.src.rows * N;
    memset(c.H.w, 0, n * sizeof *c.H.w);
    summary_pass(&c, true);
    for (size_t i = 0; i < n; i++)
        ck_assert((c.H.g[i] != 0) == (i < 4 * N));
    layer_drop(&c.l);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("encoder");
    tcase_set_timeout(t, 240);        /* sanitizers */
    int encoders = layer_count(encoder_kind_name);
    tcase_add_loop_test(t, encoder_gradients, 0, encoders);
    tcase_add_loop_test(t, encoder_fills_annotations, 0, encoders);
    tcase_add_test(t, bi_is_two_directions);
    tcase_add_loop_test(t, summary_gradients, 0,
                        layer_count(summary_kind_name));
    tcase_add_loop_test(t, summary_equals_formula, 0, FORMULAS);
    tcase_add_test(t, max_takes_the_first_of_equals);
    return test_run("encoder", t);
}
