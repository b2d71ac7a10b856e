#include <assert.h>

#include "nn/attention.h"
#include "nn/linear.h"

/* C x for n matrices, side by side in rows of q->width. */
static const real *map_rows(struct run *r, const struct attention_seq *q,
                            const struct param *const *C, int n,
                            const real *x, int rows)
{
    real *y = run_room(r, rows, q->width);
    for (int k = 0, at = 0; k < n; at += C[k++]->rows)
        linear_forward(rows, x, C[k]->cols, C[k], NULL, y + at, q->width,
                       false);
    return y;
}

bool attention_map(struct run *r, const struct attention *att,
                   struct attention_seq *q, const struct param *const *C,
                   int n)
{
    const struct side *src = q->a->src;
    if (att->heads > 1)
        return false;
    assert(!r->train);
    q->mapped = true;
    q->width = 0;
    for (int k = 0; k < n; k++)
        q->width += C[k]->rows;
    q->ctx = run_room(r, q->rows, q->width);
    if (att->focus->aligns)
        q->V = map_rows(r, q, C, n, q->V, src->rows);
    else
        q->summary = map_rows(r, q, C, n, q->summary, src->B);
    return true;
}
