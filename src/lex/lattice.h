/* lattice: one sentence pair in one direction, as the alignment models see
 * it: J words f_1..f_J are generated, each from one of I words e_1..e_I or
 * from the empty word, e_0.
 *
 * A model reads t and empty and fills gamma and logp. */
#ifndef LEX_LATTICE_H
#define LEX_LATTICE_H

#include "base/arena.h"

struct lattice {
    int I, J;
    float p0;              /* probability of the empty word */
    const float *t;        /* [J * I] t(f_j | e_i) at j * I + i */
    const float *empty;    /* [J] t(f_j | e_0) */
    float *gamma;          /* [J * I] p(a_j = i | f, e) */
    float *gamma0;         /* [J] p(a_j = 0 | f, e) */
    double logp;           /* log p(f, a summed out | e) */
};

#endif
