/* Dot product, Luong, Pham, Manning 2015, (8) first line: no parameters.
 *
 * (1) e_ij = s_{i-1}' h_j                (1)' ds += de_ij h_j
 *                                             dh_j += de_ij s_{i-1}
 */
#include <string.h>

#include "nn/score.h"

struct dot {
    int N;
};

static void *dot_declare(struct params *ps, const struct net_options *o,
                         int *query, int *key, int *shared)
{
    struct dot *d = ARENA_NEW(ps->arena, struct dot);
    d->N = *query = *key = o->N;
    *shared = 0;
    return d;
}

static void dot_keys(const void *self, const struct annotations *a, real *k)
{
    const struct dot *d = self;
    memcpy(k, a->H, (size_t)a->src->rows * (size_t)d->N * sizeof *k);
}

static void dot_keys_backward(struct run *r, void *self,
                              const struct annotations *a, const real *dk)
{
    (void)r;
    const struct dot *d = self;
    for (int i = 0; i < a->src->rows; i++)
        K->add(d->N, row_of(a->dH, i, d->N), row_at(dk, i, d->N));
}

static void dot_query(const void *self, int n, const real *s, real *q)
{
    const struct dot *d = self;
    memcpy(q, s, (size_t)n * (size_t)d->N * sizeof *q);
}

static void dot_query_backward(const void *self, int n, const real *dq,
                               real *ds)
{
    const struct dot *d = self;
    for (int i = 0; i < n; i++)
        K->add(d->N, row_of(ds, i, d->N), row_at(dq, i, d->N));
}

static void dot_query_weights(struct run *r, void *self, int rows,
                              const real *s, const real *dq)
{
    (void)r;
    (void)self;
    (void)rows;
    (void)s;
    (void)dq;
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
        "dot", "inner 点积", "e_ij = s_{i-1}' h_j",
        "Luong, Pham, Manning 2015, (8), with s_{i-1} for s_i"},
    .declare = dot_declare,
    .query = dot_query, .query_backward = dot_query_backward,
    .query_weights = dot_query_weights,
    .keys = dot_keys, .keys_backward = dot_keys_backward,
    .pair = dot_pair, .pair_backward = dot_pair_backward,
    .shared_add = NULL,
};
