/* LSTM (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et
 * al. 2000); a = W x + U h_prev + b, in four parts i f g o.
 *
 * (1) i = sigm(a_i)  f = sigm(a_f)       backward, given dh and dc
 *     g = tanh(a_g)  o = sigm(a_o)       (3)' do = dh tanh(c)
 * (2) c = f c_prev + i g                      dc += dh o (1 - tanh(c)^2)
 * (3) h = o tanh(c)                      (2)' di = dc g    df = dc c_prev
 *                                             dg = dc i    dc_prev = dc f
 *                                        (1)' da_i = di i (1-i), ...
 *                                             da_g = dg (1 - g^2)
 *                                        (0)' dh_prev = U' da
 *                                             dU += da h_prev'
 */
#include "base/par.h"
#include "nn/cell.h"

struct lstm_work {
    int N;
    struct cell_seq *q;
    int row0;
    real *dh, *dc;
};

static void lstm_rows(void *ctx, int lo, int hi)
{
    const struct lstm_work *w = ctx;
    int N = w->N;
    for (int i = w->row0 + lo; i < w->row0 + hi; i++)
        K->lstm_forward(N, row_of(w->q->z, i, 4 * N),
                        row_of(w->q->c_prev, i, N), row_of(w->q->c, i, N),
                        row_of(w->q->h, i, N));             /* (1)-(3) */
}

static void lstm_forward(const struct cell *c, struct cell_seq *q, int row0,
                         int n)
{
    int N = c->N;
    cell_term(c, q, TERM_U, row0, n, row_of(q->h_prev, row0, N));
    struct lstm_work w = {N, q, row0, NULL, NULL};
    par_range(n, 4, lstm_rows, &w);
}

static void lstm_rows_backward(void *ctx, int lo, int hi)
{
    const struct lstm_work *w = ctx;
    int N = w->N;
    for (int i = lo; i < hi; i++) {
        real *z = row_of(w->q->z, w->row0 + i, 4 * N);
        K->lstm_backward(N, z, z, row_of(w->q->c_prev, w->row0 + i, N),
                         row_of(w->q->c, w->row0 + i, N),
                         row_of(w->dh, i, N), row_of(w->dc, i, N));
    }
}

static void lstm_backward(struct run *r, const struct cell *c,
                          struct cell_seq *q, int row0, int n, real *dh,
                          real *dc)
{
    int N = c->N;
    struct lstm_work w = {N, q, row0, dh, dc};
    par_range(n, 4, lstm_rows_backward, &w);                /* (3)'-(1)' */
    par_zero(dh, (size_t)n * (size_t)N * sizeof *dh);
    cell_term_backward(r, c, q, TERM_U, row0, n, dh);       /* (0)' */
}

static void lstm_weights(struct run *r, struct cell *c, struct cell_seq *q)
{
    cell_term_weights(r, c, q, TERM_U, q->h_prev);
}

const struct cell_kind cell_lstm = {
    .kind = {
        .name = "lstm",
        .alias = "长短期记忆",
        .formula = "i,f,o = sigm(a), g = tanh(a), c' = f c + i g, "
                   "h' = o tanh(c')",
        .source = "Hochreiter and Schmidhuber 1997; Gers et al. 2000",
    },
    .gates = 4, .from_state = 4, .candidate = false, .memory = true,
    .extra = 0, .bias = INIT_FORGET,
    .forward = lstm_forward, .backward = lstm_backward,
    .weights = lstm_weights,
};
