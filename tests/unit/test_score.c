/* Scores, each alone: query, keys and pair, and the formulas. */
#include "nn/score.h"

#include "layer.h"

enum { N = 6, A = 4 };

/* ==== Gradients ==== */

struct score_case {
    struct layer l;
    const struct score_kind *kind;
    void *self;
    int query, key, shared;            /* widths */
    int heads;
    struct batch batch;
    struct leaf s, H, q, k;            /* [B x N], rows, [B x query], rows */
};

static struct net_options options(void)
{
    return (struct net_options){.M = N, .N = N, .A = A, .heads = 1,
                                .scale = true, .mlp_layers = 2};
}

static void score_declare(struct score_case *c, const struct score_kind *kind,
                          const struct net_options *o)
{
    memset(c, 0, sizeof *c);
    layer_init(&c->l);
    layer_ragged(&c->l, &c->batch);
    c->kind = kind;
    c->query = c->key = N;
    c->heads = o->heads;
    c->self = kind->declare(&c->l.ps, o, &c->query, &c->key, &c->shared);
}

/* Row b of q and of e [B x heads x T] belongs to the sentence at place b. */
static struct keys keys_of(const struct score_case *c, int b, const real *k,
                           real *dk)
{
    const struct side *src = &c->batch.src;
    return (struct keys){k,           dk,     src->off, b,
                         src->len[b], c->key, src->T};
}

static int scores_width(const struct score_case *c)
{
    return c->heads * c->batch.src.T;
}

/* (2) of all sentences, one by one or as a whole step. */
static void score_step(struct score_case *c, const real *q, const real *k,
                       real *e)
{
    struct keys keys[8];
    int B = c->batch.src.B;
    for (int b = 0; b < B; b++) {
        keys[b] = keys_of(c, b, k, NULL);
        if (c->kind->pair)
            c->kind->pair(c->self, row_at(q, b, c->query), &keys[b],
                          row_of(e, b, scores_width(c)));
    }
    if (c->kind->step)
        c->kind->step(&c->l.r, c->self, B, q, keys, c->batch.src.T, NULL, e);
}

static void score_step_backward(struct score_case *c, const real *de,
                                const real *q, const real *k, real *dq,
                                real *dk)
{
    struct keys keys[8];
    int B = c->batch.src.B;
    real *dshared = run_matrix(&c->l.r, 1, c->shared);
    for (int b = 0; b < B; b++) {
        keys[b] = keys_of(c, b, k, dk);
        if (c->kind->pair)
            c->kind->pair_backward(c->self, row_at(de, b, scores_width(c)),
                                   row_at(q, b, c->query), &keys[b],
                                   row_of(dq, b, c->query), dshared);
    }
    if (c->kind->step)
        c->kind->step_backward(&c->l.r, c->self, B, de, q, keys,
                               c->batch.src.T, NULL, dq);
    if (c->kind->shared_add)
        c->kind->shared_add(c->self, dshared);
}

/* (1) of the query: q = query(s). */
static double query_pass(void *ctx, bool backward)
{
    struct score_case *c = ctx;
    int B = c->batch.src.B;
    layer_begin(&c->l);
    real *q = run_matrix(&c->l.r, B, c->query);
    real *dq = run_matrix(&c->l.r, B, c->query);
    c->kind->query(c->self, B, c->s.w, q);
    double sum = layer_weigh(0, B, c->query, q, dq);
    if (backward) {
        c->kind->query_backward(c->self, B, q, dq, c->s.g);
        if (c->kind->query_weights)
            c->kind->query_weights(&c->l.r, c->self, B, c->s.w, q, dq);
    }
    return sum;
}

/* (1) of the keys: k = keys(H). */
static double keys_pass(void *ctx, bool backward)
{
    struct score_case *c = ctx;
    const struct side *src = &c->batch.src;
    struct annotations a = {
        .src = src, .N = N, .split = N / 2, .H = c->H.w, .dH = c->H.g};
    layer_begin(&c->l);
    real *k = run_matrix(&c->l.r, src->rows, c->key);
    real *dk = run_matrix(&c->l.r, src->rows, c->key);
    c->kind->keys(c->self, &a, k);
    double sum = layer_weigh(0, src->rows, c->key, k, dk);
    if (backward)
        c->kind->keys_backward(&c->l.r, c->self, &a, k, dk);
    return sum;
}

/* (2): e = a(q, k) of the real tokens. */
static double pair_pass(void *ctx, bool backward)
{
    struct score_case *c = ctx;
    const struct side *src = &c->batch.src;
    layer_begin(&c->l);
    real *e = run_matrix(&c->l.r, src->B, scores_width(c));
    real *de = run_matrix(&c->l.r, src->B, scores_width(c));
    score_step(c, c->q.w, c->k.w, e);
    double sum = 0;
    for (int b = 0; b < src->B; b++)
        for (int h = 0; h < c->heads; h++) {
            int at = (b * c->heads + h) * src->T;
            sum += layer_weigh((uint64_t)at, 1, src->len[b], e + at,
                               de + at);
        }
    if (backward)
        score_step_backward(c, de, c->q.w, c->k.w, c->q.g, c->k.g);
    return sum;
}

/* Of its parameters a part sees some. */
START_TEST(score_query_gradients)
{
    struct score_case c;
    struct net_options o = options();
    score_declare(&c, score_kind(_i), &o);
    if (!c.kind->query) {                     /* q is s itself */
        layer_drop(&c.l);
        return;
    }
    c.s = layer_input(&c.l, "s", c.batch.src.B, N, NUMERIC_LIVE);
    layer_seal(&c.l, NUMERIC_EITHER);
    ck_assert(layer_agrees(&c.l, query_pass, &c));
    layer_drop(&c.l);
}
END_TEST

START_TEST(score_keys_gradients)
{
    struct score_case c;
    struct net_options o = options();
    score_declare(&c, score_kind(_i), &o);
    if (!c.kind->keys) {                      /* k is H itself */
        layer_drop(&c.l);
        return;
    }
    c.H = layer_input(&c.l, "H", c.batch.src.rows, N, NUMERIC_LIVE);
    layer_seal(&c.l, NUMERIC_EITHER);
    ck_assert(layer_agrees(&c.l, keys_pass, &c));
    layer_drop(&c.l);
}
END_TEST

static void pair_gradients_agree(const struct score_kind *kind,
                                 const struct net_options *o)
{
    struct score_case c;
    score_declare(&c, kind, o);
    c.q = layer_input(&c.l, "q", c.batch.src.B, c.query, NUMERIC_LIVE);
    c.k = layer_input(&c.l, "k", c.batch.src.rows, c.key, NUMERIC_LIVE);
    layer_seal(&c.l, NUMERIC_EITHER);
    ck_assert(layer_agrees(&c.l, pair_pass, &c));
    ck_assert(layer_threads_agree(&c.l, pair_pass, &c));
    layer_drop(&c.l);
}

START_TEST(score_pair_gradients)
{
    const struct score_kind *kind = score_kind(_i);
    struct net_options o = options();
    pair_gradients_agree(kind, &o);
    o.scale = false;
    o.mlp_layers = 1;
    for (o.heads = 1; o.heads <= (kind->heads ? A : 1); o.heads *= 2)
        pair_gradients_agree(kind, &o);
}
END_TEST

/* ==== Formulas ==== */

/* e [B x heads x T] of s [B x N] and H. */
static real *scores_of(struct score_case *c)
{
    const struct side *src = &c->batch.src;
    struct annotations a = {
        .src = src, .N = N, .split = N / 2, .H = c->H.w};
    real *q = c->s.w, *k = c->H.w;
    real *e = run_matrix(&c->l.r, src->B, scores_width(c));
    params_pack(&c->l.ps);
    if (c->kind->query) {
        q = run_matrix(&c->l.r, src->B, c->query);
        c->kind->query(c->self, src->B, c->s.w, q);
    }
    if (c->kind->keys) {
        k = run_matrix(&c->l.r, src->rows, c->key);
        c->kind->keys(c->self, &a, k);
    }
    score_step(c, q, k, e);
    return e;
}

/* With the s and H that every case has. */
static void scores_new(struct score_case *c, const struct score_kind *kind,
                       const struct net_options *o)
{
    score_declare(c, kind, o);
    c->s = layer_input(&c->l, "s", c->batch.src.B, N, NUMERIC_LIVE);
    c->H = layer_input(&c->l, "H", c->batch.src.rows, N, NUMERIC_LIVE);
    layer_seal(&c->l, NUMERIC_LIVE);
}

static const real *weight(const struct score_case *c, const char *name)
{
    return params_find(&c->l.ps, name)->w;
}

/* y [rows] = W x */
static void times(int rows, int cols, const real *W, const real *x, double *y)
{
    for (int i = 0; i < rows; i++) {
        y[i] = 0;
        for (int k = 0; k < cols; k++)
            y[i] += (double)W[i * cols + k] * (double)x[k];
    }
}

static double inner(int n, const real *x, const real *y)
{
    double sum = 0;
    for (int k = 0; k < n; k++)
        sum += (double)x[k] * (double)y[k];
    return sum;
}

/* v' tanh(W [s ; h]) with W = [W_a U_a] in one piece. */
static double concat_formula(const struct score_case *c, const real *s,
                             const real *h, int head)
{
    (void)head;
    const real *W_a = weight(c, "attention.W_a");
    const real *U_a = weight(c, "attention.U_a");
    const real *v_a = weight(c, "attention.v_a");
    real W[A * 2 * N], sh[2 * N];
    double x[A], e = 0;
    for (int k = 0; k < N; k++) {
        for (int i = 0; i < A; i++) {
            W[i * 2 * N + k] = W_a[i * N + k];
            W[i * 2 * N + N + k] = U_a[i * N + k];
        }
        sh[k] = s[k];
        sh[N + k] = h[k];
    }
    times(A, 2 * N, W, sh, x);
    for (int i = 0; i < A; i++)
        e += (double)v_a[i] * tanh(x[i]);
    return e;
}

static double dot_formula(const struct score_case *c, const real *s,
                          const real *h, int head)
{
    (void)c;
    (void)head;
    return inner(N, s, h);
}

static double general_formula(const struct score_case *c, const real *s,
                              const real *h, int head)
{
    (void)head;
    double Wh[N], e = 0;
    times(N, N, weight(c, "attention.W_a"), h, Wh);
    for (int k = 0; k < N; k++)
        e += (double)s[k] * Wh[k];
    return e;
}

static double qk_formula(const struct score_case *c, const real *s,
                         const real *h, int head)
{
    int part = A / c->heads;
    double q[A], k[A], e = 0;
    times(A, N, weight(c, "attention.W_Q"), s, q);
    times(A, N, weight(c, "attention.W_K"), h, k);
    for (int i = head * part; i < (head + 1) * part; i++)
        e += q[i] * k[i];
    return e / sqrt(part);
}

static double cosine_formula(const struct score_case *c, const real *s,
                             const real *h, int head)
{
    (void)head;
    return (double)weight(c, "attention.g")[0] * inner(N, s, h) /
           sqrt(inner(N, s, s) * inner(N, h, h));
}

static double mlp_formula(const struct score_case *c, const real *s,
                          const real *h, int head)
{
    (void)head;
    enum { A_2 = (A + 1) / 2 };
    double q[A], k[A], y[A_2], e = 0;
    real x[A];
    times(A, N, weight(c, "attention.W_a"), s, q);
    times(A, N, weight(c, "attention.U_a"), h, k);
    for (int i = 0; i < A; i++)
        x[i] = (real)tanh(q[i] + k[i]);
    times(A_2, A, weight(c, "attention.W_2"), x, y);
    for (int i = 0; i < A_2; i++)
        e += (double)weight(c, "attention.v_a")[i] *
             tanh(y[i] + (double)weight(c, "attention.b_2")[i]);
    return e;
}

static double linear_formula(const struct score_case *c, const real *s,
                             const real *h, int head)
{
    (void)head;
    return inner(N, weight(c, "attention.w_s"), s) +
           inner(N, weight(c, "attention.w_h"), h);
}

static const struct {
    const struct score_kind *kind;
    int heads;
    double (*formula)(const struct score_case *, const real *s,
                      const real *h, int head);
} formulas[] = {
    {&score_concat, 1, concat_formula},
    {&score_dot, 1, dot_formula},
    {&score_general, 1, general_formula},
    {&score_qk, 1, qk_formula},
    {&score_qk, 2, qk_formula},
    {&score_cosine, 1, cosine_formula},
    {&score_mlp, 1, mlp_formula},
    {&score_linear, 1, linear_formula},
};
enum { FORMULAS = sizeof formulas / sizeof *formulas };

START_TEST(scores_equal_formulas)
{
    struct score_case c;
    struct net_options o = options();
    o.heads = formulas[_i].heads;
    scores_new(&c, formulas[_i].kind, &o);
    const struct side *src = &c.batch.src;
    const real *e = scores_of(&c);
    for (int b = 0; b < src->B; b++)
        for (int m = 0; m < o.heads; m++, e += src->T)
            for (int j = 0; j < src->T; j++) {
                const real *h = c.H.w + (src->off[j] + b) * N;
                double want = 0;
                if (j < src->len[b])
                    want = formulas[_i].formula(&c, c.s.w + b * N, h, m);
                ck_assert_double_eq_tol((double)e[j], want, LAYER_CLOSE);
            }
    layer_drop(&c.l);
}
END_TEST

/* ==== One score is another ==== */

static void set_identity(struct score_case *c, const char *name)
{
    struct param *p = params_find(&c->l.ps, name);
    ck_assert(p != NULL && p->rows == N && p->cols == N);
    for (int i = 0; i < N * N; i++)
        p->w[i] = i / N == i % N;
}

static void scores_agree(struct score_case *a, struct score_case *b,
                         double within)
{
    size_t n = (size_t)(a->batch.src.B * a->batch.src.T);
    const real *e = scores_of(a), *f = scores_of(b);
    for (size_t k = 0; k < n; k++)
        ck_assert(fabs((double)(e[k] - f[k])) <= within);
}

/* W = I makes general dot, and W_Q = W_K = I makes qk dot. */
START_TEST(identity_gives_dot)
{
    struct score_case c, dot;
    struct net_options o = options();
    o.A = N;
    o.scale = false;
    scores_new(&dot, &score_dot, &o);
    scores_new(&c, _i ? &score_qk : &score_general, &o);
    set_identity(&c, _i ? "attention.W_Q" : "attention.W_a");
    if (_i)
        set_identity(&c, "attention.W_K");
    scores_agree(&c, &dot, 0);
    layer_drop(&c.l);
    layer_drop(&dot.l);
}
END_TEST

/* One hidden layer is concat: the same bits, of e at least. */
START_TEST(mlp_of_one_layer_is_concat)
{
    struct score_case c, concat;
    struct net_options o = options();
    o.mlp_layers = 1;
    scores_new(&c, &score_mlp, &o);
    scores_new(&concat, &score_concat, &o);
    ck_assert_int_eq(c.l.ps.n, concat.l.ps.n);
    scores_agree(&c, &concat, 0);
    layer_drop(&c.l);
    layer_drop(&concat.l);
}
END_TEST

/* The length of h is nothing to cosine, and 0 is no direction. */
START_TEST(cosine_sees_no_length)
{
    struct score_case c, longer;
    struct net_options o = options();
    scores_new(&c, &score_cosine, &o);
    scores_new(&longer, &score_cosine, &o);
    K->scale(c.batch.src.rows * N, 10, longer.H.w);
    scores_agree(&c, &longer, LAYER_CLOSE);
    memset(c.H.w, 0, N * sizeof *c.H.w);
    const real *e = scores_of(&c);
    ck_assert(e[0] == 0);
    ck_assert(e[1] != 0);
    layer_drop(&c.l);
    layer_drop(&longer.l);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("score");
    int scores = test_count(score_kind_name);
    tcase_add_loop_test(t, score_query_gradients, 0, scores);
    tcase_add_loop_test(t, score_keys_gradients, 0, scores);
    tcase_add_loop_test(t, score_pair_gradients, 0, scores);
    tcase_add_loop_test(t, scores_equal_formulas, 0, FORMULAS);
    tcase_add_loop_test(t, identity_gives_dot, 0, 2);
    tcase_add_test(t, mlp_of_one_layer_is_concat);
    tcase_add_test(t, cosine_sees_no_length);
    return test_run("score", t);
}
