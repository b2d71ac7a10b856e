/* decoder: the conditional language model p(y_i | y_1 .. y_{i-1}, x), up to
 * its states and contexts; nn/output.h makes words of them.
 *
 * (1) s_0 = tanh(W_s z + b_s), c_0 = W_c z + b_c      z: the summary
 *     or, with the bridge "copy", s_0 = h_m, c_0 = c_m, the last states of
 *     the encoder's layers (Sutskever, Vinyals, Le 2014)
 * (2) ctx_i = attention(s_{i-1}, H)                   nn/attention.h
 * (3) s_i = cell(W E_y y_{i-1} + C ctx_i + b, s_{i-1})
 * With more layers, (1) and a cell for each; the first layer's state is the
 * query, the others stand above it: s^l_i = cell(W s^{l-1}_i + b, ...).
 * (Bahdanau, Cho, Bengio 2015, section 3.1 and A.2.2, with s_0 from any
 * summary.) */
#ifndef NN_DECODER_H
#define NN_DECODER_H

#include "nn/attention.h"
#include "nn/direction.h"

struct decoder {
    int N, M, layers;
    struct dropping dropout;
    struct cell **cell;              /* [layers] */
    struct param *C;                 /* [gates N x N] ctx into the first */
    bool previous;                   /* the readout reads s_{i-1} */
    bool copy;                       /* s_0, c_0 copied: the next NULL */
    struct param **W_s, **b_s;       /* [layers] */
    struct param **W_c, **b_c;       /* [layers]; NULL without memory */
    struct attention *attention;
};

struct decoder_cache {
    const struct side *tgt;
    const int *src_of;
    const real *Y;                   /* [rows x M] embedded y_{i-1} */
    real *z;                         /* [B x N] summary in target order */
    struct cell_state *start;        /* [layers] s_0, c_0 */
    struct cell_seq *q;              /* [layers] */
    const real **x;                  /* [layers] input of layer l > 0 */
    struct attention_seq att;
    const real *S;                   /* [rows x N] what the readout reads:
                                        top states s_i, or s_{i-1} */
};

struct decoder *decoder_new(struct params *ps, const struct net_options *o);

/* A whole target side, each y_{i-1} given.  summary [src B x N]. */
struct decoder_cache *decoder_forward(struct run *r, const struct decoder *d,
                                      const struct batch *batch,
                                      const struct annotations *a,
                                      const real *summary, const real *Y);

/* dS arrives at c->S, dctx in c->att.dctx; dY += ; a->dH and
 * c->att.dsummary += . */
void decoder_backward(struct run *r, struct decoder *d,
                      struct decoder_cache *c, const real *dS, real *dY);

/* ==== One step at a time, for search ==== */

/* The state of n hypotheses: h, c of each layer [n x N]. */
struct decoder_state {
    struct cell_state *layer;
};

/* (1) for hypotheses whose source sentences are src[0..n). */
struct decoder_state decoder_start(struct run *r, const struct decoder *d,
                                   const struct annotations *a,
                                   const real *summary, const int *src,
                                   int n);

/* (2), (3): from Y [n x M] and `state` to a new state; att must have room
 * for n rows: its ctx and alpha rows 0 .. n are those of this step. */
struct decoder_state decoder_step(struct run *r, const struct decoder *d,
                                  struct attention_seq *att, int i,
                                  const int *src, int n, const real *Y,
                                  const struct decoder_state *state);

/* (3) alone: from z [n x gates N], W E_y y_{i-1} + C ctx_i + cell_bias, which
 * is overwritten. */
struct decoder_state decoder_cells(struct run *r, const struct decoder *d,
                                   int n, real *z,
                                   const struct decoder_state *state);

#endif
