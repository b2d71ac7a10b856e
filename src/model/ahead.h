/* ahead: a step of a search without what need not be computed in it.
 *
 * (1) W E_y y + b and V_o E_y y + b_t depend on the word y alone: the rows of
 *     words that came lately are kept.
 * (2) C ctx_i and C_o ctx_i are sums of the C h_j and C_o h_j, which are
 *     computed once a sentence (nn/attention.h, attention_map).
 * The terms of a sum come in another order than in network_step, so that the
 * logits differ from its by rounding; they are the same bits for any other
 * hypotheses beside, and whatever was kept. */
#ifndef MODEL_AHEAD_H
#define MODEL_AHEAD_H

#include "model/network.h"

/* Rows of (1).  Word y has the place y mod `slots`, and drives out who is
 * there. */
struct word_rows {
    int slots;             /* a power of two */
    int *id;               /* [slots] -1: nobody */
    real *row;             /* [slots x ahead_width] */
};

/* Keeps rows of (1), of `most` words, from now on; not in a network that is
 * trained, whose weights would change under them. */
enum { AHEAD_WORDS = 2048 };   /* 19 MB of the reference model */
void ahead_words(struct network *net, int most, struct arena *arena);

/* Width of a row of (1) and (2), and so the reals that a source token takes:
 * gates N of the first layer and P of the readout. */
int ahead_width(const struct network *net);

/* (2), after network_write; then ahead_step instead of network_step. */
void ahead_write(struct run *r, const struct network *net,
                 struct writing *w);
void ahead_step(struct run *r, const struct network *net, struct writing *w,
                const int *src, int n, const int *y, real *logits);

#endif
