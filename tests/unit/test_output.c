/* The output layer alone: readout, loss and their gradients. */
#include "nn/output.h"

#include "layer.h"

enum { N = 5, M = 6, R = 6, KY = 9, ROWS = 8, MANY = 600 };

enum variant { DROPOUT = 1, SMOOTHING = 2, TIED = 4, MAXOUT = 8, AGREE = 16,
               VARIANTS = 32 };

struct output_case {
    struct layer l;
    struct output *o;
    struct leaf S, Y, ctx;
    int rows;
    int *y;
    real agree, scale;
};

static void output_case_new(struct output_case *c, unsigned variant,
                            int rows)
{
    memset(c, 0, sizeof *c);
    layer_init(&c->l);
    struct net_options o = {
        .Ky = KY, .N = N, .M = M, .R = R, .tie_out = variant & TIED,
        .maxout = variant & MAXOUT,
        .dropout.p = (real)(variant & DROPOUT ? 0.3 : 0),
        .smoothing = (real)(variant & SMOOTHING ? 0.1 : 0)};
    struct param *E_y = NULL;
    if (o.tie_out)
        E_y = params_add(&c->l.ps, INIT_EMBED, PARAM_VECTOR, KY, M, "E_y");
    c->o = output_new(&c->l.ps, &o, E_y);
    ck_assert((params_find(&c->l.ps, "output.W_o") == NULL) == o.tie_out);
    c->rows = rows;
    c->scale = (real)0.37;
    c->agree = (real)(variant & AGREE ? 0.7 : 0);
    c->y = ARENA_ARRAY(&c->l.model, int, rows);
    for (int i = 0; i < rows; i++)
        c->y[i] = (5 * (variant & AGREE ? i / 2 : i) + 2) % KY;
    c->S = layer_input(&c->l, "S", rows, N, NUMERIC_LIVE);
    c->Y = layer_input(&c->l, "Y", rows, M, NUMERIC_LIVE);
    c->ctx = layer_input(&c->l, "ctx", rows, N, NUMERIC_LIVE);
}

static struct readout readout(struct output_case *c)
{
    return output_readout(&c->l.r, c->o, NULL, c->rows, c->S.w, c->Y.w,
                          c->ctx.w);
}

static void backward_from(struct output_case *c, const struct readout *u,
                          real *dt)
{
    output_backward(&c->l.r, c->o, c->rows, c->S.w, c->Y.w, c->ctx.w, u, dt,
                    c->S.g, c->Y.g, c->ctx.g);
}

/* ==== Gradients ==== */

static double readout_pass(void *ctx, bool backward)
{
    struct output_case *c = ctx;
    layer_begin(&c->l);
    struct readout u = readout(c);
    real *dt = run_matrix(&c->l.r, c->rows, R);
    double sum = layer_weigh(0, c->rows, R, u.t, dt);
    if (backward)
        backward_from(c, &u, dt);
    return sum;
}

static double loss_pass(void *ctx, bool backward)
{
    struct output_case *c = ctx;
    struct run *r = &c->l.r;
    layer_begin(&c->l);
    struct readout u = readout(c);
    real *loss = run_matrix(r, c->rows, 1);
    real *dt = backward ? run_matrix(r, c->rows, R) : NULL;
    struct wanted want = {c->y, c->agree};
    output_loss(r, c->o, c->rows, u.t, NULL, &want, c->scale, loss, dt);
    double sum = 0;
    for (int i = 0; i < c->rows; i++)
        sum += (double)c->scale * (double)loss[i];
    if (backward)
        backward_from(c, &u, dt);
    return sum;
}

START_TEST(readout_gradients)
{
    struct output_case c;
    output_case_new(&c, (unsigned)_i, ROWS);
    layer_seal(&c.l, NUMERIC_LIVE);
    for (int i = 0; i < c.l.arrays; i++) {
        const char *name = c.l.array[i].name;
        if (strcmp(name, c.o->W_o->name) == 0 ||
            strcmp(name, "output.b_o") == 0)
            c.l.array[i].guard = NUMERIC_FLAT;
    }
    ck_assert(layer_agrees(&c.l, readout_pass, &c));
    layer_drop(&c.l);
}
END_TEST

START_TEST(loss_gradients)
{
    struct output_case c;
    output_case_new(&c, (unsigned)_i, ROWS);
    layer_seal(&c.l, NUMERIC_LIVE);
    ck_assert(layer_agrees(&c.l, loss_pass, &c));
    ck_assert(layer_threads_agree(&c.l, loss_pass, &c));
    layer_drop(&c.l);
}
END_TEST

/* ==== Definition ==== */

static double affine(const struct param *W, int row, const real *x)
{
    double a = 0;
    for (int k = 0; k < W->cols; k++)
        a += (double)W->w[row * W->cols + k] * (double)x[k];
    return a;
}

/* Unit k of row i before tanh or maxout. */
static double unit(const struct output_case *c, int i, int k)
{
    const struct output *o = c->o;
    return (double)o->b_t->w[k] + affine(o->U_o, k, c->S.w + i * N) +
           affine(o->V_o, k, c->Y.w + i * M) +
           affine(o->C_o, k, c->ctx.w + i * N);
}

START_TEST(readout_equals_formula)
{
    struct output_case c;
    output_case_new(&c, _i ? MAXOUT : 0, ROWS);
    layer_seal(&c.l, NUMERIC_LIVE);
    ck_assert_int_eq(c.o->U_o->rows, _i ? 2 * R : R);
    const real *t = readout(&c).t;
    for (int i = 0; i < ROWS; i++)
        for (int k = 0; k < R; k++) {
            double want = _i ? fmax(unit(&c, i, 2 * k),
                                    unit(&c, i, 2 * k + 1))
                             : tanh(unit(&c, i, k));
            ck_assert_double_eq_tol((double)t[i * R + k], want,
                                    4 * LAYER_CLOSE);
        }
    layer_drop(&c.l);
}
END_TEST

/* Log p of row i of the readout t; returns the log of its sum. */
static double log_p(const struct output_case *c, const real *t, int i,
                    double *p)
{
    double sum = 0;
    for (int k = 0; k < KY; k++) {
        p[k] = (double)c->o->b_o->w[k] + affine(c->o->W_o, k, t + i * R);
        sum += exp(p[k]);
    }
    for (int k = 0; k < KY; k++)
        p[k] -= log(sum);
    return log(sum);
}

static double divergence(const double *log_p, const double *log_q)
{
    double kl = 0;
    for (int k = 0; k < KY; k++)
        kl += exp(log_p[k]) * (log_p[k] - log_q[k]);
    return kl;
}

/* PyTorch's CrossEntropyLoss(label_smoothing=eps):
 * (1 - eps) (- log p_y) + eps / Ky sum_k (- log p_k); and alpha / 4 of the
 * divergences both ways between the rows of a pair. */
START_TEST(loss_equals_formula)
{
    struct output_case c;
    output_case_new(&c, (unsigned)_i, ROWS);
    layer_seal(&c.l, NUMERIC_LIVE);
    const struct output *o = c.o;
    double eps = _i & SMOOTHING ? 0.1 : 0;
    const real *t = readout(&c).t;
    real *loss = run_matrix(&c.l.r, ROWS, 1);
    real *logits = run_matrix(&c.l.r, ROWS, KY);
    struct wanted wanted = {c.y, c.agree};
    output_loss(&c.l.r, c.o, ROWS, t, NULL, &wanted, 1, loss, NULL);
    output_logits(o, ROWS, t, logits);
    for (int i = 0; i < ROWS; i++) {
        double p[KY], other[KY], want = 0;
        double log_sum = log_p(&c, t, i, p);
        log_p(&c, t, i ^ 1, other);
        for (int k = 0; k < KY; k++) {
            ck_assert_double_eq_tol((double)logits[i * KY + k],
                                    p[k] + log_sum, 8 * LAYER_CLOSE);
            want -= p[k] * (eps / KY + (k == c.y[i] ? 1 - eps : 0));
        }
        want += (double)c.agree / 2 *
                (divergence(p, other) + divergence(other, p));
        ck_assert_double_eq_tol((double)loss[i], want, 8 * LAYER_CLOSE);
    }
    layer_drop(&c.l);
}
END_TEST

/* F.cross_entropy(tensor([[1., 2., 3.]]), tensor([0]), label_smoothing=0.1):
 * log p = -2.407606, -1.407606, -0.407606. */
START_TEST(smoothing_by_hand)
{
    struct layer l;
    layer_init(&l);
    real row[3] = {1, 2, 3};
    double loss = (double)K->cross_entropy(3, row, 0, (real)0.1, 1);
    ck_assert_double_eq_tol(loss, 0.9 * 2.407605964444380 +
                            0.1 / 3 * 4.222817893333140, 4 * LAYER_CLOSE);
    double q[3] = {0.9 + 0.1 / 3, 0.1 / 3, 0.1 / 3};
    double sum = exp(1) + exp(2) + exp(3);
    for (int k = 0; k < 3; k++)
        ck_assert_double_eq_tol((double)row[k], exp(k + 1) / sum - q[k],
                                LAYER_CLOSE);
    layer_drop(&l);
}
END_TEST

/* ==== Blocks of rows ==== */

/* The whole at once against pieces: the rows' own numbers bit for bit, the
 * sums over rows in another order. */
static void pieces_equal_whole(struct output_case *c, int piece)
{
    struct run *r = &c->l.r;
    const real *t = readout(c).t;
    real *loss[2], *dt[2], *g[2];
    for (int way = 0; way < 2; way++) {
        loss[way] = run_matrix(r, MANY, 1);
        dt[way] = run_matrix(r, MANY, R);
        g[way] = run_matrix(r, 1, (int)c->l.ps.count);
        memset(c->l.ps.g, 0, c->l.ps.count * sizeof(real));
        int step = way ? piece : MANY;
        for (int at = 0; at < MANY; at += step)
            output_loss(r, c->o, MANY - at < step ? MANY - at : step,
                        t + at * R, NULL, &(struct wanted){c->y + at, c->agree},
                        c->scale, loss[way] + at, dt[way] + at * R);
        memcpy(g[way], c->l.ps.g, c->l.ps.count * sizeof(real));
    }
    ck_assert(memcmp(loss[0], loss[1], MANY * sizeof(real)) == 0);
    ck_assert(memcmp(dt[0], dt[1], MANY * R * sizeof(real)) == 0);
    bool moved = false;
    for (size_t k = 0; k < c->l.ps.count; k++) {
        moved = moved || g[0][k] != 0;
        ck_assert_double_eq_tol((double)g[0][k], (double)g[1][k],
                                100 * LAYER_CLOSE);
    }
    ck_assert(moved);
}

START_TEST(blocks_equal_pieces)
{
    static const int piece[] = {1, 255, 257, 100, 256, 512, 100, 256, 512};
    struct output_case c;
    output_case_new(&c, _i < 6 ? SMOOTHING : SMOOTHING | AGREE, MANY);
    layer_seal(&c.l, NUMERIC_LIVE);
    pieces_equal_whole(&c, piece[_i]);
    layer_drop(&c.l);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("output");
    tcase_add_loop_test(t, readout_gradients, 0, VARIANTS);
    tcase_add_loop_test(t, loss_gradients, 0, VARIANTS);
    tcase_add_loop_test(t, readout_equals_formula, 0, 2);
    tcase_add_loop_test(t, loss_equals_formula, 0, VARIANTS);
    tcase_add_test(t, smoothing_by_hand);
    tcase_add_loop_test(t, blocks_equal_pieces, 0, 9);
    return test_run("output", t);
}
