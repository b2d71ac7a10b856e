/* layernorm: layer normalisation (Ba, Kiros, Hinton 2016, section 3.1).
 *
 * Each row is brought to mean 0 and variance 1 over its own n elements, then
 * given a learnt gain and bias.  A row never sees another, so that a batch
 * equals a sentence alone. */
#ifndef NN_LAYERNORM_H
#define NN_LAYERNORM_H

#include "nn/param.h"
#include "nn/run.h"

struct layernorm {
    int n;
    struct param *g;       /* [n] gain, from 1 */
    struct param *b;       /* [n] bias, from 0; NULL: none */
};

/* What backward needs, in the batch arena. */
struct layernorm_cache {
    real *z;               /* [rows x n] normalised */
    real *r;               /* [rows] 1 / deviation */
};

/* Declares PREFIX.g and PREFIX.b. */
struct layernorm *layernorm_new(struct params *ps, int n,
                                const char *prefix);

/* Declares a gain of that name alone; the bias is b, which may be NULL. */
struct layernorm *layernorm_gain(struct params *ps, int n, struct param *b,
                                 const char *name);

/* x [rows x n] -> y, which may be x; fills the cache. */
void layernorm_forward(struct run *r, const struct layernorm *l, int rows,
                       const real *x, real *y, struct layernorm_cache *c);

/* dx += from dy (another array, its rows lddy apart); dg, db +=. */
void layernorm_backward(struct run *r, const struct layernorm *l, int rows,
                        const real *dy, int lddy,
                        const struct layernorm_cache *c, real *dx);

/* ==== Of a sequence, some rows at a time ==== */

/* Room for the cache of all rows; its part from a row on. */
void layernorm_room(struct run *r, const struct layernorm *l, int rows,
                    struct layernorm_cache *c);
struct layernorm_cache layernorm_at(const struct layernorm *l,
                                    const struct layernorm_cache *c, int row);

/* As layernorm_forward, with room in c; x may be c's z, and the rows of y are
 * ldy apart.  With `add`, y += (there must be no bias then). */
void layernorm_rows(const struct layernorm *l, int rows, const real *x,
                    real *y, int ldy, bool add,
                    const struct layernorm_cache *c);

#endif
