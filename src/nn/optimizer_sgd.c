/* Gradient descent: w -= lr g. */
#include "base/par.h"
#include "kern/kern.h"
#include "nn/optimizer.h"

enum { SGD_BLOCK = 4096 };

struct sgd_work {
    real *w;
    const real *g;
    real rate;
    size_t n;
};

static void sgd_blocks(void *ctx, int lo, int hi)
{
    const struct sgd_work *w = ctx;
    size_t at = (size_t)lo * SGD_BLOCK, end = (size_t)hi * SGD_BLOCK;
    if (end > w->n)
        end = w->n;
    K->axpy((int)(end - at), -w->rate, w->g + at, w->w + at);
}

static void sgd_update(size_t n, real *w, const real *g, real *const state[],
                       long step, wide lr, wide grad_scale)
{
    (void)state;
    (void)step;
    struct sgd_work work = {w, g, (real)(lr * grad_scale), n};
    par_range((int)((n + SGD_BLOCK - 1) / SGD_BLOCK), 8, sgd_blocks, &work);
}

const struct optimizer_kind optimizer_sgd = {
    .kind = {
        .name = "sgd",
        .alias = "",
        .formula = "w -= lr g",
        .source = "Robbins and Monro 1951",
    },
    .states = 0, .update = sgd_update,
};
