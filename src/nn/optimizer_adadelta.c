/* Adadelta (Zeiler 2012, algorithm 1): steps in the units of w, made from the
 * sizes of earlier steps and of the gradients.
 *
 * (1) G = rho G + (1 - rho) g^2
 * (2) d = sqrt((D + eps) / (G + eps)) g
 * (3) D = rho D + (1 - rho) d^2
 * (4) w -= lr d                       lr is 1 in the paper
 */
#include <math.h>

#include "nn/optimizer.h"

static const wide rho = 0.95, eps = 1e-6;

static void adadelta_update(int n, real *w, const real *gradient,
                            real *const state[], long step, wide lr,
                            wide grad_scale)
{
    real *mean_g = state[0], *mean_d = state[1];
    (void)step;
    for (int k = 0; k < n; k++) {
        wide g = grad_scale * (wide)gradient[k];
        wide G = rho * (wide)mean_g[k] + (1 - rho) * g * g;    /* (1) */
        wide D = (wide)mean_d[k];
        wide d = sqrt((D + eps) / (G + eps)) * g;              /* (2) */
        mean_g[k] = (real)G;
        mean_d[k] = (real)(rho * D + (1 - rho) * d * d);       /* (3) */
        w[k] = (real)((wide)w[k] - lr * d);                    /* (4) */
    }
}

const struct optimizer_kind optimizer_adadelta = {
    .kind = {
        .name = "adadelta",
        .alias = "自适应步长",
        .formula = "w -= lr RMS[d] / RMS[g] g",
        .source = "Zeiler 2012, algorithm 1; rho 0.95, eps 1e-6",
        .note = "--lr is 1 unless given; the paper has none",
    },
    .states = 2, .lr = 1, .update = adadelta_update,
};
