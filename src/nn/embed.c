#include "nn/embed.h"

#include "base/par.h"
#include "kern/part.h"

void embed_forward(const struct param *E, const int *id, int rows, real *X)
{
    enum part outer = part_switch(PART_EMBED);
    for (int i = 0; i < rows; i++)
        param_row(E, id[i], row_of(X, i, E->cols));
    part_switch(outer);
}

struct embed_work {
    struct param *E;
    const int *id;
    int rows;
    const real *dX;
};

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
    struct embed_work w = {E, id, rows, dX};
    enum part outer = part_switch(PART_EMBED);
    par_range(E->cols, 32, embed_backward_range, &w);
    part_switch(outer);
}
