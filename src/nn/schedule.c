#include "nn/schedule.h"

#include <math.h>

#include "base/fmath.h"

#define X(name) &schedule_##name,
static const struct schedule_kind *const table[] = {SCHEDULE_KINDS(X)};
#undef X
KIND_TABLE_DEFINE(schedule, table, (int)(sizeof table / sizeof *table))

wide schedule_rate(const struct schedule_kind *k, wide lr, long step,
                   long warmup, long total)
{
    wide s = (wide)step, W = warmup > 0 ? (wide)warmup : 1;
    wide rise = s < W ? s / W : 1;
    return lr * rise * k->factor(s, W, (wide)total);
}

/* The share of the updates between warming up and the end that is still to
 * be made, this one included. */
static wide left(wide s, wide W, wide S)
{
    return S <= W || s <= W ? 1 : s > S ? 0 : (S - s + 1) / (S - W + 1);
}

static wide plateau(wide s, wide W, wide S)
{
    (void)s;
    (void)W;
    (void)S;
    return 1;
}

static wide cosine(wide s, wide W, wide S)
{
    const wide pi = 3.14159265358979323846;
    return (1 - fmath_cos(pi * left(s, W, S))) / 2;
}

static wide inverse_sqrt(wide s, wide W, wide S)
{
    (void)S;
    return s > W ? sqrt(W / s) : 1;
}

const struct schedule_kind schedule_plateau = {
    .kind = {
        .name = "plateau",
        .alias = "constant",
        .formula = "lr, halved when two checks of the dev part bring no "
                   "better one",
        .source = "Luong et al. 2015, section 4.1, halve by a plan instead",
    },
    .halves = true, .factor = plateau,
};

const struct schedule_kind schedule_linear = {
    .kind = {
        .name = "linear",
        .alias = "",
        .formula = "lr l, l = (S - s + 1) / (S - W + 1), the share still to go",
        .source = "Li et al. 2020, Budgeted training",
        .note = "S: updates in all; a larger --epochs or --steps at --resume "
                "raises the rate again",
    },
    .factor = left, .ends = true,
};

const struct schedule_kind schedule_cosine = {
    .kind = {
        .name = "cosine",
        .alias = "",
        .formula = "lr (1 - cos(pi l)) / 2, l as in linear",
        .source = "Loshchilov and Hutter 2017, equation 5, without restarts",
        .note = "S: updates in all; a larger --epochs or --steps at --resume "
                "raises the rate again",
    },
    .factor = cosine, .ends = true,
};

const struct schedule_kind schedule_sqrt = {
    .kind = {
        .name = "sqrt",
        .alias = "noam",
        .formula = "lr sqrt(W / s)",
        .source = "Vaswani et al. 2017, equation 3",
        .note = "W is --warmup: without it the rate falls from the first "
                "update on",
    },
    .factor = inverse_sqrt,
};
