/* selfrnn: one layer of a simple RNN that attends to its own past (Cheng,
 * Dong, Lapata 2016, section 3.1, without their memory): the state before is
 * replaced by c_{t-1}, a weighted sum of all states so far. */
#ifndef NN_SELFRNN_H
#define NN_SELFRNN_H

#include "nn/cell.h"
#include "text/batch.h"

struct selfrnn {
    struct cell *cell;     /* rnn; its h_prev is c_{t-1}: A = [W U] */
    int N, A;
    struct param *W_q, *W_k;       /* [A x N] */
    struct param *v;       /* [A] */
    bool last;             /* alpha_t is 1 at t: the simple RNN, which a
                              test compares */
};

/* In the batch arena. */
struct selfrnn_seq {
    struct cell_seq q;     /* q.h [rows x N] is the output */
    real *Q, *K;           /* [rows x A] queries and keys */
    real *alpha;           /* [rows x side->T], 0 right of the diagonal */
};

/* Declares PREFIX.W, .U, .b, .W_q, .W_k, .v. */
struct selfrnn *selfrnn_new(struct params *ps, int in, int N, int A,
                            const char *prefix);

/* x [rows x in] -> q (made here). */
void selfrnn_forward(struct run *r, const struct selfrnn *s,
                     const struct side *side, const real *x,
                     struct selfrnn_seq *q);

/* dH [rows x N] arrives at the output; dx += and the parameters' g +=. */
void selfrnn_backward(struct run *r, struct selfrnn *s,
                      const struct side *side, const real *x,
                      struct selfrnn_seq *q, const real *dH, real *dx);

#endif
