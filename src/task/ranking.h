/* ranking: the score by which finished hypotheses are compared.
 *
 *     score = log p / |y|^alpha + reward |y| + beta sum_j log min(a_j, 1)
 *
 * with a_j the sum over i of alpha_ij: what of the source has not been looked
 * at costs.  Wu et al. 2016, equation 14, with |y| for their (5 + |y|) / 6;
 * </s> counts in |y|, but is no word of the source to be covered. */
#ifndef TASK_RANKING_H
#define TASK_RANKING_H

#include "base/real.h"

struct ranking {
    double alpha;          /* length normalisation, >= 0 */
    double reward;         /* of a token */
    double coverage;       /* beta, >= 0 */
};

/* Of n tokens; weight [n x Tx] are the alpha_ij, </s> last, or NULL. */
double ranking_score(const struct ranking *r, double logp, int n,
                     const real *weight, int Tx);

#endif
