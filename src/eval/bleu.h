/* bleu: corpus BLEU (Papineni et al. 2002) as sacreBLEU computes it (Post
 * 2018): the same tokenisers, smoothings and brevity penalty, equal to 1e-6.
 *
 * Statistics are integers that add up, so that a bootstrap sums sentences
 * and a score is made once at the end. */
#ifndef EVAL_BLEU_H
#define EVAL_BLEU_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/strbuf.h"

enum { BLEU_N = 4 };

struct bleu_stats {
    long long match[BLEU_N], total[BLEU_N];
    long long hyp_len, ref_len;     /* ref_len: the closest reference's */
};

struct bleu_options {
    const char *tokenize;   /* "13a" "intl" "char" "none" */
    const char *smooth;     /* "exp" "floor" "add-k" "none" */
    double smooth_value;    /* < 0: the method's default (0.1, 1) */
    bool lowercase;
    bool effective;         /* effective order: for single sentences */
};

struct bleu_score {
    double bleu;            /* 0..100 */
    double precision[BLEU_N];
    double bp;
    long long hyp_len, ref_len;
};

extern const struct bleu_options bleu_default;   /* 13a, exp, cased */

/* Names of tokenisers and smoothings, NULL after the last. */
const char *bleu_tokenizer(int i);
const char *bleu_smoothing(int i);

/* Has the smoothing a value?  floor and add-k have. */
bool bleu_takes_value(const struct bleu_options *o);

/* One sentence against its references. */
void bleu_sentence(struct bleu_stats *out, const char *hyp,
                   const char *const *refs, int nrefs,
                   const struct bleu_options *o, struct arena *scratch);
void bleu_add(struct bleu_stats *sum, const struct bleu_stats *one);
struct bleu_score bleu_compute(const struct bleu_stats *s,
                               const struct bleu_options *o);

/* Tokens of the translations over those of the references; 1 without any. */
double bleu_length_ratio(const struct bleu_score *s);

/* Appends sacreBLEU's kind of signature:
 * "nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|impl:s2s-VERSION". */
void bleu_signature(struct strbuf *out, const struct bleu_options *o,
                    int nrefs);

/* Appends the tokenised form of a line (also used by tests). */
void bleu_tokenize(struct strbuf *out, const char *s, size_t n,
                   const char *tokenize);

#endif
