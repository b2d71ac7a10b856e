/* Gradient descent: w -= lr g. */
#include "kern/kern.h"
#include "nn/optimizer.h"

static void sgd_update(int n, real *w, const real *g, real *const state[],
                       long step, wide lr, wide grad_scale)
{
    (void)state;
    (void)step;
    K->axpy(n, (real)(-lr * grad_scale), g, w);
}

const struct optimizer_kind optimizer_sgd = {
    .kind = {
        .name = "sgd",
        .alias = "",
        .formula = "w -= lr g",
        .source = "Robbins and Monro 1951",
        .note = "--lr is 0.5 unless given",
    },
    .states = 0, .lr = 0.5, .update = sgd_update,
};
