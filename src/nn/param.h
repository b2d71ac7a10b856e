/* param: named parameters in two flat vectors.
 *
 * Layers declare tensors by name and shape; params_seal then lays all of
 * them out in one vector w and one vector g of gradients: in the order of
 * declaration, but what is PARAM_MOVING last, so that what is learnt comes
 * first.  Clipping, the optimizer, averages, checkpoints and comm see only
 * those two.  The names are the tensor names of the model file.
 *
 * A weight W [out x in] is stored as PyTorch's Linear does, one row an
 * output.  For the products y = x W' and dx = dy W its two packed forms are
 * made by params_pack, once an update, and used at every time step.
 *
 * A network that is only read may hold its matrices in eight bits: they are
 * in q, packed from there, and have no part in w. */
#ifndef NN_PARAM_H
#define NN_PARAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/real.h"
#include "kern/kern.h"
#include "nn/options.h"

enum param_init {
    INIT_ZERO,
    INIT_GLOROT,      /* uniform, +- sqrt(6 / (in + out)) */
    INIT_ORTHOGONAL,  /* rows or columns orthonormal */
    INIT_EMBED,       /* normal, deviation 1 / sqrt(width) */
    INIT_FORGET,      /* a bias in four parts i f g o: f = 1, the rest 0 */
    INIT_CONSTANT,    /* the parameter's `constant` */
    INIT_NORMAL       /* normal, of the deviation that the scheme says */
};

enum param_use {
    PARAM_VECTOR = 0,
    PARAM_MATRIX = 1, /* multiplied by gemm: is packed */
    PARAM_MOVING = 2, /* not learnt: a moving average of what the passes
                         leave in g */
    PARAM_CANCELS = 4 /* the loss does not depend on it: what it adds is
                         taken away again, and its gradient is 0 but for
                         rounding */
};

struct param {
    const char *name;
    int rows, cols;         /* cols = 0: a vector of `rows` */
    int blocks;             /* stacked matrices (gates), initialised alone */
    enum param_init init;
    real constant;          /* of INIT_CONSTANT; set by who declares it */
    unsigned use;
    real *w, *g;               /* into params.w, params.g; g NULL unless
                                  sealed for training; both NULL where the
                                  values are in q */
    const int8_t *q;           /* [rows x cols] in eight bits (kern/i8.h)
                                  with ... */
    const real *scale;         /* ... a scale for each row; else NULL */
    struct pack wt;         /* W', in x out: y = x W' */
    struct pack wn;         /* W, out x in: dx = dy W; training only */
};

struct params {
    struct arena *arena;
    struct param **list;
    int n, cap;
    enum init_scheme scheme;
    enum pack_type hold;       /* as in net_options */
    real *w, *g;
    size_t count;           /* elements of w */
    size_t learnt;          /* of these the first: the optimizer's; the rest
                               are moving averages */
};

void params_init(struct params *ps, struct arena *arena);

/* Declares a tensor; the pointer stays valid.  `name` is a printf format. */
struct param *params_add(struct params *ps, enum param_init init,
                         unsigned use, int rows, int cols,
                         const char *name, ...)
    __attribute__((format(printf, 6, 7)));

/* Lays the vectors out; with `train` gradients and backward packs too. */
void params_seal(struct params *ps, bool train);

/* Makes w [count], which must stay, the values instead of the room that was
 * laid out for them.  Only without training. */
void params_adopt(struct params *ps, real *w);

/* From the next params_pack on the products with all matrices, forward and
 * backward, are computed in `type`; it is PACK_F32 at first. */
void params_products(struct params *ps, enum pack_type type);

/* Initial values, a function of seed, scheme and the order of declaration
 * alone.  INIT_SCHEME_RNNSEARCH (Bahdanau, Cho, Bengio 2015, B.1): U
 * orthogonal, W_a and U_a normal of deviation 0.001, all other weights of
 * 0.01, biases and v_a zero.  It learns slowly at first: while v_a is zero
 * nothing reaches W_a and U_a, every alpha is 1 / Tx, and a signal that
 * passes three weights of 0.01 is small; Adadelta, whose steps do not depend
 * on the gradient's size, gets it going. */
void params_randomise(struct params *ps, uint64_t seed);

/* Is p, of parameters held so, one whose values are in q? */
bool param_is_quantised(const struct param *p, enum pack_type hold);

/* Gives such a one its values, which stay the caller's, and packs them. */
void param_quantised(struct param *p, const int8_t *q, const real *scale);

/* Row i of a matrix, however it is held; out [cols]. */
void param_row(const struct param *p, int i, real *out);

/* The values of the same parameters, however those are held, into w; packs
 * them. */
void params_take(struct params *to, const struct params *from);

/* Packs every matrix that is in w.  Call after each change of w. */
void params_pack(struct params *ps);

/* w = 0.9 w + 0.1 g for what is PARAM_MOVING; once an update. */
void params_moving(struct params *ps);

size_t param_count(const struct param *p);
size_t params_total(const struct params *ps);  /* those in q too */
struct param *params_find(const struct params *ps, const char *name);

#endif
