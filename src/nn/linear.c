/* Linear layer                       backward, given dy
 * (1) y = W x + b                    (1)' dx += W' dy   dW += dy x'
 *                                         db += dy
 */
#include "nn/linear.h"

#include <assert.h>

#include "base/par.h"

/* Smallest piece of work worth a thread: columns of a row sum. */
enum { GRAIN = 64 };

void linear_forward(int m, const real *x, int ldx, const struct param *W,
                    const struct param *b, real *y, int ldy, bool add)
{
    assert(!(add && b));
    if (b)
        gemm_bias(m, x, ldx, &W->wt, b->w, y, ldy);         /* (1) */
    else
        gemm(m, x, ldx, &W->wt, y, ldy, add);
}

void linear_backward_input(int m, const struct param *W, const real *dy,
                           int ldy, real *dx, int lddx)
{
    gemm(m, dy, ldy, &W->wn, dx, lddx, true);               /* (1)' dx */
}

void linear_backward_weight(struct run *r, int m, const real *x, int ldx,
                            struct param *W, struct param *b,
                            const real *dy, int ldy)
{
    gemm_tn(W->rows, W->cols, m, dy, ldy, x, ldx, W->g, W->cols,
            W->wt.type, r->scratch);                        /* (1)' dW */
    if (b)
        rows_sum(m, b->rows, dy, ldy, b->g);                /* (1)' db */
}

void linear_backward(struct run *r, int m, const real *x, int ldx,
                     struct param *W, struct param *b, const real *dy,
                     int ldy, real *dx, int lddx)
{
    if (dx)
        linear_backward_input(m, W, dy, ldy, dx, lddx);
    linear_backward_weight(r, m, x, ldx, W, b, dy, ldy);
}

struct rows_sum_work {
    int m, ldy;
    const real *dy;
    real *db;
};

static void rows_sum_range(void *ctx, int lo, int hi)
{
    const struct rows_sum_work *w = ctx;
    for (int i = 0; i < w->m; i++)
        K->add(hi - lo, w->db + lo, row_at(w->dy, i, w->ldy) + lo);
}

void rows_sum(int m, int n, const real *dy, int ldy, real *db)
{
    struct rows_sum_work w = {m, ldy, dy, db};
    par_range(n, GRAIN, rows_sum_range, &w);
}
