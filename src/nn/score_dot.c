/* Dot product, Luong, Pham, Manning 2015, section 3.1, the first of the three
 * scores after (7): no parameters.
 *
 * (1) e_ij = s_{i-1}' h_j                (1)' ds += de_ij h_j
 *                                             dh_j += de_ij s_{i-1}
 */
#include <assert.h>

#include "nn/inner.h"

/* Nothing to keep, but a score that is declared is not NULL. */
struct dot {
    int N;
};

static void *dot_declare(struct params *ps, const struct net_options *o,
                         int *query, int *key, int *shared)
{
    (void)shared;
    struct dot *d = ARENA_NEW(ps->arena, struct dot);
    d->N = o->N;
    assert(*query == d->N && *key == d->N);
    return d;
}

static void dot_pair(const void *self, const real *q, const struct keys *k,
                     real *e)
{
    (void)self;
    inner_pair(1, 1, q, k, e);                              /* (1) */
}

static void dot_pair_backward(const void *self, const real *de,
                              const real *q, const struct keys *k, real *dq,
                              real *dshared)
{
    (void)self;
    (void)dshared;
    inner_pair_backward(1, 1, de, q, k, dq);                /* (1)' */
}

const struct score_kind score_dot = {
    .kind = {
        .name = "dot",
        .alias = "inner 点积",
        .formula = "e_ij = s_{i-1}' h_j",
        .source = "Luong, Pham, Manning 2015, section 3.1, with s_{i-1} for "
                  "s_i",
        .qkv = "Q = s_{i-1}, K = V = h_j",
        .note = "needs s and h of one width: --hidden is the width of both",
    },
    .declare = dot_declare,
    .pair = dot_pair, .pair_backward = dot_pair_backward,
};
