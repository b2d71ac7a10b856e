/* One layer, step by step.
 *
 * (1) h_t = tanh(W x_t + U c_{t-1} + b), c_0 = 0     the cell rnn
 * (2) q_t = W_q h_t, k_t = W_k h_t       (2)' dh_t += W_q' dq_t + W_k' dk_t
 * (3) e_tj = v' tanh(q_t + k_j), j <= t  (3)' dq_t, dk_j, dv from de_tj
 * (4) alpha_t = softmax(e_t)             (4)' de_t = alpha_t (dalpha_t
 *                                                 - sum alpha_t dalpha_t)
 * (5) c_t = sum_j alpha_tj h_j           (5)' dalpha_tj = dc_t' h_j
 *                                             dh_j += alpha_tj dc_t
 *
 * Backward, dc_t comes from (1) of step t + 1; by the time that step t is
 * reached, all later steps have added to its dh_t and dk_t. */
#include "nn/selfrnn.h"

#include <string.h>

#include "base/par.h"
#include "kern/part.h"
#include "nn/linear.h"

struct selfrnn *selfrnn_new(struct params *ps, int in, int N, int A,
                            const char *prefix)
{
    struct selfrnn *s = ARENA_NEW(ps->arena, struct selfrnn);
    s->N = N;
    s->A = A;
    s->cell = cell_new(ps, &cell_rnn, in, N, false, prefix);
    s->W_q = params_add(ps, INIT_GLOROT, PARAM_MATRIX, A, N, "%s.W_q",
                        prefix);
    s->W_k = params_add(ps, INIT_GLOROT, PARAM_MATRIX, A, N, "%s.W_k",
                        prefix);
    s->v = params_add(ps, INIT_GLOROT, PARAM_VECTOR, A, 0, "%s.v", prefix);
    return s;
}

/* One step, for all sentences that it reaches. */
struct step {
    const struct selfrnn *s;
    const struct side *side;
    struct selfrnn_seq *q;
    int t;
    real *c, *dc;          /* [B x N] */
    real *dalpha, *de;     /* [B x T] */
    real *dH;              /* [rows x N] */
    real *dQ, *dK;         /* [rows x A] */
    real *dv;              /* [B x A] */
};

/* Token j of the sentence at place b. */
static int row_for(const struct step *w, int j, int b)
{
    return w->side->off[j] + b;
}

/* ==== Forward ==== */

static void scores_row(const struct step *w, int b, real *alpha)
{
    const struct selfrnn *s = w->s;
    const real *q = row_at(w->q->Q, row_for(w, w->t, b), s->A);
    for (int j = 0; j <= w->t; j++)
        alpha[j] = K->concat_score(
            s->A, q, row_at(w->q->K, row_for(w, j, b), s->A), s->v->w);
    K->softmax(w->t + 1, alpha, alpha);                     /* (3), (4) */
}

static void attend_range(void *ctx, int lo, int hi)
{
    const struct step *w = ctx;
    int N = w->s->N;
    for (int b = lo; b < hi; b++) {
        real *c = row_of(w->c, b, N);
        real *alpha = row_of(w->q->alpha, row_for(w, w->t, b), w->side->T);
        if (w->s->last)
            alpha[w->t] = 1;
        else
            scores_row(w, b, alpha);
        memset(c, 0, (size_t)N * sizeof *c);
        for (int j = 0; j <= w->t; j++)                     /* (5) */
            K->axpy(N, alpha[j], row_at(w->q->q.h, row_for(w, j, b), N), c);
    }
}

static void step_forward(struct step *w)
{
    const struct selfrnn *s = w->s;
    struct selfrnn_seq *q = w->q;
    int row0 = w->side->off[w->t], n = w->side->n[w->t];
    if (w->t > 0)
        memcpy(row_of(q->q.h_prev, row0, s->N), w->c,
               (size_t)n * (size_t)s->N * sizeof(real));
    cell_forward(s->cell, &q->q, row0, n);                  /* (1) */
    const real *h = row_at(q->q.h, row0, s->N);
    linear_forward(n, h, s->N, s->W_q, NULL, row_of(q->Q, row0, s->A), s->A,
                   false);
    linear_forward(n, h, s->N, s->W_k, NULL, row_of(q->K, row0, s->A), s->A,
                   false);                                  /* (2) */
    par_range(n, 1, attend_range, w);
}

void selfrnn_forward(struct run *r, const struct selfrnn *s,
                     const struct side *side, const real *x,
                     struct selfrnn_seq *q)
{
    enum part outer = part_switch(PART_ATTENTION);
    struct arena_mark mark = arena_mark(r->scratch);
    struct step w = {.s = s, .side = side, .q = q};
    w.c = ARENA_ARRAY(r->scratch, real, (size_t)side->B * (size_t)s->N);
    cell_seq_new(r, s->cell, &q->q, side->rows);
    q->Q = run_room(r, side->rows, s->A);
    q->K = run_room(r, side->rows, s->A);
    q->alpha = run_matrix(r, side->rows, side->T);
    cell_input(s->cell, x, &q->q);
    for (w.t = 0; w.t < side->T; w.t++)
        step_forward(&w);
    arena_release(r->scratch, mark);
    part_switch(outer);
}

/* ==== Backward ==== */

static void scores_row_backward(const struct step *w, int b,
                                const real *alpha)
{
    const struct selfrnn *s = w->s;
    int row = row_for(w, w->t, b), A = s->A;
    real *de = row_of(w->de, b, w->side->T);
    memset(de, 0, (size_t)(w->t + 1) * sizeof *de);
    K->softmax_backward(w->t + 1, de, alpha,
                        row_at(w->dalpha, b, w->side->T));  /* (4)' */
    for (int j = 0; j <= w->t; j++) {
        int key = row_for(w, j, b);
        K->concat_score_backward(A, de[j], row_at(w->q->Q, row, A),
                                 row_at(w->q->K, key, A), s->v->w,
                                 row_of(w->dQ, row, A),
                                 row_of(w->dK, key, A),
                                 row_of(w->dv, b, A));      /* (3)' */
    }
}

static void attend_backward_range(void *ctx, int lo, int hi)
{
    const struct step *w = ctx;
    int N = w->s->N, T = w->side->T;
    for (int b = lo; b < hi; b++) {
        const real *dc = row_at(w->dc, b, N);
        const real *alpha = row_at(w->q->alpha, row_for(w, w->t, b), T);
        real *dalpha = row_of(w->dalpha, b, T);
        for (int j = 0; j <= w->t; j++) {                   /* (5)' */
            int row = row_for(w, j, b);
            dalpha[j] = K->dot(N, dc, row_at(w->q->q.h, row, N));
            K->axpy(N, alpha[j], dc, row_of(w->dH, row, N));
        }
        if (!w->s->last)
            scores_row_backward(w, b, alpha);
    }
}

/* Sentences that end at t have no c_t that anybody reads. */
static void step_backward(struct run *r, struct step *w)
{
    const struct selfrnn *s = w->s;
    int row0 = w->side->off[w->t], n = w->side->n[w->t];
    real *dh = row_of(w->dH, row0, s->N);
    if (w->t + 1 < w->side->T)
        par_range(w->side->n[w->t + 1], 1, attend_backward_range, w);
    linear_backward_input(n, s->W_q, row_at(w->dQ, row0, s->A), s->A, dh,
                          s->N);
    linear_backward_input(n, s->W_k, row_at(w->dK, row0, s->A), s->A, dh,
                          s->N);                            /* (2)' */
    memcpy(w->dc, dh, (size_t)n * (size_t)s->N * sizeof *dh);
    cell_backward(r, s->cell, &w->q->q, row0, n, w->dc, NULL); /* (1)' */
}

static void weights_backward(struct run *r, struct selfrnn *s,
                             const struct step *w)
{
    int rows = w->side->rows;
    const real *h = w->q->q.h;
    linear_backward_weight(r, rows, h, s->N, s->W_q, NULL, w->dQ, s->A);
    linear_backward_weight(r, rows, h, s->N, s->W_k, NULL, w->dK, s->A);
    rows_sum(w->side->B, s->A, w->dv, s->A, s->v->g);
}

void selfrnn_backward(struct run *r, struct selfrnn *s,
                      const struct side *side, const real *x,
                      struct selfrnn_seq *q, const real *dH, real *dx)
{
    enum part outer = part_switch(PART_ATTENTION);
    struct arena_mark mark = arena_mark(r->scratch);
    struct step w = {.s = s, .side = side, .q = q};
    size_t B = (size_t)side->B, T = (size_t)side->T;
    size_t rows = (size_t)side->rows, N = (size_t)s->N, A = (size_t)s->A;
    w.dc = ARENA_ARRAY(r->scratch, real, B * N);
    w.dalpha = ARENA_ARRAY(r->scratch, real, B * T);
    w.de = ARENA_ARRAY(r->scratch, real, B * T);
    w.dH = arena_room(r->scratch, rows * N * sizeof(real));
    w.dQ = ARENA_ARRAY(r->scratch, real, rows * A);
    w.dK = ARENA_ARRAY(r->scratch, real, rows * A);
    w.dv = ARENA_ARRAY(r->scratch, real, B * A);
    memcpy(w.dH, dH, rows * N * sizeof(real));
    for (w.t = side->T - 1; w.t >= 0; w.t--)
        step_backward(r, &w);
    weights_backward(r, s, &w);
    cell_input_backward(r, s->cell, x, &q->q, dx);
    arena_release(r->scratch, mark);
    part_switch(outer);
}
