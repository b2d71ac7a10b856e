#include "nn/cell.h"

#include <stddef.h>

#include "kern/part.h"
#include "nn/linear.h"

#define X(name) &cell_##name,
static const struct cell_kind *const table[] = {CELL_KINDS(X)};
#undef X
KIND_TABLE_DEFINE(cell, table, (int)(sizeof table / sizeof *table))

const struct cell_state cell_state_none = {NULL, NULL};

struct cell *cell_new(struct params *ps, const struct cell_kind *kind, int in,
                      int N, const char *prefix)
{
    struct cell *c = ARENA_NEW(ps->arena, struct cell);
    int G = kind->gates * N;
    c->kind = kind;
    c->N = N;
    c->in = in;
    c->W = params_add(ps, INIT_GLOROT, PARAM_MATRIX, G, in, "%s.W", prefix);
    c->U = params_add(ps, INIT_ORTHOGONAL, PARAM_MATRIX,
                      kind->from_state * N, N, "%s.U", prefix);
    if (kind->candidate)
        c->U_h = params_add(ps, INIT_ORTHOGONAL, PARAM_MATRIX, N, N,
                            "%s.U_h", prefix);
    c->b = params_add(ps, kind->bias, PARAM_VECTOR, G, 0, "%s.b", prefix);
    c->W->blocks = kind->gates;
    c->U->blocks = kind->from_state;
    return c;
}

void cell_seq_new(struct run *r, const struct cell *c, struct cell_seq *q,
                  int rows)
{
    int N = c->N;
    q->rows = rows;
    q->z = run_room(r, rows, c->kind->gates * N);
    q->h_prev = run_matrix(r, rows, N);
    q->h = run_room(r, rows, N);
    q->c_prev = c->kind->memory ? run_matrix(r, rows, N) : NULL;
    q->c = c->kind->memory ? run_room(r, rows, N) : NULL;
    q->extra = c->kind->extra ? run_room(r, rows, c->kind->extra * N)
                              : NULL;
}

struct cell_state cell_state_new(struct run *r, const struct cell *c, int n)
{
    return (struct cell_state){
        run_matrix(r, n, c->N),
        c->kind->memory ? run_matrix(r, n, c->N) : NULL};
}

void cell_forward(const struct cell *c, struct cell_seq *q, int row0, int n)
{
    enum part outer = part_switch(PART_GATES);
    c->kind->forward(c, q, row0, n);
    part_switch(outer);
}

void cell_backward(struct run *r, const struct cell *c, struct cell_seq *q,
                   int row0, int n, real *dh, real *dc)
{
    enum part outer = part_switch(PART_GATES);
    c->kind->backward(r, c, q, row0, n, dh, dc);
    part_switch(outer);
}

void cell_input(const struct cell *c, const real *x, struct cell_seq *q)
{
    linear_forward(q->rows, x, c->in, c->W, c->b, q->z,
                   c->kind->gates * c->N, false);
}

void cell_input_backward(struct run *r, struct cell *c, const real *x,
                         struct cell_seq *q, real *dx)
{
    linear_backward(r, q->rows, x, c->in, c->W, c->b, q->z,
                    c->kind->gates * c->N, dx, c->in);
    c->kind->weights(r, c, q);
}
