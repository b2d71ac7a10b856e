#include "nn/direction.h"

#include <assert.h>

#include "base/par.h"
#include "nn/rows.h"

/* Rows alive both at step t and at the step before it in this direction:
 * their previous state is copied; the others begin with zeros. */
static int carried(const struct side *s, bool reverse, int t)
{
    if (reverse)
        return t + 1 < s->T ? s->n[t + 1] : 0;
    return t > 0 ? s->n[t] : 0;
}

static void state_copy(const struct cell *c, int n, real *h, real *m,
                       const real *from_h, const real *from_m)
{
    size_t bytes = (size_t)n * (size_t)c->N * sizeof(real);
    par_copy(h, from_h, bytes);
    if (c->kind->memory)
        par_copy(m, from_m, bytes);
}

void direction_load(const struct cell *c, const struct side *s, bool reverse,
                    int t, const struct cell_state *start,
                    struct cell_seq *q)
{
    int N = c->N, n = carried(s, reverse, t);
    real *h = row_of(q->h_prev, s->off[t], N);
    real *m = c->kind->memory ? row_of(q->c_prev, s->off[t], N) : NULL;
    if (t == 0 && start->h) {
        state_copy(c, s->n[0], h, m, start->h, start->c);
    } else if (n > 0) {
        int from = s->off[reverse ? t + 1 : t - 1];
        state_copy(c, n, h, m, row_of(q->h, from, N),
                   m ? row_of(q->c, from, N) : NULL);
    }
}

void direction_forward(struct run *r, const struct cell *c,
                       const struct side *side, bool reverse, const real *x,
                       const struct cell_state *start, struct cell_seq *q)
{
    assert(!(reverse && start->h));
    cell_seq_new(r, c, q, side->rows);
    cell_input(c, x, q);
    for (int k = 0; k < side->T; k++) {
        int t = reverse ? side->T - 1 - k : k;
        direction_load(c, side, reverse, t, start, q);
        cell_forward(c, q, side->off[t], side->n[t]);
    }
}

struct cell_state direction_last(struct run *r, const struct cell *c,
                                 const struct side *s,
                                 const struct cell_seq *q)
{
    int N = c->N;
    struct cell_state last = cell_state_new(r, c, s->B);
    for (int b = 0; b < s->B; b++) {
        int row = s->off[s->len[b] - 1] + b;
        state_copy(c, 1, row_of(last.h, b, N),
                   last.c ? row_of(last.c, b, N) : NULL,
                   row_of(q->h, row, N), last.c ? row_of(q->c, row, N) : NULL);
    }
    return last;
}

/* What arrives at an initial state belongs to dstart, or to nothing. */
static void state_leave(const struct cell *c, int from, int n,
                        const real *dh, const real *dc,
                        const struct cell_state *dstart)
{
    int N = c->N;
    if (!dstart->h)
        return;
    rows_add(n - from, N, row_of(dstart->h, from, N), row_at(dh, from, N), N);
    if (c->kind->memory)
        rows_add(n - from, N, row_of(dstart->c, from, N),
                 row_at(dc, from, N), N);
}

void direction_backward(struct run *r, struct cell *c,
                        const struct side *side, bool reverse,
                        const real *x, struct cell_seq *q, const real *dH,
                        int ld, real *dx, const struct cell_state *dlast,
                        const struct cell_state *dstart)
{
    assert(!(reverse && dlast->h));
    int N = c->N;
    struct arena_mark mark = arena_mark(r->scratch);
    real *dh = ARENA_ARRAY(r->scratch, real, (size_t)side->B * (size_t)N);
    real *dc = ARENA_ARRAY(r->scratch, real, (size_t)side->B * (size_t)N);
    /* A sentence's rows stay untouched until its last token. */
    if (dlast->h)
        state_copy(c, side->B, dh, dc, dlast->h, dlast->c);
    for (int k = side->T - 1; k >= 0; k--) {
        int t = reverse ? side->T - 1 - k : k;
        int n = side->n[t];
        rows_add(n, N, dh, row_at(dH, side->off[t], ld), ld);
        cell_backward(r, c, q, side->off[t], n, dh, dc);
        int stay = carried(side, reverse, t);
        if (stay < n)
            state_leave(c, stay, n, dh, dc, dstart);
    }
    cell_input_backward(r, c, x, q, dx);
    arena_release(r->scratch, mark);
}
