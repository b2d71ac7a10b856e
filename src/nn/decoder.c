#include "nn/decoder.h"

#include <stdio.h>
#include <string.h>

#include "base/par.h"
#include "nn/dropout.h"
#include "nn/linear.h"

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
    d->cell = ARENA_ARRAY(ps->arena, struct cell *, o->layers);
    d->W_s = ARENA_ARRAY(ps->arena, struct param *, o->layers);
    d->b_s = ARENA_ARRAY(ps->arena, struct param *, o->layers);
    d->W_c = ARENA_ARRAY(ps->arena, struct param *, o->layers);
    d->b_c = ARENA_ARRAY(ps->arena, struct param *, o->layers);
    for (int l = 0; l < o->layers; l++) {
        char name[64];
        d->cell[l] = cell_new(ps, o->cell, l ? o->N : o->M, o->N,
                              layer_name(name, sizeof name, l, ""));
        start_declare(ps, d, l, o->cell->memory);
    }
    d->C = params_add(ps, INIT_GLOROT, PARAM_MATRIX, o->cell->gates * o->N,
                      o->N, "decoder.C");
    d->C->blocks = o->cell->gates;
    d->attention = attention_new(ps, o);
    return d;
}

/* ==== s_0 and c_0 ==== */

struct start_work {
    int N;
    real *x;
    const real *y;
};

static void start_tanh(void *ctx, int lo, int hi)
{
    const struct start_work *w = ctx;
    size_t at = (size_t)lo * (size_t)w->N;
    K->tanh((hi - lo) * w->N, w->x + at, w->x + at);
}

static struct cell_state start_forward(struct run *r,
                                       const struct decoder *d, int l,
                                       const real *z, int n)
{
    int N = d->N;
    struct cell_state s = {run_room(r, n, N), NULL};
    linear_forward(n, z, N, d->W_s[l], d->b_s[l], s.h, N, false);
    struct start_work w = {N, s.h, NULL};
    par_range(n, 8, start_tanh, &w);                        /* (1) */
    if (d->W_c[l]) {
        s.c = run_room(r, n, N);
        linear_forward(n, z, N, d->W_c[l], d->b_c[l], s.c, N, false);
    }
    return s;
}

static void start_tanh_backward(void *ctx, int lo, int hi)
{
    const struct start_work *w = ctx;
    size_t at = (size_t)lo * (size_t)w->N;
    K->tanh_backward((hi - lo) * w->N, w->x + at, w->y + at, w->x + at);
}

/* dz += ; the gradient ds of s_0 is overwritten. */
static void start_backward(struct run *r, struct decoder *d, int l,
                           const struct decoder_cache *c,
                           struct cell_state *ds, real *dz)
{
    int N = d->N, n = c->tgt->B;
    struct start_work w = {N, ds->h, c->start[l].h};
    par_range(n, 8, start_tanh_backward, &w);               /* (1)' */
    linear_backward(r, n, c->z, N, d->W_s[l], d->b_s[l], ds->h, N, dz, N);
    if (d->W_c[l])
        linear_backward(r, n, c->z, N, d->W_c[l], d->b_c[l], ds->c, N, dz,
                        N);
}

static real *summary_gather(struct run *r, const real *summary,
                            const int *src, int n, int N)
{
    real *z = run_room(r, n, N);
    for (int b = 0; b < n; b++)
        memcpy(row_of(z, b, N), row_at(summary, src[b], N),
               (size_t)N * sizeof *z);
    return z;
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
        d->cell[0]->kind->forward(d->cell[0], q, row0, n);  /* (3) */
    }
}

static struct decoder_cache *cache_new(struct run *r,
                                       const struct decoder *d)
{
    struct decoder_cache *c = ARENA_NEW(r->batch, struct decoder_cache);
    c->start = ARENA_ARRAY(r->batch, struct cell_state, d->layers);
    c->q = ARENA_ARRAY(r->batch, struct cell_seq, d->layers);
    c->x = ARENA_ARRAY(r->batch, real *, d->layers);
    return c;
}

/* The input of layer l > 0: a copy of the states below, with dropout. */
static real *layer_input(struct run *r, const struct decoder *d, int l,
                         int rows, const real *h)
{
    real *x = run_room(r, rows, d->N);
    memcpy(x, h, (size_t)rows * (size_t)d->N * sizeof *x);
    dropout(r, DROP_LAYERS + 64 + l, rows, d->N, x, d->dropout);
    return x;
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
    c->z = summary_gather(r, summary, c->src_of, tgt->B, d->N);
    for (int l = 0; l < d->layers; l++)
        c->start[l] = start_forward(r, d, l, c->z, tgt->B);
    attention_begin(r, d->attention, a, summary, tgt->rows, &c->att);
    first_layer_forward(r, d, c);
    for (int l = 1; l < d->layers; l++) {
        c->x[l] = layer_input(r, d, l, tgt->rows, c->q[l - 1].h);
        direction_forward(r, d->cell[l], tgt, false, c->x[l], &c->start[l],
                          &c->q[l]);
    }
    c->S = c->q[d->layers - 1].h;
    return c;
}

static struct cell_state state_new(struct run *r, const struct cell *c,
                                   int n)
{
    struct cell_state s = {run_matrix(r, n, c->N), NULL};
    s.c = run_matrix(r, n, c->N);
    return s;
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
        direction_add(n, N, ds->h, row_at(dS, row0, N), N);
        d->cell[0]->kind->backward(r, d->cell[0], q, row0, n, ds->h,
                                   ds->c);                  /* (3)' */
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

void decoder_backward(struct run *r, struct decoder *d,
                      struct decoder_cache *c, const real *dS, real *dY)
{
    int N = d->N, B = c->tgt->B, rows = c->tgt->rows;
    real *dz = run_matrix(r, B, N);
    for (int l = d->layers - 1; l >= 0; l--) {
        struct cell_state ds = state_new(r, d->cell[l], B);
        if (l == 0) {
            first_layer_backward(r, d, c, dS, &ds, dY);
        } else {
            real *dx = run_matrix(r, rows, N);
            direction_backward(r, d->cell[l], c->tgt, false, c->x[l],
                               &c->q[l], dS, N, dx, &ds);
            dropout(r, DROP_LAYERS + 64 + l, rows, N, dx, d->dropout);
            dS = dx;
        }
        start_backward(r, d, l, c, &ds, dz);
    }
    for (int b = 0; b < B; b++)
        K->add(N, row_of(c->att.dsummary, c->src_of[b], N),
               row_of(dz, b, N));
}

/* ==== One step at a time ==== */

struct decoder_state decoder_start(struct run *r, const struct decoder *d,
                                   const real *summary, const int *src,
                                   int n)
{
    struct decoder_state s = {
        ARENA_ARRAY(r->batch, struct cell_state, d->layers)};
    real *z = summary_gather(r, summary, src, n, d->N);
    for (int l = 0; l < d->layers; l++)
        s.layer[l] = start_forward(r, d, l, z, n);
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
    c->kind->forward(c, &q, 0, n);
    return (struct cell_state){q.h, q.c};
}

struct decoder_state decoder_step(struct run *r, const struct decoder *d,
                                  struct attention_seq *att, int i,
                                  const int *src, int n, const real *Y,
                                  const struct decoder_state *state)
{
    struct decoder_state next = {
        ARENA_ARRAY(r->batch, struct cell_state, d->layers)};
    const real *x = Y;
    for (int l = 0; l < d->layers; l++) {
        const struct cell *c = d->cell[l];
        int G = c->kind->gates * c->N;
        real *z = run_room(r, n, G);
        linear_forward(n, x, c->in, c->W, c->b, z, G, false);
        if (l == 0) {
            memset(att->ctx, 0, (size_t)n * (size_t)d->N * sizeof(real));
            attention_forward(r, d->attention, att, i, 0, n, src,
                              state->layer[0].h);
            linear_forward(n, att->ctx, d->N, d->C, NULL, z, G, true);
        }
        next.layer[l] = layer_step(r, c, n, z, &state->layer[l]);
        x = next.layer[l].h;
    }
    return next;
}
