/* gradcheck: every gradient against central differences.
 *
 * For each tensor, each element (or `limit` of them, spread evenly) is moved
 * by +- h and +- 2h and the loss of a batch is computed again:
 *
 *     difference = (8 L(w+h) - 8 L(w-h) - L(w+2h) + L(w-2h)) / 12h
 *     error = max |g - difference| / max(|g|, |difference|) over the tensor
 *
 * (where the first disagrees, also with steps of h / 5, h / 25, h / 125: it
 * may have led over a kink) and along one random direction d over the whole
 * tensor, g'd against its difference.
 * A tensor whose gradient was forgotten differs from the differences; one
 * that moves no loss at all is right, but unread: some choices leave a part
 * of the network without a use, and a layer's own test must not.
 * One that is declared to cancel (PARAM_CANCELS) must have the gradient and
 * the differences 0, measured by the largest gradient of the whole network.
 * With MODE=f64 right gradients agree to 1e-7; in float the loss itself has
 * only seven digits, 2e-2 is all that can be asked, and a gradient so small
 * that the loss hardly moves drowns in its rounding: it is neither right nor
 * wrong (about 1e-4 for a loss of 2). */
#ifndef TASK_GRADCHECK_H
#define TASK_GRADCHECK_H

#include "model/network.h"

struct gradcheck_row {
    const char *tensor;
    int rows, cols;
    double largest;        /* largest |gradient| */
    double error;          /* over the elements tried */
    double direction;      /* error along the random direction */
    bool unread;           /* gradient and differences are exactly zero */
    bool drowned;          /* an error too large, but no larger than the
                              rounding of the loss makes it */
    bool cancels;          /* they must be, but for rounding */
    bool ok;
};

/* What is right: 1e-7 in double, 2e-2 in float. */
extern const double gradcheck_tolerance;

/* One row a learnt tensor, *rows of them, in `row` [net->ps.n].  The network
 * must be sealed for training and have values; they are the same afterwards.
 * Returns whether all are ok. */
bool gradcheck(struct network *net, const struct batch *batch, int limit,
               struct gradcheck_row *row, int *rows,
               struct arena *batch_arena, struct arena *scratch);

/* A batch of `B` random pairs of lengths up to Tx and Ty, for networks of Kx
 * and Ky units, each pair twice or once: no corpus is needed to check
 * gradients. */
void gradcheck_batch(struct batch *out, int B, int Tx, int Ty, int Kx,
                     int Ky, bool twice, uint64_t seed, struct arena *arena);

/* Gives a batch of gradcheck_batch random links for --guide. */
void gradcheck_guide(struct batch *b, uint64_t seed, struct arena *arena);

#endif
