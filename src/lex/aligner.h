/* aligner: word alignment learnt from a parallel text alone.
 *
 * IBM model 1, then the HMM, by expectation maximisation, both directions at
 * once.  With `agree` the two directions are trained to agree (Liang, Taskar
 * and Klein 2006, "Alignment by agreement"): what is counted for a pair of
 * words is the product of the two posteriors.  In model 1, which starts from
 * nothing, it is the root of the product: the product of two small numbers
 * would leave everything to the empty word.
 *
 * The result does not depend on the number of threads. */
#ifndef LEX_ALIGNER_H
#define LEX_ALIGNER_H

#include <stdbool.h>

#include "base/arena.h"
#include "lex/bitext.h"
#include "lex/jumps.h"
#include "lex/lexicon.h"

struct aligner_options {
    int ibm1, hmm;         /* iterations of each model */
    bool agree;
    double prior;          /* Dirichlet's a (ttable.h); 0: plain EM */
    double p0;             /* probability of the empty word */
    double tau;            /* of jumps.h */
    double lambda;         /* of lexicon.h */
    double prune;          /* after model 1, pairs below this t are dropped */
};

extern const struct aligner_options aligner_default;

struct aligner {
    struct aligner_options o;
    const struct bitext *text;
    struct lexicon lexicon;
    struct jumps jumps[2];         /* by the side that is generated */
    bool moves;                    /* the HMM; else model 1 */
};

/* Called after each iteration: number from 0, model, log-likelihood of the
 * text in both directions per pair before the update; may be NULL. */
typedef void aligner_tell(void *ctx, int iteration, const char *model,
                          const double logp[2]);

/* Learns from a text, which must live as long as the aligner.  Memory is
 * 16 to 32 bytes for each pair of words, and each of stems, that stand in
 * one sentence pair (28 to 44 without `agree`), and 420 for each word. */
void aligner_learn(struct aligner *a, struct bitext *text,
                   const struct aligner_options *o, aligner_tell *tell,
                   void *ctx, struct arena *arena);

/* gamma[to]: the posterior that the word of side `to` came from the other;
 * both as [J * I], target word j in row j, source word i.  What a row
 * (gamma[1]) or column (gamma[0]) misses to 1 is the empty word's. */
struct aligner_posterior {
    int I, J;
    float *gamma[2];
};

void aligner_posterior(struct aligner_posterior *out, const struct aligner *a,
                       const struct bitext_pair *pair, struct arena *arena);

#endif
