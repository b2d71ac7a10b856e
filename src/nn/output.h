/* output: from states and contexts to words and the loss.
 *
 * (1) t_i = tanh(U_o s_i + V_o E_y y_{i-1} + C_o ctx_i + b_t)
 *     or, with maxout (Goodfellow et al. 2013), of 2R units the larger of
 *     each pair: t~_i = U_o s_i + ...; t_ik = max(t~_i,2k, t~_i,2k+1)
 * (2) p(y_i) = softmax(W_o t_i + b_o)
 * (Bahdanau, Cho, Bengio 2015, section 3.1's g, and A.2.2, which has maxout
 * and s_{i-1} for s_i; W_o is E_y when tied: Press and Wolf 2017.)
 * Everything here is over all rows of a batch at once. */
#ifndef NN_OUTPUT_H
#define NN_OUTPUT_H

#include "nn/lexprior.h"
#include "nn/options.h"
#include "nn/param.h"
#include "nn/run.h"

struct output {
    int N, M, R, Ky;
    bool maxout;
    int P;                 /* units before (1)'s last step: R, or 2R */
    struct dropping dropout;
    real smoothing;
    struct param *U_o, *V_o, *C_o, *b_t;
    struct param *W_o, *b_o;
};

struct readout {
    real *t;               /* [rows x R], after dropout */
    const real *before;    /* [rows x 2R] t~ of maxout; NULL with tanh */
    const int *of;         /* [rows] sentence of each row, for its mask */
};

/* E_y is used as W_o when it is not NULL. */
struct output *output_new(struct params *ps, const struct net_options *o,
                          struct param *E_y);

/* (1) from S, Y, ctx; with dropout while training, for which `of` [rows] says
 * the sentence of each row (else NULL).  Arrays of r->batch. */
struct readout output_readout(struct run *r, const struct output *o,
                              const int *of, int rows, const real *S,
                              const real *Y, const real *ctx);

/* (1) from S and a [rows x P], the other terms of (1), which is overwritten;
 * not while training. */
struct readout output_readout_add(struct run *r, const struct output *o,
                                  int rows, const real *S, real *a);

/* W_o t + b_o for m rows: logits [m x Ky]. */
void output_logits(const struct output *o, int m, const real *t,
                   real *logits);

/* What rows are to predict. */
struct wanted {
    const int *y;          /* [rows] */
    real agree;            /* alpha / 2 of R-Drop: rows 2k and 2k + 1 are one
                              token in two passes; 0: each by itself */
};

/* (2): row_loss[r] = cross-entropy of row r against y[r], with label
 * smoothing; with what a lexicon adds (lex may be NULL), and half of what the
 * two passes of R-Drop differ by (kern.h).  Unless dt is NULL also the
 * gradients of scale * sum: += in dt [rows x R], W_o, b_o and lex->dalpha.
 * Works through blocks of rows, so that no rows x Ky matrix is ever held. */
void output_loss(struct run *r, struct output *o, int rows, const real *t,
                 const struct lexprior_rows *lex, const struct wanted *want,
                 real scale, real *row_loss, real *dt);

/* (1)': dS, dY, dctx += ; dt is overwritten. */
void output_backward(struct run *r, struct output *o, int rows,
                     const real *S, const real *Y, const real *ctx,
                     const struct readout *u, real *dt, real *dS, real *dY,
                     real *dctx);

#endif
