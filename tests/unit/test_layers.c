/* Layers without a sequence, each alone: linear, embed, dropout and
 * position; and the helper that judges them. */
#include "layer.h"
#include "nn/dropout.h"
#include "nn/embed.h"
#include "nn/layernorm.h"
#include "nn/linear.h"
#include "nn/position.h"

/* ==== The helper finds what is wrong ==== */

enum plant { RIGHT, SIGN, TERM, NOTHING, SET, UNUSED, PLANTS };

struct planted {
    enum plant plant;
    real x[5], gx[5], y[5], gy[5];
};

/* sum x^2 y + sin y */
static double planted_pass(void *ctx, bool backward)
{
    struct planted *p = ctx;
    double sum = 0;
    for (int k = 0; k < 5; k++) {
        real x = p->x[k], y = p->plant == UNUSED ? 1 : p->y[k];
        sum += (double)(x * x * y) + sin((double)y);
        if (!backward)
            continue;
        real dy = x * x + (real)cos((double)y);
        p->gx[k] += 2 * x * y;
        if (p->plant == RIGHT)
            p->gy[k] += dy;
        else if (p->plant == SIGN)
            p->gy[k] -= dy;
        else if (p->plant == TERM)
            p->gy[k] += k == 3 ? x * x : dy;
        else if (p->plant == SET)
            p->gy[k] = dy;
    }
    return sum;
}

static bool planted_agrees(enum plant plant, enum numeric_guard guard)
{
    struct planted p = {.plant = plant};
    struct numeric_array a[2] = {
        {"x", p.x, p.gx, 5, NUMERIC_LIVE}, {"y", p.y, p.gy, 5, guard}};
    for (size_t k = 0; k < 5; k++) {
        p.x[k] = layer_number(1, k);
        p.y[k] = layer_number(2, k);
    }
    return numeric_agrees(a, 2, planted_pass, &p, NULL);
}

START_TEST(planted_errors_are_found)
{
    ck_assert(planted_agrees(RIGHT, NUMERIC_LIVE));
    ck_assert(planted_agrees(RIGHT, NUMERIC_EITHER));
    ck_assert(!planted_agrees(RIGHT, NUMERIC_FLAT));
    for (int plant = SIGN; plant < PLANTS; plant++)
        ck_assert(!planted_agrees((enum plant)plant, NUMERIC_LIVE));
    ck_assert(!planted_agrees(NOTHING, NUMERIC_EITHER));
    ck_assert(planted_agrees(UNUSED, NUMERIC_FLAT));
    ck_assert(planted_agrees(UNUSED, NUMERIC_EITHER));
    struct planted none = {.plant = RIGHT};
    ck_assert(!numeric_agrees(NULL, 0, planted_pass, &none, NULL));
}
END_TEST

/* ==== linear ==== */

/* Row strides that are wider than the rows. */
enum { ROWS = 5, IN = 7, OUT = 6, LDX = 9, LDY = 8 };

struct linear_case {
    struct layer l;
    struct param *W, *b;
    struct leaf x, y;      /* y: what `add` adds to; w NULL without */
    bool still;            /* no gradient of x is asked for */
};

static double linear_pass(void *ctx, bool backward)
{
    struct linear_case *c = ctx;
    layer_begin(&c->l);
    real *y = run_matrix(&c->l.r, ROWS, LDY);
    real *dy = run_matrix(&c->l.r, ROWS, LDY);
    if (c->y.w)
        layer_add(y, c->y.w, ROWS, LDY);
    linear_forward(ROWS, c->x.w, LDX, c->W, c->b, y, LDY, c->y.w != NULL);
    double sum = layer_weigh(0, ROWS, LDY, y, dy);
    if (!backward)
        return sum;
    linear_backward(&c->l.r, ROWS, c->x.w, LDX, c->W, c->b, dy, LDY,
                    c->still ? NULL : c->x.g, LDX);
    if (c->y.w)
        layer_add(c->y.g, dy, ROWS, LDY);
    return sum;
}

START_TEST(linear_gradients)
{
    enum { PLAIN, NO_BIAS, ADD, STILL };
    struct linear_case c = {.still = _i == STILL};
    layer_init(&c.l);
    c.W = params_add(&c.l.ps, INIT_GLOROT, PARAM_MATRIX, OUT, IN, "W");
    if (_i == PLAIN || _i == STILL)
        c.b = params_add(&c.l.ps, INIT_GLOROT, PARAM_VECTOR, OUT, 0, "b");
    c.x = layer_input(&c.l, "x", ROWS, LDX, NUMERIC_LIVE);
    if (_i == STILL)
        c.l.arrays = 0;                       /* x has values, no gradient */
    if (_i == ADD)
        c.y = layer_input(&c.l, "y", ROWS, LDY, NUMERIC_LIVE);
    layer_seal(&c.l, NUMERIC_LIVE);
    ck_assert(layer_agrees(&c.l, linear_pass, &c));
    layer_drop(&c.l);
}
END_TEST

/* y = W x + b, naively, for every element. */
START_TEST(linear_equals_definition)
{
    struct layer l;
    layer_init(&l);
    struct param *W = params_add(&l.ps, INIT_ZERO, PARAM_MATRIX, OUT, IN,
                                 "W");
    struct param *b = params_add(&l.ps, INIT_ZERO, PARAM_VECTOR, OUT, 0,
                                 "b");
    struct leaf x = layer_input(&l, "x", ROWS, LDX, NUMERIC_LIVE);
    layer_seal(&l, NUMERIC_LIVE);
    real *y = run_matrix(&l.r, ROWS, LDY);
    linear_forward(ROWS, x.w, LDX, W, b, y, LDY, false);
    for (int i = 0; i < ROWS; i++)
        for (int o = 0; o < LDY; o++) {
            double sum = o < OUT ? (double)b->w[o] : 0;
            for (int k = 0; o < OUT && k < IN; k++)
                sum += (double)W->w[o * IN + k] * (double)x.w[i * LDX + k];
            ck_assert_double_eq_tol((double)y[i * LDY + o], sum,
                                    4 * LAYER_CLOSE);
        }
    layer_drop(&l);
}
END_TEST

START_TEST(rows_sum_adds_columns)
{
    static const int width[] = {1, 15, 16, 17, 64, 65, 130};
    struct layer l;
    layer_init(&l);
    int n = width[_i], ld = n + 3;
    struct leaf x = layer_input(&l, "x", ROWS, ld, NUMERIC_LIVE);
    struct leaf y = layer_input(&l, "y", ld, 1, NUMERIC_LIVE);
    memcpy(y.g, y.w, (size_t)ld * sizeof *y.g);
    par_set_threads(1 + _i % 3);
    rows_sum(ROWS, n, x.w, ld, y.w);
    for (int k = 0; k < ld; k++) {
        double sum = (double)y.g[k];
        for (int i = 0; k < n && i < ROWS; i++)
            sum += (double)x.w[i * ld + k];
        ck_assert_double_eq_tol((double)y.w[k], sum, 4 * LAYER_CLOSE);
    }
    layer_drop(&l);
}
END_TEST

/* ==== embed ==== */

enum { IDS = 6, WIDTH = 70 };    /* wide enough for threads */
static const int ids[IDS] = {3, 1, 3, 0, 4, 3};     /* 2 is never read */

struct embed_case {
    struct layer l;
    struct param *E;
};

static double embed_pass(void *ctx, bool backward)
{
    struct embed_case *c = ctx;
    layer_begin(&c->l);
    real *X = run_matrix(&c->l.r, IDS, WIDTH);
    real *dX = run_matrix(&c->l.r, IDS, WIDTH);
    embed_forward(c->E, ids, IDS, X);
    double sum = layer_weigh(0, IDS, WIDTH, X, dX);
    if (backward)
        embed_backward(c->E, ids, IDS, dX);
    return sum;
}

START_TEST(embed_gradients)
{
    struct embed_case c;
    layer_init(&c.l);
    c.E = params_add(&c.l.ps, INIT_EMBED, PARAM_VECTOR, 5, WIDTH, "E");
    layer_seal(&c.l, NUMERIC_LIVE);
    ck_assert(layer_threads_agree(&c.l, embed_pass, &c));
    ck_assert(layer_agrees(&c.l, embed_pass, &c));
    for (int k = 0; k < WIDTH; k++)
        ck_assert(c.E->g[2 * WIDTH + k] == NUMERIC_BASE);
    real *X = run_matrix(&c.l.r, IDS, WIDTH);
    embed_forward(c.E, ids, IDS, X);
    for (int i = 0; i < IDS; i++)
        ck_assert(memcmp(X + i * WIDTH, c.E->w + ids[i] * WIDTH,
                         WIDTH * sizeof *X) == 0);
    layer_drop(&c.l);
}
END_TEST

/* ==== dropout ==== */

struct dropout_case {
    struct layer l;
    struct leaf x;
    struct dropping how;
};

static double dropout_pass(void *ctx, bool backward)
{
    struct dropout_case *c = ctx;
    layer_begin(&c->l);
    real *y = run_matrix(&c->l.r, 9, 7), *dy = run_matrix(&c->l.r, 9, 7);
    layer_add(y, c->x.w, 9, 7);
    static const int of[9] = {0, 1, 2, 0, 1, 2, 0, 1, 0};
    dropout(&c->l.r, DROP_READOUT, of, 9, 7, y, c->how);
    double sum = layer_weigh(0, 9, 7, y, dy);
    dropout(&c->l.r, DROP_READOUT, of, 9, 7, dy, c->how);
    if (backward)
        layer_add(c->x.g, dy, 9, 7);
    return sum;
}

START_TEST(dropout_gradients)
{
    struct dropout_case c;
    layer_init(&c.l);
    c.how = (struct dropping){(real)0.4, _i};
    c.x = layer_input(&c.l, "x", 9, 7, NUMERIC_LIVE);
    ck_assert(layer_agrees(&c.l, dropout_pass, &c));
    ck_assert(layer_threads_agree(&c.l, dropout_pass, &c));
    layer_drop(&c.l);
}
END_TEST

enum { DROP_ROWS = 200, DROP_COLS = 150 };

static real *dropped_ones(struct run *r, enum dropout_place place, real p)
{
    real *x = run_matrix(r, DROP_ROWS, DROP_COLS);
    for (int k = 0; k < DROP_ROWS * DROP_COLS; k++)
        x[k] = 1;
    dropout(r, place, NULL, DROP_ROWS, DROP_COLS, x,
            (struct dropping){p, false});
    return x;
}

/* Elements where the two differ, of all. */
static double different(const real *a, const real *b)
{
    int count = 0;
    for (int k = 0; k < DROP_ROWS * DROP_COLS; k++)
        count += a[k] != b[k];
    return (double)count / (DROP_ROWS * DROP_COLS);
}

START_TEST(dropout_keeps_the_mean)
{
    static const double ps[] = {0.1, 0.3, 0.5, 0.9};
    struct layer l;
    layer_init(&l);
    double p = ps[_i], sum = 0, n = DROP_ROWS * DROP_COLS;
    real kept = (real)(1 / (1 - (double)(real)p));
    const real *x = dropped_ones(&l.r, DROP_SOURCE, (real)p);
    for (int k = 0; k < DROP_ROWS * DROP_COLS; k++) {
        ck_assert(x[k] == 0 || x[k] == kept);
        sum += (double)x[k];
    }
    ck_assert_double_eq_tol(sum / n, 1, 4 * sqrt(p / (1 - p) / n));
    layer_drop(&l);
}
END_TEST

START_TEST(dropout_masks)
{
    struct layer l;
    layer_init(&l);
    real p = (real)0.5;
    real *x = dropped_ones(&l.r, DROP_SOURCE, p);
    ck_assert(different(x, dropped_ones(&l.r, DROP_SOURCE, p)) == 0);
    for (int place = DROP_TARGET; place < DROP_LAYERS + 3; place++)
        ck_assert_double_eq_tol(
            different(x, dropped_ones(&l.r, (enum dropout_place)place, p)),
            0.5, 0.02);
    l.r.step = 2;
    ck_assert_double_eq_tol(
        different(x, dropped_ones(&l.r, DROP_SOURCE, p)), 0.5, 0.02);
    l.r.step = 1;
    l.r.seed = 2;
    ck_assert_double_eq_tol(
        different(x, dropped_ones(&l.r, DROP_SOURCE, p)), 0.5, 0.02);
    /* nothing is dropped with p = 0 or while translating */
    const real *all = dropped_ones(&l.r, DROP_SOURCE, 0);
    l.r.train = false;
    ck_assert(different(all, dropped_ones(&l.r, DROP_SOURCE, p)) == 0);
    ck_assert(all[0] == 1);
    layer_drop(&l);
}
END_TEST

/* ==== layernorm ==== */

struct norm_case {
    struct layer l;
    struct layernorm *norm;
    struct leaf x;
    int rows;
};

static double norm_pass(void *ctx, bool backward)
{
    struct norm_case *c = ctx;
    int n = c->norm->n;
    struct layernorm_cache cache;
    layer_begin(&c->l);
    real *y = run_matrix(&c->l.r, c->rows, n);
    real *dy = run_matrix(&c->l.r, c->rows, n);
    layernorm_forward(&c->l.r, c->norm, c->rows, c->x.w, y, &cache);
    double sum = layer_weigh(0, c->rows, n, y, dy);
    if (backward)
        layernorm_backward(&c->l.r, c->norm, c->rows, dy, n, &cache,
                           c->x.g);
    return sum;
}

static void norm_new(struct norm_case *c, int rows, int n)
{
    layer_init(&c->l);
    c->rows = rows;
    c->norm = layernorm_new(&c->l.ps, n, "norm");
    c->x = layer_input(&c->l, "x", rows, n, NUMERIC_LIVE);
    layer_seal(&c->l, NUMERIC_LIVE);
}

START_TEST(layernorm_gradients)
{
    struct norm_case c;
    norm_new(&c, 11, 3 + 20 * _i);
    ck_assert(layer_agrees(&c.l, norm_pass, &c));
    ck_assert(layer_threads_agree(&c.l, norm_pass, &c));
    layer_drop(&c.l);
}
END_TEST

/* Gain 1 and bias 0 from the start: mean 0, variance 1. */
START_TEST(layernorm_normalises)
{
    enum { N = 37 };
    struct norm_case c;
    struct layernorm_cache cache;
    norm_new(&c, 2, N);
    params_randomise(&c.l.ps, 1);
    layernorm_forward(&c.l.r, c.norm, 2, c.x.w, c.x.w, &cache);
    for (int i = 0; i < 2; i++) {
        double sum = 0, squares = 0;
        for (int k = 0; k < N; k++) {
            double y = (double)c.x.w[i * N + k];
            sum += y;
            squares += y * y;
        }
        ck_assert_double_eq_tol(sum / N, 0, 1e-6);
        ck_assert_double_eq_tol(squares / N, 1, 1e-4);
    }
    layer_drop(&c.l);
}
END_TEST

/* ==== position ==== */

struct position_case {
    struct layer l;
    const struct position_kind *kind;
    void *self;
    struct batch batch;
    struct leaf X;
    int M;
};

static double position_pass(void *ctx, bool backward)
{
    struct position_case *c = ctx;
    const struct side *src = &c->batch.src;
    layer_begin(&c->l);
    real *X = run_matrix(&c->l.r, src->rows, c->M);
    real *dX = run_matrix(&c->l.r, src->rows, c->M);
    layer_add(X, c->X.w, src->rows, c->M);
    c->kind->forward(&c->l.r, c->self, src, c->M, X);
    double sum = layer_weigh(0, src->rows, c->M, X, dX);
    if (!backward)
        return sum;
    if (c->kind->backward)
        c->kind->backward(&c->l.r, c->self, src, c->M, dX);
    layer_add(c->X.g, dX, src->rows, c->M);
    return sum;
}

static void position_new(struct position_case *c,
                         const struct position_kind *kind, int M)
{
    layer_init(&c->l);
    layer_ragged(&c->l, &c->batch);
    c->kind = kind;
    c->M = M;
    struct net_options o = {.M = M, .N = M, .position = kind,
                            .positions = 4};
    c->self = kind->declare ? kind->declare(&c->l.ps, &o) : NULL;
    c->X = layer_input(&c->l, "X", c->batch.src.rows, M, NUMERIC_LIVE);
    layer_seal(&c->l, NUMERIC_LIVE);
}

START_TEST(position_gradients)
{
    struct position_case c;
    position_new(&c, position_kind(_i), 6);
    ck_assert(layer_agrees(&c.l, position_pass, &c));
    layer_drop(&c.l);
}
END_TEST

/* Even and odd M; none adds nothing. */
START_TEST(position_equals_formula)
{
    struct position_case c;
    bool none = _i < 2;
    position_new(&c, none ? &position_none : &position_sin, 6 + _i % 2);
    const struct side *src = &c.batch.src;
    int M = c.M;
    real *X = run_matrix(&c.l.r, src->rows, M);
    layer_add(X, c.X.w, src->rows, M);
    c.kind->forward(&c.l.r, c.self, src, M, X);
    for (int b = 0; b < src->B; b++)
        for (int j = 0; j < src->len[b]; j++)
            for (int m = 0; m < M; m++) {
                double angle = j / pow(10000, (double)(m / 2 * 2) / M);
                double p = m % 2 ? cos(angle) : sin(angle);
                int at = (src->off[j] + b) * M + m;
                double x = (double)c.X.w[at];
                ck_assert_double_eq_tol((double)X[at],
                                        none ? x : x + p / sqrt(M),
                                        4 * LAYER_CLOSE);
            }
    layer_drop(&c.l);
}
END_TEST

/* Row j of P at place j, the last one beyond it. */
START_TEST(learned_positions_end)
{
    struct position_case c;
    position_new(&c, &position_learned, 6);
    const struct side *src = &c.batch.src;
    const real *P = params_find(&c.l.ps, "source.P")->w;
    ck_assert_int_gt(src->T, 4);
    real *X = run_matrix(&c.l.r, src->rows, 6);
    c.kind->forward(&c.l.r, c.self, src, 6, X);
    for (int b = 0; b < src->B; b++)
        for (int j = 0; j < src->len[b]; j++)
            ck_assert(memcmp(X + (src->off[j] + b) * 6,
                             P + (j < 4 ? j : 3) * 6, 6 * sizeof *P) == 0);
    ck_assert(layer_threads_agree(&c.l, position_pass, &c));
    layer_drop(&c.l);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("layers");
    tcase_add_test(t, planted_errors_are_found);
    tcase_add_loop_test(t, linear_gradients, 0, 4);
    tcase_add_test(t, linear_equals_definition);
    tcase_add_loop_test(t, rows_sum_adds_columns, 0, 7);
    tcase_add_test(t, embed_gradients);
    tcase_add_loop_test(t, dropout_gradients, 0, 2);
    tcase_add_loop_test(t, dropout_keeps_the_mean, 0, 4);
    tcase_add_test(t, dropout_masks);
    tcase_add_loop_test(t, layernorm_gradients, 0, 3);
    tcase_add_test(t, layernorm_normalises);
    tcase_add_loop_test(t, position_gradients, 0,
                        test_count(position_kind_name));
    tcase_add_loop_test(t, position_equals_formula, 0, 4);
    tcase_add_test(t, learned_positions_end);
    return test_run("layers", t);
}
