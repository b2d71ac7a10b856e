/* What the backward reader has when it is through, which is the state at the
 * first word (Bahdanau, Cho, Bengio 2015, A.2.2: s_0 = tanh(W_s bwd h_1)):
 * (1) z = [ 0 ; bwd h_1 ]             (1)' dbwd h_1 += dz[split, N)
 * The family's z is N wide, so the half that was read left to right is 0,
 * which multiplies its half of W_s by nothing: tanh(W_s z) is the paper's.
 * An encoder that has no right-to-left half (split = N) gives z = h_1. */
#include <string.h>

#include "nn/summary.h"

/* The first column that is taken. */
static int from_column(const struct annotations *a)
{
    return a->split < a->N ? a->split : 0;
}

static void *first_forward(struct run *r, const void *self,
                           const struct annotations *a, real *z)
{
    (void)r;
    (void)self;
    int from = from_column(a);
    for (int b = 0; b < a->src->B; b++) {
        real *zb = row_of(z, b, a->N);
        memset(zb, 0, (size_t)from * sizeof *zb);
        memcpy(zb + from, row_of(a->H, b, a->N) + from,
               (size_t)(a->N - from) * sizeof *zb);
    }
    return NULL;
}

static void first_backward(struct run *r, void *self, void *cache,
                           const struct annotations *a, const real *dz)
{
    (void)r;
    (void)self;
    (void)cache;
    int from = from_column(a);
    for (int b = 0; b < a->src->B; b++)
        K->add(a->N - from, row_of(a->dH, b, a->N) + from,
               row_at(dz, b, a->N) + from);
}

const struct summary_kind summary_first = {
    .kind = {
        .name = "first",
        .alias = "bwd 首状态",
        .formula = "z = [0 ; bwd h_1], h_1 where nothing is read backwards",
        .source = "Bahdanau, Cho, Bengio 2015, A.2.2",
        .note = "the paper's W_s is half as wide: here its other half "
                "meets zeros",
    },
    .declare = NULL, .forward = first_forward, .backward = first_backward,
};
