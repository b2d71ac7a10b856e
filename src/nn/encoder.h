/* encoder: the family tokens -> annotations h_1 .. h_Tx.
 *
 * To add a member: (1) write nn/encoder_NAME.c with its row encoder_NAME;
 * (2) add X(NAME) to ENCODER_KINDS.  The loop tests follow. */
#ifndef NN_ENCODER_H
#define NN_ENCODER_H

#include "nn/cell.h"
#include "text/batch.h"

#define ENCODER_KINDS(X) X(bi) X(uni) X(window) X(selfrnn) X(self)

struct annotations {
    const struct side *src;
    int N;                 /* width */
    int split;             /* columns [0, split) were read left to right, the
                              rest right to left */
    real *H;               /* [src rows x N], packed like src */
    real *dH;              /* gradients of H; NULL unless training */
    struct cell_state *last, *dlast;  /* [layers] [src B x N]: with bridge
                              copy the states after the last token and their
                              gradients, NULL otherwise */
};

/* a = {src, N, split, H}, and in training zeros for dH; no last states. */
void annotations_set(struct run *r, struct annotations *a,
                     const struct side *src, int N, int split, real *H);

struct encoder_kind {
    struct kind kind;
    /* All tokens of a layer at once: it is one step, however long the
     * sentence; else each token waits for the one before it. */
    bool parallel;
    /* Declares parameters; returns the encoder's own structure. */
    void *(*declare)(struct params *ps, const struct net_options *o);
    /* X [src rows x M] -> a->H (made here), a->split; returns the cache. */
    void *(*forward)(struct run *r, const void *self,
                     const struct side *src, const real *X,
                     struct annotations *a);
    /* a->dH -> dX += and the gradients of the parameters. */
    void (*backward)(struct run *r, void *self, void *cache,
                     const struct annotations *a, const real *X, real *dX);
    /* The attention inside, where there is any (NULL otherwise): of the
     * sentence at place b, by head `head` (from 0, below `heads`), the
     * weights of each token (row) on each token: out [len x len]. The cache
     * is that of a forward, in training or not; of a stack the last layer. */
    void (*look)(const void *self, const void *cache, const struct side *src,
                 int b, int head, real *out);
    int (*heads)(const void *self);
    /* Reals, rather too many than too few, that a token of a sentence of T
     * tokens holds until the end of a pass: a search sizes its batches so. */
    size_t (*reals)(const struct net_options *o, int T);
};

#define X(name) extern const struct encoder_kind encoder_##name;
ENCODER_KINDS(X)
#undef X
KIND_TABLE_DECLARE(encoder)

#endif
