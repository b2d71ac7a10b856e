#include "nn/decoder.h"

#include <stdio.h>
#include <string.h>

#include "base/par.h"
#include "nn/dropout.h"
#include "nn/linear.h"
#include "nn/rows.h"

static const char *layer_name(char *buf, size_t size, int l,
                              const char *tensor)
{
    if (l == 0)
        snprintf(buf, size, "decoder%s", tensor);
    else
        snprintf(buf, size, "decoder.l%d%s", l + 1, tensor);
    return buf;
}

static void start_declare(struct params *ps, struct decoder *d, int l,
                          bool memory)
{
    char name[64];
    int N = d->N;
    d->W_s[l] = params_add(ps, INIT_GLOROT, PARAM_MATRIX, N, N, "%s",
                           layer_name(name, sizeof name, l, ".W_s"));
    d->b_s[l] = params_add(ps, INIT_ZERO, PARAM_VECTOR, N, 0, "%s",
                           layer_name(name, sizeof name, l, ".b_s"));
    if (!memory)
        return;
    d->W_c[l] = params_add(ps, INIT_GLOROT, PARAM_MATRIX, N, N, "%s",
                           layer_name(name, sizeof name, l, ".W_c"));
    d->b_c[l] = params_add(ps, INIT_ZERO, PARAM_VECTOR, N, 0, "%s",
                           layer_name(name, sizeof name, l, ".b_c"));
}

struct decoder *decoder_new(struct params *ps, const struct net_options *o)
{
    struct decoder *d = ARENA_NEW(ps->arena, struct decoder);
    d->N = o->N;
    d->M = o->M;
    d->layers = o->layers;
    d->dropout = o->dropout;
    d->copy = o->bridge_copy;
    d->previous = o->readout_previous;
    d->cell = ARENA_ARRAY(ps->arena, struct cell *, o->layers);
    d->W_s = ARENA_ARRAY(ps->arena, struct param *, o->layers);
    d->b_s = ARENA_ARRAY(ps->arena, struct param *, o->layers);
    d->W_c = ARENA_ARRAY(ps->arena, struct param *, o->layers);
    d->b_c = ARENA_ARRAY(ps->arena, struct param *, o->layers);
    for (int l = 0; l < o->layers; l++) {
        char name[64];
        d->cell[l] = cell_new(ps, o->cell, l ? o->N : o->M, o->N,
                              o->cell_norm,
                              layer_name(name, sizeof name, l, ""));
        if (!d->copy)
            start_declare(ps, d, l, o->cell->memory);
    }
    d->C = params_add(ps, INIT_GLOROT, PARAM_MATRIX, o->cell->gates * o->N,
                      o->N, "decoder.C");
    d->C->blocks = o->cell->gates;
    d->attention = attention_new(ps, o);
    return d;
}

/* ==== s_0 and c_0 ==== */

/* (1) for n rows: from their summaries z, or from the last states of their
 * source sentences src[0..n). */
static struct cell_state start_forward(struct run *r,
                                       const struct decoder *d, int l,
                                       const struct annotations *a,
                                       const real *z, const int *src, int n)
{
    int N = d->N;
    struct cell_state s = {NULL, NULL};
    if (d->copy) {
        s.h = rows_gather(r, a->last[l].h, src, n, N);
        if (a->last[l].c)
            s.c = rows_gather(r, a->last[l].c, src, n, N);
        return s;
    }
    s.h = run_room(r, n, N);
    linear_forward(n, z, N, d->W_s[l], d->b_s[l], s.h, N, false);
    rows_tanh(n, N, s.h);                                   /* (1) */
    if (d->W_c[l]) {
        s.c = run_room(r, n, N);
        linear_forward(n, z, N, d->W_c[l], d->b_c[l], s.c, N, false);
    }
    return s;
}

/* Rows to[b] of y += rows b of x: what rows_gather took, given back. */
static void scatter_add(real *y, const real *x, const int *to, int n, int N)
{
    for (int b = 0; b < n; b++)
        K->add(N, row_of(y, to[b], N), row_at(x, b, N));
}

/* dz += , or a->dlast += ; the gradient ds of s_0 is overwritten. */
static void start_backward(struct run *r, struct decoder *d, int l,
                           const struct decoder_cache *c,
                           struct cell_state *ds, real *dz)
{
    int N = d->N, n = c->tgt->B;
    if (d->copy) {
        const struct cell_state *dlast = &c->att.a->dlast[l];
        scatter_add(dlast->h, ds->h, c->src_of, n, N);      /* (1)' */
        if (dlast->c)
            scatter_add(dlast->c, ds->c, c->src_of, n, N);
        return;
    }
    rows_tanh_backward(n, N, c->start[l].h, ds->h, ds->h);  /* (1)' */
    linear_backward(r, n, c->z, N, d->W_s[l], d->b_s[l], ds->h, N, dz, N);
    if (d->W_c[l])
        linear_backward(r, n, c->z, N, d->W_c[l], d->b_c[l], ds->c, N, dz,
                        N);
}

/* ==== A whole side ==== */

static void first_layer_forward(struct run *r, const struct decoder *d,
                                struct decoder_cache *c)
{
    const struct side *tgt = c->tgt;
    struct cell_seq *q = &c->q[0];
    int N = d->N, G = d->cell[0]->kind->gates * N;
    cell_seq_new(r, d->cell[0], q, tgt->rows);
    cell_input(d->cell[0], c->Y, q);
    for (int i = 0; i < tgt->T; i++) {
        int row0 = tgt->off[i], n = tgt->n[i];
        direction_load(d->cell[0], tgt, false, i, &c->start[0], q);
        attention_forward(r, d->attention, &c->att, i, row0, n, c->src_of,
                          row_of(q->h_prev, row0, N));      /* (2) */
        linear_forward(n, row_of(c->att.ctx, row0, N), N, d->C, NULL,
                       row_of(q->z, row0, G), G, true);
        cell_forward(d->cell[0], q, row0, n);               /* (3) */
    }
}

static struct decoder_cache *cache_new(struct run *r,
                                       const struct decoder *d)
{
    struct decoder_cache *c = ARENA_NEW(r->batch, struct decoder_cache);
    c->start = ARENA_ARRAY(r->batch, struct cell_state, d->layers);
    c->q = ARENA_ARRAY(r->batch, struct cell_seq, d->layers);
    c->x = ARENA_ARRAY(r->batch, const real *, d->layers);
    return c;
}

struct decoder_cache *decoder_forward(struct run *r, const struct decoder *d,
                                      const struct batch *batch,
                                      const struct annotations *a,
                                      const real *summary, const real *Y)
{
    struct decoder_cache *c = cache_new(r, d);
    const struct side *tgt = c->tgt = &batch->tgt;
    c->src_of = batch->src_of;
    c->Y = Y;
    c->z = rows_gather(r, summary, c->src_of, tgt->B, d->N);
    for (int l = 0; l < d->layers; l++)
        c->start[l] =
            start_forward(r, d, l, a, c->z, c->src_of, tgt->B);
    attention_begin(r, d->attention, a, summary, tgt->rows, &c->att);
    first_layer_forward(r, d, c);
    for (int l = 1; l < d->layers; l++) {
        c->x[l] = dropout_copy(r, DROP_DECODER_LAYERS + l, tgt->of,
                               tgt->rows, d->N, c->q[l - 1].h, d->dropout);
        direction_forward(r, d->cell[l], tgt, false, c->x[l], &c->start[l],
                          &c->q[l]);
    }
    const struct cell_seq *top = &c->q[d->layers - 1];
    c->S = d->previous ? top->h_prev : top->h;
    return c;
}

/* dS arrives at the first layer's states; ds leaves as the gradient of its
 * initial state. */
static void first_layer_backward(struct run *r, struct decoder *d,
                                 struct decoder_cache *c, const real *dS,
                                 struct cell_state *ds, real *dY)
{
    const struct side *tgt = c->tgt;
    struct cell_seq *q = &c->q[0];
    int N = d->N, G = d->cell[0]->kind->gates * N;
    for (int i = tgt->T - 1; i >= 0; i--) {
        int row0 = tgt->off[i], n = tgt->n[i];
        real *dz = row_of(q->z, row0, G);
        rows_add(n, N, ds->h, row_at(dS, row0, N), N);
        cell_backward(r, d->cell[0], q, row0, n, ds->h,
                      ds->c);                               /* (3)' */
        linear_backward_input(n, d->C, dz, G,
                              row_of(c->att.dctx, row0, N), N);
        attention_backward(r, d->attention, &c->att, i, row0, n, c->src_of,
                           row_of(q->h_prev, row0, N), ds->h); /* (2)' */
    }
    linear_backward_weight(r, tgt->rows, c->att.ctx, N, d->C, NULL, q->z,
                           G);
    cell_input_backward(r, d->cell[0], c->Y, q, dY);
    attention_end(r, d->attention, &c->att, q->h_prev);
}

/* dS arrived at the states before each step: as gradients of the states
 * after each step, those of step i are the ones of step i + 1.  Those of
 * s_0 are the rows of the first step, which find no place here. */
static real *states_after(struct run *r, const struct side *tgt, int N,
                          const real *dS)
{
    real *d = run_matrix(r, tgt->rows, N);
    for (int i = 1; i < tgt->T; i++)
        par_copy(row_of(d, tgt->off[i - 1], N), row_at(dS, tgt->off[i], N),
                 (size_t)tgt->n[i] * (size_t)N * sizeof *d);
    return d;
}

void decoder_backward(struct run *r, struct decoder *d,
                      struct decoder_cache *c, const real *dS, real *dY)
{
    int N = d->N, B = c->tgt->B, rows = c->tgt->rows;
    real *dz = run_matrix(r, B, N);
    const real *ds_0 = d->previous ? dS : NULL;
    if (d->previous)
        dS = states_after(r, c->tgt, N, dS);
    for (int l = d->layers - 1; l >= 0; l--) {
        struct cell_state ds = cell_state_new(r, d->cell[l], B);
        if (l == 0) {
            first_layer_backward(r, d, c, dS, &ds, dY);
        } else {
            real *dx = run_matrix(r, rows, N);
            direction_backward(r, d->cell[l], c->tgt, false, c->x[l],
                               &c->q[l], dS, N, dx, &cell_state_none, &ds);
            dropout(r, DROP_DECODER_LAYERS + l, c->tgt->of, rows, N, dx,
                    d->dropout);
            dS = dx;
        }
        if (ds_0 && l == d->layers - 1)
            rows_add(B, N, ds.h, ds_0, N);
        start_backward(r, d, l, c, &ds, dz);
    }
    scatter_add(c->att.dsummary, dz, c->src_of, B, N);
}

/* ==== One step at a time ==== */

struct decoder_state decoder_start(struct run *r, const struct decoder *d,
                                   const struct annotations *a,
                                   const real *summary, const int *src,
                                   int n)
{
    struct decoder_state s = {
        ARENA_ARRAY(r->batch, struct cell_state, d->layers)};
    real *z = rows_gather(r, summary, src, n, d->N);
    for (int l = 0; l < d->layers; l++)
        s.layer[l] = start_forward(r, d, l, a, z, src, n);
    return s;
}

/* One step of one layer; the previous state is read in place. */
static struct cell_state layer_step(struct run *r, const struct cell *c,
                                    int n, real *z,
                                    const struct cell_state *prev)
{
    struct cell_seq q = {
        .rows = n, .z = z, .h_prev = prev->h, .c_prev = prev->c,
        .h = run_room(r, n, c->N),
        .c = c->kind->memory ? run_room(r, n, c->N) : NULL,
        .extra = c->kind->extra ? run_room(r, n, c->kind->extra * c->N)
                                : NULL};
    cell_norm_room(r, c, &q);
    cell_forward(c, &q, 0, n);
    return (struct cell_state){q.h, q.c};
}

struct decoder_state decoder_cells(struct run *r, const struct decoder *d,
                                   int n, real *z,
                                   const struct decoder_state *state)
{
    struct decoder_state next = {
        ARENA_ARRAY(r->batch, struct cell_state, d->layers)};
    next.layer[0] = layer_step(r, d->cell[0], n, z, &state->layer[0]);
    for (int l = 1; l < d->layers; l++) {
        const struct cell *c = d->cell[l];
        int G = c->kind->gates * c->N;
        z = run_room(r, n, G);
        linear_forward(n, next.layer[l - 1].h, c->in, c->W,
                       cell_bias(c), z, G, false);
        next.layer[l] = layer_step(r, c, n, z, &state->layer[l]);
    }
    return next;
}

struct decoder_state decoder_step(struct run *r, const struct decoder *d,
                                  struct attention_seq *att, int i,
                                  const int *src, int n, const real *Y,
                                  const struct decoder_state *state)
{
    const struct cell *c = d->cell[0];
    int G = c->kind->gates * c->N;
    real *z = run_room(r, n, G);
    linear_forward(n, Y, c->in, c->W, cell_bias(c), z, G, false);
    attention_forward(r, d->attention, att, i, 0, n, src,
                      state->layer[0].h);                   /* (2) */
    linear_forward(n, att->ctx, d->N, d->C, NULL, z, G, true);
    return decoder_cells(r, d, n, z, state);                /* (3) */
}
