/* Adam (Kingma and Ba 2015, algorithm 1) and AdamW (Loshchilov and Hutter
 * 2019, algorithm 2: decay apart from the gradient).
 *
 * (1) m = b1 m + (1 - b1) g
 * (2) v = b2 v + (1 - b2) g^2
 * (3) w -= lr mhat / (sqrt(vhat) + eps), mhat = m / (1 - b1^t), ...
 */
#include <math.h>

#include "base/fmath.h"
#include "base/par.h"
#include "kern/kern.h"
#include "nn/optimizer.h"

static const wide beta1 = 0.9, beta2 = 0.999, eps = 1e-8;
static const wide decay = 0.01;     /* AdamW's, times the rate */

struct adam_work {
    real *w;
    const real *g;
    real *const *state;
    struct kern_adam a;
    size_t n;
};

enum { ADAM_BLOCK = 4096 };

static void adam_blocks(void *ctx, int lo, int hi)
{
    const struct adam_work *w = ctx;
    size_t at = (size_t)lo * ADAM_BLOCK, end = (size_t)hi * ADAM_BLOCK;
    if (end > w->n)
        end = w->n;
    K->adam((int)(end - at), w->w + at, w->g + at, w->state[0] + at,
            w->state[1] + at, &w->a);
}

static void update(size_t n, real *w, const real *g, real *const state[],
                   long step, wide lr, wide grad_scale, wide shrink)
{
    wide t = (wide)step;
    wide bias1 = 1 - fmath_pow(beta1, t);
    wide bias2 = sqrt(1 - fmath_pow(beta2, t));
    struct adam_work work = {
        w, g, state,
        {(real)beta1, (real)beta2, (real)(lr * bias2 / bias1),
         (real)(eps * bias2), (real)shrink, (real)grad_scale}, n};
    par_range((int)((n + ADAM_BLOCK - 1) / ADAM_BLOCK), 8, adam_blocks,
              &work);
}

static void adam_update(size_t n, real *w, const real *g,
                        real *const state[], long step, wide lr,
                        wide grad_scale)
{
    update(n, w, g, state, step, lr, grad_scale, 0);
}

static void adamw_update(size_t n, real *w, const real *g,
                         real *const state[], long step, wide lr,
                         wide grad_scale)
{
    update(n, w, g, state, step, lr, grad_scale, lr * decay);
}

const struct optimizer_kind optimizer_adam = {
    .kind = {
        .name = "adam",
        .alias = "",
        .formula = "w -= lr mhat / (sqrt(vhat) + eps)",
        .source = "Kingma and Ba 2015, algorithm 1",
    },
    .states = 2, .update = adam_update,
};

const struct optimizer_kind optimizer_adamw = {
    .kind = {
        .name = "adamw",
        .alias = "",
        .formula = "Adam, and w -= lr decay w",
        .source = "Loshchilov and Hutter 2019, algorithm 2",
    },
    .states = 2, .update = adamw_update,
};
