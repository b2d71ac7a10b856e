/* A full connection over a window of 2k + 1 tokens, the form that
 * self-attention replaced; with --layers L each layer reads the one below,
 * so that an annotation has seen L k tokens to each side.
 *
 * (1) g_t = [x_{t-k}; ..; x_{t+k}]       (1)' dx_{t+o} += part o of dg_t
 *           zeros outside the sentence
 * (2) h_t = tanh(W g_t + b)              (2)' dz_t = dh_t (1 - h_t^2)
 *                                             dg_t = W' dz_t
 *                                             dW += dz_t g_t'  db += dz_t
 *
 * All tokens are gathered first, so that (2) is one product.  For a summary
 * that tells directions apart, half of h_t counts as read left to right. */
#include <stdio.h>
#include <string.h>

#include "base/par.h"
#include "nn/dropout.h"
#include "nn/encoder.h"
#include "nn/linear.h"
#include "nn/rows.h"

struct window_layer {
    int in;                /* width of x */
    struct param *W;       /* [N x (2k + 1) in] */
    struct param *b;       /* [N] */
};

struct window {
    int N, k, layers;
    struct dropping dropout;
    struct window_layer *layer;
};

struct window_cache {
    real **G;              /* [layers] [rows x (2k + 1) in] */
    real **H;              /* [layers] [rows x N] */
};

static int spread(const struct window *w, const struct window_layer *l)
{
    return (2 * w->k + 1) * l->in;
}

static void *window_declare(struct params *ps, const struct net_options *o)
{
    struct window *w = ARENA_NEW(ps->arena, struct window);
    w->N = o->N;
    w->k = o->enc_window;
    w->layers = o->layers;
    w->dropout = o->dropout;
    w->layer = ARENA_ARRAY(ps->arena, struct window_layer, o->layers);
    for (int l = 0; l < o->layers; l++) {
        char at[16] = "";
        if (l > 0)
            snprintf(at, sizeof at, "l%d.", l + 1);
        struct window_layer *y = &w->layer[l];
        y->in = l ? o->N : o->M;
        y->W = params_add(ps, INIT_GLOROT, PARAM_MATRIX, o->N, spread(w, y),
                          "encoder.%sW", at);
        y->b = params_add(ps, INIT_ZERO, PARAM_VECTOR, o->N, 0,
                          "encoder.%sb", at);
    }
    return w;
}

/* ==== Windows ==== */

/* x and g, or their gradients; a thread owns sentences. */
struct gather {
    const struct side *src;
    int k, in;
    const real *x;
    real *g;
    const real *dg;
    real *dx;
};

/* Part o of g_t of the sentence at place b: its row in x, or -1 outside. */
static int neighbour(const struct gather *w, int b, int t, int o)
{
    int at = t + o - w->k;
    return at >= 0 && at < w->src->len[b] ? w->src->off[at] + b : -1;
}

static size_t part_at(const struct gather *w, int b, int t, int o)
{
    size_t parts = 2 * (size_t)w->k + 1;
    return ((size_t)(w->src->off[t] + b) * parts + (size_t)o) *
           (size_t)w->in;
}

static void gather_range(void *ctx, int lo, int hi)
{
    const struct gather *w = ctx;
    for (int b = lo; b < hi; b++)
        for (int t = 0; t < w->src->len[b]; t++)
            for (int o = 0; o <= 2 * w->k; o++) {           /* (1) */
                int from = neighbour(w, b, t, o);
                if (from >= 0)
                    memcpy(w->g + part_at(w, b, t, o),
                           row_at(w->x, from, w->in),
                           (size_t)w->in * sizeof(real));
            }
}

static void scatter_range(void *ctx, int lo, int hi)
{
    const struct gather *w = ctx;
    for (int b = lo; b < hi; b++)
        for (int t = 0; t < w->src->len[b]; t++)
            for (int o = 0; o <= 2 * w->k; o++) {           /* (1)' */
                int to = neighbour(w, b, t, o);
                if (to >= 0)
                    K->add(w->in, row_of(w->dx, to, w->in),
                           w->dg + part_at(w, b, t, o));
            }
}

/* ==== Layers ==== */

static struct window_cache *cache_new(struct run *r, const struct window *w)
{
    struct window_cache *c = ARENA_NEW(r->batch, struct window_cache);
    c->G = ARENA_ARRAY(r->batch, real *, w->layers);
    c->H = ARENA_ARRAY(r->batch, real *, w->layers);
    return c;
}

static void layer_forward(struct run *r, const struct window *w, int l,
                          const struct side *src, const real *x,
                          struct window_cache *c)
{
    const struct window_layer *y = &w->layer[l];
    c->G[l] = run_matrix(r, src->rows, spread(w, y));
    c->H[l] = run_room(r, src->rows, w->N);
    struct gather g = {.src = src, .k = w->k, .in = y->in, .x = x,
                       .g = c->G[l]};
    par_range(src->B, 1, gather_range, &g);                 /* (1) */
    linear_forward(src->rows, c->G[l], spread(w, y), y->W, y->b, c->H[l],
                   w->N, false);
    rows_tanh(src->rows, w->N, c->H[l]);                    /* (2) */
}

static void *window_forward(struct run *r, const void *self,
                            const struct side *src, const real *X,
                            struct annotations *a)
{
    const struct window *w = self;
    struct window_cache *c = cache_new(r, w);
    const real *x = X;
    for (int l = 0; l < w->layers; l++) {
        layer_forward(r, w, l, src, x, c);
        if (l + 1 < w->layers)
            x = dropout_copy(r, DROP_LAYERS + l, src->of, src->rows, w->N,
                             c->H[l], w->dropout);
    }
    annotations_set(r, a, src, w->N, w->N / 2, c->H[w->layers - 1]);
    return c;
}

static void layer_backward(struct run *r, struct window *w, int l,
                           const struct side *src, struct window_cache *c,
                           const real *dH, real *dx)
{
    struct window_layer *y = &w->layer[l];
    int rows = src->rows, G = spread(w, y);
    real *dz = run_room(r, rows, w->N), *dg = run_matrix(r, rows, G);
    rows_tanh_backward(rows, w->N, c->H[l], dH, dz);
    linear_backward(r, rows, c->G[l], G, y->W, y->b, dz, w->N, dg,
                    G);                                     /* (2)' */
    struct gather g = {.src = src, .k = w->k, .in = y->in, .dg = dg,
                       .dx = dx};
    par_range(src->B, 1, scatter_range, &g);                /* (1)' */
}

static void window_backward(struct run *r, void *self, void *cache,
                            const struct annotations *a, const real *X,
                            real *dX)
{
    (void)X;
    struct window *w = self;
    int rows = a->src->rows;
    const real *dH = a->dH;
    for (int l = w->layers - 1; l >= 0; l--) {
        real *dx = l ? run_matrix(r, rows, w->N) : dX;
        layer_backward(r, w, l, a->src, cache, dH, dx);
        if (l)
            dropout(r, DROP_LAYERS + l - 1, a->src->of, rows, w->N, dx,
                    w->dropout);
        dH = dx;
    }
}

/* Windows and their gradients, and H, dz, dx. */
static size_t window_reals(const struct net_options *o, int T)
{
    (void)T;
    size_t L = (size_t)o->layers, N = (size_t)o->N;
    size_t parts = 2 * (size_t)o->enc_window + 1;
    return 2 * parts * ((size_t)o->M + (L - 1) * N) + 4 * L * N;
}

const struct encoder_kind encoder_window = {
    .kind = {
        .name = "window",
        .alias = "fc-window 窗口 全连接",
        .formula = "h_t = tanh(W [x_{t-k}; ..; x_{t+k}] + b)",
        .source = "Waibel et al. 1989 (time delay); Hung-yi Lee's lecture on "
                  "self-attention, where it is what came before",
        .note = "k is --enc-window; zeros outside the sentence; no "
                "recurrence, so that nothing farther than layers * k is seen",
        .unproved = PROOF_ALIGN,
        .why = "h_t holds its neighbours too, and to look at one of them "
               "(always the same side) serves as well",
    },
    .parallel = true,
    .declare = window_declare, .forward = window_forward,
    .backward = window_backward, .reals = window_reals,
};
