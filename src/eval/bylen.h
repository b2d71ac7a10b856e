/* bylen: BLEU against source length, the lecture's figure, with bootstrap
 * intervals (Koehn 2004): resamples are keyed random numbers, so the same
 * input gives the same interval. */
#ifndef EVAL_BYLEN_H
#define EVAL_BYLEN_H

#include <stdint.h>

#include "base/arena.h"
#include "eval/bleu.h"

/* One bin: sentences of lo..hi source words (hi = INT_MAX in the last). */
struct bylen_bin {
    int lo, hi;
    int n;                   /* sentences */
    double mean_len;         /* mean source length of them */
    struct bleu_score score;
    double low, high;        /* 95 % interval of BLEU */
    long train;              /* training sentences of this length, or 0 */
};

struct bylen {
    struct bylen_bin *bin;   /* empty bins are left out */
    int bins;
    struct bleu_score all;
    double low, high;        /* interval of the whole */
};

/* stats and len [n]: per sentence statistics and source lengths.  train_len
 * [ntrain] (may be NULL) fills `train`.  Bins of `width` words, 1-width,
 * ..., the last open at `last` words. */
void bylen_compute(struct bylen *out, const struct bleu_stats *stats,
                   const int *len, int n, const struct bleu_options *o,
                   const int *train_len, int ntrain, int width, int last,
                   int resamples, uint64_t seed, struct arena *arena);

/* BLEU of the sentences with lo <= len <= hi; n gets their number. */
struct bleu_score bylen_range(const struct bleu_stats *stats, const int *len,
                              int n, int lo, int hi,
                              const struct bleu_options *o, int *count);

/* 95 % bootstrap interval of corpus BLEU over n sentences. */
void bootstrap_interval(const struct bleu_stats *stats, int n,
                        const struct bleu_options *o, int resamples,
                        uint64_t seed, double *low, double *high);

#endif
