/* Adam (Kingma and Ba 2015, algorithm 1) and AdamW (Loshchilov and Hutter
 * 2019, algorithm 2: decay apart from the gradient; theirs is without the
 * rate, here it is times the rate as in PyTorch).
 *
 * (1) m = b1 m + (1 - b1) g
 * (2) v = b2 v + (1 - b2) g^2
 * (3) w -= lr mhat / (sqrt(vhat) + eps), mhat = m / (1 - b1^t), ...
 */
#include <math.h>

#include "base/fmath.h"
#include "kern/kern.h"
#include "nn/optimizer.h"

static const wide beta1 = 0.9, beta2 = 0.999, eps = 1e-8;
static const wide decay = 0.01;     /* AdamW's, times the rate */

static void update(int n, real *w, const real *g, real *const state[],
                   long step, wide lr, wide grad_scale, wide shrink)
{
    wide t = (wide)step;
    wide bias1 = 1 - fmath_pow(beta1, t);
    wide bias2 = sqrt(1 - fmath_pow(beta2, t));
    struct kern_adam a = {
        (real)beta1, (real)beta2, (real)(lr * bias2 / bias1),
        (real)(eps * bias2), (real)shrink, (real)grad_scale};
    K->adam(n, w, g, state[0], state[1], &a);
}

static void adam_update(int n, real *w, const real *g,
                        real *const state[], long step, wide lr,
                        wide grad_scale)
{
    update(n, w, g, state, step, lr, grad_scale, 0);
}

static void adamw_update(int n, real *w, const real *g,
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
        .source = "Loshchilov and Hutter 2019, algorithm 2, its decay times "
                  "lr as in PyTorch",
    },
    .states = 2, .update = adamw_update,
};
