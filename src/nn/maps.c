/* Linear queries and keys             backward, given dq and dk
 * (1) q_i = W s_{i-1}                 (1)' ds_{i-1} += W' dq_i
 *                                          dW += dq_i s_{i-1}'
 * (2) k_j = U h_j                     (2)' dh_j += U' dk_j   dU += dk_j h_j'
 */
#include "nn/maps.h"

#include "nn/linear.h"

void maps_query(const void *self, int n, const real *s, real *q)
{
    const struct param *W = ((const struct maps *)self)->W;
    linear_forward(n, s, W->cols, W, NULL, q, W->rows, false); /* (1) */
}

void maps_query_backward(const void *self, int n, const real *q,
                         const real *dq, real *ds)
{
    (void)q;
    const struct param *W = ((const struct maps *)self)->W;
    linear_backward_input(n, W, dq, W->rows, ds, W->cols);  /* (1)' ds */
}

void maps_query_weights(struct run *r, void *self, int rows, const real *s,
                        const real *q, const real *dq)
{
    (void)q;
    struct param *W = ((struct maps *)self)->W;
    linear_backward_weight(r, rows, s, W->cols, W, NULL, dq,
                           W->rows);                        /* (1)' dW */
}

void maps_keys(const void *self, const struct annotations *a, real *k)
{
    const struct param *U = ((const struct maps *)self)->U;
    linear_forward(a->src->rows, a->H, a->N, U, NULL, k, U->rows,
                   false);                                  /* (2) */
}

void maps_keys_backward(struct run *r, void *self,
                        const struct annotations *a, const real *k,
                        const real *dk)
{
    (void)k;
    struct param *U = ((struct maps *)self)->U;
    linear_backward(r, a->src->rows, a->H, a->N, U, NULL, dk, U->rows,
                    a->dH, a->N);                           /* (2)' */
}
