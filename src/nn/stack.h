/* stack: layers of recurrent cells, each layer of one or two directions
 * whose outputs stand side by side; what the encoders bi and uni are. */
#ifndef NN_STACK_H
#define NN_STACK_H

#include "nn/encoder.h"

/* `directions` 1 or 2; annotations stay N wide. */
void *stack_declare(struct params *ps, const struct net_options *o,
                    int directions);
void *stack_forward(struct run *r, const void *self, const struct side *src,
                    const real *X, struct annotations *a);
void stack_backward(struct run *r, void *self, void *cache,
                    const struct annotations *a, const real *X, real *dX);

/* Gates, states and copies of the states before, and their gradients. */
size_t stack_reals(const struct net_options *o, int T);

#endif
