#include "nn/cell.h"

#include <stddef.h>
#include <stdio.h>

#include "base/par.h"
#include "kern/part.h"
#include "nn/linear.h"

#define X(name) &cell_##name,
static const struct cell_kind *const table[] = {CELL_KINDS(X)};
#undef X
KIND_TABLE_DEFINE(cell, table, (int)(sizeof table / sizeof *table))

const struct cell_state cell_state_none = {NULL, NULL};

static struct layernorm *gain(struct params *ps, int n, struct param *b,
                              const char *prefix, const char *what)
{
    char name[64];
    snprintf(name, sizeof name, "%s.g_%s", prefix, what);
    return layernorm_gain(ps, n, b, name);
}

static void norm_declare(struct params *ps, struct cell *c,
                         const char *prefix)
{
    int N = c->N;
    c->norm_z = gain(ps, c->kind->gates * N, c->b, prefix, "z");
    c->norm[TERM_U] = gain(ps, c->kind->from_state * N, NULL, prefix, "U");
    if (c->kind->candidate)
        c->norm[TERM_U_h] = gain(ps, N, NULL, prefix, "U_h");
}

struct cell *cell_new(struct params *ps, const struct cell_kind *kind, int in,
                      int N, bool norm, const char *prefix)
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
    if (norm)
        norm_declare(ps, c, prefix);
    return c;
}

const struct param *cell_bias(const struct cell *c)
{
    return c->norm_z ? NULL : c->b;
}

void cell_norm_room(struct run *r, const struct cell *c, struct cell_seq *q)
{
    if (!c->norm_z)
        return;
    layernorm_room(r, c->norm_z, q->rows, &q->norm_z);
    for (int k = 0; k < TERMS && c->norm[k]; k++) {
        layernorm_room(r, c->norm[k], q->rows, &q->norm[k]);
        if (r->train)
            q->du[k] = run_matrix(r, q->rows, c->norm[k]->n);
    }
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
    cell_norm_room(r, c, q);
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
    if (c->norm_z) {
        struct layernorm_cache norm = layernorm_at(c->norm_z, &q->norm_z,
                                                   row0);
        real *z = row_of(q->z, row0, c->norm_z->n);
        layernorm_rows(c->norm_z, n, z, z, c->norm_z->n, false, &norm);
    }
    c->kind->forward(c, q, row0, n);
    part_switch(outer);
}

/* From the gradient of the normalised z to that of z as it came in. */
static void norm_z_backward(struct run *r, const struct cell *c,
                            struct cell_seq *q, int row0, int n)
{
    int G = c->norm_z->n;
    size_t bytes = (size_t)n * (size_t)G * sizeof(real);
    struct arena_mark mark = arena_mark(r->scratch);
    struct layernorm_cache norm = layernorm_at(c->norm_z, &q->norm_z, row0);
    real *z = row_of(q->z, row0, G), *da = arena_room(r->scratch, bytes);
    par_copy(da, z, bytes);
    par_zero(z, bytes);
    layernorm_backward(r, c->norm_z, n, da, G, &norm, z);
    arena_release(r->scratch, mark);
}

void cell_backward(struct run *r, const struct cell *c, struct cell_seq *q,
                   int row0, int n, real *dh, real *dc)
{
    enum part outer = part_switch(PART_GATES);
    c->kind->backward(r, c, q, row0, n, dh, dc);
    if (c->norm_z)
        norm_z_backward(r, c, q, row0, n);
    part_switch(outer);
}

void cell_input(const struct cell *c, const real *x, struct cell_seq *q)
{
    linear_forward(q->rows, x, c->in, c->W, cell_bias(c), q->z,
                   c->kind->gates * c->N, false);
}

void cell_input_backward(struct run *r, struct cell *c, const real *x,
                         struct cell_seq *q, real *dx)
{
    linear_backward(r, q->rows, x, c->in, c->W, c->norm_z ? NULL : c->b, q->z,
                    c->kind->gates * c->N, dx, c->in);
    c->kind->weights(r, c, q);
}

/* ==== What a cell adds of its state ==== */

static struct param *term_matrix(const struct cell *c, enum cell_term k)
{
    return k == TERM_U ? c->U : c->U_h;
}

/* The term's columns of rows row0 .. of z: the first, or the last N. */
static real *term_columns(const struct cell *c, struct cell_seq *q,
                          enum cell_term k, int row0)
{
    int gates = c->kind->gates;
    return row_of(q->z, row0, gates * c->N) +
           (k == TERM_U ? 0 : (gates - 1) * c->N);
}

void cell_term(const struct cell *c, struct cell_seq *q, enum cell_term k,
               int row0, int n, const real *x)
{
    const struct param *U = term_matrix(c, k);
    const struct layernorm *l = c->norm[k];
    real *z = term_columns(c, q, k, row0);
    int G = c->kind->gates * c->N;
    if (!l) {
        linear_forward(n, x, c->N, U, NULL, z, G, true);
        return;
    }
    struct layernorm_cache norm = layernorm_at(l, &q->norm[k], row0);
    linear_forward(n, x, c->N, U, NULL, norm.z, l->n, false);
    layernorm_rows(l, n, norm.z, z, G, true, &norm);
}

void cell_term_backward(struct run *r, const struct cell *c,
                        struct cell_seq *q, enum cell_term k, int row0,
                        int n, real *dx)
{
    const struct layernorm *l = c->norm[k];
    const real *dz = term_columns(c, q, k, row0);
    int G = c->kind->gates * c->N;
    if (l) {
        struct layernorm_cache norm = layernorm_at(l, &q->norm[k], row0);
        real *du = row_of(q->du[k], row0, l->n);
        layernorm_backward(r, l, n, dz, G, &norm, du);
        dz = du;
        G = l->n;
    }
    linear_backward_input(n, term_matrix(c, k), dz, G, dx, c->N);
}

void cell_term_weights(struct run *r, struct cell *c, struct cell_seq *q,
                       enum cell_term k, const real *x)
{
    const struct layernorm *l = c->norm[k];
    linear_backward_weight(r, q->rows, x, c->N, term_matrix(c, k), NULL,
                           l ? q->du[k] : term_columns(c, q, k, 0),
                           l ? l->n : c->kind->gates * c->N);
}
