#include "nn/stack.h"

#include <stdio.h>
#include <string.h>

#include "base/par.h"
#include "nn/direction.h"
#include "nn/dropout.h"

enum { DIRECTIONS = 2 };

struct stack {
    int N, layers, directions;
    bool keep_last;                       /* for the decoder to start in */
    struct dropping dropout;
    struct cell *(*cell)[DIRECTIONS];     /* [layers] */
};

struct stack_cache {
    struct cell_seq (*q)[DIRECTIONS];     /* [layers] */
    real **out;                           /* [layers] [rows x N] */
};

void *stack_declare(struct params *ps, const struct net_options *o,
                    int directions)
{
    static const char *const side[DIRECTIONS] = {"fwd", "bwd"};
    struct stack *s = ARENA_NEW(ps->arena, struct stack);
    s->N = o->N;
    s->layers = o->layers;
    s->directions = directions;
    s->dropout = o->dropout;
    s->keep_last = o->bridge_copy;
    s->cell = arena_array(ps->arena, (size_t)o->layers, sizeof *s->cell);
    for (int l = 0; l < o->layers; l++)
        for (int d = 0; d < directions; d++) {
            char name[64];
            if (l == 0)
                snprintf(name, sizeof name, "encoder.%s", side[d]);
            else
                snprintf(name, sizeof name, "encoder.l%d.%s", l + 1,
                         side[d]);
            s->cell[l][d] = cell_new(ps, o->cell, l ? o->N : o->M,
                                     o->N / directions, o->cell_norm, name);
        }
    return s;
}

struct join_work {
    int N, part, at;
    const real *h;
    real *out;
};

static void join_rows(void *ctx, int lo, int hi)
{
    const struct join_work *w = ctx;
    for (int i = lo; i < hi; i++)
        memcpy(row_of(w->out, i, w->N) + w->at, row_at(w->h, i, w->part),
               (size_t)w->part * sizeof(real));
}

static struct stack_cache *cache_new(struct run *r, const struct stack *s)
{
    struct stack_cache *c = ARENA_NEW(r->batch, struct stack_cache);
    c->q = arena_array(r->batch, (size_t)s->layers, sizeof *c->q);
    c->out = ARENA_ARRAY(r->batch, real *, s->layers);
    return c;
}

static void last_states(struct run *r, const struct stack *s,
                        const struct side *src,
                        const struct stack_cache *cache,
                        struct annotations *a)
{
    a->last = ARENA_ARRAY(r->batch, struct cell_state, s->layers);
    a->dlast = ARENA_ARRAY(r->batch, struct cell_state, s->layers);
    for (int l = 0; l < s->layers; l++) {
        const struct cell *c = s->cell[l][0];
        a->last[l] = direction_last(r, c, src, &cache->q[l][0]);
        if (r->train)
            a->dlast[l] = cell_state_new(r, c, src->B);
    }
}

void *stack_forward(struct run *r, const void *self, const struct side *src,
                    const real *X, struct annotations *a)
{
    const struct stack *s = self;
    struct stack_cache *cache = cache_new(r, s);
    const real *in = X;
    int part = s->N / s->directions;
    for (int l = 0; l < s->layers; l++) {
        real *out = cache->out[l] = run_room(r, src->rows, s->N);
        for (int d = 0; d < s->directions; d++) {
            struct cell_seq *q = &cache->q[l][d];
            direction_forward(r, s->cell[l][d], src, d == 1, in,
                              &cell_state_none, q);
            struct join_work w = {s->N, part, d * part, q->h, out};
            par_range(src->rows, 64, join_rows, &w);
        }
        if (l + 1 < s->layers)
            dropout(r, DROP_LAYERS + l, src->of, src->rows, s->N, out,
                    s->dropout);
        in = out;
    }
    annotations_set(r, a, src, s->N, part, cache->out[s->layers - 1]);
    if (s->keep_last)
        last_states(r, s, src, cache, a);
    return cache;
}

void stack_backward(struct run *r, void *self, void *cache,
                    const struct annotations *a, const real *X, real *dX)
{
    struct stack *s = self;
    struct stack_cache *c = cache;
    int part = s->N / s->directions, rows = a->src->rows;
    real *dout = a->dH;
    for (int l = s->layers - 1; l >= 0; l--) {
        const real *in = l ? c->out[l - 1] : X;
        real *din = l ? run_matrix(r, rows, s->N) : dX;
        for (int d = 0; d < s->directions; d++)
            direction_backward(r, s->cell[l][d], a->src, d == 1, in,
                               &c->q[l][d], dout + d * part, s->N, din,
                               s->keep_last ? &a->dlast[l]
                                            : &cell_state_none,
                               &cell_state_none);
        if (l)
            dropout(r, DROP_LAYERS + l - 1, a->src->of, rows, s->N, din,
                    s->dropout);
        dout = din;
    }
}

size_t stack_reals(const struct net_options *o, int T)
{
    (void)T;
    return (size_t)o->layers * (o->cell_norm ? 21 : 12) * (size_t)o->N;
}
