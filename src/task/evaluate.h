/* evaluate: a model on a test part: hypotheses and their statistics. */
#ifndef TASK_EVALUATE_H
#define TASK_EVALUATE_H

#include "eval/bleu.h"
#include "eval/bylen.h"
#include "eval/chrf.h"
#include "task/translate.h"
#include "text/corpus.h"

struct evaluation {
    int n;
    const char **hyp;              /* [n] translations */
    struct bleu_stats *stats;      /* [n] */
    int *len;                      /* [n] source lengths (corpus_length) */
    struct bleu_options bleu;      /* as used: char where there are no spaces */
    struct bleu_score score;
    double chrf;
};

/* *o (NULL: bleu_default) with a tokeniser chosen by the text, unless *o has
 * one: 13a, or char where the target side of c has no spaces. */
struct bleu_options bleu_for(const struct bleu_options *o,
                             const struct corpus *c);

/* Translates the source side of c, as `s2s translate` does, and scores it
 * against the target side by bleu_for(bleu, c). */
void evaluate(struct evaluation *e, const struct model *m,
              const struct corpus *c, const struct search_options *o,
              const struct bleu_options *bleu, struct arena *arena);

/* The curve of an evaluation; training lengths come from the model. */
void evaluate_bylen(struct bylen *out, const struct evaluation *e,
                    const struct model *m, const struct bylen_spans *spans,
                    int resamples, struct arena *arena);

#endif
