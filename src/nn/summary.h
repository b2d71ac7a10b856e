/* summary: the family of vectors that stand for a whole sentence: what s_0
 * and c_0 are made from, and all that a decoder without attention ever sees.
 *
 * To add a member: (1) write nn/summary_NAME.c with its row summary_NAME;
 * (2) add X(NAME) to SUMMARY_KINDS. */
#ifndef NN_SUMMARY_H
#define NN_SUMMARY_H

#include "nn/encoder.h"

#define SUMMARY_KINDS(X) X(last) X(first) X(mean) X(max) X(attention) X(hier)

struct summary_kind {
    struct kind kind;
    /* Parameters, or NULL when it has none. */
    void *(*declare)(struct params *ps, const struct net_options *o);
    /* z [B x a->N], zeros before, in the source's order; returns the cache. */
    void *(*forward)(struct run *r, const void *self,
                     const struct annotations *a, real *z);
    /* a->dH += from dz. */
    void (*backward)(struct run *r, void *self, void *cache,
                     const struct annotations *a, const real *dz);
    /* The weights of the sentence at place b, where the summary is made by
     * attention (NULL otherwise): out [len]. */
    void (*look)(const void *self, const void *cache,
                 const struct annotations *a, int b, real *out);
};

#define X(name) extern const struct summary_kind summary_##name;
SUMMARY_KINDS(X)
#undef X
KIND_TABLE_DECLARE(summary)

#endif
