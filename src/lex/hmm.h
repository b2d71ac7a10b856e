/* hmm: the hidden Markov alignment model (Vogel, Ney and Tillmann 1996, "HMM-
 * based word alignment in statistical translation"): the position a_j depends
 * on the one before.  The empty word keeps the position (Och and Ney 2003,
 * section 2.2): after it, jumps go on from where they were.
 *
 *     p(a_j = i | i') = (1 - p0) A(i', i),     p(a_j = 0 | i') = p0
 *
 * With q_j(i') the probability, scaled, of all that was generated up to j with
 * the position at i' (i' = 0: no word but the empty one yet), z_j(i') the part
 * of it in which f_j came from the empty word, and h_j(i') the probability of
 * the rest, scaled the same way:
 *
 *     (1) z_j(i)  = p0 t(f_j|e_0) q_{j-1}(i) / c_j
 *     (2) q_j(i)  = z_j(i) + (1-p0) t(f_j|e_i) sum_i' q_{j-1}(i') A(i',i) / c_j
 *     (3) h_{j-1}(i') = ( p0 t(f_j|e_0) h_j(i')
 *                 + (1-p0) sum_i A(i',i) t(f_j|e_i) h_j(i) ) / c_j,  h_J = 1
 *     (4) gamma_j(i) = (q_j(i) - z_j(i)) h_j(i)
 *     (5) xi(i',i) = (1-p0) A(i',i) sum_j q_{j-1}(i') t(f_j|e_i) h_j(i) / c_j
 *
 * c_j makes the q_j sum to 1; log p(f|e) = sum_j log c_j. */
#ifndef LEX_HMM_H
#define LEX_HMM_H

#include "lex/lattice.h"

/* A[i' * I + i], i' from 0 (nothing yet) to I, i from 0 for e_1: rows sum to
 * 1.  xi has the same shape, the expected number of jumps; NULL: not wanted.
 * I and J are 1 or more. */
void hmm_posterior(struct lattice *s, const float *A, float *xi,
                   struct arena *arena);

#endif
