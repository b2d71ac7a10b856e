/* The simple RNN with self-attention in place of the state before it, in
 * reading order; selfrnn.c has the equations of a layer, and each further
 * layer reads the states of the one below. */
#include <stdio.h>
#include <string.h>

#include "nn/dropout.h"
#include "nn/encoder.h"
#include "nn/selfrnn.h"

struct layers {
    int N, n;
    struct dropping dropout;
    struct selfrnn **layer;        /* [n] */
};

struct layers_cache {
    struct selfrnn_seq *seq;       /* [n] */
    const real **x;                /* [n] what each layer read */
};

static void *selfrnn_declare(struct params *ps, const struct net_options *o)
{
    struct layers *s = ARENA_NEW(ps->arena, struct layers);
    s->N = o->N;
    s->n = o->layers;
    s->dropout = o->dropout;
    s->layer = ARENA_ARRAY(ps->arena, struct selfrnn *, o->layers);
    for (int l = 0; l < o->layers; l++) {
        char name[32] = "encoder";
        if (l > 0)
            snprintf(name, sizeof name, "encoder.l%d", l + 1);
        s->layer[l] = selfrnn_new(ps, l ? o->N : o->M, o->N, o->A, name);
    }
    return s;
}

static void *layers_forward(struct run *r, const void *self,
                            const struct side *src, const real *X,
                            struct annotations *a)
{
    const struct layers *s = self;
    struct layers_cache *c = ARENA_NEW(r->batch, struct layers_cache);
    c->seq = ARENA_ARRAY(r->batch, struct selfrnn_seq, s->n);
    c->x = ARENA_ARRAY(r->batch, const real *, s->n);
    const real *x = X;
    for (int l = 0; l < s->n; l++) {
        c->x[l] = x;
        selfrnn_forward(r, s->layer[l], src, x, &c->seq[l]);
        if (l + 1 < s->n)
            x = dropout_copy(r, DROP_LAYERS + l, src->of, src->rows, s->N,
                             c->seq[l].q.h, s->dropout);
    }
    annotations_set(r, a, src, s->N, s->N, c->seq[s->n - 1].q.h);
    return c;
}

static void layers_backward(struct run *r, void *self, void *cache,
                            const struct annotations *a, const real *X,
                            real *dX)
{
    (void)X;
    struct layers *s = self;
    struct layers_cache *c = cache;
    int rows = a->src->rows;
    const real *dH = a->dH;
    for (int l = s->n - 1; l >= 0; l--) {
        real *dx = l ? run_matrix(r, rows, s->N) : dX;
        selfrnn_backward(r, s->layer[l], a->src, c->x[l], &c->seq[l], dH,
                         dx);
        if (l)
            dropout(r, DROP_LAYERS + l - 1, a->src->of, rows, s->N, dx,
                    s->dropout);
        dH = dx;
    }
}

/* The lower triangle. */
static void selfrnn_look(const void *self, const void *cache,
                         const struct side *src, int b, int head, real *out)
{
    (void)head;
    const struct layers *s = self;
    const struct layers_cache *c = cache;
    int len = src->len[b];
    for (int i = 0; i < len; i++)
        memcpy(row_of(out, i, len),
               row_at(c->seq[s->n - 1].alpha, src->off[i] + b, src->T),
               (size_t)len * sizeof *out);
}

static int selfrnn_heads(const void *self)
{
    (void)self;
    return 1;
}

/* z, h, c and their gradients; queries and keys and theirs; alpha. */
static size_t selfrnn_reals(const struct net_options *o, int T)
{
    return (size_t)o->layers *
           (8 * (size_t)o->N + 4 * (size_t)o->A + (size_t)T);
}

const struct encoder_kind encoder_selfrnn = {
    .kind = {
        .name = "selfrnn",
        .alias = "intra-attention lstmn 自注意力循环",
        .formula = "h_t = tanh(A [x_t; c_{t-1}] + b), c_t = sum_{j<=t} "
                   "alpha_tj h_j, alpha_t = softmax(v' tanh(W_q h_t + "
                   "W_k h_j))",
        .source = "Cheng, Dong, Lapata 2016, section 3.1, as in Shusen "
                  "Wang's lecture",
        .qkv = "Q = W_q h_t, K = W_k h_j, V = h_j, j <= t",
        .note = "an RNN, not the paper's LSTM with its memory tape; --cell is "
                "the decoder's alone; with alpha_tt = 1 it is the simple RNN",
        .unproved = PROOF_ALIGN,
        .why = "h_{t+1} holds c_t and in it h_t, and to look there serves as "
               "well",
    },
    .declare = selfrnn_declare, .forward = layers_forward,
    .backward = layers_backward, .look = selfrnn_look,
    .heads = selfrnn_heads, .reals = selfrnn_reals,
};
