/* Concat score, Bahdanau, Cho, Bengio 2015, A.1.2; W [s;h] = W_a s + U_a h.
 *
 * (1) k_j  = U_a h_j       (a sentence)  backward, given de_ij
 * (2) q_i  = W_a s_{i-1}   (a step)      (3)' t = tanh(q_i + k_j)
 * (3) e_ij = v_a' tanh(q_i + k_j)             dv_a += de_ij t
 *                                             x = de_ij v_a (1 - t^2)
 *                                             dq_i += x   dk_j += x
 *                                        (2)' ds_{i-1} += W_a' dq_i
 *                                             dW_a += dq_i s_{i-1}'
 *                                        (1)' dh_j += U_a' dk_j
 *                                             dU_a += dk_j h_j'
 * (1), (2) and their backward are nn/maps.h's.
 * tanh is computed again in (3)': it costs less than keeping Ty Tx A values.
 */
#include "nn/maps.h"

struct concat {
    struct maps maps;      /* (1), (2): U_a [A x N], W_a [A x N] */
    int A;
    struct param *v_a;     /* [A] */
};

static void *concat_declare(struct params *ps, const struct net_options *o,
                            int *query, int *key, int *shared)
{
    struct concat *c = ARENA_NEW(ps->arena, struct concat);
    c->A = *query = *key = *shared = o->A;
    c->maps.W = params_add(ps, INIT_GLOROT, PARAM_MATRIX, o->A, o->N,
                           "attention.W_a");
    c->maps.U = params_add(ps, INIT_GLOROT, PARAM_MATRIX, o->A, o->N,
                           "attention.U_a");
    c->v_a = params_add(ps, INIT_GLOROT, PARAM_VECTOR, o->A, 0,
                        "attention.v_a");
    return c;
}

static void concat_pair(const void *self, const real *q,
                        const struct keys *k, real *e)
{
    const struct concat *c = self;
    for (int j = 0; j < k->len; j++)
        e[j] = K->concat_score(c->A, q, row_at(k->k, key_row(k, j), c->A),
                               c->v_a->w);                  /* (3) */
}

static void concat_pair_backward(const void *self, const real *de,
                                 const real *q, const struct keys *k,
                                 real *dq, real *dshared)
{
    const struct concat *c = self;
    for (int j = 0; j < k->len; j++)
        K->concat_score_backward(c->A, de[j], q,
                                 row_at(k->k, key_row(k, j), c->A),
                                 c->v_a->w, dq,
                                 row_of(k->dk, key_row(k, j), c->A),
                                 dshared);                  /* (3)' */
}

static void concat_shared_add(void *self, const real *dshared)
{
    struct concat *c = self;
    K->add(c->A, c->v_a->g, dshared);
}

const struct score_kind score_concat = {
    .kind = {
        .name = "concat",
        .alias = "additive bahdanau 串联 加性",
        .formula = "e_ij = v_a' tanh(W_a s_{i-1} + U_a h_j)",
        .source = "Bahdanau, Cho, Bengio 2015, A.1.2",
        .qkv = "Q = W_a s_{i-1}, K = U_a h_j, V = h_j",
    },
    .declare = concat_declare,
    .query = maps_query, .query_backward = maps_query_backward,
    .query_weights = maps_query_weights,
    .keys = maps_keys, .keys_backward = maps_keys_backward,
    .pair = concat_pair, .pair_backward = concat_pair_backward,
    .shared_add = concat_shared_add,
};
