/* search: the best target sentences for source sentences, by beam search
 * (greedy is a beam of one).
 *
 * Hypotheses are kept by log p and, once finished, ranked by the score of
 * task/ranking.h (alpha = 1: Cho, van Merrienboer, Bahdanau, Bengio 2014, "On
 * the properties of neural machine translation", section 4.2.1).  A finished
 * hypothesis leaves the beam, which shrinks by one.  Sentences are searched
 * side by side, but each result is the same, bit for bit, as alone. */
#ifndef TASK_SEARCH_H
#define TASK_SEARCH_H

#include "model/network.h"
#include "task/ranking.h"
#include "task/sample.h"

/* Sentences that are searched side by side: enough rows for the matrix
 * kernels, few enough for the cache; fewer where a wide beam has as many
 * hypotheses. */
enum { SEARCH_WIDTH = 64, SEARCH_ROWS = 320 };

struct search_options {
    int beam;              /* >= 1 */
    struct ranking rank;   /* of finished hypotheses */
    const struct vocab *units;  /* of the target, whose characters it counts;
                                   or NULL: none are */
    int nbest;             /* results a sentence, <= beam */
    bool align;            /* keep alpha, the mean of its heads */
    struct sentence prefix;    /* tokens that each begins with; or none */
    struct sampling sample;    /* draws the tokens, with a beam of one */
    bool exact;            /* as many tokens as were read, </s> included on
                              both sides, no fewer: for who measures */
    const struct intervention *intervene;  /* on every step; or NULL */
};

struct hypothesis {
    const int *id;         /* [n], without </s> */
    int n;
    int chars;             /* of the units: ranking_chars */
    double logp;           /* of all tokens, </s> included */
    double score;          /* task/ranking.h */
    const real *alpha;     /* [(n + 1) x Tx], the last row of </s>; Tx = source
                              length with </s>; NULL unless asked for and
                              there */
    int Tx;
};

/* With net and who translates with it (model/ensemble.h): src [B] -> out
 * [B x nbest], best first; places that no hypothesis fills have id NULL.
 * Results live in `arena`. */
void search(const struct network *net, const struct sentence *src, int B,
            const struct search_options *o, struct hypothesis *out,
            struct arena *arena);

/* Most tokens that are produced for a source of n tokens, </s> among them; a
 * prefix comes on top. */
int search_limit(int n);

#endif
