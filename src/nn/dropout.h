/* dropout: inverted dropout on a matrix (Srivastava et al. 2014).
 *
 * (1) y_ik = m_ik x_ik / (1 - p),  m_ik = 0 with probability p, else 1
 * (1)' dx_ik = m_ik dy_ik / (1 - p)
 *
 * plain: each row i has a mask of its own.  variational: the rows of a sentence
 * s have one, m_ik = m_sk, the same at all steps, as the approximate posterior
 * of a Bayesian network asks for (Gal and Ghahramani 2016, section 4.1; theirs
 * on the recurrent connections is not here: plain dropout has none either).
 *
 * The mask is a function of (seed, step, place, row or sentence, unit), so
 * backward calls the same function on the gradient and nothing is stored. */
#ifndef NN_DROPOUT_H
#define NN_DROPOUT_H

#include "nn/options.h"
#include "nn/run.h"

/* Where in the network: no two places share a mask. */
enum dropout_place {
    DROP_SOURCE, DROP_TARGET, DROP_ANNOTATIONS, DROP_READOUT,
    DROP_LAYERS,           /* + l: of the encoder */
    DROP_DECODER_LAYERS = DROP_LAYERS + 64,     /* + l */
    DROP_SOURCE_WORDS = 1000, DROP_TARGET_WORDS
};

/* x [rows x n] in place; does nothing unless training and p > 0.  of [rows]
 * is the sentence of each row (struct side's, struct ragged's). */
void dropout(struct run *r, enum dropout_place place, const int *of,
             int rows, int n, real *x, struct dropping how);

/* Whole rows of x (Gal and Ghahramani 2016, section 4.2, but each token by
 * itself, whatever its word and its sentence). */
void dropout_rows(struct run *r, enum dropout_place place, int rows, int n,
                  real *x, real p);

/* The same as dropout on a copy in the batch arena, for an x that backward
 * reads as it was; x itself where nothing is dropped. */
const real *dropout_copy(struct run *r, enum dropout_place place,
                         const int *of, int rows, int n, const real *x,
                         struct dropping how);

#endif
