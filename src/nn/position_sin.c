/* Sines of many wavelengths (Vaswani et al. 2017, sections 3.4 and 3.5):
 * (1) p_j[2k]     = sin(j / 10000^(2k/M))
 *     p_j[2k + 1] = cos(j / 10000^(2k/M)),   j from 0
 * (2) x_j = sqrt(M) x_j + p_j            (2)' dx_j = sqrt(M) dx_j
 * An embedding begins with a length of 1, p_j has that of sqrt(M / 2): without
 * the factor a word would hardly be seen beside its place. */
#include <math.h>

#include "base/fmath.h"
#include "base/par.h"
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

struct scale_work {
    int M;
    real *X;
};

static void scale_range(void *ctx, int lo, int hi)
{
    const struct scale_work *w = ctx;
    for (int i = lo; i < hi; i++)
        K->scale(w->M, (real)sqrt((wide)w->M), row_of(w->X, i, w->M));
}

static void scale(const struct side *src, int M, real *X)
{
    struct scale_work w = {M, X};
    par_range(src->rows, 64, scale_range, &w);
}

static void sin_forward(struct run *r, const void *self,
                        const struct side *src, int M, real *X)
{
    (void)self;
    struct arena_mark mark = arena_mark(r->scratch);
    real *p = ARENA_ARRAY(r->scratch, real, M);
    scale(src, M, X);
    for (int j = 0; j < src->T; j++) {
        sin_vector(j, M, p);                                /* (1) */
        for (int b = 0; b < src->n[j]; b++)
            K->add(M, row_of(X, src->off[j] + b, M), p);    /* (2) */
    }
    arena_release(r->scratch, mark);
}

static void sin_backward(struct run *r, void *self, const struct side *src,
                         int M, real *dX)
{
    (void)r;
    (void)self;
    scale(src, M, dX);                                      /* (2)' */
}

const struct position_kind position_sin = {
    .kind = {
        .name = "sin",
        .alias = "sinusoidal 正弦",
        .formula = "x_j = sqrt(M) x_j + p_j, p_j[2k] = sin(j / "
                   "10000^(2k/M)), p_j[2k+1] = cos(same)",
        .source = "Vaswani et al. 2017, sections 3.4 and 3.5",
    },
    .declare = NULL, .forward = sin_forward, .backward = sin_backward,
};
