/* score: the family e_ij = a(s_{i-1}, h_j), how well what the decoder wants
 * fits what stands at source place j.
 *
 * Every member has the same three parts: a query q made from s_{i-1} at each
 * step, a key k_j made from h_j once a sentence, and a function of one query
 * and one key.
 *
 * To add a member: (1) write nn/score_NAME.c with its row score_NAME; (2)
 * add X(NAME) to SCORE_KINDS.  Any focus then works with it, and the loop
 * tests give it gradients, v = 0 and packed-equals-alone checks. */
#ifndef NN_SCORE_H
#define NN_SCORE_H

#include "nn/encoder.h"

#define SCORE_KINDS(X) X(concat) X(dot)

/* The keys of one source sentence: key j is the row off[j] + place. */
struct keys {
    const real *k;         /* [src rows x width] */
    real *dk;              /* the same shape; NULL unless training */
    const int *off;
    int place, len, width;
};

static inline int key_row(const struct keys *k, int j)
{
    return k->off[j] + k->place;
}

struct score_kind {
    struct kind kind;
    /* Declares parameters; sets the widths of queries, keys and of the
     * parameters that `pair` shares (their gradients are kept apart for each
     * sentence and then added in order). */
    void *(*declare)(struct params *ps, const struct net_options *o,
                     int *query, int *key, int *shared);
    /* q [n x query] from s [n x N]. */
    void (*query)(const void *self, int n, const real *s, real *q);
    /* ds += from dq; then, over all rows of the batch, the weights. */
    void (*query_backward)(const void *self, int n, const real *dq,
                           real *ds);
    void (*query_weights)(struct run *r, void *self, int rows,
                          const real *s, const real *dq);
    /* k [src rows x key] from a->H; a->dH and weights from dk. */
    void (*keys)(const void *self, const struct annotations *a, real *k);
    void (*keys_backward)(struct run *r, void *self,
                          const struct annotations *a, const real *dk);
    /* e [len] of one query against the keys of a sentence. */
    void (*pair)(const void *self, const real *q, const struct keys *k,
                 real *e);
    /* From de [len]: dq += , k->dk += , dshared += . */
    void (*pair_backward)(const void *self, const real *de, const real *q,
                          const struct keys *k, real *dq, real *dshared);
    /* The shared parameters' gradient += dshared; NULL when there are none. */
    void (*shared_add)(void *self, const real *dshared);
};

#define X(name) extern const struct score_kind score_##name;
SCORE_KINDS(X)
#undef X
KIND_TABLE_DECLARE(score)

#endif
