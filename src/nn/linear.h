/* linear: y = W x + b over the rows of a matrix, and sums over rows. */
#ifndef NN_LINEAR_H
#define NN_LINEAR_H

#include "nn/param.h"
#include "nn/run.h"

/* y [m x out] = x [m x in] W' + b; b may be NULL; ldx and ldy are row
 * strides.  With `add`, y += x W' (b must be NULL then). */
void linear_forward(int m, const real *x, int ldx, const struct param *W,
                    const struct param *b, real *y, int ldy, bool add);

/* dx += dy W (unless NULL); dW += dy' x; db += sum over rows of dy. */
void linear_backward(struct run *r, int m, const real *x, int ldx,
                     struct param *W, struct param *b, const real *dy,
                     int ldy, real *dx, int lddx);

/* The two halves of linear_backward. */
void linear_backward_input(int m, const struct param *W, const real *dy,
                           int ldy, real *dx, int lddx);
void linear_backward_weight(struct run *r, int m, const real *x, int ldx,
                            struct param *W, struct param *b,
                            const real *dy, int ldy);

/* db [n] += sum of the m rows of dy, in the order of the rows. */
void rows_sum(int m, int n, const real *dy, int ldy, real *db);

#endif
