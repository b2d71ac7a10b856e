/* focus: the family e_ij -> alpha_ij: soft, and what is not.
 *
 * To add a member: (1) write nn/focus_NAME.c with its row focus_NAME; (2)
 * add X(NAME) to FOCUS_KINDS.  Any score then works with it. */
#ifndef NN_FOCUS_H
#define NN_FOCUS_H

#include "nn/kind.h"
#include "nn/options.h"
#include "nn/param.h"
#include "nn/run.h"
#include "text/batch.h"

#define FOCUS_KINDS(X) X(soft) X(uniform) X(local_m) X(local_p) X(hard) X(none)

/* One target step of the sentences alive at it.  Each sentence has `heads`
 * rows of e and alpha, each Tx wide. */
struct focus_step {
    int i;                 /* target position, from 0 */
    int n;                 /* sentences */
    int heads;
    int Tx;                /* row stride of e, alpha: the longest source */
    int row;               /* of the first sentence among all target rows */
    const int *len;        /* [n] source length of each sentence */
    const real *x;         /* [n x width] what `prepare` made of s_{i-1} */
    real *dx;              /* the same shape, backward only */
    /* Where alpha is sampled: */
    real *prob;            /* [n heads x Tx] what it was sampled from */
    const real *reward;    /* [n] backward only */
    const real *old_alpha, *old_prob;  /* of the pass that is replayed, or
                                          NULL */
};

static inline int focus_len(const struct focus_step *f, int row)
{
    return f->len[row / f->heads];
}

/* The source tokens that a local focus sees: D to each side of `centre`. */
struct focus_window {
    int from, n;
};

/* Of a sentence of `len` tokens; a centre outside is moved to its end, so
 * that n is never 0. */
static inline struct focus_window focus_window(int centre, int D, int len)
{
    centre = centre < 0 ? 0 : centre < len ? centre : len - 1;
    int from = centre > D ? centre - D : 0;
    int end = len - centre > D ? centre + D + 1 : len;
    return (struct focus_window){from, end - from};
}

struct focus_kind {
    struct kind kind;
    bool scores;           /* reads e: a score function is computed */
    bool aligns;           /* makes alpha; else ctx is the summary */
    bool samples;          /* alpha is random in training */
    /* Declares parameters and sets the width of x (0 before the call). */
    void *(*declare)(struct params *ps, const struct net_options *o,
                     int *width);
    /* x [n x width] from s [n x N]; ds += from dx, which may be changed;
     * then, over all rows of the batch, the weights.  NULL where the width
     * is 0. */
    void (*prepare)(const void *self, int n, const real *s, real *x);
    void (*prepare_backward)(const void *self, int n, const real *x,
                             real *dx, real *ds);
    void (*prepare_weights)(struct run *r, void *self, int rows,
                            const real *s, const real *x, const real *dx);
    /* Rows of sentences lo .. hi: e [n heads x Tx] -> alpha, the same shape;
     * beyond a row's len alpha is left as it was: 0 in training, another
     * sentence's in a search. */
    void (*forward)(struct run *r, const void *self,
                    const struct focus_step *f, int lo, int hi,
                    const real *e, real *alpha);
    /* de += from dalpha (and f->dx += ). */
    void (*backward)(struct run *r, void *self, const struct focus_step *f,
                     int lo, int hi, const real *alpha, const real *dalpha,
                     real *de);
    /* With `samples`, once the loss is known, which is that of the target rows
     * from .. from + n alone: reward [tgt rows], times `scale` like every
     * gradient, and the gradients of what is PARAM_MOVING. */
    void (*reward)(struct run *r, void *self, const struct side *tgt,
                   const real *row_loss, int from, int n, real scale,
                   real *reward);
    /* What a replayed pass adds to the loss of a target row, so that its
     * derivative is what backward gives: from the sampled alpha and the
     * present prob [heads x Tx]; reward as of the pass replayed. */
    real (*surrogate)(const void *self, int heads, int Tx, int len,
                      const real *alpha, const real *prob, real reward);
};

#define X(name) extern const struct focus_kind focus_##name;
FOCUS_KINDS(X)
#undef X
KIND_TABLE_DECLARE(focus)

#endif
