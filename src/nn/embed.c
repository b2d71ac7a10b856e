#include "nn/embed.h"

#include "base/par.h"
#include "kern/part.h"

struct embed_work {
    const struct param *E;
    const int *id;
    int rows;
    real *X;
    const real *dX;
};

static void embed_range(void *ctx, int lo, int hi)
{
    const struct embed_work *w = ctx;
    for (int i = lo; i < hi; i++)
        param_row(w->E, w->id[i], row_of(w->X, i, w->E->cols));
}

void embed_forward(const struct param *E, const int *id, int rows, real *X)
{
    struct embed_work w = {E, id, rows, X, NULL};
    enum part outer = part_switch(PART_EMBED);
    par_range(rows, 32, embed_range, &w);
    part_switch(outer);
}

/* A thread owns columns, not rows: two tokens may share an id. */
static void embed_backward_range(void *ctx, int lo, int hi)
{
    const struct embed_work *w = ctx;
    int M = w->E->cols;
    for (int i = 0; i < w->rows; i++)
        K->add(hi - lo, row_of(w->E->g, w->id[i], M) + lo,
               row_at(w->dX, i, M) + lo);
}

void embed_backward(struct param *E, const int *id, int rows,
                    const real *dX)
{
    struct embed_work w = {E, id, rows, NULL, dX};
    enum part outer = part_switch(PART_EMBED);
    par_range(E->cols, 32, embed_backward_range, &w);
    part_switch(outer);
}
