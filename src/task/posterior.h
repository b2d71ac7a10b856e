/* posterior: what each target token was made from, now that it is known.
 *
 * alpha_ij is decided before y_i is.  Taken as the prior of where y_i comes
 * from, a_i, it becomes (Shankar and Sarawagi 2019, "Posterior attention
 * models for sequence to sequence learning", section 3)
 *
 * (1) P(a_i = j | y_i) = alpha_ij p_ij / (NOTHING p_i0 + sum_k alpha_ik p_ik)
 *
 * with p_ij = p(y_i | y_1 .. y_{i-1}, c_i = h_j), what the model says of y_i
 * had it read h_j alone at this step, and p_i0 the same for c_i = 0, had it
 * read nothing: the empty word, which is this program's, like its weight.
 * Where the model has a lexicon that is asked instead (nn/lexprior.h, (3)). */
#ifndef TASK_POSTERIOR_H
#define TASK_POSTERIOR_H

#include "model/network.h"

/* The weight of the empty word beside the 1 of alpha: best of 0, 0.1, 0.3, 1
 * and 3 on the 37 pairs of hansards/gold-trial. */
#define POSTERIOR_NOTHING 0.3

/* About one pair. */
struct posterior {
    const struct network *net;
    const struct batch *batch;  /* of that pair */
    const real *logp;           /* [tgt rows x (1 + src.T)] log p_i0, then log
                                   p_ij; NULL: the lexicon is asked */
};

/* Takes src.T + 2 times the work of reading the target once, unless there is
 * a lexicon.  `batch` must stay; the rest lives in `arena`. */
void posterior_begin(struct posterior *p, const struct network *net,
                     const struct batch *batch, struct arena *arena);

/* (1) of row i: a [src.T], alpha_i, becomes it.  What it misses to 1 came from
 * no x_j. */
void posterior_row(const struct posterior *p, int i, real *a);

#endif
