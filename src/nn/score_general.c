/* Bilinear score, Luong, Pham, Manning 2015, section 3.1, the second of the
 * three scores after (7).
 *
 * (1) k_j  = W_a h_j      (a sentence)   (2)' ds_{i-1} += de_ij k_j
 * (2) e_ij = s_{i-1}' k_j                     dk_j += de_ij s_{i-1}
 *                                        (1)' dh_j += W_a' dk_j
 *                                             dW_a += dk_j h_j'
 * (1) and (1)' are nn/maps.h's, (2) and (2)' nn/inner.h's.
 */
#include "nn/inner.h"
#include "nn/maps.h"

static void *general_declare(struct params *ps, const struct net_options *o,
                             int *query, int *key, int *shared)
{
    (void)query;
    (void)shared;
    struct maps *g = ARENA_NEW(ps->arena, struct maps);
    *key = o->N;
    g->U = params_add(ps, INIT_GLOROT, PARAM_MATRIX, o->N, o->N,
                      "attention.W_a");
    return g;
}

static void general_pair(const void *self, const real *q,
                         const struct keys *k, real *e)
{
    (void)self;
    inner_pair(1, 1, q, k, e);                              /* (2) */
}

static void general_pair_backward(const void *self, const real *de,
                                  const real *q, const struct keys *k,
                                  real *dq, real *dshared)
{
    (void)self;
    (void)dshared;
    inner_pair_backward(1, 1, de, q, k, dq);                /* (2)' */
}

const struct score_kind score_general = {
    .kind = {
        .name = "general",
        .alias = "bilinear luong 双线性 通用",
        .formula = "e_ij = s_{i-1}' W_a h_j",
        .source = "Luong, Pham, Manning 2015, section 3.1, with s_{i-1} for "
                  "s_i",
        .qkv = "Q = s_{i-1}, K = W_a h_j, V = h_j",
        .note = "Luong's name; the lecture's \"general\" attention is any "
                "with a query from outside the text, against \"local\", "
                "inside it",
    },
    .declare = general_declare,
    .keys = maps_keys, .keys_backward = maps_keys_backward,
    .pair = general_pair, .pair_backward = general_pair_backward,
};
