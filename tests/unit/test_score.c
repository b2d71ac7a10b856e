/* Scores, each alone: query, keys and pair, and the formulas. */
#include "nn/score.h"

#include "layer.h"

enum { N = 6, A = 5 };

/* ==== Gradients ==== */

struct score_case {
    struct layer l;
    const struct score_kind *kind;
    void *self;
    int query, key, shared;            /* widths */
    struct batch batch;
    struct leaf s, H, q, k;            /* [B x N], rows, [B x query], rows */
};

static void score_declare(struct score_case *c, const struct score_kind *kind)
{
    memset(c, 0, sizeof *c);
    layer_init(&c->l);
    layer_ragged(&c->l, &c->batch);
    struct net_options o = {.M = N, .N = N, .A = A, .score = kind};
    c->kind = kind;
    c->query = c->key = N;
    c->self = kind->declare(&c->l.ps, &o, &c->query, &c->key, &c->shared);
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

/* (2): the query at place b against the keys of the sentence there. */
static double pair_pass(void *ctx, bool backward)
{
    struct score_case *c = ctx;
    const struct side *src = &c->batch.src;
    double sum = 0;
    layer_begin(&c->l);
    real *dshared = run_matrix(&c->l.r, 1, c->shared);
    for (int b = 0; b < src->B; b++) {
        struct keys k = {c->k.w,      c->k.g, src->off, b,
                         src->len[b], c->key, src->T};
        real *e = run_matrix(&c->l.r, 1, src->T);
        real *de = run_matrix(&c->l.r, 1, src->T);
        const real *q = row_of(c->q.w, b, c->query);
        c->kind->pair(c->self, q, &k, e);
        sum += layer_weigh((uint64_t)b, 1, k.len, e, de);
        if (backward)
            c->kind->pair_backward(c->self, de, q, &k,
                                   row_of(c->q.g, b, c->query), dshared);
    }
    if (backward && c->kind->shared_add)
        c->kind->shared_add(c->self, dshared);
    return sum;
}

/* Of its parameters a part sees some. */
START_TEST(score_query_gradients)
{
    struct score_case c;
    score_declare(&c, score_kind(_i));
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
    score_declare(&c, score_kind(_i));
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

START_TEST(score_pair_gradients)
{
    struct score_case c;
    score_declare(&c, score_kind(_i));
    c.q = layer_input(&c.l, "q", c.batch.src.B, c.query, NUMERIC_LIVE);
    c.k = layer_input(&c.l, "k", c.batch.src.rows, c.key, NUMERIC_LIVE);
    layer_seal(&c.l, NUMERIC_EITHER);
    ck_assert(layer_agrees(&c.l, pair_pass, &c));
    layer_drop(&c.l);
}
END_TEST

/* ==== Formulas ==== */

/* e [B x T] of s [B x N] and H. */
static real *scores_of(struct score_case *c)
{
    const struct side *src = &c->batch.src;
    struct annotations a = {
        .src = src, .N = N, .split = N / 2, .H = c->H.w};
    real *q = c->s.w, *k = c->H.w;
    real *e = run_matrix(&c->l.r, src->B, src->T);
    if (c->kind->query) {
        q = run_matrix(&c->l.r, src->B, c->query);
        c->kind->query(c->self, src->B, c->s.w, q);
    }
    if (c->kind->keys) {
        k = run_matrix(&c->l.r, src->rows, c->key);
        c->kind->keys(c->self, &a, k);
    }
    for (int b = 0; b < src->B; b++) {
        struct keys keys = {k,           NULL,   src->off, b,
                            src->len[b], c->key, src->T};
        c->kind->pair(c->self, row_of(q, b, c->query), &keys,
                      row_of(e, b, src->T));
    }
    return e;
}

/* v' tanh(W [s ; h]) with W = [W_a U_a] in one piece. */
static double concat_formula(const struct score_case *c, const real *s,
                             const real *h)
{
    const real *W_a = params_find(&c->l.ps, "attention.W_a")->w;
    const real *U_a = params_find(&c->l.ps, "attention.U_a")->w;
    const real *v_a = params_find(&c->l.ps, "attention.v_a")->w;
    double e = 0;
    for (int i = 0; i < A; i++) {
        double row[2 * N], sh[2 * N], x = 0;
        for (int k = 0; k < N; k++) {
            row[k] = (double)W_a[i * N + k];
            row[N + k] = (double)U_a[i * N + k];
            sh[k] = (double)s[k];
            sh[N + k] = (double)h[k];
        }
        for (int k = 0; k < 2 * N; k++)
            x += row[k] * sh[k];
        e += (double)v_a[i] * tanh(x);
    }
    return e;
}

static double dot_formula(const struct score_case *c, const real *s,
                          const real *h)
{
    (void)c;
    double e = 0;
    for (int k = 0; k < N; k++)
        e += (double)s[k] * (double)h[k];
    return e;
}

START_TEST(scores_equal_formulas)
{
    static const struct {
        const struct score_kind *kind;
        double (*formula)(const struct score_case *, const real *,
                          const real *);
    } row[] = {{&score_concat, concat_formula}, {&score_dot, dot_formula}};
    struct score_case c;
    score_declare(&c, row[_i].kind);
    const struct side *src = &c.batch.src;
    c.s = layer_input(&c.l, "s", src->B, N, NUMERIC_LIVE);
    c.H = layer_input(&c.l, "H", src->rows, N, NUMERIC_LIVE);
    layer_seal(&c.l, NUMERIC_LIVE);
    const real *e = scores_of(&c);
    for (int b = 0; b < src->B; b++)
        for (int j = 0; j < src->T; j++) {
            const real *h = c.H.w + (src->off[j] + b) * N;
            double want = j < src->len[b]
                              ? row[_i].formula(&c, c.s.w + b * N, h) : 0;
            ck_assert_double_eq_tol((double)e[b * src->T + j], want,
                                    LAYER_CLOSE);
        }
    layer_drop(&c.l);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("score");
    int scores = layer_count(score_kind_name);
    tcase_add_loop_test(t, score_query_gradients, 0, scores);
    tcase_add_loop_test(t, score_keys_gradients, 0, scores);
    tcase_add_loop_test(t, score_pair_gradients, 0, scores);
    tcase_add_loop_test(t, scores_equal_formulas, 0, 2);
    return test_run("score", t);
}
