/* direction: one cell over a packed side, left to right or right to left.
 *
 * Left to right, the sentences alive at step t are a prefix of those at
 * t - 1; right to left, a sentence joins at its last token.  Either way no
 * masked step exists.  A sentence begins in the initial state, zero unless
 * one is given (left to right only: the decoder's). */
#ifndef NN_DIRECTION_H
#define NN_DIRECTION_H

#include <stdbool.h>

#include "nn/cell.h"
#include "text/batch.h"

/* Copies into rows of step t the states of the step before it. */
void direction_load(const struct cell *c, const struct side *s, bool reverse,
                    int t, const struct cell_state *start,
                    struct cell_seq *q);

/* Input projection and recurrence: x [rows x cell->in] -> q (made here). */
void direction_forward(struct run *r, const struct cell *c,
                       const struct side *side, bool reverse, const real *x,
                       const struct cell_state *start, struct cell_seq *q);

/* The states after the last token of each sentence, left to right. */
struct cell_state direction_last(struct run *r, const struct cell *c,
                                 const struct side *s,
                                 const struct cell_seq *q);

/* dH [rows x ld] arrives at h, and dlast (where its h is not NULL; left to
 * right only) at the last states; dx += (unless NULL), dstart += (where its
 * h is not NULL), and the cell's weight gradients += . */
void direction_backward(struct run *r, struct cell *c,
                        const struct side *side, bool reverse,
                        const real *x, struct cell_seq *q, const real *dH,
                        int ld, real *dx, const struct cell_state *dlast,
                        const struct cell_state *dstart);

#endif
