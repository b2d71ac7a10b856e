/* The largest value of each unit over the sentence:
 * (1) m_k = arg max_j h_jk, the first of equals
 * (2) z_k = h_{m_k k}                 (2)' dh_{m_k k} += dz_k
 */
#include "nn/summary.h"

/* z and m of one sentence; h is the row of its word j. */
static void max_take(int N, const real *h, int j, real *z, int *m)
{
    for (int k = 0; k < N; k++)
        if (j == 0 || h[k] > z[k]) {
            z[k] = h[k];
            m[k] = j;
        }
}

static void *max_forward(struct run *r, const void *self,
                         const struct annotations *a, real *z)
{
    (void)self;
    const struct side *s = a->src;
    size_t N = (size_t)a->N;
    int *m = ARENA_ARRAY(r->batch, int, (size_t)s->B * N);
    for (int b = 0; b < s->B; b++)
        for (int j = 0; j < s->len[b]; j++)
            max_take(a->N, row_of(a->H, s->off[j] + b, a->N), j,
                     row_of(z, b, a->N), m + (size_t)b * N);    /* (1)(2) */
    return m;
}

static void max_backward(struct run *r, void *self, void *cache,
                         const struct annotations *a, const real *dz)
{
    (void)r;
    (void)self;
    const struct side *s = a->src;
    const int *m = cache;
    for (int b = 0; b < s->B; b++, m += a->N)
        for (int k = 0; k < a->N; k++)
            row_of(a->dH, s->off[m[k]] + b, a->N)[k] +=
                row_at(dz, b, a->N)[k];                         /* (2)' */
}

const struct summary_kind summary_max = {
    .kind = {
        .name = "max",
        .alias = "max-pooling 最大",
        .formula = "z_k = max_j h_jk",
        .source = "Collobert et al. 2011 (max over time); Conneau et al. "
                  "2017, section 3.2",
    },
    .declare = NULL, .forward = max_forward, .backward = max_backward,
};
