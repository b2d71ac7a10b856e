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
    for (int b = lo; b < hi; b++)
        for (int j = 0; j < f->len[b]; j++)
            row_of(alpha, b, f->Tx)[j] = 1 / (real)f->len[b];
}

const struct focus_kind focus_uniform = {
    .kind = {
        "uniform", "mean-context 均匀", "alpha_ij = 1 / Tx",
        "the control of nmtpytorch's UniformAttention"},
    .scores = false, .aligns = true,
    .declare = NULL, .forward = uniform_forward, .backward = NULL,
};
