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

#define FOCUS_KINDS(X) X(soft) X(uniform) X(none)

/* One target step of the sentences alive at it. */
struct focus_step {
    int i;                 /* target position, from 0 */
    int n;                 /* rows */
    int Tx;                /* row stride of e, alpha: the longest source */
    const int *len;        /* [n] source length of each row */
    const real *s;         /* [n x N] s_{i-1} */
    real *ds;              /* the same shape, backward only */
    const real *loglik;    /* [n] log p(y_i), backward only */
};

struct focus_kind {
    struct kind kind;
    bool scores;           /* reads e: a score function is computed */
    bool aligns;           /* makes alpha; else ctx is the summary */
    void *(*declare)(struct params *ps, const struct net_options *o);
    /* Rows lo .. hi of the step: e [n x Tx] -> alpha [n x Tx]; beyond a
     * row's len alpha stays 0. */
    void (*forward)(struct run *r, const void *self,
                    const struct focus_step *f, int lo, int hi,
                    const real *e, real *alpha);
    /* de += from dalpha. */
    void (*backward)(struct run *r, void *self, const struct focus_step *f,
                     int lo, int hi, const real *alpha, const real *dalpha,
                     real *de);
};

#define X(name) extern const struct focus_kind focus_##name;
FOCUS_KINDS(X)
#undef X
KIND_TABLE_DECLARE(focus)

#endif
