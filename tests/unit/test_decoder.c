/* The decoder alone: every path from its inputs to its states, contexts and
 * alignments. */
#include "nn/decoder.h"

#include "layer.h"
#include "nn/dropout.h"

enum { N = 4, M = 3, A = 3 };

/* What the loss is made of. */
enum output { STATES = 1, CTX = 2, ALPHA = 4, ALL = 7 };

struct decoder_case {
    struct layer l;
    struct decoder *d;
    struct batch batch;
    struct leaf H, summary, Y;
    unsigned outputs;
};

static double outputs_weigh(struct decoder_case *c,
                            struct decoder_cache *cache, real *dS)
{
    int rows = c->batch.tgt.rows, Tx = c->batch.src.T;
    struct attention_seq *att = &cache->att;
    double sum = 0;
    if (c->outputs & STATES)
        sum += layer_weigh(0, rows, N, cache->S, dS);
    if (c->outputs & CTX)
        sum += layer_weigh(1, rows, N, att->ctx, att->dctx);
    if (c->outputs & ALPHA && att->alpha) {
        real *dalpha = run_matrix(&c->l.r, rows, Tx);
        sum += layer_weigh(2, rows, Tx, att->alpha, dalpha);
        att->dalpha = dalpha;
    }
    return sum;
}

static double decoder_pass(void *ctx, bool backward)
{
    struct decoder_case *c = ctx;
    struct run *r = &c->l.r;
    const struct side *src = &c->batch.src;
    struct annotations a = {.src = src, .N = N, .split = N / 2, .H = c->H.w,
                            .dH = c->H.g};
    layer_begin(&c->l);
    struct decoder_cache *cache = decoder_forward(
        r, c->d, &c->batch, &a, c->summary.w, c->Y.w);
    real *dS = run_matrix(r, c->batch.tgt.rows, N);
    double sum = outputs_weigh(c, cache, dS);
    if (!backward)
        return sum;
    decoder_backward(r, c->d, cache, dS, c->Y.g);
    layer_add(c->summary.g, cache->att.dsummary, src->B, N);
    return sum;
}

static struct net_options options(void)
{
    return (struct net_options){
        .M = M, .N = N, .A = A, .R = N, .layers = 1, .cell = &cell_lstm,
        .score = &score_concat, .focus = &focus_soft,
        .window = 1, .dropout.p = (real)0.3};
}

static void decoder_case_new(struct decoder_case *c,
                             const struct net_options *o, unsigned outputs,
                             bool one_step)
{
    static const int Tx[3] = {2, 4, 3}, Ty[3] = {1, 1, 1};
    memset(c, 0, sizeof *c);
    layer_init(&c->l);
    if (one_step)
        layer_batch(&c->l, &c->batch, 3, Tx, Ty);
    else
        layer_ragged(&c->l, &c->batch);
    c->outputs = outputs;
    c->d = decoder_new(&c->l.ps, o);
    const struct side *src = &c->batch.src, *tgt = &c->batch.tgt;
    c->H = layer_input(&c->l, "H", src->rows, N,
                       o->focus->aligns ? NUMERIC_LIVE : NUMERIC_FLAT);
    c->summary = layer_input(&c->l, "summary", src->B, N, NUMERIC_LIVE);
    c->Y = layer_input(&c->l, "Y", tgt->rows, M, NUMERIC_LIVE);
}

static bool decoder_agrees(struct decoder_case *c, enum numeric_guard guard)
{
    layer_seal(&c->l, guard);
    bool ok = layer_agrees(&c->l, decoder_pass, c) &&
              layer_threads_agree(&c->l, decoder_pass, c);
    layer_drop(&c->l);
    return ok;
}

/* ==== Gradients ==== */

START_TEST(gradients_of_cells)
{
    struct net_options o = options();
    struct decoder_case c;
    o.cell = cell_kind(_i);
    for (o.layers = 1; o.layers <= 2; o.layers++) {
        decoder_case_new(&c, &o, ALL, false);
        ck_assert(decoder_agrees(&c, NUMERIC_LIVE));
    }
}
END_TEST

START_TEST(gradients_of_scores)
{
    struct net_options o = options();
    struct decoder_case c;
    o.score = score_kind(_i);
    for (o.layers = 1; o.layers <= 2; o.layers++) {
        decoder_case_new(&c, &o, ALL, false);
        ck_assert(decoder_agrees(&c, NUMERIC_LIVE));
    }
}
END_TEST

START_TEST(gradients_of_focuses)
{
    struct net_options o = options();
    struct decoder_case c;
    o.focus = focus_kind(_i);
    /* a float's steps are so wide that the window moves */
    if (!REAL_IS_DOUBLE && o.focus == &focus_local_p)
        return;
    /* what is sampled wants its choices replayed, as test_attention and
     * test_network do */
    if (o.focus->samples)
        return;
    for (o.layers = 1; o.layers <= 2; o.layers++)
        for (unsigned outputs = STATES; outputs <= ALL; outputs += 6) {
            decoder_case_new(&c, &o, outputs, false);
            ck_assert(decoder_agrees(&c, NUMERIC_LIVE));
        }
}
END_TEST

/* One step and a loss on the state: s_0, c_0 and C ctx_1 are all there is.
 * U then sees s_0 alone. */
START_TEST(gradients_of_first_state)
{
    struct net_options o = options();
    struct decoder_case c;
    for (o.layers = 1; o.layers <= 2; o.layers++) {
        decoder_case_new(&c, &o, STATES, true);
        ck_assert(decoder_agrees(&c, NUMERIC_LIVE));
    }
}
END_TEST

/* A loss on the contexts alone, in the first layer: it reaches the states
 * through the queries only, and the layers above not at all. */
START_TEST(gradients_of_contexts)
{
    struct net_options o = options();
    struct decoder_case c;
    decoder_case_new(&c, &o, CTX, false);
    ck_assert(decoder_agrees(&c, NUMERIC_LIVE));
    decoder_case_new(&c, &o, ALPHA, false);
    ck_assert(decoder_agrees(&c, NUMERIC_LIVE));
    o.layers = 2;
    decoder_case_new(&c, &o, CTX, false);
    layer_seal(&c.l, NUMERIC_LIVE);
    for (int i = 0; i < c.l.arrays; i++)
        if (strncmp(c.l.array[i].name, "decoder.l2.", 11) == 0)
            c.l.array[i].guard = NUMERIC_FLAT;
    ck_assert(layer_agrees(&c.l, decoder_pass, &c));
    layer_drop(&c.l);
}
END_TEST

/* ==== Definition ==== */

static double affine(const struct param *W, const struct param *b, int row,
                     const real *z)
{
    double a = (double)b->w[row];
    for (int k = 0; k < N; k++)
        a += (double)W->w[row * N + k] * (double)z[k];
    return a;
}

/* (1): s_0 = tanh(W_s z + b_s), c_0 = W_c z + b_c, z that of the pair. */
START_TEST(first_state_equals_formula)
{
    struct net_options o = options();
    struct decoder_case c;
    o.layers = 2;
    decoder_case_new(&c, &o, ALL, false);
    layer_seal(&c.l, NUMERIC_LIVE);
    struct run *r = &c.l.r;
    struct annotations a = {.src = &c.batch.src, .N = N, .split = N / 2,
                            .H = c.H.w, .dH = c.H.g};
    struct decoder_cache *cache = decoder_forward(
        r, c.d, &c.batch, &a, c.summary.w, c.Y.w);
    struct decoder_state step = decoder_start(r, c.d, &a, c.summary.w,
                                              c.batch.src_of, 4);
    for (int l = 0; l < 2; l++)
        for (int k = 0; k < 4 * N; k++) {
            const real *z = c.summary.w + c.batch.src_of[k / N] * N;
            const struct decoder *d = c.d;
            double h = tanh(affine(d->W_s[l], d->b_s[l], k % N, z));
            double m = affine(d->W_c[l], d->b_c[l], k % N, z);
            ck_assert_double_eq_tol((double)cache->start[l].h[k], h,
                                    LAYER_CLOSE);
            ck_assert_double_eq_tol((double)cache->start[l].c[k], m,
                                    2 * LAYER_CLOSE);
            ck_assert(cache->start[l].h[k] == step.layer[l].h[k]);
            ck_assert(cache->start[l].c[k] == step.layer[l].c[k]);
        }
    layer_drop(&c.l);
}
END_TEST

/* (3) with ctx_i: the cell of the paper, [Y ; ctx] into one matrix. */
START_TEST(first_layer_is_cell_of_y_and_ctx)
{
    struct net_options o = options();
    struct decoder_case c;
    o.focus = focus_kind(_i);
    decoder_case_new(&c, &o, ALL, false);
    layer_seal(&c.l, NUMERIC_LIVE);
    struct run *r = &c.l.r;
    const struct side *tgt = &c.batch.tgt;
    struct annotations a = {.src = &c.batch.src, .N = N, .split = N / 2,
                            .H = c.H.w, .dH = c.H.g};
    struct decoder_cache *cache = decoder_forward(
        r, c.d, &c.batch, &a, c.summary.w, c.Y.w);
    struct layer both;
    layer_init(&both);
    struct cell *cell = cell_new(&both.ps, o.cell, M + N, N, false, "both");
    params_seal(&both.ps, false);
    int G = o.cell->gates * N;
    for (int g = 0; g < G; g++) {
        memcpy(cell->W->w + g * (M + N), c.d->cell[0]->W->w + g * M,
               M * sizeof(real));
        memcpy(cell->W->w + g * (M + N) + M, c.d->C->w + g * N,
               N * sizeof(real));
    }
    memcpy(cell->U->w, c.d->cell[0]->U->w, (size_t)(G * N) * sizeof(real));
    memcpy(cell->b->w, c.d->cell[0]->b->w, (size_t)G * sizeof(real));
    params_pack(&both.ps);
    real *x = run_matrix(r, tgt->rows, M + N);
    for (int i = 0; i < tgt->rows; i++) {
        memcpy(x + i * (M + N), c.Y.w + i * M, M * sizeof *x);
        memcpy(x + i * (M + N) + M, cache->att.ctx + i * N, N * sizeof *x);
    }
    struct cell_seq q;
    direction_forward(r, cell, tgt, false, x, &cache->start[0], &q);
    for (int k = 0; k < tgt->rows * N; k++)
        ck_assert_double_eq_tol((double)cache->S[k], (double)q.h[k],
                                LAYER_CLOSE);
    layer_drop(&both);
    layer_drop(&c.l);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("decoder");
    tcase_set_timeout(t, 240);        /* sanitizers */
    int focuses = test_count(focus_kind_name);
    tcase_add_loop_test(t, gradients_of_cells, 0,
                        test_count(cell_kind_name));
    tcase_add_loop_test(t, gradients_of_scores, 0,
                        test_count(score_kind_name));
    tcase_add_loop_test(t, gradients_of_focuses, 0, focuses);
    tcase_add_test(t, gradients_of_first_state);
    tcase_add_test(t, gradients_of_contexts);
    tcase_add_test(t, first_state_equals_formula);
    tcase_add_loop_test(t, first_layer_is_cell_of_y_and_ctx, 0, focuses);
    return test_run("decoder", t);
}
