/* comm: the sum of the gradients of a batch's shards, in a fixed tree.
 *
 * The trainer computes one shard after another and hands each gradient in;
 * the sum is made over the binary tree of shard numbers ((0+1)+(2+3))+..., so
 * its bits depend on the number of shards and on nothing else: not on who
 * computed them.  comm_self.c does it in one process; another file can do it
 * over many behind the same functions. */
#ifndef TASK_COMM_H
#define TASK_COMM_H

#include <stddef.h>

#include "base/arena.h"
#include "base/real.h"

enum { COMM_LEVELS = 13 };     /* up to 2^13 - 1 shards */

struct comm {
    size_t count;              /* elements of a gradient */
    int shards;
    int given;                 /* shards handed in so far */
    real *level[COMM_LEVELS];  /* sums of 1, 2, 4, ... shards waiting for
                                  their sibling */
};

void comm_init(struct comm *c, size_t count, int shards,
               struct arena *arena);

/* Hands in the gradient of the next shard (0, 1, ...); g may then be
 * overwritten. */
void comm_add(struct comm *c, const real *g);

/* After the last shard: the sum of all, in g. */
void comm_sum(struct comm *c, real *g);

#endif
