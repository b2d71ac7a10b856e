/* Adadelta (Zeiler 2012, algorithm 1): steps in the units of w, made from the
 * sizes of earlier steps and of the gradients.
 *
 * (1) G = rho G + (1 - rho) g^2
 * (2) d = sqrt((D + eps) / (G + eps)) g
 * (3) D = rho D + (1 - rho) d^2
 * (4) w -= lr d                       lr is 1 in the paper
 */
#include <math.h>

#include "base/par.h"
#include "nn/optimizer.h"

static const wide rho = 0.95, eps = 1e-6;

struct adadelta_work {
    real *w;
    const real *g;
    real *G, *D;
    wide lr, grad_scale;
    size_t n;
};

enum { ADADELTA_BLOCK = 4096 };

static void adadelta_blocks(void *ctx, int lo, int hi)
{
    const struct adadelta_work *a = ctx;
    size_t at = (size_t)lo * ADADELTA_BLOCK, end = (size_t)hi * ADADELTA_BLOCK;
    for (size_t k = at; k < end && k < a->n; k++) {
        wide g = a->grad_scale * (wide)a->g[k];
        wide G = rho * (wide)a->G[k] + (1 - rho) * g * g;      /* (1) */
        wide D = (wide)a->D[k];
        wide d = sqrt((D + eps) / (G + eps)) * g;              /* (2) */
        a->G[k] = (real)G;
        a->D[k] = (real)(rho * D + (1 - rho) * d * d);         /* (3) */
        a->w[k] = (real)((wide)a->w[k] - a->lr * d);           /* (4) */
    }
}

static void adadelta_update(size_t n, real *w, const real *g,
                            real *const state[], long step, wide lr,
                            wide grad_scale)
{
    (void)step;
    struct adadelta_work work = {w, g, state[0], state[1], lr, grad_scale, n};
    par_range((int)((n + ADADELTA_BLOCK - 1) / ADADELTA_BLOCK), 8,
              adadelta_blocks, &work);
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
