/* paired: are two systems really different?  The paired bootstrap of Koehn
 * 2004 ("Statistical significance tests for machine translation
 * evaluation"), section 3: both systems are scored on the same resamples of
 * the test sentences.  Keyed random numbers: the same input, the same p. */
#ifndef EVAL_PAIRED_H
#define EVAL_PAIRED_H

#include <stdint.h>

#include "eval/bleu.h"

struct paired {
    double difference;     /* BLEU of b - BLEU of a, on the whole */
    double low, high;      /* 95 % interval of the difference */
    /* Two-sided: twice the share of resamples in which the system that is
     * better on the whole is not better, one counted in advance.  Which is
     * better is not known beforehand, so either way counts.  At most 1, which
     * it is when none is better; never 0. */
    double p;
};

/* a, b [n]: statistics of the same sentences by two systems. */
void paired_bootstrap(struct paired *out, const struct bleu_stats *a,
                      const struct bleu_stats *b, int n,
                      const struct bleu_options *o, int resamples,
                      uint64_t seed);

#endif
