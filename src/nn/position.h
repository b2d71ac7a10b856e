/* position: the family of what is added to the embedded source to say where
 * a token stands; none is right for recurrent encoders, which know.
 *
 * To add a member: (1) write nn/position_NAME.c with its row position_NAME;
 * (2) add X(NAME) to POSITION_KINDS. */
#ifndef NN_POSITION_H
#define NN_POSITION_H

#include "nn/kind.h"
#include "nn/options.h"
#include "nn/param.h"
#include "nn/run.h"
#include "text/batch.h"

#define POSITION_KINDS(X) X(none) X(sin) X(learned)

struct position_kind {
    struct kind kind;
    /* Parameters, or NULL when it has none. */
    void *(*declare)(struct params *ps, const struct net_options *o);
    /* X [src rows x M] += the vectors. */
    void (*forward)(struct run *r, const void *self, const struct side *src,
                    int M, real *X);
    /* Gradients of the parameters from dX, which becomes that of X before;
     * NULL when there are none and dX is the same. */
    void (*backward)(struct run *r, void *self, const struct side *src,
                     int M, real *dX);
};

#define X(name) extern const struct position_kind position_##name;
POSITION_KINDS(X)
#undef X
KIND_TABLE_DECLARE(position)

#endif
