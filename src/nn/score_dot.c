/* Dot product, Luong, Pham, Manning 2015, (8) first line: no parameters.
 *
 * (1) e_ij = s_{i-1}' h_j                (1)' ds += de_ij h_j
 *                                             dh_j += de_ij s_{i-1}
 */
#include "nn/score.h"

struct dot {
    int N;
};

static void *dot_declare(struct params *ps, const struct net_options *o,
                         int *query, int *key, int *shared)
{
    (void)query;
    (void)key;
    (void)shared;
    struct dot *d = ARENA_NEW(ps->arena, struct dot);
    d->N = o->N;
    return d;
}

static void dot_pair(const void *self, const real *q, const struct keys *k,
                     real *e)
{
    const struct dot *d = self;
    for (int j = 0; j < k->len; j++)
        e[j] = K->dot(d->N, q, row_at(k->k, key_row(k, j), d->N)); /* (1) */
}

static void dot_pair_backward(const void *self, const real *de,
                              const real *q, const struct keys *k, real *dq,
                              real *dshared)
{
    (void)dshared;
    const struct dot *d = self;
    for (int j = 0; j < k->len; j++) {                      /* (1)' */
        K->axpy(d->N, de[j], row_at(k->k, key_row(k, j), d->N), dq);
        K->axpy(d->N, de[j], q, row_of(k->dk, key_row(k, j), d->N));
    }
}

const struct score_kind score_dot = {
    .kind = {
        .name = "dot",
        .alias = "inner 点积",
        .formula = "e_ij = s_{i-1}' h_j",
        .source = "Luong, Pham, Manning 2015, (8), with s_{i-1} for s_i",
        .qkv = "Q = s_{i-1}, K = V = h_j",
    },
    .declare = dot_declare,
    .pair = dot_pair, .pair_backward = dot_pair_backward,
};
