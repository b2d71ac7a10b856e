/* Stacked self-attention (Vaswani et al. 2017, section 3.1), with one fully
 * connected layer after each attention, as in Hung-yi Lee's lecture.  Over
 * all tokens at once; selfatt.h does sentences and heads:
 *
 * (0) x = W_in x                   where M differs from N, first layer only
 * (1) Q = W_Q x, K = W_K x, V = W_V x    (1)' dx += W_Q' dQ + ..
 * (2) o = [softmax(Q K' / sqrt(d)) V]_heads      selfatt.c
 * (3) u = W_O o [+ x]                    (3)' do = W_O' du   [dx += du]
 * (4) u = [norm(u)]
 * (5) f = tanh(W_f u + b_f)              (5)' dz = dy (1 - f^2)
 *     y = f [+ u]                             du = W_f' dz [+ dy]
 * (6) y = [norm(y)]
 *
 * [..] by --residual and --layer-norm.  Departures from the paper: the fully
 * connected layer is one of width N with tanh, not two of 4N with a ReLU
 * between; dropout is that of the other encoders, between layers, not after
 * each attention; W_in lets M differ from N.
 *
 * For a summary that tells directions apart, half of h_t counts as read left
 * to right, so that `last` is [half of h_Tx ; half of h_1]. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "nn/dropout.h"
#include "nn/encoder.h"
#include "nn/layernorm.h"
#include "nn/linear.h"
#include "nn/rows.h"
#include "nn/selfatt.h"

struct block {
    struct param *W_Q, *W_K, *W_V, *W_O, *W_f;     /* [N x N] */
    struct param *b_f;     /* [N] */
    struct layernorm *norm_u, *norm_y;             /* or NULL */
};

struct self {
    struct selfatt att;
    int N, M, layers;
    bool residual;
    struct dropping dropout;
    struct param *W_in;    /* [N x M], NULL where M = N */
    struct block *block;
};

/* Everything [rows x N]; sentence after sentence. */
struct block_cache {
    const real *x;
    real *Q, *K, *V, *o, *u, *f, *y;
    struct selfatt_cache att;
    struct layernorm_cache norm_u, norm_y;
};

struct self_cache {
    struct ragged g;
    real *X;               /* [rows x M] the input */
    struct block_cache *block;
};

/* ==== Parameters ==== */

static struct param *matrix(struct params *ps, int N, const char *at,
                            const char *name)
{
    return params_add(ps, INIT_GLOROT, PARAM_MATRIX, N, N, "encoder.%s%s",
                      at, name);
}

static void block_declare(struct params *ps, const struct net_options *o,
                          int layer, struct block *b)
{
    char at[16] = "", norm[32];
    if (layer > 0)
        snprintf(at, sizeof at, "l%d.", layer + 1);
    b->W_Q = matrix(ps, o->N, at, "W_Q");
    b->W_K = matrix(ps, o->N, at, "W_K");
    b->W_V = matrix(ps, o->N, at, "W_V");
    b->W_O = matrix(ps, o->N, at, "W_O");
    b->W_f = matrix(ps, o->N, at, "W_f");
    b->b_f = params_add(ps, INIT_ZERO, PARAM_VECTOR, o->N, 0,
                        "encoder.%sb_f", at);
    if (!o->layer_norm)
        return;
    snprintf(norm, sizeof norm, "encoder.%snorm_u", at);
    b->norm_u = layernorm_new(ps, o->N, norm);
    snprintf(norm, sizeof norm, "encoder.%snorm_y", at);
    b->norm_y = layernorm_new(ps, o->N, norm);
}

static void *self_declare(struct params *ps, const struct net_options *o)
{
    struct self *s = ARENA_NEW(ps->arena, struct self);
    s->att = (struct selfatt){o->N, o->enc_heads, o->self_window};
    s->N = o->N;
    s->M = o->M;
    s->layers = o->layers;
    s->residual = o->residual;
    s->dropout = o->dropout;
    if (o->M != o->N)
        s->W_in = params_add(ps, INIT_GLOROT, PARAM_MATRIX, o->N, o->M,
                             "encoder.W_in");
    s->block = ARENA_ARRAY(ps->arena, struct block, o->layers);
    for (int l = 0; l < o->layers; l++)
        block_declare(ps, o, l, &s->block[l]);
    return s;
}

/* ==== Forward ==== */

static real *product(struct run *r, int rows, const real *x,
                     const struct param *W)
{
    real *y = run_room(r, rows, W->rows);
    linear_forward(rows, x, W->cols, W, NULL, y, W->rows, false);
    return y;
}

static void block_forward(struct run *r, const struct self *s,
                          const struct block *b, const struct ragged *g,
                          struct block_cache *c)
{
    int rows = g->side->rows, N = s->N;
    c->Q = product(r, rows, c->x, b->W_Q);
    c->K = product(r, rows, c->x, b->W_K);
    c->V = product(r, rows, c->x, b->W_V);                  /* (1) */
    c->o = run_room(r, rows, N);
    selfatt_forward(r, &s->att, g, c->Q, c->K, c->V, c->o, &c->att); /* (2) */
    c->u = product(r, rows, c->o, b->W_O);                  /* (3) */
    if (s->residual)
        rows_add(rows, N, c->u, c->x, N);
    if (b->norm_u)
        layernorm_forward(r, b->norm_u, rows, c->u, c->u, &c->norm_u);
    c->f = run_room(r, rows, N);
    linear_forward(rows, c->u, N, b->W_f, b->b_f, c->f, N, false);
    rows_tanh(rows, N, c->f);                               /* (5) */
    c->y = run_room(r, rows, N);
    memcpy(c->y, c->f, (size_t)rows * (size_t)N * sizeof *c->y);
    if (s->residual)
        rows_add(rows, N, c->y, c->u, N);
    if (b->norm_y)
        layernorm_forward(r, b->norm_y, rows, c->y, c->y, &c->norm_y);
}

static void *self_forward(struct run *r, const void *self,
                          const struct side *src, const real *X,
                          struct annotations *a)
{
    const struct self *s = self;
    int rows = src->rows;
    struct self_cache *c = ARENA_NEW(r->batch, struct self_cache);
    c->block = ARENA_ARRAY(r->batch, struct block_cache, s->layers);
    ragged_new(r, src, &c->g);
    c->X = run_room(r, rows, s->M);
    ragged_gather(&c->g, s->M, X, c->X);
    const real *x = s->W_in ? product(r, rows, c->X, s->W_in)   /* (0) */
                            : c->X;
    for (int l = 0; l < s->layers; l++) {
        c->block[l].x = x;
        block_forward(r, s, &s->block[l], &c->g, &c->block[l]);
        if (l + 1 < s->layers)
            x = dropout_copy(r, DROP_LAYERS + l, c->g.of, rows, s->N,
                             c->block[l].y, s->dropout);
    }
    annotations_set(r, a, src, s->N, s->N / 2, run_room(r, rows, s->N));
    ragged_scatter(&c->g, s->N, c->block[s->layers - 1].y, a->H);
    return c;
}

/* ==== Backward ==== */

/* dy -> du: (6)', (5)', (4)'. */
static real *connected_backward(struct run *r, const struct self *s,
                                struct block *b, int rows,
                                const struct block_cache *c, real *dy)
{
    int N = s->N;
    real *d = dy, *dz = run_room(r, rows, N), *du = run_matrix(r, rows, N);
    if (b->norm_y) {
        d = run_matrix(r, rows, N);
        layernorm_backward(r, b->norm_y, rows, dy, b->norm_y->n,
                           &c->norm_y, d);
    }
    rows_tanh_backward(rows, N, c->f, d, dz);
    linear_backward(r, rows, c->u, N, b->W_f, b->b_f, dz, N, du, N);
    if (s->residual)
        rows_add(rows, N, du, d, N);                        /* (5)' */
    if (!b->norm_u)
        return du;
    real *before = run_matrix(r, rows, N);
    layernorm_backward(r, b->norm_u, rows, du, b->norm_u->n, &c->norm_u,
                       before);
    return before;
}

/* dy -> dx +=. */
static void block_backward(struct run *r, const struct self *s,
                           struct block *b, const struct ragged *g,
                           const struct block_cache *c, real *dy, real *dx)
{
    int rows = g->side->rows, N = s->N;
    real *du = connected_backward(r, s, b, rows, c, dy);
    real *d_o = run_matrix(r, rows, N), *dQ = run_matrix(r, rows, N);
    real *dK = run_matrix(r, rows, N), *dV = run_matrix(r, rows, N);
    linear_backward(r, rows, c->o, N, b->W_O, NULL, du, N, d_o, N);
    if (s->residual)
        rows_add(rows, N, dx, du, N);                       /* (3)' */
    selfatt_backward(r, &s->att, g, c->Q, c->K, c->V, &c->att, d_o, dQ, dK,
                     dV);                                   /* (2)' */
    linear_backward(r, rows, c->x, N, b->W_Q, NULL, dQ, N, dx, N);
    linear_backward(r, rows, c->x, N, b->W_K, NULL, dK, N, dx, N);
    linear_backward(r, rows, c->x, N, b->W_V, NULL, dV, N, dx, N); /* (1)' */
}

/* The gradient of the first layer's input leaves as the batch is packed. */
static void input_backward(struct run *r, struct self *s,
                           const struct self_cache *c, const real *dx,
                           real *dX)
{
    int rows = c->g.side->rows, M = s->M;
    const real *din = dx;
    if (s->W_in) {
        real *d = run_matrix(r, rows, M);
        linear_backward(r, rows, c->X, M, s->W_in, NULL, dx, s->N, d,
                        M);                                 /* (0)' */
        din = d;
    }
    real *packed = run_room(r, rows, M);
    ragged_scatter(&c->g, M, din, packed);
    rows_add(rows, M, dX, packed, M);
}

static void self_backward(struct run *r, void *self, void *cache,
                          const struct annotations *a, const real *X,
                          real *dX)
{
    (void)X;
    struct self *s = self;
    struct self_cache *c = cache;
    int rows = a->src->rows;
    real *dy = run_room(r, rows, s->N);
    ragged_gather(&c->g, s->N, a->dH, dy);
    for (int l = s->layers - 1; l >= 0; l--) {
        real *dx = run_matrix(r, rows, s->N);
        block_backward(r, s, &s->block[l], &c->g, &c->block[l], dy, dx);
        if (l)
            dropout(r, DROP_LAYERS + l - 1, c->g.of, rows, s->N, dx,
                    s->dropout);
        dy = dx;
    }
    input_backward(r, s, c, dy, dX);
}

static void self_look(const void *self, const void *cache,
                      const struct side *src, int b, int head, real *out)
{
    const struct self *s = self;
    const struct self_cache *c = cache;
    (void)src;
    selfatt_alpha(&s->att, &c->g, &c->block[s->layers - 1].att, b, head, out);
}

static int self_heads(const void *self)
{
    return ((const struct self *)self)->att.heads;
}

/* A block's eleven matrices with those of the normalisations, ten of
 * gradients, and alpha. */
static size_t self_reals(const struct net_options *o, int T)
{
    return 3 * (size_t)o->M +
           (size_t)o->layers *
               (21 * (size_t)o->N +
                (size_t)o->enc_heads *
                    (size_t)selfatt_columns(o->self_window, T));
}

const struct encoder_kind encoder_self = {
    .kind = {
        .name = "self",
        .alias = "self-attention transformer 自注意力 自注意",
        .formula = "y = tanh(W_f u + b_f) [+ u], u = W_O [softmax(Q K' / "
                   "sqrt(d)) V]_heads [+ x], each [normalised]",
        .source = "Vaswani et al. 2017, (1) and sections 3.1, 3.2.2; Ba, "
                  "Kiros, Hinton 2016",
        .qkv = "Q = W_Q x_i, K = W_K x_j, V = W_V x_j, all of the same "
               "sentence",
        .note = "the lecture's \"local\" attention, inside one text (Luong's "
                "is a window on the other: --focus local-m); "
                "one connected layer of width N with tanh, not two of 4N "
                "with a ReLU; without --position it does not know the order",
    },
    .parallel = true,
    .declare = self_declare, .forward = self_forward,
    .backward = self_backward, .look = self_look, .heads = self_heads,
    .reals = self_reals,
};
