/* likelihood: how likely a model finds given translations: forced
 * decoding, no search. */
#ifndef TASK_LIKELIHOOD_H
#define TASK_LIKELIHOOD_H

#include "task/translate.h"

struct likelihood {
    double logp;           /* log p(target | source), natural, of all tokens */
    int tokens;            /* of the target, </s> included */
    int chars;             /* of the target (task/ranking.h) */
    bool cut;              /* a side was too long: its end is left out */
};

/* Of the pairs src[i], tgt[i], in batches of like length; out [n].  What a
 * pair gets does not depend on the others: the same bits alone. */
void likelihood(const struct model *m, const char *const *src,
                const char *const *tgt, int n, struct likelihood *out,
                struct arena *arena);

/* exp(-logp / tokens) */
double likelihood_perplexity(double logp, long tokens);

/* A pass of one network without gradients, for the loss is log p: label
 * smoothing is left out.  What it gives is in `arena`. */
struct pass likelihood_pass(const struct network *net,
                            const struct batch *batch, struct arena *arena);

#endif
