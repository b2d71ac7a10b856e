#include "nn/output.h"

#include <assert.h>
#include <string.h>

#include "base/par.h"
#include "kern/part.h"
#include "nn/dropout.h"
#include "nn/linear.h"
#include "nn/rows.h"

/* Rows of logits that are held at a time, an even number: they should stay in
 * the cache between the product that makes them and the two that use their
 * gradient. */
enum { BLOCK = 256 };

struct output *output_new(struct params *ps, const struct net_options *o,
                          struct param *E_y)
{
    struct output *u = ARENA_NEW(ps->arena, struct output);
    u->N = o->N;
    u->M = o->M;
    u->R = o->R;
    u->maxout = o->maxout;
    u->P = o->maxout ? 2 * o->R : o->R;
    u->Ky = o->Ky;
    u->dropout = o->dropout;
    u->smoothing = o->smoothing;
    u->U_o = params_add(ps, INIT_GLOROT, PARAM_MATRIX, u->P, o->N,
                        "output.U_o");
    u->V_o = params_add(ps, INIT_GLOROT, PARAM_MATRIX, u->P, o->M,
                        "output.V_o");
    u->C_o = params_add(ps, INIT_GLOROT, PARAM_MATRIX, u->P, o->N,
                        "output.C_o");
    u->b_t = params_add(ps, INIT_ZERO, PARAM_VECTOR, u->P, 0, "output.b_t");
    u->W_o = E_y ? E_y : params_add(ps, INIT_GLOROT, PARAM_MATRIX, o->Ky,
                                    o->R, "output.W_o");
    u->W_o->use |= PARAM_MATRIX;
    u->b_o = params_add(ps, INIT_ZERO, PARAM_VECTOR, o->Ky, 0,
                        "output.b_o");
    return u;
}

/* ==== t_i ==== */

struct maxout_work {
    int R;
    const real *before;    /* [rows x 2R] */
    real *t, *dbefore;
};

static void maxout_rows(void *ctx, int lo, int hi)
{
    const struct maxout_work *w = ctx;
    size_t from = (size_t)lo * (size_t)w->R, to = (size_t)hi * (size_t)w->R;
    for (size_t k = from; k < to; k++) {
        const real *pair = w->before + 2 * k;
        w->t[k] = pair[1] > pair[0] ? pair[1] : pair[0];
    }
}

/* All of dt goes to the larger of the pair; to the first where they are
 * equal. */
static void maxout_rows_backward(void *ctx, int lo, int hi)
{
    const struct maxout_work *w = ctx;
    size_t from = (size_t)lo * (size_t)w->R, to = (size_t)hi * (size_t)w->R;
    for (size_t k = from; k < to; k++) {
        const real *pair = w->before + 2 * k;
        int won = pair[1] > pair[0];
        w->dbefore[2 * k + (size_t)won] = w->t[k];
        w->dbefore[2 * k + (size_t)!won] = 0;
    }
}

/* (1) from what tanh or maxout is taken of. */
static struct readout readout_of(struct run *r, const struct output *o,
                                 int rows, real *a)
{
    struct readout u = {a, NULL, NULL};
    if (o->maxout) {
        u = (struct readout){run_room(r, rows, o->R), a, NULL};
        struct maxout_work w = {o->R, a, u.t, NULL};
        par_range(rows, 8, maxout_rows, &w);                /* (1) */
    } else {
        rows_tanh(rows, o->R, a);                           /* (1) */
    }
    return u;
}

struct readout output_readout(struct run *r, const struct output *o,
                              const int *of, int rows, const real *S,
                              const real *Y, const real *ctx)
{
    real *a = run_room(r, rows, o->P);
    linear_forward(rows, S, o->N, o->U_o, o->b_t, a, o->P, false);
    linear_forward(rows, Y, o->M, o->V_o, NULL, a, o->P, true);
    linear_forward(rows, ctx, o->N, o->C_o, NULL, a, o->P, true);
    struct readout u = readout_of(r, o, rows, a);
    u.of = of;
    dropout(r, DROP_READOUT, of, rows, o->R, u.t, o->dropout);
    return u;
}

struct readout output_readout_add(struct run *r, const struct output *o,
                                  int rows, const real *S, real *a)
{
    linear_forward(rows, S, o->N, o->U_o, NULL, a, o->P, true);
    return readout_of(r, o, rows, a);
}

/* ==== Words ==== */

void output_logits(const struct output *o, int m, const real *t,
                   real *logits)
{
    linear_forward(m, t, o->R, o->W_o, o->b_o, logits, o->Ky, false);
}

struct loss_work {
    const struct output *o;
    const int *y;
    real agree, scale;
    real *logits, *loss;
};

static void loss_rows(void *ctx, int lo, int hi)
{
    const struct loss_work *w = ctx;
    int Ky = w->o->Ky;
    for (int i = lo; i < hi; i++)
        w->loss[i] = K->cross_entropy(Ky, row_of(w->logits, i, Ky), w->y[i],
                                      w->o->smoothing, w->scale);  /* (2) */
}

/* Rows 2 lo .. 2 hi - 1: a token in two passes. */
static void loss_pairs(void *ctx, int lo, int hi)
{
    const struct loss_work *w = ctx;
    int Ky = w->o->Ky;
    for (int i = 2 * lo; i < 2 * hi; i += 2)
        K->cross_entropy_twice(Ky, row_of(w->logits, i, Ky),
                               row_of(w->logits, i + 1, Ky), w->y[i],
                               w->o->smoothing, w->scale, w->agree,
                               w->loss + i);
}

/* The losses of m rows; their logits become the gradients of these.  prior
 * [m x most] is the lexicon's. */
static void block_loss(struct loss_work *w, int m, const real *t,
                       const struct lexprior_rows *lex, real *prior)
{
    output_logits(w->o, m, t, w->logits);
    lexprior_forward(lex, m, prior, w->logits);
    enum part outer = part_switch(PART_SOFTMAX);
    if (w->agree > 0)
        par_range(m / 2, 2, loss_pairs, w);
    else
        par_range(m, 4, loss_rows, w);
    part_switch(outer);
    lexprior_backward(lex, m, prior, w->logits);
}

void output_loss(struct run *r, struct output *o, int rows, const real *t,
                 const struct lexprior_rows *lex, const struct wanted *want,
                 real scale, real *row_loss, real *dt)
{
    assert(want->agree <= 0 || rows % 2 == 0);
    struct arena_mark mark = arena_mark(r->scratch);
    size_t block = (size_t)(rows < BLOCK ? rows : BLOCK) * sizeof(real);
    real *logits = arena_room(r->scratch, block * (size_t)o->Ky);
    real *prior = arena_room(r->scratch, block * lexprior_most(lex));
    for (int at = 0; at < rows; at += BLOCK) {
        int m = rows - at < BLOCK ? rows - at : BLOCK;
        const real *tb = row_at(t, at, o->R);
        struct lexprior_rows here = lexprior_from(lex, at);
        struct loss_work w = {o, want->y + at, want->agree, scale, logits,
                              row_loss + at};
        block_loss(&w, m, tb, &here, prior);
        if (dt)
            linear_backward(r, m, tb, o->R, o->W_o, o->b_o, logits, o->Ky,
                            row_of(dt, at, o->R), o->R);    /* (2)' */
    }
    arena_release(r->scratch, mark);
}

/* ==== Backward ==== */

struct undrop_work {
    int R;
    real keep;
    const real *t;
    real *u;
};

static void undrop_rows(void *ctx, int lo, int hi)
{
    const struct undrop_work *w = ctx;
    for (int i = lo; i < hi; i++) {
        real *u = row_of(w->u, i, w->R);
        memcpy(u, row_at(w->t, i, w->R), (size_t)w->R * sizeof *u);
        K->scale(w->R, w->keep, u);
    }
}

/* t as stored has been through dropout: kept elements are tanh / (1 - p) and
 * the derivative needs tanh, dropped ones get no gradient. */
static const real *readout_undropped(struct run *r, const struct output *o,
                                     int rows, const real *t)
{
    if (!r->train || o->dropout.p <= 0)
        return t;
    real *u = arena_room(r->scratch,
                         (size_t)rows * (size_t)o->R * sizeof *u);
    struct undrop_work w = {o->R, 1 - o->dropout.p, t, u};
    par_range(rows, 8, undrop_rows, &w);
    return u;
}

/* From dt the gradient [rows x P] of what tanh or maxout was made of. */
static real *before_backward(struct run *r, const struct output *o, int rows,
                             const struct readout *u, real *dt)
{
    if (!o->maxout) {
        rows_tanh_backward(rows, o->R, readout_undropped(r, o, rows, u->t),
                           dt, dt);
        return dt;
    }
    real *da = ARENA_ARRAY(r->scratch, real, (size_t)rows * (size_t)o->P);
    struct maxout_work w = {o->R, u->before, dt, da};
    par_range(rows, 8, maxout_rows_backward, &w);
    return da;
}

void output_backward(struct run *r, struct output *o, int rows,
                     const real *S, const real *Y, const real *ctx,
                     const struct readout *u, real *dt, real *dS, real *dY,
                     real *dctx)
{
    struct arena_mark mark = arena_mark(r->scratch);
    dropout(r, DROP_READOUT, u->of, rows, o->R, dt, o->dropout);
    const real *da = before_backward(r, o, rows, u, dt);    /* (1)' */
    linear_backward(r, rows, S, o->N, o->U_o, o->b_t, da, o->P, dS, o->N);
    linear_backward(r, rows, Y, o->M, o->V_o, NULL, da, o->P, dY, o->M);
    linear_backward(r, rows, ctx, o->N, o->C_o, NULL, da, o->P, dctx, o->N);
    arena_release(r->scratch, mark);
}
