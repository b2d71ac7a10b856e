/* Sines of many wavelengths (Vaswani et al. 2017, sections 3.4 and 3.5):
 * (1) p_j[2k]     = sin(j / 10000^(2k/M))
 *     p_j[2k + 1] = cos(j / 10000^(2k/M)),   j from 0
 * (2) x_j = x_j + p_j / sqrt(M)
 * An embedding begins with a length of 1, p_j has that of sqrt(M / 2).  The
 * paper multiplies the embedding by sqrt(M) instead: the same sum, but sqrt(M)
 * times as large, and so are the steps that Adam makes in it. */
#include <math.h>

#include "base/fmath.h"
#include "nn/position.h"

static void sin_vector(int j, int M, real *p)
{
    for (int k = 0; k < M; k += 2) {
        wide angle = j * fmath_pow(10000, -(wide)k / M);
        p[k] = (real)fmath_sin(angle);
        if (k + 1 < M)
            p[k + 1] = (real)fmath_cos(angle);
    }
}

static void sin_forward(struct run *r, const void *self,
                        const struct side *src, int M, real *X)
{
    (void)self;
    struct arena_mark mark = arena_mark(r->scratch);
    real *p = ARENA_ARRAY(r->scratch, real, M);
    for (int j = 0; j < src->T; j++) {
        sin_vector(j, M, p);                                /* (1) */
        K->scale(M, (real)(1 / sqrt((wide)M)), p);
        for (int b = 0; b < src->n[j]; b++)
            K->add(M, row_of(X, src->off[j] + b, M), p);    /* (2) */
    }
    arena_release(r->scratch, mark);
}

const struct position_kind position_sin = {
    .kind = {
        .name = "sin",
        .alias = "sinusoidal 正弦",
        .formula = "x_j + p_j / sqrt(M), p_j[2k] = sin(j / "
                   "10000^(2k/M)), p_j[2k+1] = cos(same)",
        .source = "Vaswani et al. 2017, sections 3.4 and 3.5",
        .note = "the paper's sum divided by sqrt(M): as large as other "
                "embeddings",
    },
    .declare = NULL, .forward = sin_forward, .backward = NULL,
};
