/* work: what a network has to do for a sentence pair, counted in a forward
 * pass that is really made (kern/count.h), so that it is exact for every row
 * of every family without a formula for any. */
#ifndef TASK_WORK_H
#define TASK_WORK_H

#include "model/network.h"

struct work {
    double products;       /* multiply-adds of the pass */
    long weights;          /* alpha_ij: Tx Ty a head, 0 without attention */
};

/* A pair of Tx source and Ty target tokens, </s> included (both >= 1).  The
 * weights are packed (params_pack) and stay as they are. */
struct work work_pair(struct network *net, int Tx, int Ty);

/* Steps of the pass that have to wait for one another: the layers of encoder
 * and decoder, token after token where a token needs the one before it. */
long work_steps(const struct net_options *o, int Tx, int Ty);

/* How the products grow with the lengths, found by second differences:
 * "Tx+Ty", "TxTy", "Tx^2+Ty", "Tx^2+TxTy". */
const char *work_growth(struct network *net);

#endif
