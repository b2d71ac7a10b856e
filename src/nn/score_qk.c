/* Query and key, Vaswani et al. 2017, 3.2.1 and 3.2.2, from s and h.
 *
 * (1) q_i  = W_Q s_{i-1}  (a step)       (3)' dq_i[m] += c de_imj k_j[m]
 * (2) k_j  = W_K h_j      (a sentence)        dk_j[m] += c de_imj q_i[m]
 * (3) e_imj = c q_i[m]' k_j[m]           (2)' dh_j += W_K' dk_j
 *     for head m, its A / heads                dW_K += dk_j h_j'
 *     elements; c = 1, or with --attn-   (1)' ds_{i-1} += W_Q' dq_i
 *     scale sqrt c = 1 / sqrt(A / heads)      dW_Q += dq_i s_{i-1}'
 * (1), (2) and their backward are nn/maps.h's, (3) and (3)' nn/inner.h's;
 * the values v_j = W_V h_j of more heads are nn/attention.c's.
 */
#include <assert.h>
#include <math.h>

#include "nn/inner.h"
#include "nn/maps.h"

struct qk {
    struct maps maps;      /* W_Q, W_K [A x N] */
    int heads;
    real c;
};

static void *qk_declare(struct params *ps, const struct net_options *o,
                        int *query, int *key, int *shared)
{
    (void)shared;
    struct qk *s = ARENA_NEW(ps->arena, struct qk);
    *query = *key = o->A;
    s->heads = o->heads > 1 ? o->heads : 1;
    assert(o->A % s->heads == 0);
    s->c = o->scale ? 1 / (real)sqrt((wide)(o->A / s->heads)) : 1;
    s->maps.W = params_add(ps, INIT_GLOROT, PARAM_MATRIX, o->A, o->N,
                           "attention.W_Q");
    s->maps.U = params_add(ps, INIT_GLOROT, PARAM_MATRIX, o->A, o->N,
                           "attention.W_K");
    return s;
}

static void qk_pair(const void *self, const real *q, const struct keys *k,
                    real *e)
{
    const struct qk *s = self;
    inner_pair(s->heads, s->c, q, k, e);                    /* (3) */
}

static void qk_pair_backward(const void *self, const real *de,
                             const real *q, const struct keys *k, real *dq,
                             real *dshared)
{
    (void)dshared;
    const struct qk *s = self;
    inner_pair_backward(s->heads, s->c, de, q, k, dq);      /* (3)' */
}

const struct score_kind score_qk = {
    .kind = {
        .name = "qk",
        .alias = "scaled multi-head transformer 缩放点积 多头",
        .formula = "e_ij = (W_Q s_{i-1})' (W_K h_j) / sqrt(A / heads)",
        .source = "Vaswani et al. 2017, (1) and 3.2.2",
        .qkv = "Q = W_Q s_{i-1}, K = W_K h_j, V = h_j; with more heads "
               "than one V = W_V h_j",
        .note = "--attn-scale none leaves the root out; that paper's W_O "
                "are the decoder's C and C_o",
    },
    .heads = true,
    .declare = qk_declare,
    .query = maps_query, .query_backward = maps_query_backward,
    .query_weights = maps_query_weights,
    .keys = maps_keys, .keys_backward = maps_keys_backward,
    .pair = qk_pair, .pair_backward = qk_pair_backward,
};
