/* explain: the numbers behind each decoding step, in the three steps of the
 * lecture: scores e_ij, softmax alpha_ij, weighted sum ctx_i; and how much of
 * the loss of one word comes down to each word that was read. */
#ifndef TASK_EXPLAIN_H
#define TASK_EXPLAIN_H

#include "eval/alignment.h"
#include "task/translate.h"

enum { EXPLAIN_TOP = 5 };

/* A word that might have been next. */
struct explain_word {
    int id;
    double p;
};

struct explain_step {
    int id;                    /* y_i, chosen or given */
    double p;                  /* p(y_i) */
    const real *s;             /* [N] s_{i-1} */
    const real *q;             /* [query] q_i; s itself where the score makes
                                  none; NULL without a score */
    const real *e;             /* [heads x Tx]; NULL without a score */
    const real *alpha;         /* [heads x Tx]; NULL without alignment */
    const real *ctx;           /* [N] */
    struct explain_word top[EXPLAIN_TOP];
    int tops;                  /* fewer where the vocabulary is smaller */
};

struct explanation {
    struct alignment names;    /* tokens of both sides; no weights */
    int Tx, Ty;                /* 0 for a source without tokens */
    int N, heads, query, key;  /* widths; of query and key 0 without score */
    const real *h;             /* [Tx x N] annotations h_j */
    const real *v;             /* [Tx x N] values, h with one head */
    const real *k;             /* [Tx x key] keys, or NULL */
    const struct explain_step *step;   /* [Ty] */
    struct sentence src, tgt;  /* the ids */
};

/* What is made otherwise than the model would: alpha, and how the greedy
 * translation begins. */
struct explain_change {
    const struct intervention *alpha;
    const struct sentence *prefix; /* target ids that are forced, or NULL */
};

/* Explains a text's greedy translation, or with tgt a given one; changed, if
 * `change` is not NULL.  Everything lives in `arena`. */
void explain(struct explanation *x, const struct model *m, const char *src,
             const char *tgt, const struct explain_change *change,
             struct arena *arena);

/* norm [Tx] = |dL/dx_j| for the loss L = -log p(y_i) of step i (from 0) and
 * the embedded source tokens x_j; returns L.  x is not empty.  A focus that
 * samples does so here as in training, always the same. */
double explain_gradient(const struct explanation *x, const struct model *m,
                        int i, double *norm, struct arena *arena);

/* |x| of n numbers. */
double explain_norm(const real *x, int n);

#endif
