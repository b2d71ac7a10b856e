#include "nn/output.h"

#include "base/par.h"
#include "nn/dropout.h"
#include "nn/linear.h"

/* Rows of logits that are held at a time: they should stay in the cache
 * between the product that makes them and the two that use their
 * gradient. */
enum { BLOCK = 256 };

struct output *output_new(struct params *ps, const struct net_options *o,
                          struct param *E_y)
{
    struct output *u = ARENA_NEW(ps->arena, struct output);
    u->N = o->N;
    u->M = o->M;
    u->R = o->R;
    u->Ky = o->Ky;
    u->dropout = o->dropout;
    u->smoothing = o->smoothing;
    u->U_o = params_add(ps, INIT_GLOROT, PARAM_MATRIX, o->R, o->N,
                        "output.U_o");
    u->V_o = params_add(ps, INIT_GLOROT, PARAM_MATRIX, o->R, o->M,
                        "output.V_o");
    u->C_o = params_add(ps, INIT_GLOROT, PARAM_MATRIX, o->R, o->N,
                        "output.C_o");
    u->b_t = params_add(ps, INIT_ZERO, PARAM_VECTOR, o->R, 0, "output.b_t");
    u->W_o = E_y ? E_y : params_add(ps, INIT_GLOROT, PARAM_MATRIX, o->Ky,
                                    o->R, "output.W_o");
    u->W_o->use |= PARAM_MATRIX;
    u->b_o = params_add(ps, INIT_ZERO, PARAM_VECTOR, o->Ky, 0,
                        "output.b_o");
    return u;
}

struct readout_work {
    int R;
    const real *t;
    real *x;
};

static void readout_tanh(void *ctx, int lo, int hi)
{
    const struct readout_work *w = ctx;
    real *x = row_of(w->x, lo, w->R);
    K->tanh((hi - lo) * w->R, x, x);
}

void output_readout(struct run *r, const struct output *o, int rows,
                    const real *S, const real *Y, const real *ctx, real *t)
{
    linear_forward(rows, S, o->N, o->U_o, o->b_t, t, o->R, false);
    linear_forward(rows, Y, o->M, o->V_o, NULL, t, o->R, true);
    linear_forward(rows, ctx, o->N, o->C_o, NULL, t, o->R, true);
    struct readout_work w = {o->R, NULL, t};
    par_range(rows, 8, readout_tanh, &w);                   /* (1) */
    dropout(r, DROP_READOUT, rows, o->R, t, o->dropout);
}

void output_logits(const struct output *o, int m, const real *t,
                   real *logits)
{
    linear_forward(m, t, o->R, o->W_o, o->b_o, logits, o->Ky, false);
}

struct loss_work {
    const struct output *o;
    const int *y;
    real scale;
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

void output_loss(struct run *r, struct output *o, int rows, const real *t,
                 const int *y, real scale, real *row_loss, real *dt)
{
    struct arena_mark mark = arena_mark(r->scratch);
    int block = rows < BLOCK ? rows : BLOCK;
    real *logits = arena_room(r->scratch, (size_t)block * (size_t)o->Ky *
                                              sizeof *logits);
    for (int at = 0; at < rows; at += BLOCK) {
        int m = rows - at < BLOCK ? rows - at : BLOCK;
        const real *tb = row_at(t, at, o->R);
        output_logits(o, m, tb, logits);
        struct loss_work w = {o, y + at, scale, logits, row_loss + at};
        par_range(m, 4, loss_rows, &w);
        if (dt)
            linear_backward(r, m, tb, o->R, o->W_o, o->b_o, logits, o->Ky,
                            row_of(dt, at, o->R), o->R);    /* (2)' */
    }
    arena_release(r->scratch, mark);
}

static void readout_tanh_backward(void *ctx, int lo, int hi)
{
    const struct readout_work *w = ctx;
    real *x = row_of(w->x, lo, w->R);
    K->tanh_backward((hi - lo) * w->R, x, row_at(w->t, lo, w->R), x);
}

/* t as stored has been through dropout: kept elements are tanh / (1 - p) and
 * the derivative needs tanh, dropped ones get no gradient. */
static const real *readout_undropped(struct run *r, const struct output *o,
                                     int rows, const real *t)
{
    if (!r->train || o->dropout <= 0)
        return t;
    real *u = ARENA_ARRAY(r->scratch, real, (size_t)rows * (size_t)o->R);
    for (int i = 0; i < rows; i++)
        K->axpy(o->R, 1 - o->dropout, row_at(t, i, o->R),
                row_of(u, i, o->R));
    return u;
}

void output_backward(struct run *r, struct output *o, int rows,
                     const real *S, const real *Y, const real *ctx,
                     const real *t, real *dt, real *dS, real *dY,
                     real *dctx)
{
    struct arena_mark mark = arena_mark(r->scratch);
    dropout(r, DROP_READOUT, rows, o->R, dt, o->dropout);
    struct readout_work w = {o->R, readout_undropped(r, o, rows, t), dt};
    par_range(rows, 8, readout_tanh_backward, &w);          /* (1)' */
    linear_backward(r, rows, S, o->N, o->U_o, o->b_t, dt, o->R, dS, o->N);
    linear_backward(r, rows, Y, o->M, o->V_o, NULL, dt, o->R, dY, o->M);
    linear_backward(r, rows, ctx, o->N, o->C_o, NULL, dt, o->R, dctx, o->N);
    arena_release(r->scratch, mark);
}
