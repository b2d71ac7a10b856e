/* bylen: BLEU against source length, the lecture's figure, with bootstrap
 * intervals (Koehn 2004): resamples are keyed random numbers, so the same
 * input gives the same interval. */
#ifndef EVAL_BYLEN_H
#define EVAL_BYLEN_H

#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "eval/bleu.h"

/* Which sentences are taken together: those of lo..hi source words; hi is
 * INT_MAX where there is no end. */
struct bylen_span {
    int lo, hi;
};

struct bylen_spans {
    struct bylen_span *span;
    int n;
};

/* Spans of `width` words, 1-width, ..., the last open at `last` words. */
struct bylen_spans bylen_every(int width, int last, struct arena *arena);

/* Those of the page of a model and of `s2s compare`, which are read side by
 * side. */
enum { BYLEN_WIDTH = 10, BYLEN_LAST = 41 };

/* "1-30,31-60,61-": rising, without overlaps; gaps are allowed. */
bool bylen_parse(struct bylen_spans *out, const char *text,
                 struct arena *arena, struct error *err);

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
    int n;                   /* sentences of all lengths, in bins or not */
    struct bleu_score all;
    double low, high;        /* interval of the whole */
    /* BLEU of the last bin over BLEU of the first, and its interval, each bin
     * resampled by itself: what is left of the quality at length.  0 unless
     * there are two bins; NAN where the first has BLEU 0 (in resamples: those
     * are left out). */
    double ratio, ratio_low, ratio_high;
};

/* stats and len [n]: per sentence statistics and source lengths.  train
 * [lengths] (may be NULL), how many training sentences have each length, fills
 * the bins' `train`.  A source of no words is counted with those of one. */
void bylen_compute(struct bylen *out, const struct bleu_stats *stats,
                   const int *len, int n, const struct bleu_options *o,
                   const int *train, int lengths,
                   const struct bylen_spans *spans, int resamples,
                   uint64_t seed, struct arena *arena);

/* 95 % bootstrap interval of corpus BLEU over n sentences. */
void bootstrap_interval(const struct bleu_stats *stats, int n,
                        const struct bleu_options *o, int resamples,
                        uint64_t seed, double *low, double *high);

/* Sorts the n >= 1 values of resamples and cuts 2.5 % off both ends. */
void bootstrap_cut(double *value, int n, double *low, double *high);

#endif
