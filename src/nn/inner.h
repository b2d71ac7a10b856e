/* inner: the inner products of a query with the keys of a sentence, for the
 * scores that are one; `heads` slices of q and k, each with its own e.
 *
 *     (1) e_hj = scale q[h]' k_j[h],  q[h] and k_j[h] the width / heads
 *         elements from h width / heads; e [heads x keys->Tx]
 *     (1)' dq[h] += scale de_hj k_j[h];  dk_j[h] += scale de_hj q[h]
 *
 * q has the width of a key, keys->width: there is no inner product of two
 * widths. */
#ifndef NN_INNER_H
#define NN_INNER_H

#include "nn/score.h"

void inner_pair(int heads, real scale, const real *q, const struct keys *k,
                real *e);
void inner_pair_backward(int heads, real scale, const real *de,
                         const real *q, const struct keys *k, real *dq);

#endif
