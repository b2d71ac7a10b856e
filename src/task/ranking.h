/* ranking: the score by which finished hypotheses are compared.
 *
 *     score = log p / |y|^alpha + reward |y| + char_reward chars(y)
 *             + beta sum_j log min(a_j, 1)
 *
 * with a_j the sum over i of alpha_ij: what of the source has not been looked
 * at costs.  Wu et al. 2016, equation 14, with |y| for their (5 + |y|) / 6;
 * </s> counts in |y|, but is no word of the source to be covered.  chars(y)
 * is ours: where units differ much in length, as in text without spaces, |y|
 * says little of how much has been said. */
#ifndef TASK_RANKING_H
#define TASK_RANKING_H

#include "base/real.h"
#include "text/vocab.h"

struct ranking {
    double alpha;          /* length normalisation, >= 0 */
    double reward;         /* of a token */
    double char_reward;    /* of a character */
    double coverage;       /* beta, >= 0 */
};

/* chars(y): the characters of id[0..n) other than U+0020; 0 where `units` is
 * NULL. */
int ranking_chars(const struct vocab *units, const int *id, int n);

/* Of n tokens of together `chars` characters; weight [n x Tx] are the
 * alpha_ij, </s> last, or NULL. */
double ranking_score(const struct ranking *r, double logp, int n, int chars,
                     const real *weight, int Tx);

#endif
