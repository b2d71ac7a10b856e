/* Focuses, and the attention that scores and focuses make, each alone. */
#include "nn/attention.h"

#include "layer.h"

enum { N = 6, A = 5 };

static struct net_options options(const struct score_kind *score,
                                  const struct focus_kind *focus)
{
    return (struct net_options){.M = N, .N = N, .A = A, .R = N, .layers = 1,
                                .score = score, .focus = focus, .window = 1,
                                .heads = 1, .scale = true, .mlp_layers = 2};
}

/* ==== Focus ==== */

enum { STEP_ROWS = 3, TX = 5 };

struct focus_case {
    struct layer l;
    const struct focus_kind *kind;
    void *self;
    int i, width;                     /* width of x */
    struct leaf e, s;
};

static const int step_len[STEP_ROWS] = {4, 5, 1};

static struct focus_step focus_step_of(struct focus_case *c, real *x)
{
    return (struct focus_step){
        .i = c->i, .n = STEP_ROWS, .heads = 1, .Tx = TX, .len = step_len,
        .x = x, .dx = run_matrix(&c->l.r, STEP_ROWS, c->width)};
}

static double focus_pass(void *ctx, bool backward)
{
    struct focus_case *c = ctx;
    struct run *r = &c->l.r;
    layer_begin(&c->l);
    real *x = run_matrix(r, STEP_ROWS, c->width);
    struct focus_step f = focus_step_of(c, x);
    if (c->kind->prepare)
        c->kind->prepare(c->self, STEP_ROWS, c->s.w, x);
    real *alpha = run_matrix(r, STEP_ROWS, TX);
    real *dalpha = run_matrix(r, STEP_ROWS, TX);
    c->kind->forward(r, c->self, &f, 0, 1, c->e.w, alpha);
    c->kind->forward(r, c->self, &f, 1, STEP_ROWS, c->e.w, alpha);
    double sum = layer_weigh(0, STEP_ROWS, TX, alpha, dalpha);
    if (!backward || !c->kind->backward)
        return sum;
    c->kind->backward(r, c->self, &f, 0, 1, alpha, dalpha, c->e.g);
    c->kind->backward(r, c->self, &f, 1, STEP_ROWS, alpha, dalpha, c->e.g);
    if (c->kind->prepare) {
        c->kind->prepare_backward(c->self, STEP_ROWS, x, f.dx, c->s.g);
        c->kind->prepare_weights(r, c->self, STEP_ROWS, c->s.w, x, f.dx);
    }
    return sum;
}

static void focus_declare(struct focus_case *c, const struct focus_kind *kind,
                          int i)
{
    memset(c, 0, sizeof *c);
    layer_init(&c->l);
    struct net_options o = options(&score_concat, kind);
    c->kind = kind;
    c->i = i;
    c->self = kind->declare ? kind->declare(&c->l.ps, &o, &c->width) : NULL;
    c->e = layer_input(&c->l, "e", STEP_ROWS, TX,
                       kind->scores ? NUMERIC_LIVE : NUMERIC_FLAT);
    c->s = layer_input(&c->l, "s", STEP_ROWS, N, NUMERIC_EITHER);
    layer_seal(&c->l, NUMERIC_LIVE);
}

START_TEST(focus_gradients)
{
    const struct focus_kind *kind = focus_kind(_i);
    ck_assert(kind->aligns == (kind->forward != NULL));
    for (int i = 0; kind->aligns && !kind->samples && i < 4; i += 3) {
        struct focus_case c;
        focus_declare(&c, kind, i);
        ck_assert(layer_agrees(&c.l, focus_pass, &c));
        layer_drop(&c.l);
    }
}
END_TEST

/* Rows of soft attention are softmax_j(e_ij) over the real tokens. */
START_TEST(soft_equals_formula)
{
    struct focus_case c;
    focus_declare(&c, &focus_soft, 0);
    real *alpha = run_matrix(&c.l.r, STEP_ROWS, TX);
    struct focus_step f = focus_step_of(&c, NULL);
    focus_soft.forward(&c.l.r, NULL, &f, 0, STEP_ROWS, c.e.w, alpha);
    for (int b = 0; b < STEP_ROWS; b++) {
        double sum = 0;
        for (int j = 0; j < step_len[b]; j++)
            sum += exp((double)c.e.w[b * TX + j]);
        for (int j = 0; j < TX; j++) {
            double want = j < step_len[b]
                              ? exp((double)c.e.w[b * TX + j]) / sum : 0;
            ck_assert_double_eq_tol((double)alpha[b * TX + j], want,
                                    LAYER_CLOSE);
        }
    }
    layer_drop(&c.l);
}
END_TEST

/* Exactly 1 / Tx for any length and any score that all tokens share. */
START_TEST(soft_of_equal_scores)
{
    struct layer l;
    layer_init(&l);
    for (int n = 1; n <= 200; n++) {
        real *e = run_matrix(&l.r, 1, n), *alpha = run_matrix(&l.r, 1, n);
        struct focus_step f = {.n = 1, .heads = 1, .Tx = n, .len = &n};
        for (int j = 0; j < n; j++)
            e[j] = (real)(n % 7 - 3);
        focus_soft.forward(&l.r, NULL, &f, 0, 1, e, alpha);
        for (int j = 0; j < n; j++)
            ck_assert(alpha[j] == 1 / (real)n);
    }
    layer_drop(&l);
}
END_TEST

/* ==== Attention as a whole ==== */

enum output { CTX = 1, ALPHA = 2, OUTPUTS = 4 };

struct attention_case {
    struct layer l;
    struct attention *att;
    struct attention_seq q;
    struct batch batch;
    struct leaf H, summary, S;   /* S: s_{i-1} of every target row */
    unsigned outputs;            /* a loss on ctx, on alpha or on both */
    struct attention_seq old;    /* the last pass with `backward`, replayed
                                    by those without */
};

static void *kept(struct attention_case *c, const real *x, size_t n)
{
    return memcpy(arena_alloc(&c->l.model, n * sizeof *x), x, n * sizeof *x);
}

/* Where alpha is sampled: random rewards; a pass with `backward` samples and
 * is remembered, one without takes the same samples.  What it adds to the
 * loss. */
static double attention_samples(struct attention_case *c, bool backward)
{
    struct attention_seq *q = &c->q, *old = &c->old;
    size_t n = (size_t)(q->rows * c->att->heads * q->Tx);
    if (!c->att->focus->samples)
        return 0;
    if (!backward)
        return (double)attention_surrogate(c->att, q, old, &c->batch.tgt,
                                           c->batch.src_of);
    for (int i = 0; i < q->rows; i++)
        q->reward[i] = layer_number(7, (size_t)i);
    *old = (struct attention_seq){
        .alpha = kept(c, q->alpha, n), .prob = kept(c, q->prob, n),
        .reward = kept(c, q->reward, (size_t)q->rows)};
    return 0;
}

static void attention_steps(struct attention_case *c, bool backward)
{
    const struct side *tgt = &c->batch.tgt;
    struct run *r = &c->l.r;
    for (int t = 0; t < tgt->T; t++) {
        int i = backward ? tgt->T - 1 - t : t, at = tgt->off[i];
        const real *s = row_of(c->S.w, at, N);
        if (backward)
            attention_backward(r, c->att, &c->q, i, at, tgt->n[i],
                               c->batch.src_of, s, row_of(c->S.g, at, N));
        else
            attention_forward(r, c->att, &c->q, i, at, tgt->n[i],
                              c->batch.src_of, s);
    }
    if (backward)
        attention_end(r, c->att, &c->q, c->S.w);
}

static double attention_pass(void *ctx, bool backward)
{
    struct attention_case *c = ctx;
    const struct side *src = &c->batch.src;
    struct annotations a = {
        .src = src, .N = N, .split = N / 2, .H = c->H.w, .dH = c->H.g};
    int rows = c->batch.tgt.rows;
    layer_begin(&c->l);
    c->l.r.replay = backward || !c->old.alpha ? NULL : &c->old;
    attention_begin(&c->l.r, c->att, &a, c->summary.w, rows, &c->q);
    attention_steps(c, false);
    double sum = 0;
    if (c->outputs & CTX)
        sum += layer_weigh(0, rows, N, c->q.ctx, c->q.dctx);
    if (c->outputs & ALPHA && c->q.alpha) {
        int width = c->att->heads * src->T;
        real *dalpha = run_matrix(&c->l.r, rows, width);
        sum += layer_weigh(1, rows, width, c->q.alpha, dalpha);
        c->q.dalpha = dalpha;
    }
    sum += attention_samples(c, backward);
    if (!backward)
        return sum;
    attention_steps(c, true);
    layer_add(c->summary.g, c->q.dsummary, src->B, N);
    return sum;
}

static enum numeric_guard live(bool yes)
{
    return yes ? NUMERIC_LIVE : NUMERIC_FLAT;
}

/* s_{i-1} is seen by a score, unless what it adds cancels. */
static enum numeric_guard state_guard(const struct params *ps,
                                      const struct focus_kind *focus)
{
    for (int i = 0; i < ps->n; i++)
        if (ps->list[i]->use & PARAM_CANCELS && !focus->prepare)
            return NUMERIC_CANCELS;
    return live(focus->scores);
}

static void attention_case_of(struct attention_case *c,
                              const struct net_options *o, unsigned outputs)
{
    const struct focus_kind *focus = o->focus;
    memset(c, 0, sizeof *c);
    layer_init(&c->l);
    layer_ragged(&c->l, &c->batch);
    c->outputs = outputs;
    c->att = attention_new(&c->l.ps, o);
    c->H = layer_input(&c->l, "H", c->batch.src.rows, N,
                       live(focus->scores ||
                            (focus->aligns && outputs & CTX)));
    c->summary = layer_input(&c->l, "summary", c->batch.src.B, N,
                             live(!focus->aligns));
    c->S = layer_input(&c->l, "s", c->batch.tgt.rows, N,
                       state_guard(&c->l.ps, focus));
    layer_seal(&c->l, NUMERIC_LIVE);
    for (int i = 0; !(outputs & CTX) && i < c->l.arrays; i++)
        if (strcmp(c->l.array[i].name, "attention.W_V") == 0)
            c->l.array[i].guard = NUMERIC_FLAT;   /* makes no weights */
}

static void attention_case_new(struct attention_case *c,
                               const struct score_kind *score,
                               const struct focus_kind *focus,
                               unsigned outputs)
{
    struct net_options o = options(score, focus);
    attention_case_of(c, &o, outputs);
}

/* The options for one head, then, where the score has more, for 2 and 3. */
static bool more_heads(struct net_options *o)
{
    o->heads++;
    o->A = o->heads > 1 ? N : A;
    return o->heads <= (o->score->heads && o->focus->scores ? 3 : 1);
}

START_TEST(attention_gradients)
{
    struct net_options o = options(NULL, focus_kind(_i / 2));
    o.gumbel = _i % 2;
    o.window = TX;                    /* no edge to step over */
    for (int k = 0; (o.score = score_kind(k)); k++)
        for (o.heads = 0; more_heads(&o);)
            for (unsigned outputs = 1; outputs < OUTPUTS; outputs++) {
                if (outputs == ALPHA && !o.focus->aligns)
                    continue;
                struct attention_case c;
                attention_case_of(&c, &o, outputs);
                ck_assert(layer_agrees(&c.l, attention_pass, &c));
                ck_assert(layer_threads_agree(&c.l, attention_pass, &c));
                layer_drop(&c.l);
            }
}
END_TEST

/* v_j = W_V h_j, or h_j with one head. */
static double value_of(const struct attention_case *c, const real *h, int k)
{
    if (!c->att->W_V)
        return (double)h[k];
    double v = 0;
    for (int x = 0; x < N; x++)
        v += (double)c->att->W_V->w[k * N + x] * (double)h[x];
    return v;
}

/* One head: its weights sum to 1, padding is exactly 0, and its part of the
 * context is sum_j alpha_ij v_j. */
static void head_is_right(const struct attention_case *c, int place,
                          const real *alpha, const real *ctx, int from,
                          int to)
{
    const struct side *src = &c->batch.src;
    double sum = 0, want[N] = {0};
    for (int j = 0; j < src->T; j++) {
        ck_assert(alpha[j] >= 0);
        ck_assert(j < src->len[place] || alpha[j] == 0);
        sum += (double)alpha[j];
        for (int k = from; j < src->len[place] && k < to; k++)
            want[k] += (double)alpha[j] *
                       value_of(c, c->H.w + (src->off[j] + place) * N, k);
    }
    ck_assert_double_eq_tol(sum, 1, LAYER_CLOSE);
    for (int k = from; k < to; k++)
        ck_assert_double_eq_tol((double)ctx[k], want[k], LAYER_CLOSE);
}

/* Each score with each focus; without alpha ctx is the summary. */
static void row_is_right(const struct attention_case *c, int row, int place)
{
    int heads = c->att->heads, Tx = c->batch.src.T;
    const real *ctx = c->q.ctx + row * N;
    if (!c->q.alpha) {
        ck_assert(memcmp(ctx, c->summary.w + place * N,
                         N * sizeof *ctx) == 0);
        return;
    }
    for (int h = 0; h < heads; h++)
        head_is_right(c, place, c->q.alpha + (row * heads + h) * Tx, ctx,
                      h * N / heads, (h + 1) * N / heads);
}

static void attention_is_right(const struct net_options *o)
{
    struct attention_case c;
    attention_case_of(&c, o, CTX);
    attention_pass(&c, true);
    const struct side *tgt = &c.batch.tgt;
    for (int i = 0; i < tgt->T; i++)
        for (int b = 0; b < tgt->n[i]; b++)
            row_is_right(&c, tgt->off[i] + b, c.batch.src_of[b]);
    layer_drop(&c.l);
}

START_TEST(attention_equals_formula)
{
    struct net_options o = options(NULL, focus_kind(_i / 2));
    o.gumbel = _i % 2;
    for (int k = 0; (o.score = score_kind(k)); k++)
        for (o.heads = 0; more_heads(&o);)
            attention_is_right(&o);
}
END_TEST

/* What must be 1 / Tx, exactly: uniform, and concat and mlp when v_a = 0. */
START_TEST(alpha_is_exactly_uniform)
{
    struct attention_case c;
    attention_case_new(&c, _i < 2 ? &score_concat : &score_mlp,
                       _i % 2 ? &focus_uniform : &focus_soft, CTX);
    struct param *v_a = params_find(&c.l.ps, "attention.v_a");
    ck_assert((v_a == NULL) == (_i % 2 == 1));
    if (v_a)
        memset(v_a->w, 0, param_count(v_a) * sizeof *v_a->w);
    attention_pass(&c, false);
    const struct side *src = &c.batch.src, *tgt = &c.batch.tgt;
    for (int i = 0; i < tgt->T; i++)
        for (int b = 0; b < tgt->n[i]; b++) {
            int len = src->len[c.batch.src_of[b]];
            const real *alpha = c.q.alpha + (tgt->off[i] + b) * src->T;
            for (int j = 0; j < src->T; j++)
                ck_assert(alpha[j] == (j < len ? 1 / (real)len : 0));
        }
    layer_drop(&c.l);
}
END_TEST

/* Without its tanh concat cannot tell one target word from another: s adds
 * the same to all scores of a sentence. */
START_TEST(linear_is_blind_to_the_target)
{
    struct attention_case c;
    attention_case_new(&c, _i ? &score_concat : &score_linear, &focus_soft,
                       CTX);
    attention_pass(&c, false);
    const struct side *tgt = &c.batch.tgt;
    double most = 0;
    for (int i = 1; i < tgt->T; i++)
        for (int b = 0; b < tgt->n[i]; b++)
            for (int j = 0; j < c.q.Tx; j++) {
                const real *first = c.q.alpha + b * c.q.Tx;
                const real *now = c.q.alpha + (tgt->off[i] + b) * c.q.Tx;
                most = fmax(most, fabs((double)(now[j] - first[j])));
            }
    ck_assert(_i ? most > 1e-2 : most < LAYER_CLOSE);
    layer_drop(&c.l);
}
END_TEST

/* mlp with one layer is concat: weights, context, and every gradient but for
 * the order in which v_a's is summed. */
START_TEST(mlp_of_one_layer_is_concat)
{
    struct attention_case c[2];
    for (int k = 0; k < 2; k++) {
        struct net_options o = options(k ? &score_mlp : &score_concat,
                                       &focus_soft);
        o.mlp_layers = 1;
        attention_case_of(&c[k], &o, CTX | ALPHA);
        attention_pass(&c[k], true);
    }
    size_t weights = (size_t)c->q.rows * (size_t)c->q.Tx * sizeof(real);
    ck_assert(memcmp(c[0].q.alpha, c[1].q.alpha, weights) == 0);
    ck_assert_int_eq(c[0].l.arrays, c[1].l.arrays);
    for (int i = 0; i < c->l.arrays; i++) {
        const struct numeric_array *a = &c[0].l.array[i];
        for (size_t k = 0; k < a->n; k++)
            ck_assert_double_eq_tol((double)a->g[k],
                                    (double)c[1].l.array[i].g[k],
                                    REAL_IS_DOUBLE ? 1e-12 : 1e-5);
    }
    layer_drop(&c[0].l);
    layer_drop(&c[1].l);
}
END_TEST

/* The parameters that the paper's alignment model has, and no others. */
START_TEST(attention_declares_what_it_uses)
{
    static const char *const concat[] = {"attention.W_a", "attention.U_a",
                                         "attention.v_a"};
    struct attention_case c;
    attention_case_new(&c, &score_concat, &focus_soft, CTX);
    ck_assert_int_eq(c.l.ps.n, 3);
    for (int i = 0; i < 3; i++)
        ck_assert_str_eq(c.l.ps.list[i]->name, concat[i]);
    layer_drop(&c.l);
    for (int i = 0; focus_kind(i); i++) {
        if (focus_kind(i)->scores)
            continue;
        attention_case_new(&c, &score_concat, focus_kind(i), CTX);
        ck_assert_int_eq(c.l.ps.n, 0);
        layer_drop(&c.l);
    }
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("attention");
    tcase_set_timeout(t, 240);        /* sanitizers */
    int focuses = test_count(focus_kind_name);
    tcase_add_loop_test(t, focus_gradients, 0, focuses);
    tcase_add_test(t, soft_equals_formula);
    tcase_add_test(t, soft_of_equal_scores);
    tcase_add_loop_test(t, attention_gradients, 0, 2 * focuses);
    tcase_add_loop_test(t, attention_equals_formula, 0, 2 * focuses);
    tcase_add_loop_test(t, alpha_is_exactly_uniform, 0, 4);
    tcase_add_loop_test(t, linear_is_blind_to_the_target, 0, 2);
    tcase_add_test(t, mlp_of_one_layer_is_concat);
    tcase_add_test(t, attention_declares_what_it_uses);
    return test_run("attention", t);
}
