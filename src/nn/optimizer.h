/* optimizer: the family of updates of the flat vector w from g.
 *
 * To add a member: (1) write nn/optimizer_NAME.c with its row
 * optimizer_NAME; (2) add X(NAME) to OPTIMIZER_KINDS. */
#ifndef NN_OPTIMIZER_H
#define NN_OPTIMIZER_H

#include <stddef.h>

#include "base/real.h"
#include "nn/kind.h"

#define OPTIMIZER_KINDS(X) X(adam) X(adamw) X(sgd) X(adadelta)

/* The widest state of any member: vectors as long as w. */
enum { OPTIMIZER_STATES = 2 };

struct optimizer_kind {
    struct kind kind;
    int states;            /* vectors of state, zero at first */
    wide lr;               /* rate where none is given; 0: by the size of the
                              corpus */
    /* One update of n parameters; step counts from 1; gradients are
     * multiplied by grad_scale (clipping) first.  No parameter's update sees
     * another: callers may hand in the vectors piece by piece, on any
     * thread. */
    void (*update)(int n, real *w, const real *g, real *const state[],
                   long step, wide lr, wide grad_scale);
};

#define X(name) extern const struct optimizer_kind optimizer_##name;
OPTIMIZER_KINDS(X)
#undef X
KIND_TABLE_DECLARE(optimizer)

/* Euclidean norm of n numbers, the same for any number of threads. */
wide vector_norm(size_t n, const real *g, wide *partial);
/* Elements of `partial` that vector_norm needs. */
size_t vector_norm_room(size_t n);

#endif
