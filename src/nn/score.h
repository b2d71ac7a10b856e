/* score: the family e_ij = a(s_{i-1}, h_j), how well what the decoder wants
 * fits what stands at source place j.
 *
 * Every member has the same three parts: a query q made from s_{i-1} at each
 * step, a key k_j made from h_j once a sentence, and a function of one query
 * and one key.  Where `query` is NULL, q is s_{i-1} itself; where `keys` is
 * NULL, k_j is h_j.
 *
 * To add a member: (1) write nn/score_NAME.c with its row score_NAME; (2)
 * add X(NAME) to SCORE_KINDS.  Any focus then works with it, and the loop
 * tests give it gradients, rows that sum to 1 and packed-equals-alone. */
#ifndef NN_SCORE_H
#define NN_SCORE_H

#include "nn/encoder.h"

#define SCORE_KINDS(X) \
    X(concat) X(qk) X(dot) X(general) X(cosine) X(mlp) X(linear)

/* The keys of one source sentence: key j is the row off[j] + place. */
struct keys {
    const real *k;         /* [src rows x width] */
    real *dk;              /* the same shape; NULL unless training */
    const int *off;
    int place, len, width;
    int Tx;                /* from the e of a head to those of the next */
};

static inline int key_row(const struct keys *k, int j)
{
    return k->off[j] + k->place;
}

struct score_kind {
    struct kind kind;
    bool heads;            /* can have more than one: e is [heads x Tx] */
    /* Declares parameters; may change the widths of queries and keys (N
     * before the call) and of the parameters that `pair` shares (0 before;
     * their gradients are kept apart for each sentence and then added in
     * order).  Returns the score's own structure. */
    void *(*declare)(struct params *ps, const struct net_options *o,
                     int *query, int *key, int *shared);
    /* q [n x query] from s [n x N]. */
    void (*query)(const void *self, int n, const real *s, real *q);
    /* ds += from dq; then, over all rows of the batch, the weights. */
    void (*query_backward)(const void *self, int n, const real *q,
                           const real *dq, real *ds);
    void (*query_weights)(struct run *r, void *self, int rows,
                          const real *s, const real *q, const real *dq);
    /* k [src rows x key] from a->H; a->dH and weights from dk. */
    void (*keys)(const void *self, const struct annotations *a, real *k);
    void (*keys_backward)(struct run *r, void *self,
                          const struct annotations *a, const real *k,
                          const real *dk);
    /* e [len] of one query against the keys of a sentence. */
    void (*pair)(const void *self, const real *q, const struct keys *k,
                 real *e);
    /* From de [len]: dq += , k->dk += , dshared += . */
    void (*pair_backward)(const void *self, const real *de, const real *q,
                          const struct keys *k, real *dq, real *dshared);
    /* The shared parameters' gradient += dshared; NULL when there are none. */
    void (*shared_add)(void *self, const real *dshared);
    /* Instead of pair, where a step of all n sentences is one product: row b
     * of q [n x query] and e [n x Tx] belongs to k[b].  keep is room that
     * step may fill for step_backward, `kept` reals for each of n x Tx pairs
     * in any order; NULL when there is no backward or that would be too much:
     * then step_backward makes them again, with the same bits. */
    int (*kept)(const void *self);
    void (*step)(struct run *r, const void *self, int n, const real *q,
                 const struct keys *k, int Tx, real *keep, real *e);
    void (*step_backward)(struct run *r, void *self, int n, const real *de,
                          const real *q, const struct keys *k, int Tx,
                          real *keep, real *dq);
};

#define X(name) extern const struct score_kind score_##name;
SCORE_KINDS(X)
#undef X
KIND_TABLE_DECLARE(score)

#endif
