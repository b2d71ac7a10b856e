/* Many-to-one attention of the rows x_1 .. x_T of each group.
 *
 * (1) q = [ x_T[0, split) ; x_1[split, N) ]   backward, given dz
 * (2) p = W q                                 (6)' y = dz (1 - z^2)
 * (3) e_j = x_j' p  (= x_j' W x_T)                 dW_c += y [ctx ; q]'
 * (4) alpha = softmax(e)                           [dctx ; dq] += W_c' y
 * (5) ctx = sum_j alpha_j x_j                 (5)' dalpha_j = x_j' dctx
 * (6) z = tanh(W_c [ctx ; q])                      dx_j += alpha_j dctx
 *                                             (4)' de_j = alpha_j (dalpha_j
 *                                                  - sum_l alpha_l dalpha_l)
 *                                             (3)' dx_j += de_j p
 *                                                  dp += de_j x_j
 *                                             (2)' dW += dp q'
 *                                                  dq += W' dp
 *                                             (1)' dx_T, dx_1 += dq
 *
 * W is multiplied by q once a group, not by x_j once a row: the sum is the
 * same and T times shorter.  Threads own groups, and so their rows of X; the
 * weights' gradients are one product over all groups. */
#include "nn/many.h"

#include <string.h>

#include "base/par.h"
#include "kern/part.h"
#include "nn/linear.h"
#include "nn/rows.h"

enum { GRAIN = 4 };        /* groups that are worth a thread */

struct many *many_new(struct params *ps, int N, const char *prefix)
{
    struct many *m = ARENA_NEW(ps->arena, struct many);
    m->N = N;
    m->W = params_add(ps, INIT_GLOROT, PARAM_MATRIX, N, N, "%s.W", prefix);
    m->W_c = params_add(ps, INIT_GLOROT, PARAM_MATRIX, N, 2 * N, "%s.W_c",
                        prefix);
    return m;
}

/* What the threads share; the d names in backward alone. */
struct work {
    const struct many_seq *s;
    int N;
    const real *dJ;        /* [n x 2N] */
    real *dP, *dX;
    real *de;              /* [first[n]] */
};

static int group_size(const struct groups *g, int i)
{
    return g->first[i + 1] - g->first[i];
}

/* ==== Forward ==== */

static void query_row(const struct many_seq *s, int N, int i, real *q)
{
    const int *row = s->g.row + s->g.first[i];
    size_t left = (size_t)s->split;
    const real *last = row_at(s->X, row[group_size(&s->g, i) - 1], N);
    memcpy(q, last, left * sizeof *q);                      /* (1) */
    memcpy(q + left, row_at(s->X, row[0], N) + left,
           ((size_t)N - left) * sizeof *q);
}

static void forward_range(void *ctx, int lo, int hi)
{
    const struct work *w = ctx;
    const struct many_seq *s = w->s;
    for (int i = lo; i < hi; i++) {
        int T = group_size(&s->g, i);
        const int *row = s->g.row + s->g.first[i];
        real *alpha = s->alpha + s->g.first[i];
        for (int j = 0; j < T; j++)
            alpha[j] = K->dot(w->N, row_at(s->X, row[j], w->N),
                              row_of(s->P, i, w->N));       /* (3) */
        K->softmax(T, alpha, alpha);                        /* (4) */
        for (int j = 0; j < T; j++)
            K->axpy(w->N, alpha[j], row_at(s->X, row[j], w->N),
                    row_of(s->J, i, 2 * w->N));             /* (5) */
    }
}

struct many_seq *many_forward(struct run *r, const struct many *m,
                              const real *X, int split,
                              const struct groups *g)
{
    enum part outer = part_switch(PART_ATTENTION);
    int n = g->n, N = m->N;
    struct many_seq *s = ARENA_NEW(r->batch, struct many_seq);
    *s = (struct many_seq){
        .X = X, .split = split, .g = *g, .J = run_matrix(r, n, 2 * N),
        .P = run_room(r, n, N), .alpha = run_room(r, g->first[n], 1),
        .z = run_room(r, n, N)};
    for (int i = 0; i < n; i++)
        query_row(s, N, i, row_of(s->J, i, 2 * N) + N);
    linear_forward(n, s->J + N, 2 * N, m->W, NULL, s->P, N, false); /* (2) */
    struct work w = {.s = s, .N = N};
    par_range(n, GRAIN, forward_range, &w);
    linear_forward(n, s->J, 2 * N, m->W_c, NULL, s->z, N, false);
    rows_tanh(n, N, s->z);                                  /* (6) */
    part_switch(outer);
    return s;
}

/* ==== Backward ==== */

static void backward_group(const struct work *w, int i)
{
    const struct many_seq *s = w->s;
    int N = w->N, T = group_size(&s->g, i);
    const int *row = s->g.row + s->g.first[i];
    const real *alpha = s->alpha + s->g.first[i];
    const real *dctx = row_at(w->dJ, i, 2 * N);
    real *dalpha = w->de + s->g.first[i], *de = dalpha + s->g.first[s->g.n];
    for (int j = 0; j < T; j++) {
        dalpha[j] = K->dot(N, row_at(s->X, row[j], N), dctx);   /* (5)' */
        K->axpy(N, alpha[j], dctx, row_of(w->dX, row[j], N));
    }
    K->softmax_backward(T, de, alpha, dalpha);              /* (4)' */
    for (int j = 0; j < T; j++) {
        K->axpy(N, de[j], row_at(s->P, i, N), row_of(w->dX, row[j], N));
        K->axpy(N, de[j], row_at(s->X, row[j], N),
                row_of(w->dP, i, N));                       /* (3)' */
    }
}

static void backward_range(void *ctx, int lo, int hi)
{
    for (int i = lo; i < hi; i++)
        backward_group(ctx, i);
}

static void query_row_backward(const struct many_seq *s, int N, int i,
                               const real *dq, real *dX)
{
    const int *row = s->g.row + s->g.first[i];
    int last = row[group_size(&s->g, i) - 1];
    K->add(s->split, row_of(dX, last, N), dq);              /* (1)' */
    K->add(N - s->split, row_of(dX, row[0], N) + s->split, dq + s->split);
}

void many_backward(struct run *r, struct many *m, const struct many_seq *s,
                   const real *dz, real *dX)
{
    enum part outer = part_switch(PART_ATTENTION);
    struct arena_mark mark = arena_mark(r->scratch);
    struct run t = *r;             /* its arrays live in this function */
    t.batch = r->scratch;
    int n = s->g.n, N = m->N;
    real *y = run_room(&t, n, N), *dJ = run_matrix(&t, n, 2 * N);
    rows_tanh_backward(n, N, s->z, dz, y);                  /* (6)' */
    linear_backward(r, n, s->J, 2 * N, m->W_c, NULL, y, N, dJ, 2 * N);
    struct work w = {.s = s, .N = N, .dJ = dJ, .dX = dX,
                     .dP = run_matrix(&t, n, N),
                     .de = run_matrix(&t, 2, s->g.first[n])};
    par_range(n, GRAIN, backward_range, &w);
    linear_backward(r, n, s->J + N, 2 * N, m->W, NULL, w.dP, N, dJ + N,
                    2 * N);                                 /* (2)' */
    for (int i = 0; i < n; i++)
        query_row_backward(s, N, i, row_of(dJ, i, 2 * N) + N, dX);
    arena_release(r->scratch, mark);
    part_switch(outer);
}
