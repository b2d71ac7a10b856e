/* Bahdanau's gated unit (Cho et al. 2014; Bahdanau, Cho, Bengio 2015,
 * A.1.1); a = W x + b (+ C ctx) from outside, in three parts r z h:
 *
 * (1) [a_r ; a_z] += U h_prev        backward, given ds
 * (2) r = sigm(a_r)  z = sigm(a_z)   (5)' dz = ds (s~ - h_prev)
 *     p = r h_prev                        ds~ = ds z
 * (3) a_h += U_h p                        dh_prev = ds (1 - z)
 * (4) s~ = tanh(a_h)                 (4)' da_h = ds~ (1 - s~^2)
 * (5) s = (1 - z) h_prev + z s~      (3)' dp = U_h' da_h, dU_h += da_h p'
 *                                    (2)' dr = dp h_prev, dh_prev += dp r
 *                                         da_r = dr r (1-r), da_z = ...
 *                                    (1)' dh_prev += U' [da_r ; da_z]
 *                                         dU += [da_r ; da_z] h_prev'
 *
 * PyTorch's nn.GRU is another unit: its z is our 1 - z, and its r weighs
 * U_h h_prev after the product instead of h_prev before it. */
#include "base/par.h"
#include "nn/cell.h"

/* Arrays begin at the first row of this step; p and dp [n x N]. */
struct gru_work {
    int N;
    real *z, *h_prev, *h, *p;
    real *dh, *dp;
};

static struct gru_work work_of(const struct cell *c, struct cell_seq *q,
                               int row0)
{
    int N = c->N;
    return (struct gru_work){
        N, row_of(q->z, row0, 3 * N), row_of(q->h_prev, row0, N),
        row_of(q->h, row0, N), row_of(q->extra, row0, N), NULL, NULL};
}

static void gru_gates(void *ctx, int lo, int hi)
{
    const struct gru_work *w = ctx;
    int N = w->N;
    for (int i = lo; i < hi; i++) {
        real *r = row_of(w->z, i, 3 * N), *p = row_of(w->p, i, N);
        const real *h = row_at(w->h_prev, i, N);
        K->sigmoid(2 * N, r, r);                            /* (2) */
        for (int k = 0; k < N; k++)
            p[k] = r[k] * h[k];
    }
}

static void gru_states(void *ctx, int lo, int hi)
{
    const struct gru_work *w = ctx;
    int N = w->N;
    for (int i = lo; i < hi; i++) {
        real *z = row_of(w->z, i, 3 * N) + N, *g = z + N;
        real *s = row_of(w->h, i, N);
        const real *h = row_at(w->h_prev, i, N);
        K->tanh(N, g, g);                                   /* (4) */
        for (int k = 0; k < N; k++)
            s[k] = (1 - z[k]) * h[k] + z[k] * g[k];         /* (5) */
    }
}

static void gru_forward(const struct cell *c, struct cell_seq *q, int row0,
                        int n)
{
    struct gru_work w = work_of(c, q, row0);
    cell_term(c, q, TERM_U, row0, n, w.h_prev);             /* (1) */
    par_range(n, 4, gru_gates, &w);
    cell_term(c, q, TERM_U_h, row0, n, w.p);                /* (3) */
    par_range(n, 4, gru_states, &w);
}

/* z and s~ become their gradients; dh that of h_prev along (5) alone. */
static void gru_states_backward(void *ctx, int lo, int hi)
{
    const struct gru_work *w = ctx;
    int N = w->N;
    for (int i = lo; i < hi; i++) {
        real *z = row_of(w->z, i, 3 * N) + N, *g = z + N;
        real *d = row_of(w->dh, i, N);
        const real *h = row_at(w->h_prev, i, N);
        for (int k = 0; k < N; k++) {
            real u = z[k], s = g[k];
            z[k] = d[k] * (s - h[k]) * (u * (1 - u));       /* (5)', (2)' */
            g[k] = d[k] * u * (1 - s * s);                  /* (5)', (4)' */
            d[k] *= 1 - u;
        }
    }
}

static void gru_gates_backward(void *ctx, int lo, int hi)
{
    const struct gru_work *w = ctx;
    int N = w->N;
    for (int i = lo; i < hi; i++) {
        real *r = row_of(w->z, i, 3 * N), *d = row_of(w->dh, i, N);
        const real *h = row_at(w->h_prev, i, N), *dp = row_at(w->dp, i, N);
        for (int k = 0; k < N; k++) {
            d[k] += dp[k] * r[k];                           /* (2)' */
            r[k] = dp[k] * h[k] * (r[k] * (1 - r[k]));
        }
    }
}

static void gru_backward(struct run *r, const struct cell *c,
                         struct cell_seq *q, int row0, int n, real *dh,
                         real *dc)
{
    (void)dc;
    int N = c->N;
    struct arena_mark mark = arena_mark(r->scratch);
    struct gru_work w = work_of(c, q, row0);
    w.dh = dh;
    w.dp = ARENA_ARRAY(r->scratch, real, (size_t)n * (size_t)N);
    par_range(n, 4, gru_states_backward, &w);
    cell_term_backward(r, c, q, TERM_U_h, row0, n, w.dp);   /* (3)' */
    par_range(n, 4, gru_gates_backward, &w);
    cell_term_backward(r, c, q, TERM_U, row0, n, dh);       /* (1)' */
    arena_release(r->scratch, mark);
}

static void gru_weights(struct run *r, struct cell *c, struct cell_seq *q)
{
    cell_term_weights(r, c, q, TERM_U, q->h_prev);          /* (1)' */
    cell_term_weights(r, c, q, TERM_U_h, q->extra);         /* (3)' */
}

const struct cell_kind cell_gru = {
    .kind = {
        .name = "gru",
        .alias = "gated 门控循环",
        .formula = "r,z = sigm(a), s~ = tanh(W x + U [r h]), "
                   "s' = (1 - z) h + z s~",
        .source = "Cho et al. 2014; Bahdanau, Cho, Bengio 2015, A.1.1",
        .note = "not nn.GRU, whose z is 1 - z and whose r weighs U h",
    },
    .gates = 3, .from_state = 2, .candidate = true, .memory = false,
    .extra = 1, .bias = INIT_ZERO,
    .forward = gru_forward, .backward = gru_backward,
    .weights = gru_weights,
};
