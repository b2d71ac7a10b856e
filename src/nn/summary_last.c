/* The last states (Sutskever, Vinyals, Le 2014; both directions):
 * (1) z = [ fwd h_Tx ; bwd h_1 ]      (1)' dfwd h_Tx += dz[0, split)
 *                                          dbwd h_1  += dz[split, N) */
#include <string.h>

#include "nn/summary.h"

static int last_row(const struct side *s, int b)
{
    return s->off[s->len[b] - 1] + b;
}

static void *last_forward(struct run *r, const void *self,
                          const struct annotations *a, real *z)
{
    (void)r;
    (void)self;
    size_t fwd = (size_t)a->split, bwd = (size_t)(a->N - a->split);
    for (int b = 0; b < a->src->B; b++) {
        real *zb = row_of(z, b, a->N);
        memcpy(zb, row_of(a->H, last_row(a->src, b), a->N),
               fwd * sizeof *zb);
        memcpy(zb + fwd, row_of(a->H, b, a->N) + fwd, bwd * sizeof *zb);
    }
    return NULL;
}

static void last_backward(struct run *r, void *self, void *cache,
                          const struct annotations *a, const real *dz)
{
    (void)r;
    (void)self;
    (void)cache;
    for (int b = 0; b < a->src->B; b++) {
        const real *dzb = row_at(dz, b, a->N);
        K->add(a->split, row_of(a->dH, last_row(a->src, b), a->N), dzb);
        K->add(a->N - a->split, row_of(a->dH, b, a->N) + a->split,
               dzb + a->split);
    }
}

const struct summary_kind summary_last = {
    .kind = {
        .name = "last",
        .alias = "final 末状态",
        .formula = "z = [fwd h_Tx ; bwd h_1]",
        .source = "Sutskever, Vinyals, Le 2014, section 2, in both directions",
    },
    .declare = NULL, .forward = last_forward, .backward = last_backward,
};
