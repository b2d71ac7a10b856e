/* Layer normalisation, Ba, Kiros, Hinton 2016, (4), with eps inside the
 * root.
 *
 * (1) m = mean x, v = mean (x - m)^2, r = 1 / sqrt(v + eps)
 * (2) z = r (x - m)
 * (3) y = g z + b                        (3)' dg += dy z   db += dy
 *                                             dz = g dy
 *                                        (2)' dx += r (dz - mean dz
 *                                                      - z mean(z dz))
 */
#include "nn/layernorm.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/par.h"

enum { ROWS = 8, COLUMNS = 64 };       /* worth a thread */

static const wide eps = 1e-5;

struct layernorm *layernorm_new(struct params *ps, int n, const char *prefix)
{
    char name[64];
    snprintf(name, sizeof name, "%s.g", prefix);
    struct layernorm *l = layernorm_gain(ps, n, NULL, name);
    l->b = params_add(ps, INIT_ZERO, PARAM_VECTOR, n, 0, "%s.b", prefix);
    return l;
}

struct layernorm *layernorm_gain(struct params *ps, int n, struct param *b,
                                 const char *name)
{
    struct layernorm *l = ARENA_NEW(ps->arena, struct layernorm);
    l->n = n;
    l->g = params_add(ps, INIT_CONSTANT, PARAM_VECTOR, n, 0, "%s", name);
    l->g->constant = 1;
    l->b = b;
    return l;
}

struct norm_work {
    const struct layernorm *l;
    int rows;
    const struct layernorm_cache *c;
    const real *x, *dy;
    real *dz;              /* [rows x n] */
    real *out;
    int ld;                /* between rows of y, or of dy */
    bool add;
};

/* (3) of one row. */
static void gain_forward(const struct norm_work *w, const real *z, real *y)
{
    int n = w->l->n;
    const real *g = w->l->g->w, *b = w->l->b ? w->l->b->w : NULL;
    if (w->add)
        for (int k = 0; k < n; k++)
            y[k] += g[k] * z[k];
    else
        for (int k = 0; k < n; k++)
            y[k] = b ? g[k] * z[k] + b[k] : g[k] * z[k];
}

static void forward_range(void *ctx, int lo, int hi)
{
    const struct norm_work *w = ctx;
    int n = w->l->n;
    for (int i = lo; i < hi; i++) {
        const real *x = row_at(w->x, i, n);
        real *z = row_of(w->c->z, i, n);
        real mean = K->sum(n, x) / (real)n;
        for (int k = 0; k < n; k++)
            z[k] = x[k] - mean;
        wide var = (wide)K->dot(n, z, z) / n;
        w->c->r[i] = (real)(1 / sqrt(var + eps));           /* (1) */
        K->scale(n, w->c->r[i], z);                         /* (2) */
        gain_forward(w, z, row_of(w->out, i, w->ld));       /* (3) */
    }
}

void layernorm_forward(struct run *r, const struct layernorm *l, int rows,
                       const real *x, real *y, struct layernorm_cache *c)
{
    layernorm_room(r, l, rows, c);
    layernorm_rows(l, rows, x, y, l->n, false, c);
}

void layernorm_room(struct run *r, const struct layernorm *l, int rows,
                    struct layernorm_cache *c)
{
    c->z = run_room(r, rows, l->n);
    c->r = run_room(r, rows, 1);
}

struct layernorm_cache layernorm_at(const struct layernorm *l,
                                    const struct layernorm_cache *c, int row)
{
    return (struct layernorm_cache){row_of(c->z, row, l->n), c->r + row};
}

void layernorm_rows(const struct layernorm *l, int rows, const real *x,
                    real *y, int ldy, bool add,
                    const struct layernorm_cache *c)
{
    assert(!add || !l->b);
    struct norm_work w = {l, rows, c, x, NULL, NULL, y, ldy, add};
    par_range(rows, ROWS, forward_range, &w);
}

/* A thread owns columns of dg and db, and adds in the order of the rows. */
static void weights_range(void *ctx, int lo, int hi)
{
    const struct norm_work *w = ctx;
    int n = w->l->n;
    for (int i = 0; i < w->rows; i++) {                     /* (3)' */
        const real *dy = row_at(w->dy, i, w->ld);
        const real *z = row_at(w->c->z, i, n);
        if (w->l->b)
            K->add(hi - lo, w->l->b->g + lo, dy + lo);
        for (int k = lo; k < hi; k++)
            w->l->g->g[k] += dy[k] * z[k];
    }
}

static void backward_range(void *ctx, int lo, int hi)
{
    const struct norm_work *w = ctx;
    int n = w->l->n;
    for (int i = lo; i < hi; i++) {
        const real *z = row_at(w->c->z, i, n);
        real *dx = row_of(w->out, i, n), *dz = row_of(w->dz, i, n);
        memcpy(dz, row_at(w->dy, i, w->ld), (size_t)n * sizeof *dz);
        K->mul(n, dz, w->l->g->w);                          /* (3)' dz */
        real mean = K->sum(n, dz) / (real)n;
        real along = K->dot(n, z, dz) / (real)n;
        for (int k = 0; k < n; k++)                         /* (2)' */
            dx[k] += w->c->r[i] * (dz[k] - mean - z[k] * along);
    }
}

void layernorm_backward(struct run *r, const struct layernorm *l, int rows,
                        const real *dy, int lddy,
                        const struct layernorm_cache *c, real *dx)
{
    struct arena_mark mark = arena_mark(r->scratch);
    size_t bytes = (size_t)rows * (size_t)l->n * sizeof(real);
    struct norm_work w = {l, rows, c, NULL, dy,
                          arena_room(r->scratch, bytes), dx, lddy, false};
    par_range(l->n, COLUMNS, weights_range, &w);
    par_range(rows, ROWS, backward_range, &w);
    arena_release(r->scratch, mark);
}
