/* alignment: the weights between the tokens of two sentences, as every
 * report writes them; and what is made of them: words from pieces, links. */
#ifndef EVAL_ALIGNMENT_H
#define EVAL_ALIGNMENT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"

/* How a piece is shown that is nothing but the space before a word: U+2423.
 * Merged with the rest of its word it vanishes. */
#define ALIGNMENT_SPACE "\xe2\x90\xa3"

/* Rows are target tokens, columns source tokens; each row sums to 1, or, in a
 * posterior, to less: the rest came from no source token.  Token strings are
 * UTF-8 as a reader should see them ("</s>" for the end). */
struct alignment {
    int Tx, Ty;
    const char **src;       /* [Tx] */
    const char **tgt;       /* [Ty] */
    double *weight;         /* [Ty * Tx], weight[i * Tx + j] */
    bool posterior;
    bool eos_src, eos_tgt;  /* the last column, row is </s> */
    /* First piece of a word?  Needed to merge pieces into words; NULL when
     * tokens are words already. */
    const bool *src_begin, *tgt_begin;
    /* Which matrix of its sentence this is: */
    const char *of;         /* "self", "summary"; NULL: target over source */
    int head;               /* from 1; 0: the mean, or the only one */
    bool follows;           /* another of the same sentence stood before */
};

/* Merges pieces to words: sums over the pieces of a source word, means over
 * those of a target word, so rows still sum to 1. Arrays in `arena`. */
void alignment_words(struct alignment *out, const struct alignment *a,
                     struct arena *arena);

/* Drops the row and column of </s> and renormalises the rows (a row that
 * had all its weight there becomes uniform), but for those of a posterior. */
void alignment_drop_eos(struct alignment *out, const struct alignment *a,
                        struct arena *arena);

/* The source token that target token i gives most weight (the first of
 * equals), </s> aside; -1 when there is none but </s>, or, in a posterior,
 * when the rest is no less. */
int alignment_best(const struct alignment *a, int i);

/* Pharaoh links "i-j", i source, j target, from 0: for each target token the
 * source token of greatest weight (alignment_best); </s> never links, neither
 * as row nor as column. */
void alignment_pharaoh(struct strbuf *out, const struct alignment *a);

#endif
