/* selfatt: multi-head attention of a sentence on itself (Vaswani et al.
 * 2017, (1) and section 3.2.2), over all sentences of a batch.
 *
 * A sentence's rows are contiguous here (struct ragged), so that what it
 * needs for a head is four products of matrices; sentences and heads are
 * shared out among the threads. */
#ifndef NN_SELFATT_H
#define NN_SELFATT_H

#include "nn/run.h"
#include "text/batch.h"

/* The sentences of a side one after the other: that at place b has the rows
 * start[b] .. start[b + 1]. */
struct ragged {
    const struct side *side;
    int *start;            /* [B + 1] */
    int *of;               /* [rows] place of the sentence of a row */
};

/* In the batch arena. */
void ragged_new(struct run *r, const struct side *side, struct ragged *out);

/* x [rows x n], packed as the side is -> y, sentence after sentence; and
 * back. */
void ragged_gather(const struct ragged *g, int n, const real *x, real *y);
void ragged_scatter(const struct ragged *g, int n, const real *y, real *x);

struct selfatt {
    int N, heads;          /* heads divides N */
    int window;            /* tokens to each side that are seen; 0: all */
};

/* The most of a row of alpha that is held, in sentences of T tokens. */
int selfatt_columns(int window, int T);

/* alpha of every sentence and head: what their windows hold of it. */
struct selfatt_cache {
    real *alpha;
    size_t *at;            /* [B] where a sentence's first head begins */
};

/* Q, K, V [rows x N] -> O [rows x N], heads side by side; c is made. */
void selfatt_forward(struct run *r, const struct selfatt *s,
                     const struct ragged *g, const real *Q, const real *K_,
                     const real *V, real *O, struct selfatt_cache *c);

/* dO -> dQ, dK, dV +=. */
void selfatt_backward(struct run *r, const struct selfatt *s,
                      const struct ragged *g, const real *Q, const real *K_,
                      const real *V, const struct selfatt_cache *c,
                      const real *dO, real *dQ, real *dK, real *dV);

/* alpha of the sentence at place b and a head -> out [len x len]. */
void selfatt_alpha(const struct selfatt *s, const struct ragged *g,
                   const struct selfatt_cache *c, int b, int head, real *out);

#endif
