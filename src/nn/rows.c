#include "nn/rows.h"

#include <string.h>

#include "base/par.h"
#include "kern/kern.h"

/* Rows that are worth a thread. */
enum { GRAIN = 8, GRAIN_ADD = 16 };

struct add_work {
    int n, ld;
    real *y;
    const real *x;
};

static void add_range(void *ctx, int lo, int hi)
{
    const struct add_work *w = ctx;
    for (int i = lo; i < hi; i++)
        K->add(w->n, row_of(w->y, i, w->n), row_at(w->x, i, w->ld));
}

void rows_add(int rows, int n, real *y, const real *x, int ld)
{
    struct add_work w = {n, ld, y, x};
    par_range(rows, GRAIN_ADD, add_range, &w);
}

struct tanh_work {
    int n;
    const real *y, *dy;
    real *out;
};

static void tanh_range(void *ctx, int lo, int hi)
{
    const struct tanh_work *w = ctx;
    for (int i = lo; i < hi; i++)
        K->tanh(w->n, row_of(w->out, i, w->n), row_at(w->y, i, w->n));
}

void rows_tanh(int rows, int n, real *y)
{
    struct tanh_work w = {n, y, NULL, y};
    par_range(rows, GRAIN, tanh_range, &w);
}

static void backward_range(void *ctx, int lo, int hi)
{
    const struct tanh_work *w = ctx;
    for (int i = lo; i < hi; i++)
        K->tanh_backward(w->n, row_of(w->out, i, w->n),
                         row_at(w->y, i, w->n), row_at(w->dy, i, w->n));
}

void rows_tanh_backward(int rows, int n, const real *y, const real *dy,
                        real *dx)
{
    struct tanh_work w = {n, y, dy, dx};
    par_range(rows, GRAIN, backward_range, &w);
}

real *rows_gather(struct run *r, const real *x, const int *from, int n,
                  int N)
{
    real *y = run_room(r, n, N);
    for (int b = 0; b < n; b++)
        memcpy(row_of(y, b, N), row_at(x, from[b], N),
               (size_t)N * sizeof *y);
    return y;
}
