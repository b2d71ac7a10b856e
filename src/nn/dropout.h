/* dropout: inverted dropout on a matrix (Srivastava et al. 2014).
 *
 * The mask is a function of (seed, step, place, element), so backward calls
 * the same function on the gradient and nothing is stored. */
#ifndef NN_DROPOUT_H
#define NN_DROPOUT_H

#include "nn/run.h"

/* Where in the network: no two places share a mask. */
enum dropout_place {
    DROP_SOURCE, DROP_TARGET, DROP_ANNOTATIONS, DROP_READOUT, DROP_LAYERS,
    DROP_SOURCE_WORDS = 1000, DROP_TARGET_WORDS
};

/* x [rows x n] in place; does nothing unless training and p > 0. */
void dropout(struct run *r, enum dropout_place place, int rows, int n,
             real *x, real p);

/* Whole rows of x (Gal and Ghahramani 2016, section 4.2, but each token by
 * itself, whatever its word). */
void dropout_rows(struct run *r, enum dropout_place place, int rows, int n,
                  real *x, real p);

/* The same as dropout on a copy in the batch arena, for an x that backward
 * reads as it was; x itself where nothing is dropped. */
const real *dropout_copy(struct run *r, enum dropout_place place, int rows,
                         int n, const real *x, real p);

#endif
