/* Every source token alike: the control between none and attention.
 * (1) alpha_ij = 1 / Tx;  nothing flows back into a score. */
#include "nn/focus.h"

static void uniform_forward(struct run *r, const void *self,
                            const struct focus_step *f, int lo, int hi,
                            const real *e, real *alpha)
{
    (void)r;
    (void)self;
    (void)e;
    for (int b = lo * f->heads; b < hi * f->heads; b++)
        for (int j = 0; j < focus_len(f, b); j++)
            row_of(alpha, b, f->Tx)[j] = 1 / (real)focus_len(f, b);
}

const struct focus_kind focus_uniform = {
    .kind = {
        .name = "uniform",
        .alias = "mean-context 均匀",
        .formula = "alpha_ij = 1 / Tx",
        .source = "the control of nmtpytorch's UniformAttention",
        .qkv = "no Q and no K; V = h_j",
        .note = "between none and attention: every word is read at "
                "every step, all alike",
        .unproved = PROOF_ALIGN,
        .why = "all weights are the same",
    },
    .scores = false, .aligns = true,
    .declare = NULL, .forward = uniform_forward, .backward = NULL,
};
