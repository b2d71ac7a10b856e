/* encoder_case: one encoder alone over a ragged batch. */
#ifndef ENCODER_CASE_H
#define ENCODER_CASE_H

#include "layer.h"
#include "nn/cell.h"
#include "nn/encoder.h"

enum { N = 4, M = 3 };

struct encoder_case {
    struct layer l;
    const struct encoder_kind *kind;
    void *self;
    struct batch batch;
    struct leaf X;
    int N;
};

static inline double encoder_pass(void *ctx, bool backward)
{
    struct encoder_case *c = ctx;
    const struct side *src = &c->batch.src;
    struct annotations a;
    layer_begin(&c->l);
    void *cache = c->kind->forward(&c->l.r, c->self, src, c->X.w, &a);
    double sum = layer_weigh(0, src->rows, c->N, a.H, a.dH);
    if (backward)
        c->kind->backward(&c->l.r, c->self, cache, &a, c->X.w, c->X.g);
    return sum;
}

/* One encoder with options of the caller, over B sentences of so many
 * tokens. */
static inline void encoder_over(struct encoder_case *c,
                                const struct net_options *o, int B,
                                const int *Tx)
{
    layer_init(&c->l);
    layer_batch(&c->l, &c->batch, B, Tx, Tx);
    c->N = o->N;
    c->kind = o->encoder;
    c->self = c->kind->declare(&c->l.ps, o);
    c->X = layer_input(&c->l, "X", c->batch.src.rows, o->M, NUMERIC_LIVE);
    layer_seal(&c->l, NUMERIC_LIVE);
}

static inline void encoder_from(struct encoder_case *c,
                                const struct net_options *o)
{
    static const int Tx[4] = {3, 5, 1, 4};
    encoder_over(c, o, 4, Tx);
}

static inline void encoder_new(struct encoder_case *c,
                               const struct encoder_kind *kind,
                               const struct cell_kind *cell, int layers)
{
    struct net_options o = {.M = M, .N = N, .layers = layers, .cell = cell,
                            .encoder = kind, .dropout.p = (real)0.3,
                            .A = 5, .enc_window = 1, .enc_heads = 2,
                            .residual = true, .layer_norm = true};
    encoder_from(c, &o);
}

#endif
