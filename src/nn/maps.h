/* maps: queries and keys that are linear maps, what most scores begin with.
 *
 *     (1) q_i = W s_{i-1}   (a step)          q [n x width]
 *     (2) k_j = U h_j       (a sentence)      k [src rows x width]
 *
 * A score whose structure begins with a struct maps can put these functions
 * into its row: all five, or those of the keys alone, where q is s itself.
 * Shapes and ownership are those of nn/score.h. */
#ifndef NN_MAPS_H
#define NN_MAPS_H

#include "nn/score.h"

struct maps {
    struct param *W;       /* [query x N]; unused where q is s */
    struct param *U;       /* [key x N] */
};

void maps_query(const void *self, int n, const real *s, real *q);
void maps_query_backward(const void *self, int n, const real *q,
                         const real *dq, real *ds);
void maps_query_weights(struct run *r, void *self, int rows, const real *s,
                        const real *q, const real *dq);
void maps_keys(const void *self, const struct annotations *a, real *k);
void maps_keys_backward(struct run *r, void *self,
                        const struct annotations *a, const real *k,
                        const real *dk);

#endif
