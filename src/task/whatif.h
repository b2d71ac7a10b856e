/* whatif: attention made otherwise than the model would: source tokens that
 * it may not see, weights that are given.
 *
 * In each row of alpha some weights are fixed: 0 for a hidden token, w for
 * one that was set at this step.  The others share what is left to 1 in
 * proportion to what they had (evenly, if they had nothing). */
#ifndef TASK_WHATIF_H
#define TASK_WHATIF_H

#include "base/error.h"
#include "nn/attention.h"

struct whatif_set {
    int step, source;      /* from 0 */
    double weight;
};

struct whatif {
    int *hidden;           /* [hiddens] source tokens, from 0 */
    int hiddens;
    struct whatif_set *set;
    int sets;
};

/* Reads "2,5" and "3:1=1.0,4:2=0.5" (step:source=weight), counted from 1 as
 * `s2s explain` counts; NULL is nothing. */
bool whatif_read(struct whatif *w, const char *hidden, const char *set,
                 struct arena *arena, struct error *err);

/* Does it fit a source of Tx tokens, </s> among them? */
bool whatif_check(const struct whatif *w, int Tx, struct error *err);

/* Are all the steps of --set among those that there are, Ty? */
bool whatif_check_steps(const struct whatif *w, int Ty, struct error *err);

/* A `change` for struct intervention; self is a struct whatif. */
void whatif_change(const void *self, const struct alpha_row *at, real *alpha);

/* The rule above for one row: fixed(ctx, j) < 0 is a weight that is free. */
void whatif_share(real *alpha, int n, double (*fixed)(const void *ctx, int j),
                  const void *ctx);

#endif
