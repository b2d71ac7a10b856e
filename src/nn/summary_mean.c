/* The mean of all annotations:
 * (1) z = 1/Tx sum_j h_j              (1)' dh_j += dz / Tx */
#include "nn/summary.h"

static void *mean_forward(struct run *r, const void *self,
                          const struct annotations *a, real *z)
{
    (void)r;
    (void)self;
    const struct side *s = a->src;
    for (int b = 0; b < s->B; b++)
        for (int j = 0; j < s->len[b]; j++)
            K->axpy(a->N, 1 / (real)s->len[b],
                    row_of(a->H, s->off[j] + b, a->N), row_of(z, b, a->N));
    return NULL;
}

static void mean_backward(struct run *r, void *self, void *cache,
                          const struct annotations *a, const real *dz)
{
    (void)r;
    (void)self;
    (void)cache;
    const struct side *s = a->src;
    for (int b = 0; b < s->B; b++)
        for (int j = 0; j < s->len[b]; j++)
            K->axpy(a->N, 1 / (real)s->len[b], row_at(dz, b, a->N),
                    row_of(a->dH, s->off[j] + b, a->N));
}

const struct summary_kind summary_mean = {
    .kind = {
        .name = "mean",
        .alias = "average 平均",
        .formula = "z = 1/Tx sum_j h_j",
        .source = "Sennrich et al. 2017 (Nematus), section 2",
    },
    .declare = NULL, .forward = mean_forward, .backward = mean_backward,
};
