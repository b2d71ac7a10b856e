/* Linear score: concat without its tanh, w' [s;h] = w_s' s + w_h' h.
 *
 * (1) q_i  = w_s' s_{i-1}  (a step)      (3)' dq_i += de_ij
 * (2) k_j  = w_h' h_j      (a sentence)       dk_j += de_ij
 * (3) e_ij = q_i + k_j                   (2)' dh_j += w_h dk_j
 *                                             dw_h += dk_j h_j
 *                                        (1)' ds_{i-1} += w_s dq_i
 *                                             dw_s += dq_i s_{i-1}
 * (1), (2) and their backward are nn/maps.h's.
 *
 * A softmax does not see what is added to all of its e: q_i cancels, the
 * weights are the same for every target word, and sum_j de_ij = 0 leaves
 * nothing for w_s to learn from. */
#include "nn/maps.h"

static void *linear_declare(struct params *ps, const struct net_options *o,
                            int *query, int *key, int *shared)
{
    (void)shared;
    struct maps *m = ARENA_NEW(ps->arena, struct maps);
    *query = *key = 1;
    m->W = params_add(ps, INIT_GLOROT, PARAM_MATRIX | PARAM_CANCELS, 1, o->N,
                      "attention.w_s");
    m->U = params_add(ps, INIT_GLOROT, PARAM_MATRIX, 1, o->N,
                      "attention.w_h");
    return m;
}

static void linear_pair(const void *self, const real *q,
                        const struct keys *k, real *e)
{
    (void)self;
    for (int j = 0; j < k->len; j++)
        e[j] = q[0] + k->k[key_row(k, j)];                  /* (3) */
}

static void linear_pair_backward(const void *self, const real *de,
                                 const real *q, const struct keys *k,
                                 real *dq, real *dshared)
{
    (void)self;
    (void)q;
    (void)dshared;
    for (int j = 0; j < k->len; j++) {                      /* (3)' */
        dq[0] += de[j];
        k->dk[key_row(k, j)] += de[j];
    }
}

const struct score_kind score_linear = {
    .kind = {
        .name = "linear",
        .alias = "w[s;h] 线性",
        .formula = "e_ij = w_s' s_{i-1} + w_h' h_j",
        .source = "the lecture's concat without the tanh",
        .qkv = "Q = w_s' s_{i-1}, K = w_h' h_j, V = h_j",
        .note = "the s term cancels in the softmax: the weights are the "
                "same for every target word, which is why concat has its "
                "tanh; w_s learns nothing",
        .unproved = PROOF_ALIGN | PROOF_REVERSE,
        .why = "its weights are the same for every target word",
    },
    .declare = linear_declare,
    .query = maps_query, .query_backward = maps_query_backward,
    .query_weights = maps_query_weights,
    .keys = maps_keys, .keys_backward = maps_keys_backward,
    .pair = linear_pair, .pair_backward = linear_pair_backward,
};
