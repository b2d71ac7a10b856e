/* Distance (an exercise: docs/10-your-own-score.md); no parameters.
 *
 * (1) e_ij = -|s - h_j|^2 / 2            (1)' ds += de_ij (h_j - s)
 *                                             dh_j += de_ij (s - h_j)
 */
#include "nn/score.h"

static void *distance_declare(struct params *ps, const struct net_options *o,
                              int *query, int *key, int *shared)
{
    (void)key;
    (void)shared;
    int *N = ARENA_NEW(ps->arena, int);
    *N = *query = o->N;
    return N;
}

static void distance_pair(const void *self, const real *q,
                          const struct keys *k, real *e)
{
    int N = *(const int *)self;
    for (int j = 0; j < k->len; j++) {
        const real *h = row_at(k->k, key_row(k, j), N);
        e[j] = K->dot(N, q, h) - (K->dot(N, q, q) + K->dot(N, h, h)) / 2;
    }
}

static void distance_pair_backward(const void *self, const real *de,
                                   const real *q, const struct keys *k,
                                   real *dq, real *dshared)
{
    (void)dshared;
    int N = *(const int *)self;
    for (int j = 0; j < k->len; j++) {
        const real *h = row_at(k->k, key_row(k, j), N);
        real *dh = row_of(k->dk, key_row(k, j), N);
        K->axpy(N, de[j], h, dq);
        K->axpy(N, -de[j], q, dq);
        K->axpy(N, de[j], q, dh);
        K->axpy(N, -de[j], h, dh);
    }
}

const struct score_kind score_distance = {
    .kind = {.name = "distance",
             .formula = "e_ij = -|s_{i-1} - h_j|^2 / 2",
             .source = "docs/10-your-own-score.md",
             .qkv = "Q = s_{i-1}, K = V = h_j"},
    .declare = distance_declare,
    .pair = distance_pair, .pair_backward = distance_pair_backward,
};
