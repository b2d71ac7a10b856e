#include "nn/dropout.h"

#include <assert.h>
#include <string.h>

#include "base/par.h"
#include "kern/kern.h"
#include "kern/part.h"

struct dropout_work {
    const int *of;         /* NULL: each row has its own mask */
    int n;
    real *x;
    uint64_t key;
    real p;
};

static void dropout_range(void *ctx, int lo, int hi)
{
    const struct dropout_work *w = ctx;
    for (int i = lo; i < hi; i++) {
        uint64_t mask = (uint64_t)(w->of ? w->of[i] : i);
        K->dropout(w->n, row_of(w->x, i, w->n), w->key,
                   mask * (uint64_t)w->n, w->p);            /* (1) */
    }
}

void dropout(struct run *r, enum dropout_place place, const int *of,
             int rows, int n, real *x, struct dropping how)
{
    if (!r->train || how.p <= 0)
        return;
    assert(of || !how.by_sentence);
    struct rng key = rng_key(r->seed, RNG_DROPOUT, r->step, place);
    struct dropout_work w = {how.by_sentence ? of : NULL, n, x, key.key,
                             how.p};
    enum part outer = part_switch(PART_EMBED);
    par_range(rows, 8, dropout_range, &w);
    part_switch(outer);
}

void dropout_rows(struct run *r, enum dropout_place place, int rows, int n,
                  real *x, real p)
{
    if (!r->train || p <= 0)
        return;
    struct rng key = rng_key(r->seed, RNG_DROPOUT, r->step, place);
    enum part outer = part_switch(PART_EMBED);
    for (int i = 0; i < rows; i++)
        if (rng_uniform(key, (uint64_t)i) < (wide)p)
            memset(row_of(x, i, n), 0, (size_t)n * sizeof *x);
        else
            K->scale(n, 1 / (1 - p), row_of(x, i, n));
    part_switch(outer);
}

const real *dropout_copy(struct run *r, enum dropout_place place,
                         const int *of, int rows, int n, const real *x,
                         struct dropping how)
{
    if (!r->train || how.p <= 0)
        return x;
    real *y = run_room(r, rows, n);
    par_copy(y, x, (size_t)rows * (size_t)n * sizeof *y);
    dropout(r, place, of, rows, n, y, how);
    return y;
}
