/* kern_body: every kernel, once, on the vocabulary of vec_<isa>.h, which is
 * included before.  Ends with the table of this instruction set. */
#ifndef KERN_KERN_BODY_H
#define KERN_KERN_BODY_H

#include <math.h>

#include "kern/wide.h"

#include "kern/kern_body_gemm.h"
#include "kern/kern_body_math.h"
#include "kern/kern_body_nn.h"
#include "kern/kern_body_row.h"
#include "kern/kern_body_turn.h"

/* Rounds of FMAs that wait for nothing but each other: VEC_CHAINS of them
 * hide the latency of the units.  Returns the floating point operations
 * done. */
static double kern_spin(long rounds)
{
    enum { CHAINS = VEC_CHAINS };
    vec a = vec_set1((real)0.999), b = vec_set1((real)0.001), c[CHAINS];
    for (int i = 0; i < CHAINS; i++)
        c[i] = vec_set1((real)i);
    for (long r = 0; r < rounds; r++) {
        KERN_UNROLL
        for (int i = 0; i < CHAINS; i++)
            c[i] = vec_fma(c[i], a, b);
    }
    for (int i = 1; i < CHAINS; i++)
        c[0] = vec_add(c[0], c[i]);
    volatile real sink = vec_fold_add(c[0]);
    (void)sink;
    return 2.0 * VEC * CHAINS * (double)rounds;
}

#define KERN_PASTE2(a, b) a##b
#define KERN_PASTE(a, b)  KERN_PASTE2(a, b)
#define KERN_TEXT2(a)     #a
#define KERN_TEXT(a)      KERN_TEXT2(a)

extern const struct kern KERN_PASTE(kern_, VEC_NAME);

const struct kern KERN_PASTE(kern_, VEC_NAME) = {
    .name = KERN_TEXT(VEC_NAME),
    .fma = VEC_FMA,
    .mr = TILE_MR,
    .nr = TILE_NV * VEC,
    .tile = tile,
    .row = row,
    .turn = kern_turn,
    .exp = kern_exp,
    .tanh = kern_tanh,
    .sigmoid = kern_sigmoid,
    .add = kern_add,
    .mul = kern_mul,
    .axpy = kern_axpy,
    .scale = kern_scale,
    .dot = kern_dot,
    .sum = kern_sum,
    .max = kern_max,
    .softmax = kern_softmax,
    .softmax_backward = kern_softmax_backward,
    .logsumexp = kern_logsumexp,
    .tanh_backward = kern_tanh_backward,
    .cross_entropy = kern_cross_entropy,
    .cross_entropy_twice = kern_cross_entropy_twice,
    .lstm_forward = kern_lstm_forward,
    .lstm_backward = kern_lstm_backward,
    .concat_score = kern_concat_score,
    .concat_score_backward = kern_concat_score_backward,
    .dropout = kern_dropout,
    .adam = kern_adam,
    .spin = kern_spin,
};

#endif
