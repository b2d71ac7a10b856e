/* The simple recurrence (Elman 1990, with tanh), a = W x + b from outside:
 *
 * (1) a += U h_prev                  backward, given dh
 * (2) h = tanh(a)                    (2)' da = dh (1 - h^2)
 *                                    (1)' dh_prev = U' da
 *                                         dU += da h_prev'
 */
#include "base/par.h"
#include "nn/cell.h"
#include "nn/rows.h"

static void rnn_forward(const struct cell *c, struct cell_seq *q, int row0,
                        int n)
{
    int N = c->N;
    real *a = row_of(q->z, row0, N);
    cell_term(c, q, TERM_U, row0, n, row_of(q->h_prev, row0, N)); /* (1) */
    rows_tanh(n, N, a);                                     /* (2) */
    par_copy(row_of(q->h, row0, N), a, (size_t)n * (size_t)N * sizeof *a);
}

static void rnn_backward(struct run *r, const struct cell *c,
                         struct cell_seq *q, int row0, int n, real *dh,
                         real *dc)
{
    (void)dc;
    int N = c->N;
    real *da = row_of(q->z, row0, N);
    rows_tanh_backward(n, N, row_of(q->h, row0, N), dh, da);   /* (2)' */
    par_zero(dh, (size_t)n * (size_t)N * sizeof *dh);
    cell_term_backward(r, c, q, TERM_U, row0, n, dh);       /* (1)' */
}

static void rnn_weights(struct run *r, struct cell *c, struct cell_seq *q)
{
    cell_term_weights(r, c, q, TERM_U, q->h_prev);
}

const struct cell_kind cell_rnn = {
    .kind = {
        .name = "rnn",
        .alias = "simple elman 简单循环",
        .formula = "h' = tanh(W x + U h + b)",
        .source = "Elman 1990",
        .note = "Elman's units were logistic; tanh as since then",
    },
    .gates = 1, .from_state = 1, .candidate = false, .memory = false,
    .extra = 0, .bias = INIT_ZERO,
    .forward = rnn_forward, .backward = rnn_backward,
    .weights = rnn_weights,
};
