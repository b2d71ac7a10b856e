/* many: many-to-one attention, the part that the summaries attention and
 * hier share: the rows of a group become one vector, which their last row
 * asks for.
 *
 * A group is a text, or a sentence of it; its rows stand anywhere in a
 * matrix X [rows x N] whose columns [0, split) were read left to right, the
 * rest right to left (nn/encoder.h), and no row is in two groups. */
#ifndef NN_MANY_H
#define NN_MANY_H

#include "nn/param.h"
#include "nn/run.h"

struct many {
    int N;
    struct param *W;       /* [N x N] */
    struct param *W_c;     /* [N x 2N] */
};

/* Group g has the rows row[first[g]] .. row[first[g + 1] - 1] of X, at least
 * one. */
struct groups {
    int n;
    const int *first;      /* [n + 1] */
    const int *row;        /* [first[n]] */
};

/* What a forward leaves, in the batch arena. */
struct many_seq {
    const real *X;
    int split;
    struct groups g;
    real *J;               /* [n x 2N]: ctx, q */
    real *P;               /* [n x N]: p */
    real *alpha;           /* [first[n]], in the order of g.row */
    real *z;               /* [n x N]: the result */
};

/* Declares PREFIX.W and PREFIX.W_c. */
struct many *many_new(struct params *ps, int N, const char *prefix);

/* X and the arrays of g must stay until many_backward. */
struct many_seq *many_forward(struct run *r, const struct many *m,
                              const real *X, int split,
                              const struct groups *g);

/* dX += and the weights' gradients, from dz [n x N]. */
void many_backward(struct run *r, struct many *m, const struct many_seq *s,
                   const real *dz, real *dX);

#endif
